"""The running sums of a sheet: what it has, of what, and how much is still to be answered."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.declared import (
    LeafStanding,
    branch_of_sheet,
    is_self_scored,
    sheet_ledger,
    sheet_ledgers,
    standing_of,
)
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
    return _account(whole, nodes, standings)


def _account(
    whole: Ledger, nodes: Mapping[str, Ledger], standings: Mapping[str, LeafStanding]
) -> SheetAccount:
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


class KeptPoints(NamedTuple):
    """What an answer keeps of which its sheet is made: exact points, else the figures as JSON text; both may be
    empty."""

    points: str
    figures: str = ""


def kept_as(points: str, figures: Mapping[str, str] | None) -> KeptPoints:
    """Return what an answer with these points and figures keeps; the figures count where no points follow from them."""
    return KeptPoints(points, "" if points or not figures else json.dumps(dict(figures)))


def kept_account(
    criteria: CriteriaSet, kept: Mapping[str, KeptPoints], without: Collection[str], year: int
) -> SheetAccount:
    """Return what a sheet comes to by what its answers keep, by leaf; `without` are the leaves that do not apply. Of a
    sheet in which one answer is another, the other domains are not folded anew: equal texts give equal accounts."""
    standings: dict[str, LeafStanding] = {}
    nodes: dict[str, Ledger] = {}
    off = frozenset(without)
    for top in criteria.nodes:
        answers = tuple([kept.get(leaf.number) for leaf in _own_leaves_below(top)])
        branch = _branch(top, answers, off, year)
        standings |= branch.standings
        nodes |= branch.nodes
    return _account(sheet_ledger(criteria, nodes), nodes, standings)


class KeptBranch(NamedTuple):
    """A domain of a sheet by what its answers keep: how its leaves stand, and the accounts of its nodes."""

    standings: Mapping[str, LeafStanding]
    nodes: Mapping[str, Ledger]


@lru_cache(maxsize=1_000)
def _own_leaves_below(top: Node) -> tuple[Node, ...]:
    return tuple(leaf for leaf in top.leaves() if is_self_scored(leaf))


@lru_cache(maxsize=2_000)
def _branch(
    top: Node, answers: tuple[KeptPoints | None, ...], without: frozenset[str], year: int
) -> KeptBranch:
    standings = {
        leaf.number: _standing_kept(leaf, one, year) if one and any(one) else unanswered(leaf)
        for leaf, one in zip(_own_leaves_below(top), answers, strict=True)
        if leaf.number not in without
    }
    nodes = branch_of_sheet(top, {number: one.outcome for number, one in standings.items()})
    return KeptBranch(standings, nodes)


@lru_cache(maxsize=10_000)
def _standing_kept(leaf: Node, kept: KeptPoints, year: int) -> LeafStanding:
    """Return how a leaf stands by what its answer keeps; only where no points follow from it, it is worked out once
    more."""
    if kept.points:
        return standing_of(leaf, Fraction(kept.points), year)
    return standing_in(leaf, AnswerContent(figures=json.loads(kept.figures)), year)
