"""Every figure of a release once more, by the rules of its sets: each from the printed figures that it is made of.

So a forged figure is named where it stands, and where it no longer agrees with its neighbours; and where all agree, all
follows from what was declared. What a level withholds is compared as far as it goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import NoneType

from cchc.core.scoring.criteria.derivation import Derivation
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.explanations import derivation_of
from cchc.core.scoring.formulas.tree import FigureKind, FormulaFault
from cchc.core.scoring.index import (
    UnitScores,
    class_by_index,
    peer_values,
    place_among_equals,
    ranks_of,
)
from cchc.core.scoring.ledgers import (
    LeafScore,
    Ledger,
    leaf_ledger,
    ledger_from,
    node_ledger,
    sum_of_ledgers,
    with_bonus_limit,
)
from cchc.core.scoring.rules.values import Loss, PeerRange
from cchc.core.words.messages import Message
from cchc.core.words.numbers import total
from cchc.releases.exchange.content import (
    Level,
    PublicAccount,
    PublicContent,
    PublicDerivation,
    PublicGroup,
    PublicLeaf,
    PublicUnit,
)
from cchc.releases.exchange.findings import AMOUNTS, Comparing
from cchc.releases.exchange.telling import declared_texts, printed_text, public_account

INDEX, PRINTED, RANK, GRADE = Message("index"), Message("index as printed"), Message("rank"), Message("class")
ORDER, UNITS = Message("order of the units"), Message("units of the peer group")
MEAN, HIGHEST, LOWEST = Message("mean"), Message("highest"), Message("lowest")
LOSSES, RULE, DECLARED = Message("losses one by one"), Message("rule"), Message("declared figures")
STEPS, PEER_RANGE = Message("steps of the derivation"), Message("ends of the peer group")
CRITERIA = Message("criteria")
SURVEYED, INTERVAL = Message("figure from a survey"), Message("interval of a survey")
ANSWERED = Message("valid answers to a survey")


def compare_figures(content: PublicContent, sets: Mapping[str, CriteriaSet], comparing: Comparing) -> None:
    """Compare every figure of `content` with what follows from those it is made of; `sets` by code.

    Units and groups of a set that is not among `sets` are left out.
    """
    units = {unit.key: unit for unit in content.units}
    ranges: dict[str, Mapping[str, PeerRange]] = {}
    for group in content.groups:
        if group.set_code in sets:
            peers = [units[key] for key in group.units if key in units]
            compare_members(group, content.units, comparing)
            found = compare_group(sets[group.set_code], group, peers, content.head.year, comparing)
            ranges |= dict.fromkeys(group.units, found)
    for unit in content.units:
        criteria = sets.get(unit.set_code)
        if criteria is not None:
            if content.head.level is Level.LEAVES:
                compare_leaves(criteria, unit, ranges.get(unit.key, {}), content.head.year, comparing)
            compare_nodes(criteria, unit, content.head.level, comparing)
            compare_unit(criteria, unit, content.head.level, comparing)


# --- leaves -------------------------------------------------------------------------------------------------------


def compare_leaves(
    criteria: CriteriaSet,
    unit: PublicUnit,
    ranges: Mapping[str, PeerRange],
    year: int,
    comparing: Comparing,
) -> None:
    """Compare each leaf of a unit with what its rule makes of what was given."""
    comparing.figure(unit.name, "", CRITERIA, sorted(unit.leaves), sorted(criteria.leaves))
    for number, leaf in criteria.leaves.items():
        printed = unit.leaves.get(number)
        if printed is None:
            continue
        peers = ranges.get(number)
        if not is_declared(leaf, printed.given):
            comparing.figure(unit.name, number, DECLARED, "", Message("as the set declares them"))
            continue
        try:
            derivation = derivation_of(leaf, printed.given, peers, year)
            ledger = (
                leaf_ledger(leaf, printed.given, peers, year)
                if derivation is None
                else ledger_from(leaf, derivation.outcome)
            )
        except FormulaFault as fault:
            comparing.figure(unit.name, number, AMOUNTS["points"], printed.account.points, fault.message)
            continue
        comparing.account(unit.name, number, printed.account, public_account(ledger))
        lost = [(code, points) for code, points, _why in printed.losses]
        comparing.figure(unit.name, number, LOSSES, lost, [(one.code, one.points) for one in ledger.losses])
        compare_derivations(unit.name, number, printed.derivation, derivation, comparing)
        compare_estimates(unit.name, number, printed, comparing)


def compare_estimates(unit: str, number: str, leaf: PublicLeaf, comparing: Comparing) -> None:
    """Compare what surveys found with the figures that were declared from it, and with their own intervals."""
    given = leaf.given if isinstance(leaf.given, Mapping) else {}
    for one in leaf.estimates:
        comparing.figure(unit, number, SURVEYED, given.get(one.figure), one.value)
        ends = [end for end in (one.low, one.value, one.high) if end is not None]
        comparing.figure(unit, number, INTERVAL, ends, sorted(ends))
        comparing.figure(unit, number, ANSWERED, one.answers, max(1, min(one.answers, one.base)))


KINDS: Mapping[FigureKind, tuple[type, ...]] = {
    FigureKind.COUNT: (Fraction,),
    FigureKind.NUMBER: (Fraction,),
    FigureKind.PERCENT: (Fraction,),
    FigureKind.DATE: (date, NoneType),
    FigureKind.YES_NO: (bool,),
    FigureKind.CHOICE: (str,),
    FigureKind.TEXT: (str,),
}


def is_declared(leaf: Node, given: LeafScore | None) -> bool:
    """Whether figures given for a leaf are those that its set declares, each of its kind; points and nothing are."""
    if not isinstance(given, Mapping):
        return True
    variables = leaf.declared()
    return all(
        name in variables and isinstance(value, KINDS[variables[name].kind]) for name, value in given.items()
    )


def compare_derivations(
    unit: str,
    number: str,
    printed: PublicDerivation | None,
    computed: Derivation | None,
    comparing: Comparing,
) -> None:
    """Compare two derivations but for the words of their steps, which a later version may say better."""
    if printed is None or computed is None:
        comparing.figure(unit, number, RULE, printed and printed.rule, computed and computed.rule)
        return
    ends = computed.peer_range
    comparing.figure(unit, number, RULE, printed.rule, computed.rule)
    comparing.figure(unit, number, DECLARED, printed.figures, declared_texts(computed))
    comparing.figure(unit, number, PEER_RANGE, printed.peer_range, ends and (ends.lowest, ends.highest))
    steps = [(step.expression or "", step.value) for step in computed.steps]
    comparing.figure(unit, number, STEPS, [step[1:] for step in printed.steps], steps)


# --- nodes and units ----------------------------------------------------------------------------------------------


def compare_nodes(criteria: CriteriaSet, unit: PublicUnit, level: Level, comparing: Comparing) -> None:
    """Compare the account of each criterion with those below it, where the level makes them public."""
    if level is Level.INDEX:
        return
    inner = [node for node in criteria.walk() if not node.is_leaf]
    comparing.figure(unit.name, "", CRITERIA, sorted(unit.nodes), sorted(node.number for node in inner))
    accounts = {**{number: leaf.account for number, leaf in unit.leaves.items()}, **unit.nodes}
    for node in inner:
        printed = unit.nodes.get(node.number)
        if printed is None:
            continue
        comparing.law(unit.name, node.number, printed)
        below = [accounts.get(child.number) for child in node.children]
        if None not in below:
            ledgers = [ledger_of(one) for one in below if one is not None]
            comparing.account(unit.name, node.number, printed, public_account(node_ledger(node, ledgers)))
        else:
            comparing.figure(unit.name, node.number, AMOUNTS["points"], printed.points, within(node, printed))


def within(node: Node, account: PublicAccount) -> Fraction:
    """Return the points of an account, or the maximum of the criterion where they are more than that."""
    return min(account.points, max(node.maximum, Fraction(0)))


def ledger_of(account: PublicAccount) -> Ledger:
    """Return an account as a ledger of the core, a loss for each code."""
    losses = tuple(Loss("", code, points, None) for code, points in account.losses.items())
    return Ledger(
        account.maximum, account.bonus, account.points, account.pending, account.penalty, account.survey,
        account.waiting, losses,
    )  # fmt: skip


def compare_unit(criteria: CriteriaSet, unit: PublicUnit, level: Level, comparing: Comparing) -> None:
    """Compare the account of a unit as a whole with its domains, its index with its account, its class with that."""
    comparing.law(unit.name, "", unit.account)
    if level is not Level.INDEX:
        accounts = {**{number: leaf.account for number, leaf in unit.leaves.items()}, **unit.nodes}
        tops = [accounts.get(node.number) for node in criteria.nodes]
        if None not in tops:
            summed = sum_of_ledgers([ledger_of(one) for one in tops if one is not None])
            comparing.account(
                unit.name, "", unit.account, public_account(with_bonus_limit(criteria, summed, False))
            )
    index = ledger_of(unit.account).percent()
    comparing.figure(unit.name, "", INDEX, unit.index, index)
    comparing.figure(
        unit.name, "", PRINTED, unit.printed, "" if index is None else printed_text(criteria, index)
    )
    comparing.figure(unit.name, "", GRADE, unit.grade, class_by_index(criteria, index) or "")


# --- peer groups --------------------------------------------------------------------------------------------------


def compare_members(group: PublicGroup, units: Sequence[PublicUnit], comparing: Comparing) -> None:
    """Compare the units of a group with those that say they are in it."""
    own = [one.key for one in units if (one.set_code, one.group) == (group.set_code, group.name)]
    comparing.figure(group.name, "", UNITS, sorted(group.units), sorted(own))


def compare_group(
    criteria: CriteriaSet, group: PublicGroup, units: Sequence[PublicUnit], year: int, comparing: Comparing
) -> Mapping[str, PeerRange]:
    """Compare the order, ranks and figures of a group; returns the ends of the leaves that compare."""
    ordered = sorted(units, key=place_of)
    comparing.figure(group.name, "", ORDER, [one.key for one in units], [one.key for one in ordered])
    ranks = ranks_of(criteria.ties, [one.index for one in ordered])
    for unit, rank in zip(ordered, ranks, strict=True):
        comparing.figure(unit.name, "", RANK, unit.rank, rank)
    indices = [one.index for one in units if one.index is not None]
    mean = total(indices) / len(indices) if indices else None
    comparing.figure(group.name, "", MEAN, group.mean, mean)
    comparing.figure(group.name, "", HIGHEST, group.highest, max(indices, default=None))
    comparing.figure(group.name, "", LOWEST, group.lowest, min(indices, default=None))
    if not any(unit.leaves for unit in units):
        return {}
    scores = [scores_of(criteria, unit) for unit in units]
    ranges = peer_values(criteria, list(enumerate(scores)), year, {})
    for number in sorted({*group.peer_ranges, *ranges}):
        found = ranges.get(number)
        expected = None if found is None else (found.lowest, found.highest)
        comparing.figure(group.name, number, PEER_RANGE, group.peer_ranges.get(number), expected)
    return ranges


def place_of(unit: PublicUnit) -> tuple[bool, Fraction, str, str]:
    """Return what orders the units of a group: the index, then the name by the alphabet, then the code."""
    index = Fraction(0) if unit.index is None else unit.index
    return (unit.index is None, -index, *place_among_equals(UnitScores(unit.name, {}, unit.code or None)))


def scores_of(criteria: CriteriaSet, unit: PublicUnit) -> UnitScores:
    """Return what was given for the leaves of a unit, as far as its set declares it."""
    given = {
        number: leaf.given
        for number, leaf in unit.leaves.items()
        if leaf.given is not None
        and number in criteria.leaves
        and is_declared(criteria.leaves[number], leaf.given)
    }
    return UnitScores(unit.name, given, unit.code or None, unit.group)
