"""The device asks what the core asks, writes what the core reads, and drops nothing without its receipt."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.scoring.formulas.reading import parsed_formula
from cchc.core.surveys.questionnaires.answers import AnswerFault, read_form
from cchc.core.surveys.questionnaires.carrying import carried_condition, carried_questions
from cchc.core.surveys.questionnaires.conditions import is_certain
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet, SurveyItem
from cchc.fieldwork.actions.receiving import SubmittedForm
from cchc.fieldwork.models import SubmissionSource
from tests.core.questionnaires import made_up, small
from tests.fieldwork.on_the_device import Device, scripts

by_the_hundred = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Device]:
    with scripts(tmp_path_factory.mktemp("device")) as device:
        yield device


NUMBERS = st.sampled_from(["q1", "q2", "q3", "2", "0", "1.5", "(1 / 3)"])
SUMS = st.recursive(
    NUMBERS,
    lambda parts: st.one_of(
        st.builds("({} {} {})".format, parts, st.sampled_from(["+", "-", "*", "/"]), parts),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), parts, parts),
        st.builds("{}({})".format, st.sampled_from(["abs", "floor"]), parts),
        st.builds("if({} > 1, {}, {})".format, parts, parts, parts),
        st.builds("mean({}: 1, {}: 0.5)".format, parts, parts),
    ),
    max_leaves=4,
)
ASKED = st.one_of(
    st.builds("{} {} {}".format, SUMS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), SUMS),
    st.sampled_from(['c1 = "co"', 'c1 != "khong"', "y1", "y2"]),
)
TEXTS_OF_CONDITIONS = st.recursive(
    ASKED,
    lambda parts: st.one_of(
        st.builds("({} {} {})".format, parts, st.sampled_from(["and", "or"]), parts),
        st.builds("not ({})".format, parts),
    ),
    max_leaves=5,
)
FIGURES = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.fractions(min_value=-5, max_value=9, max_denominator=12) for name in ("q1", "q2", "q3")},
        "c1": st.sampled_from(["co", "khong"]),
        "y1": st.booleans(),
        "y2": st.booleans(),
    },
)


def carried_figures(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"top": str(one.numerator), "under": str(one.denominator)} if isinstance(one, Fraction) else one
        for name, one in figures.items()
    }


@by_the_hundred
@given(text=TEXTS_OF_CONDITIONS, figures=FIGURES)
def test_a_condition_holds_on_the_device_where_it_holds_in_the_core(device, text, figures):
    condition = parsed_formula(text)
    told = device.says("conditions", "isCertain", carried_condition(condition), carried_figures(figures))
    assert told == is_certain(condition, figures)


def an_answer(item: SurveyItem) -> st.SearchStrategy[str]:
    """An answer as the device writes it, or none."""
    codes = [one.code for one in item.options]
    match item.kind:
        case ItemKind.MULTIPLE:
            right = st.lists(st.sampled_from(codes), unique=True).map(";".join)
        case ItemKind.NUMBER:
            right = st.sampled_from(
                ["0", "1", "3", "4,5", "9,5", "12", "100", "-1", "1,25", "2,0", "a", "1.5.2"]
            )
        case ItemKind.TEXT:
            right = st.text('abc đệ<>&"\\\n', max_size=12)
        case _:
            right = st.sampled_from([*codes, "x"])
    return st.one_of(st.just(""), right)


@by_the_hundred
@given(data=st.data(), questions=st.one_of(made_up(), st.just(small())))
def test_the_device_asks_what_the_core_asks_and_sends_nothing_that_the_core_cannot_read(
    device, data, questions: QuestionSet
):
    texts = {item.code: data.draw(an_answer(item), label=item.code) for item in questions.items}
    carried = carried_questions(questions)
    asked = [item["code"] for item in device.says("asking", "asked", carried, texts)]
    read = read_form(questions, texts)
    wrong = {fault.item for fault in read.faults if fault.what is AnswerFault.UNREADABLE}
    seen = {
        item["code"] for item in carried["items"]
        if item["code"] in asked and device.says("asking", "faultOf", item, texts[item["code"]])
    }  # fmt: skip
    assert wrong <= seen
    if not seen:
        assert asked == list(read.shown)
        counting = read_form(questions, device.says("asking", "counting", carried, texts))
        missing = {fault.item for fault in counting.faults}
        assert {fault.what for fault in counting.faults} <= {AnswerFault.MISSING}
        assert counting.answers == read.answers
        assert (device.says("asking", "open", carried, texts) is None) == (not missing)


@by_the_hundred
@given(
    texts=st.dictionaries(
        st.integers(1, 200),
        st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,4}", fullmatch=True), st.text(
            st.characters(exclude_categories=("Cs",)), max_size=8)),
        max_size=3,
    )
)  # fmt: skip
def test_equal_answers_have_one_hash_on_the_device_and_on_the_server(device, texts):
    answers = {str(unit): told for unit, told in texts.items()}
    body = device.says("queue", "bodyOf", answers)
    sent = SubmittedForm("k", 1, texts, SubmissionSource.APP)
    assert body == sent.body
    assert device.says("queue", "hashOf", body) == sent.sha256 == sha256(body.encode()).hexdigest()


# --- what may happen to a form on the device ------------------------------------------------------------------

STEPS = st.lists(
    st.one_of(
        st.sampled_from(["finished", "frozen", "edited", "again", "lost"]),
        st.fixed_dictionaries(
            {
                "key": st.sampled_from(["a", "a", "a", "b"]),
                "version": st.integers(1, 3),
                "outcome": st.sampled_from(["accepted", "already_there", "refused"]),
                "number": st.sampled_from([0, 7]),
                "sha256": st.sampled_from(["right", "right", "other"]),
                "reason": st.just("used_up"),
                "words": st.just(""),
            }
        ),
    ),
    max_size=12,
)


@by_the_hundred
@given(steps=STEPS)
def test_a_form_goes_only_after_a_receipt_with_its_number_and_its_hash(device, steps):
    kept = device.says("queue", "begun", 5, "a")
    receipted = False
    for step in steps:
        before = kept
        if isinstance(step, dict):
            kept = device.says("queue", "answered", kept, step, "E")
            if step["outcome"] != "refused" and before["state"] == "frozen":
                whole = (step["key"], step["version"], step["number"], step["sha256"])
                receipted = receipted or whole == ("a", before["version"], 7, "right")
        elif step == "frozen":
            if kept["state"] in ("ready", "frozen"):
                kept = device.says("queue", "frozen", kept, "right")
        elif step == "edited":
            kept = device.says("queue", "edited", kept, {"1": {"q1": "2"}})
            if before["state"] in ("filling", "ready"):
                assert kept["version"] == before["version"]
            else:
                assert (kept["version"], kept["state"], kept["key"]) == (
                    before["version"] + 1,
                    "filling",
                    "a",
                )
                receipted = False
        else:
            kept = device.says("queue", step, kept)
        if kept["version"] == before["version"] and before["state"] in (
            "frozen",
            "received",
            "refused",
            "lost",
        ):
            assert kept["answers"] == before["answers"]  # frozen at the first sending
        if device.says("queue", "mayGo", kept):
            assert receipted
        assert json.dumps(kept)
