"""The running sums of a sheet: what it has, of what, and how much is still to be answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.declared import LeafStanding, is_self_scored, sheet_ledgers, standing_of
from cchc.core.scoring.ledgers import Ledger
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Participant
from cchc.scores.queries.content import text_of
from cchc.self_scoring.models import UnitSheet
from cchc.self_scoring.queries.content import UNANSWERED, AnswerContent, standing_in


@dataclass(frozen=True, slots=True)
class RunningSums:
    """The running sums of a sheet, as it keeps them: exact texts, and how many of its leaves are answered."""

    points: str
    maximum: str
    pending: str
    given: int
    leaves: int

    def is_kept_by(self, sheet: UnitSheet) -> bool:
        """Whether the sheet keeps exactly these sums."""
        return all(getattr(sheet, name) == getattr(self, name) for name in self.__slots__)

    def put_into(self, sheet: UnitSheet) -> list[str]:
        """Put the sums into a sheet; returns the names of the fields."""
        for name in self.__slots__:
            setattr(sheet, name, getattr(self, name))
        return list(self.__slots__)


@dataclass(frozen=True, slots=True)
class SheetAccount:
    """What a sheet comes to: how each leaf stands that the unit scores itself, the running sums, and the accounts of
    the whole and of each node, by number."""

    standings: Mapping[str, LeafStanding]
    sums: RunningSums
    whole: Ledger
    nodes: Mapping[str, Ledger]

    def given_below(self, node: Node) -> list[bool]:
        """Return for each leaf of `node` that the unit scores itself whether it is answered."""
        return [
            self.standings[leaf.number].is_given for leaf in node.leaves() if leaf.number in self.standings
        ]


def criteria_in_force(participant: Participant) -> CriteriaSet:
    """Return the criteria set by which a participant is scored. Its set and version are fetched with it."""
    return criteria_of(participant.cycle_set.version)


def own_leaves(criteria: CriteriaSet, without: Collection[str]) -> dict[str, Node]:
    """Return the leaves that a unit scores itself, by number: those of the survey and those that do not apply to it
    (`without`) are left out."""
    return {
        number: leaf
        for number, leaf in criteria.leaves.items()
        if is_self_scored(leaf) and number not in without
    }


def account_of(criteria: CriteriaSet, standings: Mapping[str, LeafStanding]) -> SheetAccount:
    """Return what a sheet comes to whose leaves stand so."""
    whole, nodes = sheet_ledgers(criteria, {number: one.outcome for number, one in standings.items()})
    sums = RunningSums(
        points=text_of(whole.points),
        maximum=text_of(whole.maximum),
        pending=text_of(whole.pending),
        given=sum(one.is_given for one in standings.values()),
        leaves=len(standings),
    )
    return SheetAccount(standings, sums, whole, nodes)


def standings_of(
    leaves: Mapping[str, Node], contents: Mapping[str, AnswerContent], year: int
) -> dict[str, LeafStanding]:
    """Return how each of these leaves stands, from the answers to them."""
    return {
        number: standing_in(leaf, contents.get(number, UNANSWERED), year) for number, leaf in leaves.items()
    }


def unanswered(leaf: Node) -> LeafStanding:
    """Return how a leaf stands to which nothing was answered: by its defaults, if it has any."""
    return standing_of(leaf, None) if leaf.defaults else LeafStanding()


KeptAnswer = tuple[str, str, Mapping[str, str] | None]  # leaf, points, figures


def kept_standings(
    kept: Iterable[KeptAnswer], leaves: Mapping[str, Node], year: int
) -> dict[str, LeafStanding]:
    """Return how each of these leaves stands by the points that the answers keep; only answers from which no points
    follow are worked out once more, those that many units give alike once."""
    found = {number: unanswered(leaf) for number, leaf in leaves.items()}
    for number, points, figures in kept:
        leaf = leaves.get(number)
        if leaf is not None and (points or figures):
            declared = () if points or not figures else tuple(figures.items())
            found[number] = _standing_kept(leaf, points, declared, year)
    return found


@lru_cache(maxsize=10_000)
def _standing_kept(leaf: Node, points: str, figures: tuple[tuple[str, str], ...], year: int) -> LeafStanding:
    if points:
        return standing_of(leaf, Fraction(points), year)
    return standing_in(leaf, AnswerContent(figures=dict(figures)), year)
