"""Cross-checks of declared figures: what a set may say, what it refuses to say, and what every door answers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.scoring.criteria.crosschecks import broken_checks
from cchc.core.scoring.criteria.derivation import derivation_from
from cchc.core.scoring.criteria.lines import parsed_cross_check
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.reading import parsed_formula
from cchc.core.scoring.formulas.tree import FigureKind, FormulaFault, Value, Variable
from cchc.core.scoring.formulas.truth import certain_answer
from cchc.core.scoring.index import NotScorable, UnitScores, ranking
from tests.core.documents import criteria, faults, node, one_leaf, said, words

INPUTS = (
    'handled: count of "phản ánh" | Số phản ánh đã xử lý\n'
    'received: count of "phản ánh", from 1 | Số phản ánh tiếp nhận\n'
    "open: yes or no, default no | Có chuyên mục\n"
    "signed: date | Ngày ký"
)
RULE = "ratio handled / received; when open and not none(signed): full"


def leaf(checks: str) -> Node:
    return one_leaf(RULE, INPUTS, checks=checks)


def check_faults(checks: str, inputs: str = INPUTS, rule: str = RULE) -> list[str]:
    return [why for _, why in said(faults(node("1", rule=rule, inputs=inputs, checks=checks)))]


def broken(checks: str, **figures: Value) -> list[str]:
    return [words(one) for one in broken_checks(leaf(checks), figures)]


def test_sixty_of_fifty_one_contradict_each_other_and_the_sentence_names_both() -> None:
    (sentence,) = broken("handled <= received", handled=Fraction(60), received=Fraction(51))
    assert sentence == (
        "these figures contradict each other; it must hold that Số phản ánh đã xử lý ≤ Số phản ánh tiếp nhận; "
        "declared: Số phản ánh đã xử lý: 60; Số phản ánh tiếp nhận: 51"
    )


def test_a_cross_check_may_bring_its_own_sentence() -> None:
    line = "handled <= received | Số đã xử lý không thể nhiều hơn số tiếp nhận"
    assert broken(line, handled=Fraction(2), received=Fraction(1)) == [
        "Số đã xử lý không thể nhiều hơn số tiếp nhận "
        "(declared: Số phản ánh đã xử lý: 2; Số phản ánh tiếp nhận: 1)"
    ]  # fmt: skip


def test_every_broken_cross_check_is_told_and_those_that_hold_are_not() -> None:
    lines = "handled <= received | một\nhandled > 0 | hai\nopen or none(signed) | ba"
    assert broken(lines, handled=Fraction(0), received=Fraction(4), signed=None) == [
        "hai (declared: Số phản ánh đã xử lý: 0)"
    ]


def test_what_is_not_declared_is_not_broken_and_a_default_is_declared() -> None:
    assert broken("handled <= received", handled=Fraction(60)) == []
    assert broken("open", handled=Fraction(1)) == [
        "these figures contradict each other; it must hold that Có chuyên mục; declared: Có chuyên mục: No"
    ]


def test_a_text_in_a_condition_may_hold_the_sign_before_the_message() -> None:
    check = parsed_cross_check('level != "A | B" or done > 0 | sai | thật')
    assert (str(check.condition), check.message) == ('level != "A | B" or done > 0', "sai | thật")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("done <= received", '"done" is not among the declared figures'),
        ("handled", '"handled" gives a number where a condition (yes or no) is needed'),
        ("handled <= signed", '"handled <= signed" compares a number with a date'),
        ("handled >= 0", "every figure within its bounds keeps this cross-check: it finds nothing"),
        ("handled + received < 1", "no figure within its bounds keeps this cross-check: nothing could be declared"),
        ("2 > 1", "the cross-check asks for no figure"),
        ("handled <= received\nhandled <= received | lại", "the same cross-check stands twice"),
        (
            "handled / received <= 100",
            "handled / received is a share, and 100 beside it means 10000 %: "
            "write 100%, or 10000% where that is meant",
        ),
        ("handled <=", 'found "…" at character 11, expected a number, a declared figure or a bracket'),
    ],
)  # fmt: skip
def test_a_cross_check_that_cannot_be_meant_is_a_fault_of_the_set(line: str, why: str) -> None:
    assert check_faults(line) == [why]


def test_cross_checks_stand_on_leaves_with_figures_alone() -> None:
    assert check_faults("a > 0", inputs="", rule="") != []
    (fault,) = faults(node("1", checks="a > 0"), node("1.1"))
    assert words(fault.why) == "1 has criteria below it"


def test_a_figure_that_only_a_cross_check_uses_is_used() -> None:
    inputs = "done: count | Số xong\nwhole: count | Tổng số"
    assert check_faults("done <= whole", inputs, "each { done = 0.5 }") == []


def test_figures_that_contradict_each_other_are_scored_at_no_door() -> None:
    tree = criteria(node("1", rule=RULE, inputs=INPUTS, checks="handled <= received"))
    figures: Mapping[str, Value] = {"handled": Fraction(60), "received": Fraction(51), "open": False}
    with pytest.raises(FormulaFault, match="contradict"):
        derivation_from(tree.leaves["1"], figures)
    with pytest.raises(NotScorable, match="contradict"):
        ranking(tree, [UnitScores("Sở A", {"1": figures})])


def test_a_worked_example_that_breaks_a_cross_check_is_a_fault() -> None:
    found = faults(
        node(
            "1",
            rule="ratio a / b",
            inputs="a: count | A\nb: count, from 1 | B",
            checks="a <= b",
            examples="a = 3; b = 2 -> 1",
        )
    )
    assert ["contradict" in words(one.why) for one in found] == [True]


FIGURES = {
    "a": Variable("a", "A", FigureKind.COUNT, high=Fraction(6)),
    "b": Variable("b", "B", FigureKind.NUMBER, low=Fraction(-3), high=Fraction(3)),
    "r": Variable("r", "R", FigureKind.PERCENT),
}
NUMBERS = st.sampled_from(
    ["a", "b", "r", "a + b", "a * r", "max(a, b)", "abs(b)", "a - b", "2", "0", "-4", "7", "100%"]
)
COMPARISONS = st.builds(
    " ".join, st.tuples(NUMBERS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), NUMBERS)
)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: (
        st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or"]), inner)
        | inner.map("not ({})".format)
    ),
    max_leaves=4,
)


@given(
    CONDITIONS,
    st.integers(0, 6).map(Fraction),
    st.integers(-30, 30).map(lambda tenths: Fraction(tenths, 10)),
    st.integers(0, 100).map(lambda percent: Fraction(percent, 100)),
)
def test_what_is_certain_of_a_condition_holds_for_all_figures_within_their_bounds(
    condition: str, a: Fraction, b: Fraction, r: Fraction
) -> None:
    formula = parsed_formula(condition)
    certain = certain_answer(formula, FIGURES)
    assert certain in (None, formula.value({"a": a, "b": b, "r": r}))


@given(st.integers(0, 60), st.integers(1, 60))
def test_figures_are_refused_when_and_only_when_they_break_a_cross_check(handled: int, received: int) -> None:
    figures = {"handled": Fraction(handled), "received": Fraction(received), "open": False}
    assert bool(broken_checks(CHECKED, figures)) is (handled > received)


CHECKED = leaf("handled <= received")
