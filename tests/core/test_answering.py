"""Filling a questionnaire a page at a time: each question that is asked of a unit has one page, in its order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.answering import (
    UNITS_ON_A_PAGE,
    AnsweringPath,
    answer_fault,
    answers_left_open,
    path_through,
)
from cchc.core.surveys.questionnaires.answers import read_form
from tests.core.questionnaires import made_up, small

SMALL = small()
YES = {"q1": "co"}


def walked(path: AnsweringPath) -> list[str]:
    """The keys of the pages from the first on, one after the other."""
    keys, page = [], path.after("")
    while page is not None:
        keys.append(page.key)
        page = path.after(page.key)
    return keys


def typed(data: st.DataObject, units: list[int], questions=SMALL) -> dict[int, dict[str, str]]:
    """Something that was typed about each unit: right, wrong, or nothing."""
    texts = st.sampled_from(["", "co", "khong", "1", "4", "kb", "loa", "…"])
    return {unit: {code: data.draw(texts) for code in questions.by_code} for unit in units}


@given(st.data(), st.integers(0, 45))
def test_every_question_that_is_asked_of_a_unit_stands_on_one_page_and_no_other_does(data, count):
    units = list(range(1, count + 1))
    texts = typed(data, units)
    path = path_through(SMALL, units, texts)
    asked = [(page.item, unit) for page in path.pages for unit in page.units]
    expected = {(code, unit) for unit in units for code in read_form(SMALL, texts[unit]).shown}
    assert len(asked) == len(set(asked))
    assert set(asked) == expected
    assert all(len(page.units) <= UNITS_ON_A_PAGE for page in path.pages)


@given(st.data(), st.integers(0, 25))
def test_forward_and_backward_pass_every_page_once(data, count):
    units = list(range(count))
    path = path_through(SMALL, units, typed(data, units))
    keys = walked(path)
    assert keys == [page.key for page in path.pages]
    back, page = [], path.before("")
    while page is not None:
        back.append(page.key)
        page = path.before(page.key)
    assert back == keys[::-1]


@given(st.data(), st.integers(1, 25))
def test_whatever_is_answered_on_a_page_the_pages_before_it_stay(data, count):
    """So nobody who goes on comes past a question that was not there before."""
    units = list(range(count))
    texts = typed(data, units)
    before = path_through(SMALL, units, texts)
    if not before.pages:
        return
    at = data.draw(st.integers(0, len(before.pages) - 1))
    page = before.pages[at]
    for unit in page.units:
        texts[unit][page.item] = data.draw(st.sampled_from(["", "co", "khong", "5"]))
    assert path_through(SMALL, units, texts).pages[: at + 1] == before.pages[: at + 1]


@given(made_up(), st.data())
def test_of_a_form_of_one_unit_pages_are_its_questions(questions, data):
    texts = typed(data, [7], questions)
    path = path_through(questions, [7], texts)
    assert tuple(page.key for page in path.pages) == read_form(questions, texts[7]).shown


@given(st.data(), st.integers(0, 15))
def test_what_is_left_open_is_what_reading_the_form_misses(data, count):
    units = list(range(count))
    texts = typed(data, units)
    found = {(page.item, unit) for page in answers_left_open(SMALL, units, texts) for unit in page.units}
    missing = {
        (fault.item, unit)
        for unit in units
        for fault in read_form(SMALL, texts[unit]).faults
        if fault.what == "missing"
    }
    assert found == missing


def test_a_page_that_is_no_longer_asked_leads_on_from_its_place():
    path = path_through(SMALL, [1], {1: {"q1": "khong"}})
    assert path.page("q3") is None
    assert path.after("q3").key == "q5"
    assert path.before("q3").key == "q2"
    assert path.after("nothing").key == "q1"


def test_an_answer_that_cannot_be_taken_is_told_in_words():
    assert answer_fault(SMALL, "q3", "100") is not None
    assert answer_fault(SMALL, "q4_1", "9") is not None
    assert answer_fault(SMALL, "q3", "12") is None
    assert answer_fault(SMALL, "q5", "<script>alert(1)</script>") is None
