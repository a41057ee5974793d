"""Lost points of many units: every division of them sums to what their accounts lost."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.scoring.index import ranking
from cchc.core.scoring.lost import (
    LossSum,
    UnitLoss,
    account_of,
    agencies_of,
    everywhere_lost,
    losses_of,
    lost_by,
    once_lost,
    pareto,
    tops_of,
)
from tests.core.documents import criteria, node
from tests.core.strategies import YEAR, criteria_sets, units_of

slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
ZERO = Fraction(0)


@slow
@given(st.data())
def test_in_every_division_maximum_and_bonus_are_points_and_losses_and_what_is_pending(
    data: st.DataObject,
) -> None:
    tree = data.draw(criteria_sets())
    groups = ranking(tree, data.draw(units_of(tree)), YEAR, data.draw(st.booleans()))
    units = list(enumerate(unit for group in groups for unit in group.units))
    losses = [loss for place, unit in units for loss in losses_of(place, unit.total)]
    tops, agencies = tops_of(tree), agencies_of(tree)
    whole = account_of(unit.total for _place, unit in units)
    assert whole.maximum + whole.bonus == whole.points + whole.lost + whole.pending

    divisions: list[Callable[[UnitLoss], str]] = [
        lambda loss: loss.number,
        lambda loss: loss.code,
        lambda loss: agencies[loss.number],
        lambda loss: tops[loss.number].number,
        lambda loss: str(loss.unit),
    ]
    for key in divisions:
        assert sum((one.points for one in lost_by(losses, key)), ZERO) == whole.lost
    by_domain = {one.key: one.points for one in lost_by(losses, divisions[3])}
    for top in tree.nodes:
        account = account_of(unit.nodes[top.number] for _place, unit in units)
        assert account.maximum + account.bonus == account.points + account.lost + account.pending
        assert by_domain.get(top.number, ZERO) == account.lost
    by_unit = {one.key: one.points for one in lost_by(losses, divisions[4])}
    for place, unit in units:
        account = account_of([unit.total])
        assert account.maximum + account.bonus == account.points + account.lost + account.pending
        assert by_unit.get(str(place), ZERO) == account.lost


amounts = st.lists(st.fractions(min_value=Fraction(1, 8), max_value=20, max_denominator=8), max_size=12)


@given(amounts, st.integers(1, 100).map(Fraction))
def test_the_few_are_the_fewest_sums_that_reach_the_share(points: list[Fraction], most: Fraction) -> None:
    steps = pareto([LossSum(str(place), one, frozenset()) for place, one in enumerate(points)], most)
    few = [step for step in steps if step.among_few]
    assert [step.among_few for step in steps] == [True] * len(few) + [False] * (len(steps) - len(few))
    assert sorted((step.sum.points for step in steps), reverse=True) == sorted(points, reverse=True)
    if not steps:
        assert points == []
        return
    assert steps[-1].together == 100 == sum(step.share for step in steps)
    assert few[-1].together >= most
    without_last = sum((step.share for step in few[:-1]), ZERO)
    assert without_last < most
    largest = sorted(points, reverse=True)[: len(few) - 1]
    assert sum(largest, ZERO) == sum((step.sum.points for step in few[:-1]), ZERO)


def test_the_agency_of_a_criterion_is_its_own_or_the_nearest_one_above() -> None:
    tree = criteria(
        node("1", "4", appraiser="Sở Nội vụ"),
        node("1.1", "2"),
        node("1.2", "2", appraiser="Sở Tư pháp"),
        node("2", "6"),
    )
    assert agencies_of(tree) == {"1": "Sở Nội vụ", "1.1": "Sở Nội vụ", "1.2": "Sở Tư pháp", "2": ""}


def test_where_all_lose_and_where_one_does_is_told_by_those_to_which_a_criterion_applies() -> None:
    losses = [UnitLoss(unit, number, "late", Fraction(1)) for unit, number in ((1, "1"), (2, "1"), (1, "2"))]
    sums = lost_by(losses, lambda loss: loss.number)
    applies = {"1": 2, "2": 3, "3": 3}
    assert [one.key for one in everywhere_lost(sums, applies)] == ["1"]
    assert [one.key for one in once_lost(sums, applies)] == ["2"]
    # a criterion for one unit alone is neither: nobody is there to compare it with
    assert everywhere_lost(sums, {"2": 1}) == once_lost(sums, {"2": 1}) == ()
