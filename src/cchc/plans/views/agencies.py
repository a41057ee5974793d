"""The agencies of a plan: which units each wording means, confirmed one by one or where a proposal is agreed to."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.papers.agency_words import is_group
from cchc.core.papers.answers import Confidence, Reason
from cchc.plans.actions.agencies import agree_to_proposals, confirm_agency, keep_as_texts
from cchc.plans.forms.review import AgencyForm
from cchc.plans.models import Agency, Plan
from cchc.plans.queries.obstacles import agencies_of, is_open, unconfirmed_agencies
from cchc.plans.queries.paging import MOST_LETTERS, BySize
from cchc.plans.queries.texts import day_of
from cchc.plans.views.addressing import plan_to_edit, refusal_as_message
from cchc.ui.pages import page
from cchc.ui.requests import requested_number
from cchc.units.queries import DayUnits

# How an office writes a name lasts, so what it means is remembered; which units a group has, and what became of a unit,
# change with the years.
SPELLINGS = frozenset(
    {
        Reason.UNKNOWN,
        Reason.MISREAD,
        Reason.UNACCENTED,
        Reason.PLACE,
        Reason.ABBREVIATION,
        Reason.SEVERAL,
        Reason.ELSEWHERE,
    }
)
ROWS = 150
LETTERS_OF_UNIT = 40  # that a unit takes beside a wording, with its link
AT = "co_quan"  # which agency the page is asked to show


@needs(Permission.PLAN_EDIT)
@require_GET
def agencies(request: Request, pk: int) -> HttpResponse:
    """Every wording of the plan with its units, the unconfirmed ones first."""
    return _page(request, plan_to_edit(request, pk))


def _page(
    request: Request, plan: Plan, chosen: Agency | None = None, form: AgencyForm | None = None
) -> HttpResponse:
    """The page; below the agency that is `chosen` the form in which its units are written."""
    named = agencies_of(plan)
    rows = BySize(named, (_letters(one) for one in named), ROWS, MOST_LETTERS)
    asked = chosen.pk if chosen else requested_number(request.GET.get(AT, ""))
    place = next((at for at, one in enumerate(named) if one.pk == asked), None)
    shown = rows.get_page(request.GET.get("page") if place is None else rows.page_of(place))
    prefetch_related_objects(list(shown.object_list), "units")
    among = DayUnits(day_of(plan))
    waiting = [one for one in named if is_open(one)]
    context = {
        "title": _("Agencies of the plan"),
        "plan": plan,
        "rows": shown,
        "count": len(waiting),
        "waiting": [one for one in shown.object_list if is_open(one)],
        "settled": [one for one in shown.object_list if not is_open(one)],
        "proposals": sum(1 for one in waiting if one.confidence == Confidence.LIKELY and one.meant),
        "names": [among.label(unit) for unit in among.units],
        "today": day_of(plan),
        "chosen": chosen,
        "agency": chosen,
        "form": form,
    }
    status = 422 if form and form.is_bound else 200
    return page(
        request, "plans/review_agencies.html", context, part="choose" if form else None, status=status
    )


def _letters(agency: Agency) -> int:
    """How much there is to read of an agency: its words, and each of its units."""
    return len(agency.text) + LETTERS_OF_UNIT * agency.meant


@needs(Permission.PLAN_EDIT)
@require_POST
@refusal_as_message
def agencies_agree(request: Request, pk: int) -> HttpResponse:
    """Agree to every proposal that has units."""
    plan = plan_to_edit(request, pk)
    count = agree_to_proposals(by=request.actor, plan=plan)
    words = ngettext("%(count)s agency was confirmed.", "%(count)s agencies were confirmed.", count)
    messages.success(request, words % {"count": count})
    return redirect("plans:agencies", pk)


@needs(Permission.PLAN_EDIT)
@require_POST
@refusal_as_message
def agencies_answer(request: Request, pk: int) -> HttpResponse:
    """Give one answer for every agency that is ticked: the units that were found, or no unit."""
    plan = plan_to_edit(request, pk)
    chosen = {number for text in request.POST.getlist("agency") if (number := requested_number(text))}
    if not chosen:
        messages.warning(request, _("Tick the agencies first."))
    elif request.POST.get("choice") == "text":
        count = keep_as_texts(by=request.actor, plan=plan, chosen=chosen)
        words = ngettext("%(count)s agency stays as a text.", "%(count)s agencies stay as texts.", count)
        messages.success(request, words % {"count": count})
    else:
        count = agree_to_proposals(by=request.actor, plan=plan, chosen=chosen)
        words = ngettext("%(count)s agency was confirmed.", "%(count)s agencies were confirmed.", count)
        messages.success(request, words % {"count": count})
    return redirect("plans:agencies", pk)


@needs(Permission.PLAN_EDIT)
@refusal_as_message
def agency(request: Request, pk: int, agency: int) -> HttpResponse:
    """Say which units one wording means: those proposed, others, or none of the list."""
    plan = plan_to_edit(request, pk)
    held = get_object_or_404(plan.agencies.prefetch_related("units"), pk=agency)
    choice = request.POST.get("choice")
    if choice == "agree":
        units, remember = list(held.units.all()), held.reason in SPELLINGS
        confirm_agency(by=request.actor, agency=held, units=units, remember=remember)
        return _next(plan, held)
    if choice == "text":
        confirm_agency(by=request.actor, agency=held, units=[], remember=held.reason in SPELLINGS)
        return _next(plan, held)
    remembers = request.actor.may(Permission.AGENCY_MANAGE)
    among = DayUnits(day_of(plan))
    initial = {"units": list(held.units.all()), "remember": True, "as_group": is_group(held.text)}
    form = AgencyForm(request.POST or None, among=among, remembers=remembers, initial=initial)
    if request.method == "POST" and form.is_valid():
        confirm_agency(by=request.actor, agency=held, **form.cleaned_data)
        return _next(plan, held)
    return _page(request, plan, held, form)


def _next(plan: Plan, done: Agency) -> HttpResponse:
    """Back to the agencies, at the next one that waits; at the one just done when none does."""
    waiting = unconfirmed_agencies(plan).exclude(pk=done.pk)
    following = waiting.filter(text__gt=done.text).first() or waiting.first() or done
    address = reverse("plans:agencies", args=[plan.pk], query={AT: following.pk}, fragment=f"a{following.pk}")
    return redirect(address)
