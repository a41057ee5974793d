"""Answers: a text against its item, a form against its questionnaire, with every fault of it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.surveys.questionnaires.answers import (
    AnswerFault,
    KnownAnswers,
    kept_answer,
    read_answer,
    read_form,
    stored_answers,
)
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.core.words.messages import Message
from tests.core.questionnaires import made_up, small

SMALL = small()


@pytest.mark.parametrize(
    ("code", "text", "answer"),
    [
        ("q1", "co", "co"),
        ("q1", "CÓ", "co"),
        ("q1", "co - Có", "co"),
        ("q4_1", "4", "4"),
        ("q4_1", "4.0", "4"),
        ("q4_1", "Hài  lòng", "4"),
        ("q4_1", "4. Hài lòng", "4"),
        ("q4_1", "5) rất hài lòng", "5"),
        ("q4_1", "Không biết", "kb"),
        ("q2", "loa", ("loa",)),
        ("q2", "mang; loa", ("loa", "mang")),
        ("q2", "loa mang", ("loa", "mang")),
        ("q2", "Loa, Qua đài, ti vi, báo chí", ("loa", "bao")),
        ("q2", "Qua đài, ti vi, báo chí", ("bao",)),
        ("q2", "Không nhớ", ("kb",)),
        ("q3", "12", Fraction(12)),
        ("q3", "3 lần", Fraction(3)),
        ("q5", " nên mở cả thứ Bảy ", "nên mở cả thứ Bảy"),
    ],
)
def test_an_answer_is_read_however_it_is_written(code: str, text: str, answer: object) -> None:
    assert read_answer(SMALL.by_code[code], text) == answer


@pytest.mark.parametrize(
    ("code", "text", "why"),
    [
        ("q1", "có lẽ", '"có lẽ" is none of what may be answered: co. Có, khong. Không'),
        ("q4_1", "6", '"6" is none of what may be answered'),
        ("q4_1", "4. Bình thường", '"4. Bình thường" is none of what may be answered'),
        ("q2", "loa; đài", '"đài" is none of what may be answered'),
        ("q2", "loa; kb", '"Không nhớ" stands beside other answers'),
        ("q2", "loa; bao; mang", "3 options are chosen; at most 2"),
        ("q3", "0", "0 is below the least allowed, 1"),
        ("q3", "100", "100 is above the most allowed, 99"),
        ("q3", "1,5", "3/2 is no whole number"),
        ("q3", "hai", "“hai” is not a number"),
        ("q5", "a\x00", "The sign U+0000 at place 2 belongs to no text"),
    ],
)
def test_what_is_no_answer_says_why(code: str, text: str, why: str) -> None:
    refused = read_answer(SMALL.by_code[code], text)
    assert isinstance(refused, Message)
    assert str(refused).startswith(why)


def test_what_was_answered_though_it_was_not_asked_is_a_fault_and_counts_for_nothing() -> None:
    read = read_form(SMALL, {"q1": "khong", "q2": "loa", "q3": "4", "q4_1": "5", "q4_2": "5"})
    assert read.answers == {"q1": "khong", "q2": ("loa",), "q4_2": "5"}
    assert [(fault.item, fault.what) for fault in read.faults] == [
        ("q3", AnswerFault.SKIPPED),
        ("q4_1", AnswerFault.SKIPPED),
    ]


def test_all_faults_of_a_form_are_told_at_once() -> None:
    read = read_form(SMALL, {"q1": "co", "q3": "999", "q4_1": "kb", "q4_2": "9", "q77": "x"})
    assert [(fault.item, fault.what) for fault in read.faults] == [
        ("q2", AnswerFault.MISSING),
        ("q3", AnswerFault.UNREADABLE),
        ("q4_2", AnswerFault.UNREADABLE),
        ("q77", AnswerFault.UNKNOWN),
    ]
    assert read.answers == {"q1": "co", "q4_1": "kb"}


def test_an_answer_that_cannot_be_read_decides_nothing() -> None:
    assert read_form(SMALL, {"q1": "có lẽ", "q3": "4"}).shown == ("q1", "q2", "q5", "q4_2")


@given(made_up(), st.data())
def test_codes_of_options_are_answers_of_which_the_form_is_read_back(
    questions: QuestionSet, data: st.DataObject
) -> None:
    texts = {}
    for item in questions.items:
        allowed = [one.code for one in item.options] or ["1"]
        texts[item.code] = data.draw(st.sampled_from(allowed))
    first = read_form(questions, texts)
    assert {fault.what for fault in first.faults} <= {AnswerFault.SKIPPED}
    kept = stored_answers(first.answers)
    assert read_form(questions, kept).answers == first.answers
    assert {code: kept_answer(questions.by_code[code], text) for code, text in kept.items()} == first.answers


@given(made_up(), st.data())
def test_a_reader_that_knows_the_codes_reads_as_one_that_does_not(
    questions: QuestionSet, data: st.DataObject
) -> None:
    texts = {
        item.code: data.draw(st.sampled_from([*(one.code for one in item.options), "1", "a;b", "kb", "…"]))
        for item in questions.items
    }
    assert read_form(questions, texts, KnownAnswers(questions)) == read_form(questions, texts)
