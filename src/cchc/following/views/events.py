"""Events for which measures wait: proposed by equal wording, joined by a person, dated when they happen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.following.actions.events import correct_occurrence, date_event, join_measures, leave_event
from cchc.following.forms.events import EventJoinForm, OccurrenceForm
from cchc.following.models import EventOccurrence, PlanEvent
from cchc.following.policies import may_date_event
from cchc.following.queries.events import (
    AwaitingMeasure,
    awaiting,
    events_for,
    lacks_term,
    plans_awaiting,
    proposed_events,
    waiting_measures,
)
from cchc.plans.models import Measure
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

ROWS = 150


@needs(Permission.FOLLOWING_READ)
@require_GET
def event_list(request: Request) -> HttpResponse:
    """The events for which measures wait, those without a day first, and those that are proposed."""
    rows = Paginator(events_for(request.actor), ROWS).get_page(request.GET.get("page"))
    proposed = proposed_events(request.actor) if request.actor.may(Permission.PROGRESS_CLOSE) else []
    context = {"title": _("Events"), "rows": rows, "proposed": proposed[:ROWS], "more": len(proposed) - ROWS}
    return page(request, "following/events.html", context)


@needs(Permission.PROGRESS_CLOSE)
def event_join(request: Request) -> HttpResponse:
    """Join measures whose wordings lead to the same event: which of them wait for it, and what it is called."""
    asked = request.GET.get("cum", "")
    proposal = next((one for one in proposed_events(request.actor) if one.spelling == asked), None)
    if proposal is None and request.method != "POST":
        messages.info(request, _("Nothing waits to be joined there any more."))
        return redirect("following:events")
    offered = waiting_measures()
    form = EventJoinForm(
        request.POST or None, measures=offered, initial={"wording": proposal.wording if proposal else ""}
    )
    ticked = {requested_number(one) for one in request.POST.getlist("measures")}
    context = {
        "title": _("Join measures to an event"),
        "form": form,
        "proposal": proposal,
        "ticked": ticked
        if request.method == "POST"
        else {one.pk for one in proposal.measures}
        if proposal
        else (),
    }
    if request.method != "POST":
        return page(request, "following/event_join.html", context)
    if not form.is_valid():
        return page(request, "following/event_join.html", context, status=422)
    try:
        event = join_measures(by=request.actor, **form.cleaned_data)
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "following/event_join.html", context, status=422)
    count = form.cleaned_data["measures"].count()
    said = ngettext("{count} measure waits for this event.", "{count} measures wait for this event.", count)
    messages.success(request, said.format(count=count))
    return redirect("following:event", event.pk)


@needs(Permission.FOLLOWING_READ)
@require_GET
def event_detail(request: Request, pk: int) -> HttpResponse:
    """One event: when it happened, and which measures wait for it."""
    event = _event(request, pk)
    rows = awaiting(event, request.actor)
    occurrences = event.occurrences.select_related("document").order_by("-number")
    may_date = may_date_event(request.actor, list(plans_awaiting(event)))
    context = {
        "title": event.wording,
        "event": event,
        "rows": rows,
        "occurrences": occurrences,
        "may_date": may_date,
        "lacks_term": lacks_term(rows),
        "may_add": may_date and (event.recurs or not occurrences),
    }
    return page(request, "following/event.html", context)


@needs(Permission.PROGRESS_CLOSE)
def event_date(request: Request, pk: int) -> HttpResponse:
    """Say on which day the event happened; the term is asked where a wording sets none."""
    event, rows = _event_to_date(request, pk)
    start = {"seen": event.version, "recurs": event.recurs}
    form = OccurrenceForm(request.POST or None, asks_term=lacks_term(rows), initial=start)
    return _occurrence(request, event, rows, form, None)


@needs(Permission.PROGRESS_CLOSE)
def occurrence_change(request: Request, pk: int, number: int) -> HttpResponse:
    """Correct one time of the event."""
    event, rows = _event_to_date(request, pk)
    occurrence = get_object_or_404(event.occurrences.select_related("document"), number=number)
    document = occurrence.document
    start = {
        "seen": event.version,
        "on": occurrence.on,
        "term": occurrence.term,
        "document_number": document.number if document else "",
        "document_date": document.date if document else None,
    }
    form = OccurrenceForm(
        request.POST or None, asks_term=lacks_term(rows), initial=start, occurrence=occurrence
    )
    return _occurrence(request, event, rows, form, occurrence)


@needs(Permission.PROGRESS_CLOSE)
@require_POST
def event_leave(request: Request, pk: int) -> HttpResponse:
    """Say that a measure waits for this event no more."""
    event = _event(request, pk)
    measure = get_object_or_404(
        Measure.objects.filter(awaits__event=event), pk=requested_number(request.POST.get("measure", "")) or 0
    )
    try:
        leave_event(by=request.actor, event=event, measure=measure)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The measure waits for this event no more."))
    return redirect("following:event", event.pk)


def _event(request: Request, pk: int) -> PlanEvent:
    return get_object_or_404(events_for(request.actor), pk=pk)


def _event_to_date(request: Request, pk: int) -> tuple[PlanEvent, list[AwaitingMeasure]]:
    event = _event(request, pk)
    if not may_date_event(request.actor, list(plans_awaiting(event))):
        raise Http404
    return event, awaiting(event, request.actor)


def _occurrence(
    request: Request,
    event: PlanEvent,
    rows: list[AwaitingMeasure],
    form: OccurrenceForm,
    occurrence: EventOccurrence | None,
) -> HttpResponse:
    title = _("Correct the day of the event") if occurrence else _("Date the event")
    context: dict[str, Any] = {
        "title": title,
        "event": event,
        "rows": rows,
        "form": form,
        "occurrence": occurrence,
    }
    if request.method != "POST":
        return page(request, "following/event_date.html", context)
    if not form.is_valid():
        return page(request, "following/event_date.html", context, status=422)
    said = {**form.cleaned_data, "seen_version": form.cleaned_data["seen"]}
    del said["seen"]
    try:
        if occurrence is None:
            made = date_event(by=request.actor, event=event, **said)
        else:
            made = correct_occurrence(by=request.actor, occurrence=occurrence, **said)
    except Changed as changed:
        context["meanwhile"] = changed.now.occurrences.order_by("-number").first()
        context["form"] = OccurrenceForm(
            {**request.POST.dict(), "seen": changed.now.version},
            asks_term=lacks_term(rows),
            occurrence=occurrence,
        )
        return page(request, "following/event_date.html", context, status=409)
    except ValidationError as refused:
        put_errors(form, refused)
        return page(request, "following/event_date.html", context, status=422)
    messages.success(request, _saved(made, rows))
    return redirect("following:event", event.pk)


def _saved(made: EventOccurrence, rows: list[AwaitingMeasure]) -> str:
    undated = sum(one.term is None for one in rows) if made.term is None else 0
    said = ngettext(
        "The event was on {day}: {count} measure begins.",
        "The event was on {day}: {count} measures begin.",
        len(rows),
    )
    words = said.format(day=f"{made.on:%d/%m/%Y}", count=len(rows))
    if not undated:
        return words
    lacking = ngettext(
        "No day is set for {count} of them: it is not overdue.",
        "No day is set for {count} of them: they are not overdue.",
        undated,
    )
    return f"{words} {lacking.format(count=undated)}"
