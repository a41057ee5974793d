"""Workbooks that are refused, with every fault."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cchc.core.words.messages import Faults, Place, say
from cchc.plans.exchange.comparing import compare_sheet
from cchc.plans.exchange.sheet import GIVEN_OUT
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


def given_out_before_budgets(*, also_there: bool) -> bytes:
    """A file without the two columns of the budget; `also_there`: it was given out with them."""

    def edit(sheet: Worksheet) -> None:
        for one in [sheet] if also_there else [sheet, sheet.parent[GIVEN_OUT]]:
            headings = next(row for row in one.iter_rows() if row[0].value == "STT")
            at = next(cell.column for cell in headings if cell.value == "Kinh phí")
            one.delete_cols(at, 2)
        sheet["C5"] = "Việc đã sửa"

    return edited(edit)


def test_a_file_from_before_the_columns_of_the_budget_is_taken_where_the_plan_says_nothing_in_them() -> None:
    old = given_out_before_budgets(also_there=False)
    change = compare_sheet(old, FILE, PLAN)
    assert (change.counts.changed, change.counts.removed, change.clashes) == (1, 0, ())
    first = PLAN[0].rows[0]
    said = replace(first, texts={**first.texts, "budget": "500 triệu đồng"})
    plan = (replace(PLAN[0], rows=(said, *PLAN[0].rows[1:])), *PLAN[1:])
    with pytest.raises(Faults) as raised:
        compare_sheet(old, FILE, plan)
    assert [say(one.expected) for one in raised.value.faults] == ["a column “Kinh phí”"]


def test_a_column_that_was_given_out_is_asked_for_even_where_the_plan_says_nothing_in_it() -> None:
    with pytest.raises(Faults) as raised:
        compare_sheet(given_out_before_budgets(also_there=True), FILE, PLAN)
    assert len(raised.value.faults) == 2
