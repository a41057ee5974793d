"""What is stored reads back as what was given, exactly."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given as assuming
from hypothesis import strategies as st

from cchc.core.scoring.criteria.lines import parsed_variable
from cchc.core.scoring.criteria.tree import Node, Part
from cchc.core.scoring.rules.values import LOSS_CODES
from cchc.scores.queries.content import (
    NOTHING,
    ScoreContent,
    content_for,
    core_value,
    reason_in_words,
    text_of,
)

LINES = (
    "done: count | Số nhiệm vụ",
    "rate: percent | Tỷ lệ",
    "signed: date | Ngày ký",
    "timely: yes or no | Đúng hạn",
    'level: one of "Tốt", "Khá" | Mức',
)
LEAF = Node(
    "1.1", "Kế hoạch", Fraction(3), Part.APPRAISED, variables=tuple(parsed_variable(line) for line in LINES)
)


@assuming(st.fractions(min_value=-9, max_value=9, max_denominator=10**6))
def test_points_are_kept_exactly(points):
    what = content_for(LEAF, points)
    assert core_value(LEAF, what.points, what.figures) == points


@assuming(
    st.lists(
        st.sampled_from((*LOSS_CODES, "Báo cáo quý III nộp chậm", "", "late, nhưng đủ")),
        min_size=1,
        max_size=4,
    )
)
def test_a_reason_reads_in_words_also_where_it_was_stored_by_its_code(parts):
    words = reason_in_words("; ".join(parts))
    said = words.split("; ")
    assert set(said).isdisjoint(LOSS_CODES)
    assert all(before in LOSS_CODES or before == now for before, now in zip(parts, said, strict=True))
    assert reason_in_words(words) == words


@pytest.mark.parametrize(
    ("points", "text"),
    [(Fraction("1.35"), "1.35"), (Fraction(1, 3), "1/3"), (Fraction(2), "2"), (Fraction(-1, 2), "-0.5")],
)
def test_what_ends_is_written_out_and_what_does_not_is_a_fraction(points, text):
    assert text_of(points) == text


def test_figures_of_every_kind_come_back_as_they_were():
    figures = {
        "done": Fraction(9),
        "rate": Fraction(1, 3),
        "signed": date(2026, 1, 31),
        "timely": False,
        "level": "Khá",
    }
    what = content_for(LEAF, figures | {"rate": Fraction(4, 5)})
    assert what.figures == {"done": "9", "rate": "80", "signed": "2026-01-31", "timely": "no", "level": "Khá"}
    assert core_value(LEAF, what.points, what.figures) == figures | {"rate": Fraction(4, 5)}


def test_a_date_declared_as_none_stays_declared():
    what = content_for(LEAF, {"signed": None})
    assert core_value(LEAF, what.points, what.figures) == {"signed": None}


def test_nothing_given_is_pending():
    assert (content_for(LEAF, None), NOTHING.pending, core_value(LEAF, "", None)) == (NOTHING, True, None)


def test_what_is_scored_is_the_same_wherever_it_came_from():
    assert ScoreContent(points="1", origin="decided", version=4).same_as(
        ScoreContent(points="1", origin="imported")
    )
