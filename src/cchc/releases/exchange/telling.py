"""What the core computed, as the public values of a release: accounts, leaves with their derivations, units, groups.

Nothing is computed here. The words are Vietnamese, whatever language the installation speaks: a release has one text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache

from cchc.core.scoring.criteria.derivation import Derivation
from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.explanations import derivation_of, derived_figures
from cchc.core.scoring.index import GroupIndex, UnitIndex
from cchc.core.scoring.ledgers import LeafScore, Ledger
from cchc.core.scoring.reasons import loss_words, what_words
from cchc.core.scoring.rules.values import PeerRange
from cchc.core.words.messages import Message
from cchc.core.words.numbers import printed_number
from cchc.releases.exchange.content import (
    Ancestor,
    Level,
    PublicAccount,
    PublicDerivation,
    PublicGroup,
    PublicLeaf,
    PublicUnit,
)
from cchc.texts.speaking import speaker


def public_account(ledger: Ledger) -> PublicAccount:
    """Return the account of a ledger, its losses added by code; a code that took nothing is left out."""
    losses: dict[str, Fraction] = {}
    for loss in ledger.losses:
        losses[loss.code] = losses.get(loss.code, Fraction(0)) + loss.points
    return PublicAccount(
        maximum=ledger.maximum,
        bonus=ledger.bonus,
        points=ledger.points,
        pending=ledger.pending,
        penalty=ledger.penalty,
        survey=ledger.survey,
        waiting=ledger.waiting,
        losses={code: points for code, points in losses.items() if points},
    )


def public_leaf(
    leaf: Node,
    given: LeafScore | None,
    ledger: Ledger,
    peer_range: PeerRange | None = None,
    year: int | None = None,
    provisional: str = "",
    taken: str = "",
) -> PublicLeaf:
    """Return a leaf with its account, its losses in words and its derivation; `year` is that of the cycle, `taken` for
    what points were taken that were given directly."""
    derivation = derivation_of(leaf, given, peer_range, year)
    figures = None if derivation is None else derived_figures(derivation)
    directly = taken if isinstance(given, Fraction) else ""
    losses = tuple(
        (
            loss.code,
            loss.points,
            directly if loss.line is None else vietnamese()(loss_words(leaf, loss, figures)),
        )
        for loss in ledger.losses
    )
    told = None if derivation is None else public_derivation(leaf, derivation)
    return PublicLeaf(given, public_account(ledger), losses, told, provisional)


def public_derivation(leaf: Node, derivation: Derivation) -> PublicDerivation:
    """Return a derivation with its figures and steps in words."""
    say = vietnamese()
    variables, ends = leaf.declared(), derivation.peer_range
    return PublicDerivation(
        rule=derivation.rule,
        figures=declared_texts(derivation),
        peer_range=None if ends is None else (ends.lowest, ends.highest),
        steps=tuple(
            (say(what_words(step, variables)), step.expression or "", step.value) for step in derivation.steps
        ),
    )


def declared_texts(derivation: Derivation) -> tuple[tuple[str, str], ...]:
    """Return what was declared, by the labels of the set, as an official writes it."""
    say = vietnamese()
    return tuple(
        (variable.label, words if isinstance(words, str) else say(words))
        for variable, value in derivation.figures
        for words in [figure_words(variable, value)]
    )


def public_unit(
    criteria: CriteriaSet,
    group: GroupIndex,
    unit: UnitIndex,
    *,
    key: str,
    kind: str,
    set_code: str,
    level: Level,
    year: int | None,
    lineage: tuple[Ancestor, ...] = (),
    provisional: Mapping[str, str] | None = None,
    taken: Mapping[str, str] | None = None,
) -> PublicUnit:
    """Return a ranked unit with what `level` makes public of it; by leaf number `provisional` has why points may still
    change, and `taken` for what those were taken that were given directly."""
    reasons, whys = provisional or {}, taken or {}
    nodes: dict[str, PublicAccount] = {}
    leaves: dict[str, PublicLeaf] = {}
    if level is not Level.INDEX:
        nodes = {
            one.number: public_account(unit.nodes[one.number]) for one in criteria.walk() if not one.is_leaf
        }
    if level is Level.LEAVES:
        leaves = {
            number: public_leaf(
                leaf,
                unit.unit.given.get(number),
                unit.nodes[number],
                group.peer_ranges.get(number),
                year,
                reasons.get(number, ""),
                whys.get(number, ""),
            )
            for number, leaf in criteria.leaves.items()
        }
    return PublicUnit(
        key=key,
        name=unit.unit.name,
        code=unit.unit.code or "",
        kind=kind,
        set_code=set_code,
        group=unit.unit.group or "",
        account=public_account(unit.total),
        index=unit.index,
        printed="" if unit.index is None else printed_text(criteria, unit.index),
        rank=unit.rank,
        grade=unit.grade or "",
        lineage=lineage,
        nodes=nodes,
        leaves=leaves,
    )


def public_group(set_code: str, group: GroupIndex, keys: Sequence[str], level: Level) -> PublicGroup:
    """Return a peer group; `keys` are those of its units, in the order of `group.units`."""
    ranges = group.peer_ranges if level is Level.LEAVES else {}
    return PublicGroup(
        set_code=set_code,
        name=group.group or "",
        units=tuple(keys),
        mean=group.mean,
        highest=group.highest,
        lowest=group.lowest,
        peer_ranges={number: (ends.lowest, ends.highest) for number, ends in ranges.items()},
    )


def printed_text(criteria: CriteriaSet, index: Fraction) -> str:
    """Return an index (percent) as it is printed: rounded as the set says, with a decimal comma."""
    return printed_number(index, criteria.places, rounding=criteria.rounding)


@cache
def vietnamese() -> Callable[[Message], str]:
    """Return what puts messages of the core into Vietnamese."""
    return speaker("scores", "criteria", language_code="vi")
