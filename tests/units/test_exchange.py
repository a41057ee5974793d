"""The units as a table file, both ways."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.words.messages import Faults
from cchc.units.exchange.units import KINDS, UnitRow, read_units, units_workbook

WORDS = st.text("AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYaáàảãạăâbcdđeêghiklmnoôơpqrstuưvxy ", min_size=1, max_size=20)
NAMES = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
UNIT_ROWS = st.builds(
    UnitRow,
    row=st.just(0),
    name=NAMES,
    kind=st.sampled_from(sorted(KINDS)),
    valid_from=DAYS,
    valid_until=st.none() | DAYS,
    code=st.text("0123456789ABC.-", max_size=8),
    parent=st.just("") | st.lists(NAMES, min_size=1, max_size=3).map(" / ".join),
    aliases=st.lists(NAMES, max_size=3, unique=True).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(UNIT_ROWS, max_size=5))
def test_what_is_written_is_read_again(rows: list[UnitRow]) -> None:
    read = read_units(units_workbook(rows), "don-vi.xlsx")
    facts = [(r.name, r.kind, r.code, r.parent, r.valid_from, r.valid_until, r.aliases) for r in rows]
    assert [
        (r.name, r.kind, r.code, r.parent, r.valid_from, r.valid_until, r.aliases) for r in read.rows
    ] == facts
    assert read.faults == ()


def test_headings_stand_in_any_order_and_in_either_language() -> None:
    text = "Kind;Mã;VALID FROM;Tên đơn vị\nward;01;01/07/2025;Phường 1\n"
    assert read_units(text.encode(), "don-vi.csv").rows == (
        UnitRow(2, "Phường 1", "ward", date(2025, 7, 1), None, "01"),
    )


@pytest.mark.parametrize("written", ["01/07/2025", "2025-07-01", "1/7/2025", "01.07.2025"])
def test_a_date_is_read_day_first(written: str) -> None:
    text = f"Tên đơn vị,Loại,Có hiệu lực từ\nA,Sở,{written}\n"
    assert read_units(text.encode(), "don-vi.csv").rows[0].valid_from == date(2025, 7, 1)


def test_a_heading_that_is_missing_doubled_or_unknown_is_a_fault() -> None:
    with pytest.raises(Faults) as refused:
        read_units("Tên đơn vị,Tên đơn vị,Màu\nA,B,C\n".encode(), "don-vi.csv")
    places = [(fault.place.column, fault.found, fault.why.text) for fault in refused.value.faults]
    assert places == [
        ("B", "Tên đơn vị", "This column stands twice."),
        ("C", "Màu", "This column is not known here."),
        (None, "", "This column is missing."),
        (None, "", "This column is missing."),
    ]


def test_every_faulty_cell_is_named_at_once() -> None:
    text = "Tên đơn vị,Loại,Có hiệu lực từ\n,Cục,hôm qua\nB,Sở,01/01/2025\n"
    read = read_units(text.encode(), "don-vi.csv")
    assert [(f.place.row, f.place.column, f.found, f.why.text) for f in read.faults] == [
        (2, "A", "", "The name is missing."),
        (2, "B", "Cục", "This kind of unit is not known."),
        (2, "C", "hôm qua", "This is no date."),
    ]
    assert [row.name for row in read.rows] == ["B"]


def test_an_empty_file_is_a_fault() -> None:
    with pytest.raises(Faults):
        read_units(b"", "don-vi.csv")
