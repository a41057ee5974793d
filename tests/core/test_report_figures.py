"""Figures of reports: worked out of what is given, drawn together from units; what is missing is never 0."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.reports.figures import row_values, whole_values
from cchc.core.plans.reports.formulas import codes_named, is_share, parsed_row_formula
from cchc.core.plans.reports.frame import ReportFrame, WholeBy
from cchc.core.plans.reports.reading import frame_of_document
from tests.core.report_frames import ROWS, counted, frame_document, given_figures, made_up_frames, small_frame

Figures = dict[str, Fraction | None]
UNITS = ("Xã An Bình", "Xã Bình Minh", "Phường Ba Đình", "Đặc khu Vân Hải")


def figures(**amounts: int | None) -> Figures:
    return {code: None if amount is None else Fraction(amount) for code, amount in amounts.items()}


@st.composite
def parts_of(draw: st.DrawFn, frame: ReportFrame) -> dict[str, Figures]:
    """The figures of up to four units, some of which have not sent."""
    parts: dict[str, Figures] = {}
    for unit in UNITS[: draw(st.integers(1, 4))]:
        parts[unit] = row_values(frame, draw(given_figures(frame))) if draw(st.booleans()) else {}
    return parts


@st.composite
def frames_with_parts(draw: st.DrawFn) -> tuple[ReportFrame, dict[str, Figures]]:
    frame = draw(made_up_frames())
    return frame, draw(parts_of(frame))


# --- laws ---------------------------------------------------------------------------------------------------


@given(st.data())
def test_a_figure_has_a_value_only_where_all_that_it_stands_on_has_one(data: st.DataObject) -> None:
    frame = data.draw(made_up_frames())
    given_now, before = data.draw(given_figures(frame)), data.draw(given_figures(frame))
    values = row_values(frame, given_now, previous=before)
    for row in frame.rows:
        if not row.formula:
            assert values[row.code] == given_now[row.code]
            continue
        stands_on = [
            before.get(code) if f"previous({code})" in row.formula else values[code]
            for code in codes_named(parsed_row_formula(row.formula))
        ]
        if "previous" in row.formula:
            stands_on.append(values[row.formula.split(" ")[0]])
        if None in stands_on:
            assert values[row.code] is None
        elif not is_share(parsed_row_formula(row.formula)):
            assert values[row.code] is not None


@given(frames_with_parts(), st.randoms(use_true_random=False))
def test_the_whole_is_the_same_in_whatever_order_units_send(
    case: tuple[ReportFrame, dict[str, Figures]], order: random.Random
) -> None:
    frame, parts = case
    frame = without_latest(frame)
    units = list(parts)
    order.shuffle(units)
    one, other = whole_values(frame, parts), whole_values(frame, {unit: parts[unit] for unit in units})
    for code, found in one.items():
        assert other[code].value == found.value
        assert set(other[code].missing) == set(found.missing)


def without_latest(frame: ReportFrame) -> ReportFrame:
    """The frame with sums where the figure of the unit that sent last counted."""
    annexes = tuple(
        replace(
            annex,
            rows=tuple(
                replace(row, whole=WholeBy.SUM) if row.whole is WholeBy.LATEST else row for row in annex.rows
            ),
        )
        for annex in frame.annexes
    )
    return replace(frame, annexes=annexes)


@given(frames_with_parts())
def test_a_sum_is_of_the_units_that_have_a_figure_and_names_the_others(
    case: tuple[ReportFrame, dict[str, Figures]],
) -> None:
    frame, parts = case
    whole = whole_values(frame, parts)
    for row in frame.rows:
        known = [part[row.code] for part in parts.values() if part.get(row.code) is not None]
        if row.whole is WholeBy.SUM:
            assert whole[row.code].value == (sum(known) if known else None)
        if row.whole is not WholeBy.FORMULA:
            assert len(whole[row.code].missing) == len(parts) - len(known)


@given(frames_with_parts())
def test_a_formula_of_the_whole_is_applied_to_the_figures_of_the_whole_where_no_unit_lacks_one(
    case: tuple[ReportFrame, dict[str, Figures]],
) -> None:
    frame, given = case
    typed_rows = [row.code for row in frame.rows if not row.formula]
    parts = {
        unit: part for unit, part in given.items() if all(part.get(code) is not None for code in typed_rows)
    }
    whole = whole_values(frame, parts)
    typed = {row.code: whole[row.code].value for row in frame.rows if row.whole is not WholeBy.FORMULA}
    as_typed = replace(
        frame,
        annexes=tuple(
            replace(
                annex,
                rows=tuple(
                    row if row.whole is WholeBy.FORMULA else replace(row, formula="") for row in annex.rows
                ),
            )
            for annex in frame.annexes
        ),
    )
    assert {code: found.value for code, found in whole.items()} == row_values(as_typed, typed)


@given(frames_with_parts())
def test_a_formula_of_the_whole_is_of_the_units_that_have_every_figure_of_it(
    case: tuple[ReportFrame, dict[str, Figures]],
) -> None:
    frame, parts = case
    for code, found in whole_values(frame, parts).items():
        if frame.row(code).whole is WholeBy.FORMULA:
            others = {unit: part for unit, part in parts.items() if unit not in found.missing}
            again = whole_values(frame, others)[code]
            assert (again.value, again.missing) == (found.value, ())


def test_a_share_leaves_out_a_unit_that_gives_one_of_its_two_figures() -> None:
    frame = frame_of_document(frame_document(*ROWS))
    share = next(row.code for row in frame.rows if row.whole is WholeBy.FORMULA)
    parts = {
        "Xã A": row_values(frame, figures(nhan=100, dung_han=90, dan_so=1)),
        "Xã B": row_values(frame, figures(nhan=1000, dan_so=1)),
    }
    found = whole_values(frame, parts)
    assert (found[share].value, found[share].missing) == (Fraction(9, 10), ("Xã B",))
    assert found["nhan"].value == 1100


def test_those_who_sent_are_not_set_against_all_units_of_the_year_before() -> None:
    rises = {**counted("tang", "5", formula="nhan - previous(nhan)"), "whole": "formula"}
    frame = frame_of_document(frame_document(counted("nhan"), rises))
    parts = {"Xã A": {"nhan": Fraction(100), "tang": None}, "Xã B": {}}
    before = {"nhan": Fraction(200)}
    found = whole_values(frame, parts, previous=before)["tang"]
    assert (found.value, found.missing) == (None, ("Xã B",))
    parts["Xã B"] = {"nhan": Fraction(130), "tang": None}
    assert whole_values(frame, parts, previous=before)["tang"].value == 30


@given(frames_with_parts())
def test_nobody_sending_gives_no_figure_at_all(case: tuple[ReportFrame, dict[str, Figures]]) -> None:
    frame, parts = case
    whole = whole_values(frame, {unit: {} for unit in parts})
    assert {found.value for found in whole.values()} == {None}
    assert {found.missing for found in whole.values()} == {tuple(parts)}


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=8))
def test_sums_of_a_difference_are_the_difference_of_the_sums(pairs: list[tuple[int, int]]) -> None:
    added = frame_of_document(frame_document(*ROWS))
    applied = frame_of_document(frame_document(*ROWS[:2], {**ROWS[2], "whole": "formula"}, *ROWS[3:]))
    parts = {
        str(at): row_values(added, figures(nhan=max(pair), dung_han=min(pair), dan_so=1))
        for at, pair in enumerate(pairs)
    }
    assert whole_values(added, parts)["tre_han"] == whole_values(applied, parts)["tre_han"]


# --- by hand -------------------------------------------------------------------------------------------------


def test_a_quarter_of_three_communes_is_what_a_hand_works_out() -> None:
    """1240 of 1300, 380 of 400 and a commune that has not sent: 1620 of 1700, 95.29 %, not the mean of 95.38 and 95."""
    frame = small_frame()
    parts = {
        "Xã An Bình": row_values(
            frame, figures(nhan=1300, dung_han=1240, dan_so=9000), previous=figures(nhan=1250)
        ),
        "Xã Bình Minh": row_values(frame, figures(nhan=400, dung_han=380, dan_so=None)),
        "Phường Ba Đình": {},
    }
    assert parts["Xã An Bình"]["tang"] == 50
    assert parts["Xã Bình Minh"]["tang"] is None
    whole = whole_values(frame, parts, previous=figures(nhan=1600))
    assert (whole["nhan"].value, whole["nhan"].missing) == (1700, ("Phường Ba Đình",))
    assert whole["tre_han"].value == 80
    assert frame.row("ty_le").printed(whole["ty_le"].value) == "95,3"
    assert whole["ty_le"].missing == ("Phường Ba Đình",)
    assert (whole["tang"].value, whole["tang"].missing) == (50, ("Xã Bình Minh", "Phường Ba Đình"))
    assert (whole["dan_so"].value, whole["dan_so"].missing) == (9000, ("Xã Bình Minh", "Phường Ba Đình"))
    assert dict(whole["nhan"].by_unit) == {
        "Xã An Bình": Fraction(1300),
        "Xã Bình Minh": Fraction(400),
        "Phường Ba Đình": None,
    }


@pytest.mark.parametrize(("whole", "value"), [("sum", 15), ("largest", 9), ("latest", 2), ("none", None)])
def test_each_way_to_the_whole_has_its_figure(whole: str, value: int | None) -> None:
    frame = frame_of_document(frame_document(counted("a", whole=whole)))
    parts = {"Xã A": figures(a=4), "Xã B": figures(a=9), "Xã C": figures(a=2), "Xã D": figures(a=None)}
    found = whole_values(frame, parts)["a"]
    assert (found.value, found.missing) == (value, ("Xã D",))


def test_a_division_by_nothing_gives_no_figure() -> None:
    values = row_values(small_frame(), figures(nhan=0, dung_han=0))
    assert (values["tre_han"], values["ty_le"]) == (0, None)


def test_formulas_are_worked_out_whatever_their_order() -> None:
    rows = (counted("c", formula="b * 2"), counted("b", "2", formula="a + 1 * a"), counted("a", "3"))
    frame = frame_of_document(frame_document(*rows))
    assert row_values(frame, figures(a=5)) == figures(c=20, b=10, a=5)


def test_last_year_is_asked_by_its_own_name() -> None:
    frame = frame_of_document(frame_document(counted("a"), counted("d", "2", formula="a - last_year(a)")))
    assert row_values(frame, figures(a=5), last_year=figures(a=3))["d"] == 2
    assert row_values(frame, figures(a=5), previous=figures(a=3))["d"] is None


def test_a_percentage_is_typed_and_printed_as_one() -> None:
    row = small_frame().row("ty_le")
    assert row.read("95.2%") == row.read("95.2") == Fraction(952, 1000)
    assert row.printed(row.read("95.2")) == "95,2"
    assert row.printed(None) == ""
