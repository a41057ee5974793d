"""The standing of units: that of the own one, and the first and last of each peer group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.core.words.numbers import total
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle
from cchc.cycles.policies import sight_of
from cchc.cycles.queries import participant_as, participant_of
from cchc.results.models import DomainIndex, IndexRun, UnitIndex
from cchc.results.queries.accounts import current_run
from cchc.results.queries.unit import UnitPage, unit_page


def standing_of_own_unit(actor: Actor, cycle: Cycle | None) -> UnitPage | None:
    """Return the standing of the unit of `actor` in `cycle`; None when it takes no part or has no scores yet."""
    if cycle is None or actor.unit_id is None or not actor.may(Permission.RESULT_READ):
        return None
    own = participant_as(cycle, actor.unit_id)
    participant = participant_of(cycle, own.unit_id) if own is not None else None
    page = unit_page(sight_of(actor), participant, cycle) if participant is not None else None
    return page if page is not None and page.row is not None else None


@dataclass(frozen=True, slots=True)
class End:
    """The first or the last unit of a peer group: rank, name, index as printed."""

    rank: int
    name: str
    index: Fraction


@dataclass(frozen=True, slots=True)
class Weakness:
    """A domain and the mean of its index (percent) in a peer group."""

    name: str
    mean: Fraction


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """A peer group in the current run: the number of ranked units, their mean, first and last, and its weakest
    domains."""

    name: str
    ranked: int
    units: int
    mean: Fraction | None
    places: int
    ends: tuple[End, ...]
    weakest: tuple[Weakness, ...]


def peer_groups(actor: Actor, cycle: Cycle | None) -> list[PeerGroup]:
    """Return the peer groups of `cycle` with their first and last unit, in the order of the ranking; none for a reader
    who does not see all units. Three queries."""
    if cycle is None or not actor.may(Permission.RESULT_READ) or not sight_of(actor).is_whole(cycle):
        return []
    run = current_run(cycle)
    if run is None:
        return []
    places = {one.pk: criteria_of(one.version).places for one in cycle.sets.select_related("version")}
    found: dict[str, list[UnitIndex]] = {}
    for row in run.units.order_by("cycle_set", "place"):
        found.setdefault(row.peer_group, []).append(row)
    weakest = _weakest_domains(run)
    return [
        _peer_group(name, rows, places.get(rows[0].cycle_set_id or 0, 2), weakest.get(name, ()))
        for name, rows in found.items()
    ]


def _weakest_domains(run: IndexRun) -> dict[str, tuple[Weakness, ...]]:
    """Return for each peer group the domains with the lowest mean index among its ranked units."""
    shares: dict[str, dict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    rows = DomainIndex.objects.filter(unit_index__run=run, unit_index__rank__isnull=False, block=False)
    for group, name, points, maximum in rows.values_list(
        "unit_index__peer_group", "name", "points", "maximum"
    ):
        if Fraction(maximum) > 0:
            shares[group][name].append(Fraction(points) / Fraction(maximum) * 100)
    return {
        group: tuple(
            sorted((Weakness(name, mean(of)) for name, of in domains.items()), key=lambda one: one.mean)[:3]
        )
        for group, domains in shares.items()
    }


def _peer_group(
    name: str, rows: Sequence[UnitIndex], places: int, weakest: tuple[Weakness, ...]
) -> PeerGroup:
    ranked = [row for row in rows if row.rank is not None]
    ends = (ranked[0], ranked[-1]) if len(ranked) > 1 else tuple(ranked)
    average = mean([Fraction(row.exact) for row in ranked]) if ranked else None
    return PeerGroup(name, len(ranked), len(rows), average, places, tuple(_end(row) for row in ends), weakest)


def mean(amounts: Sequence[Fraction]) -> Fraction:
    return total(amounts) / len(amounts)


def _end(row: UnitIndex) -> End:
    assert row.rank is not None, "only ranked units stand at an end"
    return End(row.rank, row.name, Fraction(row.printed))
