"""What losses won back are worth at most: recomputed by the rules of the set, never added up past them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.scoring.criteria.tree import Aggregation, CriteriaSet
from cchc.core.scoring.index import GroupIndex, ranking, unit_index
from cchc.core.scoring.winning import LossKey, counted_losses, most_won
from tests.core.documents import criteria, node, scored, words
from tests.core.strategies import YEAR, criteria_sets, units_of

slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def accounts(draw: st.DrawFn) -> tuple[CriteriaSet, GroupIndex, frozenset[LossKey]]:
    """A set, a peer group, and some of the losses of its first unit."""
    tree = draw(criteria_sets())
    group = ranking(tree, draw(units_of(tree)), YEAR)[0]
    losses = sorted(counted_losses(group.units[0]))
    chosen = draw(st.sets(st.sampled_from(losses))) if losses else set()
    return tree, group, frozenset(chosen)


@slow
@given(accounts())
def test_what_is_won_is_never_more_than_what_was_lost_and_never_less_than_nothing(drawn) -> None:
    tree, group, chosen = drawn
    account = group.units[0]
    won = most_won(tree, account, chosen)
    # Under a cap what is not scored yet stands before what was lost, and gives way to what is won.
    given_way = won.before.pending - won.after.pending
    assert 0 <= won.points <= account.total.lost + given_way
    assert account.total.pending or given_way == 0
    assert won.before == account.total
    assert won.after.maximum == won.before.maximum


@slow
@given(accounts())
def test_the_counted_losses_are_together_what_was_lost(drawn) -> None:
    tree, group, chosen = drawn
    account = group.units[0]
    losses = counted_losses(account)
    assert sum(losses.values(), Fraction(0)) == account.total.lost
    assert all(points > 0 for points in losses.values())
    assert most_won(tree, account, chosen).counted == sum((losses[key] for key in chosen), Fraction(0))


@slow
@given(accounts())
def test_the_account_won_is_the_one_that_is_computed_from_scratch(drawn) -> None:
    tree, group, chosen = drawn
    account = group.units[0]
    keys = {key for key in chosen if key.number in tree.leaves}
    stated = dict(account.unit.given)
    for number in {key.number for key in keys}:
        ledger = account.nodes[number]
        won = [loss.points for loss in ledger.losses if LossKey(number, loss.code) in keys]
        stated[number] = ledger.points + sum(won, Fraction(0))
    unit = replace(account.unit, given=stated)
    anew = unit_index(tree, unit, 0, group.peer_ranges, YEAR, False, {}).total
    after = most_won(tree, account, keys).after
    assert (after.points, after.maximum, after.bonus, after.pending) == (
        anew.points,
        anew.maximum,
        anew.bonus,
        anew.pending,
    )
    assert (after.penalty, after.waiting, after.percent()) == (anew.penalty, anew.waiting, anew.percent())


@slow
@given(accounts(), st.data())
def test_who_wins_more_losses_back_never_wins_less(drawn, data) -> None:
    tree, group, chosen = drawn
    account = group.units[0]
    fewer = data.draw(st.sets(st.sampled_from(sorted(chosen)))) if chosen else set()
    leaves = set(tree.leaves)  # the loss of a level goes by itself where a criterion below it is won
    more = {key for key in chosen if key.number in leaves}
    some = {key for key in fewer if key.number in leaves}
    assert most_won(tree, account, some).points <= most_won(tree, account, more).points


@slow
@given(accounts())
def test_where_the_rules_give_otherwise_than_the_sum_the_place_is_told(drawn) -> None:
    tree, group, chosen = drawn
    won = most_won(tree, group.units[0], chosen)
    assert won.partings or won.points == won.counted
    caps = {one.number for one in tree.walk() if one.aggregation is not Aggregation.SUM}
    assert {one.number for one in won.partings} <= {*caps, ""}


@slow
@given(accounts())
def test_domains_win_what_the_whole_wins_but_for_the_limit_of_the_bonus(drawn) -> None:
    tree, group, chosen = drawn
    won = most_won(tree, group.units[0], chosen)
    summed = sum(won.domains.values(), Fraction(0))
    limited = any(one.number == "" for one in won.partings)
    assert (summed == won.points) is not limited


def test_a_plain_tree_wins_exactly_what_was_lost() -> None:
    tree = criteria(
        node("1", "5"), node("1.1", "3"), node("1.2", "2"), node("2", "5"),
        grades=({"name": "Tốt", "band": ">= 80"}, {"name": "Khá", "band": "< 80"}),
    )  # fmt: skip
    account = scored(tree, {"1.1": "2.5", "1.2": "0", "2": "4"})
    won = most_won(tree, account, counted_losses(account))
    assert (won.points, won.counted, won.after.percent()) == (Fraction(7, 2), Fraction(7, 2), 100)
    assert won.domains == {"1": Fraction(5, 2), "2": Fraction(1)}
    assert won.grades(tree) == ("Khá", "Tốt")
    assert won.partings == ()


def test_below_a_cap_one_criterion_may_win_back_what_the_account_divided_among_several() -> None:
    tree = criteria(node("1", "2", children="capped"), node("1.1", "2"), node("1.2", "2"), node("2", "8"))
    account = scored(tree, {"1.1": "0.5", "1.2": "0", "2": "8"})
    assert counted_losses(account) == {
        LossKey("1.1", "stated"): Fraction(9, 14),
        LossKey("1.2", "stated"): Fraction(6, 7),
    }
    won = most_won(tree, account, {LossKey("1.1", "stated")})
    (parting,) = won.partings
    assert (won.points, won.counted) == (Fraction(3, 2), Fraction(9, 14))
    assert (parting.number, parting.counted, parting.won) == ("1", won.counted, won.points)
    assert words(parting.why) == "The criteria below 1 give at most 2 points together."


def test_the_best_of_several_wins_only_as_far_as_it_becomes_the_best() -> None:
    tree = criteria(node("1", "2", children="best"), node("1.1", "1"), node("1.2", "2"), node("2", "8"))
    account = scored(tree, {"1.1": "0.5", "1.2": "0.25", "2": "8"})
    won = most_won(tree, account, counted_losses(account))
    (parting,) = won.partings
    assert (won.counted, won.points) == (Fraction(3, 2), Fraction(1, 2))
    assert words(parting.why) == "Of the criteria below 1 only the best counts."
