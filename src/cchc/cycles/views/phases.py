"""Pages of the phases of a cycle: their days; one phase and how the units stand in it; more time; opening it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.cycles import actions, queries
from cchc.cycles.actions.locking import check_reopening
from cchc.cycles.consequences import open_tasks
from cchc.cycles.forms.cycles import PhasesForm
from cchc.cycles.forms.phases import ExtendForm, TimeForm
from cchc.cycles.models import PHASE_SLUGS, Cycle, Extension, Participant, Phase, PhaseKind, ScoredBy, State
from cchc.cycles.queries.moving import PhasesMoved, phases_moved
from cchc.cycles.queries.standing import PhaseStanding, standings_in
from cchc.cycles.queries.windows import extensions_in, window_of_phase
from cchc.cycles.views.frame import ROWS, answer_form, confirm, cycle_context, cycle_of, pk_after
from cchc.ui.forms import put_errors
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page

FEW = 5  # units that a message names
KINDS = {slug: kind for kind, slug in PHASE_SLUGS.items()}


@needs(Permission.CYCLE_MANAGE)
def cycle_phases(request: Request, pk: int) -> HttpResponse:
    """Set the days of the phases; in a running cycle after showing whom that locks or lets work again."""
    cycle = cycle_of(request, pk)
    form = PhasesForm(request.POST or None, cycle=cycle)
    context = cycle_context(request, cycle, _("Phases of the year"))
    now = timezone.now()

    def change() -> list[Phase]:
        reason = form.cleaned_data.get("reason", "")
        return actions.change_phases(
            by=request.actor, cycle=cycle, phases=form.phases, reason=reason, now=now
        )

    if (
        request.method == "POST"
        and form.is_valid()
        and (moves := phases_moved(cycle, form.phases, now)).lines
    ):

        def act() -> HttpResponse:
            change()
            confirm(request)
            return redirect("cycles:detail", pk)

        kept = [(name, value) for name, value in request.POST.items() if name in form.fields]
        return answer_grave(
            request,
            "cycles/phases_moved.html",
            context | {"kept": kept, "back": reverse("cycles:phases", args=[pk])},
            form=forms.Form(request.POST),
            told=lambda: _moving(moves),
            act=act,
        )
    shown = context | {"form": form}
    return answer_form(request, form, shown, "cycles/phases.html", lambda: pk_after(change(), pk))


def _moving(moves: PhasesMoved) -> GraveAct:
    """Return what other days mean in a running cycle."""
    lists = (
        (moves.locked, _("%(count)s times a unit is locked at once that could work until now:")),
        (moves.opened, _("%(count)s times a unit that was locked works again:")),
    )
    return GraveAct(
        verb=_("Change the days"),
        icon="calendar-event",
        kind="primary",
        happens=moves.lines,
        affected=tuple(Counted(words % {"count": len(names)}, names) for names, words in lists if names),
        beside=(_("Units with more time keep it where it reaches further than the phase."),),
        undoing=_(
            "Set the days as they were: the log keeps them. What was frozen or written meanwhile stays so."
        ),
    )


def _phase_of(request: Request, pk: int, slug: str) -> tuple[Cycle, Phase]:
    """Return the cycle and its phase under this word. Raises Http404 where there is none."""
    cycle = cycle_of(request, pk)
    return cycle, get_object_or_404(cycle.phases.select_related("cycle"), kind=KINDS.get(slug))


@needs(Permission.CYCLE_READ)
@require_GET
def phase_detail(request: Request, pk: int, phase: str) -> HttpResponse:
    """Show one phase: its days, which lock holds, and how the units stand in it."""
    cycle, chosen = _phase_of(request, pk, phase)
    now = timezone.now()
    rows = _standings(request, chosen, now)
    runs = cycle.state == State.OPEN
    context = cycle_context(request, cycle, chosen.name) | {
        "phase": chosen,
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "late": sum(row.is_late for row in rows),
        "work": _work_of(request, cycle, chosen),
        "may_extend": runs and request.actor.may(Permission.PHASE_EXTEND),
        "may_reopen": runs and request.actor.may(Permission.PHASE_REOPEN),
        "locks": list(dict.fromkeys(line for line in _lock_lines(request, chosen, rows, now) if line)),
        "extensions": extensions_in(chosen, [row.participant.pk for row in rows]),
    }
    return page(request, "cycles/phase.html", context)


def _work_of(request: Request, cycle: Cycle, phase: Phase) -> tuple[str, str]:
    """Return the words and the address of the page where the work of a phase is done; empty where it is done here."""
    if phase.kind != PhaseKind.SELF_SCORING or not cycle.sets.filter(scored_by=ScoredBy.ROUND).exists():
        return "", ""
    if request.actor.may(Permission.SHEET_EDIT):
        return _("Open the sheet"), reverse("self_scoring:year", args=[cycle.year])
    if request.actor.may(Permission.PROGRESS_READ):
        return _("How far the units are"), reverse("self_scoring:progress", args=[cycle.year])
    return "", ""


def _standings(request: Request, phase: Phase, now: datetime) -> list[PhaseStanding]:
    """Return how the units that the reader sees stand in `phase`; how far each is only to those who may know it."""
    unfinished: dict[int, list[str]] = defaultdict(list)
    told = not request.actor.everywhere or request.actor.may(Permission.PROGRESS_READ)
    for task in open_tasks(cycle=phase.cycle, kind=phase.kind) if told else ():
        unfinished[task.participant].append(task.what)
    return standings_in(request.actor, phase, now, unfinished)


def _lock_lines(request: Request, phase: Phase, rows: list[PhaseStanding], now: datetime) -> Iterator[str]:
    """Yield which locks hold: of the phase, for who acts for the province; else of the own units."""
    if request.actor.everywhere or not rows:
        yield window_of_phase(phase).lock_line(now)
    else:
        alike = {(row.window.window, row.window.extended is None): row.window for row in rows}
        yield from (window.lock_line(now) for window in alike.values())


@needs(Permission.PHASE_EXTEND)
def phase_extend(request: Request, pk: int, phase: str) -> HttpResponse:
    """Give the ticked units more time in a phase."""
    cycle, chosen = _phase_of(request, pk, phase)
    now = timezone.now()
    rows = _standings(request, chosen, now)
    ticked = request.POST.getlist("participants") or request.GET.getlist("participants")
    if "late" in request.GET and request.method == "GET":
        ticked = [str(row.participant.pk) for row in rows if row.is_late]
    form = ExtendForm(request.POST or None, cycle=cycle, initial={"participants": ticked})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.extend_phase(by=request.actor, kind=chosen.kind, now=now, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _extended(made))
            return redirect("cycles:phase", pk, phase)
    chosen_rows = [row for row in rows if str(row.participant.pk) in ticked]
    context = cycle_context(request, cycle, _("More time: {phase}").format(phase=chosen.name)) | {
        "phase": chosen,
        "form": form,
        "rows": chosen_rows or Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "ticked": set(ticked),
        "back": reverse("cycles:phase", args=[pk, phase]),
    }
    return page(request, "cycles/phase_extend.html", context, status=422 if form.is_bound else 200)


def _extended(made: Sequence[Extension]) -> str:
    words = ngettext(
        "%(count)s unit has time until the end of %(day)s: %(units)s.",
        "%(count)s units have time until the end of %(day)s: %(units)s.",
        len(made),
    )
    names = [one.participant.name for one in made]
    return words % {
        "count": len(made),
        "day": date_format(made[0].until, "SHORT_DATE_FORMAT"),
        "units": ", ".join(names[:FEW]) + ("" if len(names) <= FEW else ", …"),
    }


@needs(Permission.PHASE_REOPEN)
def phase_reopen(request: Request, pk: int, phase: str, unit: int) -> HttpResponse:
    """Show what opening a locked phase again for one unit takes back, then do it for a reason."""
    cycle, chosen = _phase_of(request, pk, phase)
    participant = queries.participant_of(cycle, unit)
    if participant is None:
        raise Http404
    form = TimeForm(posted(request))

    def act() -> HttpResponse:
        actions.reopen_phase(
            by=request.actor,
            participant=participant,
            kind=chosen.kind,
            now=timezone.now(),
            **form.cleaned_data,
        )
        confirm(request)
        return redirect("cycles:phase", pk, phase)

    title = _("Open “{phase}” again for {unit}").format(phase=chosen.name, unit=participant.name)
    return answer_grave(
        request,
        "cycles/turn.html",
        cycle_context(request, cycle, title) | {"back": reverse("cycles:phase", args=[pk, phase])},
        form=form,
        told=lambda: _reopening(participant, chosen),
        act=act,
    )


def _reopening(participant: Participant, phase: Phase) -> GraveAct:
    """Return what opening `phase` again for a unit means. Raises ValidationError where there is nothing to open."""
    built = tuple(check_reopening(participant, phase.kind, timezone.now()))
    return GraveAct(
        verb=_("Open again"),
        icon="lock-open",
        happens=(
            _("{unit} works in “{phase}” again until the end of the day that you choose.").format(
                unit=participant.name, phase=phase.name
            ),
            _("What it had finished no longer counts; it is kept, and finished anew."),
            _("The people of the unit are told, with the reason."),
        ),
        affected=(
            Counted(
                ngettext(
                    "%(count)s thing that was finished, or built on it, is opened again:",
                    "%(count)s things that were finished, or built on it, are opened again:",
                    len(built),
                )
                % {"count": len(built)},
                built,
            ),
        ),
        undoing=_(
            "There is no way back to the finished state but to finish it again: the unit hands in anew, or the phase "
            "locks at the end of the chosen day. Until anything is changed, what is handed in anew equals what was."
        ),
    )
