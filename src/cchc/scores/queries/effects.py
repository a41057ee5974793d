"""The effect of changed scores on points, index, class and ranks, computed without writing anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.index import printed_index
from cchc.core.scoring.ledgers import LeafScore, missing_figures
from cchc.core.words.numbers import plain
from cchc.cycles.models import Participant
from cchc.scores.queries.basis import ScoreBasis, SetRanking, checked_ranking
from cchc.scores.queries.content import text_of
from cchc.scores.queries.stages import undecided_values

NewScores = Mapping[str, LeafScore | None]  # by leaf; None: nothing is decided


class MissingFigures(ValidationError):
    """Raised for declared figures from which no points follow yet; `variables` are those that are missing."""

    def __init__(self, leaf: Node, given: Mapping[str, Any]) -> None:
        self.variables = missing_figures(leaf, given)
        told = gettext(
            "%(leaf)s has no points without these figures: %(names)s. Nothing was changed. Give them, or choose"
            " “Not scored yet”: then the unit leaves the ranking until they are there."
        )
        names = "; ".join(f"“{one.label}”" for one in self.variables)
        super().__init__(told, params={"leaf": leaf.number, "names": names})


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """What a unit has: the points of the changed leaf (of all, where several change) as exact text, its index
    (percent) as it is printed, its rank and its class. Empty or None while something is pending."""

    points: str
    index: str
    rank: int | None
    grade: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of scores of one unit does: the unit before and after it, and the number of other units whose rank
    becomes another."""

    before: UnitStanding
    after: UnitStanding
    moved: int

    @property
    def leaves_ranking(self) -> bool:
        """Whether the unit has a rank before and none after."""
        return self.before.rank is not None and self.after.rank is None

    def as_json(self) -> dict[str, Any]:
        """Return it as a correction keeps it."""
        return asdict(self)


def effect_from(kept: Mapping[str, Any]) -> Effect:
    """Return an effect as a correction keeps it."""
    return Effect(UnitStanding(**kept["before"]), UnitStanding(**kept["after"]), kept["moved"])


def effect_of(basis: ScoreBasis, participant: Participant, new: NewScores) -> Effect:
    """Return the effect of deciding these scores of a unit; nothing is written. Where nothing is decided, the stage
    before it counts.

    Raises ValidationError with what the rules refuse, `MissingFigures` for an incomplete set of figures.
    """
    before = checked_ranking(basis)
    emptied = {leaf: basis.criteria.leaves[leaf] for leaf, what in new.items() if what is None}
    changed = {**new, **undecided_values(participant, emptied)} if emptied else new
    after = checked_ranking(basis, {(participant.pk, leaf): what for leaf, what in changed.items()}, before)
    nodes = after.accounts[participant.pk].nodes
    for number, what in new.items():
        if isinstance(what, Mapping) and nodes[number].waiting:
            raise MissingFigures(basis.criteria.leaves[number], what)
    ranks = {pk: account.rank for pk, account in before.accounts.items()}
    moved = sum(account.rank != ranks[pk] for pk, account in after.accounts.items() if pk != participant.pk)
    return Effect(
        standing_in_ranks(basis, before, participant.pk, new),
        standing_in_ranks(basis, after, participant.pk, new),
        moved,
    )


def standing_in_ranks(basis: ScoreBasis, ranks: SetRanking, pk: int, new: NewScores) -> UnitStanding:
    """Return what a unit has in computed ranks: of one changed leaf its points, of several those of all."""
    account = ranks.accounts[pk]
    only = next(iter(new)) if len(new) == 1 else None
    ledger = account.nodes[only] if only is not None else account.total
    index: Fraction | None = account.index
    return UnitStanding(
        points="" if only is not None and ledger.waiting else text_of(ledger.points),
        index="" if index is None else plain(printed_index(basis.criteria, index)),
        rank=account.rank,
        grade=account.grade or "",
    )


def fingerprint(effect: Effect, of: list[Any]) -> str:
    """Return what tells one effect `of` something (plain JSON) from another: a page shows it with the effect, and
    exactly that is then agreed to."""
    shown = json.dumps([effect.as_json(), of], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:24]
