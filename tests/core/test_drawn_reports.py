"""A periodic report drawn together: sums in any order, what is missing, and the text by whose hash it is frozen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.reports.drawn import (
    DrawnReport,
    PartOrigin,
    ReportHead,
    UnitPart,
    draw_together,
    hash_of_report,
    read_report,
    report_text,
)
from cchc.core.plans.reports.figures import row_values
from cchc.core.plans.reports.frame import ReportFrame, WholeBy
from cchc.core.plans.reports.periods import ReportKind
from cchc.core.plans.reports.sending import PartState
from tests.core.report_frames import given_figures, made_up_frames, small_frame

HEAD = ReportHead(
    frame_key="xa",
    frame_number=1,
    frame_name="Báo cáo của xã",
    unit="Phú Thọ",
    kind=ReportKind.Q1,
    year=2026,
    data_from=date(2025, 12, 15),
    data_to=date(2026, 3, 14),
    due=date(2026, 3, 17),
    cut_off=date(2026, 3, 20),
)
STATES = st.sampled_from(PartState)


def a_part(
    unit: int, frame: ReportFrame, state: PartState = PartState.SENT, **figures: int | None
) -> UnitPart:
    """The part of a unit with these figures."""
    given = {code: None if value is None else Fraction(value) for code, value in figures.items()}
    return UnitPart(unit, f"Xã {unit}", state, number=1, sending=unit, values=row_values(frame, given))


@st.composite
def parts(draw: st.DrawFn, frame: ReportFrame) -> list[UnitPart]:
    """Parts of up to six units, sent, returned or never sent."""
    found = []
    for unit in range(1, draw(st.integers(1, 6)) + 1):
        state = draw(STATES)
        number = 0 if state is PartState.UNSENT else 1
        values = row_values(frame, draw(given_figures(frame)))
        found.append(UnitPart(unit, f"Xã {unit}", state, number=number, sending=unit, values=values))
    return found


@given(st.data())
def test_the_whole_is_the_same_in_whatever_order_the_units_stand(data: st.DataObject) -> None:
    frame = data.draw(made_up_frames())
    there = data.draw(parts(frame))
    other = data.draw(st.permutations(there))
    first, second = draw_together(HEAD, frame, there), draw_together(HEAD, frame, other)
    assert first.values == second.values
    assert [set(one.missing) for one in first.figures] == [set(one.missing) for one in second.figures]


@given(st.data())
def test_sums_are_those_of_the_parts_that_have_come_and_name_all_others(data: st.DataObject) -> None:
    frame = data.draw(made_up_frames())
    there = data.draw(parts(frame))
    report = draw_together(HEAD, frame, there)
    for row, figure in zip(frame.rows, report.figures, strict=True):
        if row.whole is not WholeBy.SUM:
            continue
        come = {one.unit: one.values[row.code] for one in there if one.has_come}
        known = [value for value in come.values() if value is not None]
        assert figure.value == (sum(known) if known else None)
        assert figure.missing == tuple(one.unit for one in there if come.get(one.unit) is None)


@given(st.data())
def test_what_has_not_come_changes_no_figure(data: st.DataObject) -> None:
    frame = data.draw(made_up_frames())
    there = data.draw(parts(frame))
    come = [one for one in there if one.has_come]
    assert draw_together(HEAD, frame, there).values == draw_together(HEAD, frame, come).values


@given(st.data())
def test_a_report_is_read_back_from_its_text_as_it_was(data: st.DataObject) -> None:
    frame = data.draw(made_up_frames())
    before = draw_together(HEAD, frame, data.draw(parts(frame)))
    report = draw_together(
        HEAD, frame, data.draw(parts(frame)), previous=before, texts={"I.0": "Đã ban hành."}
    )
    text = report_text(report)
    assert read_report(text) == report
    assert hash_of_report(report_text(read_report(text))) == hash_of_report(text)


def test_the_text_keeps_the_source_and_the_rows_behind() -> None:
    origin = PartOrigin(
        "unit.population", "9000", "2026-03-14", {"text": "population", "gaps": {}}, ("Xã 1: 9000",), "số mới"
    )
    part = UnitPart(
        1,
        "Xã 1",
        PartState.SENT,
        number=2,
        sent_on=date(2026, 3, 16),
        values={"nhan": Fraction(1, 3)},
        origins={"dan_so": origin},
        texts={"I": "Lời"},
    )
    report = DrawnReport(HEAD, (), (part,))
    assert read_report(report_text(report)).parts == (part,)


def test_the_figures_of_three_units_equal_those_reckoned_by_hand() -> None:
    frame = small_frame()
    there = [
        a_part(1, frame, nhan=120, dung_han=114, dan_so=9000),
        a_part(2, frame, nhan=80, dung_han=80, dan_so=None),
        a_part(3, frame, PartState.RETURNED, nhan=999, dung_han=1, dan_so=1),
    ]
    report = draw_together(HEAD, frame, there)
    assert report.values == {
        "nhan": 200,  # 120 + 80; what was returned does not count
        "dung_han": 194,
        "tre_han": 6,  # 6 + 0
        "ty_le": Fraction(97, 100),  # 194 of 200, not the mean of 95 % and 100 %
        "tang": None,  # no report before
        "dan_so": 9000,
    }
    missing = {one.code: one.missing for one in report.figures}
    assert missing["nhan"] == missing["ty_le"] == (3,)
    assert missing["dan_so"] == (2, 3)


def test_figures_stand_beside_those_of_the_report_before() -> None:
    frame = small_frame()
    before = draw_together(HEAD, frame, [a_part(1, frame, nhan=100, dung_han=90, dan_so=1)])
    now = draw_together(HEAD, frame, [a_part(1, frame, nhan=130, dung_han=120, dan_so=1)], previous=before)
    by_code = {one.code: one for one in now.figures}
    assert (by_code["nhan"].value, by_code["nhan"].previous, by_code["nhan"].last_year) == (130, 100, None)
