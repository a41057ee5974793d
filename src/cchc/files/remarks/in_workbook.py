"""Remarks as notes at the cells of an Excel workbook; its texts, formulas and formats stay as they were.

A cell has one note: what is remarked about one cell stands in one, and beside a note that was there the next cell to
the right gets it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from cchc.files.archives import Archive
from cchc.files.cells import Row, Table, as_text, column_letters
from cchc.files.documents.blocks import Spot
from cchc.files.documents.word_xml import local
from cchc.files.remarks.package import HEAD, TYPES, OfficePackage, Relations
from cchc.files.remarks.remark import Remark, RemarkAuthor, best_of
from cchc.files.remarks.spliced import SplicedXml
from cchc.files.tables import read_table
from cchc.files.workbook_parts import refuse_macros, unreadable_part, workbook_of
from cchc.files.writing import ILLEGAL

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT_RELATED = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# what stands behind the drawing of the notes in a sheet, in the order that its format states
_BEHIND = frozenset(
    (
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    )
)
_SHAPE = re.compile(rb'_x0000_s(\d{1,9})"')
_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_FIRST_SHAPE = 1024
_LETTERS_OF_A_LINE, _WIDTH = 45, 3  # of a note as it is shown, in columns

Cell = tuple[int, int]
"""Row as Excel counts, column from 0."""


def remarked_workbook(data: bytes, file: str, remarks: Sequence[Remark], author: RemarkAuthor) -> bytes:
    """Return the bytes of a workbook with the lines of each remark in a note at its cell. Raises `Faults` when it
    cannot be read."""
    archive = Archive(data, file)
    refuse_macros(archive, file)
    workbook = workbook_of(archive, file)
    if not remarks:
        return data
    if TYPES not in archive.names:
        raise unreadable_part(file, TYPES)
    sheets = [(part, read_table(data, file, name)) for name, visible, part in workbook.sheets if visible]
    notes: dict[int, dict[Cell, list[str]]] = defaultdict(lambda: defaultdict(list))
    for remark in remarks:
        sheet, cell = _cell_of(remark, [table for _, table in sheets])
        notes[sheet][cell] += remark.lines
    package = OfficePackage(archive, file)
    for at, held in sorted(notes.items()):
        _Notes(package, sheets[at][0]).write(held, author)
    return package.bytes


def _cell_of(remark: Remark, tables: Sequence[Table]) -> tuple[int, Cell]:
    """The sheet, counted from 0 among the visible ones, and the cell that a remark is about."""
    spot = remark.spot
    asked = [spot.table - 1] if spot.table and spot.table <= len(tables) else range(len(tables))
    filled: tuple[int, Cell] | None = None
    for sheet in asked:
        for row in _rows(tables[sheet], spot, remark.goes_on):
            texts = _texts(row, tables[sheet])
            found = best_of(remark.words, list(texts.values()))
            if found is not None:
                return sheet, (row.number, list(texts)[found[0]])
            if filled is None and texts:
                filled = sheet, (row.number, next(iter(texts)))
    return filled or (asked[0], (1, 0))


def _rows(table: Table, spot: Spot, goes_on: int) -> list[Row]:
    """The rows of a place; all rows of the sheet where it names none."""
    if spot.row is None:
        return table.rows
    at = next((at for at, row in enumerate(table.rows) if row.number >= spot.row), len(table.rows))
    above = [row for row in table.rows[:at] if _reaches(table, row, spot.row)]
    return [*table.rows[at : at + goes_on + 1], *reversed(above)]


def _reaches(table: Table, row: Row, number: int) -> bool:
    """Whether a merged cell of a row reaches down into the row `number`."""
    return any(area.row == row.number and area.row + area.rows > number for area in table.merged)


def _texts(row: Row, table: Table) -> dict[int, str]:
    """The texts of a row by their columns, from left to right, without the columns out of sight."""
    return {
        at: text
        for at, value in enumerate(row.values)
        if at not in table.hidden_columns and (text := as_text(value).strip())
    }


@dataclass(slots=True)
class _Notes:
    """The notes of a sheet: their texts in one part, the boxes in which they are shown in another."""

    package: OfficePackage
    sheet: str

    def write(self, notes: dict[Cell, list[str]], author: RemarkAuthor) -> None:
        """Add a note at each cell, or at the next one to the right that has none."""
        xml = self.package.xml(self.sheet)
        strict = xml.root.tag.startswith("{" + _STRICT_MAIN)
        relations = self.package.relations(self.sheet)
        part, comments = self._comments(relations, strict=strict)
        drawing = self._drawing(relations, xml, strict=strict)
        taken = {one.get("ref", "") for one in comments.root.iter() if local(one.tag) == "comment"}
        number = self._author(comments, author)
        listed = next(one for one in comments.root if local(one.tag) == "commentList")
        shown = self.package.changed.get(drawing) or b"".join(self.package.archive.stream(drawing))
        for (row, column), lines in sorted(notes.items()):
            while (reference := f"{column_letters(column)}{row}") in taken:
                column += 1
            taken.add(reference)
            comments.put_last(listed, _comment(comments, reference, number, lines))
            shown = _with_shape(shown, row, column, lines)
        self.package.changed |= {part: comments.whole, drawing: shown, self.sheet: xml.whole}
        self.package.keep_relations(relations)
        self.package.declare(parts={part: _COMMENTS_TYPE}, endings={"vml": _DRAWING_TYPE})

    def _comments(self, relations: Relations, *, strict: bool) -> tuple[str, SplicedXml]:
        held = relations.target("comments")
        if held is not None and self.package.holds(held[1]):
            return held[1], self.package.xml(held[1])
        part = self.package.free("xl/comments{}.xml")
        relations.add(f"{_STRICT_RELATED if strict else _RELATED}/comments", f"/{part}")
        namespace = _STRICT_MAIN if strict else _MAIN
        empty = f'<comments xmlns="{namespace}"><authors></authors><commentList></commentList></comments>'
        return part, SplicedXml(HEAD + empty.encode())

    def _drawing(self, relations: Relations, xml: SplicedXml, *, strict: bool) -> str:
        """The part with the boxes of the notes, which the sheet names."""
        held = relations.target("vmlDrawing")
        named = any(local(one.tag) == "legacyDrawing" for one in xml.root)
        if named and held is not None and self.package.holds(held[1]):
            return held[1]
        part = self.package.free("xl/drawings/vmlDrawing{}.vml")
        self.package.changed[part] = _DRAWING
        namespace = _STRICT_RELATED if strict else _RELATED
        number = relations.add(f"{namespace}/vmlDrawing", f"/{part}")
        name = xml.prefixed(xml.root, "legacyDrawing")
        piece = f'<{name} xmlns:r="{namespace}" r:id="{number}"/>'.encode()
        behind = next((one for one in xml.root if self._is_behind(one)), None)
        if behind is None:
            xml.put_last(xml.root, piece)
        else:
            xml.put(xml.begin(behind), piece)
        return part

    def _is_behind(self, element: Element) -> bool:
        """Whether an element of a sheet stands behind its notes; controls may be wrapped for older programs."""
        return local(element.tag) in _BEHIND or (
            local(element.tag) == "AlternateContent"
            and any(local(one.tag) in _BEHIND for one in element.iter())
        )

    def _author(self, comments: SplicedXml, author: RemarkAuthor) -> int:
        """The number of the author among those of the notes."""
        known = next(one for one in comments.root if local(one.tag) == "authors")
        names = [one.text or "" for one in known]
        if author.name in names:
            return names.index(author.name)
        name = comments.prefixed(comments.root, "author")
        comments.put_last(known, f"<{name}>{escape(author.name)}</{name}>".encode())
        return len(names)


def _comment(comments: SplicedXml, reference: str, author: int, lines: Sequence[str]) -> bytes:
    comment, text, run, letters = (
        comments.prefixed(comments.root, one) for one in ("comment", "text", "r", "t")
    )
    said = escape("\n".join(" ".join(ILLEGAL.sub("", line).split()) for line in lines))
    held = f'<{run}><{letters} xml:space="preserve">{said}</{letters}></{run}>'
    about = f'ref="{reference}" authorId="{author}"'
    piece = f"<{comment} {about}><{text}>{held}</{text}></{comment}>"
    return piece.encode()


def _with_shape(drawing: bytes, row: int, column: int, lines: Sequence[str]) -> bytes:
    """A drawing with one more box, out of sight until somebody points at its cell."""
    number = max((int(found) for found in _SHAPE.findall(drawing)), default=_FIRST_SHAPE) + 1
    high = 2 + sum(1 + len(line) // _LETTERS_OF_A_LINE for line in lines)
    anchor = f"{column + 1}, 15, {max(0, row - 1)}, 2, {column + 1 + _WIDTH}, 31, {row - 1 + high}, 4"
    shape = (
        f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" '
        f'path="m,l,21600r21600,l21600,xe" coordsize="21600,21600" o:spt="202" '
        f'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        f'<v:stroke joinstyle="miter"/><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        f'<v:path gradientshapeok="t" o:connecttype="none"/>'
        f'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column}</x:Column></x:ClientData>"
        f"</v:shape>"
    )
    at = drawing.rfind(b"</xml>")
    return drawing[:at] + shape.encode() + drawing[at:]
