"""Pages on which a cycle is opened, closed, and opened again: what that means, for how many, and what is unfinished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.scoring.sources import feeding_words
from cchc.cycles import actions, queries
from cchc.cycles.actions.cycles import check_ready
from cchc.cycles.actions.feeding import fed_cells
from cchc.cycles.consequences import (
    LeftBeforeFinal,
    left_before_final,
    open_tasks,
    unscored_units,
    waiting_changes,
)
from cchc.cycles.forms.turning import ClosingForm, ReopenForm
from cchc.cycles.models import ApplicabilityRequest, Cycle, ScoredBy, State, about_set
from cchc.cycles.policies import may_change_cycle, may_reopen_cycle
from cchc.cycles.queries.feeding import fed_inputs
from cchc.cycles.views.frame import confirm, cycle_context, cycle_of
from cchc.intake.models import StagedFile
from cchc.ui.grave import Counted, GraveAct, answer_grave, posted
from cchc.ui.templatetags.ui import message_text


@needs(Permission.CYCLE_MANAGE)
def cycle_open(request: Request, pk: int) -> HttpResponse:
    """Show what opening the cycle means, for whom, and what is not known yet; then let it run; 404 for a cycle that is
    not in preparation."""
    cycle = cycle_of(request, pk)
    if not may_change_cycle(request.actor, cycle) or cycle.state != State.PREPARING:
        raise Http404

    def act() -> HttpResponse:
        actions.open_cycle(by=request.actor, cycle=cycle)
        return _turned(request, pk)

    return answer_grave(
        request,
        "cycles/turn.html",
        _context(request, cycle, _("Open “%(name)s”")),
        form=forms.Form(posted(request)),
        told=lambda: opening(cycle),
        act=act,
    )


@needs(Permission.CYCLE_MANAGE)
def cycle_close(request: Request, pk: int) -> HttpResponse:
    """Show what closing the cycle means, for whom, and what is unfinished; then close it; 404 for a closed cycle."""
    cycle = cycle_of(request, pk)
    if not may_change_cycle(request.actor, cycle):
        raise Http404
    left = left_before_final(by=request.actor, cycle=cycle)
    form = ClosingForm(posted(request), is_final=not left)

    def act() -> HttpResponse:
        reason = form.cleaned_data.get("reason", "")
        actions.close_cycle(by=request.actor, cycle=cycle, basis=form.basis, reason=reason)
        return _turned(request, pk)

    return answer_grave(
        request,
        "cycles/turn.html",
        _context(request, cycle, _("Close “%(name)s”")),
        form=form,
        told=lambda: closing(cycle, left),
        act=act,
    )


@needs(Permission.CYCLE_REOPEN)
def cycle_reopen(request: Request, pk: int) -> HttpResponse:
    """Show what opening a closed cycle again means, then do it for a reason; 404 for a cycle that is not closed."""
    cycle = cycle_of(request, pk)
    form = ReopenForm(posted(request))
    if not may_reopen_cycle(request.actor, cycle):
        raise Http404

    def act() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        actions.reopen_cycle(by=request.actor, cycle=cycle, reason=reason, basis=form.basis)
        return _turned(request, pk)

    return answer_grave(
        request,
        "cycles/turn.html",
        _context(request, cycle, _("Open “%(name)s” again")),
        form=form,
        told=lambda: reopening(cycle),
        act=act,
    )


@needs(Permission.CYCLE_MANAGE)
def results_open(request: Request, pk: int) -> HttpResponse:
    """Show what units will see of each other, then open the results to them or shut them; 404 for a closed cycle."""
    cycle = cycle_of(request, pk)
    if not may_change_cycle(request.actor, cycle):
        raise Http404

    def act() -> HttpResponse:
        actions.open_results(by=request.actor, cycle=cycle, to_units=not cycle.open_to_units)
        return _turned(request, pk)

    title = (
        _("Shut the results of “%(name)s”") if cycle.open_to_units else _("Open the results of “%(name)s”")
    )
    return answer_grave(
        request,
        "cycles/turn.html",
        _context(request, cycle, title),
        form=forms.Form(posted(request)),
        told=lambda: shutting_results(cycle) if cycle.open_to_units else opening_results(cycle),
        act=act,
    )


def _context(request: Request, cycle: Cycle, title: str) -> dict[str, Any]:
    return cycle_context(request, cycle, title % {"name": cycle.name})


def _turned(request: Request, pk: int) -> HttpResponse:
    confirm(request)
    return redirect("cycles:detail", pk=pk)


def opening(cycle: Cycle) -> GraveAct:
    """Return what opening `cycle` means. Raises ValidationError with what it lacks."""
    check_ready(cycle)
    count = cycle.participants.count()
    by_round = cycle.participants.filter(cycle_set__scored_by=ScoredBy.ROUND).count()
    sheets = ngettext(
        "%(count)s unit gets its sheet and scores itself; the phases open and lock by their dates.",
        "%(count)s units get their sheets and score themselves; the phases open and lock by their dates.",
        by_round,
    )
    return GraveAct(
        verb=_("Open the cycle"),
        icon="player-play",
        kind="primary",
        happens=(
            ngettext(
                "%(count)s unit is assessed, by criteria sets in force: %(sets)s.",
                "%(count)s units are assessed, by criteria sets in force: %(sets)s.",
                count,
            )
            % {"count": count, "sets": cycle.sets.count()},
            *([sheets % {"count": by_round}] if by_round else []),
            _("What applies to each unit is fixed: a later change needs a reason, or a request of the unit."),
        ),
        unfinished=tuple(_not_fed(cycle)),
        undoing=_(
            "It does not go back to preparation. Dates, units and sets can still be changed while the cycle runs."
        ),
    )


def _not_fed(cycle: Cycle) -> list[Counted]:
    """Return for how many units the sources have no figure yet, source by source, if there are any."""
    known = fed_cells(cycle)
    lacking: dict[str, set[int]] = defaultdict(set)
    for one in fed_inputs(cycle):
        if one.key not in known:
            lacking[message_text(feeding_words(one.source))].add(one.participant)
    units = {pk for pks in lacking.values() for pk in pks}
    sentence = ngettext(
        "Of %(count)s unit not every figure that is to be fetched is known yet: it declares it by hand.",
        "Of %(count)s units not every figure that is to be fetched is known yet: they declare it by hand.",
        len(units),
    )
    words = _("{source}: {count} units")
    names = tuple(words.format(source=name, count=len(pks)) for name, pks in sorted(lacking.items()))
    return [Counted(sentence % {"count": len(units)}, names)] if names else []


def closing(cycle: Cycle, left: Sequence[LeftBeforeFinal]) -> GraveAct:
    """Return what closing `cycle` means."""
    groups = queries.peer_groups(cycle)
    count = sum(group.count for group in groups)
    return GraveAct(
        verb=_("Close the cycle"),
        icon="lock",
        happens=(
            ngettext(
                "The scores of %(count)s unit can no longer be changed, imported or corrected by anybody.",
                "The scores of %(count)s units can no longer be changed, imported or corrected by anybody.",
                count,
            )
            % {"count": count},
            _(
                "Nor can the phases, the criteria sets (%(sets)s), the peer groups (%(groups)s) and what applies."
            )
            % {"sets": cycle.sets.count(), "groups": len(groups)},
            _("The results are no longer provisional: every unit sees the ranking and the points of all."),
        ),
        unfinished=(*(Counted(one.sentence, one.names) for one in left), *_unfinished(cycle)),
        undoing=_(
            "The coordinator can open it again with a reason, as long as no release stands on it; both acts "
            "stay in the log."
        ),
    )


def opening_results(cycle: Cycle) -> GraveAct:
    """Return what opening the results of `cycle` to its units means."""
    count = cycle.participants.count()
    return GraveAct(
        verb=_("Open to units"),
        icon="lock-open",
        kind="primary",
        happens=(
            ngettext(
                "%(count)s unit sees the ranking, the means, and the points, losses, index and class of all others.",
                "%(count)s units see the ranking, the means, and the points, losses, index and class of all others.",
                count,
            )
            % {"count": count},
            _("They can download the ranking and the draft annex with all units."),
            _("Every figure stays marked as provisional until the cycle is closed."),
        ),
        unfinished=tuple(_not_scored(cycle)),
        undoing=_(
            "Whoever manages cycles can shut it again; what was seen or downloaded meanwhile is known."
        ),
    )


def shutting_results(cycle: Cycle) -> GraveAct:
    """Return what it means that units no longer see each other's results of `cycle`."""
    count = cycle.participants.count()
    return GraveAct(
        verb=_("Shut to units"),
        icon="lock",
        kind="primary",
        happens=(
            ngettext(
                "%(count)s unit sees only its own points, losses, index and class: no rank, no mean, no other unit.",
                "%(count)s units see only their own points, losses, index and class: no rank, no mean, no other unit.",
                count,
            )
            % {"count": count},
            _("Who acts for the whole province sees everything as before; closed years stay open."),
        ),
        undoing=_("Whoever manages cycles can open it again; what was seen or downloaded so far is known."),
    )


def _unfinished(cycle: Cycle) -> list[Counted]:
    """Return what is open in `cycle`: units that are not scored, files and changes that wait, phases that
    have not ended."""
    found = _not_scored(cycle)
    sets = [about_set(pk) for pk in cycle.sets.values_list("pk", flat=True)]
    waiting = StagedFile.objects.filter(about__in=sets, state=StagedFile.State.READ).select_related("file")
    files = tuple(staged.file.name for staged in waiting)
    if files:
        sentence = ngettext(
            "%(count)s points file waits to be applied; afterwards it cannot be applied any more.",
            "%(count)s points files wait to be applied; afterwards they cannot be applied any more.",
            len(files),
        )
        found.append(Counted(sentence % {"count": len(files)}, files))
    found += _open_tasks(cycle)
    found += _requests(cycle)
    changes = tuple(f"{one.unit} ({one.who})" for one in waiting_changes(cycle=cycle))
    if changes:
        sentence = ngettext(
            "%(count)s change of scores waits for a second person; afterwards nobody can approve it.",
            "%(count)s changes of scores wait for a second person; afterwards nobody can approve them.",
            len(changes),
        )
        found.append(Counted(sentence % {"count": len(changes)}, changes))
    phases = [phase for phase in queries.phases(cycle) if phase.ends >= timezone.localdate()]
    if phases:
        sentence = ngettext(
            "%(count)s phase has not ended yet.", "%(count)s phases have not ended yet.", len(phases)
        )
        until = _("{phase}: until {day}")
        days = (
            until.format(phase=one.name, day=date_format(one.ends, "SHORT_DATE_FORMAT")) for one in phases
        )
        found.append(Counted(sentence % {"count": len(phases)}, tuple(days)))
    return found


def _open_tasks(cycle: Cycle) -> list[Counted]:
    """Return what units have not finished in the phases that have begun, phase by phase, if there is anything."""
    found = []
    for phase in queries.phases(cycle):
        if phase.starts > timezone.localdate():
            continue
        tasks = {one.participant: one.what for one in open_tasks(cycle=cycle, kind=phase.kind)}
        rows = cycle.participants.filter(pk__in=tasks).order_by("place", "pk")
        names = tuple(f"{one.name}: {tasks[one.pk]}" for one in rows)
        if names:
            sentence = ngettext(
                "%(count)s unit has not finished “%(phase)s”: it freezes as it stands, and the unit is told.",
                "%(count)s units have not finished “%(phase)s”: it freezes as it stands, and they are told.",
                len(names),
            )
            found.append(Counted(sentence % {"count": len(names), "phase": phase.name}, names))
    return found


def _requests(cycle: Cycle) -> list[Counted]:
    """Return the requests on which nobody has decided, if there are any."""
    asked = ApplicabilityRequest.objects.filter(
        participant__cycle=cycle, state=ApplicabilityRequest.State.ASKED
    ).select_related("participant")
    names = tuple(f"{one.participant.name}: {one.leaf}" for one in asked.order_by("pk"))
    sentence = ngettext(
        "%(count)s request that a criterion shall not apply waits; it is refused, and the unit is told.",
        "%(count)s requests that a criterion shall not apply wait; they are refused, and the units are told.",
        len(names),
    )
    return [Counted(sentence % {"count": len(names)}, names)] if names else []


def _not_scored(cycle: Cycle) -> list[Counted]:
    """Return the units that are not scored, if there are any."""
    unscored = unscored_units(cycle=cycle)
    if not unscored:
        return []
    sentence = ngettext(
        "%(count)s unit is not fully scored: it has no index and no rank.",
        "%(count)s units are not fully scored: they have no index and no rank.",
        len(unscored),
    )
    names = tuple(f"{unit.name} ({_criteria(unit.leaves)})" for unit in unscored)
    return [Counted(sentence % {"count": len(unscored)}, names)]


def _criteria(count: int) -> str:
    return ngettext("%(count)s criterion", "%(count)s criteria", count) % {"count": count}


def reopening(cycle: Cycle) -> GraveAct:
    """Return what opening the closed `cycle` again means."""
    count = cycle.participants.count()
    return GraveAct(
        verb=_("Open the cycle again"),
        icon="lock-open",
        happens=(
            ngettext(
                "The scores of %(count)s unit can be imported and corrected again, each change with its record.",
                "The scores of %(count)s units can be imported and corrected again, each change with its record.",
                count,
            )
            % {"count": count},
            _(
                "The results are provisional again, on every page and in every file, until the cycle is closed."
            ),
            _("Units go on seeing the ranking and each other: the cycle is open to them.")
            if cycle.open_to_units
            else _("Units see only their own results again, unless the cycle is opened to them."),
            _("Files and decisions made from the results as they were may differ from what follows."),
        ),
        undoing=_("The cycle is closed again when the work is done; the log keeps who opened it and why."),
    )
