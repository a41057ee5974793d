"""Rules as texts: read, written back, refused at their character, followed step by step, said in words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cchc.core.scoring.criteria.derivation import derivation_from, recomputed_outcome
from cchc.core.scoring.criteria.lines import parsed_variable
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.scoring.rules.reading import parsed_rule
from cchc.core.scoring.rules.values import Terms
from cchc.core.scoring.rules.words import line_words, rule_words
from cchc.core.words.messages import say
from cchc.core.words.numbers import plain
from tests.core.documents import one_leaf

# --- reading -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("share a", 1),
        ("ratio", 6),
        ("ratio a; zero below 80%; zero below 90%", 26),
        ("ratio a; round 2; round 3", 19),
        ("ratio a; round 7", 17),
        ("ratio a; round 2 sideways", 18),
        ("ratio a; floor none; floor 0", 22),
        ("ratio a; floor 0; floor none", 19),
        ("ratio a; cap 1; cap 2", 17),
        ("ratio a; lower is better", 10),
        ("ratio a; when b > 0 full", 21),
        ("tiers a { 1..2 }", 16),
        ("tiers a { 1 = full }", 13),
        ("tiers a { >= 1 = full", 22),
        ("tiers a { >= x = full }", 14),
        ("choose a { b = full }", 12),
        ('choose a { "b" = lots }', 18),
        ('choose a { "b" = full as broken }', 26),
        ("steps a { from 1 = 1, every 0 = 1 }", 29),
        ("relative a to worst", 15),
        ("expert a", 9),
        ("each { 3 = 1 }", 8),
        ("best of { }", 11),
        ("all of a b", 10),
        ("ratio a; __import__", 10),
    ],
)
def test_a_text_that_is_no_rule_is_refused_at_its_character(text: str, position: int) -> None:
    with pytest.raises(FormulaFault) as fault:
        parsed_rule(text)
    assert fault.value.position == position


def test_rules_stand_inside_each_other_only_so_deep() -> None:
    with pytest.raises(FormulaFault):
        parsed_rule("best of { " * 6 + "all of a" + " }" * 6)


def test_a_list_has_only_so_many_members() -> None:
    with pytest.raises(FormulaFault):
        parsed_rule(f"each {{ {', '.join(f'a{row} = 1' for row in range(200))} }}")


@pytest.mark.parametrize(
    "text",
    [
        "ratio a / (b - c); zero below 80%; when b = c: not applicable; round 2",
        'choose x { "A" = full, "B" = 75%, "C" = -0.5 as late, "D" = zero }; times a / b; floor none; cap 2',
        "tiers a { < 10% = zero, 10%..<20% = 0.5, 20%..30% = 1, >30%..40% = 50%, > 40% = full }",
        "tiers a { = 0 = full, = 1 = 50%, >= 2 = -1 as not_done }",
        "tiers late(d, 31/12 last year, extra) { <= 0 = full, > 0 = zero }; when none(d): -1 as not_done",
        "each { a = 0.5, b = 25% as ratio }; floor -1; cap full",
        "deduct { a = 0.25 as late, b = 50% }; floor none",
        "steps a { from 3500 = 10, every 100 = 0.5 }; cap 35; round 1 half_even",
        "all of a = 0 or b, not (c)",
        "best of { ratio a; when b: zero | each { c = 1 }; cap 1 | best of { all of b | points a } }; round 3",
        "expert a because b; floor -1",
        "relative a / b to best; lower is better; among a, b",
        "relative a to range",
        'points if(a > 1, 2, min(a, b * 0.2)); factor x { "A" = 120%, "B" = 1 }; cap 2',
    ],
)
def test_a_rule_written_is_read_back_as_it_was(text: str) -> None:
    rule = parsed_rule(text)
    assert str(rule) == text
    assert parsed_rule(str(rule)) == rule


# --- derivations and words ---------------------------------------------------------------------------------------


def test_a_derivation_can_be_followed_step_by_step() -> None:
    leaf = one_leaf(
        "ratio done / total; zero below 80%; when total = 0: full; round 2",
        "done: count | Số nhiệm vụ hoàn thành\ntotal: count | Số nhiệm vụ",
        "2.5",
    )
    derivation = derivation_from(leaf, {"done": Fraction(8), "total": Fraction(9)})
    assert [(say(step.what), step.expression, step.value) for step in derivation.steps] == [
        ("done / total", "8 / 9", Fraction(8, 9)),
        ("Share × maximum", "(8 / 9) * 2.5", Fraction(20, 9)),
        ("Rounded to 2 places", None, Fraction(111, 50)),
    ]
    assert derivation.outcome.points == Fraction(111, 50)
    assert recomputed_outcome(derivation) == derivation.outcome


def test_a_pending_leaf_has_no_steps() -> None:
    leaf = one_leaf("ratio done / 9; times rate", "done: count | Xong\nrate: percent | Tỷ lệ")
    assert derivation_from(leaf, {"done": Fraction(8)}).steps == ()


def test_a_rule_in_words_names_the_figures_as_the_official_reads_them() -> None:
    variables = {
        one.name: one
        for one in map(
            parsed_variable, ["done: count | số xong", "total: count | tổng số", 'x: one of "A", "B" | mức']
        )
    }
    rule = parsed_rule("ratio done / (done + total); zero below 80%; when total = 0: not applicable; round 2")
    assert [say(line) for line in rule_words(rule, Terms(Fraction(2)), variables)] == [
        "số xong ÷ (số xong + tổng số) × maximum points; below 80 %: 0 points",
        "When tổng số = 0: not applicable",
        "Rounded to 2 decimal places",
    ]
    shape = parsed_rule('choose x { "A" = full, "B" = 75% }').shape
    assert say(line_words(shape, shape, variables)) == "A: maximum points, B: 75 % of the maximum"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("tiers late(d, 31/12 last year) { <= 0 = 1, > 0 = 0.5 }; when none(d): zero",
         ["ngày by 31/12 of the year before: 1 points", "ngày after 31/12 of the year before: 0.5 points",
          "When no ngày: 0 points"]),
        ("tiers late(d, 10/01 next year) { < 1 = full, 1..5 = 50%, > 5 = zero }",
         ["ngày below 1 days after 10/01 of the next year: maximum points",
          "ngày from 1 to 5 days after 10/01 of the next year: 50 % of the maximum",
          "ngày above 5 days after 10/01 of the next year: 0 points"]),
        ("ratio a + b; round 1", ["(số a + số b) × maximum points", "Rounded to 1 decimal places"]),
        ("ratio mean(a: 100%, b: 60%)", ["weighted mean (số a × 100 %; số b × 60 %) × maximum points"]),
        ("all of a = 0 and (a > b or b <= 1), not (a = 1)",
         ["Maximum points only when all holds: số a = 0 and (số a > số b or số b ≤ 1) and not (số a = 1)"]),
        ("points 2 * if(a > b, min(a, 1), abs(b) - a); floor none",
         ["Points = 2 × (the smallest of (số a; 1) when số a > số b, else the size of (số b) − số a)",
          "Points may fall below zero without limit"]),
        ("relative a to range; lower is better",
         ["số a: (highest of the peer group − the unit's) ÷ (highest − lowest) × maximum points"]),
        ("best of { each { a = 0.5 }; cap 1 | deduct { b = 25% }; floor 0 }",
         ["The best of 2 cases:", "số a: 0.5 points for each", "Not above 1 points",
          "số b: 25 % of the maximum taken for each", "Not below 0 points"]),
        ("steps a { from 3 = 1, every 2 = 0.5 }; cap full; times b",
         ["số a up to 3: 1 points; every further 2: + 0.5 points", "The points are multiplied by số b",
          "Not above 2 points"]),
    ],
)  # fmt: skip
def test_every_line_of_a_rule_is_said_in_words(rule: str, words: list[str]) -> None:
    lines = ["a: count | số a", "b: count | số b", "d: date | ngày"]
    variables = {one.name: one for one in map(parsed_variable, lines)}
    said = rule_words(parsed_rule(rule), Terms(Fraction(2)), variables)
    assert [say(line, number=plain) for line in said] == words


def test_what_a_multiplier_takes_is_a_loss_of_its_own() -> None:
    rule = parsed_rule('choose level { "Tốt" = full, "Khá" = 50% }; times done / total')
    figures = {"level": "Khá", "done": Fraction(9), "total": Fraction(10)}
    outcome = rule.apply(figures, Terms(Fraction(2)))
    assert outcome.points == Fraction("0.9")
    assert [(loss.code, loss.points) for loss in outcome.losses] == [
        ("not_done", Fraction(1)),
        ("ratio", Fraction("0.1")),
    ]
    best = rule.apply({**figures, "level": "Tốt"}, Terms(Fraction(2)))
    assert [(loss.code, loss.points) for loss in best.losses] == [("ratio", Fraction("0.2"))]
