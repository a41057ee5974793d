"""What comes on the agenda of a session, and what goes."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.council.actions.agenda import add_item, compute_agenda, drop_item
from cchc.council.forms.sessions import AddItemForm, DropForm
from cchc.council.models import AgendaItem, CouncilSession
from cchc.council.policies import may_add_items, may_record_votes
from cchc.council.queries.sessions import chair_of, member_as
from cchc.council.views.frame import council_context, item_for, session_for, sight_for
from cchc.cycles.models import ScoredBy
from cchc.ui.forms import put_errors
from cchc.ui.grave import posted
from cchc.ui.pages import page


@needs(Permission.COUNCIL_READ)
@require_POST
def agenda_compute(request: Request, year: int, number: int) -> HttpResponse:
    """Compute the agenda of a session anew."""
    session = session_for(request, year, number)
    if not may_record_votes(request.actor, session, chair_of(session)):
        raise Http404
    try:
        made = compute_agenda(by=request.actor, session=session)
    except ValidationError as refused:
        for text in refused.messages:
            messages.error(request, text)
    else:
        words = _("Computed: {new} new, {kept} as before, {gone} no longer on the agenda.")
        messages.success(request, words.format(new=made.new, kept=made.kept, gone=made.gone))
    return redirect("council:session", year, number)


@needs(Permission.COUNCIL_READ)
def item_add(request: Request, year: int, number: int) -> HttpResponse:
    """Put a leaf of a unit on the agenda, with a reason."""
    session = session_for(request, year, number)
    if not may_add_items(request.actor, session, member_as(session, request.actor)):
        raise Http404
    sight = sight_for(request, session.cycle)
    rows = session.cycle.participants.filter(cycle_set__scored_by=ScoredBy.ROUND)
    rows = rows.exclude(pk__in=list(sight.apart)).select_related("cycle_set__version", "cycle")
    form = AddItemForm(posted(request), participants=list(rows.order_by("cycle_set", "place", "pk")))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                item = add_item(
                    by=request.actor,
                    session=session,
                    participant=form.chosen,
                    leaf=form.cleaned_data["leaf"],
                    reason=form.cleaned_data["reason"],
                )
            except ValidationError as refused:
                put_errors(form, refused)
            else:
                messages.success(request, _("It is on the agenda."))
                return redirect("council:item", year, number, item.pk)
    context = council_context(request, session.cycle) | {
        "title": _("Put something on the agenda of session {number}").format(number=number),
        "form": form,
        "back": reverse("council:session", args=[year, number]),
    }
    return page(request, "council/add.html", context, status=status)


@needs(Permission.COUNCIL_READ)
def item_drop(request: Request, year: int, number: int, item: int) -> HttpResponse:
    """Take an item off the agenda, with a reason."""
    row = item_for(request, year, number, item)
    session = row.session
    closed = session.state == CouncilSession.State.CLOSED
    if not may_record_votes(request.actor, session, chair_of(session)) or closed:
        raise Http404
    if row.state != AgendaItem.State.WAITING:
        raise Http404
    form = DropForm(posted(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                drop_item(by=request.actor, item=row, reason=form.cleaned_data["reason"])
            except ValidationError as refused:
                put_errors(form, refused)
            else:
                messages.success(request, _("It is off the agenda."))
                return redirect("council:session", year, number)
    context = council_context(request, session.cycle) | {
        "title": _("Take {leaf} of {unit} off the agenda").format(leaf=row.leaf, unit=row.participant.name),
        "form": form,
        "back": reverse("council:item", args=[year, number, item]),
    }
    return page(request, "council/add.html", context, status=status)
