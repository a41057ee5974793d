"""Workbooks that are refused, with every fault."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cchc.core.words.messages import Place, say
from tests.plans.drawn_sheets import (
    FILE,
    PLAN,
    cells,
    edited,
    filled,
    out,
    refused,
    row,
)

# openpyxl does not know print areas of whole columns, which Excel and LibreOffice write themselves.
pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")


def test_a_sheet_without_the_table_is_refused() -> None:
    (fault,) = refused(edited(lambda sheet: sheet.delete_rows(2)))
    assert (fault.place, say(fault.expected).split(", ")[:2]) == (
        Place(FILE, "Plan", 1, None),
        ["a row with the headings STT", "Mục tiêu"],
    )


def test_a_missing_column_is_refused_because_its_texts_would_be_lost() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["F2"], sheet["L2"] = "Ý kiến", None

    assert [say(fault.expected) for fault in refused(edited(edit))] == [
        "a column “Tồn tại”",
        "a column “Mã (không sửa)”",
    ]


def test_two_columns_of_one_meaning_are_refused() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["I2"], sheet["M2"] = "Thời gian", "Tiến độ"

    (fault,) = refused(edited(edit))
    assert (cells([fault]), fault.found, say(fault.expected)) == (["M2"], "Tiến độ", "one column “Thời hạn”")


def test_codes_are_refused_that_stand_twice_or_are_none() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["L5"], sheet["L6"], sheet["L7"] = "nv-11", "17", "NV-2a"

    faults = refused(edited(edit))
    assert (cells(faults), [fault.found for fault in faults]) == (
        ["L5", "L6", "L7"],
        ["nv-11", "17", "NV-2a"],
    )
    assert say(faults[0].why) == (
        "Row 4 has the same code. If the row was copied to make a new one, clear its code."
    )


def test_a_code_without_texts_a_formula_without_value_and_a_number_like_a_sentence_are_refused() -> None:
    def edit(sheet: Worksheet) -> None:
        filled(sheet, 4, A=None, C=None, G=None, I=None)
        sheet["C5"] = "=A1&A2"
        sheet["A6"] = "Một dòng không phải số thứ tự nào cả"

    assert cells(refused(edited(edit))) == ["L4", "C5", "A6"]


def test_a_cell_filled_to_the_last_character_is_refused_because_more_may_have_stood_there() -> None:
    sections = (replace(PLAN[0], rows=(row("11", task="a" * 40_000),)),)
    assert cells(refused(out(sections))) == ["C4"]
