"""A plan given out as a workbook and edited by hand comes back with what was edited, and with nothing else changed."""

from __future__ import annotations

import datetime
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from cchc.core.plans.columns import DEADLINE, LEAD, NUMBER, OUTPUT, TASK
from cchc.core.words.messages import Fault, Faults, Place, say
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
from cchc.plans.exchange.merge import Clash, ClashKind, Meanwhile
from cchc.plans.exchange.sheet import GIVEN_OUT, HEADINGS, SheetRow, SheetSection, tidy
from cchc.plans.exchange.sheet_in import read_sheet
from cchc.plans.exchange.sheet_out import plan_workbook

# openpyxl does not know print areas of whole columns, which Excel and LibreOffice write themselves.
pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")

TITLE = "Kế hoạch cải cách hành chính năm 2026"
FILE = "ke-hoach.xlsx"


def row(key: str, number: str = "1", task: str = "Rà soát văn bản", **texts: str) -> SheetRow:
    texts = {NUMBER: number, TASK: task, LEAD: "Sở Tư pháp", DEADLINE: "Quý II/2026"} | texts
    return SheetRow(key, texts)


def saying(one: SheetRow, **texts: str) -> SheetRow:
    """The row with other texts in some columns."""
    return replace(one, texts={**one.texts, **texts})


# Rows 1 and 2 of the workbook are its title and headings, row 3 the heading of the first section.
PLAN = (
    SheetSection(
        "1", "I", "Cải cách thể chế", (row("11"), row("12", "2", "Mở chuyên mục"), row("13", "3", "Kiểm tra"))
    ),
    SheetSection("2", "II", "Cải cách tài chính công", (row("21"), row("22", "2", "Giải ngân"))),
)


def out(sections: Sequence[SheetSection] = PLAN) -> bytes:
    return plan_workbook(TITLE, sections, say)


def read(content: bytes) -> tuple[SheetSection, ...]:
    """The sections of a file without faults."""
    file = read_sheet(content, FILE)
    assert file.faults == ()
    return file.sections


def edited(edit: Callable[[Worksheet], object], sections: Sequence[SheetSection] = PLAN) -> bytes:
    """The workbook of a plan after somebody worked on it."""
    book = load_workbook(io.BytesIO(out(sections)))
    edit(book.worksheets[0])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def back(
    edit: Callable[[Worksheet], object], sections: Sequence[SheetSection] = PLAN
) -> tuple[SheetSection, ...]:
    return read(edited(edit, sections))


def filled(sheet: Worksheet, at: int, **cells: object) -> None:
    """Write into a row, by the letters of the columns."""
    for letter, value in cells.items():
        sheet[f"{letter}{at}"] = value


def refused(content: bytes, before: Sequence[SheetSection] = PLAN) -> tuple[Fault, ...]:
    """The faults of a file, those of its reading and those beside the plan."""

    def compared() -> Difference:
        file = read_sheet(content, FILE)
        return difference(before, file.sections, faults=file.faults)

    with pytest.raises(Faults) as caught:
        compared()
    return caught.value.faults


def cells(faults: Sequence[Fault]) -> list[str]:
    return [f"{fault.place.column or ''}{fault.place.row}" for fault in faults]


# --- out and back ------------------------------------------------------------------------------------------

LOOKS_LIKE_ANOTHER = (
    "=1+1",
    "+84",
    "-5",
    "@SUM(A1)",
    "1.10",
    "01",
    "01/02/2023",
    "TRUE",
    "1e5",
    "_x000D_",
    "#N/A",
    "'",
)
WORDS = ("Ủy ban nhân dân", "Quý II, III năm 2026", "- Báo cáo;\n- Tờ trình", "a\n\nb", "12,5%", "Đ" * 300)
TEXTS = st.one_of(
    st.just(""),
    st.sampled_from((*LOOKS_LIKE_ANOTHER, *WORDS)),
    st.text(max_size=30).map(tidy),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map("\n".join),
)


def said_in(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """`texts` of which none is empty."""
    return texts.map(lambda text: text or "Rà soát")


SAID = said_in(TEXTS)
FEW = st.sampled_from(("", "Báo cáo", "Sở Y tế", "Quý II"))
NUMBERS = st.one_of(st.sampled_from(("", "1", "1.10", "IV", "01", "=2")), st.text(max_size=8).map(tidy))


@st.composite
def plans(
    draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS, *, headed: bool = False
) -> tuple[SheetSection, ...]:
    """A stored plan: every section and measure has its key, rows without a heading stand in the first section."""
    sizes = draw(st.lists(st.integers(0, 3), max_size=3))
    said = said_in(texts)
    keys = iter(draw(st.permutations(range(1, sum(sizes) + len(sizes) + 1))))
    sections = []
    for position, size in enumerate(sizes):
        rows = tuple(
            SheetRow(
                str(next(keys)),
                {
                    NUMBER: draw(NUMBERS),
                    TASK: draw(said),
                    **{column: draw(texts) for column in HEADINGS if column not in (NUMBER, TASK)},
                },
            )
            for _ in range(size)
        )
        headless = not headed and position == 0 and size > 0 and draw(st.booleans())
        number, heading = ("", "") if headless else (draw(NUMBERS), draw(said))
        sections.append(SheetSection(str(next(keys)), number, heading, rows))
    return tuple(sections)


@settings(max_examples=60, deadline=None)
@given(plans())
def test_what_nobody_touched_comes_back_as_it_was(sections: tuple[SheetSection, ...]) -> None:
    file = read_sheet(out(sections), FILE)
    found = file.sections
    assert difference(sections, found).is_empty
    assert file.given == sections
    if sections and sections[0].is_headless:
        found = (replace(found[0], key=sections[0].key), *found[1:])
    assert found == sections


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_again_comes_back_as_it_was(tmp_path: Path) -> None:
    rows = tuple(
        SheetRow(str(at), {NUMBER: text[:30], TASK: text, OUTPUT: f"{text}\n{text}", DEADLINE: text})
        for at, text in enumerate((*LOOKS_LIKE_ANOTHER, *WORDS), start=1)
    )
    sections = (SheetSection("1", "I", "Chung", rows), SheetSection("2", "", "=Riêng", (row("99"),)))
    (tmp_path / FILE).write_bytes(out(sections))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "again")]
    subprocess.run([*command, str(tmp_path / FILE)], check=True, capture_output=True, timeout=120)
    file = read_sheet((tmp_path / "again" / FILE).read_bytes(), FILE)
    assert (file.sections, file.given, file.faults) == (sections, sections, ())


def test_the_workbook_is_a_table_of_the_office() -> None:
    book = load_workbook(io.BytesIO(out()))
    sheet, guidance, given_out = book.worksheets
    assert (given_out.title, given_out.sheet_state, sheet.sheet_state) == (GIVEN_OUT, "veryHidden", "visible")
    headings = [cell.value for cell in sheet[2]]
    assert headings == [
        "STT",
        "Mục tiêu",
        "Nhiệm vụ, giải pháp",
        "Hoạt động",
        "Sản phẩm, kết quả",
        "Tồn tại",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời hạn",
        "Mã (không sửa)",
    ]
    assert [letter for letter in "ABCDEFGHIJ" if sheet.column_dimensions[letter].hidden] == ["B", "D", "F"]
    assert [cell.value for cell in sheet[3]] == ["I", None, "Cải cách thể chế", *[None] * 6, "M-1"]
    assert (sheet["J4"].value, sheet["A3"].font.bold, sheet["C4"].font.name) == (
        "NV-11",
        True,
        "Times New Roman",
    )
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:I1", "C3:I3", "C7:I7"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.fitToWidth) == ("A3", "$2:$2", 1)
    assert guidance.max_row == 5


def test_seldom_used_columns_are_shown_where_they_are_filled_and_in_an_empty_plan() -> None:
    sections = (replace(PLAN[0], rows=(row("11", activity="Lập danh mục"),)),)
    found = {}
    for name, given_sections in {"filled": sections, "empty": ()}.items():

        def look(sheet: Worksheet, name: str = name) -> None:
            found[name] = [letter for letter in "ABCDEFGHIJ" if sheet.column_dimensions[letter].hidden]

        edited(look, given_sections)
    assert found == {"filled": ["B", "F"], "empty": []}


def test_a_long_text_gets_the_wider_column() -> None:
    sections = (replace(PLAN[0], rows=(row("11", task="Rà soát", output="Báo cáo kết quả rà soát " * 9),)),)
    found = []
    edited(lambda sheet: found.extend(sheet.column_dimensions[letter].width for letter in "CE"), sections)
    assert found == [28, 62]


# --- edited by hand ----------------------------------------------------------------------------------------


def test_a_row_without_a_code_is_new_and_a_deleted_one_is_gone() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(5)
        sheet.insert_rows(5)
        filled(sheet, 5, A=2, C="Tập huấn", G="Sở Nội vụ\nSở Tài chính", I=datetime.date(2026, 12, 1))

    first = back(edit, PLAN[:1])[0]
    assert [one.key for one in first.rows] == ["11", "", "13"]
    assert first.rows[1] == SheetRow(
        "", {NUMBER: "2", TASK: "Tập huấn", LEAD: "Sở Nội vụ\nSở Tài chính", DEADLINE: "01/12/2026"}
    )
    where = first.rows[1].where
    assert where is not None
    assert (where.code, where.shown, where.what) == (
        Place(FILE, "Plan", 5, "J"),
        "",
        Place(FILE, "Plan", 5, "C"),
    )


@pytest.mark.parametrize(
    ("written", "section"),
    [
        ({"A": "III", "C": "Chuyển đổi số"}, ("III", "Chuyển đổi số")),
        ({"A": "III.", "G": "Chuyển đổi số"}, ("III", "Chuyển đổi số")),
        ({"C": "CHUYỂN ĐỔI SỐ"}, ("", "CHUYỂN ĐỔI SỐ")),
        ({"A": "III. Chuyển đổi số"}, ("III", "Chuyển đổi số")),
        ({"C": "B) CHUYỂN ĐỔI SỐ"}, ("B", "CHUYỂN ĐỔI SỐ")),
    ],
)
def test_a_row_that_looks_like_a_heading_is_a_new_section(
    written: dict[str, str], section: tuple[str, str]
) -> None:
    found = back(
        lambda sheet: filled(
            sheet, 5, B=None, **{"A": None, "C": None, "G": None, "I": None, "J": None} | written
        )
    )
    assert [(one.key, one.number, one.heading, len(one.rows)) for one in found] == [
        ("1", "I", "Cải cách thể chế", 1),
        ("", *section, 1),
        ("2", "II", "Cải cách tài chính công", 2),
    ]


def test_a_row_of_merged_cells_is_a_new_section_and_one_with_only_a_task_is_a_measure() -> None:
    def edit(sheet: Worksheet) -> None:
        filled(sheet, 10, C="Chuyển đổi số")
        sheet.merge_cells("C10:I10")
        filled(sheet, 11, C="Tập huấn")

    added = back(edit)[2:]
    assert added == (SheetSection("", "", "Chuyển đổi số", (SheetRow("", {TASK: "Tập huấn"}),)),)


def test_rows_may_move_and_sections_be_renamed() -> None:
    def edit(sheet: Worksheet) -> None:
        moved = [cell.value for cell in sheet[4]]
        sheet.append(moved)
        sheet.delete_rows(4)
        sheet["C3"] = "Thể chế"

    found = back(edit, PLAN[:1])
    assert (found[0].heading, [one.key for one in found[0].rows]) == ("Thể chế", ["12", "13", "11"])


def test_columns_may_stand_in_another_order_beside_unknown_ones() -> None:
    def edit(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        for at, values in enumerate(rows, start=2):
            extra = "Kết quả thực hiện" if at == 2 else "Đã xong"
            for column, value in enumerate([*reversed(values), extra, None], start=1):
                sheet.cell(at, column).value = value

    assert back(edit) == PLAN


def test_headings_may_be_worded_as_offices_do() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["I2"], sheet["G2"], sheet["J2"] = "Thời gian\nhoàn thành", "CHỦ TRÌ", "Mã"

    assert back(edit) == PLAN


def test_headings_repeated_on_each_page_numbers_of_columns_and_empty_rows_are_no_measures() -> None:
    def edit(sheet: Worksheet) -> None:
        headings = [cell.value for cell in sheet[2]]
        sheet.insert_rows(5, 3)
        for column, text in enumerate(headings, start=1):
            sheet.cell(6, column).value = text
            sheet.cell(7, column).value = f"({column})"
        sheet.insert_rows(1)
        sheet["B5"] = " "

    assert back(edit, PLAN[:1]) == PLAN[:1]


def test_cells_merged_downwards_hold_for_every_row() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["G4"] = "Sở Nội vụ"
        sheet.merge_cells("G4:G6")

    assert [one.text(LEAD) for one in back(edit)[0].rows] == ["Sở Nội vụ"] * 3


def test_a_text_in_several_colours_is_one_text_and_blanks_around_it_go() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["C4"] = CellRichText("Rà soát ", TextBlock(InlineFont(b=True), "văn bản"), " cũ  ")
        sheet["E4"] = "  Báo cáo \r\n Tờ trình\n"

    first = back(edit)[0].rows[0]
    assert (first.text(TASK), first.text(OUTPUT)) == ("Rà soát văn bản cũ", "Báo cáo\nTờ trình")


# --- refused -----------------------------------------------------------------------------------------------


def test_a_sheet_without_the_table_is_refused() -> None:
    (fault,) = refused(edited(lambda sheet: sheet.delete_rows(2)))
    assert (fault.place, say(fault.expected).split(", ")[:2]) == (
        Place(FILE, "Plan", 1, None),
        ["a row with the headings STT", "Mục tiêu"],
    )


def test_a_missing_column_is_refused_because_its_texts_would_be_lost() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["F2"], sheet["J2"] = "Ý kiến", None

    assert [say(fault.expected) for fault in refused(edited(edit))] == [
        "a column “Tồn tại”",
        "a column “Mã (không sửa)”",
    ]


def test_two_columns_of_one_meaning_are_refused() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["I2"], sheet["K2"] = "Thời gian", "Tiến độ"

    (fault,) = refused(edited(edit))
    assert (cells([fault]), fault.found, say(fault.expected)) == (["K2"], "Tiến độ", "one column “Thời hạn”")


def test_codes_are_refused_that_stand_twice_or_are_none() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["J5"], sheet["J6"], sheet["J7"] = "nv-11", "17", "NV-2a"

    faults = refused(edited(edit))
    assert (cells(faults), [fault.found for fault in faults]) == (
        ["J5", "J6", "J7"],
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

    assert cells(refused(edited(edit))) == ["J4", "C5", "A6"]


def test_a_cell_filled_to_the_last_character_is_refused_because_more_may_have_stood_there() -> None:
    sections = (replace(PLAN[0], rows=(row("11", task="a" * 40_000),)),)
    assert cells(refused(out(sections))) == ["C4"]


# --- the difference ----------------------------------------------------------------------------------------


def applied(before: Sequence[SheetSection], change: Difference) -> tuple[SheetSection, ...]:
    """What whoever applies a difference does."""
    rows = {one.key: one for section in before for one in section.rows}
    stored = {section.key: section for section in before}

    def made(one: RowDifference) -> SheetRow:
        return saying(rows.get(one.key, SheetRow("")), **one.texts)

    def named(one: SectionDifference) -> tuple[str, str]:
        old = stored.get(one.key)
        return (one.number, one.heading) if old is None or one.was else (old.number, old.heading)

    return tuple(
        SheetSection(one.key, *named(one), tuple(made(line) for line in one.rows)) for one in change.sections
    )


@st.composite
def edits(draw: st.DrawFn) -> tuple[tuple[SheetSection, ...], tuple[SheetSection, ...]]:
    """A stored plan, and the same after some work on it."""
    before = draw(plans(FEW, headed=True))
    return before, draw(edited_from(before))


@st.composite
def edited_from(draw: st.DrawFn, before: tuple[SheetSection, ...]) -> tuple[SheetSection, ...]:
    """A stored plan after some work on it."""
    rows = [one for section in before for one in section.rows]
    kept = draw(st.permutations(rows))[: draw(st.integers(0, len(rows)))]
    kept = [saying(one, task=draw(SAID), deadline=draw(FEW)) if draw(st.booleans()) else one for one in kept]
    kept += [SheetRow("", {NUMBER: "9", TASK: text}) for text in draw(st.lists(SAID, max_size=3))]
    sections = draw(st.permutations(before))[: draw(st.integers(0, len(before)))]
    sections += [
        SheetSection("", "", text) for text in draw(st.lists(SAID, min_size=not sections, max_size=2))
    ]
    homes = [draw(st.integers(0, len(sections) - 1)) for _ in kept]
    return tuple(
        replace(
            section,
            heading=draw(st.sampled_from([section.heading, "Tên mới"])),
            rows=tuple(one for one, home in zip(kept, homes, strict=True) if home == at),
        )
        for at, section in enumerate(sections)
    )


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
    above = edited(lambda sheet: (sheet.unmerge_cells("C3:I3"), sheet.delete_rows(3)))
    (fault,) = refused(above)
    assert (cells([fault]), say(fault.expected)) == (["C3"], "a section with a heading")


def test_codes_that_the_plan_does_not_know_are_quoted_as_their_cells_show_them() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["J5"], sheet["J7"] = "nv-77", "M-8"

    faults = refused(edited(edit))
    assert (cells(faults), [fault.found for fault in faults]) == (["J5", "J7"], ["nv-77", "M-8"])


def test_the_file_of_another_plan_is_refused_in_one_sentence() -> None:
    other = (replace(PLAN[0], key="7", rows=(row("71"),)),)
    file = read_sheet(out(), FILE)
    for given_out in (None, file.given):
        with pytest.raises(Faults) as caught:
            difference(other, file.sections, given_out)
        (fault,) = caught.value.faults
        assert (cells([fault]), fault.found, say(fault.why)) == (
            ["J3"],
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
        sheet["J5"] = "NV-9999"
        sheet["J6"] = "NV-11"
        sheet["J7"] = "M-x"
        sheet["A8"] = "Một dòng không phải số thứ tự nào cả"
        sheet["C9"] = "=A1&A2"

    faults = refused(edited(edit))
    assert [(cell, fault.found) for cell, fault in zip(cells(faults), faults, strict=True)] == [
        ("C4", ""),
        ("J5", "NV-9999"),
        ("J6", "NV-11"),
        ("J7", "M-x"),
        ("A8", "Một dòng không phải số thứ tự nào cả"),
        ("C9", "=…"),
    ]


# --- meanwhile ---------------------------------------------------------------------------------------------


def met(now: Sequence[SheetSection], file: Sequence[SheetSection]) -> Difference:
    """What a file that was given out with `PLAN` would change in the plan as it is now."""
    return difference(now, file, PLAN)


def with_row(sections: Sequence[SheetSection], key: str, **texts: str) -> tuple[SheetSection, ...]:
    """The sections, with other texts in one row."""
    return tuple(
        replace(section, rows=tuple(saying(one, **texts) if one.key == key else one for one in section.rows))
        for section in sections
    )


def changes(change: Difference) -> dict[str, list[TextChange]]:
    return {one.key: list(one.changes) for one in change.rows if one.changes}


def test_what_others_changed_since_the_download_stays_where_the_file_did_not_touch_it() -> None:
    now = with_row(PLAN, "11", deadline="Quý IV/2026")
    change = met(now, with_row(PLAN, "22", output="Báo cáo"))
    assert changes(change) == {"22": [TextChange(OUTPUT, "", "Báo cáo")]}
    assert change.meanwhile == Meanwhile(changed=("1 Rà soát văn bản",))


def test_two_people_may_change_different_cells_of_one_row() -> None:
    change = met(with_row(PLAN, "11", deadline="Quý IV/2026"), with_row(PLAN, "11", output="Báo cáo"))
    assert changes(change) == {"11": [TextChange(OUTPUT, "", "Báo cáo")]}
    assert change.clashes == ()


def test_a_cell_that_both_changed_is_a_clash_with_all_three_texts_and_one_they_agree_on_is_none() -> None:
    now = with_row(PLAN, "11", deadline="Quý III/2026", output="Báo cáo")
    change = met(now, with_row(PLAN, "11", deadline="Quý IV/2026", output="Báo cáo"))
    assert changes(change) == {"11": [TextChange(DEADLINE, "Quý III/2026", "Quý IV/2026")]}
    assert change.clashes == (Clash(ClashKind.TEXT, "11", DEADLINE, "Quý II/2026"),)


def test_a_measure_added_meanwhile_stays_in_its_place_and_one_deleted_meanwhile_does_not_come_back() -> None:
    first, second = PLAN
    one, _, three = first.rows
    now = (replace(first, rows=(one, row("14", "1a", "Tập huấn"), three)), second)
    change = met(now, PLAN)
    assert (change.is_empty, change.removed) == (True, ())
    assert change.meanwhile == Meanwhile(added=("1a Tập huấn",), deleted=("2 Mở chuyên mục",))


def test_a_measure_deleted_meanwhile_that_the_file_changes_is_refused() -> None:
    first, second = PLAN
    now = (replace(first, rows=(first.rows[0], first.rows[2])), second)
    with pytest.raises(Faults) as caught:
        difference(now, back(lambda sheet: filled(sheet, 5, E="Báo cáo")), PLAN)
    assert [(fault.place.row, fault.found) for fault in caught.value.faults] == [(5, "NV-12")]


def test_deleting_a_measure_that_others_changed_is_a_clash_and_so_is_giving_a_section_two_names() -> None:
    first, second = PLAN
    now = with_row((replace(first, heading="Thể chế"), second), "12", output="Báo cáo")
    file = (replace(first, heading="Thể chế mới", rows=(first.rows[0], first.rows[2])), second)
    change = met(now, file)
    assert change.clashes == (
        Clash(ClashKind.NAME, "1", given="I Cải cách thể chế"),
        Clash(ClashKind.MEASURE_DELETED, "12"),
    )
    assert (change.sections[0].was, [one.section.rows[0].key for one in change.removed]) == (
        ("I", "Thể chế"),
        ["12"],
    )


def test_what_others_moved_stays_moved_unless_the_file_moves_too() -> None:
    first, second = PLAN
    one, two, three = first.rows
    now = (replace(first, rows=(two, three, one)), second)
    added = SheetRow("", {NUMBER: "9", TASK: "Tập huấn"})
    change = met(now, (replace(first, rows=(one, added, two, three)), second))
    assert [row.key for row in change.sections[0].rows] == ["12", "13", "11", ""]
    assert (change.counts.moved, change.meanwhile) == (0, Meanwhile(moved=True))
    change = met(now, (replace(first, rows=(three, one, two)), second))
    assert [row.key for row in change.sections[0].rows] == ["13", "11", "12"]
    assert change.clashes == (Clash(ClashKind.ORDER),)


def test_a_section_deleted_meanwhile_with_its_measures_does_not_come_back() -> None:
    change = met(PLAN[1:], PLAN)
    assert (change.is_empty, len(change.sections)) == (True, 1)


def test_a_section_that_the_file_deletes_stays_for_the_measure_that_others_added_to_it() -> None:
    first, second = PLAN
    now = (replace(first, rows=(*first.rows, row("14", "4", "Tập huấn"))), second)
    change = met(now, (second,))
    assert [(one.key, [row.key for row in one.rows]) for one in change.sections] == [
        ("1", ["14"]),
        ("2", ["21", "22"]),
    ]
    assert change.counts.removed == 3


def test_rows_above_the_first_heading_are_known_again_when_others_gave_them_a_heading() -> None:
    given_out = (SheetSection("9", "", "", (row("91"),)), *PLAN)
    file = read_sheet(out(given_out), FILE)
    now = (replace(given_out[0], heading="Chung"), *PLAN)
    assert difference(now, file.sections, file.given).is_empty


def test_a_file_without_the_hidden_sheet_is_read_and_does_not_know_what_the_plan_held() -> None:
    book = load_workbook(io.BytesIO(out()))
    book.remove(book[GIVEN_OUT])
    written = io.BytesIO()
    book.save(written)
    file = read_sheet(written.getvalue(), FILE)
    assert (file.sections, file.given) == (PLAN, None)
    assert difference(PLAN, file.sections, file.given).meanwhile is None


@st.composite
def two_edits(draw: st.DrawFn) -> tuple[tuple[SheetSection, ...], ...]:
    """A stored plan, what others made of it, and what a file makes of it."""
    before, file = draw(edits())
    now = draw(edited_from(before))
    keys = iter(range(10_000, 20_000))
    stored = tuple(
        replace(
            section,
            key=section.key or str(next(keys)),
            rows=tuple(replace(one, key=one.key or str(next(keys))) for one in section.rows),
        )
        for section in now
    )
    return before, stored, file


@settings(max_examples=200, deadline=None)
@given(two_edits())
def test_nothing_that_others_did_is_lost_without_a_question(
    states: tuple[tuple[SheetSection, ...], ...],
) -> None:
    given_out, now, file = states
    if {one.key for one in given_out} & {one.key for one in now}:
        assert difference(now, given_out, given_out).is_empty
    assert difference(given_out, file, given_out) == replace(
        difference(given_out, file), meanwhile=Meanwhile()
    )
    try:
        change = difference(now, file, given_out)
    except Faults:
        return  # the file needs what others deleted: refused, nothing is lost
    assert from_json(json.loads(json.dumps(as_json(change)))) == change
    was, here, there, result = (
        {one.key: one for section in sections for one in section.rows if one.key}
        for sections in (given_out, now, file, applied(now, change))
    )
    asked = {(clash.key, clash.column) for clash in change.clashes}
    for key, held in here.items():
        if key in result:
            for column in HEADINGS:
                by_others = key not in was or held.text(column) != was[key].text(column)
                if by_others and result[key].text(column) != held.text(column):
                    assert (key, column) in asked or key not in was
                if key in was and key in there and there[key].text(column) != was[key].text(column):
                    assert result[key].text(column) == there[key].text(column)
        else:
            assert key in was
            assert key not in there
            assert held == was[key] or (key, None) in asked
    assert result.keys() <= here.keys()
    new = [one.text(TASK) for section in file for one in section.rows if not one.key]
    assert sorted(
        one.text(TASK) for section in applied(now, change) for one in section.rows if not one.key
    ) == (sorted(new))
