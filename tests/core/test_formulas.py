"""Formulas: a small grammar with its precedence and limits, and no way out of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from cchc.core.scoring.criteria.lines import parsed_variable
from cchc.core.scoring.formulas.analysis import Sort, dimension, names, sort_of, span, text_with_figures
from cchc.core.scoring.formulas.reading import parsed_formula
from cchc.core.scoring.formulas.tree import YEAR, Figures, FormulaFault, Undeclared, Value, Variable
from cchc.core.words.messages import say

A, B, C = Fraction(7), Fraction(2), Fraction(3)
FIGURES: Figures = {"a": A, "b": B, "c": C, "yes": True, "level": "Tốt", "nil": Fraction(0)}


def refusal(text: str) -> FormulaFault:
    with pytest.raises(FormulaFault) as fault:
        parsed_formula(text)
    return fault.value


# --- what formulas give ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b * c", 13),
        ("(a + b) * c", 27),
        ("a - b - c", 2),
        ("a - (b - c)", 8),
        ("a / b / c", Fraction(7, 6)),
        ("a / (b / c)", Fraction(21, 2)),
        ("a / -b", Fraction(-7, 2)),
        ("-a + b", -5),
        ("a - -b", 9),
        ("- (a - b)", -5),
        ("80% * a", Fraction(28, 5)),
        ("12.5%", Fraction(1, 8)),
        ("a × b ÷ c − 1", Fraction(11, 3)),
        ("min(a, b, c)", 2),
        ("max(a, b, c)", 7),
        ("abs(b - a)", 5),
        ("floor(a / b)", 3),
        ("floor((b - a) / b)", -3),
        ("if(a > b, a, b / 0)", 7),
        ("mean(a: 100%, b: 50%, c: 0%)", Fraction(2, 3)),
    ],
)
def test_a_formula_gives_its_exact_value(text: str, value: Fraction | int) -> None:
    assert parsed_formula(text).value(FIGURES) == value


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("a = 7", True),
        ("a != 7", False),
        ("a ≠ 7", False),
        ("a >= 7 and b < 2", False),
        ("a ≤ 7 or b < 2", True),
        ("not a = 7", False),
        ("not (a = 7 and b = 3)", True),
        ("yes and a = 7", True),
        ("a = 0 or b = 0 and c = 3", False),
        ("(a = 7 or b = 0) and c = 0", False),
        ('level = "tốt"', True),
        ('level != "Khá"', True),
        ("(a = 7) = yes", True),
        ("a / 2 > 3.4 and a / 2 < 3.6", True),
    ],
)
def test_a_condition_holds_or_not(text: str, holds: bool) -> None:
    assert parsed_formula(text).value(FIGURES) is holds


@pytest.mark.parametrize(
    ("text", "signed", "days"),
    [
        ("late(signed, 10/01 next year)", date(2027, 1, 10), 0),
        ("late(signed, 10/01 next year)", date(2027, 1, 12), 2),
        ("late(signed, 31/12 last year)", date(2025, 12, 30), -1),
        ("late(signed, 29/02)", date(2026, 3, 1), 1),
        ("late(signed, 15/6, extra)", date(2026, 6, 20), 2),
    ],
)
def test_days_are_counted_from_a_deadline_of_the_cycle(text: str, signed: date, days: int) -> None:
    figures: Figures = {"signed": signed, "extra": Fraction(3), YEAR: Fraction(2026)}
    assert parsed_formula(text).value(figures) == days


def test_a_date_may_be_declared_as_none() -> None:
    assert parsed_formula("none(signed)").value({"signed": None}) is True
    assert parsed_formula("none(signed)").value({"signed": date(2026, 1, 1)}) is False


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a / nil", "nil is 0, and the rule does not say what then"),
        ("a / (b - 2)", "b - 2 is 0, and the rule does not say what then"),
        ("mean(nil: 100%)", "nil is 0, and the rule does not say what then"),
        ("late(signed, 1/1)", "the rule counts from a deadline of the year, and no year is given"),
        ("late(none_signed, 1/1)", '"none_signed" is declared as none, and the rule does not say what then'),
        ("level + 1", '"level" is no number'),
    ],
)
def test_what_cannot_be_computed_says_why(text: str, reason: str) -> None:
    figures: Figures = {**FIGURES, "signed": date(2026, 1, 1), "none_signed": None}
    with pytest.raises(FormulaFault) as fault:
        parsed_formula(text).value(figures)
    assert say(fault.value.message) == reason


def test_a_deadline_far_outside_the_calendar_is_refused() -> None:
    figures: Figures = {"signed": date(2026, 1, 1), "extra": Fraction(10**12), YEAR: Fraction(2026)}
    with pytest.raises(FormulaFault):
        parsed_formula("late(signed, 1/1, extra)").value(figures)


def test_a_figure_that_is_not_declared_is_asked_for() -> None:
    with pytest.raises(Undeclared):
        parsed_formula("a / missing").value(FIGURES)
    with pytest.raises(Undeclared):
        parsed_formula("none(missing)").value(FIGURES)


def test_a_branch_that_is_not_taken_is_not_asked() -> None:
    assert parsed_formula("if(a > b, a, missing)").value(FIGURES) == 7


# --- no way out --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("__import__('os')", 1),
        ("a.b", 2),
        ("a[0]", 2),
        ("lambda: 1", 7),
        ("a ** 2", 4),
        ("a; b", 2),
        ("open(a)", 1),
        ("eval(a)", 1),
        ("a if b else c", 3),
        ("[a for a in b]", 1),
        ("a @ b", 3),
        ("a = b = c", 7),
        ("1e9", 2),
        ("0x10", 2),
        ("a +", 4),
        ("(a", 3),
        ("", 1),
        ("min(a)", 6),
        ("if(a, b)", 8),
        ("mean(a)", 7),
        ("late(signed, 31/02)", 14),
        ("late(5, 1/1)", 6),
        ("and", 1),
        ("a\\b", 2),
        ("'a'", 1),
        ('f"{a}"', 2),
        ("a\x00", 2),
    ],
)
def test_a_text_that_is_no_formula_is_refused_at_its_character(text: str, position: int) -> None:
    assert refusal(text).position == position


@pytest.mark.parametrize("text", ["(" * 10_000 + "1" + ")" * 10_000, "1" + "+1" * 3_000, "9" * 5_000])
def test_a_text_beyond_the_longest_is_refused(text: str) -> None:
    assert say(refusal(text).message) == f"a text of {len(text)} characters; at most 4000"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1_900 + "1" + ")" * 1_900,
        "-" * 3_000 + "1",
        "not " * 900 + "a = 1",
        "min(1, " * 500 + "1" + ")" * 500,
        "1" + "+1" * 1_900,
        "1" + "*1" * 1_900,
        "9" * 41,
        "min(" + "1, " * 1_000 + "1)",
        "mean(" + "a: 1, " * 600 + "a: 1)",
    ],
    ids=lambda text: text[:12],
)
def test_a_formula_too_deep_too_long_or_with_a_number_too_large_is_refused(text: str) -> None:
    refusal(text)


def test_the_largest_formulas_still_work() -> None:
    assert parsed_formula("1" + "+1" * 200).value({}) == 201
    assert parsed_formula("(" * 25 + "1" + ")" * 25).value({}) == 1
    assert parsed_formula("*".join(["9" * 40] * 50)).value({}) == Fraction(int("9" * 40)) ** 50


# --- what a formula says about itself ----------------------------------------------------------------------------

VARIABLES = {
    variable.name: variable
    for variable in map(
        parsed_variable,
        [
            'tasks: count of "nhiệm vụ", to 50 | A',
            'done: count of "nhiệm vụ" | B',
            'reports: count of "báo cáo", from 1 | C',
            "rate: percent | D",
            "change: number, from -5, to 5 | E",
            "free: number | F",
            "signed: date | G",
            'level: one of "Tốt", "Khá" | H',
            "reason: text | I",
            "funded: yes or no | K",
        ],
    )
}


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("tasks / done", Sort.NUMBER), ("tasks > done", Sort.CONDITION), ("level", Sort.TEXT), ("signed", Sort.DATE),
        ("funded", Sort.CONDITION), ("not funded and rate > 0", Sort.CONDITION), ("none(signed)", Sort.CONDITION),
        ("late(signed, 1/1, done)", Sort.NUMBER), ("if(funded, 1, done)", Sort.NUMBER),
        ('level = "khá"', Sort.CONDITION),
        ("funded = (tasks = 1)", Sort.CONDITION),
    ],
)  # fmt: skip
def test_a_formula_has_a_sort(text: str, sort: Sort) -> None:
    assert sort_of(parsed_formula(text), VARIABLES) is sort


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("tasks / missing", '"missing" is not among the declared figures'),
        ("none(missing)", '"missing" is not among the declared figures'),
        ("none(tasks)", '"tasks" is no date; only a date is declared as none'),
        ("level + 1", '"level" gives a text where a number is needed'),
        ("funded * 2", '"funded" gives a condition (yes or no) where a number is needed'),
        ("tasks and funded", '"tasks" gives a number where a condition (yes or no) is needed'),
        ('level > "Khá"', '"level > "Khá"" compares a text with a text'),
        ("signed > 5", '"signed > 5" compares a date with a number'),
        ('level = "Tệ"', '"Tệ" is not an option of H; the options are: Tốt, Khá'),
        ("if(tasks, 1, 2)", '"tasks" gives a number where a condition (yes or no) is needed'),
        ("late(tasks, 1/1)", '"tasks" gives a number where a date is needed'),
        ("mean(level: 1)", '"level" gives a text where a number is needed'),
        ("not tasks", '"tasks" gives a number where a condition (yes or no) is needed'),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(text: str, reason: str) -> None:
    with pytest.raises(FormulaFault) as fault:
        sort_of(parsed_formula(text), VARIABLES)
    assert say(fault.value.message) == reason


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("tasks / done", ()),
        ("tasks / reports", (("báo cáo", -1), ("nhiệm vụ", 1))),
        ("tasks * 2", (("nhiệm vụ", 1),)),
        ("2 * tasks + 1", (("nhiệm vụ", 1),)),
        ("1 / 2 + tasks", (("nhiệm vụ", 1),)),
        ("rate", ()),
        ("5", None),
        ("min(tasks, 3)", (("nhiệm vụ", 1),)),
        ("mean(tasks: 100%, done: 0%)", ()),
    ],
)
def test_a_formula_has_a_unit_of_measure(text: str, unit: object) -> None:
    assert dimension(parsed_formula(text), VARIABLES) == unit


@pytest.mark.parametrize(
    "text", ["tasks + reports", "tasks > reports", "tasks - rate", "min(tasks, reports)", "if(funded, tasks, reports)",
             "mean(tasks: 1, reports: 0)", "funded and tasks = reports"],
)  # fmt: skip
def test_unlike_units_are_not_put_together(text: str) -> None:
    with pytest.raises(FormulaFault) as fault:
        dimension(parsed_formula(text), VARIABLES)
    assert "puts unlike units together" in say(fault.value.message)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("tasks", 0, 50), ("done", 0, None), ("rate", 0, 1), ("free", None, None), ("tasks + rate", 0, 51),
        ("rate - tasks", -50, 1), ("change * change", -25, 25), ("change * rate", -5, 5), ("tasks * done", 0, None),
        ("free * 2", None, None), ("tasks / reports", 0, 50), ("tasks / done", 0, None), ("done / change", None, None),
        ("min(tasks, done)", 0, 50), ("max(tasks, done)", 0, None), ("abs(change)", 0, 5),
        ("floor(change / 2)", -3, 2),
        ("if(funded, tasks, change)", -5, 50), ("mean(tasks: 100%, done: 25%)", Fraction(1, 4), 1),
        ("late(signed, 1/1)", None, None),
    ],
)  # fmt: skip
def test_a_formula_has_bounds(text: str, low: Fraction | None, high: Fraction | None) -> None:
    assert span(parsed_formula(text), VARIABLES) == (low, high)


def test_the_figures_of_a_formula_are_named_once_in_their_order() -> None:
    assert names(parsed_formula("late(signed, 1/1, extra) + b * signed_too + b")) == (
        "signed",
        "extra",
        "b",
        "signed_too",
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a / b", "7 / 2"),
        ("(a + b) * c", "(7 + 2) * 3"),
        ("a - (b - c)", "7 - (2 - 3)"),
        ("third + a", "(1 / 3) + 7"),
        ("if(a > b, a / b, c)", "7 / 2"),
        ("2 * max(a, b)", "2 * 7"),
        ("max(a + b, c)", "max(7 + 2, 3)"),
        ("mean(a: 100%, b: 50%)", "mean(7: 100%, 2: 50%)"),
        ("abs(minus)", "abs(-1.5)"),
    ],
)
def test_a_derivation_writes_the_figures_in_their_places(text: str, written: str) -> None:
    figures: dict[str, Value] = {**FIGURES, "third": Fraction(1, 3), "minus": Fraction(-3, 2)}
    formula = parsed_formula(text)
    assert text_with_figures(formula, figures) == written
    assert parsed_formula(written).value({}) == formula.value(figures)


@pytest.mark.parametrize(
    "text",
    [
        "a + (b - c)", "a - b - c", "a * (b / c)", "a / (b * c)", "a / b / c", "(a + b) * (c - 1)", "-a", "0 - (0 - a)",
        "(a = 1) = (b = 1)", "(a and b) = c", "not (a = 1) and b", "not (not (a))", "a or (b or c)", "(a or b) and c",
        "if(a > 1 and b < 2, min(a, b), abs(c))", "mean(a - b: 80%, c: 0.5)", "late(a, 05/06 last year, b * 2)",
        'a = "Tốt"', "none(a) or b >= 12.5%", "-5% * a",
    ],
)  # fmt: skip
def test_a_formula_written_is_read_back_as_it_was(text: str) -> None:
    formula = parsed_formula(text)
    assert parsed_formula(str(formula)) == formula


def test_a_declared_figure_is_found_by_its_name() -> None:
    assert VARIABLES["tasks"] == Variable(
        "tasks", "A", VARIABLES["tasks"].kind, "nhiệm vụ", None, Fraction(50)
    )
