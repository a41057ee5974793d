"""The difference that a workbook makes to its plan."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from openpyxl.worksheet.worksheet import Worksheet

from cchc.core.plans.columns import DEADLINE, NUMBER, TASK
from cchc.core.words.messages import Faults, say
from cchc.plans.exchange.difference import (
    Counts,
    Difference,
    Removed,
    RowDifference,
    SectionDifference,
    Shift,
    TextChange,
    difference,
)
from cchc.plans.exchange.difference_json import as_json, from_json
from cchc.plans.exchange.sheet import SheetRow, SheetSection
from cchc.plans.exchange.sheet_in import read_sheet
from tests.plans.drawn_sheets import (
    FILE,
    PLAN,
    cells,
    edited,
    out,
    read,
    refused,
    row,
)
from tests.plans.edited_sheets import applied, edits, saying

# openpyxl does not know print areas of whole columns, which Excel and LibreOffice write themselves.
pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")


@settings(max_examples=100, deadline=None)
@given(edits())
def test_a_difference_leads_from_one_plan_to_the_other(pair: tuple[tuple[SheetSection, ...], ...]) -> None:
    before, after = pair
    change = difference(before, after)
    assert applied(before, change) == after
    assert from_json(json.loads(json.dumps(as_json(change)))) == change
    kept = {one.key for one in change.rows if one.key}
    gone = {one.key for removed in change.removed for one in removed.section.rows}
    assert (kept | gone, kept & gone) == ({one.key for section in before for one in section.rows}, set())
    assert change.is_empty == (before == after)


def test_one_row_put_in_moves_no_other_and_one_taken_to_the_end_is_the_only_one_moved() -> None:
    first, *others = PLAN
    one, two, three = first.rows
    change = difference(PLAN, [replace(first, rows=(row("", "0"), two, three, one)), *others])
    assert change.counts == Counts(
        sections_added=0,
        sections_renamed=0,
        sections_moved=0,
        sections_removed=0,
        added=1,
        changed=0,
        moved=1,
        removed=0,
        unchanged=4,
    )
    shift = Shift(None, "3 Kiểm tra", down=True)
    assert change.sections[0].rows[3] == RowDifference("11", "1 Rà soát văn bản", shift=shift)


def test_a_move_within_a_section_tells_behind_what_stays_the_measure_stood_and_stands() -> None:
    first = replace(PLAN[0], rows=tuple(row(str(at), str(at), f"Việc {at}") for at in range(1, 6)))
    one, two, three, four, five = first.rows

    def shifts(*rows: SheetRow) -> dict[str, Shift | None]:
        change = difference([first], [replace(first, rows=rows)])
        return {one.key: one.shift for one in change.rows if one.is_moved}

    assert shifts(one, three, four, two, five) == {"2": Shift("1 Việc 1", "4 Việc 4", down=True)}
    assert shifts(four, one, two, three, five) == {"4": Shift("3 Việc 3", None, down=False)}
    assert shifts(three, four, five, one, two) == {
        "1": Shift(None, "5 Việc 5", down=True),
        "2": Shift(None, "5 Việc 5", down=True),
    }


def test_every_kind_of_change_is_told() -> None:
    first, second = PLAN
    one, two, _ = first.rows
    after = (
        SheetSection("", "A", "Mục mới", (saying(two, deadline="Quý III/2026"),)),
        replace(second, heading="Tài chính công"),
        replace(first, rows=(one, SheetRow("", {NUMBER: "4", TASK: "Tập huấn"}))),
    )
    assert difference(PLAN, after) == Difference(
        (
            SectionDifference(
                "",
                "A",
                "Mục mới",
                (
                    RowDifference(
                        "12",
                        "2 Mở chuyên mục",
                        (TextChange(DEADLINE, "Quý II/2026", "Quý III/2026"),),
                        "I Cải cách thể chế",
                    ),
                ),
            ),
            SectionDifference(
                "2",
                "II",
                "Tài chính công",
                (RowDifference("21"), RowDifference("22")),
                ("II", "Cải cách tài chính công"),
                moved=True,
            ),
            SectionDifference(
                "1",
                "I",
                "Cải cách thể chế",
                (
                    RowDifference("11"),
                    RowDifference(
                        "",
                        "4 Tập huấn",
                        (TextChange(NUMBER, "", "4"), TextChange(TASK, "", "Tập huấn")),
                    ),
                ),
            ),
        ),
        (Removed(replace(first, rows=(first.rows[2],)), whole=False),),
    )


def test_blanks_and_line_ends_are_no_change() -> None:
    before = (replace(PLAN[0], rows=(row("11", task=" Rà soát \r\n văn bản "),)),)
    assert difference(before, read(out(before))).is_empty


def test_rows_above_the_first_heading_stay_where_the_plan_has_such_rows_and_are_refused_elsewhere() -> None:
    headless = SheetSection("9", "", "", (row("91"),))
    assert difference((headless, *PLAN), read(out((headless, *PLAN)))).is_empty
    above = edited(lambda sheet: (sheet.unmerge_cells("C3:K3"), sheet.delete_rows(3)))
    (fault,) = refused(above)
    assert (cells([fault]), say(fault.expected)) == (["C3"], "a section with a heading")


def test_codes_that_the_plan_does_not_know_are_quoted_as_their_cells_show_them() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["L5"], sheet["L7"] = "nv-77", "M-8"

    faults = refused(edited(edit))
    assert (cells(faults), [fault.found for fault in faults]) == (["L5", "L7"], ["nv-77", "M-8"])


def test_the_file_of_another_plan_is_refused_in_one_sentence() -> None:
    other = (replace(PLAN[0], key="7", rows=(row("71"),)),)
    file = read_sheet(out(), FILE)
    for given_out in (None, file.given):
        with pytest.raises(Faults) as caught:
            difference(other, file.sections, given_out)
        (fault,) = caught.value.faults
        assert (cells([fault]), fault.found, say(fault.why)) == (
            ["L3"],
            "M-1",
            "None of the codes belongs to this plan: take the file from the page of this plan.",
        )


def test_a_heading_and_a_task_may_not_be_emptied_but_what_never_had_a_task_may_stay() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["C3"], sheet["A3"], sheet["C4"] = None, None, None

    assert cells(refused(edited(edit))) == ["C3", "C4"]
    suggested = (replace(PLAN[0], rows=(row("11", task=""),)),)
    assert difference(suggested, read(out(suggested))).is_empty


def test_all_that_is_wrong_in_a_file_is_told_at_once_down_the_sheet() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["C4"] = None
        sheet["L5"] = "NV-9999"
        sheet["L6"] = "NV-11"
        sheet["L7"] = "M-x"
        sheet["A8"] = "Một dòng không phải số thứ tự nào cả"
        sheet["C9"] = "=A1&A2"

    faults = refused(edited(edit))
    assert [(cell, fault.found) for cell, fault in zip(cells(faults), faults, strict=True)] == [
        ("C4", ""),
        ("L5", "NV-9999"),
        ("L6", "NV-11"),
        ("L7", "M-x"),
        ("A8", "Một dòng không phải số thứ tự nào cả"),
        ("C9", "=…"),
    ]
