"""Rules: what every shape and modifier gives, what is lost by which line, what is refused."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from cchc.core.scoring.formulas.tree import Figures, FormulaFault, Value
from cchc.core.scoring.rules.reading import parsed_rule
from cchc.core.scoring.rules.values import Loss, Outcome, PeerRange, Terms
from cchc.core.words.messages import say


def applied(rule: str, maximum: str = "1", **figures: Value | int | str) -> Outcome:
    """What `rule` gives; numbers as texts or int."""
    return parsed_rule(rule).apply(in_fractions(figures), Terms(Fraction(maximum), None, "1"))


def in_fractions(figures: dict[str, Value | int | str]) -> Figures:
    found: dict[str, Value] = {}
    for name, value in figures.items():
        plain = isinstance(value, bool) or not isinstance(value, int)
        found[name] = value if plain else Fraction(value)
    return found


def points(rule: str, maximum: str = "1", **figures: Value | int | str) -> Fraction | None:
    return applied(rule, maximum, **figures).points


def lost(outcome: Outcome) -> list[tuple[str, Fraction]]:
    return [(loss.code, loss.points) for loss in outcome.losses]


# --- pending and not applicable ----------------------------------------------------------------------------------


def test_a_figure_not_declared_leaves_the_leaf_pending() -> None:
    assert applied("ratio done / total", done=1).without == "pending"


def test_a_condition_that_cannot_be_told_yet_leaves_the_leaf_pending() -> None:
    rule = 'choose level { "A" = full, "B" = zero }; when total = 0: not applicable'
    assert applied(rule, level="A").without == "pending"


def test_a_condition_is_asked_before_the_figures_of_the_shape() -> None:
    assert applied("ratio done / total; when total = 0: not applicable", total=0).without == "not_applicable"


def test_conditions_are_asked_in_their_order() -> None:
    rule = "ratio done / total; when total = 0: full; when done = 0: zero"
    assert (points(rule, done=0, total=0), points(rule, done=0, total=1)) == (1, 0)


def test_a_modifier_that_is_not_declared_leaves_the_leaf_pending() -> None:
    rule = "best of { all of a | all of b }; times rate"
    assert applied(rule, a=True).without == "pending"
    assert points(rule, a=True, rate=Fraction(1, 2)) == Fraction(1, 2)


# --- best of -----------------------------------------------------------------------------------------------------

CASES = "best of { ratio a / b; when b = 0: not applicable | each { c = 0.5 } }"


def test_the_best_case_stands() -> None:
    assert points(CASES, a=3, b=4, c=1) == Fraction(3, 4)
    assert points(CASES, a=1, b=4, c=1) == Fraction(1, 2)


def test_cases_that_are_not_declared_or_not_applicable_stay_out() -> None:
    assert points(CASES, c=1) == Fraction(1, 2)
    assert points(CASES, a=0, b=0, c=1) == Fraction(1, 2)


def test_a_best_of_is_pending_while_a_case_may_still_give_points() -> None:
    assert applied(CASES).without == "pending"
    assert applied(CASES, a=0, b=0).without == "pending"


def test_a_best_of_without_applicable_cases_is_not_applicable() -> None:
    rule = "best of { ratio a / b; when b = 0: not applicable | ratio a / c; when c = 0: not applicable }"
    assert applied(rule, a=0, b=0, c=0).without == "not_applicable"


def test_a_best_of_keeps_the_losses_of_its_best_case() -> None:
    rule = 'best of { deduct { late = 0.25 as late, missing = 0.5 }; floor 0 | choose x { "A" = zero as not_done } }'
    assert lost(applied(rule, late=1, missing=1, x="A")) == [
        ("late", Fraction(1, 4)),
        ("not_done", Fraction(1, 2)),
    ]


def test_a_condition_in_front_of_a_best_of_decides_alone() -> None:
    assert applied(f"{CASES}; when c = 0: zero as not_done", c=0) == Outcome(
        Fraction(0),
        (Loss("1", "not_done", Fraction(1), parsed_rule(f"{CASES}; when c = 0: zero as not_done").whens[0]),),
    )


# --- modifiers ---------------------------------------------------------------------------------------------------


def test_a_multiplier_never_lifts_points_above_the_maximum() -> None:
    assert points("ratio a / b; times c", a=1, b=2, c=3) == 1


def test_a_multiplier_takes_its_share_of_negative_points_too() -> None:
    assert points('choose x { "A" = full, "B" = -1 }; times rate', x="B", rate=Fraction(1, 2)) == Fraction(
        -1, 2
    )


def test_a_stated_floor_holds_under_a_multiplier() -> None:
    assert points(
        'choose x { "A" = full, "B" = -1 }; times rate; floor -0.25', x="B", rate=Fraction(1, 2)
    ) == Fraction(-1, 4)


def test_a_factor_by_kind_of_unit_multiplies_the_points() -> None:
    rule = 'ratio a / b; factor zone { "Miền núi" = 120%, "Đồng bằng" = 100% }; cap full'
    assert points(rule, a=1, b=2, zone="miền núi") == Fraction(3, 5)
    assert points(rule, a=1, b=1, zone="Miền núi") == 1


@pytest.mark.parametrize(
    ("modifier", "amount", "rounded"),
    [
        ("round 2", "0.125", "0.13"), ("round 2 half_even", "0.125", "0.12"), ("round 2 half_down", "0.125", "0.12"),
        ("round 1 up", "0.11", "0.2"), ("round 1 down", "0.19", "0.1"), ("round 0", "0.5", "1"),
        ("round 2; floor -1", "-0.125", "-0.13"), ("round 1 down; floor -1", "-0.19", "-0.1"),
    ],
)  # fmt: skip
def test_points_are_rounded_by_their_rule_last(modifier: str, amount: str, rounded: str) -> None:
    assert points(f"points x; {modifier}", x=Fraction(amount)) == Fraction(rounded)


def test_deductions_stop_at_their_floor_and_share_what_is_lost() -> None:
    outcome = applied(
        "deduct { late = 0.25 as late, missing = 0.5 as missing_evidence }; floor 0", late=2, missing=3
    )
    assert (outcome.points, lost(outcome)) == (
        0,
        [("late", Fraction(1, 4)), ("missing_evidence", Fraction(3, 4))],
    )


def test_deductions_without_a_floor_go_below_zero() -> None:
    outcome = applied("deduct { late = 0.5 as late }; floor none", late=3)
    assert (outcome.points, lost(outcome)) == (Fraction(-1, 2), [("late", Fraction(3, 2))])


def test_prices_stop_at_zero_and_the_maximum_unless_said_otherwise() -> None:
    assert points("each { good = 0.5, bad = -1 }", good=5, bad=0) == 1
    assert points("each { good = 0.5, bad = -1 }", good=0, bad=1) == 0
    assert points("each { good = 0.5, bad = -1 }; floor none", good=0, bad=1) == -1
    assert points("each { good = 0.5, bad = -1 }; cap 0.75; floor -0.5", good=5, bad=9) == Fraction(-1, 2)


def test_steps_begin_above_their_start() -> None:
    rule = "steps people { from 100 = 0.5, every 10 = 0.1 }"
    assert [points(rule, people=one) for one in (0, 100, 109, 110, 149, 150, 999)] == [
        Fraction(tenths, 10) for tenths in (5, 5, 5, 6, 9, 10, 10)
    ]


def test_a_penalty_runs_from_zero_down_to_its_maximum() -> None:
    outcome = applied("each { cases = -0.5 }", "-2", cases=3)
    assert (outcome.points, lost(outcome)) == (Fraction(-3, 2), [("ratio", Fraction(3, 2))])
    assert points("each { cases = -0.5 }", "-2", cases=9) == -2
    assert points("all of violated", "-2", violated=True) == -2
    assert applied("all of violated", "-2", violated=False) == Outcome(Fraction(0), ())
    assert points("deduct { cases = 50% }; floor full", "-2", cases=9) == -2


def test_the_comparison_with_the_best_is_held_between_nothing_and_everything() -> None:
    rule, terms = parsed_rule("relative x to range; among y"), Terms(Fraction(2))
    ends = PeerRange(Fraction(1), Fraction(3))
    given = [rule.apply({"x": Fraction(x), "y": Fraction(2)}, terms, ends).points for x in (0, 1, 2, 3, 9)]
    assert given == [0, 0, 1, 2, 2]


def test_units_that_are_all_equal_have_full_points() -> None:
    same = PeerRange(Fraction(4), Fraction(4))
    figures = {"x": Fraction(4)}
    assert parsed_rule("relative x to range").apply(figures, Terms(Fraction(2)), same).points == 2
    assert (
        parsed_rule("relative x to best; lower is better").apply(figures, Terms(Fraction(2)), same).points
        == 2
    )


# --- losses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "figures", "code"),
    [
        ("ratio a", {"a": Fraction(1, 2)}, "ratio"),
        ("tiers a { < 5 = zero, >= 5 = full }", {"a": Fraction(1)}, "ratio"),
        ("tiers a { < 5 = zero as wrong_authority, >= 5 = full }", {"a": Fraction(1)}, "wrong_authority"),
        ("tiers late(d, 1/1) { <= 0 = full, > 0 = 50% }", {"d": date(2026, 1, 2), "@year": Fraction(2026)}, "late"),
        ("all of yes", {"yes": False}, "not_done"),
        ('choose x { "A" = full, "B" = 0.5 }', {"x": "B"}, "not_done"),
        ("expert a because why", {"a": Fraction(1, 2), "why": "chậm"}, "expert"),
        ("relative a to best", {"a": Fraction(1)}, "relative"),
        ("ratio a; when b: zero as missing_evidence", {"b": True}, "missing_evidence"),
        ("ratio a; when b: zero", {"b": True}, "ratio"),
    ],
)  # fmt: skip
def test_a_loss_has_the_code_of_its_line(rule: str, figures: Figures, code: str) -> None:
    outcome = parsed_rule(rule).apply(figures, Terms(Fraction(1)), PeerRange(Fraction(1), Fraction(2)))
    assert [loss.code for loss in outcome.losses] == [code]


def test_a_leaf_may_name_the_code_of_its_losses() -> None:
    figures = {"a": Fraction(1, 2)}
    assert parsed_rule("ratio a").apply(figures, Terms(Fraction(1), "survey")).losses[0].code == "survey"


def test_full_points_lose_nothing() -> None:
    assert applied("ratio a", a=1).losses == ()


# --- refusals while scoring --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "figures", "reason"),
    [
        ("points x", {"x": "2"}, "the rule gives 2 points, above the maximum of 1; it needs a cap"),
        ("points x", {"x": "-1"}, "the rule gives -1 points, below 0; it needs a floor"),
        (
            "expert x because why",
            {"x": "2", "why": "…"},
            "the rule gives 2 points, above the maximum of 1; it needs a cap",
        ),
        ("expert x because why", {"x": "1", "why": "  "}, "points given by an appraiser need their reason"),
        (
            "ratio x; when x > 1: 2",
            {"x": "3"},
            "the rule gives 2 points, above the maximum of 1; it needs a cap",
        ),
        ("relative x to best", {"x": "1"}, "the rule compares units of a peer group, and no group is given"),
        ("tiers x { < 1 = zero }", {"x": "1"}, "1 lies in no band of the rule"),
        ('choose why { "A" = full }', {"why": "B"}, '"B" is not an option of why; the options are: A'),
    ],
)
def test_points_that_the_rule_does_not_foresee_are_refused(
    rule: str, figures: dict[str, str], reason: str
) -> None:
    given: dict[str, Value] = {
        name: text if name == "why" else Fraction(text) for name, text in figures.items()
    }
    with pytest.raises(FormulaFault) as fault:
        parsed_rule(rule).apply(given, Terms(Fraction(1)))
    assert say(fault.value.message) == reason
