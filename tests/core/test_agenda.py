"""The agenda: what is on it changes a rank or a class, what is not on it changes none, by the whole index computed
again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.scoring.agenda import Agenda, agenda
from cchc.core.scoring.criteria.tree import CriteriaSet, Grade, Node
from cchc.core.scoring.index import NotScorable, UnitScores, ranking
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.core.scoring.replacing import UnitRank
from cchc.core.scoring.rules.reading import parsed_band
from tests.core.documents import criteria, node
from tests.core.strategies import YEAR, among, between, criteria_sets, declared, givens, units_of

GRADES = tuple(
    Grade(name, parsed_band(band)) for name, band in (("A", ">= 80"), ("B", "40..<80"), ("C", "< 40"))
)
Disputed = dict[tuple[int, str], LeafScore | None]
Stands = list[tuple[int | None, str | None]]


def stands(tree: CriteriaSet, units: list[UnitScores], provisional: bool = False) -> Stands | None:
    """Rank and class of every unit by the whole index; None where the rules refuse something."""
    try:
        groups = ranking(tree, units, YEAR, provisional)
    except NotScorable:
        return None
    by_name = {one.unit.name: (one.rank, one.grade) for group in groups for one in group.units}
    return [by_name[unit.name] for unit in units]


def with_others(
    units: list[UnitScores], position: int, others: Mapping[str, LeafScore | None]
) -> list[UnitScores]:
    """`units`, one of which holds something else in some leaves."""
    held = {**units[position].given, **others}
    scores = {number: one for number, one in held.items() if one is not None}
    return [*units[:position], replace(units[position], given=scores), *units[position + 1 :]]


def changed(before: Stands, after: Stands) -> dict[int, tuple[Any, Any]]:
    pairs = enumerate(zip(before, after, strict=True))
    return {unit: pair for unit, pair in pairs if pair[0] != pair[1]}


def entries_by_leaves(found: Agenda) -> dict[tuple[int, tuple[str, ...]], dict[int, tuple[Any, Any]]]:
    """Every entry with the ranks and classes that it changes."""
    return {
        (entry.unit, entry.leaves): {
            one.unit: (one.before.place, one.after.place)
            for one in (entry.own, *entry.others)
            if one.before.place != one.after.place
        }
        for entry in found.entries
    }


COUNT = "a: count, to 20 | Số a"
COMPARING = criteria(
    node("1", "4"),
    node("1.1", "2", rule="relative a to best; when a = 0: zero", inputs=COUNT),
    node(
        "1.2",
        "2",
        rule="relative a to range; lower is better; among a, b",
        inputs=f"{COUNT}\nb: count, to 20 | Số b",
    ),
    node("2", "1", rule="relative a to range", inputs=COUNT),
    node("3", "1"),
)
WITH_SURVEY = criteria(
    node("1", "4"), node("1.1", "2"), node("1.2", "2", part="survey"), survey_optional="no", ties="dense"
)
WITH_BONUS = criteria(
    node("1", "4"), node("1.1", "2"), node("1.2", "2"),
    node("2", "1", part="bonus", children="capped"), node("2.1", "1", part="bonus"), node("2.2", "1", part="bonus"),
    bonus_above_total="no",
)  # fmt: skip
TREES = {
    "any": criteria_sets(),
    "comparing": st.just(COMPARING),
    "surveyed": st.just(WITH_SURVEY),
    "bonus": st.just(WITH_BONUS),
}


@st.composite
def rounds(draw: st.DrawFn, trees: str = "any") -> tuple[CriteriaSet, list[UnitScores], Disputed, bool]:
    """A set with classes, units that have nearly all of their points, and what else some leaves could hold."""
    tree = replace(draw(TREES[trees]), grades=draw(among([(), GRADES])), grade_exact=draw(st.booleans()))
    units = draw(units_of(tree, most=5))
    if draw(st.booleans()):  # nothing waits: there are ranks to change
        units = [whole(draw, tree, unit) for unit in units]
    disputed: Disputed = {}
    for _ in range(draw(between(1, 6))):
        unit = draw(between(0, len(units) - 1))
        number = draw(among(tuple(tree.leaves)))
        disputed[unit, number] = draw(givens(tree.leaves[number]))
    return tree, units, disputed, draw(st.booleans())


def whole(draw: st.DrawFn, tree: CriteriaSet, unit: UnitScores) -> UnitScores:
    def scored(leaf: Node) -> LeafScore:
        return (
            draw(declared(leaf, whole=True))
            if leaf.rule is not None
            else leaf.maximum * draw(between(0, 2)) / 2
        )

    return replace(unit, given={number: scored(leaf) for number, leaf in tree.leaves.items()}, group="A")


@pytest.mark.parametrize("trees", TREES)
@settings(max_examples=60)
@given(data=st.data())
def test_on_the_agenda_is_exactly_what_changes_a_rank_or_a_class_when_all_is_computed_again(trees, data):
    tree, units, disputed, provisional = data.draw(rounds(trees))
    before = stands(tree, units, provisional)
    if before is None:
        with pytest.raises(NotScorable):
            agenda(tree, units, disputed, YEAR, provisional)
        return
    found = agenda(tree, units, disputed, YEAR, provisional)
    assert [one.place for one in found.now] == before
    assert found.asked == len(units) * len(tree.leaves)
    alone = {}
    refused = set()
    silent: dict[int, dict[str, LeafScore | None]] = {}
    loud: dict[int, dict[str, LeafScore | None]] = {}
    for (unit, number), other in disputed.items():
        after = stands(tree, with_others(units, unit, {number: other}), provisional)
        if after is None:
            refused.add((unit, number))
        elif moved := changed(before, after):
            alone[unit, (number,)] = moved
            loud.setdefault(unit, {})[number] = other
        else:
            silent.setdefault(unit, {})[number] = other
    together = {}
    for unit, others in silent.items():
        differing = {number: one for number, one in others.items() if one != units[unit].given.get(number)}
        leaves = tuple(number for number in tree.leaves if number in differing)
        moved = {}
        if len(leaves) > 1:
            moved = changed(before, stands(tree, with_others(units, unit, differing), provisional) or before)
        if leaves and not moved and unit in loud:
            without = stands(tree, with_others(units, unit, loud[unit]), provisional)
            with_all = stands(tree, with_others(units, unit, {**loud[unit], **differing}), provisional)
            if without and with_all:
                moved = changed(without, with_all)
        if moved:
            together[unit, leaves] = moved
    joint = {(entry.unit, entry.leaves) for entry in found.entries if entry.together}
    assert entries_by_leaves(found) == {**alone, **together}
    assert joint == set(together)
    assert {(fault.unit, fault.number) for fault in found.refused} >= refused


@settings(max_examples=30)
@given(drawn=rounds(), data=st.data())
def test_the_order_of_what_is_disputed_changes_nothing(drawn, data):
    tree, units, disputed, provisional = drawn
    if stands(tree, units, provisional) is None:
        return
    shuffled = dict(data.draw(st.permutations(list(disputed.items()))))
    assert agenda(tree, units, shuffled, YEAR, provisional) == agenda(
        tree, units, disputed, YEAR, provisional
    )


TIES = {
    ties: criteria(node("1", "10"), node("1.1", "10"), ties=ties)
    for ties in ("competition", "dense", "ordinal")
}


@pytest.mark.parametrize("ties", TIES)
@settings(max_examples=60)
@given(points=st.lists(st.none() | st.integers(0, 4), min_size=2, max_size=7), data=st.data())
def test_ranks_of_many_equals_move_by_the_rule_of_ties(ties, points, data):
    tree = TIES[ties]
    units = [
        UnitScores(f"Xã {place % 3}", {} if one is None else {"1.1": Fraction(one)}, code=str(place))
        for place, one in enumerate(points)
    ]
    named = [replace(unit, name=f"{unit.name} {place}") for place, unit in enumerate(units)]
    unit = data.draw(st.integers(0, len(units) - 1))
    other = data.draw(st.sampled_from([None, NA, Fraction(0), Fraction(2), Fraction(4)]))
    before, after = stands(tree, named), stands(tree, with_others(named, unit, {"1.1": other}))
    found = agenda(tree, named, {(unit, "1.1"): other})
    assert before is not None
    assert after is not None
    moved = changed(before, after)
    assert entries_by_leaves(found) == ({(unit, ("1.1",)): moved} if moved else {})


def commune(name: str, *points: int) -> UnitScores:
    return UnitScores(name, {f"1.{place}": Fraction(one) for place, one in enumerate(points, start=1)})


THREE = criteria(node("1", "12"), *(node(f"1.{place}", "4") for place in range(1, 4)))


def test_an_entry_says_the_own_rank_before_and_after_and_who_gives_way():
    units = [commune("Xã A", 4, 4, 3), commune("Xã B", 4, 4, 2), commune("Xã C", 1, 1, 1)]
    (entry,) = agenda(THREE, units, {(1, "1.3"): Fraction(4), (2, "1.1"): Fraction(2)}).entries
    assert (entry.unit, entry.leaves, entry.together) == (1, ("1.3",), False)
    assert (entry.own.before.rank, entry.own.after.rank) == (2, 1)
    assert entry.own.after.index == 100
    (other,) = entry.others
    assert (other.unit, other.before.rank, other.after.rank) == (0, 1, 2)


def test_leaves_that_matter_only_together_are_one_entry_that_says_so():
    units = [commune("Xã A", 4, 4, 3), commune("Xã B", 3, 4, 2)]
    found = agenda(THREE, units, {(1, "1.1"): Fraction(4), (1, "1.3"): Fraction(3)})
    assert [(one.leaves, one.together, one.beside) for one in found.entries] == [(("1.1", "1.3"), True, ())]


def test_a_leaf_that_matters_only_once_another_is_granted_names_the_other():
    units = [commune("Xã A", 4, 4, 4), commune("Xã B", 4, 4, 3), commune("Xã C", 3, 4, 2)]
    found = agenda(THREE, units, {(2, "1.1"): Fraction(4), (2, "1.3"): Fraction(4)})
    assert [(one.leaves, one.together, one.beside) for one in found.entries] == [
        (("1.3",), False, ()),
        (("1.1",), True, ("1.3",)),
    ]
    assert [(one.own.before.rank, one.own.after.rank) for one in found.entries] == [(3, 2), (2, 1)]


def test_a_claim_that_the_rules_refuse_is_named_and_the_others_are_answered():
    units = [commune("Xã A", 4, 4, 3), commune("Xã B", 4, 4, 2)]
    found = agenda(THREE, units, {(1, "1.1"): Fraction(9), (1, "1.3"): Fraction(4)})
    assert [(fault.unit, fault.number) for fault in found.refused] == [(1, "1.1")]
    assert [one.leaves for one in found.entries] == [("1.3",)]


def test_a_unit_without_rank_gets_one_by_the_leaf_that_waited():
    units = [commune("Xã A", 4, 4, 3), commune("Xã B", 4, 4)]
    (entry,) = agenda(THREE, units, {(1, "1.3"): Fraction(4)}).entries
    assert entry.own.before == UnitRank(None, None, None)
    assert (entry.own.after.rank, [one.after.rank for one in entry.others]) == (1, [2])
