"""Every fault of a criteria file is found, with its line and what to do, and a sound set has none."""

from __future__ import annotations

import pytest

from cchc.core.scoring.checks.building import criteria_of, trusted_criteria_of
from cchc.core.scoring.checks.laws import number_order
from cchc.core.words.messages import Faults
from tests.core.documents import criteria, document, faults, node, said, words

RATIO = "ratio a / b; when b = 0: full"
FIGURES = "a: count | A\nb: count | B"


def leaf_faults(rule: str, inputs: str = FIGURES, maximum: str = "1", **texts: str) -> list[str]:
    return [why for _, why in said(faults(node("1", maximum, rule=rule, inputs=inputs, **texts)))]


# --- the tree ----------------------------------------------------------------------------------------------------


def test_a_sound_set_has_no_faults() -> None:
    assert faults(node("1", "2"), node("1.1", rule=RATIO, inputs=FIGURES), node("1.2"), total="2") == []


def test_children_that_do_not_add_up_to_their_parent_are_told_at_the_parent() -> None:
    (fault,) = faults(node("1", "5"), node("1.1", "2"), node("1.2", "2"))
    assert (fault.place.line, fault.found, words(fault.expected)) == (1, "5", "4")
    assert words(fault.why) == "the children of 1 add up to 4, not to its maximum of 5"


@pytest.mark.parametrize(
    ("joins", "maximum", "found"),
    [
        ("capped", "3", []),
        ("capped", "4", []),
        ("capped", "5", [(1, "the children of 1 add up to 4, not to its maximum of 5")]),
        ("best", "2", []),
        ("best", "3", [(1, "the best child of 1 has 2, the criterion itself 3")]),
        ("sum", "4", []),
    ],
)
def test_a_parent_that_caps_or_takes_the_best_has_its_own_arithmetic(
    joins: str, maximum: str, found: list[tuple[int, str]]
) -> None:
    assert said(faults(node("1", maximum, children=joins), node("1.1", "2"), node("1.2", "2"))) == found


def test_the_caps_of_bonus_and_penalty_blocks_may_be_below_their_sums() -> None:
    assert faults(
        node("1"), node("2", "2", part="bonus"), node("2.1", "2"), node("2.2", "2"),
        node("3", "-1", part="penalty"), node("3.1", "-1"), node("3.2", "-1"),
    ) == []  # fmt: skip


def test_a_bonus_inside_a_criterion_does_not_count_to_its_maximum() -> None:
    assert faults(node("1", "2"), node("1.1", "2"), node("1.2", "1", part="bonus")) == []


def test_a_block_of_bonus_and_penalty_alone_has_the_maximum_zero() -> None:
    bonus, penalty = node("2.1", "1", part="bonus"), node("2.2", "-1", part="penalty")
    assert faults(node("1"), node("2", "0"), bonus, penalty) == []
    assert said(faults(node("1"), node("2", "1"), bonus, penalty)) == [
        (2, "everything below 2 is bonus or penalty and stands outside the maximum")
    ]


@pytest.mark.parametrize("joins", ["capped", "best"])
def test_a_bonus_cannot_stand_below_a_parent_that_does_not_add(joins: str) -> None:
    found = faults(node("1", "1", children=joins), node("1.1"), node("1.2", "1", part="bonus"))
    assert said(found) == [
        (1, "1.2 is a bonus or penalty and cannot stand below 1, whose children are not added")
    ]


def test_numbers_are_given_once_well_formed_and_in_their_order() -> None:
    assert said(faults(node("1"), node("2"), node("1"), node("a b"), {"name": "x", "maximum": "1"})) == [
        (3, "the number 1 stands twice"),
        (4, '"a b" is no criterion number'),
        (5, "criterion 5 of the file has no number"),
    ]
    assert said(faults(node("1"), node("3"), node("2"))) == [(3, "2 stands after 3")]


def test_numbers_are_ordered_as_they_are_counted() -> None:
    numbers = ["1.2", "1.10", "II", "IV", "IX", "A.1", "1.9"]
    assert sorted(numbers, key=number_order) == ["1.2", "1.9", "1.10", "II", "IV", "IX", "A.1"]


def test_criteria_in_a_circle_are_told_at_each_of_them() -> None:
    found = faults(node("1", parent="2"), node("2", parent="3"), node("3", parent="1"), node("4"))
    assert said(found) == [
        (1, "the criteria refer to each other in a circle: 1 → 2 → 3 → 1"),
        (2, "the criteria refer to each other in a circle: 2 → 3 → 1 → 2"),
        (3, "the criteria refer to each other in a circle: 3 → 1 → 2 → 3"),
    ]
    assert said(faults(node("1", parent="1"))) == [(1, "the criteria refer to each other in a circle: 1 → 1")]


def test_a_criterion_without_a_parent_above_it_is_told() -> None:
    assert said(faults(node("1"), node("2.1"))) == [(2, "2.1 hangs in the air: no criterion stands above it")]
    assert said(faults(node("1"), node("A", parent="9"))) == [(2, "there is no criterion 9")]


def test_a_tree_has_only_so_many_levels_and_lines() -> None:
    numbers = [".".join("1" * level) for level in range(1, 8)]
    assert said(faults(*(node(number) for number in numbers))) == [(7, "1.1.1.1.1.1.1 stands on level 7")]
    assert [words(fault.why) for fault in faults(*(node(str(row)) for row in range(2_001)))] == [
        "the set has 2001 criteria"
    ]
    assert [words(fault.why) for fault in faults()] == ["the set has no criteria"]


# --- fields ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"maximum": "1,5"}, "“1,5” is not in plain notation: write digits with a point, such as 1.35."),
        ({"maximum": "-1"}, "only a penalty has a maximum below zero"),
        ({"maximum": "1", "part": "penalty"}, "the maximum of a penalty stands below zero"),
        ({"part": "extra"}, '"extra" is no part'),
        ({"loss": "gone"}, '"gone" is no loss code'),
        ({"children": "capped"}, "there are no criteria below it to join"),
        ({"children": "most"}, '"most" is no way to join children'),
        ({"colour": "red"}, '"colour" has no meaning here'),
        ({"inputs": "a: count | A"}, "figures are declared, but no rule uses them"),
    ],
)
def test_a_field_that_cannot_be_meant_is_told_at_its_line(texts: dict[str, str], why: str) -> None:
    assert said(faults(node("0", "0"), {**node("1"), **texts})) == [(2, why)]


def test_a_criterion_needs_a_name_and_a_maximum() -> None:
    assert said(faults({"number": "1"})) == [(1, "1 has no name"), (1, "1 has no maximum")]


def test_only_the_lowest_level_has_rules_figures_examples_and_codes() -> None:
    found = faults(node("1", rule=RATIO, loss="late"), node("1.1"))
    assert said(found) == [(1, "1 has criteria below it"), (1, "1 has criteria below it")]


def test_a_part_inside_a_block_is_that_of_the_block() -> None:
    found = faults(node("0"), node("1", "1", part="bonus"), node("1.1", "1", part="survey"))
    assert said(found) == [(3, "it stands inside a block of another part: bonus")]


def test_penalties_have_no_best_of() -> None:
    found = faults(node("0"), node("1", "-1", part="penalty", children="best"), node("1.1", "-1"))
    assert said(found) == [(2, "penalties are added or capped; there is no best of them")]


# --- settings and grades -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"unit_kind": "planet"}, '"planet" is no unit_kind'),
        ({"first_year": "26"}, '"26" is no year'),
        ({"decision_date": "31/12/2026"}, '"31/12/2026" is no date of the form 2026-01-31'),
        ({"places": "9"}, '"9" is no places'),
        ({"rounding": "often"}, '"often" is no rounding'),
        ({"ties": "shared"}, '"shared" is no ties'),
        ({"survey_optional": "maybe"}, '"maybe" is no survey_optional'),
        ({"grade_by": "feeling"}, '"feeling" is no grade_by'),
        ({"quorum": "most"}, '"most" is no share of the members'),
        ({"quorum": "3/2"}, '"3/2" is no share of the members'),
        ({"quorum": "0%"}, '"0%" is no share of the members'),
        ({"majority": "chairs"}, '"chairs" is no majority'),
        ({"total": "2"}, "the domains add up to 1, not to the stated total of 2"),
        ({"total": "x"}, "“x” is not in plain notation: write digits with a point, such as 1.35."),
        ({"colour": "red"}, '"colour" has no meaning here'),
    ],
)
def test_a_setting_that_cannot_be_meant_is_told_at_its_line(settings: dict[str, str], why: str) -> None:
    assert said(faults(node("1"), **settings)) == [(1000, why)]


@pytest.mark.parametrize(
    ("bands", "whys"),
    [
        ([">= 90", "80..<90", "< 80"], []),
        ([">= 90", "0..<90"], []),
        ([">90..100", "0..90"], []),
        ([">= 90", "80..90", "< 80"], ["the bands 80..90 and >= 90 overlap"]),
        ([">= 90", "80..<89", "< 80"], ["nothing is said between 80..<89 and >= 90"]),
        (["> 90", "< 90"], ["nothing is said between < 90 and > 90"]),
        (["80..<100", "< 80"], ["nothing is said above 100"]),
        ([">= 90", "50..<90"], ["nothing is said below 50"]),
        ([">= 90", "< 90", "60..50"], ["the band 60..50 is empty"]),
    ],
)
def test_grades_cover_every_index_once(bands: list[str], whys: list[str]) -> None:
    grades = [{"name": f"Hạng {row}", "band": band} for row, band in enumerate(bands)]
    lines = {"nothing is said below 50": 102}  # the fault stands at the lowest class
    assert said(faults(node("1"), grades=grades)) == [(lines.get(why, 101), why) for why in whys]


def test_where_a_bonus_lifts_the_index_above_100_the_highest_class_is_open() -> None:
    grades = [{"name": "A", "band": "50..100"}, {"name": "B", "band": "< 50"}]
    bonus = node("2", "1", part="bonus")
    assert said(faults(node("1"), bonus, grades=grades)) == [(101, "nothing is said above 100")]
    assert faults(node("1"), bonus, grades=grades, bonus_above_total="no") == []


def test_a_grade_needs_its_name_and_a_band_that_can_be_read() -> None:
    grades = [{"name": "A"}, {"name": "B", "band": "high"}, {"name": "C", "band": ">= 0"}]
    assert said(faults(node("1"), grades=grades)) == [
        (101, "a grade needs its name and its band"),
        (102, 'found "high" at character 1, expected a number'),
    ]


# --- rules and figures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ("a count | A", 'found "count" at character 3, expected ":"'),
        (
            "a: weight | A",
            'found "weight" at character 4, expected count, number, percent, date, text, yes or no, or one of …',
        ),
        ("a: count", '"a" has no label; add: | what the official reads'),
        ("a: count, from 5, to 2 | A", 'the bounds of "a" are the wrong way round'),
        (
            "a: count, from 1, from 2 | A",
            'found "from" at character 19, expected from, to, default, source or fed by, each once',
        ),
        ("a: date, to 5 | A", '"a" is no number and has no bounds'),
        ('a: one of "X", "x" | A', '"a" has an option twice'),
        ('a: date, default "không" | A', '"a" cannot be none by default'),
        ("a: count, to 3, default 4 | A", "4 is above the most allowed, 3"),
        ("full: count | A", 'found "full" at character 1, expected a name that has no other meaning'),
        ("a: count | A\na: count | A", '"a" is declared twice'),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_meant_is_told(inputs: str, why: str) -> None:
    assert leaf_faults("all of b", f"{inputs}\nb: yes or no | B")[0] == why


def test_a_figure_that_the_rule_does_not_use_is_told() -> None:
    assert leaf_faults("all of b = 0") == ['"a" is declared and the rule does not use it']


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("ratio a / c", '"c" is not among the declared figures'),
        ("ratio a / b", "b may be 0 and the rule does not say what then; add: when b = 0: …"),
        ("ratio mean(a: 100%, b: 0%)", "a + b may be 0 and the rule does not say what then; add: when a + b = 0: …"),
        ("all of b; when a / b > 1: zero", '"b" gives a number where a condition (yes or no) is needed'),
        ("all of a = b; when a / b > 1: zero", "b may be 0 and the rule does not say what then; add: when b = 0: …"),
        ("ratio a / (b + 1); when a: full", '"a" gives a number where a condition (yes or no) is needed'),
        (
            "best of { ratio a / (b + 1); when a: full | all of b = 0 }",
            '"a" gives a number where a condition (yes or no) is needed',
        ),
        ("tiers a + b { < 5 = zero, > 5 = full }", "nothing is said between < 5 and > 5"),
        ("tiers a + b { <= 5 = zero, >= 5 = full }", "the bands <= 5 and >= 5 overlap"),
        ("tiers a * b { < 5 = zero, 5..9 = full }", "nothing is said above 9"),
        ("tiers a + b { 1..9 = zero, > 9 = full }", "nothing is said below 1"),
        ("tiers a + b { < 0 = zero, >= 0 = full }", "the band < 0 can never occur"),
        ("each { a = 0.5 }; cap 2; when b = 0: zero", "the rule can give 2 points, above the maximum of 1"),
        ("each { a = 0.5 }; cap 50%; when b = 0: zero", "the rule gives at most 0.5 points; the maximum is 1"),
        ("all of a = b; when a = 0: 2", "the rule can give 2 points, above the maximum of 1"),
        ("points if(a > b, 1, b); cap 1; when a = 0: 2", "the rule can give 2 points, above the maximum of 1"),
        ("deduct { a = 0.5, b = 0.5 }", "deductions need their floor: floor 0, a floor below zero, or floor none"),
        ("deduct { a = 0.5, b = -0.5 }; floor 0", "-0.5 would be added, not taken; write deductions without a minus"),
        ("ratio a / (b + 1); times a - b", "a - b may be negative here; declare its figures from 0"),
        ("choose a { \"A\" = full }; when b = 0: zero", '"a" is no choice; declare it as one of its options'),
        ("expert a because b", '"b" gives a number where a text is needed'),
        (
            "relative a - b to best",
            "a - b may be negative and cannot be divided by the best; declare it from 0, or compare to range",
        ),
        (
            "best of { relative a to best | each { b = 1 } }",
            "a comparison with other units cannot stand inside best of",
        ),
        (
            "best of { all of a = 0 | deduct { b = 1 } }",
            "deductions need their floor: floor 0, a floor below zero, or floor none",
        ),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_meant_is_told(rule: str, why: str) -> None:
    assert why in leaf_faults(rule)


def test_a_share_needs_units_that_cancel() -> None:
    inputs = 'a: count of "việc" | A\nb: count of "đơn vị", from 1 | B'
    assert leaf_faults("ratio a / b", inputs) == [
        "a / b is a share only when its units cancel; it gives việc/đơn vị"
    ]
    assert leaf_faults("tiers a / b { < 2 = zero, >= 2 = full }", inputs) == []


def test_every_option_has_one_worth() -> None:
    rule = 'choose x { "A" = full, "a" = zero, "D" = zero }'
    assert leaf_faults(rule, 'x: one of "A", "B", "C" | X') == [
        '"D" is not an option of X; the options are: A, B, C',
        'the option "A" stands twice',
        'the option "B" has no worth',
        'the option "C" has no worth',
    ]


def test_whole_numbers_need_no_band_between_them() -> None:
    assert leaf_faults("tiers a + b { 0..1 = zero, 2..4 = 0.5, >= 5 = full }") == []
    assert leaf_faults("tiers a { = 0 = zero, 1..<3 = 0.5, >= 3 = full }", "a: count | A") == []


def test_points_are_not_called_out_of_reach_where_that_cannot_be_decided() -> None:
    assert leaf_faults("points if(a >= 10, 1, a * 0.1)", "a: count, to 50 | A") == []
    assert leaf_faults("points a / (a + b); when a + b = 0: full") == []


def test_a_rounded_leaf_can_reach_its_maximum() -> None:
    rule = "ratio a / b; when b = 0: full; round 1"
    assert leaf_faults(rule, maximum="1.25") == [
        "the maximum of 1.25 has more than the 1 decimal places that points are rounded to"
    ]
    assert leaf_faults(rule, maximum="1.2") == []


@pytest.mark.parametrize(
    ("rule", "whys"),
    [
        ("each { a = -1 }", []),
        ("each { a = -1 }; floor -1", ["the rule gives at most -1 points; the maximum is -2"]),
        ("deduct { a = 1 }; floor none", ["the rule can take any number of points; state its floor"]),
        ("deduct { a = 1 }; floor full", []),
        ("deduct { a = 1 }; floor -3", ["the rule can take -3 points, more than the maximum of -2"]),
        ("tiers a { = 0 = zero, >= 1 = -1 }", ["the rule gives at most -1 points; the maximum is -2"]),
        ("tiers a { = 0 = 1, >= 1 = full }", ["the rule can give 1 points, above the maximum of 0"]),
    ],
)
def test_the_rule_of_a_penalty_runs_from_zero_to_its_maximum(rule: str, whys: list[str]) -> None:
    found = faults(node("0"), node("1", "-2", part="penalty", rule=rule, inputs="a: count | A"))
    assert [why for _, why in said(found)] == whys


# --- worked examples ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("example", "why"),
    [
        ("a = 1; b = 2 -> 0.6", "the rule gives 0.5 points, the example says 0.6 points"),
        ("a = 1; b = 2 -> not applicable", "the rule gives 0.5 points, the example says not applicable"),
        ("a = 1 -> 0.5", "the example leaves figures out"),
        ("a = 1; b = 2", '"a = 1; b = 2" has no "->" before the points'),
        ("a = 1; c = 2 -> 1", '"c" is not among the declared figures'),
        ("a 1; b = 2 -> 1", '"a 1" is not of the form name = value'),
        ("a = 1.5; b = 2 -> 1", "1.5 is no whole number"),
        ("a = -1; b = 2 -> 1", "-1 is below the least allowed, 0"),
        ("a = 1; b = 2; year = 26 -> 0.5", '"26" is no year'),
        ("a = 1; b = 2 -> half", "“half” is not in plain notation: write digits with a point, such as 1.35."),
    ],
)
def test_a_worked_example_that_does_not_come_out_is_told(example: str, why: str) -> None:
    assert leaf_faults(RATIO, examples=f"a = 1; b = 2 -> 0.5\n{example}") == [why]


def test_every_fault_of_a_file_is_told_at_once_in_its_order() -> None:
    found = faults(
        node("1", "5"), node("1.1", "2", rule="ratio a"), node("1.2", "x"), node("2", part="no"), total="9"
    )
    assert [line for line, _ in said(found)] == [1, 2, 3, 4, 1000]


def test_a_set_is_built_only_when_it_is_sound() -> None:
    tree = criteria(node("1", "2"), node("1.1"), node("1.2"))
    assert ([one.number for one in tree.walk()], tree.total) == (["1", "1.1", "1.2"], 2)


def test_a_set_that_was_checked_once_is_read_again_whatever_today_holds_of_it() -> None:
    unlawful = document(
        node("1", "3"), node("1.1", "2", rule=RATIO, inputs=FIGURES, examples="a = 1; b = 1 -> 1")
    )
    with pytest.raises(Faults):
        criteria_of(unlawful)
    assert trusted_criteria_of(unlawful).leaves["1.1"].maximum == 2
    with pytest.raises(Faults):
        trusted_criteria_of(document(node("1", rule="ratio of everything")))
