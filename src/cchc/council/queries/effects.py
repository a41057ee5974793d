"""What a decision of the council changes: the unit before and after it, and every unit whose rank or class moves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.index import UnitIndex, printed_index
from cchc.core.scoring.ledgers import LeafScore
from cchc.core.words.numbers import plain
from cchc.cycles.models import Participant
from cchc.scores.queries.basis import ScoreBasis, checked_ranking
from cchc.scores.queries.effects import MissingFigures, UnitStanding, standing_in_ranks


@dataclass(frozen=True, slots=True)
class Moved:
    """Another unit whose rank or class becomes another."""

    participant: int
    name: str
    rank_before: int | None
    rank_after: int | None
    grade_before: str
    grade_after: str


@dataclass(frozen=True, slots=True)
class CouncilEffect:
    """What something changes: the unit before and after, and the others that move. `leaves` are those that go the other
    way together, `beside` those that must have gone before them; both empty for a decision on one leaf."""

    before: UnitStanding
    after: UnitStanding
    moved: tuple[Moved, ...] = ()
    leaves: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def changes_place(self) -> bool:
        """Whether the unit itself gets another rank or class."""
        return (self.before.rank, self.before.grade) != (self.after.rank, self.after.grade)

    @property
    def changes_anything(self) -> bool:
        """Whether anybody gets another rank or class."""
        return self.changes_place or bool(self.moved)

    def without_units(self, apart: Collection[int]) -> CouncilEffect:
        """Return it without what becomes of participants that stand near to a reader."""
        return replace(self, moved=tuple(one for one in self.moved if one.participant not in apart))

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        kept: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return kept


def effect_kept(kept: Mapping[str, Any] | None) -> CouncilEffect | None:
    """Return an effect from what is kept; None where none is."""
    if kept is None:
        return None
    return CouncilEffect(
        UnitStanding(**kept["before"]),
        UnitStanding(**kept["after"]),
        tuple(Moved(**one) for one in kept["moved"]),
        tuple(kept["leaves"]),
        tuple(kept["beside"]),
    )


def decision_effect(
    basis: ScoreBasis, participant: Participant, leaf: str, what: LeafScore | None
) -> CouncilEffect:
    """Return what giving `what` to a leaf of a participant changes; nothing is written. Raises ValidationError with
    what the rules refuse, `MissingFigures` for an incomplete set of figures."""
    before = checked_ranking(basis)
    after = checked_ranking(basis, {(participant.pk, leaf): what}, before)
    if isinstance(what, Mapping) and after.accounts[participant.pk].nodes[leaf].waiting:
        raise MissingFigures(basis.criteria.leaves[leaf], what)
    moved = tuple(_moved(basis, participant.pk, before.accounts, after.accounts))
    old, new = ({leaf: what}, {leaf: what})
    return CouncilEffect(
        standing_in_ranks(basis, before, participant.pk, old),
        standing_in_ranks(basis, after, participant.pk, new),
        moved,
    )


def _moved(
    basis: ScoreBasis, own: int, before: Mapping[int, UnitIndex], after: Mapping[int, UnitIndex]
) -> Iterator[Moved]:
    for one in basis.participants:
        old, new = before[one.pk], after[one.pk]
        if one.pk != own and (old.rank, old.grade) != (new.rank, new.grade):
            yield Moved(one.pk, one.name, old.rank, new.rank, old.grade or "", new.grade or "")


def printed(criteria: CriteriaSet, index: Any) -> str:
    """Return an exact index as its set prints it; empty without one."""
    return "" if index is None else plain(printed_index(criteria, index))


def seal_of(effect: CouncilEffect, *about: Any) -> str:
    """Return what tells an effect, as a page shows it, from every other: just that is then agreed to."""
    shown = json.dumps([effect.as_json(), *about], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:24]
