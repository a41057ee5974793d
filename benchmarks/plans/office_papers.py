"""Shapes that only looking at many offices shows: lists that Word counts, groups by month or agency, tables with few
lines, footnotes, letters, the numbers of the Party, annexes by themselves with signers below."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from benchmarks.plans.prose_papers import lines_of, told
from benchmarks.plans.truth import COMMUNE, FINANCE, PARTY, PROVINCE, Made, Row
from benchmarks.plans.word_papers import (
    SIX,
    WIDTHS,
    add_head,
    add_table,
    fill,
    new_document,
    plan,
    saved,
    table_rows,
)
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook

NOTE = "Riêng các xã vùng cao thực hiện theo hướng dẫn riêng."
Drawn = Iterator[tuple[Made, str, bytes]]


def drawn(**face: Any) -> Drawn:
    """Every Word file: the plan, its shape, and its bytes."""
    for made in (PROVINCE, FINANCE):
        yield made, "lists begun again", plan(made, change=count_by_word, **face)
    yield COMMUNE, "footnotes", with_footnotes(plan(COMMUNE, **face))
    months = by_month(PROVINCE)
    yield months, "groups by month", grouped(months, "deadline", **face)
    agencies = by_agency(PROVINCE)
    yield agencies, "groups by agency", grouped(agencies, "lead", **face)
    for lines in ("dotted", "dashed", "double", "nil"):
        yield PROVINCE, f"lines: {lines}", plan(PROVINCE, change=ruled(lines), **face)
    yield PROVINCE, "lines between rows", plan(PROVINCE, change=ruled("single", upright="nil"), **face)
    for made in letters():
        yield made, "letter", letter(made, **face)
    party = by_party(PARTY)
    yield party, "numbers with dashes", with_dashes(party, **face)


def count_by_word(table: Any, rows: Any) -> None:
    """The numbers of the measures are lists of Word, one begun again in each section."""
    root = table.part.numbering_part.element
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'
    kind = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{level}</w:abstractNum>')
    root.find(qn("w:num")).addprevious(kind)
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    name = 700
    for row, texts in zip(table.rows, rows, strict=True):
        if not texts[0].isdigit():
            name += 1
            named = f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="77"/>{again}</w:num>'
            root.append(parse_xml(named))
            continue
        fill(row.cells[0], "")
        listed = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{name}"/></w:numPr>'
        row.cells[0].paragraphs[0]._p.get_or_add_pPr().append(parse_xml(listed))


def with_footnotes(content: bytes) -> bytes:
    """A Word file with a footnote at the first "Quý III/2026"."""
    stream = io.BytesIO()
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    part = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    refers = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    changed = {
        "word/document.xml": ("Quý III/2026</w:t></w:r>", f"Quý III/2026</w:t></w:r>{refers}"),
        "[Content_Types].xml": (
            "</Types>",
            f'<Override PartName="/word/footnotes.xml" ContentType="{part}"/></Types>',
        ),
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{kinds}/footnotes" Target="footnotes.xml"/></Relationships>',
        ),
    }
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    note = f'<w:footnote w:id="2"><w:p>{mark}<w:r><w:t xml:space="preserve"> {NOTE}</w:t></w:r></w:p></w:footnote>'
    line = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name in changed:
                before, after = changed[name]
                data = data.decode().replace(before, after, 1).encode()
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", f"<w:footnotes {nsdecls('w')}>{line}{note}</w:footnotes>")
    return stream.getvalue()


# --- groups ----------------------------------------------------------------------------------------------------


def _in_groups(made: Made, column: str, said: Callable[[Row], str], change: Callable[[Row], Row]) -> Made:
    """The measures under one heading for each text of `said`, counted from 1 on, that hands down `column`."""
    numerals = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
    names = list(dict.fromkeys(map(said, made.rows)))
    rows = [
        replace(
            change(row),
            number=str(at),
            headings=((numeral, name),),
            inherited=frozenset({column}),
        )
        for numeral, name in zip(numerals, names, strict=False)
        for at, row in enumerate((one for one in made.rows if said(one) == name), start=1)
    ]
    return replace(made, rows=tuple(rows))


def by_month(made: Made) -> Made:
    """The plan of which only the headings of groups say in which month its measures are due."""
    due = replace(made, rows=tuple(row for row in made.rows if row.due))

    def said(row: Row) -> str:
        return f"Tháng {int(row.due[5:7])}/2026"

    def change(row: Row) -> Row:
        last = (date(2026 + row.due[5:7].startswith("12"), int(row.due[5:7]) % 12 + 1, 1)).toordinal() - 1
        return replace(row, deadline=said(row), due=str(date.fromordinal(last)))

    return _in_groups(due, "deadline", said, change)


def by_agency(made: Made) -> Made:
    """The plan of which only the headings of groups say who leads."""

    def said(row: Row) -> str:
        return row.lead[0].upper()

    return _in_groups(made, "lead", said, lambda row: replace(row, lead=(said(row),)))


def grouped(made: Made, without: str, **face: Any) -> bytes:
    """A table that lacks the column which its groups hand down."""
    columns = tuple(column for column in SIX if column != without)
    headings = tuple(
        name
        for column, name in zip(
            SIX, ("TT", "Nội dung", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời gian"), strict=True
        )
        if column != without
    )
    return plan(made, headings=headings, columns=columns, **face)


# --- lines -----------------------------------------------------------------------------------------------------


def ruled(lines: str, upright: str = "") -> Callable[[Any, Any], None]:
    """Draw a table in lines of a kind of Word, those between columns in another."""

    def draw(table: Any, _rows: Any) -> None:
        kinds = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), lines)
        if upright:
            kinds |= dict.fromkeys(("left", "right", "insideV"), upright)
        sides = "".join(
            f'<w:{side} w:val="{kind}" w:sz="4" w:color="000000"/>' for side, kind in kinds.items()
        )
        table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"))

    return draw


# --- letters, the Party ----------------------------------------------------------------------------------------


def letters() -> Iterator[Made]:
    """Letters of bodies inside offices, with rules and stamps among their lines."""
    said = told(COMMUNE)
    for office, number, line in (
        (("UBND TỈNH SÔNG LAM\nSỞ NỘI VỤ", "---------------"), "145/SNV-CCHC", "Số: 145/SNV-CCHC"),
        (("UBND XÃ ĐỒNG VANG", "BCĐ CẢI CÁCH HÀNH CHÍNH\n* * *"), "02/BCĐ-TGV", "Số: 02/BCĐ-TGV"),
        (("ỦY BAN NHÂN DÂN\nXÃ ĐỒNG VANG", "BẢN SAO\n_______"), "312/UBND-VP", "Số: 312 /UBND-VP"),
    ):
        yield replace(said, office=office, number=number, number_line=line, kind="CÔNG VĂN")


def letter(made: Made, **face: Any) -> bytes:
    """A letter: what it is about below its number, to whom it goes, tasks agency by agency."""
    document = new_document(**face)
    table = document.add_table(rows=2, cols=2)
    fill(table.cell(0, 0), "\n".join(made.office))
    fill(table.cell(0, 1), "\n".join((*made.motto, "---------------")))
    about = "V/v thực hiện Công điện số 24/CĐ-TTg\nngày 18/5/2025"
    fill(table.cell(1, 0), f"{made.number_line}\n{about}")
    fill(table.cell(1, 1), made.day_line)
    for line in ("Kính gửi:", "- Các phòng chuyên môn;", "- Các thôn.", made.basis, *lines_of(made.rows)):
        document.add_paragraph(line)
    return saved(document, made)


def by_party(made: Made) -> Made:
    """The plan in sentences, as the Party says them: one numbered paragraph each."""
    rows = [row for row in made.rows if row.due]
    said = [
        replace(
            row,
            number=str(at),
            task=f"{row.lead[0]} chủ trì, phối hợp với {', '.join(row.cooperating)} thực hiện: {row.task}; "
            f"hoàn thành trước ngày {row.due[8:]}/{row.due[5:7]}/2026.",
            output="",
            deadline=f"trước ngày {row.due[8:]}/{row.due[5:7]}/2026",
            headings=(),
        )
        for at, row in enumerate(rows, start=1)
    ]
    return replace(made, rows=tuple(said), told_from=0, after=("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"))


def with_dashes(made: Made, **face: Any) -> bytes:
    """ "II- NHIỆM VỤ", "1- Ban Tổ chức Tỉnh ủy chủ trì …"."""
    document = new_document(**face)
    add_head(document, made)
    document.add_paragraph("II- NHIỆM VỤ")
    for row in made.rows:
        document.add_paragraph(f"{row.number}- {row.task}")
    return saved(document, made)


# --- annexes by themselves -------------------------------------------------------------------------------------


def annex(made: Made) -> bytes:
    """A sheet that is the annex of a plan: its title, the plan that it belongs to, signers in columns below it."""
    book = Workbook()
    day = made.day.strftime("%d/%m/%Y") if made.day else ""
    named = f"(Kèm theo {made.kind.capitalize()} số {made.number} ngày {day} của UBND tỉnh Sông Lam)"
    for row in (["PHỤ LỤC II"], ["DANH MỤC NHIỆM VỤ NĂM 2026"], [named], []):
        book.active.append(row)
    for cells in table_rows(made.rows):
        book.active.append([int(cell) if cell and cell.isdigit() else cell or None for cell in cells])
    book.active.append([])
    book.active.append([None, None, None, "NGƯỜI LẬP BIỂU", None, "THỦ TRƯỞNG ĐƠN VỊ"])
    book.active.append([None, None, None, "Lê Văn Bình", None, "Trần An"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_members(made: Made, **face: Any) -> bytes:
    """A list of the members of a body behind the plan; it is no plan, and is reported."""
    document = new_document(**face)
    add_head(document, made)
    add_table(document, list(table_rows(made.rows)), [WIDTHS[column] for column in SIX])
    document.add_paragraph("DANH SÁCH THÀNH VIÊN TỔ GIÚP VIỆC")
    rows = [
        ["STT", "Họ và tên", "Chức vụ, đơn vị", "Nhiệm vụ trong Tổ"],
        ["1", "Lê Văn Bình", "Phó Giám đốc Sở Nội vụ", "Tổ trưởng"],
        ["2", "Trần Thị An", "Trưởng phòng, Sở Tài chính", "Tổ viên"],
    ]
    add_table(document, rows, [15, 80, 90, 60])
    return saved(document, made)
