"""Table files as offices send them: read as they are, or refused with the place and the reason."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from cchc.core.words.messages import Fault, Faults, say
from cchc.files import archives
from cchc.files.tables import ErrorCell, FormulaCell, Merged, Percent, Row, as_text, kind, read_table

SHEET = "xl/worksheets/sheet1.xml"


def book_bytes(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def rows_book(*rows: tuple[object, ...]) -> bytes:
    def fill(book: Workbook) -> None:
        for row in rows:
            book.worksheets[0].append(row)

    return book_bytes(fill)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one part put in place of its own (or added)."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return written.getvalue()


def sheet_xml(rows: str, before: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def values(data: bytes, name: str = "a.xlsx") -> list[Row]:
    return read_table(data, name).rows


def refused(data: bytes, name: str = "a.xlsx", sheet: str | None = None, most_rows: int = 20_000) -> Fault:
    with pytest.raises(Faults) as caught:
        read_table(data, name, sheet, most_rows)
    return caught.value.faults[0]


WORKBOOK = rows_book(("unit", 1, 2.5, True, "x"))


# --- workbooks ----------------------------------------------------------------------------------------------


def test_each_kind_of_cell_keeps_its_kind() -> None:
    def fill(book: Workbook) -> None:
        page = book.worksheets[0]
        page.append(
            ["Sở Y tế", 5, 1.5, 0.8, datetime.date(2026, 2, 1), True, "#N/A", "=1+1", None, "  ", "x"]
        )
        page["D1"].number_format = "0%"

    day = datetime.date(2026, 2, 1)
    found = values(book_bytes(fill))
    expected = (
        "Sở Y tế",
        5,
        1.5,
        Percent(Fraction(80)),
        day,
        True,
        ErrorCell("#N/A"),
        FormulaCell("1+1"),
        None,
        None,
        "x",
    )
    assert found == [Row(1, expected)]
    kinds = [
        "text",
        "number",
        "number",
        "percent",
        "date",
        "boolean",
        "error",
        "formula_without_value",
        "empty",
    ]
    assert [kind(value).value for value in expected[:9]] == kinds
    assert [as_text(value) for value in expected[2:8]] == ["1.5", "80%", "01/02/2026", "TRUE", "#N/A", "=…"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0.00%", Percent(Fraction(150))),
        ('0.0"%"', 1.5),
        ("[Red]0.00;[Blue]-0.00", 1.5),
        ("#,##0 [$₫-42A]", 1.5),
        ("General", 1.5),
        ("dd/mm/yyyy", datetime.datetime(1900, 1, 1, 12)),
        ("d-mmm", datetime.datetime(1900, 1, 1, 12)),
    ],
)
def test_a_number_format_decides_what_a_number_is(code: str, expected: object) -> None:
    def fill(book: Workbook) -> None:
        book.worksheets[0]["A1"] = 1.5
        book.worksheets[0]["A1"].number_format = code

    assert values(book_bytes(fill)) == [Row(1, (expected,))]


def test_the_first_visible_sheet_is_read_unless_another_is_named() -> None:
    def fill(book: Workbook) -> None:
        book.worksheets[0].sheet_state = "hidden"
        book.create_sheet("Điểm").append(["a"])
        book.create_sheet("Khác").append(["b"])

    data = book_bytes(fill)
    assert read_table(data, "a.xlsx").sheet == "Điểm"
    assert read_table(data, "a.xlsx", sheet=" khác").rows == [Row(1, ("b",))]
    fault = refused(data, sheet="Không có")
    assert say(fault.why) == "There is no sheet “Không có”; the sheets are: Điểm, Khác."


def test_a_formula_with_a_stored_value_is_its_value() -> None:
    rows = '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"a"</f><v>a</v></c>'
    rows += '<c r="C2"><f>1</f></c></row>'
    assert values(with_part(rows_book(("x",)), SHEET, sheet_xml(rows))) == [
        Row(2, (2, "a", FormulaCell("1")))
    ]


def with_shared_texts(strings: str, rows: str) -> bytes:
    """A workbook whose texts stand in their own part, as Excel writes them."""
    relation = (
        '<Relationship Id="s" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels").replace(b"</Relationships>", relation.encode())
    data = with_part(WORKBOOK, "xl/_rels/workbook.xml.rels", relations)
    return with_part(with_part(data, "xl/sharedStrings.xml", strings.encode()), SHEET, sheet_xml(rows))


def test_shared_texts_are_read_without_their_readings_and_with_their_signs() -> None:
    strings = "<sst><si><t>Sở Y tế</t></si><si><r><t>a</t></r><rPh><t>no</t></rPh><r><t>_x000A_b</t></r></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
    assert values(with_shared_texts(strings + "</sst>", rows)) == [Row(1, ("a\nb", "Sở Y tế"))]


def test_a_sheet_may_lie_about_its_size_and_leave_out_references() -> None:
    rows = '<row><c><v>1</v></c><c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>'
    rows += '<row r="9"><c r="C9"><v>1E2</v></c></row>'
    content = sheet_xml(rows).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    found = values(with_part(rows_book(("x",)), SHEET, content))
    assert found == [Row(1, (1, "ab")), Row(9, (None, None, 100.0))]


def test_a_lone_formatted_cell_far_away_costs_nothing() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert values(with_part(rows_book(("x",)), SHEET, sheet_xml(rows))) == [Row(1, (1,))]


def test_prefixed_elements_are_read_too() -> None:
    cell = b'<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>'
    content = b'<x:worksheet xmlns:x="http://x"><x:sheetData>' + cell + b"</x:sheetData></x:worksheet>"
    assert values(with_part(rows_book(("x",)), SHEET, content)) == [Row(1, (7,))]


def with_merged(*references: str) -> bytes:
    """A workbook with one filled cell and these cells merged."""
    merged = "".join(f'<mergeCell ref="{one}"/>' for one in references)
    content = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    end = f"</sheetData><mergeCells>{merged}</mergeCells>".encode()
    return with_part(rows_book(("x",)), SHEET, content.replace(b"</sheetData>", end))


def test_cells_made_one_are_told_from_those_left_empty() -> None:
    table = read_table(with_merged("B2:D2", "A1:A3"), "a.xlsx")
    assert table.merged == [Merged(2, 1, 1, 3), Merged(1, 0, 3, 1)]
    assert refused(with_merged("x")).found == SHEET
    many = refused(with_merged(*["A1:B1"] * 100_001))
    assert say(many.why) == "The table has more than 100000 merged cells: split the file."


def test_too_many_rows_are_counted_and_refused() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 100_002))
    fault = refused(with_part(rows_book(("x",)), SHEET, sheet_xml(rows)))
    assert say(fault.why) == "The table has 100000 rows, at most 20000 are read: split the file."
    assert len(read_table(rows_book(*[("a",)] * 4), "a.xlsx", most_rows=3).rows) == 4


def test_a_cell_beyond_the_last_column_is_refused() -> None:
    rows = '<row r="1"><c r="XFD1"><v>1</v></c></row>'
    assert refused(with_part(rows_book(("x",)), SHEET, sheet_xml(rows))).found == "XFD"


BAD_ROWS = [
    '<row r="x"/>',
    '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
    '<row r="1"><c r="A1"><v>abc</v></c></row>',
    '<row r="1"><c r="$$"><v>1</v></c></row>',
    '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
    '<row r="1"><c r="A1" t="d"><v>yesterday</v></c></row>',
    "<row>",
]


@pytest.mark.parametrize("rows", BAD_ROWS)
def test_a_sheet_out_of_order_is_refused(rows: str) -> None:
    fault = refused(with_part(rows_book(("x",)), SHEET, sheet_xml(rows)))
    assert fault.found == SHEET


@pytest.mark.parametrize("serial", ["-1", "1E300", "2958466", "99999999", "NaN"])
def test_a_date_that_does_not_exist_is_an_error_cell(serial: str) -> None:
    def fill(book: Workbook) -> None:
        book.worksheets[0]["A1"] = datetime.date(2026, 1, 1)

    rows = f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>'
    assert values(with_part(book_bytes(fill), SHEET, sheet_xml(rows))) == [Row(1, (ErrorCell("#####"),))]


def test_an_entity_bomb_is_refused_unread() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    assert refused(with_part(rows_book(("x",)), SHEET, sheet_xml(rows, bomb))).found == SHEET
    strings = '<!DOCTYPE x [<!ENTITY a "ha">]><sst><si><t>&a;</t></si></sst>'
    assert refused(with_shared_texts(strings, "")).found == "xl/sharedStrings.xml"


def test_a_zip_bomb_posing_as_a_workbook_is_refused() -> None:
    bomb = with_part(rows_book(("x",)), SHEET, b" " * (archives.MOST_UNPACKED + 1))
    assert len(bomb) < 1_000_000
    assert say(refused(bomb).why).startswith("Unpacked, the file holds more than 200 megabytes")


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    honest = with_part(rows_book(("x",)), SHEET, b"<a>" + b" " * 3_000_000)
    place = honest.rindex(SHEET.encode()) - 22
    lying = honest[:place] + (10).to_bytes(4, "little") + honest[place + 4 :]
    assert refused(lying).place.file == "a.xlsx"


def test_what_is_no_xlsx_is_named() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as other:
        other.writestr("word/document.xml", "<a/>")
    assert say(refused(written.getvalue()).why).startswith("The workbook is damaged")
    assert "old Excel file" in say(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600).why)
    assert "not an Excel workbook" in say(refused(b"a,b\n1,2\n").why)
    assert "not an Excel workbook" in say(refused(b"").why)
    assert "damaged" in say(refused(rows_book(("x",))[:500]).why)
    assert "macros" in say(refused(with_part(rows_book(("x",)), "xl/vbaProject.bin", b"x")).why)
    for name in ("a.xls", "a.xlsm", "a.ods", "a"):
        assert "are not read" in say(refused(b"", name).why)


# --- text tables --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_csv_is_read_whatever_parts_its_cells(separator: str, mark: bytes) -> None:
    text = (
        separator.join(["đơn vị", '"1,1;x"', "1.2"])
        + "\r\n\r\n"
        + separator.join(["Sở Y tế", "", "1.5", "", ""])
    )
    found = read_table(mark + text.encode(), "A.CSV")
    assert (found.sheet, found.rows) == (
        None,
        [Row(1, ("đơn vị", "1,1;x", "1.2")), Row(3, ("Sở Y tế", None, "1.5"))],
    )


def test_a_cell_too_long_is_named_with_its_place_and_how_long_it_may_be() -> None:
    fault = refused(f"đơn vị,1.1\n\nSở Y tế,{'x' * 200_000}\n".encode(), "a.csv")
    assert (fault.place.row, fault.place.column) == (3, "B")
    assert say(fault.why) == "The cell has 200000 letters, at most 32767 are read: shorten it."
    xml = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 32_768}</t></is></c></row>'
    fault = refused(with_part(rows_book(("x",)), "xl/worksheets/sheet1.xml", sheet_xml(xml)))
    assert (fault.place.row, fault.place.column, "32768 letters" in say(fault.why)) == (1, "A", True)
    assert read_table(f"a\n{'x' * 32_767}\n".encode(), "a.csv").rows[1].at(0) == "x" * 32_767


def test_an_open_quotation_mark_is_still_told_as_one_however_much_follows() -> None:
    assert "quotation mark" in say(refused(('a,b\nx,"' + "y\n" * 200_000).encode(), "a.csv").why)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-16", "UTF-16 LE"), ("utf-16-le", "UTF-16 LE"), ("utf-16-be", "UTF-16 BE"), ("utf-32", "UTF-32")],
)
def test_wide_encodings_are_refused_by_name(encoding: str, name: str) -> None:
    assert refused("unit,1.1\nSở Y tế,2\n".encode(encoding), "a.csv").found == name


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("Sơ\u0309 Nô\u0323i vu\u0323,1\n".encode("cp1258"), "Windows-1258"),
        ("Sôû Noäi vuï,1\n".encode("cp1252"), "VNI"),
        (b"S\xeb N\xe9i v\xf4,1\n", "TCVN3 (ABC)"),
    ],
)
def test_the_old_vietnamese_encodings_are_refused_by_name(data: bytes, name: str) -> None:
    assert refused(data, "a.csv").found == name


def test_other_bytes_are_refused_with_their_place() -> None:
    assert say(refused(b"unit\na\x80b\n", "a.csv").why).startswith("Byte 7 (80) on line 2 is not UTF-8")
    assert refused(b"unit\nabcdef\x00\n", "a.csv").place.line == 2


def test_broken_rows_of_a_csv_are_refused_with_their_row() -> None:
    assert refused(b'unit,1.1\n"a,2\n', "a.csv").found == '"'
    fault = refused("unit,1.1\nSở Y tế,1,5\n".encode(), "a.csv")
    assert (fault.place.row, fault.found) == (2, "3")


def test_a_csv_has_no_sheets_and_must_be_one() -> None:
    assert refused(b"unit\n", "a.csv", sheet="Điểm").found == "Điểm"
    assert "its own ending" in say(refused(rows_book(("x",)), "a.csv").why)
    assert refused(b"a\n" * 30, "a.csv", most_rows=20).found == "29"
    assert read_table(b"", "a.csv").rows == []


# --- any bytes ----------------------------------------------------------------------------------------------


def outcome(data: bytes, name: str) -> str:
    try:
        read_table(data, name)
    except Faults:
        return "refused"
    return "read"


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    assert outcome(data, name) in ("read", "refused")


@given(st.text(alphabet='a1,;\t"\n\r \u00e0', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert outcome(text.encode(), "a.csv") in ("read", "refused")


@given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_workbook_with_spoilt_bytes_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    spoilt = bytearray(WORKBOOK)
    for place, byte in changes:
        spoilt[place] = byte
    assert outcome(bytes(spoilt), "a.xlsx") in ("read", "refused")


PARTS = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "[Content_Types].xml", SHEET]


@given(st.sampled_from(PARTS), st.integers(0, 5000), st.text(alphabet='<>/="0a1&x:', max_size=6))
def test_a_workbook_with_a_spoilt_part_is_read_or_refused(part: str, place: int, change: str) -> None:
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        content = archive.read(part)
    place %= len(content)
    spoilt = content[:place] + change.encode() + content[place + len(change) :]
    assert outcome(with_part(WORKBOOK, part, spoilt), "a.xlsx") in ("read", "refused")


def test_a_path_is_read_and_a_missing_one_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "điểm.csv"
    path.write_text("unit\na\n", encoding="utf-8")
    assert read_table(path).file == "điểm.csv"
    with pytest.raises(Faults):
        read_table(tmp_path / "none.csv")
