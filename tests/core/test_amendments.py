"""What was approved and its amendments give the plan of today, whatever was drawn."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.columns import KEYS
from cchc.core.plans.following.amendments import (
    AmendmentKind,
    MeasureChange,
    NotAmendable,
    amended_content,
    changes_between,
    changes_data,
    changes_of,
    measures_in,
)

TEXTS = st.sampled_from(["", "Rà soát", "Quý II/2026", "Sở Y tế", "500 triệu đồng"])
COLUMNS = st.sampled_from(["task", "output", "lead", "deadline", "budget"])


def a_content(measures: int = 3) -> dict[str, Any]:
    """A plan of two sections with as many measures in the first."""
    rows = [
        {"id": at, **dict.fromkeys(KEYS, ""), "task": f"Việc {at}", "withdrawn": False}
        for at in range(measures)
    ]
    return {
        "title": "Kế hoạch",
        "sections": [
            {"id": 1, "number": "I", "heading": "Thể chế", "measures": rows},
            {"id": 2, "number": "II", "heading": "Thủ tục", "measures": []},
        ],
    }


@st.composite
def amendments(draw: st.DrawFn) -> tuple[dict[str, Any], list[list[MeasureChange]], dict[str, Any]]:
    """A plan as approved, amendments drawn one after the other, and the plan to which somebody applied them by hand."""
    approved, now, made = a_content(), a_content(), []
    following = 100
    for _amendment in range(draw(st.integers(0, 5))):
        changes: list[MeasureChange] = []
        standing = {pk: one for pk, one in measures_in(now).items() if not one["withdrawn"]}
        for pk in draw(st.lists(st.sampled_from(sorted(standing)), unique=True)) if standing else []:
            one: Any = standing[pk]
            if draw(st.booleans()):
                columns = {}
                for key in draw(st.lists(COLUMNS, unique=True, min_size=1)):
                    text = draw(TEXTS)
                    columns[key] = (one[key], text)
                    one[key] = text
                changes.append(MeasureChange(AmendmentKind.CHANGED, pk, 1, columns))
            else:
                one["withdrawn"] = True
                changes.append(MeasureChange(AmendmentKind.WITHDRAWN, pk, 1))
        for section in draw(st.lists(st.sampled_from([1, 2]), max_size=2)):
            text = draw(TEXTS)
            row = {"id": following, **dict.fromkeys(KEYS, ""), "task": text, "withdrawn": False}
            next(each for each in now["sections"] if each["id"] == section)["measures"].append(row)
            changes.append(MeasureChange(AmendmentKind.ADDED, following, section, {"task": ("", text)}))
            following += 1
        made.append(changes)
    return approved, made, now


@given(amendments())
def test_what_was_approved_and_its_amendments_are_the_plan_of_today(drawn):
    approved, made, now = drawn
    content = approved
    for changes in made:
        content = amended_content(content, changes)
    assert content == now
    assert approved == a_content()  # nothing is changed in place


@given(amendments())
def test_one_amendment_of_all_differences_does_what_the_many_did(drawn):
    approved, _made, now = drawn
    between = changes_between(approved, now)
    together = amended_content(approved, between)
    kept = {pk: one for pk, one in measures_in(now).items()}
    assert {pk: dict(one) for pk, one in measures_in(together).items()}.keys() == kept.keys()
    for change in changes_between(together, now):
        assert change.kind is AmendmentKind.CHANGED or change.measure not in measures_in(approved)
    assert {one.measure for one in between} == {
        pk for pk, one in kept.items() if pk not in measures_in(approved) or one != measures_in(approved)[pk]
    }


@given(amendments())
def test_changes_are_read_back_as_they_were_written(drawn):
    _approved, made, _now = drawn
    for changes in made:
        assert changes_of(changes_data(changes)) == tuple(changes)


@pytest.mark.parametrize(
    "change",
    [
        MeasureChange(AmendmentKind.CHANGED, 99, 1, {"task": ("", "a")}),
        MeasureChange(AmendmentKind.CHANGED, 1, 1, {"task": ("Khác", "a")}),
        MeasureChange(AmendmentKind.ADDED, 1, 1, {"task": ("", "a")}),
        MeasureChange(AmendmentKind.ADDED, 7, 9, {"task": ("", "a")}),
        MeasureChange(AmendmentKind.WITHDRAWN, 99, 1),
    ],
)
def test_a_change_that_does_not_fit_is_refused(change: MeasureChange):
    with pytest.raises(NotAmendable):
        amended_content(a_content(), [change])


def test_a_withdrawn_measure_is_not_changed_any_more():
    content = amended_content(a_content(), [MeasureChange(AmendmentKind.WITHDRAWN, 1, 1)])
    with pytest.raises(NotAmendable):
        amended_content(content, [MeasureChange(AmendmentKind.CHANGED, 1, 1, {"task": ("Việc 1", "a")})])
