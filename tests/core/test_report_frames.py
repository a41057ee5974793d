"""Report frames: what is written is read back, every fault is told at once with its row and what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.plans.reports.comparing import frame_differences
from cchc.core.plans.reports.content import frame_of, frame_text, hash_of_frame
from cchc.core.plans.reports.document import FrameDocument, document_of_frame
from cchc.core.plans.reports.figures import in_order_of_need
from cchc.core.plans.reports.formulas import parsed_row_formula
from cchc.core.plans.reports.frame import Covers, ReportFrame, ReportRow, WholeBy
from cchc.core.plans.reports.laws import circles
from cchc.core.plans.reports.reading import frame_of_document, read_frame
from cchc.core.scoring.criteria.document import Field
from cchc.core.scoring.sources import BY_NAME, closed_sources
from cchc.core.words.messages import Faults, Place
from tests.core.report_frames import (
    ANNEXES,
    ROWS,
    SETTINGS,
    Row,
    counted,
    frame_document,
    made_up_frames,
    small_frame,
)


def whys(document: FrameDocument) -> list[str]:
    return [str(fault.why) for fault in read_frame(document).faults]


# --- laws ---------------------------------------------------------------------------------------------------


@given(made_up_frames())
def test_what_is_written_is_read_back_as_the_same_frame(frame: ReportFrame) -> None:
    assert frame_of_document(document_of_frame(frame)) == frame
    assert frame_of(frame_text(frame)) == frame


@given(made_up_frames())
def test_equal_frames_have_one_text(frame: ReportFrame) -> None:
    again = frame_of(frame_text(frame))
    assert hash_of_frame(frame_text(again)) == hash_of_frame(frame_text(frame))


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3)))
def test_formulas_lead_in_a_circle_exactly_when_they_cannot_all_be_worked_out(
    needed: dict[str, list[str]],
) -> None:
    rows = [
        ReportRow(code, "1", code, "", 0, Covers.PERIOD, formula=" + ".join(["1", *others]))
        for code, others in needed.items()
    ]
    formulas = {row.code: parsed_row_formula(row.formula) for row in rows}
    in_circles = list(circles(formulas))
    assert (len(list(in_order_of_need(rows))) < len(rows)) == bool(in_circles)
    for circle in in_circles:
        for code, following in zip(circle, (*circle[1:], circle[0]), strict=True):
            assert following in needed[code]


@given(st.sampled_from(["+", "-"]), st.booleans())
def test_unlike_units_are_never_put_together(sign: str, turned: bool) -> None:
    names = ("nguoi", "nhan") if turned else ("nhan", "nguoi")
    rows = (
        counted("nhan"),
        counted("nguoi", "2", "người"),
        counted("x", "3", formula=f"{names[0]} {sign} {names[1]}"),
    )
    (why,) = whys(frame_document(*rows))
    assert why.startswith(f'"{names[0]} {sign} {names[1]}" puts unlike units together: ')


@given(made_up_frames(), st.data())
def test_a_percentage_that_would_be_added_up_is_a_fault(frame: ReportFrame, data: st.DataObject) -> None:
    document = document_of_frame(frame)
    shares = [at for at, row in enumerate(frame.rows) if row.is_percent]
    if not shares:
        return
    row = document.tables["row"][data.draw(st.sampled_from(shares))]
    row["whole"] = Field("sum", Place())
    assert "shares of units are never added up; let its formula be applied to the whole" in whys(document)


# --- a whole one ----------------------------------------------------------------------------------------------


def test_a_frame_is_read_with_its_outline_and_annexes() -> None:
    frame = small_frame()
    assert (frame.code, frame.name, frame.level) == ("xa", "Báo cáo của xã", "commune")
    assert [(one.printed, one.level, one.title) for one in frame.outline] == [
        ("I", 1, "Công tác chỉ đạo"),
        ("1", 2, "Kế hoạch"),
    ]
    assert [row.code for row in frame.rows] == ["nhan", "dung_han", "tre_han", "ty_le", "tang", "dan_so"]
    assert [row.is_typed for row in frame.rows] == [True, True, False, False, False, False]
    assert frame.row("ty_le") == ReportRow(
        "ty_le", "4", "Số ty_le", "%", 1, Covers.PERIOD, formula="dung_han / nhan", whole=WholeBy.FORMULA
    )


def test_a_row_without_a_number_serves_formulas_alone() -> None:
    rows = (counted("phu", ""), counted("a", formula="phu * 2"))
    assert whys(frame_document(*rows)) == []


# --- faults ---------------------------------------------------------------------------------------------------

TYPED = counted("nhan")
PERCENT = counted("ty_le", "2", "%", "none")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([TYPED, TYPED], 'the code "nhan" stands twice'),
        ([counted("Hồ sơ")], '"Hồ sơ" is no code'),
        ([counted("max")], '"max" is a word of formulas'),
        ([counted("previous")], '"previous" is a word of formulas'),
        ([TYPED, counted("phu", "")],
         'nothing uses "phu": it has no printed number and stands in no formula; give it a number, name it in a '
         "formula, or take it out"),
        ([counted("phu", "", formula="previous(phu) + 1 * previous(phu)")],
         'nothing uses "phu": it has no printed number and stands in no formula; give it a number, name it in a '
         "formula, or take it out"),
        ([TYPED, counted("x", source="plans.done", formula="nhan")],
         "the row has both a source and a formula; keep one of them"),
        ([counted("x", formula="nhan + tre")], "these are codes of no row: nhan, tre"),
        ([counted("x", formula="previous(nhan)")], "these are codes of no row: nhan"),
        ([TYPED, counted("x", formula="previous(nhan + 1)")],
         "previous(…) at character 1 takes the code of one row"),
        ([TYPED, counted("x", formula="last_year")], "last_year(…) at character 1 takes the code of one row"),
        ([TYPED, counted("x", formula="nhan > 3")],
         '"nhan > 3" gives a condition (yes or no) where a number is needed'),
        ([TYPED, counted("x", "2", "người", formula="nhan * 2")],
         '"nhan * 2" gives hồ sơ, and the row is written in "người"'),
        ([TYPED, counted("x", "2", "hồ sơ", "none", formula="nhan / nhan")],
         '"nhan / nhan" gives a pure number, and the row is written in "hồ sơ"'),
        ([counted("a", formula="b + 0"), counted("b", formula="a + 0")],
         "the formulas lead in a circle: a → b → a; let one of these rows be typed, or ask for the figure of the "
         "report before with previous(…)"),
        ([counted("a", formula="a + 1")],
         "the formulas lead in a circle: a → a; let one of these rows be typed, or ask for the figure of the report "
         "before with previous(…)"),
        ([counted("x", source="weather.rain")],
         '"weather.rain" is no source; a source is one of: last_year, unit.<attribute>, plans.<figure>, '
         "reports.<figure>, surveys.<questionnaire>.<item>, registers.<type>.<figure>, outside.<index>.<dimension>"),
        ([counted("x", source="unit.weather")],
         "there is no such source here; name one that “cchc sources” lists, or leave it out and let it be typed"),
        ([counted("x", source="last_year")],
         "it is what a unit declared for a criterion; for the figure of the same period a year ago write the formula "
         "last_year(…) with the code of the row"),
        ([counted("x", unit="%", whole="none", source="unit.population")],
         'unit.population gives a whole number, and the row is written in "%"'),
        ([counted("x", unit="ha", source="unit.area")], 'unit.area is measured in km², and the row is written in "ha"'),
        ([counted("x", source="unit.region")],
         'unit.region gives one of several options, in words, and the row is written in "hồ sơ"'),
        ([{**PERCENT, "whole": "sum"}],
         "shares of units are never added up; give the row a formula, or no figure of the whole"),
        ([TYPED, counted("x", "2", "%", "sum", formula="nhan / nhan")],
         "shares of units are never added up; let its formula be applied to the whole"),
        ([counted("x", whole="formula")], "the row has no formula that could be applied to the whole"),
        ([{**TYPED, "whole": "none"}, counted("x", whole="formula", formula="nhan * 2")],
         "its formula needs these figures, and they have none of the whole: nhan"),
        ([{**TYPED, "annex": "9"}, counted("x")], 'there is no annex "9"'),
        ([{**TYPED, "places": "7"}], '"7" is no count of decimals'),
        ([{**TYPED, "covers": "week"}], '"week" is nothing that “counted for” can be'),
        ([{name: text for name, text in TYPED.items() if name != "whole"}], "figure of the whole is missing"),
        ([], 'no row belongs to the annex "1"'),
    ],
)  # fmt: skip
def test_a_fault_says_what_is_wrong_and_what_to_do(rows: list[Row], expected: str) -> None:
    assert whys(frame_document(*rows)) == [expected]


def test_a_frame_that_asks_for_nothing_is_none() -> None:
    assert whys(frame_document(sections=(), annexes=())) == ["the frame asks for nothing"]


def test_all_faults_are_told_at_once_in_the_order_of_the_rows() -> None:
    rows = (
        counted("nhan", formula="tre"),
        counted("nguoi", "2", "người"),
        counted("nhan"),
        counted("x", places="a"),
    )
    bad = frame_document(*rows, settings={**SETTINGS, "level": "huyện"}, annexes=(*ANNEXES, ANNEXES[0]))
    assert whys(bad) == [
        '"huyện" is nothing that “level of the report” can be',
        'the number "1" stands twice',
        'the code "nhan" stands twice',
        '"a" is no count of decimals',
        "these are codes of no row: tre",
    ]
    with pytest.raises(Faults):
        frame_of_document(bad)


def test_a_fault_names_its_row_and_field() -> None:
    rows = [
        {name: Field(text, Place(sheet="row", row=at, column=name)) for name, text in row.items()}
        for at, row in enumerate(({**ROWS[0]}, {**ROWS[3], "formula": "dung_han / nhan"}), start=1)
    ]
    document = frame_document()
    (fault,) = read_frame(FrameDocument(Place(), document.settings, {**document.tables, "row": rows})).faults
    assert fault.place == Place(sheet="row", row=2, column="formula")
    assert fault.found == "dung_han / nhan"


def test_a_source_that_an_installation_lacks_is_a_fault_only_there() -> None:
    document = frame_document(counted("x", source="reports.late"))
    assert read_frame(document).faults == ()
    assert [str(fault.why) for fault in read_frame(document, closed_sources(BY_NAME["plans"])).faults] == [
        "there is no such source here; name one that “cchc sources” lists, or leave it out and let it be typed"
    ]
    fed = frame_document(counted("x", source="plans.done"))
    assert read_frame(fed, closed_sources(BY_NAME["plans"])).faults == ()


# --- two versions -----------------------------------------------------------------------------------------------


@given(made_up_frames(), made_up_frames())
def test_two_frames_differ_when_their_texts_do(one: ReportFrame, other: ReportFrame) -> None:
    assert (frame_differences(one, other) == ()) == (frame_text(one) == frame_text(other))
    assert frame_differences(one, one) == ()


def test_each_difference_says_what_became_of_a_row() -> None:
    changed = frame_document(
        ROWS[1],
        ROWS[0],
        {**ROWS[2], "unit": "hồ sơ "},
        {**ROWS[3], "wording": "Tỷ lệ"},
        counted("moi", "7"),
        ROWS[5],
    )
    found = frame_differences(small_frame(), frame_of_document(changed))
    assert {one.key: str(one.what) for one in found if one.key not in ("nhan", "dung_han")} == {
        "ty_le": "row changed",
        "moi": "row added",
        "tang": "row taken out",
    }
    assert [str(one.what) for one in found if one.key in ("nhan", "dung_han")] == ["row moved"]
    came, went = (next(one for one in found if one.key == key) for key in ("moi", "tang"))
    assert {(one.name, one.before) for one in came.fields} >= {("unit", ""), ("whole", "")}
    assert {one.after for one in went.fields} == {""}
    assert all(one.before for one in went.fields)
