"""When a phase is open for each unit: the days of the phase, with the unit's last extension; and what locks it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cchc.access.permissions import Permission
from cchc.accounts.queries import holders_of
from cchc.audit.queries import acts_on
from cchc.audit.statements import Columns, Found, Statement, answer_of
from cchc.core.papers.deadlines.windows import Arrival, Standing, Window
from cchc.cycles.models import Cycle, Extension, Participant, Phase, State

CLOSED_VERB = "cycles.closed"  # the log's name of the act that closes a cycle

OF_PHASE, OF_CYCLE = Columns(Phase, "phase"), Columns(Cycle, "cycle")
PHASE = f"""
SELECT {OF_PHASE}, {OF_CYCLE}
FROM cycles_phase phase JOIN cycles_cycle cycle ON cycle.id = phase.cycle_id
WHERE phase.cycle_id = %s AND phase.kind = %s
"""  # noqa: S608 - our own columns
"""A phase of a cycle, with its cycle."""


@dataclass(frozen=True, slots=True)
class UnitWindow:
    """When a phase is open for one unit: the phase with its cycle, the days for this unit, and the extension that gives
    it more days than the others have; None where it has none."""

    phase: Phase
    window: Window
    extended: Extension | None = None

    @property
    def since(self) -> datetime:
        """The moment since which it is locked by the clock, or will be."""
        return self.window.locks_at

    def standing(self, now: datetime) -> Standing:
        """Return whether the unit may work at the moment `now`: the cycle runs, and it is in the days."""
        if self.phase.cycle.state == State.PREPARING:
            return Standing.NOT_YET
        if self.phase.cycle.state == State.CLOSED:
            return Standing.LOCKED
        return self.window.standing(now)

    def takes(self, typed_at: datetime | None, now: datetime) -> Arrival:
        """Return what becomes of something that the unit typed at one moment and that arrives `now`: grace is given
        behind the deadline only, never in a cycle that does not run."""
        if self.phase.cycle.state == State.OPEN:
            return self.window.takes(typed_at, now)
        return Arrival.TOO_EARLY if self.phase.cycle.state == State.PREPARING else Arrival.TOO_LATE

    def lock_line(self, now: datetime) -> str:
        """Return which lock holds the unit at the moment `now`, since when, and who can lift it; empty while it is
        open. Asks the database for who can."""
        standing = self.standing(now)
        if standing is Standing.OPEN:
            return ""
        cycle = self.phase.cycle
        if cycle.state == State.PREPARING:
            return _(
                "“{phase}” is not open yet: {cycle} is still being prepared. It is opened by: {who}."
            ).format(phase=self.phase.name, cycle=cycle.name, who=_people(Permission.CYCLE_MANAGE))
        if cycle.state == State.CLOSED:
            return _(
                "“{phase}” is locked: {cycle} was closed {since}. It can be opened again by: {who}."
            ).format(
                phase=self.phase.name,
                cycle=cycle.name,
                since=_closed_since(cycle),
                who=_people(Permission.CYCLE_REOPEN),
            )
        if standing is Standing.NOT_YET:
            return _("“{phase}” opens at 00:00 on {day}.").format(
                phase=self.phase.name, day=date_format(self.window.starts, "SHORT_DATE_FORMAT")
            )
        return self._deadline_line()

    def _deadline_line(self) -> str:
        day = date_format(self.window.ends, "SHORT_DATE_FORMAT")
        who = _people(Permission.PHASE_EXTEND)
        if self.extended is not None:
            return _(
                "“{phase}” is locked since the end of {day}, the last day of the unit's extension. "
                "More time is given by: {who}."
            ).format(phase=self.phase.name, day=day, who=who)
        return _(
            "“{phase}” is locked since the end of {day}, its last day. More time is given by: {who}."
        ).format(phase=self.phase.name, day=day, who=who)


def _people(permission: Permission) -> str:
    """Return who has a permission for the province, by name and unit; at most three of them."""
    names = [f"{actor.person} ({actor.unit})" for actor in holders_of(permission) if actor.everywhere]
    if not names:
        return _("nobody yet; an administrator appoints somebody")
    return ", ".join(names[:3]) + (_(" and others") if len(names) > 3 else "")


def _closed_since(cycle: Cycle) -> str:
    last = next(iter(acts_on((CLOSED_VERB,), cycle.pk)), None)
    return (
        _("at {time} on {day}").format(
            time=f"{localtime(last.at):%H:%M}", day=date_format(localtime(last.at), "SHORT_DATE_FORMAT")
        )
        if last
        else _("before the log was kept")
    )


def window_of(participant: Participant, kind: str) -> UnitWindow | None:
    """Return when the phase `kind` is open for `participant`; None where its cycle has no such phase. Two queries."""
    plain = plain_window(participant.cycle_id, kind)
    return None if plain is None else with_extension(plain, participant)


def plain_window(cycle_id: int, kind: str) -> UnitWindow | None:
    """Return when the phase `kind` of a cycle is open for units without an extension; None where the cycle has no such
    phase. One query."""
    return answer_of(plain_windows(cycle_id, kind))


def plain_windows(cycle_id: int, kind: str) -> Statement[UnitWindow | None]:
    """Return the statement of `plain_window`."""
    return Statement(PHASE, [cycle_id, kind], _window_in)


def _window_in(rows: Found) -> UnitWindow | None:
    if not rows:  # a cycle has one phase of each kind
        return None
    values = iter(rows[0])
    phase = OF_PHASE.row(values)
    phase.cycle = OF_CYCLE.row(values)
    return window_of_phase(phase)


def with_extension(plain: UnitWindow, participant: Participant) -> UnitWindow:
    """Return when a phase is open for `participant` that is open for all units so: as long or longer. One query."""
    given = Extension.objects.filter(participant=participant, kind=plain.phase.kind)
    return _unit_window(plain.phase, given.order_by("-pk").first())


def windows_of(cycle: Cycle, kind: str, among: Collection[int] | None = None) -> dict[int, UnitWindow]:
    """Return when the phase `kind` is open for each participant of `cycle`, or for those with the ids `among`, by id;
    empty where the cycle has no such phase. Three queries."""
    phase = cycle.phases.filter(kind=kind).select_related("cycle").first()
    return {} if phase is None else windows_in(phase, among)


def windows_in(phase: Phase, among: Collection[int] | None = None) -> dict[int, UnitWindow]:
    """Return when `phase`, stored or only thought of, is open for each participant of its cycle, as `windows_of`."""
    taking = (
        phase.cycle.participants.all() if among is None else phase.cycle.participants.filter(pk__in=among)
    )
    ids = list(taking.values_list("pk", flat=True))
    given = Extension.objects.filter(participant__cycle=phase.cycle, kind=phase.kind).order_by("pk")
    last = {one.participant_id: one for one in given}
    return {pk: _unit_window(phase, last.get(pk)) for pk in ids}


def window_of_phase(phase: Phase) -> UnitWindow:
    """Return when `phase`, with its cycle, is open for units without an extension."""
    return UnitWindow(phase, Window(phase.starts, phase.ends))


def extensions_in(phase: Phase, among: Collection[int]) -> list[Extension]:
    """Return the extensions of participants, by their ids, in `phase`; the latest first, each with its unit."""
    given = Extension.objects.filter(participant__in=among, kind=phase.kind)
    return list(given.select_related("participant").order_by("-pk"))


def _unit_window(phase: Phase, last: Extension | None) -> UnitWindow:
    plain = window_of_phase(phase)
    if last is None or last.until <= phase.ends:
        return plain
    return UnitWindow(phase, plain.window.extended(last.until), last)
