"""What a unit wins at most where some of its losses are withdrawn: its account is added up once more by its own rules.

A plain sum of the losses says otherwise wherever a level of the tree is capped, counts only its best criterion, or
where the set does not let the bonus lift the index above 100 %: then both amounts are told, and the place where they
part.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from cchc.core.scoring.criteria.tree import Aggregation, CriteriaSet, Node, Part
from cchc.core.scoring.formulas.tree import ZERO
from cchc.core.scoring.index import UnitIndex, class_by_index
from cchc.core.scoring.ledgers import Ledger, node_ledger, sum_of_ledgers, with_bonus_limit
from cchc.core.words.messages import Message
from cchc.core.words.numbers import total


class LossKey(NamedTuple):
    """Which loss of a unit is meant: the number of its leaf, or of the level whose cap took it, and its code."""

    number: str
    code: str


class Parting(NamedTuple):
    """A level at which winning losses back gives otherwise than their sum: its number ("" for the whole set), what the
    losses count there in a plain sum, what is won at most (both in points), and why."""

    number: str
    counted: Fraction
    won: Fraction
    why: Message


@dataclass(frozen=True, slots=True)
class MostWon:
    """The account of a unit before and after, by the real rules; `counted` is the plain sum of the losses withdrawn as
    they stand in the account, `domains` what each level of the first rank wins, `partings` where the two differ."""

    before: Ledger
    after: Ledger
    counted: Fraction
    domains: Mapping[str, Fraction]
    partings: tuple[Parting, ...]

    @property
    def points(self) -> Fraction:
        """The points won at most."""
        return self.after.points - self.before.points

    def grades(self, criteria: CriteriaSet) -> tuple[str | None, str | None]:
        """The class before and after; None without an index or without classes."""
        before, after = (class_by_index(criteria, one.percent()) for one in (self.before, self.after))
        return before, after


def counted_losses(account: UnitIndex) -> dict[LossKey, Fraction]:
    """The losses of a unit as they count in its whole account, by leaf and code, in points; together what it lost."""
    found: dict[LossKey, Fraction] = {}
    for loss in account.total.losses:
        key = LossKey(loss.number, loss.code)
        found[key] = found.get(key, ZERO) + loss.points
    return {key: points for key, points in found.items() if points}


def most_won(criteria: CriteriaSet, account: UnitIndex, withdrawn: Collection[LossKey]) -> MostWon:
    """Return what the unit of `account`, computed by `criteria`, wins at most where the losses `withdrawn` were not.

    What others have does not matter: no leaf gives more than its maximum, whoever is the best of the peer group.
    """
    keys = frozenset(withdrawn)
    after: dict[str, Ledger] = {}
    partings: list[Parting] = []

    def raised(node: Node) -> Ledger:
        """The ledger of a node without the losses withdrawn, from its leaves up."""
        below = [raised(child) for child in node.children]
        ledger = node_ledger(node, below) if below else account.nodes[node.number]
        after[node.number] = _without(ledger, node, keys)
        if below and node.aggregation is not Aggregation.SUM:
            before = account.nodes[node.number]
            counted = _sum_of(before, keys)
            won = after[node.number].points - before.points
            if won != counted:
                partings.append(Parting(node.number, counted, won, _why(node)))
        return after[node.number]

    tops = [raised(node) for node in criteria.nodes]
    whole = with_bonus_limit(criteria, sum_of_ledgers(tops), False)
    domains = {
        node.number: after[node.number].points - account.nodes[node.number].points for node in criteria.nodes
    }
    summed = total(list(domains.values())) if domains else ZERO
    won = whole.points - account.total.points
    if won != summed:
        partings.append(
            Parting("", summed, won, Message("The set does not let the bonus lift the index above 100 %."))
        )
    return MostWon(account.total, whole, _sum_of(account.total, keys), domains, tuple(partings))


def _without(ledger: Ledger, node: Node, keys: frozenset[LossKey]) -> Ledger:
    """The ledger of a node without those of its own losses that are withdrawn; what the levels below lost stays."""
    mine = [
        loss
        for loss in ledger.losses
        if loss.number == node.number and LossKey(loss.number, loss.code) in keys
    ]
    if not mine:
        return ledger
    won = total([loss.points for loss in mine])
    return ledger._replace(
        points=ledger.points + won,
        penalty=ledger.penalty - won if node.part is Part.PENALTY else ledger.penalty,
        survey=ledger.survey + won if node.part is Part.SURVEY else ledger.survey,
        losses=tuple(loss for loss in ledger.losses if loss not in mine),
    )


def _sum_of(ledger: Ledger, keys: frozenset[LossKey]) -> Fraction:
    amounts = [loss.points for loss in ledger.losses if LossKey(loss.number, loss.code) in keys]
    return total(amounts) if amounts else ZERO


def _why(node: Node) -> Message:
    if node.aggregation is Aggregation.BEST:
        return Message("Of the criteria below {number} only the best counts.", number=node.number)
    if node.part is Part.PENALTY:
        return Message(
            "Under {number} at most {points} points are taken, however much the criteria below take.",
            number=node.number, points=-node.maximum,
        )  # fmt: skip
    return Message(
        "The criteria below {number} give at most {points} points together.",
        number=node.number,
        points=node.maximum,
    )
