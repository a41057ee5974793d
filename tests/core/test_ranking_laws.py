"""Laws of ranks: they follow the exact index by the rule of ties, the order of a peer group is its own affair, and
nobody falls for being better."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.scoring.criteria.tree import CriteriaSet, Ties
from cchc.core.scoring.index import GroupIndex, UnitIndex, UnitScores, ranking
from cchc.core.scoring.ledgers import NA
from tests.core.documents import criteria, node

GRADES = (
    {"name": "Tốt", "band": ">= 80"},
    {"name": "Khá", "band": "50..<80"},
    {"name": "Yếu", "band": "< 50"},
)
CLASSES = [grade["name"] for grade in GRADES]  # the best first
SETS = {
    ties: criteria(
        node("1", "5"),
        node("1.1", "3"),
        node("1.2", "2"),
        node("2", "5"),
        node("2.1", "5"),
        ties=ties,
        grades=GRADES,
    )
    for ties in ("competition", "dense", "ordinal")
}
SHARES = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(99, 100), Fraction(1)])
GIVEN = st.one_of(SHARES, SHARES, SHARES, st.just(NA), st.none())
UNITS = st.lists(st.tuples(GIVEN, GIVEN, GIVEN, st.sampled_from("AB")), min_size=1, max_size=7)
EQUALS = st.lists(
    SHARES.map(lambda share: (share, share, share, "A")), min_size=3, max_size=7
)  # many of them
drawn = settings(max_examples=25)
of_every_rule = pytest.mark.parametrize("ties", SETS)


def units_of(tree: CriteriaSet, drawn: list[tuple]) -> list[UnitScores]:
    """Units with a share of the points of each leaf, "not applicable" or nothing yet."""
    units = []
    for place, (*shares, group) in enumerate(drawn):
        known = zip(tree.leaves.items(), shares, strict=True)
        given = {
            number: share if share == NA else leaf.maximum * share
            for (number, leaf), share in known
            if share is not None
        }
        units.append(UnitScores(f"Sở {place}", given, group=group))
    return units


def by_name(groups: tuple[GroupIndex, ...]) -> dict[str, UnitIndex]:
    """The accounts of all units."""
    return {unit.unit.name: unit for group in groups for unit in group.units}


def rank_by(ties: Ties, index: Fraction, others: list[Fraction]) -> set[int]:
    """The ranks that an index may have among all of its group."""
    better = [other for other in others if other > index]
    if ties is Ties.DENSE:
        return {1 + len(set(better))}
    equals = others.count(index)
    return (
        {1 + len(better)}
        if ties is Ties.COMPETITION
        else set(range(1 + len(better), 1 + len(better) + equals))
    )


@of_every_rule
@drawn
@given(given_units=st.one_of(UNITS, EQUALS))
def test_a_rank_counts_those_who_are_better_by_the_rule_of_ties(ties, given_units):
    tree = SETS[ties]
    for group in ranking(tree, units_of(tree, given_units)):
        indices = [unit.index for unit in group.units if unit.index is not None]
        for unit in group.units:
            assert (unit.rank is None) is (unit.index is None)
            if unit.index is not None:
                assert unit.rank in rank_by(tree.ties, unit.index, indices)
        ranks = [unit.rank for unit in group.units if unit.rank is not None]
        assert ranks == sorted(ranks)
        assert [unit.rank for unit in group.units[len(ranks) :]] == [None] * (len(group.units) - len(ranks))
        if tree.ties is Ties.ORDINAL:
            assert ranks == list(range(1, len(ranks) + 1))


@of_every_rule
@drawn
@given(given_units=UNITS, data=st.data())
def test_who_gets_more_points_is_never_ranked_lower_for_it(ties, given_units, data):
    tree = SETS[ties]
    units = units_of(tree, given_units)
    place = data.draw(st.integers(0, len(units) - 1))
    number = data.draw(st.sampled_from(sorted(tree.leaves)))
    before = units[place].given.get(number)
    if not isinstance(before, Fraction):
        return
    more = before + (tree.leaves[number].maximum - before) * data.draw(SHARES)
    better = [*units]
    better[place] = replace(units[place], given={**units[place].given, number: more})
    was, became = (by_name(ranking(tree, some))[units[place].name] for some in (units, better))
    if was.index is not None:
        assert became.index >= was.index
        assert became.rank <= was.rank
        assert [grade["name"] for grade in GRADES].index(became.grade) <= [
            grade["name"] for grade in GRADES
        ].index(was.grade)


@of_every_rule
@drawn
@given(given_units=UNITS)
def test_the_other_peer_groups_do_not_matter(ties, given_units):
    tree = SETS[ties]
    units = units_of(tree, given_units)
    together = {group.group: group for group in ranking(tree, units)}
    for name in together:
        alone = ranking(tree, [unit for unit in units if unit.group == name])
        assert alone == (together[name],)


@drawn
@given(given_units=UNITS)
def test_a_group_says_the_mean_and_both_ends_of_its_indices(given_units):
    tree = SETS["competition"]
    for group in ranking(tree, units_of(tree, given_units)):
        indices = [unit.index for unit in group.units if unit.index is not None]
        ends = (max(indices), min(indices), sum(indices) / len(indices)) if indices else (None, None, None)
        assert (group.highest, group.lowest, group.mean) == ends


@drawn
@given(given_units=UNITS)
def test_what_does_not_apply_leaves_points_and_maximum_alike(given_units):
    tree = SETS["competition"]
    for unit in by_name(ranking(tree, units_of(tree, given_units))).values():
        applicable = [leaf for number, leaf in tree.leaves.items() if unit.unit.given.get(number) != NA]
        pending = [leaf for leaf in applicable if leaf.number not in unit.unit.given]
        assert unit.total.maximum == sum(leaf.maximum for leaf in applicable)
        assert unit.total.pending == sum(leaf.maximum for leaf in pending)
        if pending or not applicable:
            assert unit.index is None
        else:
            points = sum(unit.unit.given[leaf.number] for leaf in applicable)
            assert unit.index == points / unit.total.maximum * 100


@drawn
@given(given_units=UNITS)
def test_what_is_provisional_counts_what_is_scored_and_changes_no_complete_account(given_units):
    tree = SETS["competition"]
    units = units_of(tree, given_units)
    final, so_far = by_name(ranking(tree, units)), by_name(ranking(tree, units, provisional=True))
    for name, unit in final.items():
        if unit.index is not None:
            assert so_far[name].index == unit.index
        scored = [
            leaf for number, leaf in tree.leaves.items() if isinstance(unit.unit.given.get(number), Fraction)
        ]
        points = sum((unit.unit.given[leaf.number] for leaf in scored), Fraction(0))
        whole = sum((leaf.maximum for leaf in scored), Fraction(0))
        assert so_far[name].index == (points / whole * 100 if whole else None)


COMPARED = criteria(node("1", "2", rule="relative a to range", inputs="a: count | A"), node("2", "3"))
FIGURES = st.one_of(st.integers(0, 3).map(lambda a: {"a": Fraction(a)}), st.just(NA), st.none())
DECLARED = st.lists(st.tuples(FIGURES, GIVEN, st.sampled_from("AB")), min_size=1, max_size=5)


@settings(max_examples=60)
@given(now=DECLARED, then=DECLARED)
def test_accounts_taken_from_a_ranking_that_is_known_are_those_that_would_be_computed(now, then):
    """Of units with other scores, beside other units, within other ranges, and under the same name."""
    known, asked = (
        [
            UnitScores("Sở" if place > 3 else f"Sở {place}", scores_of(figures, share), group=group)
            for place, (figures, share, group) in enumerate(drawn)
        ]
        for drawn in (now, [*now[:1], *then])
    )
    groups = ranking(COMPARED, asked, known=ranking(COMPARED, known))
    assert groups == ranking(COMPARED, asked)
    assert {id(one.unit) for group in groups for one in group.units} == {id(unit) for unit in asked}


def scores_of(figures, share):
    """What is given to the two leaves of a unit."""
    return {
        number: what
        for number, what in (("1", figures), ("2", share if share in (None, NA) else share * 3))
        if what is not None
    }
