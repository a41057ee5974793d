"""The law of the index: ledgers, percentages, ranks and classes as the decisions compute them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.index import GroupIndex, NotScorable, UnitScores, ranking
from cchc.core.words.numbers import printed_number
from tests.core.documents import HUNDRED, criteria, given, node, scored


def ranked(tree: CriteriaSet, *points: str) -> GroupIndex:
    units = [UnitScores(f"Sở {position}", given({"1": one})) for position, one in enumerate(points)]
    (group,) = ranking(tree, units)
    return group


def ranks(group: GroupIndex) -> list[tuple[str, int | None]]:
    return [(unit.unit.name, unit.rank) for unit in group.units]


def test_sixteen_points_not_applicable_turn_68_32_points_into_81_33_percent() -> None:
    tree = criteria(node("1", "84"), node("2", "16"))
    unit = scored(tree, {"1": "68.32", "2": "KAD"})
    assert unit.index is not None
    assert printed_number(unit.index) == "81,33"


def test_without_a_survey_62_62_of_70_points_are_89_46_percent() -> None:
    tree = criteria(node("1", "70"), node("2", "30", part="survey"), survey_optional="yes")
    unit = scored(tree, {"1": "62.62", "2": "KAD"})
    assert unit.index is not None
    assert printed_number(unit.index) == "89,46"


def test_a_set_with_a_survey_is_not_scored_as_if_none_was_held() -> None:
    tree = criteria(node("1", "70"), node("2", "30", part="survey"))
    with pytest.raises(NotScorable) as refused:
        scored(tree, {"1": "62.62", "2": "KAD"})
    assert [(fault.unit, fault.number) for fault in refused.value.faults] == [(0, "2")]


def test_one_unit_may_be_outside_the_survey_that_others_take_part_in() -> None:
    tree = criteria(node("1", "70"), node("2", "30", part="survey"))
    units = [UnitScores("A", given({"1": "35", "2": "KAD"})), UnitScores("B", given({"1": "35", "2": "30"}))]
    (group,) = ranking(tree, units)
    assert [(unit.unit.name, unit.index) for unit in group.units] == [("B", 65), ("A", 50)]


def test_equals_share_a_place_and_the_next_is_counted_on() -> None:
    assert ranks(ranked(HUNDRED, "90", "91", "91")) == [("Sở 1", 1), ("Sở 2", 1), ("Sở 0", 3)]


def test_dense_ranks_leave_no_gap() -> None:
    tree = criteria(node("1", "100"), ties="dense")
    assert ranks(ranked(tree, "90", "91", "91")) == [("Sở 1", 1), ("Sở 2", 1), ("Sở 0", 2)]


def test_ordinal_ranks_put_equals_in_alphabetical_order() -> None:
    tree = criteria(node("1", "100"), ties="ordinal")
    units = [UnitScores(name, given({"1": "91"})) for name in ("Sở Y tế", "Sở Đào tạo", "Sở Du lịch")]
    (group,) = ranking(tree, units)
    assert ranks(group) == [("Sở Du lịch", 1), ("Sở Đào tạo", 2), ("Sở Y tế", 3)]


def test_ranks_look_at_exact_values_not_at_printed_ones() -> None:
    group = ranked(HUNDRED, "91.001", "91.004")
    assert ranks(group) == [("Sở 1", 1), ("Sở 0", 2)]
    assert {printed_number(unit.index) for unit in group.units if unit.index is not None} == {"91,00"}


def test_three_leaves_of_a_third_equal_one_leaf_of_one() -> None:
    thirds = "ratio done / total; when total = 0: full"
    inputs = "done: count | Đã làm\ntotal: count | Tổng"
    tree = criteria(*(node(number, rule=thirds, inputs=inputs) for number in ("1", "2", "3")), node("4", "1"))
    third = {"done": Fraction(1), "total": Fraction(3)}
    units = [
        UnitScores("A", {"1": third, "2": third, "3": third, "4": Fraction(0)}),
        UnitScores("B", {"1": Fraction(0), "2": Fraction(0), "3": Fraction(0), "4": Fraction(1)}),
    ]
    (group,) = ranking(tree, units)
    assert [(unit.total.points, unit.rank) for unit in group.units] == [(1, 1), (1, 1)]


def test_peer_groups_are_ranked_apart_with_their_own_figures() -> None:
    units = [
        UnitScores("A", given({"1": "90"}), group="Sở"),
        UnitScores("X", given({"1": "70"}), group="Xã"),
        UnitScores("B", given({"1": "80"}), group="Sở"),
    ]
    departments, communes = ranking(HUNDRED, units)
    assert (departments.group, ranks(departments)) == ("Sở", [("A", 1), ("B", 2)])
    assert (departments.mean, departments.highest, departments.lowest) == (85, 90, 80)
    assert (communes.group, ranks(communes), communes.mean) == ("Xã", [("X", 1)], 70)


# --- pending -----------------------------------------------------------------------------------------------------


def test_a_unit_with_something_pending_has_no_index_and_stands_last() -> None:
    tree = criteria(node("1", "60"), node("2", "40"))
    units = [UnitScores("A", given({"1": "60"})), UnitScores("B", given({"1": "1", "2": "1"}))]
    (group,) = ranking(tree, units)
    assert [(unit.unit.name, unit.index, unit.rank) for unit in group.units] == [
        ("B", 2, 1),
        ("A", None, None),
    ]
    assert group.units[1].total.pending == 40
    assert group.mean == 2


def test_a_provisional_index_stands_on_what_is_scored_so_far() -> None:
    tree = criteria(node("1", "60"), node("2", "40"))
    unit = scored(tree, {"1": "45"}, provisional=True)
    assert (unit.index, unit.rank, unit.total.pending) == (75, 1, 40)


def test_nothing_scored_gives_no_index_even_provisionally() -> None:
    assert scored(HUNDRED, {}, provisional=True).index is None


def test_a_pending_bonus_keeps_the_index_open() -> None:
    tree = criteria(node("1", "10"), node("2", "1", part="bonus"))
    unit = scored(tree, {"1": "8"})
    assert (unit.index, unit.total.pending, unit.total.waiting) == (None, 0, 1)


def test_where_nothing_is_applicable_there_is_no_index() -> None:
    unit = scored(HUNDRED, {"1": "KAD"})
    assert (unit.total.maximum, unit.index, unit.rank) == (0, None, None)


def test_a_set_whose_maximum_is_zero_has_no_index() -> None:
    assert scored(criteria(node("1", "0")), {"1": "0"}).index is None


# --- bonus and penalty -------------------------------------------------------------------------------------------

BLOCKS = criteria(
    node("1", "10"),
    node("2", "2", part="bonus"),
    node("2.1", "2"),
    node("2.2", "1"),
    node("3", "-2", part="penalty"),
    node("3.1", "-2"),
    node("3.2", "-1"),
)


def test_a_bonus_lifts_the_index_and_stops_at_its_cap() -> None:
    unit = scored(BLOCKS, {"1": "10", "2.1": "2", "2.2": "1", "3.1": "0", "3.2": "0"})
    assert (unit.total.bonus, unit.total.points, unit.index) == (2, 12, 120)
    assert unit.total.losses == ()


def test_a_set_may_keep_the_bonus_from_lifting_the_index_above_its_total() -> None:
    tree = criteria(node("1", "10"), node("2", "2", part="bonus"), bonus_above_total="no")
    unit = scored(tree, {"1": "9", "2": "2"})
    assert (unit.total.bonus, unit.total.points, unit.index) == (1, 10, 100)


def test_an_unearned_bonus_is_no_loss() -> None:
    unit = scored(BLOCKS, {"1": "10", "2.1": "0", "2.2": "0", "3.1": "0", "3.2": "0"})
    assert (unit.index, unit.total.losses) == (100, ())


def test_a_penalty_is_a_loss_with_its_own_code_and_stops_at_its_cap() -> None:
    unit = scored(BLOCKS, {"1": "10", "2.1": "0", "2.2": "0", "3.1": "-2", "3.2": "-1"})
    assert (unit.total.penalty, unit.total.points) == (2, 8)
    assert [(loss.number, loss.code, loss.points) for loss in unit.total.losses] == [
        ("3.1", "penalty", Fraction(4, 3)), ("3.2", "penalty", Fraction(2, 3)),
    ]  # fmt: skip


def test_a_best_of_bonus_block_counts_its_highest_bonus() -> None:
    tree = criteria(
        node("1", "10"), node("2", "2", part="bonus", children="best"), node("2.1", "2"), node("2.2", "1")
    )
    unit = scored(tree, {"1": "5", "2.1": "0.5", "2.2": "1"})
    assert (unit.total.bonus, unit.total.points) == (1, 6)


# --- parents that cap, parents that take the best ----------------------------------------------------------------

CAPPED = criteria(node("1", "2", children="capped"), node("1.1"), node("1.2"), node("1.3"))
BEST = criteria(node("1", "2", children="best"), node("1.1", "2"), node("1.2", "1"))


def test_a_capped_parent_stops_at_its_maximum_and_loses_nothing_above_it() -> None:
    total = scored(CAPPED, {"1.1": "1", "1.2": "1", "1.3": "0"}).total
    assert (total.maximum, total.points, total.losses) == (2, 2, ())


def test_losses_under_a_cap_keep_their_proportions() -> None:
    total = scored(CAPPED, {"1.1": "0.5", "1.2": "0", "1.3": "1"}).total
    assert (total.maximum, total.points) == (2, Fraction("1.5"))
    assert {loss.number: loss.points for loss in total.losses} == {
        "1.1": Fraction(1, 6),
        "1.2": Fraction(1, 3),
    }


def test_a_capped_parent_cannot_give_more_than_its_applicable_children() -> None:
    total = scored(CAPPED, {"1.1": "1", "1.2": "KAD", "1.3": "KAD"}).total
    assert (total.maximum, total.points) == (1, 1)


def test_what_is_pending_under_a_cap_is_at_most_what_the_cap_leaves() -> None:
    total = scored(CAPPED, {"1.1": "1", "1.2": "0.5"}).total
    assert (total.maximum, total.points, total.pending, total.losses) == (
        2,
        Fraction("1.5"),
        Fraction("0.5"),
        (),
    )


def test_a_best_of_parent_has_the_points_of_its_best_child() -> None:
    total = scored(BEST, {"1.1": "0.5", "1.2": "1"}).total
    assert (total.maximum, total.points) == (2, 1)
    assert [(loss.number, loss.code, loss.points) for loss in total.losses] == [("1", "not_done", 1)]


def test_a_best_of_parent_keeps_the_losses_of_its_best_child() -> None:
    total = scored(BEST, {"1.1": "1.5", "1.2": "1"}).total
    assert [(loss.number, loss.code, loss.points) for loss in total.losses] == [
        ("1.1", "stated", Fraction(1, 2))
    ]


def test_a_best_of_parent_counts_the_best_maximum_among_applicable_children() -> None:
    total = scored(BEST, {"1.1": "KAD", "1.2": "1"}).total
    assert (total.maximum, total.points, total.losses) == (1, 1, ())


def test_a_best_of_parent_is_pending_while_a_child_is() -> None:
    total = scored(BEST, {"1.2": "0"}).total
    assert (total.maximum, total.points, total.pending, total.waiting) == (2, 0, 2, 1)
    assert total.losses == ()


def test_a_best_of_parent_without_applicable_children_is_not_applicable() -> None:
    assert scored(BEST, {"1.1": "KAD", "1.2": "KAD"}).total.maximum == 0


# --- classes -----------------------------------------------------------------------------------------------------

GRADES = [
    {"name": "Xuất sắc", "band": ">= 90"}, {"name": "Tốt", "band": "80..<90"}, {"name": "Khá", "band": "< 80"},
]  # fmt: skip


def test_a_class_is_read_from_the_printed_index() -> None:
    tree = criteria(node("1", "100"), grades=GRADES)
    assert [unit.grade for unit in ranked(tree, "89.995", "89.994", "79.99").units] == [
        "Xuất sắc",
        "Tốt",
        "Khá",
    ]


def test_a_set_may_read_the_class_from_the_exact_index() -> None:
    tree = criteria(node("1", "100"), grades=GRADES, grade_by="exact")
    assert [unit.grade for unit in ranked(tree, "89.995", "90").units] == ["Xuất sắc", "Tốt"]


def test_a_unit_without_an_index_has_no_class() -> None:
    assert scored(criteria(node("1", "100"), grades=GRADES), {}).grade is None
