"""The lock of a phase: the look at it by whoever saves, more time for units, opening it again, and the clock's part."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import change_alone, look_together, looking_together
from cchc.audit.models import by_line
from cchc.audit.statements import Statement, carry_out
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.papers.deadlines.windows import Arrival, Standing
from cchc.cycles.actions.changing import days_of, running_cycle
from cchc.cycles.consequences import built_on, phase_reopened, phase_unlocked
from cchc.cycles.models import Cycle, Extension, Participant, Phase, PhaseKind, PhaseLock, State
from cchc.cycles.queries.windows import (
    UnitWindow,
    plain_windows,
    window_of,
    windows_of,
    with_extension,
)
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.notices.queries.recipients import people_of_units

EXTENDED = verb(
    "cycles.phase_extended", _("gave {count} units of {subject} more time in “{phase}”, until {until}")
)
REOPENED = verb(
    "cycles.phase_reopened", _("opened “{phase}” of {subject} again for {unit}, until {until}: {reason}")
)
say_facts(
    "cycles",
    until=FactWords(_("open until")),
    document=FactWords(_("document number")),
    unfinished=FactWords(_("not finished")),
)

TOLD_EXTENDED = notice_kind(
    "cycles.phase_extended", _("{unit} has more time in “{phase}” of {cycle}: until {day}.")
)
TOLD_REOPENED = notice_kind(
    "cycles.phase_reopened",
    _("“{phase}” of {cycle} is open again for {unit}, until {day}: {reason}"),
    letter=_("“{phase}” of {cycle} is open again for {unit}, until {day}."),
)


def look_at_phase(
    *,
    participant: Participant,
    kind: str,
    now: datetime,
    typed_at: datetime | None = None,
    early: bool = False,
) -> Arrival:
    """Return whether what is saved for `participant` at the moment `now` in the phase `kind` comes in time or in the
    minutes of grace, by the moment at which it was typed. `early`: in a running cycle it may come before the first day.

    The look is shared: many may save at once, and the days of the phase do not change before their transactions end.
    Raises ValidationError with the line that says which lock holds, since when, and who can lift it.
    """
    look, window = looking_at_phase(participant, kind)
    carry_out(look, window)
    return arrival_in(
        window.answer, participant=participant, kind=kind, now=now, typed_at=typed_at, early=early
    )


def looking_at_phase(
    participant: Participant, kind: str
) -> tuple[Statement[None], Statement[UnitWindow | None]]:
    """Return the statements of `look_at_phase`: the look, and then the days of the phase without an extension."""
    look = looking_together(days_of(participant.cycle_id, kind))
    return look, plain_windows(participant.cycle_id, kind)


def arrival_in(
    found: UnitWindow | None,
    *,
    participant: Participant,
    kind: str,
    now: datetime,
    typed_at: datetime | None = None,
    early: bool = False,
) -> Arrival:
    """Return what `look_at_phase` returns by the days that were read after the look; asks for an extension where these
    do not say that it comes in time. Raises what that raises."""
    if found is None:
        raise ValidationError(_no_phase(kind), code="locked")
    arrival = found.takes(typed_at, now)
    if arrival is not Arrival.IN_TIME:  # an extension makes the days longer, never shorter
        found = with_extension(found, participant)
        arrival = found.takes(typed_at, now)
    if early and arrival is Arrival.TOO_EARLY and found.phase.cycle.state == State.OPEN:
        return Arrival.IN_TIME
    if not arrival.is_taken:
        raise ValidationError(found.lock_line(now), code="locked")
    return arrival


def look_before_lock(*, participant: Participant, kind: str, now: datetime) -> None:
    """Look, as `look_at_phase`, whether `participant` may prepare work in the phase `kind` at the moment `now`: also
    before it opens, but not behind its lock. Raises ValidationError with the line that says which lock holds."""
    look_together(days_of(participant.cycle_id, kind))
    found = window_of(participant, kind)
    if found is not None and found.standing(now) is Standing.LOCKED:
        raise ValidationError(found.lock_line(now), code="locked")


@transaction.atomic
def extend_phase(
    *,
    by: Actor,
    participants: Collection[Participant],
    kind: str,
    until: date,
    reason: str,
    document: str = "",
    now: datetime,
) -> list[Extension]:
    """Give units of one cycle more time in the phase `kind`, for a reason and by a document, as one act; returns their
    extensions. The last one counts, so that a mistaken one is mended by another.

    What was only frozen by the lock is theirs again (`phase_unlocked`); what they had finished stays finished. Raises
    ValidationError with all faults: no reason, no such phase, a cycle that does not run, a day that is past, and units
    whose days would stay as they are.
    """
    by.require(Permission.PHASE_EXTEND)
    if not participants:
        raise ValidationError(_("Tick at least one unit."))
    cycle, phase = _running(next(iter(participants)).cycle_id, kind)
    windows = windows_of(cycle, kind, among=[one.pk for one in participants])
    rows = list(cycle.participants.filter(pk__in=windows).order_by("place", "pk"))
    said = _checked_reason(reason)
    _check_day(until, now)
    same = [
        one.name
        for one in rows
        if until == windows[one.pk].window.ends or _gives_nothing(windows[one.pk], until)
    ]
    if same:
        raise ValidationError({"until": _nothing_changes(phase, until, same)})
    made = [_extension(by, one, kind, until, said, document) for one in rows]
    facts = _facts(phase, until, said, document) | {"count": len(rows), "units": [one.name for one in rows]}
    wrote = [*made, *unlock_where_open(by=by, cycle=cycle, kind=kind, now=now)]
    record(by=by, verb=EXTENDED, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=wrote)
    for one in rows:
        _tell(TOLD_EXTENDED, by, one, cycle, phase, until)
    return made


@transaction.atomic
def reopen_phase(
    *,
    by: Actor,
    participant: Participant,
    kind: str,
    until: date,
    reason: str,
    document: str = "",
    now: datetime,
) -> Extension:
    """Open the locked phase `kind` again for a unit that had finished something in it: that, and what was built on it,
    is opened again too (`phase_reopened`). Returns the extension that holds it open.

    Raises ValidationError without a reason, for a day that is past, while the phase is open for the unit, and where
    nothing was finished: then more time is all it needs.
    """
    by.require(Permission.PHASE_REOPEN)
    cycle, phase = _running(participant.cycle_id, kind)
    built = check_reopening(participant, kind, now)
    said = _checked_reason(reason)
    _check_day(until, now)
    made = _extension(by, participant, kind, until, said, document, reopens=True)
    PhaseLock.objects.filter(participant=participant, kind=kind).delete()
    opened = phase_reopened(by=by, participant=participant, kind=kind, reason=said)
    facts = _facts(phase, until, said, document) | {"unit": participant.name, "built": built}
    record(by=by, verb=REOPENED, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=[made, *opened])
    _tell(TOLD_REOPENED, by, participant, cycle, phase, until, reason=said)
    return made


def check_reopening(participant: Participant, kind: str, now: datetime) -> list[str]:
    """Return what a unit finished in a phase that is locked for it, and what was built on that. Raises ValidationError
    while the phase is open for the unit, and where it finished nothing."""
    found = window_of(participant, kind)
    if found is None:
        raise ValidationError(_no_phase(kind))
    if found.standing(now) is not Standing.LOCKED:
        words = _("“%(phase)s” is not locked for %(unit)s: what it handed in can be returned to it instead.")
        raise ValidationError(words, params={"phase": found.phase.name, "unit": participant.name})
    built = [one.what for one in built_on(participant=participant, kind=kind)]
    if not built:
        words = _("%(unit)s has finished nothing in “%(phase)s”: give it more time instead.")
        raise ValidationError(words, params={"phase": found.phase.name, "unit": participant.name})
    return built


def unlock_where_open(*, by: Actor, cycle: Cycle, kind: str, now: datetime) -> list[Model]:
    """Forget the locks of the units for which the phase `kind` is not locked any more, and tell it; returns the rows of
    the answers. Part of an act that gives time. Raises ValidationError where `by` may not give any."""
    locks = PhaseLock.objects.filter(participant__cycle=cycle, kind=kind)
    windows = windows_of(cycle, kind, among=list(locks.values_list("participant_id", flat=True)))
    free = [pk for pk, one in windows.items() if one.standing(now) is not Standing.LOCKED]
    if not free:
        return []
    if not by.may(Permission.PHASE_EXTEND):
        words = ngettext(
            "The phase is locked for %(count)s unit: only whoever may give more time opens it again.",
            "The phase is locked for %(count)s units: only whoever may give more time opens it again.",
            len(free),
        )
        raise ValidationError(words % {"count": len(free)})
    locks.filter(participant__in=free).delete()
    again = list(cycle.participants.filter(pk__in=free).order_by("place", "pk"))
    return phase_unlocked(by=by, cycle=cycle, kind=kind, participants=again)


def _running(cycle_id: int, kind: str) -> tuple[Cycle, Phase]:
    """Return the cycle, held, and its phase, at which nobody looks until the act is done. Raises ValidationError where
    the cycle does not run or has no such phase."""
    cycle = running_cycle(cycle_id)
    change_alone(days_of(cycle_id, kind))
    phase = Phase.objects.filter(cycle=cycle, kind=kind).first()
    if phase is None:
        raise ValidationError(_no_phase(kind))
    return cycle, phase


def _no_phase(kind: str) -> str:
    return gettext("This cycle has no phase “{phase}”.").format(phase=PhaseKind(kind).label)


def _checked_reason(reason: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise ValidationError({"reason": _("Say why.")})
    return said


def _check_day(until: date, now: datetime) -> None:
    if until < localdate(now):
        raise ValidationError({"until": _("This day is past: choose today or a later day.")})


def _gives_nothing(found: UnitWindow, until: date) -> bool:
    """Whether an extension until this day would leave a unit the days that it has: no extension, and no longer ones."""
    return found.extended is None and until <= found.window.ends


def _nothing_changes(phase: Phase, until: date, names: Sequence[str]) -> str:
    words = ngettext(
        "“%(phase)s” is open until %(day)s or longer anyway for %(count)s unit: %(units)s.",
        "“%(phase)s” is open until %(day)s or longer anyway for %(count)s units: %(units)s.",
        len(names),
    )
    return words % {
        "phase": phase.name,
        "day": _day(until),
        "count": len(names),
        "units": ", ".join(names[:FEW]) + ("" if len(names) <= FEW else ", …"),
    }


FEW = 5  # units that a refusal names


def _extension(
    by: Actor,
    participant: Participant,
    kind: str,
    until: date,
    reason: str,
    document: str,
    reopens: bool = False,
) -> Extension:
    made = Extension(
        participant=participant,
        kind=kind,
        until=until,
        reason=reason,
        document=" ".join(document.split()),
        reopens=reopens,
        **by_line(by),
    )
    made.clean_fields()
    made.save()
    return made


def _facts(phase: Phase, until: date, reason: str, document: str) -> dict[str, Any]:
    facts = {"phase": phase.name, "until": _day(until), "reason": reason}
    number = " ".join(document.split())
    return facts | ({"document": number} if number else {})


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _tell(
    kind: Any, by: Actor, participant: Participant, cycle: Cycle, phase: Phase, until: date, **more: str
) -> None:
    """Tell the people of a unit who work on its sheet."""
    people = people_of_units([participant.unit_id], Permission.SHEET_EDIT, localdate())
    facts = {"unit": participant.name, "phase": phase.name, "cycle": cycle.name, "day": _day(until), **more}
    href = reverse("cycles:phase", args=[cycle.pk, phase.slug])
    tell(kind=kind, to=people[participant.unit_id], facts=facts, href=href, by=by)
