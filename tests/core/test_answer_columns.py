"""What the columns of answer files hold is proposed by their headings; rows are read with every fault at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.receiving.columns import ColumnPart, Surely, headings_key, proposed_columns, use_of
from cchc.core.surveys.receiving.rows import AnswerTable, read_rows
from tests.builders.collecting import some_questions

QUESTIONS = some_questions()
HEADINGS = {
    "as Google Forms": (
        ("Dấu thời gian", "nothing", "sure"),
        ("1. Thái độ phục vụ của công chức", "item:q1", "sure"),
        ("Mức độ hài lòng [Thời gian giải quyết hồ sơ]", "item:q2", "sure"),
        ("Ông/bà biết dịch vụ qua kênh nào?", "item:q3", "sure"),
        ("Đơn vị được đánh giá", "unit", "likely"),
    ),
    "as LimeSurvey": (
        ("id", "key", "sure"),
        ("submitdate", "nothing", "sure"),
        ("q1", "item:q1", "sure"),
        ("q3[loa]", "tick:q3:loa", "sure"),
        ("q3[web]", "tick:q3:web", "sure"),
        ("G01Q02. Thời gian giải quyết hồ sơ", "item:q2", "sure"),
    ),
    "as KoboToolbox": (
        ("_uuid", "key", "sure"),
        ("nhom/q1", "item:q1", "sure"),
        ("nhom/q3", "nothing", "likely"),
        ("nhom/q3/loa", "tick:q3:loa", "sure"),
        ("nhom/q3/web", "tick:q3:web", "sure"),
        ("__version__", "version", "sure"),
    ),
    "near wordings": (
        ("Thái độ phục vụ công chức", "item:q1", "likely"),
        ("2 Thời gian xử lý hồ sơ", "item:q2", "likely"),
        ("Giới tính", "nothing", "unknown"),
    ),
}


@pytest.mark.parametrize("told", HEADINGS.values(), ids=HEADINGS.keys())
def test_what_a_heading_means_is_proposed_as_sure_as_it_is(told):
    found = proposed_columns([heading for heading, _use, _surely in told], QUESTIONS)
    assert [(one.use.text, one.surely.value) for one in found] == [(use, surely) for _, use, surely in told]


@given(st.lists(st.text(max_size=40), max_size=12))
def test_no_two_columns_are_the_same_item_and_only_what_is_equal_is_sure(headings):
    found = proposed_columns(headings, QUESTIONS)
    items = [one.use.text for one in found if one.use.item]
    assert len(items) == len(set(items))
    assert all(use_of(one.use.text) == one.use for one in found)


@given(st.sampled_from([item.text for item in QUESTIONS.items]), st.integers(1, 4))
def test_a_wording_with_a_letter_less_is_never_sure(text, at):
    (found,) = proposed_columns([text[:at] + text[at + 1 :]], QUESTIONS)
    assert found.surely is not Surely.SURE


def test_headings_are_known_again_however_they_are_typed_and_only_in_their_order():
    assert headings_key(["Mã  phiếu", "Hoà"]) == headings_key(["mã phiếu", "hòa"])
    assert headings_key(["a", "b"]) != headings_key(["b", "a"])


def table(rows, headings="ABCDE"):
    letters = tuple("ABCDEFGH"[: len(headings)])
    return AnswerTable("a.csv", None, 1, tuple(headings), letters, tuple(enumerate(map(tuple, rows), 2)))


def uses(*texts):
    return [use_of(text) for text in texts]


def test_a_column_most_of_whose_values_are_outside_its_scale_is_one_fault_that_names_the_other_question():
    questions = QUESTIONS
    rows = [("Loa, đài", "4"), ("Trang thông tin", "5"), ("Loa, đài", "3"), ("Loa, đài", "4")]
    read = read_rows(table(rows, "AB"), uses("item:q2", "item:q3"), questions)
    first = read.faults[0]
    assert (first.place.row, first.place.column, first.found) == (1, "A", "Loa, đài, Trang thông tin")
    assert dict(first.why.gaps) == {"outside": 4, "count": 4, "other": "Ông/bà biết dịch vụ qua kênh nào?"}
    assert [one.place.column for one in read.faults] == ["A", "B"]


def test_a_single_value_outside_the_scale_is_named_with_row_and_column():
    rows = [("P1", "5"), ("P2", "7"), ("P3", "4")]
    read = read_rows(table(rows, "AB"), uses("key", "item:q1"), QUESTIONS)
    assert [(one.place.row, one.place.column, one.found) for one in read.faults] == [(3, "B", "7")]


def test_two_versions_of_a_questionnaire_in_one_file_are_named_with_their_rows():
    rows = [("5", "v1"), ("4", "v1"), ("4", "v2")]
    (fault,) = read_rows(table(rows, "AB"), uses("item:q1", "version"), QUESTIONS).faults
    assert fault.found == "v1, v2"
    assert [dict(one.gaps)["first"] for one in dict(fault.why.gaps)["told"]] == [2, 4]


def test_scripts_and_formulas_in_open_answers_are_texts():
    rows = [("5", "=cmd|' /C calc'!A0"), ("4", "<script>alert(1)</script>")]
    read = read_rows(table(rows, "AB"), uses("item:q1", "item:q5"), QUESTIONS)
    assert [one.answers["q5"] for one in read.rows] == ["=cmd|' /C calc'!A0", "<script>alert(1)</script>"]


def test_a_row_without_answers_is_counted_and_equal_rows_are_two_forms():
    rows = [("5",), ("5",), ("",)]
    read = read_rows(table(rows, "A"), uses("item:q1"), QUESTIONS)
    assert (len({one.key for one in read.rows}), len(read.rows), read.empty) == (2, 2, 1)


def test_a_text_far_longer_than_any_wording_is_no_heading_of_a_question():
    questions = some_questions()
    (item, *_others) = questions.items
    wording = f"{item.text} {'x ' * 5_000}"
    assert [one.use.part for one in proposed_columns([wording, f"{wording}[{item.text}]"], questions)] == [
        ColumnPart.NOTHING,
        ColumnPart.NOTHING,
    ]
