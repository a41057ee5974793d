"""Scores of units: what cannot be scored is refused, peers are compared, every loss has its reason."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.explanations import derivation_of, loss_reason
from cchc.core.scoring.index import NotScorable, ScoreFault, UnitScores, ranking
from cchc.core.scoring.ledgers import NA
from cchc.core.scoring.rules.values import Loss
from cchc.core.words.messages import Message, say
from tests.core.documents import HUNDRED, criteria, given, node, scored

# --- scores that cannot be ---------------------------------------------------------------------------------------


def refused(tree: CriteriaSet, *units: UnitScores) -> list[ScoreFault]:
    with pytest.raises(NotScorable) as found:
        ranking(tree, list(units))
    return list(found.value.faults)


def test_points_above_the_maximum_are_refused() -> None:
    (fault,) = refused(HUNDRED, UnitScores("Sở", given({"1": "100.5"})))
    assert (fault.unit, fault.number) == (0, "1")


def test_negative_points_are_refused_where_the_rule_knows_none() -> None:
    (fault,) = refused(HUNDRED, UnitScores("Sở", given({"1": "-1"})))
    assert (fault.unit, fault.number) == (0, "1")


def test_negative_points_are_taken_where_the_rule_gives_them() -> None:
    rule = 'choose state { "Có" = full, "Không" = -1 }'
    tree = criteria(node("1", "1", rule=rule, inputs='state: one of "Có", "Không" | Tình trạng'))
    total = scored(tree, {"1": "-1"}).total
    assert (total.points, [loss.points for loss in total.losses]) == (-1, [2])


RATIO = criteria(
    *(node(f"1.{leaf}" if leaf else "1", "1" if leaf else "10",
           **({"rule": "ratio a / b", "inputs": "a: count | A\nb: count, from 1 | B"} if leaf else {}))
      for leaf in range(11))
)  # fmt: skip


def test_every_refused_score_is_told_in_the_order_of_units_and_leaves() -> None:
    bad = {"a": Fraction(1), "b": Fraction(0)}
    found = refused(RATIO, UnitScores("A", {"1.10": bad, "1.9": bad}), UnitScores("B", {"1.2": bad}))
    assert [(fault.unit, fault.number) for fault in found] == [(0, "1.9"), (0, "1.10"), (1, "1.2")]


def test_a_relative_score_that_cannot_be_computed_is_told_once() -> None:
    tree = criteria(
        node(
            "1",
            "1",
            rule="relative a / b to best; when a = 0: zero",
            inputs="a: count | A\nb: count, from 1 | B",
        )
    )
    bad = {"a": Fraction(1), "b": Fraction(0)}
    found = refused(tree, UnitScores("A", {"1": bad}), UnitScores("B", {"1": bad}))
    assert [(fault.unit, fault.number) for fault in found] == [(0, "1"), (1, "1")]


def test_figures_for_a_leaf_without_a_rule_are_refused() -> None:
    (fault,) = refused(HUNDRED, UnitScores("Sở", {"1": {"a": Fraction(1)}}))
    assert say(fault.why) == "1 has no rule; give its points"


# --- relative rules ----------------------------------------------------------------------------------------------

RELATIVE = criteria(
    node("1", "2", rule="relative value to best; when none_held: zero as not_done; when value = 0: zero",
         inputs="value: number, from 0 | Giá trị\nnone_held: yes or no, default no | Không tổ chức")
)  # fmt: skip


def test_a_relative_leaf_compares_the_units_of_its_own_peer_group_that_declared() -> None:
    units = [
        UnitScores("A", {"1": {"value": Fraction(6)}}, group="Sở"),
        UnitScores("B", {"1": {"value": Fraction(8)}}, group="Sở"),
        UnitScores("C", {"1": {"value": Fraction(99), "none_held": True}}, group="Sở"),
        UnitScores("D", {"1": NA}, group="Sở"),
        UnitScores("X", {"1": {"value": Fraction(100)}}, group="Xã"),
    ]
    departments, communes = ranking(RELATIVE, units)
    assert [(unit.unit.name, unit.total.points) for unit in departments.units] == [
        ("B", 2), ("A", Fraction(3, 2)), ("C", 0), ("D", 0),
    ]  # fmt: skip
    assert departments.peer_ranges["1"] == (6, 8)
    assert communes.units[0].total.points == 2


def test_a_relative_leaf_is_pending_until_the_whole_window_is_declared() -> None:
    inputs = "now: number, from 0 | Năm nay\nbefore: number, from 0 | Năm trước"
    tree = criteria(
        node("1", "1", rule="relative now to best; among now, before; when now = 0: zero", inputs=inputs)
    )
    (group,) = ranking(tree, [UnitScores("A", {"1": {"now": Fraction(1)}})])
    assert (group.units[0].total.pending, group.peer_ranges) == (1, {})


def test_the_derivation_of_a_relative_leaf_names_the_ends_of_its_peer_group() -> None:
    unit = UnitScores("A", {"1": {"value": Fraction(6)}})
    (group,) = ranking(RELATIVE, [unit, UnitScores("B", {"1": {"value": Fraction(8)}})])
    derivation = derivation_of(RELATIVE.leaves["1"], unit.given["1"], group.peer_ranges["1"])
    assert derivation is not None
    assert [(say(step.what), step.value) for step in derivation.steps] == [
        ("Lowest of the peer group", 6),
        ("Highest of the peer group", 8),
        ("Share of the best", Fraction(3, 4)),
        ("Share × maximum", Fraction(3, 2)),
    ]


# --- the reason of a loss ----------------------------------------------------------------------------------------


def test_a_stated_loss_says_that_nothing_was_computed() -> None:
    (loss,) = scored(HUNDRED, {"1": "90"}).total.losses
    assert (loss.code, loss.points) == ("stated", 10)
    assert say(loss_reason(HUNDRED, loss)) == "points were stated, not computed from figures"


def test_a_loss_by_rule_says_the_line_that_took_it() -> None:
    figures = {"a": Fraction(1), "b": Fraction(2)}
    (group,) = ranking(RATIO, [UnitScores("A", {"1.1": figures})], provisional=True)
    (loss,) = group.units[0].total.losses
    assert (loss.number, loss.code, loss.points) == ("1.1", "ratio", Fraction(1, 2))
    assert say(loss_reason(RATIO, loss)) == "A ÷ B × maximum points"


def test_a_loss_of_a_parent_says_that_its_children_reach_less() -> None:
    best = criteria(node("1", "2", children="best"), node("1.1", "2"), node("1.2", "1"))
    assert loss_reason(best, Loss("1", "not_done", Fraction(1), None)) == Message(
        "the criteria below together reach less than the maximum of {number}", number="1"
    )
