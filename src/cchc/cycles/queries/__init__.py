"""Queries of the cycles: the current one, its phases, its participants, their exemptions, earlier participations; the
holidays of the years."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from cchc.access.actor import Actor
from cchc.access.practising import practising
from cchc.core.papers.answers import Match
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.directory import Directory
from cchc.core.papers.matching import match
from cchc.core.scoring.criteria.tree import Part
from cchc.core.words import names
from cchc.criteria.models import CriteriaVersion
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import (
    Cycle,
    CycleSet,
    Holiday,
    NotApplicable,
    Participant,
    Phase,
    PhaseKind,
    State,
    in_this_world,
)
from cchc.cycles.policies import may_read_cycles, sight_of
from cchc.ui.requests import requested_number
from cchc.units.models import Unit
from cchc.units.queries import (
    Tree,
    directory,
    predecessors,
    predecessors_of,
    successors,
    tree_on,
)


def visible_to(actor: Actor) -> QuerySet[Cycle]:
    """Return the cycles that `actor` may see: all of them, or none."""
    return Cycle.objects.all() if may_read_cycles(actor) else Cycle.objects.none()


def cycles_with_counts(cycles: QuerySet[Cycle]) -> QuerySet[Cycle]:
    """Return `cycles` with their province and with the numbers of participants and of criteria sets."""
    numbers = {
        "participant_count": Count("participants", distinct=True),
        "set_count": Count("sets", distinct=True),
    }
    return cycles.select_related("province").annotate(**numbers).order_by("-year", "province__sort_key", "id")


def cycle_of(province: Unit, year: int) -> Cycle | None:
    """Return the cycle of a year in `province`, or in one of the provinces that became it; None without one."""
    earlier = {step.before.pk for step in predecessors(province)}
    cycles = Cycle.objects.filter(year=year, province__in={province.pk, *earlier})
    own_first = Case(When(province=province, then=Value(0)), default=Value(1), output_field=IntegerField())
    return cycles.order_by(own_first, "id").first()


def address_of(cycle: Cycle) -> tuple[str, int]:
    """Return the address of the pages of `cycle`: the code of the province (its id when it has none) and the year."""
    return cycle.province.code or str(cycle.province_id), cycle.year


def cycle_at(cycles: QuerySet[Cycle], province: str, year: int) -> Cycle | None:
    """Return the cycle of `cycles` with this address, its province fetched; None when there is none."""
    wanted = Q(province__code__iexact=province)
    if pk := requested_number(province):
        wanted |= Q(province__code="", province=pk)
    return (
        cycles.filter(wanted, year=year).select_related("province").order_by("-province__valid_from").first()
    )


def years_of(cycles: QuerySet[Cycle], cycle: Cycle) -> list[Cycle]:
    """Return the cycles of `cycles` in the province of `cycle`, earliest first."""
    return list(cycles.filter(province=cycle.province_id).select_related("province").order_by("year"))


def current_cycles(province: Unit | None = None) -> QuerySet[Cycle]:
    """Return the cycles with their province, ordered so that the first is the current one.

    That is the latest running one, else the latest in preparation, else the latest closed one.
    """
    cycles = Cycle.objects.filter(province=province) if province else Cycle.objects.all()
    states = (State.OPEN, State.PREPARING, State.CLOSED)
    order = [When(state=state, then=Value(place)) for place, state in enumerate(states)]
    by_state = Case(*order, output_field=IntegerField())
    return cycles.select_related("province").order_by(by_state, "-year", "id")


def current_cycle(province: Unit | None = None) -> Cycle | None:
    """Return the cycle that pages show by default, with its province; None while there is none."""
    return current_cycles(province).first()


def practice_under_way(province: int) -> Cycle | None:
    """Return the practice cycle of a province, in whatever world the request is; None where there is none."""
    with practising():
        return Cycle.objects.filter(province=province).select_related("province").first()


def last_day_of_phase(cycle: Cycle, today: date) -> date | None:
    """Return the last day of the running phase, else of the last phase before `today`; None without phases."""
    begun = Phase.objects.filter(cycle=cycle, starts__lte=today)
    running = begun.filter(ends__gte=today).order_by("ends").first()
    phase = running or begun.order_by("-ends").first()
    return phase.ends if phase else None


def phases(cycle: Cycle) -> list[Phase]:
    """Return the phases of `cycle` in the order of the year."""
    return list(cycle.phases.order_by("place"))


def opening_phase(cycle: Cycle) -> Phase | None:
    """Return the phase in which the results of `cycle` are planned to be released; None where it has none."""
    return cycle.phases.filter(kind=PhaseKind.PUBLICATION).first()


# Criteria


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a criteria version, the domain to which it belongs, and whether a survey gives its points."""

    number: str
    name: str
    domain: str
    domain_name: str
    survey: bool = False


def leaves(version: CriteriaVersion) -> tuple[Leaf, ...]:
    """Return the leaves of a criteria version in its own order. Raises `Faults` when its text is no set."""
    return tuple(
        Leaf(leaf.number, leaf.name, domain.number, domain.name, leaf.part is Part.SURVEY)
        for domain in criteria_of(version).nodes
        for leaf in domain.leaves()
    )


# Participants


@dataclass(frozen=True, slots=True)
class Taking:
    """A participant of a cycle with the leaves that do not apply to it."""

    id: int
    unit_id: int
    cycle_set_id: int
    name: str
    code: str
    peer_group: str
    kind: str
    place: int
    not_applicable: frozenset[str]


def participants(cycle: Cycle) -> list[Taking]:
    """Return the participants of `cycle`, group by group, each with its exempt leaves; two queries."""
    missing: dict[int, set[str]] = defaultdict(set)
    cells = NotApplicable.objects.filter(participant__cycle=cycle)
    for participant_id, leaf in cells.values_list("participant_id", "leaf"):
        missing[participant_id].add(leaf)
    rows = cycle.participants.select_related("unit").order_by("cycle_set_id", "peer_group", "place", "id")
    return [_taking(row, frozenset(missing[row.pk])) for row in rows]


def visible_participants(actor: Actor, cycle: Cycle) -> list[Taking]:
    """Return the participants of `cycle` that `actor` sees: all, or the own units until the results are open."""
    sight = sight_of(actor)
    return [row for row in participants(cycle) if sight.has(cycle, row.unit_id)]


def _taking(row: Participant, missing: frozenset[str]) -> Taking:
    return Taking(
        row.pk,
        row.unit_id,
        row.cycle_set_id,
        row.name,
        row.code,
        row.peer_group,
        row.unit.kind,
        row.place,
        missing,
    )


def participants_matching(text: str, taking: Sequence[Taking]) -> list[Taking]:
    """Return the participants of `taking` whose name contains `text` or whose code it is, whatever its diacritics."""
    key = names.search_key(text)
    return [
        row
        for row in taking
        if key in names.search_key(row.name) or (key and key == names.search_key(row.code))
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """A peer group of a cycle: the set with which it is scored, and its number of units."""

    cycle_set: CycleSet
    name: str
    count: int


def peer_groups(cycle: Cycle, units: Collection[int] | None = None) -> list[Group]:
    """Return the peer groups of `cycle` with their sizes, set by set, or as far as `units` make them up; two
    queries."""
    sets = {one.pk: one for one in cycle.sets.select_related("version")}
    taking = cycle.participants.all() if units is None else cycle.participants.filter(unit__in=units)
    rows = taking.values_list("cycle_set_id", "peer_group").annotate(size=Count("id"))
    ordered = rows.order_by("cycle_set_id", "peer_group")
    return [Group(sets[set_id], name, size) for set_id, name, size in ordered]


@dataclass(frozen=True, slots=True)
class NamedParticipants:
    """Participants of a cycle in the directory of names, by the ids of their units."""

    directory: Directory
    rows: Mapping[str, Participant]
    day: date

    def match(self, name: str, code: str = "") -> Match:
        """Return the answer of the directory to a name and code among these participants."""
        return match(name, self.directory, self.day, within=self.rows.keys(), code=code)


def named_participants(cycle: Cycle, taking: Iterable[Participant]) -> NamedParticipants:
    """Return the participants of `cycle` for the names in files.

    They are found by the name and code of their participation, and by everything that the directory knows of their
    units. Seven queries.
    """
    rows = {str(row.unit_id): row for row in taking}
    known = directory()
    units = tuple(
        replace(unit, name=rows[unit.id].name, code=rows[unit.id].code) if unit.id in rows else unit
        for unit in known.units
    )
    return NamedParticipants(replace(known, units=units), rows, date(cycle.year, 12, 31))


def candidates(cycle_set: CycleSet, on: date) -> list[Unit]:
    """Return the units of the province on the day `on` that are of a kind the set serves and do not take part yet."""
    cycle = cycle_set.cycle
    tree = tree_on(on)
    taking = set(cycle.participants.values_list("unit_id", flat=True))
    return [
        unit
        for unit in tree.below(_province_on(cycle, tree))
        if unit.kind in cycle_set.kinds and unit.pk not in taking
    ]


def _province_on(cycle: Cycle, tree: Tree) -> Unit:
    """Return the province of `cycle` on the day of `tree`: itself, its successor or its predecessor."""
    chain = [cycle.province, *(step.after for step in successors(cycle.province))]
    return next((unit for unit in chain if unit.pk in tree.units), cycle.province)


def participant_as(cycle: Cycle, unit_id: int) -> Participant | None:
    """Return the participant that is this unit, or the only one that became it since it joined; else None."""
    chain = {unit_id, *(step.before.pk for step in predecessors_of([unit_id])[unit_id])}
    rows = list(cycle.participants.filter(unit__in=chain).select_related("cycle_set"))
    own = [row for row in rows if row.unit_id == unit_id] or rows
    return own[0] if len(own) == 1 else None


# Other years


def earlier_participants(cycle: Cycle) -> dict[int, tuple[Participant, ...]]:
    """Return for each participant of `cycle`, by its id, those of earlier years: the same unit, or a unit that became
    it.

    The latest year is first; a merged unit has several in one year. The cycle of each is fetched with it. The number
    of queries does not depend on the number of participants.
    """
    unit_of = dict(cycle.participants.values_list("pk", "unit_id"))
    chains = {
        unit_id: {unit_id, *(step.before.pk for step in steps)}
        for unit_id, steps in predecessors_of(set(unit_of.values())).items()
    }
    by_unit = _by_unit({unit_id for chain in chains.values() for unit_id in chain}, cycle.year)
    return {
        key: _latest_first(row for unit_id in chains[unit_of[key]] for row in by_unit[unit_id])
        for key in unit_of
    }


def _by_unit(unit_ids: set[int], before: int) -> dict[int, list[Participant]]:
    rows: dict[int, list[Participant]] = defaultdict(list)
    for row in Participant.objects.filter(
        in_this_world("cycle__"), cycle__year__lt=before, unit__in=unit_ids
    ).select_related("cycle"):
        rows[row.unit_id].append(row)
    return rows


def _latest_first(rows: Iterable[Participant]) -> tuple[Participant, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.cycle.year, row.place, row.pk)))


def participant_of(cycle: Cycle, unit_id: int) -> Participant | None:
    """Return the participant of `cycle` that is this unit, its set and version fetched; else None."""
    rows = cycle.participants.select_related("unit", "cycle_set__version", "cycle")
    return rows.filter(unit=requested_number(str(unit_id))).first()  # the id came from an address


def participations(unit: Unit) -> list[Participant]:
    """Return every participation of `unit`, of its predecessors and of its successors; the latest year first."""
    related = {step.before.pk for step in predecessors(unit)} | {step.after.pk for step in successors(unit)}
    rows = Participant.objects.filter(in_this_world("cycle__"), unit__in={unit.pk, *related}).select_related(
        "cycle", "unit"
    )
    return list(_latest_first(rows))


def versions_in_force(actor: Actor) -> QuerySet[CriteriaVersion]:
    """Return the criteria versions that `actor` may put in force: the published ones."""
    published = CriteriaVersion.objects.filter(state="published")
    return published.order_by("title", "version") if may_read_cycles(actor) else published.none()


# Holidays


def holidays(years: Iterable[int] | None = None) -> Holidays:
    """Return the days off and the made-up working days of these years, or of all years, for the core's deadlines."""
    days = Holiday.objects.all() if years is None else Holiday.objects.filter(on__year__in=set(years))
    rows = list(days.values_list("on", "worked"))
    return Holidays(
        off=frozenset(on for on, worked in rows if not worked),
        worked=frozenset(on for on, worked in rows if worked),
    )


def holidays_of(year: int) -> QuerySet[Holiday]:
    """Return the table of `year`, day by day."""
    return Holiday.objects.filter(on__year=year)


def holiday_years() -> dict[int, int]:
    """Return the number of days in the table of each year that has one."""
    counted = Holiday.objects.values_list("on__year").annotate(days=Count("id")).order_by("on__year")
    return dict(counted)


def moved_month_ends(year: int) -> list[tuple[date, date]]:
    """Return the last days of the months of `year` that are no working days, each with the working day to which it
    moves."""
    table = holidays([year, year + 1])
    ends = [date(year, month, monthrange(year, month)[1]) for month in range(1, 13)]
    moved = [(end, table.next_working(end)) for end in ends]
    return [(end, working) for end, working in moved if working != end]
