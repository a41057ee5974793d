"""Criteria sets as documents: what is written is read back, figures are taken as they are meant."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from cchc.core.scoring.checks.building import criteria_of
from cchc.core.scoring.criteria.derivation import derivation_from, recomputed_outcome
from cchc.core.scoring.criteria.document import document_of
from cchc.core.scoring.criteria.figures import figure, figure_text
from cchc.core.scoring.criteria.lines import example_text, parsed_example, parsed_variable, variable_text
from cchc.core.scoring.criteria.tree import Aggregation, Decision, Part, Ties
from cchc.core.scoring.formulas.tree import FormulaFault, Value
from cchc.core.scoring.votes import MajorityBase, VotingRules
from cchc.core.words.numerals import NumberFault
from tests.core.documents import criteria, node, words
from tests.core.test_rule_kinds import CASES, Case

GRADES = [
    {"name": "Tốt", "band": ">= 80"},
    {"name": "Khá", "band": "65..<80"},
    {"name": "Yếu", "band": "< 65"},
]


def test_everything_in_a_set_is_read() -> None:
    tree = criteria(
        node("1", "2", children="capped"), node("1.1", "2", part="survey"), node("1.2", "1"), grades=GRADES,
        decision_number="01/QĐ-UBND", decision_date="2026-01-15", decision_issuer="Ủy ban nhân dân tỉnh",
        ties="ordinal", first_year="2026",
    )  # fmt: skip
    assert (tree.total, tree.ties, tree.first_year, tree.places) == (2, Ties.ORDINAL, 2026, 2)
    assert tree.decision == Decision("01/QĐ-UBND", date(2026, 1, 15), "Ủy ban nhân dân tỉnh")
    assert [(one.number, one.part, one.aggregation) for one in tree.walk()] == [
        ("1", Part.APPRAISED, Aggregation.CAPPED),
        ("1.1", Part.SURVEY, Aggregation.SUM),
        ("1.2", Part.APPRAISED, Aggregation.SUM),
    ]
    assert [grade.name for grade in tree.grades] == ["Tốt", "Khá", "Yếu"]


def test_a_set_written_as_a_document_is_read_back_as_it_was() -> None:
    tree = criteria(
        node("1", "3.5", appraiser="Sở Nội vụ", note="Theo kế hoạch năm"),
        node("1.1", "1.5", inputs=CASES[8].inputs, rule=CASES[8].rule, examples=CASES[8].examples, loss="not_done"),
        node("1.2", "2", children="best"),
        node("1.2.1", "2", evidence="Kế hoạch; báo cáo năm"),
        node("1.2.2", "1", part="survey"),
        node("2", "2", part="bonus", children="sum"),
        node("2.1", "1"),
        node("2.2", "1"),
        node("3", "-1", part="penalty"),
        node("3.1", "-1"),
        grades=GRADES, first_year="2026", last_year="2030", decision_number="01/QĐ-UBND", decision_date="2026-01-15",
        decision_issuer="Ủy ban nhân dân tỉnh", note="Bộ mẫu", places="3", rounding="half_even", ties="dense",
        survey_optional="yes", bonus_above_total="no", grade_by="exact", quorum="75%", majority="members",
    )  # fmt: skip
    assert criteria_of(document_of(tree)) == tree
    assert tree.voting == VotingRules(Fraction(3, 4), MajorityBase.MEMBERS)


def test_a_set_that_is_silent_on_votes_has_the_usual_ones_and_writes_none() -> None:
    tree = criteria(node("1"))
    assert tree.voting == VotingRules(Fraction(2, 3), MajorityBase.PRESENT)
    assert not {"quorum", "majority"} & set(document_of(tree).settings)
    assert document_of(criteria(node("1"), quorum="2/3", majority="present")) == document_of(tree)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.wording}")
def test_every_kind_of_rule_survives_being_written(case: Case) -> None:
    texts = {"inputs": case.inputs, "rule": case.rule, "examples": case.examples, "part": case.part}
    tree = criteria(node("1", case.maximum, **texts))
    assert criteria_of(document_of(tree)) == tree


def test_a_derivation_stands_for_itself() -> None:
    tree = criteria(
        node("1", "1", inputs="issued: date | Ngày\nextra: count, default 2 | Gia hạn",
             rule="tiers late(issued, 31/12, extra) { <= 0 = full, > 0 = 0.5 }")
    )  # fmt: skip
    derivation = derivation_from(tree.leaves["1"], {"issued": date(2027, 1, 2), "@year": Fraction(2026)})
    assert (derivation.outcome.points, derivation.year) == (1, 2026)
    assert [(variable.name, value) for variable, value in derivation.figures] == [
        ("issued", date(2027, 1, 2)), ("extra", 2),
    ]  # fmt: skip
    assert recomputed_outcome(derivation) == derivation.outcome


def test_only_sets_with_deadlines_need_the_year() -> None:
    late = node("1", "1", inputs="d: date | Ngày", rule="tiers late(d, 1/1) { <= 0 = full, > 0 = zero }")
    assert (criteria(late).needs_year, criteria(node("1")).needs_year) == (True, False)


# --- declared figures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "a: count | Số việc",
        'a: count of "việc", from 1, to 50, default 3, source "Cổng DVC" | Số việc',
        "a: number, from -1.5, to 2.25 | Điểm",
        "a: date, fed by last_year | Ngày",
        'a: number of "km²", from 1, default 2, fed by unit.area | Diện tích',
        "a: percent, fed by surveys.sipas_2026.3 | Tỷ lệ",
        "a: count, fed by registers.inspections.count | Số cuộc",
        "a: percent, from 10, to 95.5, default 80 | Tỷ lệ",
        'a: one of "A", "B, C", "D" | Mức',
        'a: one of "A", "B", default "B" | Mức',
        "a: yes or no, default no | Có",
        "a: date | Ngày",
        'a: date, default "2026-01-31" | Ngày',
        'a: text, default "chưa rõ" | Lý do',
    ],
)
def test_a_declared_figure_written_is_read_back_as_it_was(line: str) -> None:
    variable = parsed_variable(line)
    assert variable_text(variable) == line
    assert parsed_variable(variable_text(variable)) == variable


@pytest.mark.parametrize(
    ("line", "text", "value"),
    [
        ("a: count | A", " 7 ", Fraction(7)),
        ("a: number | A", "-1.25", Fraction(-5, 4)),
        ("a: percent | A", "91.17", Fraction(9117, 10000)),
        ("a: percent | A", "80 %", Fraction(4, 5)),
        ("a: yes or no | A", "Có", True),
        ("a: yes or no | A", "không", False),
        ("a: date | A", "2026-01-31", date(2026, 1, 31)),
        ("a: date | A", "31/1/2026", date(2026, 1, 31)),
        ("a: date | A", "Không", None),
        ('a: one of "Tốt", "Khá" | A', " tốt ", "Tốt"),
        ("a: text | A", " vì thế ", "vì thế"),
    ],
)
def test_a_text_declares_a_figure(line: str, text: str, value: Value) -> None:
    assert figure(parsed_variable(line), text) == value


@pytest.mark.parametrize(
    ("line", "text", "reason"),
    [
        ("a: count | A", "1.5", "1.5 is no whole number"),
        ("a: count | A", "-1", "-1 is below the least allowed, 0"),
        ("a: number, to 5 | A", "6", "6 is above the most allowed, 5"),
        ("a: percent | A", "101", "101 % is above the most allowed, 100 %"),
        ("a: percent, from 10 | A", "9", "9 % is below the least allowed, 10 %"),
        ("a: yes or no | A", "có lẽ", '"có lẽ" is neither yes nor no; write Có or Không'),
        (
            "a: date | A",
            "30/2/2026",
            '"30/2/2026" is no date; write day/month/year, or Không when there is none',
        ),
        ('a: one of "Tốt", "Khá" | A', "Tệ", '"Tệ" is not an option of A; the options are: Tốt, Khá'),
    ],
)
def test_a_text_that_declares_nothing_is_refused(line: str, text: str, reason: str) -> None:
    with pytest.raises(FormulaFault) as fault:
        figure(parsed_variable(line), text)
    assert words(fault.value.message) == reason


def test_a_number_in_another_notation_is_refused() -> None:
    with pytest.raises(NumberFault):
        figure(parsed_variable("a: number | A"), "1,5")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("a: percent | A", Fraction(4, 5)), ("a: count | A", Fraction(3)), ("a: yes or no | A", True),
        ("a: date | A", None), ("a: date | A", date(2026, 1, 31)),
        ('a: one of "X", "Y" | A', "Y"), ("a: text | A", "b"),
    ],
)  # fmt: skip
def test_a_figure_written_is_declared_again(line: str, value: Value) -> None:
    variable = parsed_variable(line)
    assert figure(variable, figure_text(variable, value)) == value


def test_a_worked_example_written_is_read_back_as_it_was() -> None:
    variables = {
        one.name: one for one in map(parsed_variable, ["a: percent | A", "b: date | B", "c: text | C"])
    }
    line = "year = 2026; a = 80; b = none; c = vì = vậy -> 1.5"
    example = parsed_example(line, variables)
    assert example_text(example, variables) == line
    with_peers = parsed_example("a = 5%; population = 3, 1, 2 -> not applicable", variables)
    assert (with_peers.peer_range, with_peers.points) == ((1, 3), None)
    assert parsed_example(example_text(with_peers, variables), variables) == with_peers


def test_a_leaf_tells_how_far_stated_points_may_go() -> None:
    below_zero = node("1", "1", rule="tiers a { = 0 = full, > 0 = -0.5 }", inputs="a: count | A")
    assert criteria(node("1", "2")).leaves["1"].stated_span() == (0, 2)
    assert criteria(below_zero).leaves["1"].stated_span() == (Fraction(-1, 2), 1)
    penalty = criteria(node("0"), node("1", "-2", part="penalty"))
    assert penalty.leaves["1"].stated_span() == (-2, 0)
