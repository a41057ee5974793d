"""Preparing, changing, opening and closing the cycle of a year."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import change_alone, hold
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.criteria.actions import require_sources
from cchc.criteria.models import CriteriaVersion
from cchc.criteria.queries import criteria_of
from cchc.cycles import queries
from cchc.cycles.actions.changing import (
    changeable_cycle,
    checked_group_name,
    days_of,
    few,
    join_units,
    names_of_scored,
)
from cchc.cycles.actions.clock import lock_before_closing
from cchc.cycles.actions.feeding import seal_fed_figures
from cchc.cycles.actions.locking import unlock_where_open
from cchc.cycles.actions.overtaken import end_requests
from cchc.cycles.consequences import (
    ScoredUnit,
    cycle_closing,
    cycle_opened,
    left_before_final,
    participation_changed,
    scored_units,
)
from cchc.cycles.models import Cycle, CycleSet, Phase, PhaseKind, State, about_set
from cchc.cycles.queries.windows import CLOSED_VERB
from cchc.intake.models import StagedFile
from cchc.units.models import Kind, Unit
from cchc.units.queries import heirs, predecessors

CREATED = verb("cycles.created", _("prepared the cycle {subject}"))
SET_ATTACHED = verb("cycles.set_attached", _("put {version} in force in {subject}"))
SET_DETACHED = verb("cycles.set_detached", _("took {version} out of {subject}"))
OPENED = verb("cycles.opened", _("opened the cycle {subject}"))
CLOSED = verb(CLOSED_VERB, _("closed the cycle {subject}"))
REOPENED = verb("cycles.reopened", _("opened the closed cycle {subject} again: {reason}"))
OPENED_TO_UNITS = verb("cycles.opened_to_units", _("opened the results of {subject} to its units"))
SHUT_TO_UNITS = verb("cycles.shut_to_units", _("shut the results of {subject} to its units"))
TURNS = (OPENED, CLOSED, REOPENED, OPENED_TO_UNITS, SHUT_TO_UNITS)
say_facts(
    "cycles",
    fed_figures=FactWords(_("hash of the fetched figures")),
    requests=FactWords(_("requests that waited")),
    not_final=FactWords(_("why, although the points are not final")),
)


@transaction.atomic
def create_cycle(
    *, by: Actor, province: Unit, year: int, name: str, copy_from: Cycle | None = None, on: date | None = None
) -> Cycle:
    """Prepare the cycle of a year in `province`.

    With `copy_from`, the phases (moved by the years between), the criteria sets and the participants of that cycle
    are copied. Each participant is copied as the unit that it is on the day `on` (31 December of the year by
    default), so a merged unit is copied once and a unit that ended is left out. Exemptions from criteria are not
    copied.
    """
    by.require(Permission.CYCLE_MANAGE)
    province = hold(Unit.objects.all(), province.pk)
    if copy_from is not None:
        copy_from = hold(Cycle.objects.all(), copy_from.pk)
    _check_new(province, year, copy_from)
    cycle = Cycle(province=province, year=year, name=" ".join(name.split()))
    cycle.clean_fields()
    cycle.save()
    facts: dict[str, Any] = {"year": year, "province": province.name}
    if copy_from is not None:
        facts["copied_from"] = copy_from.name
        _copy_phases(copy_from, cycle)
        facts["participants"] = copy_participants(copy_from, cycle, on or date(year, 12, 31))
    wrote = [cycle, *cycle.phases.all(), *cycle.sets.all(), *cycle.participants.all()]
    record(by=by, verb=CREATED, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=wrote)
    return cycle


@transaction.atomic
def attach_set(
    *,
    by: Actor,
    cycle: Cycle,
    version: CriteriaVersion,
    kinds: Collection[str],
    peer_group: str,
    scored_by: str = "",
    survey_by: str = "",
) -> CycleSet:
    """Put a published criteria version in force for some kinds of unit, its scores coming by the round or by points
    files (`scored_by`), those of its survey leaves by points files or from a survey (`survey_by`).

    A repetition changes its kinds, its group name and, where nothing of it is scored yet, how its scores come; left
    empty they stay as they are, by points files at first. Participants of other years, and units that take part
    already, stay as they are. A version in force just so is not recorded again. Raises ValidationError for another
    version of a set with which units have answered or are scored already: it is not replaced.
    """
    cycle = changeable_cycle(by, cycle)
    if version.state != "published":
        raise ValidationError({"version": _("Only a published criteria version can be put in force.")})
    if not kinds or not set(kinds) <= set(Kind.values):
        raise ValidationError({"kinds": _("Choose at least one kind of unit.")})
    there = cycle.sets.filter(version=version).first()
    one = there or CycleSet(cycle=cycle, version=version)
    before = _set_facts(one)
    one.kinds = [kind for kind in Kind.values if kind in kinds]
    one.peer_group = checked_group_name(peer_group)
    one.scored_by, one.survey_by = scored_by or one.scored_by, survey_by or one.survey_by
    one.clean_fields(exclude=["peer_group"])
    if there is not None and _set_facts(one) == before:
        return there
    if there is not None:
        _check_ways(one, CycleSet.objects.get(pk=one.pk))
    else:
        _check_replaces_nothing(one)
    one.save()
    facts = {"version": str(version), **_set_facts(one)}
    wrote = [one, *(participation_changed(cycle=cycle) if there is not None else ())]
    record(by=by, verb=SET_ATTACHED, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=wrote)
    return one


def _set_facts(one: CycleSet) -> dict[str, Any]:
    return {
        "kinds": one.kinds,
        "group": one.peer_group,
        "scored_by": one.scored_by,
        "survey_by": one.survey_by,
    }


def _check_ways(wanted: CycleSet, before: CycleSet) -> None:
    """Raise ValidationError where scores would come another way although some have come the old way."""
    faults = {}
    for field, survey in (("scored_by", False), ("survey_by", True)):
        if getattr(wanted, field) != getattr(before, field):
            scored = scored_units(cycle_set=before, survey=survey)
            if scored:
                faults[field] = _ways_fault(scored)
    if faults:
        raise ValidationError(faults)


def _check_replaces_nothing(wanted: CycleSet) -> None:
    """Raise ValidationError where units have answered, or are scored, with another version of the same set: they stay
    with it, and nothing of theirs is carried over."""
    others = wanted.cycle.sets.filter(version__set_id=wanted.version.set_id).select_related("version")
    for other in others:
        names = names_of_scored(other)
        if names:
            words = ngettext(
                "%(count)s unit has answered, or is scored, with version %(old)s of this set (%(units)s): another "
                "version does not take its place in the middle of a cycle.",
                "%(count)s units have answered, or are scored, with version %(old)s of this set (%(units)s): another "
                "version does not take its place in the middle of a cycle.",
                len(names),
            )
            facts = {"count": len(names), "old": other.version.version, "units": few(names)}
            instead = gettext(
                "Put it in force in the next cycle. What must be other this year is set criterion by criterion: what "
                "does not apply, or corrected points with their document."
            )
            raise ValidationError({"version": f"{words % facts} {instead}"})


def _ways_fault(scored: Sequence[ScoredUnit]) -> str:
    names = list(dict.fromkeys(one.name for one in scored))
    words = ngettext(
        "%(count)s unit already has scores that came the other way (%(units)s): take them back first.",
        "%(count)s units already have scores that came the other way (%(units)s): take them back first.",
        len(names),
    )
    return words % {"count": len(names), "units": few(names)}


@transaction.atomic
def detach_set(*, by: Actor, cycle_set: CycleSet) -> None:
    """Take a criteria set out of its cycle. Raises ValidationError while units are scored with it."""
    cycle = changeable_cycle(by, cycle_set.cycle)
    cycle_set = hold(CycleSet.objects.select_related("version"), cycle_set.pk)
    if cycle_set.participants.exists():
        raise ValidationError(_("Units still take part with this set. Remove them first."))
    if StagedFile.objects.filter(about=about_set(cycle_set.pk)).exists():
        raise ValidationError(
            _("Files were brought for this set: give up those that wait; applied ones keep it here.")
        )
    facts = {"version": str(cycle_set.version)}
    record(
        by=by, verb=SET_DETACHED, subject=cycle.name, subject_id=cycle.pk, facts=facts, removed=[cycle_set]
    )
    cycle_set.delete()


@transaction.atomic
def open_cycle(*, by: Actor, cycle: Cycle) -> Cycle:
    """Let the cycle run. Raises ValidationError while it has no phase, no set or no participant, and with each figure
    of its sets that names a source which is not there.

    A running cycle is not recorded again.
    """
    cycle = changeable_cycle(by, cycle)
    if cycle.state == State.OPEN:
        return cycle
    check_ready(cycle)
    return _turned(by, cycle, State.OPEN, OPENED, wrote=lambda: cycle_opened(by=by, cycle=cycle))


def check_ready(cycle: Cycle) -> None:
    """Raise ValidationError with what `cycle` lacks before it may be opened: phases, sets, units, and each figure of
    its sets that names a source which is not there."""
    if not (cycle.phases.exists() and cycle.sets.exists() and cycle.participants.exists()):
        raise ValidationError(_("A cycle needs phases, a criteria set and units before it is opened."))
    faults = []
    for one in cycle.sets.select_related("version"):
        try:
            require_sources(criteria_of(one.version), cycle.year)
        except ValidationError as refused:
            faults += [f"{one.version.title}: {fault}" for fault in refused.messages]
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def close_cycle(*, by: Actor, cycle: Cycle, basis: LegalBasis = NO_BASIS, reason: str = "") -> Cycle:
    """Close the cycle: it is read-only until it is opened again, what units had not finished freezes as it stands and
    they are told, what sources fed to it is sealed, and requests on which nobody has decided are refused.

    Raises ValidationError when it does not run; and without a reason, with all that is left, where the round gives
    points and these are not final."""
    cycle = changeable_cycle(by, cycle)
    if cycle.state != State.OPEN:
        raise ValidationError(_("Only a running cycle is closed; open it first."))
    said = " ".join(reason.split())
    left_over = left_before_final(by=by, cycle=cycle)
    if left_over and not said:
        words = [f"{one.sentence} {'; '.join(one.names)}".rstrip() for one in left_over]
        raise ValidationError([*words, _("Say why the cycle is closed although its points are not final.")])
    for kind in PhaseKind:
        change_alone(
            days_of(cycle.pk, kind)
        )  # whoever saves in one now has it kept; whoever comes later is refused
    left, locked = lock_before_closing(cycle=cycle, now=timezone.now())
    worked_out = cycle_closing(by=by, cycle=cycle)
    ended = end_requests(by=by, cycle=cycle)
    seal = seal_fed_figures(cycle)
    wrote = [*locked, *worked_out, *ended, *([seal] if seal else ())]
    facts = {
        **basis.facts(),
        **({"fed_figures": seal.sha256} if seal else {}),
        **({"requests": len(ended)} if ended else {}),
        **({"unfinished": left} if left else {}),
        **({"not_final": said} if left_over else {}),
    }
    return _turned(by, cycle, State.CLOSED, CLOSED, facts, wrote=lambda: wrote)


@transaction.atomic
def reopen_cycle(*, by: Actor, cycle: Cycle, reason: str, basis: LegalBasis = NO_BASIS) -> Cycle:
    """Let a closed cycle run again, for a `reason`: its results are provisional again, and phases whose days are not
    over are open again for the units.

    Raises ValidationError without a reason, and when the cycle is not closed.
    """
    by.require(Permission.CYCLE_REOPEN)
    cycle = hold(Cycle.objects.all(), cycle.pk)
    said = " ".join(reason.split())
    if cycle.state != State.CLOSED:
        raise ValidationError(_("The cycle is not closed."))
    if not said:
        raise ValidationError({"reason": _("Say why the cycle is opened again.")})
    now = timezone.now()

    def unlocked() -> list[Model]:
        kinds = cycle.phases.order_by("place").values_list("kind", flat=True)
        return [row for kind in kinds for row in unlock_where_open(by=by, cycle=cycle, kind=kind, now=now)]

    return _turned(by, cycle, State.OPEN, REOPENED, {"reason": said, **basis.facts()}, wrote=unlocked)


@transaction.atomic
def open_results(*, by: Actor, cycle: Cycle, to_units: bool) -> Cycle:
    """Let units see ranks, means and each other's results before the release, or no longer. What is so already is not
    recorded again."""
    cycle = changeable_cycle(by, cycle)
    if cycle.open_to_units == to_units:
        return cycle
    cycle.open_to_units = to_units
    cycle.save(update_fields=["open_to_units"])
    what = OPENED_TO_UNITS if to_units else SHUT_TO_UNITS
    record(by=by, verb=what, subject=cycle.name, subject_id=cycle.pk, wrote=[cycle])
    return cycle


def _turned(
    by: Actor,
    cycle: Cycle,
    state: State,
    what: str,
    facts: dict[str, Any] | None = None,
    wrote: Callable[[], Sequence[Model]] = tuple,
) -> Cycle:
    """Put `cycle` into a state; `wrote` does what follows from it, and returns the rows that this wrote."""
    cycle.state = state
    cycle.save(update_fields=["state"])
    record(by=by, verb=what, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=[cycle, *wrote()])
    return cycle


def _check_new(province: Unit, year: int, copy_from: Cycle | None) -> None:
    if province.kind != Kind.PROVINCE:
        raise ValidationError({"province": _("A cycle belongs to a province.")})
    if Cycle.objects.filter(province=province, year=year).exists():
        raise ValidationError({"year": _("This province already has a cycle of this year.")})
    lineage = {province.pk, *(step.before.pk for step in predecessors(province))}
    if copy_from is not None and copy_from.province_id not in lineage:
        raise ValidationError(
            {"copy_from": _("Take over only from a cycle of this province or of one it came from.")}
        )


def _copy_phases(source: Cycle, cycle: Cycle) -> None:
    years = cycle.year - source.year
    Phase.objects.bulk_create(
        Phase(
            cycle=cycle,
            kind=phase.kind,
            place=phase.place,
            name=phase.name,
            starts=_years_later(phase.starts, years),
            ends=_years_later(phase.ends, years),
        )
        for phase in queries.phases(source)
    )


def _years_later(day: date, years: int) -> date:
    """Return the same day of another year; 29 February becomes 28 February in a year without it."""
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def copy_participants(source: Cycle, cycle: Cycle, on: date) -> int:
    """Copy the sets of `source` and its participants as the units that they are on the day `on`; returns the number
    of units that joined."""
    sets = {}
    for one in source.sets.all():
        sets[one.pk] = CycleSet.objects.create(
            cycle=cycle,
            version=one.version,
            kinds=one.kinds,
            peer_group=one.peer_group,
            scored_by=one.scored_by,
            survey_by=one.survey_by,
        )
    rows = list(source.participants.order_by("cycle_set_id", "peer_group", "place", "pk"))
    living = heirs([row.unit_id for row in rows], on)
    joined = 0
    for row in rows:
        joined += len(join_units(sets[row.cycle_set_id], living[row.unit_id], row.peer_group))
    return joined
