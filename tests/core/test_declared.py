"""What a unit declares on its own sheet: points at once, or why there are none yet; nothing is refused."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.scoring.declared import LeafStanding, sheet_ledgers, standing_of
from cchc.core.scoring.index import UnitScores, ranking
from cchc.core.scoring.ledgers import NA
from cchc.core.scoring.rules.values import NOT_APPLICABLE, PENDING
from cchc.criteria.exchange.reading import read_set

TEXT = """\
[set]
id = "s"
title = "Bộ thử"
version = "1"
unit_kind = "commune"
total = "10"
survey_optional = "yes"

[[node]]
number = "1"
name = "Chỉ đạo"
maximum = "6"

[[node]]
number = "1.1"
name = "Kế hoạch"
maximum = "2"
inputs = ["done: count | Số xong", "planned: count | Số việc"]
rule = "ratio done / planned; when planned = 0: not applicable"
checks = ["done <= planned | Số xong không quá số việc"]

[[node]]
number = "1.2"
name = "Báo cáo"
maximum = "2"

[[node]]
number = "1.3"
name = "So với đơn vị tốt nhất"
maximum = "2"
inputs = ["rate: percent | Tỷ lệ"]
rule = "relative rate to best; when rate = 0: zero"

[[node]]
number = "2"
name = "Khác"
maximum = "4"

[[node]]
number = "2.1"
name = "Vi phạm"
maximum = "2"
inputs = ["faults: count, default 0 | Số vi phạm"]
rule = "deduct { faults = 0.5 }; floor 0"

[[node]]
number = "2.2"
name = "Hài lòng"
maximum = "2"
part = "survey"
"""


@pytest.fixture(scope="module")
def criteria():
    return read_set(TEXT.encode(), "bo.toml")


def test_figures_give_points_as_soon_as_all_are_there(criteria):
    leaf = criteria.leaves["1.1"]
    half = standing_of(leaf, {"done": F(3)})
    assert (half.outcome, [one.name for one in half.missing], half.is_given) == (PENDING, ["planned"], False)
    assert standing_of(leaf, {"done": F(3), "planned": F(4)}).outcome.points == F(3, 2)


def test_figures_that_contradict_each_other_are_told_and_give_no_points(criteria):
    told = standing_of(criteria.leaves["1.1"], {"done": F(5), "planned": F(4)})
    assert told.outcome is PENDING
    assert [str(one) for one in told.broken] == [
        "Số xong không quá số việc (declared: Số xong: 5; Số việc: 4)"
    ]


def test_a_leaf_to_which_its_rule_does_not_apply_is_answered(criteria):
    told = standing_of(criteria.leaves["1.1"], {"done": F(0), "planned": F(0)})
    assert (told.outcome, told.is_given) == (NOT_APPLICABLE, True)


def test_a_leaf_compared_with_others_waits_for_them_and_is_answered(criteria):
    leaf = criteria.leaves["1.3"]
    assert standing_of(leaf, {"rate": F(1, 2)}) == LeafStanding(waits_for_peers=True)
    assert standing_of(leaf, {"rate": F(1, 2)}).is_given
    assert standing_of(leaf, {"rate": F(0)}).outcome.points == 0  # decided before anybody is compared
    assert not standing_of(leaf, None).is_given


def test_where_nothing_is_declared_the_defaults_hold_as_in_every_file(criteria):
    assert standing_of(criteria.leaves["2.1"], None).outcome.points == 2
    assert standing_of(criteria.leaves["2.1"], {"faults": F(1)}).outcome.points == F(3, 2)
    assert [one.name for one in standing_of(criteria.leaves["1.1"], None).missing] == ["done", "planned"]


def test_points_outside_of_what_a_leaf_can_give_are_told(criteria):
    assert standing_of(criteria.leaves["1.2"], F(3)).fault is not None
    assert standing_of(criteria.leaves["1.2"], F(7, 4)).outcome.points == F(7, 4)


counts = st.integers(0, 5).map(F)
answers = st.fixed_dictionaries(
    {},
    optional={
        "1.1": st.fixed_dictionaries({}, optional={"done": counts, "planned": counts}),
        "1.2": st.integers(0, 8).map(lambda n: F(n, 4)),
        "2.1": st.fixed_dictionaries({"faults": counts}),
    },
)


@given(answers, st.sets(st.sampled_from(["1.1", "1.2", "2.1"])))
def test_a_sheet_adds_up_as_the_index_does_where_all_is_answered_and_always_by_the_ledger(
    criteria, drawn, off
):
    own = [number for number in ("1.1", "1.2", "2.1") if number not in off]
    standings = {number: standing_of(criteria.leaves[number], drawn.get(number)) for number in own}
    whole, nodes = sheet_ledgers(criteria, {number: one.outcome for number, one in standings.items()})
    assert whole.maximum == whole.points + sum(one.points for one in whole.losses) + whole.pending
    assert whole.points == nodes["1"].points + nodes["2"].points
    assert whole.waiting == sum(one.outcome is PENDING for one in standings.values())
    scored = {number: drawn[number] for number in own if number in drawn and not standings[number].broken}
    without = {number: NA for number in criteria.leaves if number not in own}
    (group,) = ranking(criteria, [UnitScores("A", {**scores_or_faulty(scored, standings), **without})], 2026)
    (unit,) = group.units
    assert unit.total._replace(losses=()) == whole._replace(losses=())


def scores_or_faulty(scored, standings):
    """What the index takes: of figures that the rule cannot be applied to, nothing."""
    return {number: what for number, what in scored.items() if standings[number].fault is None}
