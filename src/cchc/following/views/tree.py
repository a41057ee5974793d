"""Plans form a tree: work is taken over into the own plan; both sides are shown; a record is set by hand and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.plans.following.states import standing_of
from cchc.following.actions.linking import NewPlanBelow, compute_again, set_by_hand, take_over
from cchc.following.forms.tree import ByHandForm, SeenForm, TakeOverForm
from cchc.following.models import ProgressRecord
from cchc.following.policies import may_report
from cchc.following.queries.links import LinkedWork, linked_above, linked_below, to_take_over
from cchc.following.queries.records import said_of, visible_to
from cchc.following.queries.words import STANDING_WORDS, name_of_measure
from cchc.following.views.amendments import plan_in_force
from cchc.plans.models import Plan
from cchc.plans.policies import may_edit_plans_of
from cchc.plans.queries.plans import visible_to as plans_visible_to
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.units.models import Unit


@needs(Permission.FOLLOWING_READ)
@require_GET
def links(request: Request, pk: int) -> HttpResponse:
    """Which work of this plan other plans carry out, and which work above this plan carries out."""
    plan = get_object_or_404(plans_visible_to(request.actor).select_related("unit"), pk=pk)
    context = {
        "title": _("Plans above and below"),
        "plan": plan,
        "above": _shown(request, linked_below(request.actor, plan)),
        "below": _shown(request, linked_above(request.actor, plan)),
        "may_take_over": plan.state == Plan.State.CURRENT and _may_take_over(request),
    }
    return page(request, "following/links.html", context)


def _shown(request: Request, found: list[LinkedWork]) -> list[dict[str, Any]]:
    """Each record above with its standing, what carries it out, and whether this person sets it by hand."""
    return [
        {
            "of": one.above,
            "standing": STANDING_WORDS[standing_of(said_of(one.above))],
            "links": one.links,
            "below": [(each, STANDING_WORDS[standing_of(said_of(each))]) for each in one.below],
            "may": may_report(request.actor, one.above) and one.above.closed_at is None,
        }
        for one in found
    ]


def _may_take_over(request: Request) -> bool:
    own = Unit.objects.filter(pk=request.actor.unit_id or 0).first()
    return own is not None and may_edit_plans_of(request.actor, own)


@needs(Permission.FOLLOWING_READ, Permission.PLAN_EDIT)
def take_over_page(request: Request, pk: int) -> HttpResponse:
    """Choose work that the own unit leads in a plan, and put it into a draft of the unit."""
    plan = plan_in_force(request, pk)
    if not _may_take_over(request):
        raise Http404
    unit = get_object_or_404(Unit, pk=request.actor.unit_id or 0)
    records = to_take_over(request.actor, plan)
    drafts = Plan.objects.filter(unit=unit, state=Plan.State.DRAFT).exclude(pk=plan.pk)
    initial = {
        "records": [one.pk for one in records],
        "year": plan.year,
        "title": _("Plan of %(unit)s that carries out: %(plan)s")
        % {"unit": unit.name, "plan": plan.title[:300]},
    }
    form = TakeOverForm(request.POST or None, records=records, drafts=drafts, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        into = said["into"] or NewPlanBelow(unit, said["title"], said["year"])
        try:
            draft = take_over(by=request.actor, records=list(said["records"]), into=into)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("The draft “%(plan)s” holds the work now.") % {"plan": draft.title})
            return redirect("plans:review", draft.pk)
    context = {
        "title": _("Take over into the own plan"),
        "plan": plan,
        "unit": unit,
        "form": form,
        "any": records.exists(),
        "back": reverse("following:links", args=[plan.pk]),
    }
    return page(request, "following/take_over.html", context, status=422 if form.is_bound else 200)


@needs(Permission.PROGRESS_REPORT)
@require_POST
def by_hand(request: Request, pk: int) -> HttpResponse:
    """Set a record by hand that follows from a plan below."""
    form = ByHandForm(request.POST)
    record = _record(request, pk)
    if not form.is_valid():
        return _told(request, record, [str(why) for errors in form.errors.values() for why in errors])
    said = form.cleaned_data
    return _done(
        request,
        record,
        lambda: set_by_hand(
            by=request.actor, record=record, seen_version=said["seen"], reason=said["reason"]
        ),
        _("The record is set by hand from now on."),
    )


@needs(Permission.PROGRESS_REPORT)
@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Let a record follow from the plan below again."""
    form = SeenForm(request.POST)
    record = _record(request, pk)
    if not form.is_valid():
        return _told(request, record, [str(why) for errors in form.errors.values() for why in errors])
    return _done(
        request,
        record,
        lambda: compute_again(by=request.actor, record=record, seen_version=form.cleaned_data["seen"]),
        _("The record follows from the plan below again."),
    )


def _record(request: Request, pk: int) -> ProgressRecord:
    record = get_object_or_404(
        visible_to(request.actor).select_related("measure__section__plan__unit", "unit"), pk=pk
    )
    if not may_report(request.actor, record):
        raise Http404
    return record


def _done(
    request: Request, record: ProgressRecord, act: Callable[[], ProgressRecord], words: str
) -> HttpResponse:
    try:
        act()
    except Changed:
        why = _("Somebody reported on this record meanwhile; nothing was done. Look at it again.")
        return _told(request, record, [why], status=409)
    except ValidationError as refused:
        return _told(request, record, refused.messages)
    messages.success(request, words)
    return redirect("following:links", record.measure.section.plan_id)


def _told(request: Request, record: ProgressRecord, whys: list[str], status: int = 422) -> HttpResponse:
    """Why it was not done, with the way back."""
    plan = record.measure.section.plan
    context = {"title": name_of_measure(record.measure), "plan": plan, "whys": whys}
    return page(request, "following/not_set.html", context, status=status)
