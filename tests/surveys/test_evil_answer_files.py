"""Files of answers that somebody has spoilt: what can be read is read, all else is named with its place."""

from __future__ import annotations

import datetime
import io
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from cchc.core.words.messages import Faults
from cchc.intake.models import StagedFile
from cchc.surveys.exchange.answers import read_answer_tables
from cchc.surveys.models import Survey
from tests import builders
from tests.builders.collecting import HEADINGS, a_collecting_survey, brought_answers

pytestmark = pytest.mark.django_db
UNIT = "Xã Tân Lập"
ROW, OTHER = ["P1", UNIT, "5", "4", ""], ["P2", UNIT, "4", "3", ""]
HEAD = list(HEADINGS)


@pytest.fixture
def survey() -> Survey:
    return a_collecting_survey([builders.a_unit(UNIT, "commune")])


def text(rows: Sequence[Sequence[str]], separator: str = ",", head: Sequence[str] = HEAD) -> bytes:
    return "\n".join(separator.join(row) for row in [head, *rows]).encode()


def workbook(fill: Callable[[Any, Any], None]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    fill(book, book.active)
    book.save(out)
    return out.getvalue()


def below(sheet: Any, *rows: Sequence[Any]) -> None:
    for row in rows:
        sheet.append(list(row))


def titles_above(_book: Any, sheet: Any) -> None:
    below(sheet, ["", "", "Phục vụ", "", "Khác"], HEAD, ROW, OTHER)
    sheet.merge_cells("C1:D1")


def merged_units(_book: Any, sheet: Any) -> None:
    below(sheet, HEAD, ROW, ["P2", "", "4", "3", ""], ["P3", "", "3", "3", ""])
    sheet.merge_cells("B2:B4")


def hidden_rows(_book: Any, sheet: Any) -> None:
    below(sheet, HEAD, ROW, OTHER)
    sheet.row_dimensions[3].hidden = True


def hidden_and_empty_sheets(book: Any, sheet: Any) -> None:
    sheet.append(["Bìa"])
    hidden = book.create_sheet("Bản cũ")
    below(hidden, HEAD, ["P9", *ROW[1:]])
    hidden.sheet_state = "hidden"
    below(book.create_sheet("Dữ liệu"), HEAD, ROW, OTHER)


def dates(_book: Any, sheet: Any) -> None:
    sure = [[f"P{at}", UNIT, 4, 4, ""] for at in (3, 4)]
    below(sheet, HEAD, ["P1", UNIT, datetime.date(2026, 5, 4), 4, ""], ["P2", UNIT, 46146, 4, ""], *sure)


def formulas(_book: Any, sheet: Any) -> None:
    below(sheet, HEAD, ["P1", UNIT, "=4+1", 4, '=HYPERLINK("http://x")'], OTHER)


def errors(_book: Any, sheet: Any) -> None:
    below(sheet, HEAD, ["P1", UNIT, "#N/A", 4, ""], ["P2", UNIT, True, 4, ""], ["P3", UNIT, 4, 4, ""])


READ = {
    "decomposed letters": unicodedata.normalize("NFD", text([ROW, OTHER]).decode()).encode(),
    "semicolons": text([ROW, OTHER], ";"),
    "titles above the headings": workbook(titles_above),
    "hidden and empty sheets": workbook(hidden_and_empty_sheets),
    "hidden rows": workbook(hidden_rows),
    "a byte order mark and Windows lines": b"\xef\xbb\xbf" + text([ROW, OTHER]).replace(b"\n", b"\r\n"),
    "blanks that do not break": text([ROW, [one.replace(" ", "\u00a0") for one in OTHER]]),
}


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_read(survey: Survey, name: str) -> None:
    file = "a.xlsx" if READ[name].startswith(b"PK") else "a.csv"
    staged = brought_answers(survey, READ[name], file)
    told = [(one["key"], list(one["answers"].values())) for one in staged.read["forms"]]
    assert told == [("P1", ["5", "4"]), ("P2", ["4", "3"])]


def test_merged_cells_hold_for_all_their_rows(survey: Survey) -> None:
    staged = brought_answers(survey, workbook(merged_units), "a.xlsx")
    assert [one["key"] for one in staged.read["forms"]] == ["P1", "P2", "P3"]


def test_hidden_rows_are_told(survey: Survey) -> None:
    staged: StagedFile = brought_answers(survey, READ["hidden rows"], "a.xlsx")
    assert staged.read["hidden"] == 1


NAMED: dict[str, tuple[bytes, list[tuple[int | None, str | None]], str]] = {
    "UTF-16": (text([ROW], "\t").decode().encode("utf-16"), [(None, None)], "save the file as “CSV UTF-8”"),
    "saved in a wrong encoding": (
        text([ROW]).decode().encode().decode("latin-1").encode(),
        [(1, "A")],
        "for “Mã phiếu”: export the file anew",
    ),
    "a sign that no text has": (text([["P1", UNIT, "5", "4", "a\0b"]]), [(None, None)], "a character that no text has"),
    "an open quotation mark": (text([["P1", UNIT, "5", "4", '"mở']]), [(2, None)], "is opened and not closed"),
    "commas in an open answer": (text([["P1", UNIT, "5", "4", "tốt, nhanh"]]), [(2, None)], "longer than the heading"),
    "headings once more": (text([ROW, HEAD, OTHER]), [(3, None)], "The headings stand here once more"),
    "a line of sums": (
        text([ROW, ["Tổng cộng", "", "12", "8", ""]]),
        [(3, "C"), (3, "D"), (3, "B")],
        "is none of what may be answered",
    ),
    "digits of another width": (text([["P1", UNIT, "５", "4", ""]]), [(2, "C")], "is none of what may be answered"),
    "signs that nobody sees": (text([["P\u200b1", UNIT, "5", "4", ""]]), [(2, "A")], "signs that nobody sees"),
    "a text without end": (text([["P1", UNIT, "5", "4", "x" * 50_000]]), [(2, "E")], "at most 32767 are read"),
    "dates, and dates as numbers": (workbook(dates), [(2, "C"), (3, "C")], "is none of what may be answered"),
    "formulas without a value": (workbook(formulas), [(2, "C")], '"=4+1" is none of what may be answered'),
    "errors of a spreadsheet": (workbook(errors), [(2, "C"), (3, "C")], "is none of what may be answered"),
    "a level as Excel makes it a day": (text([["P1", UNIT, "05-Apr", "4", ""]]), [(2, "C")], "none of what may"),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_what_cannot_be_read_is_named_with_its_place(survey: Survey, name: str) -> None:
    data, places, why = NAMED[name]
    with pytest.raises(Faults) as refused:
        brought_answers(survey, data, "a.xlsx" if data.startswith(b"PK") else "a.csv")
    faults = refused.value.faults
    assert [(one.place.row, one.place.column) for one in faults] == places
    assert why in str(faults[0].why)
    assert not survey.responses.exists()


KOBO = ["_uuid", "Góp ý", "_index"]
REPEAT = ["Đơn vị được đánh giá", "Thái độ phục vụ của công chức", "_parent_table_name", "_parent_index"]


def kobo(*groups: tuple[str, Sequence[Sequence[str]]]) -> bytes:
    """An export with two forms and their repeat groups."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.title = "phieu"
        below(sheet, KOBO, ["u1", "tốt", "1"], ["u2", "", "2"])
        for name, rows in groups:
            below(book.create_sheet(name), REPEAT, *rows)

    return workbook(fill)


def test_a_repeat_group_gives_a_row_for_each_of_its_rows_beside_its_form() -> None:
    rows = [["Xã A", "5", "phieu", "1"], ["Xã B", "9", "phieu", "1"], ["Xã A", "4", "phieu", "2"]]
    (table,) = read_answer_tables(kobo(("don_vi", rows)), "a.xlsx")
    assert table.headings == ("_uuid", "Góp ý", "_index", *REPEAT[:2])
    assert [values for _row, values in table.rows] == [
        ("u1", "tốt", "1", "Xã A", "5"),
        ("u1", "tốt", "1", "Xã B", "9"),
        ("u2", "", "2", "Xã A", "4"),
    ]
    fault, key = table.place(3, 4), table.place(3, 0)
    assert (fault.sheet, fault.column, fault.row) == ("don_vi", "B", 3)
    assert (key.sheet, key.column, key.row) == ("phieu", "A", 2)


def test_groups_with_one_row_for_each_form_stand_beside_it_and_a_form_without_any_stays() -> None:
    one, other = [["Xã A", "5", "phieu", "1"]], [["Xã B", "4", "phieu", "1"]]
    (table,) = read_answer_tables(kobo(("mot", one), ("hai", other)), "a.xlsx")
    assert [values[3:] for _row, values in table.rows] == [("Xã A", "5", "Xã B", "4"), ("", "", "", "")]


def test_groups_that_nobody_can_join_are_named_with_what_to_do() -> None:
    twice = [["Xã A", "5", "phieu", "1"], ["Xã B", "4", "phieu", "1"]]
    nested = [["Xã A", "5", "mot", "1"]]
    with pytest.raises(Faults) as refused:
        read_answer_tables(kobo(("mot", twice), ("hai", twice), ("trong", nested)), "a.xlsx")
    told = [(one.place.sheet, "bring" in str(one.why)) for one in refused.value.faults]
    assert told == [("trong", True), ("hai", True)]
