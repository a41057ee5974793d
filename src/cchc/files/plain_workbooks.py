"""One table as a workbook (.xlsx) of plain cells, for programs that go on computing with it.

`workbooks` dresses each cell for the printer, which takes ten times as long: 2.8 s for the 17,000 leaves that a release
may have. Here the sheet is text written in one go; it is a table of Excel, so that it has filters and a name.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from html import escape

from cchc.files.sheets import sheet_name
from cchc.files.writing import cell_text, reproducible

PlainCell = str | Fraction | int | bool | None
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPEN = "http://schemas.openxmlformats.org"
_MAIN = f'xmlns="{_OPEN}/spreadsheetml/2006/main"'
_LINKS = f"{_OPEN}/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def plain_workbook(name: str, columns: Sequence[str], rows: Sequence[Sequence[PlainCell]]) -> bytes:
    """Return a workbook with one sheet: the names of its columns (each another one) and its rows.

    Texts stay texts. A number is the nearest one that spreadsheets know: they keep 15 digits.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in _members(name, columns, rows):
            archive.writestr(path, _HEAD + text)
    return reproducible(written.getvalue())


def _members(
    name: str, columns: Sequence[str], rows: Sequence[Sequence[PlainCell]]
) -> Iterator[tuple[str, str]]:
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_OPEN}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/tables/table1.xml" ContentType="{_KIND}.table+xml"/></Types>',
    )
    yield "_rels/.rels", _relation("officeDocument", "xl/workbook.xml")
    yield "xl/_rels/workbook.xml.rels", _relation("worksheet", "worksheets/sheet1.xml")
    yield "xl/worksheets/_rels/sheet1.xml.rels", _relation("table", "../tables/table1.xml")
    title = escape(sheet_name(name, []))
    sheets = f'<sheets><sheet name="{title}" sheetId="1" r:id="rId1"/></sheets>'
    yield "xl/workbook.xml", f'<workbook {_MAIN} xmlns:r="{_LINKS}">{sheets}</workbook>'
    yield "xl/worksheets/sheet1.xml", _sheet(columns, rows)
    area = f"A1:{_letters(len(columns))}{max(len(rows), 1) + 1}"  # a table has at least one row
    named = (f'<tableColumn id="{at}" name="{escape(one)}"/>' for at, one in enumerate(columns, start=1))
    yield (
        "xl/tables/table1.xml",
        f'<table {_MAIN} id="1" name="{escape(name)}" displayName="{escape(name)}" ref="{area}">'
        f'<autoFilter ref="{area}"/><tableColumns count="{len(columns)}">{"".join(named)}</tableColumns>'
        '<tableStyleInfo name="TableStyleLight1" showRowStripes="1"/></table>',
    )


def _relation(kind: str, target: str) -> str:
    link = f'<Relationship Id="rId1" Type="{_LINKS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_OPEN}/package/2006/relationships">{link}</Relationships>'


def _sheet(columns: Sequence[str], rows: Iterable[Sequence[PlainCell]]) -> str:
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in (columns, *rows))
    return (
        f'<worksheet {_MAIN} xmlns:r="{_LINKS}"><sheetViews><sheetView workbookViewId="0">{frozen}</sheetView>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="{len(columns)}" width="18" '
        f'customWidth="1"/></cols><sheetData>{lines}</sheetData>'
        '<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
    )


def _cell(value: PlainCell) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{value:d}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell_text(value), quote=False)}</t></is></c>'
    return f"<c><v>{value if isinstance(value, int) else float(value)!r}</v></c>"


def _letters(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    above, last = divmod(number - 1, 26)
    return (_letters(above) if above else "") + chr(ord("A") + last)
