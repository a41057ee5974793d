"""The sessions of a cycle; one session with its agenda and its people; preparing, opening and closing it."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.council.actions.preparing import change_session, note_presence, plan_session
from cchc.council.actions.sitting import close_session, open_session
from cchc.council.forms.sessions import PresenceForm, SessionForm
from cchc.council.models import CouncilMember, CouncilSession
from cchc.council.policies import (
    may_add_items,
    may_make_final,
    may_prepare_sessions,
    may_record_votes,
    may_undo_final,
)
from cchc.council.queries.agenda import scores_seen
from cchc.council.queries.final import standing_final
from cchc.council.queries.lists import AgendaCount, agenda_counts, agenda_lines
from cchc.council.queries.minutes import minutes_content, minutes_seal
from cchc.council.queries.sessions import (
    candidates,
    chair_of,
    member_as,
    members_apart,
    members_of,
    sessions_of,
)
from cchc.council.views.frame import (
    council_context,
    council_cycle,
    cycle_for,
    session_for,
    sight_for,
)
from cchc.criteria.queries import criteria_of
from cchc.ui.forms import put_errors
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page

ROWS = 150
State = CouncilSession.State


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the list, with how much is on its agenda."""

    session: CouncilSession
    count: AgendaCount
    chair: str


@needs(Permission.COUNCIL_READ)
@require_GET
def year_page(request: Request, year: int | None = None) -> HttpResponse:
    """Show the sessions of a cycle, and whether its points are final."""
    cycle = council_cycle(request, year)
    title = _("Council {year}").format(year=cycle.year) if cycle is not None else _("Council")
    context = council_context(request, cycle) | {"title": title, "lines": []}
    if cycle is not None:
        rows = list(sessions_of(cycle))
        counts = agenda_counts(sight_for(request, cycle), rows)
        chairs = dict(
            CouncilMember.objects.filter(session__in=rows, role=CouncilMember.Seat.CHAIR).values_list(
                "session_id", "name"
            )
        )
        context |= {
            "lines": [SessionLine(one, counts[one.pk], chairs.get(one.pk, "")) for one in rows],
            "final": standing_final(cycle),
            "may_prepare": may_prepare_sessions(request.actor, cycle),
            "may_make_final": may_make_final(request.actor, cycle),
            "may_undo_final": may_undo_final(request.actor, cycle),
        }
    return page(request, "council/year.html", context)


@needs(Permission.COUNCIL_PREPARE)
def session_new(request: Request, year: int) -> HttpResponse:
    """Prepare the next session."""
    cycle = cycle_for(request, year)
    if not may_prepare_sessions(request.actor, cycle):
        raise Http404
    last = sessions_of(cycle).first()
    form = SessionForm(posted(request), people=candidates(), initial=_of_session(last))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = plan_session(by=request.actor, cycle=cycle, plan=form.plan())
            except ValidationError as refused:
                put_errors(form, refused)
            else:
                messages.success(request, _("Session {number} is prepared.").format(number=made.number))
                return redirect("council:session", year, made.number)
    context = council_context(request, cycle) | {
        "title": _("Prepare a session of the council"),
        "form": form,
        "back": reverse("council:year", args=[year]),
    }
    return page(request, "council/session_form.html", context, status=status)


def _of_session(session: CouncilSession | None) -> dict[str, object]:
    """What a form begins with: the place and the people of a session, for the next one without its day."""
    if session is None:
        return {}
    roles = {f"role-{one.person_id}": one.role for one in session.members.all()}
    return {"place": session.place, **roles}


@needs(Permission.COUNCIL_PREPARE)
def session_edit(request: Request, year: int, number: int) -> HttpResponse:
    """Change the day, the place or the people of a session that does not sit yet."""
    session = session_for(request, year, number)
    if not may_prepare_sessions(request.actor, session.cycle) or session.state != State.PREPARING:
        raise Http404
    initial = {**_of_session(session), "on": session.on, "version": session.version}
    form = SessionForm(posted(request), people=candidates(), initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                seen = form.cleaned_data["version"]
                change_session(by=request.actor, session=session, plan=form.plan(), version=seen)
            except ValidationError as refused:
                put_errors(form, refused)
            except Changed:
                form.add_error(None, _("Somebody else changed the session meanwhile. Look at it again."))
                status = 409
            else:
                messages.success(request, _("Stored."))
                return redirect("council:session", year, number)
    context = council_context(request, session.cycle) | {
        "title": _("Session {number} of the council").format(number=number),
        "form": form,
        "back": reverse("council:session", args=[year, number]),
    }
    return page(request, "council/session_form.html", context, status=status)


@needs(Permission.COUNCIL_READ)
@require_GET
def session_page(request: Request, year: int, number: int) -> HttpResponse:
    """Show a session: its agenda with what each item can change, its people, and what can be done now."""
    session = session_for(request, year, number)
    cycle, actor = session.cycle, request.actor
    lines = agenda_lines(sight_for(request, cycle), session)
    left = sum(one.is_left for one in lines)
    tab = request.GET.get("loc", "")
    shown = [one for one in lines if not tab or one.is_left == (tab == "con")]
    members = members_of(session)
    chair = next((one for one in members if one.role == CouncilMember.Seat.CHAIR), None)
    names = {one.participant_id: one.participant.name for one in (line.item for line in lines)}
    apart = members_apart(session, members)
    may_record = may_record_votes(actor, session, chair)
    context = council_context(request, cycle) | {
        "title": _("Session {number} of the council {year}").format(number=number, year=year),
        "session": session,
        "lines": Paginator(shown, ROWS).get_page(request.GET.get("page")),
        "counts": {"": len(lines), "con": left, "roi": len(lines) - left},
        "counts_all": len(lines),
        "tabs": (("", _("All")), ("con", _("Not decided")), ("roi", _("Decided by the council"))),
        "tab": tab,
        "left": left,
        "people": [
            (one, [names[pk] for pk in names if pk in apart[one.pk]] if one.votes else []) for one in members
        ],
        "asked": asked_in(session),
        "is_stale": bool(session.computed_from) and session.computed_from != scores_seen(cycle),
        "may_prepare": may_prepare_sessions(actor, cycle) and session.state == State.PREPARING,
        "may_record": may_record and session.state != State.CLOSED,
        "may_add": may_add_items(actor, session, member_as(session, actor)),
        "voters": sum(one.votes for one in members),
        "present": sum(one.votes and one.present for one in members),
    }
    return page(request, "council/session.html", context)


def asked_in(session: CouncilSession) -> int:
    """Return out of how many leaves of units an agenda is computed: all leaves of all units scored by the round."""
    rows = session.cycle.participants.filter(cycle_set__scored_by="round").select_related(
        "cycle_set__version"
    )
    return sum(len(criteria_of(one.cycle_set.version).leaves) for one in rows)


@needs(Permission.COUNCIL_READ)
def session_presence(request: Request, year: int, number: int) -> HttpResponse:
    """Note who is there; in a session that does not sit yet, open it with them."""
    session = session_for(request, year, number)
    if not may_record_votes(request.actor, session, chair_of(session)) or session.state == State.CLOSED:
        raise Http404
    members = members_of(session)
    opens = session.state == State.PREPARING
    form = PresenceForm(posted(request), members=members)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act = open_session if opens else note_presence
                act(by=request.actor, session=session, present=form.cleaned_data["present"])
            except ValidationError as refused:
                put_errors(form, refused)
            else:
                messages.success(request, _("The session sits.") if opens else _("Noted who is there."))
                return redirect("council:session", year, number)
    title = _("Open session {number}") if opens else _("Who is there in session {number}")
    context = council_context(request, session.cycle) | {
        "title": title.format(number=number),
        "form": form,
        "opens": opens,
        "back": reverse("council:session", args=[year, number]),
    }
    return page(request, "council/presence.html", context, status=status)


@needs(Permission.COUNCIL_READ)
def session_close(request: Request, year: int, number: int) -> HttpResponse:
    """Show what closing a session means, and what it leaves undecided; then close it."""
    session = session_for(request, year, number)
    if not may_record_votes(request.actor, session, chair_of(session)) or session.state != State.SITTING:
        raise Http404
    content = minutes_content(session)

    def act() -> HttpResponse:
        try:
            close_session(by=request.actor, session=session, seen=minutes_seal(content))
        except Changed:
            raise ValidationError(_("The session has changed meanwhile. Look at it again.")) from None
        messages.success(request, _("The session is closed; its minutes can be printed."))
        return redirect("council:session", year, number)

    context = council_context(request, session.cycle) | {
        "title": _("Close session {number}").format(number=number),
        "session": session,
        "back": reverse("council:session", args=[year, number]),
    }
    lines = agenda_lines(sight_for(request, session.cycle), session)
    left = [f"{one.item.participant.name}: {one.leaf.number}" for one in lines if one.is_left]
    return answer_grave(
        request,
        "council/session_act.html",
        context,
        form=forms.Form(posted(request)),
        told=lambda: closing(len(lines) - len(left), tuple(left)),
        act=act,
    )


def closing(decided: int, left: tuple[str, ...]) -> GraveAct:
    """Return what closing a session means."""
    words = ngettext(
        "%(count)s decision, with every vote, freezes in the minutes.",
        "%(count)s decisions, with every vote, freeze in the minutes.",
        decided,
    )
    unfinished = ngettext(
        "%(count)s item is not decided and stays open for another session:",
        "%(count)s items are not decided and stay open for another session:",
        len(left),
    )
    return GraveAct(
        verb=_("Close the session"),
        icon="lock",
        happens=(words % {"count": decided}, _("Nothing of the session can be changed any more.")),
        unfinished=(Counted(unfinished % {"count": len(left)}, left),) if left else (),
        undoing=_("It is not taken back: another session can decide on the same again."),
    )
