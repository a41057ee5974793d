"""The ranking of one peer group: its rows, their change on last year, its figures; or the same rows by one domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import F

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.index import UnitIndex as Account
from cchc.core.scoring.index import UnitScores, with_ranks
from cchc.core.scoring.ledgers import Ledger
from cchc.core.surveys.estimating.bands import RankBand
from cchc.core.words.numbers import total
from cchc.core.words.ties import PrintedValue, printed_values
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle
from cchc.cycles.policies import Sight
from cchc.cycles.queries import Group
from cchc.results.models import DomainIndex, IndexRun, UnitIndex
from cchc.results.queries.accounts import ZERO, bar_of, current_run, exact_index, percent
from cchc.results.queries.bands import bands_of
from cchc.results.queries.last_year import LastYear, last_year_of
from cchc.results.queries.ordering import DOMAIN, Order, matching_rows, ordered_rows
from cchc.results.queries.rows import HeatCell, RankingRow, heat_cell
from cchc.results.queries.stages import stage_results
from cchc.results.queries.told import ToldRows, told_rows
from cchc.scores.consequences import untold_stages


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain by which the ranking can be read."""

    number: str
    name: str

    @property
    def sort_key(self) -> str:
        """The column of this domain in an address."""
        return DOMAIN + self.number


@dataclass(frozen=True, slots=True)
class RankingPage:
    """The ranking of one peer group as its page shows it.

    Not `whole`: only the units that this reader sees, none with a rank, and no figure of the group. `stage` is the
    furthest of what the rows count, `by_stage` the one that was asked for, "" for the furthest.
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
    has_grades: bool
    whole: bool
    stage: str
    by_stage: str
    at: datetime | None

    @property
    def has_before(self) -> bool:
        """Whether some unit had a rank last year."""
        return any(row.before is not None and row.before.ranks for row in self.rows)

    @property
    def has_changes(self) -> bool:
        """Whether the index of some unit can be compared with last year's."""
        return any(row.change for row in self.rows)

    @property
    def has_bands(self) -> bool:
        """Whether rows say between which places a unit could stand."""
        return any(row.band is not None for row in self.rows)

    @property
    def differs(self) -> bool:
        """Whether some unit had an index last year that another formula gave."""
        return any(row.before is not None and not row.before.comparable for row in self.rows)

    @property
    def close(self) -> bool:
        """Whether some index needs more places than usual to be told from another."""
        prints = [row.printed for row in self.rows if row.printed is not None]
        return any(one.places > self.criteria.places or one.about for one in prints)

    @property
    def grade_names(self) -> list[str]:
        """The classes of the set, the best first."""
        return [grade.name for grade in self.criteria.grades]

    @property
    def scored(self) -> int:
        """How many units have an index."""
        return sum(row.index is not None for row in self.rows)


def ranking_of(
    sight: Sight,
    cycle: Cycle,
    group: Group,
    *,
    domain: str = "",
    heat: bool = False,
    stage: str = "",
    bands: str = "",
) -> RankingPage | None:
    """The ranking of `group` as far as a reader sees it, by the whole index or by one domain; None while nothing was
    scored. The reader's own unit is marked in it. By a `stage` it is computed as if the later ones were not there yet;
    no year is set beside that. `bands` asks for rank bands by some sources (`bands.SOURCES`): of the whole index as it
    stands, and not where something is kept from the reader."""
    run = current_run(cycle)
    if run is None:
        return None
    criteria = criteria_of(group.cycle_set.version)
    chosen = next(
        (Domain(node.number, node.name) for node in criteria.domains if node.number == domain), None
    )
    whole = sight.is_whole(cycle)
    told = _told(sight, cycle, run, group, stage, whole)
    units = told.units
    owners = dict(cycle.participants.values_list("pk", "unit_id"))
    before = {} if stage else last_year_of(sight, cycle, criteria)
    cells = _heat(told) if heat else {}
    is_plain = whole and not (chosen or heat or stage) and not untold_stages(sight, cycle)
    places = bands_of(cycle, group, run, bands) if bands and is_plain else {}
    prints = _prints(criteria, (exact_index(unit) for unit in units))
    rows = [
        _row(
            sight,
            criteria,
            unit,
            owners.get(unit.participant_id or 0),
            prints,
            before,
            cells.get(unit.pk, ()),
            places.get(unit.participant_id or 0),
        )
        for unit in units
    ]
    if chosen:
        rows = _by_domain(criteria, rows, told, chosen.number)
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
        scale=max((row.lost for row in rows), default=ZERO) or Fraction(1),
        codes=tuple(dict.fromkeys(code for row in rows for code, _amount in row.bar.losses)),
        has_grades=any(row.grade for row in rows),
        whole=whole,
        stage=told.stage if told.domains and (stage or not whole) else run.stage,
        by_stage=stage,
        at=told.at,
    )


def _told(sight: Sight, cycle: Cycle, run: IndexRun, group: Group, stage: str, whole: bool) -> ToldRows:
    """The rows of `group` that a reader sees, as they are told."""
    untold = untold_stages(sight, cycle)
    if not stage:
        seen = [unit for unit in _units(run, group) if whole or unit.unit_id in sight.units]
        return told_rows(untold, cycle, run, seen)
    results = stage_results(group.cycle_set, cycle, stage, untold, run)
    told = results.of_group(group.name)
    own = tuple(
        row for row in told.units if row.participant is not None and row.participant.unit_id in sight.units
    )
    return told if whole else replace(told, units=own)


def _units(run: IndexRun, group: Group) -> Iterable[Any]:
    chosen = UnitIndex.objects.filter(run=run, cycle_set=group.cycle_set, peer_group=group.name)
    return chosen.annotate(unit_id=F("participant__unit_id")).order_by("place")


def _heat(told: ToldRows) -> dict[int, list[HeatCell]]:
    """The cells of the heat map by account, blocks of bonus and penalty left out; one query."""
    cells: dict[int, list[HeatCell]] = defaultdict(list)
    stored = DomainIndex.objects.filter(unit_index__in=[unit.pk for unit in told.units], block=False)
    fields = ("unit_index_id", "number", "block", "points", "maximum", "waiting")
    for one in told.with_domains(stored.order_by("place").only(*fields)):
        if not one.block:
            index = percent(one.points, one.maximum, one.waiting)
            cells[one.unit_index_id].append(heat_cell(one.number, index, bool(one.waiting)))
    return cells


def _prints(criteria: CriteriaSet, indices: Iterable[Fraction | None]) -> dict[Fraction, PrintedValue]:
    """How each index prints beside the others of its group."""
    known = [index for index in indices if index is not None]
    return printed_values(known, criteria.places, criteria.rounding)


def _row(
    sight: Sight,
    criteria: CriteriaSet,
    unit: UnitIndex,
    unit_id: int | None,
    prints: Mapping[Fraction, PrintedValue],
    before: Mapping[int, LastYear],
    cells: Sequence[HeatCell],
    band: RankBand | None,
) -> RankingRow:
    index, last = exact_index(unit), before.get(unit.participant_id or 0)
    return RankingRow(
        unit_id=unit_id,
        name=unit.name,
        code=unit.code,
        rank=unit.rank,
        index=index,
        printed=None if index is None else prints[index],
        grade=unit.grade,
        bar=bar_of(unit, criteria.total),
        waiting=unit.waiting,
        change=last.change_to(index) if last else None,
        before=last,
        mine=unit_id is not None and unit_id == sight.unit_id,
        band=band,
        cells=tuple(cells),
    )


def _by_domain(
    criteria: CriteriaSet,
    rows: Sequence[RankingRow],
    told: ToldRows,
    number: str,
) -> list[RankingRow]:
    """The same rows in the order of one domain's index, ranked by the tie rule of the set."""
    units = told.units
    stored = DomainIndex.objects.filter(unit_index__in=[unit.pk for unit in units], number=number)
    domains = {one.unit_index_id: one for one in told.with_domains(stored) if one.number == number}
    ranked_rows = {unit.pk for unit in units if unit.pk not in told.domains or unit.rank is not None}
    accounts, owners = [], {}
    for row, unit in zip(rows, units, strict=True):
        domain = domains[unit.pk]
        scores = UnitScores(row.name, {}, row.code or None)
        owners[id(scores)] = (row, domain)
        accounts.append(Account(scores, Ledger(), {}, percent(domain.points, domain.maximum, domain.waiting)))
    ranked = []
    prints = _prints(criteria, (account.index for account in accounts))
    whole = next(node.maximum for node in criteria.domains if node.number == number)
    for account in with_ranks(criteria.ties, accounts):
        row, domain = owners[id(account.unit)]
        ranked.append(
            replace(
                row,
                rank=account.rank if domain.unit_index_id in ranked_rows else None,
                index=account.index,
                printed=None if account.index is None else prints[account.index],
                grade="",
                bar=bar_of(domain, whole),
                waiting=domain.waiting,
                change=None,
                before=None,
            )
        )
    return ranked


def _grades(criteria: CriteriaSet, rows: Sequence[RankingRow]) -> tuple[tuple[str, int], ...]:
    """How many units have each class, in the order of the set; nothing where no row has one."""
    if not any(row.grade for row in rows):
        return ()
    return tuple((grade.name, sum(row.grade == grade.name for row in rows)) for grade in criteria.grades)


def asked_rows(ranking: RankingPage, text: str, order: Order) -> list[RankingRow]:
    """The rows of a ranking that `text` finds, in this order."""
    return ordered_rows(matching_rows(ranking.rows, text), order, ranking.grade_names)
