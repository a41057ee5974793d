"""The end of a plan: what remains is settled by name, and nobody reports any more."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.following.actions.ending import end_plan, refuse_end_kept, take_back_end
from cchc.following.forms.ending import EndingForm, EndUndoForm
from cchc.following.models import PlanEnding
from cchc.following.queries.endings import (
    built_on_end,
    carried_measures,
    drafts_to_carry_into,
    remaining_measures,
)
from cchc.following.views.amendments import plan_to_amend
from cchc.plans.models import Plan
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page


@needs(Permission.PLAN_AMEND)
def end(request: Request, pk: int) -> HttpResponse:
    """Say what ending the plan means and what becomes of what remains, then do it; the page of a plan that has ended
    says how it ended."""
    plan = plan_to_amend(request, pk)
    back = reverse("plans:detail", args=[plan.pk])
    ended = PlanEnding.objects.filter(plan=plan).first()
    if ended is not None:
        rows = ended.remaining.select_related("measure", "carried_to__section__plan")
        context = {"title": _("The plan has ended"), "plan": plan, "ending": ended, "remaining": rows}
        context["built"] = built_on_end(ended)
        return page(request, "following/ended.html", context)
    measures = list(remaining_measures(plan))
    drafts = list(drafts_to_carry_into(plan))
    form = EndingForm(posted(request), measures=measures, drafts=drafts)

    def told() -> GraveAct | None:
        if not form.is_bound or not form.is_valid():
            return None
        return _act(plan, form, {one.pk: str(one) for one in measures}, {one.pk: one for one in drafts})

    def act() -> HttpResponse:
        said = form.cleaned_data
        end_plan(by=request.actor, plan=plan, on=said["on"], reason=said["reason"], remaining=form.remaining)
        messages.success(request, _("The plan has ended."))
        return redirect("following:end", plan.pk)

    context = {"title": _("End the plan"), "plan": plan, "back": back, "drafts": drafts}
    return answer_grave(request, "following/end.html", context, form=form, told=told, act=act)


def _act(plan: Plan, form: EndingForm, names: dict[int, str], drafts: dict[int, Plan]) -> GraveAct:
    remaining = form.remaining
    unsaid = [name for pk, name in names.items() if pk not in remaining]
    if unsaid:
        words = ngettext(
            "Say what becomes of %(count)s measure that is not finished.",
            "Say what becomes of %(count)s measures that are not finished.",
            len(unsaid),
        )
        raise ValidationError(words, params={"count": len(unsaid)})
    silent = [names[pk] for pk, one in remaining.items() if one.into is None and not one.reason.strip()]
    if silent:
        raise ValidationError(
            _("Say of each measure that is dropped why: %(names)s"), params={"names": "; ".join(silent[:5])}
        )
    into: dict[int | None, list[str]] = defaultdict(list)
    for pk, one in remaining.items():
        into[one.into].append(names[pk])
    affected = []
    for target, of_it in into.items():
        if target is None:
            words = ngettext("%(count)s measure is dropped:", "%(count)s measures are dropped:", len(of_it))
            affected.append(Counted(words % {"count": len(of_it)}, tuple(of_it)))
            continue
        words = ngettext(
            "%(count)s measure goes into the draft “%(plan)s”:",
            "%(count)s measures go into the draft “%(plan)s”:",
            len(of_it),
        )
        affected.append(Counted(words % {"count": len(of_it), "plan": drafts[target].title}, tuple(of_it)))
    return GraveAct(
        verb=_("End the plan"),
        icon="flag",
        happens=(
            _("“%(plan)s” ends on %(day)s: nobody reports on it any more, and it is not amended.")
            % {"plan": plan.title, "day": f"{form.cleaned_data['on']:%d/%m/%Y}"},
            _("Everything that was reported stays and is read as before."),
        ),
        affected=tuple(affected),
        undoing=_(
            "The end can be taken back, with a reason, as long as nothing that was carried over was changed or put "
            "in force; both stay in the log."
        ),
    )


@needs(Permission.PLAN_AMEND)
def end_undo(request: Request, pk: int) -> HttpResponse:
    """Say what taking back the end of the plan gives back, then do it."""
    plan = plan_to_amend(request, pk)
    ending = get_object_or_404(PlanEnding, plan=plan)
    form = EndUndoForm(posted(request))
    context = {
        "title": _("Take back the end of the plan"),
        "plan": plan,
        "back": reverse("following:end", args=[plan.pk]),
    }

    def told() -> GraveAct:
        refuse_end_kept(ending)
        names = tuple(f"{one} ({one.section.plan.title})" for one in carried_measures(ending))
        words = ngettext(
            "%(count)s measure leaves the draft into which it was carried over:",
            "%(count)s measures leave the drafts into which they were carried over:",
            len(names),
        )
        affected = (Counted(words % {"count": len(names)}, names),) if names else ()
        return GraveAct(
            verb=_("Take back the end"),
            icon="arrow-back-up",
            happens=(_("“%(plan)s” goes on: units report on it again.") % {"plan": plan.title},),
            affected=affected,
            undoing=_("The plan can be ended again."),
        )

    def act() -> HttpResponse:
        take_back_end(by=request.actor, plan=plan, reason=form.cleaned_data["reason"])
        messages.success(request, _("The plan goes on."))
        return redirect("following:amendments", plan.pk)

    return answer_grave(request, "following/amend.html", context, form=form, told=told, act=act)
