"""The amendments of a plan: what was approved beside the plan of today, a new one, the last one undone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.plans.following.amendments import AmendmentKind
from cchc.following.actions.amending import (
    AmendmentOutcome,
    amend_plan,
    preview_amendment,
    refuse_kept,
    undo_amendment,
)
from cchc.following.forms.amending import AmendmentForm, AmendmentUndoForm
from cchc.following.models import Amendment, PlanEnding
from cchc.following.policies import may_amend
from cchc.following.queries.amendments import (
    PlanCourse,
    ShownChange,
    shown_changes,
    standing_amendments,
)
from cchc.following.queries.baselines import plan_content
from cchc.plans.models import Plan
from cchc.plans.queries.plans import visible_to
from cchc.plans.queries.texts import measures_of
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

CHOSEN, NEW = "nv", "them"
MOST_NEW = 10
KIND_WORDS = {
    AmendmentKind.EXTENDED: lambda count: ngettext(
        "%(count)s measure is extended:", "%(count)s measures are extended:", count
    ),
    AmendmentKind.CHANGED: lambda count: ngettext(
        "%(count)s measure is changed:", "%(count)s measures are changed:", count
    ),
    AmendmentKind.ADDED: lambda count: ngettext(
        "%(count)s measure is added:", "%(count)s measures are added:", count
    ),
    AmendmentKind.WITHDRAWN: lambda count: ngettext(
        "%(count)s measure is withdrawn; its row stays, marked:",
        "%(count)s measures are withdrawn; their rows stay, marked:",
        count,
    ),
}


def plan_in_force(request: Request, pk: int) -> Plan:
    """The plan in force; 404 for a draft and for whoever may not see it."""
    plans = visible_to(request.actor).filter(state=Plan.State.CURRENT).select_related("unit", "document")
    return get_object_or_404(plans, pk=pk)


def plan_to_amend(request: Request, pk: int) -> Plan:
    """The plan in force; 404 for those who may not amend it."""
    plan = plan_in_force(request, pk)
    if not may_amend(request.actor, plan):
        raise Http404
    return plan


@needs(Permission.FOLLOWING_READ)
@require_GET
def amendments(request: Request, pk: int) -> HttpResponse:
    """What was approved beside the plan of today, and the amendments that lie between."""
    plan = plan_in_force(request, pk)
    course = PlanCourse(plan)
    ended = PlanEnding.objects.filter(plan=plan).exists()
    head = may_amend(request.actor, plan)
    last = standing_amendments(plan).last()
    context = {
        "title": _("Amendments of the plan"),
        "plan": plan,
        "course": course,
        "may_amend": head and not ended,
        "may_end": head,
        "end_words": _("How the plan ended") if ended else _("End the plan"),
        "last": last,
    }
    return page(request, "following/amendments.html", context)


@needs(Permission.PLAN_AMEND)
@require_GET
def amend_choose(request: Request, pk: int) -> HttpResponse:
    """Choose the measures of an amendment, and how many are added."""
    plan = plan_to_amend(request, pk)
    measures = measures_of(plan).filter(withdrawn=False).select_related("section")
    context = {
        "title": _("A new amendment"),
        "plan": plan,
        "measures": measures,
        "most_new": MOST_NEW,
        "back": reverse("following:amendments", args=[plan.pk]),
    }
    return page(request, "following/amend_choose.html", context)


@needs(Permission.PLAN_AMEND)
def amend(request: Request, pk: int) -> HttpResponse:
    """Write an amendment of the chosen measures, see what will happen to how many records, then do it.

    409 where the plan was changed meanwhile: what was typed stays, elsewhere stands what the plan says now.
    """
    plan = plan_to_amend(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    ids = [number for one in asked.getlist(CHOSEN) if (number := requested_number(one))]
    added = min(requested_number(asked.get(NEW, "")) or 0, MOST_NEW)
    chosen = list(measures_of(plan).filter(withdrawn=False, pk__in=ids).select_related("section"))
    if not chosen and not added:
        return redirect("following:amend_choose", plan.pk)
    form = AmendmentForm(posted(request), plan=plan, measures=chosen, added=added)
    context = {
        "title": _("A new amendment"),
        "plan": plan,
        "back": reverse("following:amendments", args=[plan.pk]),
    }

    def told() -> GraveAct | None:
        if not form.is_bound or not form.is_valid():
            return None
        outcome = preview_amendment(
            by=request.actor, plan=plan, seen_version=form.cleaned_data["seen"], planned=form.planned
        )
        return amendment_act(plan, outcome)

    def act() -> HttpResponse:
        outcome = amend_plan(
            by=request.actor, plan=plan, seen_version=form.cleaned_data["seen"], planned=form.planned
        )
        done = _("Amendment %(number)s is in force.") % {"number": outcome.amendment.number}
        messages.success(request, done)
        return redirect("following:amendments", plan.pk)

    try:
        return answer_grave(request, "following/amend.html", context, form=form, told=told, act=act)
    except Changed as changed:
        return _meanwhile(request, plan, form, context, changed)


def _meanwhile(
    request: Request, plan: Plan, form: AmendmentForm, context: dict[str, Any], changed: Changed[Any]
) -> HttpResponse:
    """The same form with what was typed, set against the plan of now."""
    form.data = request.POST.copy()
    form.data["seen"] = str(changed.now)
    return page(
        request,
        "following/amend.html",
        {**context, "form": form, "who": changed.who, "changed": True},
        status=409,
    )


def amendment_act(plan: Plan, outcome: AmendmentOutcome) -> GraveAct:
    """Return what an amendment will do to measures and records."""
    content = plan_content(plan)
    shown = shown_changes(outcome.changes, content)
    added = [one for one in outcome.changes if one.kind is AmendmentKind.ADDED]
    shown += [
        ShownChange(
            one.kind,
            one.measure,
            " ".join(one.columns.get(key, ("", ""))[1] for key in ("number", "task")),
            [],
        )
        for one in added
        if one.measure not in {known.measure for known in shown}
    ]
    affected = []
    for kind in AmendmentKind:
        names = tuple(_named(one) for one in shown if one.kind is kind)
        if names:
            affected.append(Counted(KIND_WORDS[kind](len(names)) % {"count": len(names)}, names))
    if outcome.agencies:
        words = ngettext(
            "%(count)s agency was not named in the plan before; it means:",
            "%(count)s agencies were not named in the plan before; they mean:",
            len(outcome.agencies),
        )
        nobody = _("no unit of the list: the plan’s own unit reports")
        names = tuple(f"{text} → {', '.join(units) or nobody}" for text, units in outcome.agencies)
        affected.append(Counted(words % {"count": len(names)}, names))
    return GraveAct(
        verb=_("Put the amendment in force"),
        icon="edit",
        kind="primary",
        happens=_records_words(outcome),
        affected=tuple(affected),
        undoing=_(
            "The last amendment can be undone, with a reason, as long as nobody has reported on its measures "
            "since; both stay in the log and on the page of amendments."
        ),
    )


def _named(one: ShownChange) -> str:
    texts = "; ".join(
        f"{column.label}: {''.join(text for kind, text in column.parts if kind != 'new')} → "
        f"{''.join(text for kind, text in column.parts if kind != 'old')}"
        for column in one.columns
    )
    return f"{one.title}: {texts}" if texts and one.kind is not AmendmentKind.ADDED else one.title


def _records_words(outcome: AmendmentOutcome) -> tuple[str, ...]:
    settled = outcome.settled
    made = settled.made + settled.left  # what the worker goes on with belongs to it
    said = [
        (
            settled.dated,
            ngettext(
                "%(count)s record gets other days and keeps what was reported.",
                "%(count)s records get other days and keep what was reported.",
                settled.dated,
            ),
        ),
        (
            made,
            ngettext(
                "%(count)s record is made for a unit to report.",
                "%(count)s records are made for units to report.",
                made,
            ),
        ),
        (
            settled.removed,
            ngettext(
                "%(count)s record on which nobody has reported goes.",
                "%(count)s records on which nobody has reported go.",
                settled.removed,
            ),
        ),
    ]
    told = tuple(words % {"count": count} for count, words in said if count)
    return told or (_("No record is made, moved or taken away."),)


@needs(Permission.PLAN_AMEND)
def amendment_undo(request: Request, pk: int, number: int) -> HttpResponse:
    """Say what undoing the last amendment gives back, then do it."""
    plan = plan_to_amend(request, pk)
    amendment = get_object_or_404(Amendment, plan=plan, number=number)
    form = AmendmentUndoForm(posted(request))
    context = {
        "title": _("Undo amendment %(number)s") % {"number": number},
        "plan": plan,
        "back": reverse("following:amendments", args=[plan.pk]),
    }

    def told() -> GraveAct:
        refuse_kept(plan, amendment)
        course = PlanCourse(plan)
        names = tuple(
            one.title for each, shown in course.amendments if each.pk == amendment.pk for one in shown
        )
        words = ngettext(
            "%(count)s measure says again what it said before the amendment.",
            "%(count)s measures say again what they said before the amendment.",
            len(names),
        )
        return GraveAct(
            verb=_("Undo the amendment"),
            icon="arrow-back-up",
            happens=(
                words % {"count": len(names)},
                _("The amendment stays on the page of amendments, marked as undone."),
            ),
            affected=(Counted(_("Measures:"), names),),
            undoing=_("Undoing is not taken back; the same amendment can be written anew."),
        )

    def act() -> HttpResponse:
        undo_amendment(by=request.actor, amendment=amendment, reason=form.cleaned_data["reason"])
        messages.success(request, _("Amendment %(number)s was undone.") % {"number": number})
        return redirect("following:amendments", plan.pk)

    return answer_grave(request, "following/amend.html", context, form=form, told=told, act=act)
