"""The ranking of one peer group: its rows, their change on last year, its figures; or the same rows by one domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.db.models import F

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.index import UnitIndex as Account
from cchc.core.scoring.index import UnitScores, with_ranks
from cchc.core.scoring.ledgers import Ledger
from cchc.core.words import names
from cchc.core.words.numbers import rounded_number, total
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.policies import Sight
from cchc.cycles.queries import Group, earlier_participants, peer_groups
from cchc.results.models import DomainIndex, IndexRun, UnitIndex
from cchc.results.queries.accounts import amount, bar_of, current_run, current_runs, exact_index, percent
from cchc.ui.pictures.points import PointsBar

STEPS = (95, 90, 80, 70, 50)


@dataclass(frozen=True, slots=True)
class IndexChange:
    """The change of an index on last year, in percentage points; on the mean where several units became this one."""

    amount: Fraction
    before: Fraction
    units: tuple[str, ...]

    @property
    def direction(self) -> str:
        """Which way it goes: up, down or same."""
        return "up" if self.amount > 0 else "down" if self.amount < 0 else "same"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One domain of one unit: its index (percent) and the step of the shade, 1 (best) to 6; 0 without an index."""

    number: str
    index: Fraction | None
    step: int
    waiting: bool


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One unit in the ranking. `index` is exact, `printed` as it prints; both None while something is pending."""

    unit_id: int | None
    name: str
    code: str
    rank: int | None
    index: Fraction | None
    printed: Fraction | None
    grade: str
    bar: PointsBar
    waiting: int
    change: IndexChange | None
    mine: bool
    cells: tuple[HeatCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain by which the ranking can be read."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class RankingPage:
    """The ranking of one peer group as its page shows it.

    Not `whole`: only the units that this reader sees, none with a rank, and no figure of the group.
    """

    cycle: Cycle
    group: Group
    criteria: CriteriaSet
    run: IndexRun
    rows: tuple[RankingRow, ...]
    domains: tuple[Domain, ...]
    domain: Domain | None
    mean: Fraction | None
    highest: Fraction | None
    lowest: Fraction | None
    grades: tuple[tuple[str, int], ...]
    pending: int
    scale: Fraction
    codes: tuple[str, ...]
    has_before: bool
    has_grades: bool
    whole: bool

    @property
    def scored(self) -> int:
        """How many units have an index."""
        return sum(row.index is not None for row in self.rows)


def chosen_group(groups: Sequence[Group], name: str, sight: Sight, cycle: Cycle) -> Group | None:
    """The peer group called `name`; without a name that of the reader's unit, else the first."""
    named = next((group for group in groups if group.name == name), None)
    if named is not None or not groups or name:
        return named
    own = (
        Participant.objects.filter(cycle=cycle, unit=sight.unit_id)
        .values_list("cycle_set_id", "peer_group")
        .first()
    )
    return next((group for group in groups if (group.cycle_set.pk, group.name) == own), groups[0])


def groups_of(sight: Sight, cycle: Cycle) -> list[Group]:
    """The peer groups of `cycle` with the numbers of units that this reader sees there; two queries."""
    return peer_groups(cycle) if sight.is_whole(cycle) else peer_groups(cycle, sight.units)


def ranking_of(
    sight: Sight, cycle: Cycle, group: Group, *, domain: str = "", heat: bool = False
) -> RankingPage | None:
    """The ranking of `group` as far as a reader sees it, by the whole index or by one domain; None while nothing was
    scored. The reader's own unit is marked in it."""
    run = current_run(cycle)
    if run is None:
        return None
    criteria = criteria_of(group.cycle_set.version)
    chosen = next(
        (Domain(node.number, node.name) for node in criteria.domains if node.number == domain), None
    )
    whole = sight.is_whole(cycle)
    units = [unit for unit in _units(run, group) if whole or unit.unit_id in sight.units]
    changes = changes_on_last_year(sight, cycle, units)
    cells = _heat(units) if heat else {}
    rows = [_row(sight, criteria, unit, changes, cells.get(unit.pk, ())) for unit in units]
    if chosen:
        rows = _by_domain(criteria, rows, units, chosen.number)
    if not whole:
        rows = [replace(row, rank=None) for row in rows]
    indices = [row.index for row in rows if row.index is not None] if whole else []
    return RankingPage(
        cycle=cycle,
        group=group,
        criteria=criteria,
        run=run,
        rows=tuple(rows),
        domains=tuple(Domain(node.number, node.name) for node in criteria.domains),
        domain=chosen,
        mean=total(indices) / len(indices) if indices else None,
        highest=max(indices, default=None),
        lowest=min(indices, default=None),
        grades=_grades(criteria, rows) if whole else (),
        pending=sum(row.waiting > 0 for row in rows),
        scale=max(
            (row.bar.maximum + row.bar.not_applicable + row.bar.bonus for row in rows), default=Fraction(1)
        ),
        codes=tuple(dict.fromkeys(code for row in rows for code, _amount in row.bar.losses)),
        has_before=any(row.change for row in rows),
        has_grades=any(row.grade for row in rows),
        whole=whole,
    )


def _units(run: IndexRun, group: Group) -> Iterable[Any]:
    chosen = UnitIndex.objects.filter(run=run, cycle_set=group.cycle_set, peer_group=group.name)
    return chosen.annotate(unit_id=F("participant__unit_id")).order_by("place")


def _heat(units: Sequence[Any]) -> dict[int, list[HeatCell]]:
    """The cells of the heat map by account, blocks of bonus and penalty left out; one query."""
    cells: dict[int, list[HeatCell]] = defaultdict(list)
    rows = DomainIndex.objects.filter(unit_index__in=[unit.pk for unit in units], block=False).order_by(
        "place"
    )
    for pk, number, points, maximum, waiting in rows.values_list(
        "unit_index_id", "number", "points", "maximum", "waiting"
    ):
        cells[pk].append(_cell(number, percent(points, maximum, waiting), bool(waiting)))
    return cells


def _cell(number: str, index: Fraction | None, waiting: bool) -> HeatCell:
    if index is None:
        return HeatCell(number, None, 0, waiting)
    top, bottom = index.numerator, index.denominator
    return HeatCell(number, index, 1 + sum(top < bound * bottom for bound in STEPS), waiting)


def _row(
    sight: Sight,
    criteria: CriteriaSet,
    unit: Any,
    changes: Mapping[int, IndexChange],
    cells: Sequence[HeatCell],
) -> RankingRow:
    unit_id: int | None = unit.unit_id
    return RankingRow(
        unit_id=unit_id,
        name=unit.name,
        code=unit.code,
        rank=unit.rank,
        index=exact_index(unit),
        printed=amount(unit.printed) if unit.printed else None,
        grade=unit.grade,
        bar=bar_of(unit, criteria.total),
        waiting=unit.waiting,
        change=changes.get(unit.pk),
        mine=unit_id is not None and unit_id == sight.unit_id,
        cells=tuple(cells),
    )


def _by_domain(
    criteria: CriteriaSet,
    rows: Sequence[RankingRow],
    units: Sequence[UnitIndex],
    number: str,
) -> list[RankingRow]:
    """The same rows in the order of one domain's index, ranked by the tie rule of the set."""
    chosen = DomainIndex.objects.filter(unit_index__in=[unit.pk for unit in units], number=number)
    domains = {domain.unit_index_id: domain for domain in chosen}
    accounts, owners = [], {}
    for row, unit in zip(rows, units, strict=True):
        domain = domains[unit.pk]
        scores = UnitScores(row.name, {}, row.code or None)
        owners[id(scores)] = (row, domain)
        accounts.append(Account(scores, Ledger(), {}, percent(domain.points, domain.maximum, domain.waiting)))
    ranked = []
    for account in with_ranks(criteria.ties, accounts):
        row, domain = owners[id(account.unit)]
        printed = (
            None
            if account.index is None
            else rounded_number(account.index, criteria.places, criteria.rounding)
        )
        whole = next(node.maximum for node in criteria.domains if node.number == number)
        ranked.append(
            replace(
                row,
                rank=account.rank,
                index=account.index,
                printed=printed,
                grade="",
                bar=bar_of(domain, whole),
                waiting=domain.waiting,
                change=None,
            )
        )
    return ranked


def _grades(criteria: CriteriaSet, rows: Sequence[RankingRow]) -> tuple[tuple[str, int], ...]:
    """How many units have each class, in the order of the set; nothing where no row has one."""
    if not any(row.grade for row in rows):
        return ()
    return tuple((grade.name, sum(row.grade == grade.name for row in rows)) for grade in criteria.grades)


def matching_rows(rows: Sequence[RankingRow], text: str) -> list[RankingRow]:
    """The rows whose name contains `text` or whose code it is, whatever its diacritics; their ranks stay."""
    key = names.search_key(text)
    return [
        row
        for row in rows
        if key in names.search_key(row.name) or (key and key == names.search_key(row.code))
    ]


def changes_on_last_year(sight: Sight, cycle: Cycle, units: Sequence[UnitIndex]) -> dict[int, IndexChange]:
    """For each account with an index, its change on last year across lineage, where the reader sees all of last year's
    indices behind it; a few queries, whatever the size."""
    earlier = earlier_participants(cycle)
    last = {pk: [row for row in rows if row.cycle.year == cycle.year - 1] for pk, rows in earlier.items()}
    everyone = [row for rows in last.values() for row in rows]
    runs = current_runs(row.cycle_id for row in everyone)
    before = UnitIndex.objects.filter(run__in=runs.values(), participant__in={row.pk for row in everyone})
    known = {pk: (name, exact) for pk, name, exact in before.values_list("participant_id", "name", "exact")}
    changes = {}
    for unit in units:
        index = exact_index(unit)
        earlier_ones = last.get(unit.participant_id or 0, ())
        if not all(sight.has(one.cycle, one.unit_id) for one in earlier_ones):
            continue
        rows = [known[one.pk] for one in earlier_ones if one.pk in known]
        if index is not None and rows and all(exact for _name, exact in rows):
            mean = total([amount(exact) for _name, exact in rows]) / len(rows)
            changes[unit.pk] = IndexChange(index - mean, mean, tuple(name for name, _exact in rows))
    return changes
