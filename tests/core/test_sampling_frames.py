"""What is wrong in a frame: all of it at once, the certain apart from the likely; and what its texts say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from cchc.core.surveys.sampling.columns import order_key, size_of
from cchc.core.surveys.sampling.design import DesignGroup, DesignStage, RatedUnits, SurveyDesign
from cchc.core.surveys.sampling.frame import frame_report
from cchc.core.surveys.sampling.sampling import drawn_sample
from cchc.core.words.messages import Faults, say
from tests.core.frames import ASKABLE, TAKE, THREE_STAGES, districts, frame_of


def test_everything_that_is_wrong_in_a_frame_is_said_at_once():
    rows = [
        {"Mã": "1", "Đơn vị": "Xã A", "Loại": "Xã", "Họ tên": "Nguyễn Thị Hòa", "Chức vụ": "Công chức", "STT": "1"},
        {"Mã": "1", "Đơn vị": "Xã A", "Loại": "Xã", "Họ tên": "Nguyễn Thị Hoà", "Chức vụ": "Công chức", "STT": "2"},
        {"Mã": "", "Đơn vị": "Xã A", "Loại": "Huyện", "Họ tên": "Nguyen Thi Hoa", "Chức vụ": "", "STT": "5"},
        {"Mã": "4", "Đơn vị": "", "Loại": "Xã", "Họ tên": "Trần Văn An", "Chức vụ": "Chủ tịch", "STT": "9"},
        {"Mã": "5", "Đơn vị": "Xã B", "Loại": "Xã", "Họ tên": "Trần Văn An", "Chức vụ": "Chủ tịch", "STT": "10"},
        {"Mã": "6", "Đơn vị": "Xã B", "Loại": "Xã", "Họ tên": "Trần Văn An", "Chức vụ": "Bí thư", "STT": "11"},
    ]  # fmt: skip
    frame = frame_of(rows, unit="Đơn vị", kind="Loại", name="Họ tên", post="Chức vụ", number="STT")
    group = DesignGroup("g", "G", per_unit={"": 1}, stages=(DesignStage(strata=("Giới tính",)),))
    design = SurveyDesign("x", "X", (group,), rated=RatedUnits("xã", {"Xã": 3}))
    report = frame_report(frame, design, ["Xã A", "Xã B", "Xã C"])
    assert [(fault.place.row, fault.found, say(fault.why)) for fault in report.faults] == [
        (None, "", "The design draws by this column, and the frame does not have it."),
        (3, "1", "This key stands in row 2 too: one row is drawn once."),
        (4, "", "The row has no key: give it one that stays."),
        (5, "", "The row belongs to no rated unit."),
        (None, "", "The unit has no rows in the frame."),
        (4, "Huyện", "This word is not one of the design."),
        (3, "Nguyễn Thị Hoà", "The same person stands in row 2: leave one of them out."),
    ]
    assert [(notice.place.row, say(notice.what)) for notice in report.notices] == [
        (None, "The design has 3 rated units, the frame has rows of 2."),
        (4, "“Nguyen Thi Hoa” is likely the same person as in row 3: look at both."),
        (7, "“Trần Văn An” is likely the same person as in row 6: look at both."),
        (None, "The running number lacks 3–4, 6–8: were rows left out?"),
    ]


def test_a_frame_without_key_unit_or_group_says_which_columns_it_needs():
    frame = frame_of([{"Tên": "A"}], key="Mã")
    groups = tuple(DesignGroup(code, code, per_unit={"": 1}, stages=(DesignStage(),)) for code in ("a", "b"))
    report = frame_report(frame, SurveyDesign("x", "X", groups, rated=RatedUnits("xã", {"": 5})))
    assert [say(fault.expected) for fault in report.faults] == [
        "the column “Mã”", "the column “Đơn vị”", "the column “Đối tượng”",
    ]  # fmt: skip


def test_a_frame_of_fewer_units_than_the_design_has_says_so():
    group = DesignGroup("g", "G", per_unit={"": 1}, stages=(DesignStage("", TAKE, {"": 1}),))
    design = SurveyDesign("x", "X", (group,), rated=RatedUnits("xã", {"": 3}))
    report = frame_report(frame_of(ASKABLE, unit="Xã"), design)
    assert [say(one.what) for one in report.notices] == [
        "The design has 3 rated units, the frame has rows of 2."
    ]
    assert report.faults == []


def test_a_frame_without_fault_is_called_so():
    frame = frame_of(districts(), number="STT", unit="Huyện")
    assert frame_report(frame, THREE_STAGES).faults == []


@pytest.mark.parametrize(
    ("texts", "whys"),
    [
        ({"": 1}, ["The size is missing."]),
        ({"0": 1, "-5": 2, "vài": 3}, ["This is no size: it must be a number above 0."] * 3),
        ({"7": 1}, ["The rows of one unit state different sizes: mend one of them."]),
    ],
)
def test_sizes_that_are_missing_zero_negative_or_not_one_are_named(texts, whys):
    rows = districts(3, 1, 4)
    for text, at in texts.items():
        rows[at]["Dân số"] = text
    with pytest.raises(Faults) as refused:
        drawn_sample(THREE_STAGES, frame_of(rows), "2026")
    assert [say(fault.why) for fault in refused.value.faults] == whys


def test_a_unit_that_lies_in_two_strata_is_named():
    rows = districts(3)
    rows[1]["Vùng"] = "Núi"
    with pytest.raises(Faults, match="two strata"):
        drawn_sample(THREE_STAGES, frame_of(rows), "2026")


def test_sizes_and_orders_are_read_as_offices_write_them():
    assert [size_of(text) for text in ("1.234.567", "12,5", "1e5", "10.5")] == [
        1234567,
        Fraction(25, 2),
        None,
        Fraction(21, 2),
    ]
    days = ["01/02/2026", "2026-01-15", "31.12.2025", "20", "3", "Đà", "Da"]
    assert sorted(days, key=order_key) == ["3", "20", "31.12.2025", "2026-01-15", "01/02/2026", "Da", "Đà"]


def test_people_of_one_name_in_two_areas_are_two_people():
    stages = (DesignStage("Xã", TAKE, {"": 1}), DesignStage("", TAKE, {"": 1}))
    group = DesignGroup("g", "G", stages=stages)
    design = SurveyDesign("x", "X", (group,), rated=RatedUnits("tỉnh", {"": 1}))
    rows = [{"Mã": f"{at}", "Xã": f"Xã {at % 2}", "Họ và tên": "Lê Văn An"} for at in range(3)]
    report = frame_report(frame_of(rows, name="Họ và tên"), design)
    assert [one.place.row for one in report.faults] == [4]
