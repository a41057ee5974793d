"""Answers drawn at random with the plan by which they are counted, and counting them one person at a time."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from cchc.core.surveys.estimating.counts import RESPONSE, AnswerCounts, counts_of
from cchc.core.surveys.estimating.questions import (
    CountedFactor,
    CountedItem,
    CountedRatio,
    CountingPlan,
    SummedItem,
)
from cchc.core.words.numbers import plain

WHO = ("stratum", "primary_unit", "weight", "unit")
LEVELS = ("1", "2", "3", "4", "5")
RATE = {level: (Fraction(level in ("4", "5")), Fraction(1)) for level in LEVELS}
POINTS = {
    level: (Fraction(points, 4), Fraction(1, 4))
    for level, points in zip(LEVELS, (0, 20, 50, 60, 100), strict=True)
}
PLAN = CountingPlan(
    WHO,
    (
        CountedItem("q1", "q1", LEVELS, missing=("9",)),
        CountedItem("q2", "q2", LEVELS, not_asked=("88",)),
        CountedItem("age", "age", None),
        CountedFactor("access", (SummedItem("q1", RATE, ("9",)), SummedItem("q2", RATE, (), ("88",)))),
        CountedFactor("asked", (SummedItem("q2", RATE, (), ("88",)), SummedItem("q3", RATE, (), ("88",)))),
        CountedFactor("score", (SummedItem("q1", POINTS, ("9",)), SummedItem("q3", POINTS, (), ("88",)))),
        CountedRatio("spent", "age", "visits"),
    ),
)
ANSWERS = ("q1", "q2", "q3", "age", "visits")
Drawn = dict[str, str]
"""A response by column; "" is a missing answer."""

drawn_response = st.fixed_dictionaries(
    {
        "stratum": st.sampled_from(["Vùng 1", "Vùng 2"]),
        "primary_unit": st.sampled_from(["Xã Ấm", "Xã Đá", "xã O'Cà"]),
        "weight": st.sampled_from(["1", "1.0", "2.5", "2.50", "0", "33.333333333333"]),
        "unit": st.sampled_from(["Phường A", "Phường B"]),
        "q1": st.sampled_from(["", "9", *LEVELS]),
        "q2": st.sampled_from(["", "88", *LEVELS]),
        "q3": st.sampled_from(["", "88", *LEVELS]),
        "age": st.sampled_from(["", "18", "40.5", "71"]),
        "visits": st.sampled_from(["", "1", "3"]),
    }
)
drawn_responses = st.lists(drawn_response, min_size=1, max_size=40)


def counted_by_hand(plan: CountingPlan, responses: list[Drawn]) -> AnswerCounts:
    """The counts of responses, one after the other, without any engine."""
    rows: Counter[tuple[str, ...]] = Counter()
    for response in responses:
        who = tuple(response[column] for column in plan.columns)
        rows[*who, RESPONSE, "", ""] += 1
        if plan.is_domain and response["wanted"] != "1":
            continue
        for question in plan.questions:
            answer = _answer(question, response)
            if answer is not None:
                rows[*who, question.code, *answer] += 1
    names = (*plan.columns, "item", "level", "base")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return counts_of({**columns, "n": np.array(list(rows.values()), dtype=np.int64)})


def _answer(question: CountedItem | CountedFactor | CountedRatio, response: Drawn) -> tuple[str, str] | None:
    if isinstance(question, CountedRatio):
        above, below = response[question.above], response[question.below]
        return (above, below) if above and below else ("", "")
    if isinstance(question, CountedItem):
        text = response[question.column]
        if text in question.not_asked:
            return None
        return ("" if text in question.missing else text), ""
    if all(item.not_asked and response[item.column] in item.not_asked for item in question.items):
        return None
    pairs = [item.amounts.get(response[item.column], (Fraction(0), Fraction(0))) for item in question.items]
    return plain(sum((pair[0] for pair in pairs), Fraction(0))), plain(
        sum((pair[1] for pair in pairs), Fraction(0))
    )
