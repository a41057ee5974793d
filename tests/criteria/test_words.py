"""How criteria and derivations are put into words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.template import Context, Template

from cchc.core.scoring.criteria.derivation import Derivation, derivation_from
from cchc.core.scoring.criteria.lines import parsed_variable
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import YEAR, Value
from cchc.core.words.messages import Place
from cchc.criteria.exchange.reading import read_set
from cchc.criteria.templatetags.criteria import figure, in_full, in_short_numbers, kind_word, place_words
from tests.builders import RULES

LEAVES = read_set(RULES.encode(), "a.toml").leaves


def printed(derivation: Derivation, leaf: Node) -> str:
    """A derivation as a page prints it, in one line."""
    template = Template("{% load criteria %}{% derivation d leaf %}")
    return " ".join(template.render(Context({"d": derivation, "leaf": leaf})).split())


@pytest.mark.parametrize(
    ("line", "value", "printed"),
    [
        ('done: count of "nhiệm vụ" | x', Fraction(9), "9 nhiệm vụ"),
        ("rate: percent | x", Fraction("0.795"), "79.5 %"),
        ("issued: date | x", date(2026, 1, 5), "05/01/2026"),
        ("issued: date | x", None, "none"),
        ("open: yes or no | x", True, "Yes"),
        ('level: one of "Cao", "Thấp" | x', "Cao", "Cao"),
    ],
)
def test_a_declared_value_is_written_with_its_unit(line: str, value: Value, printed: str) -> None:
    assert figure(parsed_variable(line), value) == printed


def test_a_figure_says_what_it_may_hold() -> None:
    variable = parsed_variable("rate: percent, from 10, to 80, default 20 | x")
    assert kind_word(variable) == "percentage, from 10 %, at most 80 %, left empty: 20 %"


def test_a_number_without_end_stands_with_its_fraction() -> None:
    assert (in_full(Fraction(1, 3)), in_full(Fraction("-1.5"))) == ("0.333333333333 (1/3)", "−1.5")


def test_a_place_is_a_line_or_a_cell() -> None:
    places = [Place(line=12), Place(sheet="Tiêu chí", row=4, column="F"), Place(file="a.toml")]
    assert [place_words(place) for place in places] == ["line 12", "sheet “Tiêu chí”, cell F4", ""]


def test_a_derivation_prints_figures_steps_points_and_losses() -> None:
    leaf = LEAVES["1.1"]
    page = printed(derivation_from(leaf, {"done": Fraction(9), "planned": Fraction(10)}), leaf)
    told = (
        "Số nhiệm vụ hoàn thành</th>",
        "9 nhiệm vụ",
        "Số nhiệm vụ hoàn thành ÷ Số nhiệm vụ trong kế hoạch</th>",
        "9 ÷ 10",
        "90 % × 1.5",
        "maximum 1.5",
        "1.35",
        "share not reached",
        "−0.15",
    )
    assert [text for text in told if text not in page] == []


def test_a_condition_that_decided_is_told_with_labels() -> None:
    leaf = LEAVES["1.2"]
    page = printed(derivation_from(leaf, {"issued": None, YEAR: Fraction(2026)}), leaf)
    told = ("no Ngày ban hành kế hoạch", "Year of the cycle", "2026", "not done", "−1")
    assert [text for text in told if text not in page] == []


def test_a_derivation_can_leave_the_rule_out() -> None:
    leaf = LEAVES["1.1"]
    derivation = derivation_from(leaf, {"done": Fraction(9), "planned": Fraction(10)})
    short = Template("{% load criteria %}{% derivation d leaf rule=False %}")
    with_rule = "rule-lines" in printed(derivation, leaf)
    without = "rule-lines" in short.render(Context({"d": derivation, "leaf": leaf}))
    assert (with_rule, without) == (True, False)


def test_the_arithmetic_of_figures_with_many_decimals_is_told_rounded() -> None:
    long = "(0.8920570264765784 + 0.5) ÷ 2 × 1,234.5"
    assert in_short_numbers(long) == "(≈ 0.8921 + 0.5) ÷ 2 × 1,234.5"
