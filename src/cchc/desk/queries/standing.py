"""The standing of units: that of the own one with its place, and that of each peer group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.words.numbers import total
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, Participant, in_this_world
from cchc.cycles.policies import Sight
from cchc.cycles.queries import participant_as, participant_of
from cchc.desk.queries.weeks import Weekly, weekly_means
from cchc.results.models import DomainIndex, IndexRun, UnitIndex
from cchc.results.queries.accounts import amount, behind_since, current_run, exact_index, stage_note
from cchc.results.queries.last_year import last_year_of
from cchc.results.queries.told import told_rows
from cchc.results.queries.unit import UnitPage, line_of_peers, unit_page
from cchc.scores.consequences import untold_stages
from cchc.ui.pictures.lines import RankedUnit

LARGEST = 3


def standing_of_own_unit(actor: Actor, sight: Sight, cycle: Cycle | None) -> UnitPage | None:
    """Return the standing of the unit of `actor` in `cycle`, as far as `sight` reaches; None when it takes no part or
    has no scores yet."""
    if cycle is None or actor.unit_id is None or not actor.may(Permission.RESULT_READ):
        return None
    own = participant_as(cycle, actor.unit_id)
    participant = participant_of(cycle, own.unit_id) if own is not None else None
    page = unit_page(sight, participant, cycle) if participant is not None else None
    return page if page is not None and page.row is not None else None


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """The place of the own unit among its peers in a year: in the cycle itself where the reader may see it, else in the
    latest one in which it is open."""

    year: int
    line: tuple[RankedUnit, ...]


def place_of_own_unit(sight: Sight, cycle: Cycle, standing: UnitPage) -> OwnPlace | None:
    """Return the place of the unit whose `standing` in `cycle` is known; None where it had none in an open year, or
    became one of several."""
    if standing.whole:
        return OwnPlace(cycle.year, standing.line) if standing.line else None
    ranked = [one for year in standing.years for one in year.rows]
    before = [one for one in ranked if one.year < cycle.year and one.unit_id is not None]
    latest = [one for one in before if one.year == before[-1].year]
    if len(latest) != 1:
        return None
    taking = Participant.objects.filter(
        in_this_world("cycle__"), cycle__year=latest[0].year, unit=latest[0].unit_id
    )
    participant = taking.select_related("cycle").first()
    line = line_of_peers(sight, participant) if participant is not None else ()
    return OwnPlace(latest[0].year, line) if line else None


@dataclass(frozen=True, slots=True)
class End:
    """The first or the last unit of a peer group: rank, name, index as printed."""

    rank: int
    name: str
    index: Fraction


@dataclass(frozen=True, slots=True)
class DomainLoss:
    """A domain and the points that the ranked units of a peer group lost in it on average."""

    name: str
    mean: Fraction


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """A peer group in the current run: the number of ranked units, their mean, their mean change on last year (of the
    `compared` units alone, each with itself) and its course over the last weeks, the first and last unit, the domains
    that lose most. `by_stage` says by which stage the run is computed, where it is not the decision; `behind_since`
    until when it knows the scores, where it does not follow them at once."""

    name: str
    by_stage: str
    behind_since: datetime | None
    ranked: int
    units: int
    mean: Fraction | None
    change: Fraction | None
    compared: int
    weeks: Weekly
    places: int
    ends: tuple[End, ...]
    losses: tuple[DomainLoss, ...]


def peer_groups(actor: Actor, sight: Sight, cycle: Cycle | None, today: date) -> list[PeerGroup]:
    """Return the peer groups of `cycle`, in the order of the ranking; none for a reader who does not see all units. A
    few queries, however many units there are."""
    if cycle is None or not actor.may(Permission.RESULT_READ) or not sight.is_whole(cycle):
        return []
    run = current_run(cycle)
    if run is None:
        return []
    sets = {one.pk: criteria_of(one.version) for one in cycle.sets.select_related("version")}
    untold = untold_stages(sight, cycle)
    rows = told_rows(untold, cycle, run, list(run.units.order_by("cycle_set", "place"))).units
    changes = _changes(sight, cycle, sets, rows)
    losses, weeks, until = _largest_losses(run), weekly_means(cycle, today), behind_since(cycle, run)
    found: dict[str, list[UnitIndex]] = {}
    for row in rows:
        found.setdefault(row.peer_group, []).append(row)
    return [
        PeerGroup(
            name=name,
            by_stage=stage_note(run.stage),
            behind_since=until,
            ranked=sum(row.rank is not None for row in units),
            units=len(units),
            mean=_mean(Fraction(row.exact) for row in units if row.rank is not None),
            change=_mean(changes[row.pk] for row in units if row.pk in changes),
            compared=sum(row.pk in changes for row in units),
            weeks=weeks.get(name, ()),
            places=sets[units[0].cycle_set_id or 0].places if units[0].cycle_set_id in sets else 2,
            ends=_ends(units),
            losses=losses.get(name, ()),
        )
        for name, units in found.items()
    ]


def _changes(
    sight: Sight, cycle: Cycle, sets: Mapping[int, CriteriaSet], rows: Iterable[UnitIndex]
) -> dict[int, Fraction]:
    """Return the change of each index on last year, by the ids of the rows; of those that can be compared."""
    before = {pk: last_year_of(sight, cycle, criteria) for pk, criteria in sets.items()}
    found = {}
    for row in rows:
        last = before.get(row.cycle_set_id or 0, {}).get(row.participant_id or 0)
        change = last.change_to(exact_index(row)) if last is not None else None
        if change is not None:
            found[row.pk] = change.amount
    return found


def _largest_losses(run: IndexRun) -> dict[str, tuple[DomainLoss, ...]]:
    """Return for each peer group the domains in which its ranked units lost most on average."""
    lost: dict[str, dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    rows = DomainIndex.objects.filter(unit_index__run=run, unit_index__rank__isnull=False, block=False)
    for group, name, loss in rows.values_list("unit_index__peer_group", "name", "loss"):
        lost[group][name].append(amount(loss))
    return {
        group: tuple(
            sorted(
                (DomainLoss(name, total(of) / len(of)) for name, of in domains.items()),
                key=lambda one: -one.mean,
            )[:LARGEST]
        )
        for group, domains in lost.items()
    }


def _mean(amounts: Iterable[Fraction]) -> Fraction | None:
    known = list(amounts)
    return total(known) / len(known) if known else None


def _ends(units: Sequence[UnitIndex]) -> tuple[End, ...]:
    ranked = [End(row.rank, row.name, Fraction(row.printed)) for row in units if row.rank is not None]
    return (ranked[0], ranked[-1]) if len(ranked) > 1 else tuple(ranked)
