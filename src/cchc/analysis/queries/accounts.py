"""What every unit of a criteria set lost, leaf by leaf: its account as the index run computed it."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

from django.utils import timezone

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.index import unit_index
from cchc.core.scoring.ledgers import NA, Ledger
from cchc.core.scoring.lost import UnitLoss, losses_of
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.policies import Sight
from cchc.cycles.queries import Group
from cchc.results.models import IndexRun
from cchc.results.queries.accounts import populations_of
from cchc.scores.consequences import untold_stages
from cchc.scores.queries.basis import ScoreBasis, basis_of, basis_of_some
from cchc.scores.queries.stages import reached_stage
from cchc.scores.queries.untold import as_plain


@dataclass(frozen=True, slots=True)
class LosingUnit:
    """A participant with its account, those of its domains and blocks by number, and what it lost. Losses bear the id
    of the participant."""

    participant_id: int
    unit_id: int
    name: str
    ledger: Ledger
    tops: Mapping[str, Ledger]
    losses: tuple[UnitLoss, ...]


@dataclass(frozen=True, slots=True)
class GroupAccounts:
    """The accounts of the units of a peer group that a reader sees, in their order; `applies` has how many of them each
    leaf applies to and is scored for, `stage` is the furthest that counts, `at` when this was computed; `divided` keeps
    what was worked out of them, by what was asked for."""

    units: tuple[LosingUnit, ...]
    applies: Mapping[str, int]
    stage: str
    at: datetime
    divided: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


MOST_REMEMBERED = 16  # peer groups of several years: 170 units with 100 leaves take a megabyte or two
_remembered: OrderedDict[tuple[Any, ...], GroupAccounts] = OrderedDict()
_turn = Lock()


def group_accounts(sight: Sight, cycle: Cycle, group: Group, run: IndexRun) -> GroupAccounts:
    """Return what the units of `group` lost by `run`, as far as a reader sees it and without what is not told to the
    reader. Of a whole group it is computed once for a run by each process; like the run, that knows of nothing that was
    scored since. A few queries, however many units there are."""
    untold = untold_stages(sight, cycle)
    if not sight.is_whole(cycle):
        own = _in_group(group).filter(unit__in=sight.units).select_related("cycle_set__version")
        participants = list(own)
        if not participants:
            return GroupAccounts((), {}, "", timezone.now())
        return _computed(basis_of_some(participants, cycle, untold), group, run)
    hidden = tuple((pk, *stages) for pk, stages in as_plain(untold))
    key = (run.pk, run.at, group.cycle_set.pk, group.name, hidden)
    with _turn:
        if key in _remembered:
            _remembered.move_to_end(key)
            return _remembered[key]
    found = _computed(basis_of(group.cycle_set, cycle, untold), group, run)
    with _turn:
        _remembered[key] = found
        if len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return found


def forget_accounts() -> None:
    """Forget all accounts: of a database that is put back, runs come again with the same ids."""
    with _turn:
        _remembered.clear()


def _in_group(group: Group) -> Any:
    return Participant.objects.filter(cycle_set=group.cycle_set, peer_group=group.name).order_by(
        "place", "pk"
    )


def _computed(basis: ScoreBasis, group: Group, run: IndexRun) -> GroupAccounts:
    at = timezone.now()
    ends = populations_of(run.populations, group.cycle_set.pk, group.name)
    units, applies = [], Counter[str]()
    counted = []
    for participant in basis.participants:
        if participant.peer_group != group.name:
            continue
        account = unit_index(basis.criteria, basis.unit(participant, {}), 0, ends, basis.year, False, {})
        nodes, given = account.nodes, account.unit.given
        applies.update(
            number
            for number in basis.criteria.leaves
            if not nodes[number].waiting and given.get(number) is not NA
        )
        counted += [
            score
            for number in basis.criteria.leaves
            if (score := basis.scores.get((participant.pk, number))) is not None
        ]
        units.append(
            LosingUnit(
                participant_id=participant.pk,
                unit_id=participant.unit_id,
                name=participant.name,
                ledger=account.total,
                tops=_tops(basis.criteria, nodes),
                losses=losses_of(participant.pk, account.total),
            )
        )
    return GroupAccounts(tuple(units), applies, reached_stage(counted), at)


def _tops(criteria: CriteriaSet, nodes: Mapping[str, Ledger]) -> dict[str, Ledger]:
    """The accounts of the first level; their own losses are left out, for those of the whole are the same."""
    return {top.number: nodes[top.number]._replace(losses=()) for top in criteria.nodes}
