"""The parts of an Excel workbook (.xlsx) beside the cells: its sheets, shared texts and formats.

The parts are XML. A part with a document type is refused before anything else is read, so that no entity is ever
expanded.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.archives import Archive

_WORKBOOK = "xl/workbook.xml"
_PERCENT_FORMATS = frozenset((9, 10))
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Characters = Callable[[str], None]


@dataclass(slots=True)
class _Sheet:
    """A sheet as the workbook lists it."""

    name: str
    visible: bool
    relation: str


@dataclass(slots=True)
class WorkbookParts:
    """The sheets of a workbook (name, visible, part), its other parts by kind, and day 0 of its calendar."""

    sheets: list[tuple[str, bool, str]] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    epoch: datetime.datetime = datetime.datetime(1899, 12, 30)


@dataclass(slots=True)
class CellFormats:
    """The numbers of the cell styles that show percentages, and of those that show dates."""

    percent: frozenset[str] = frozenset()
    date: frozenset[str] = frozenset()


def parse_part(
    archive: Archive,
    part: str,
    file: str,
    start: Start,
    end: End | None = None,
    text: Characters | None = None,
) -> None:
    """Parse one part with these handlers, which receive element names without prefix. Raises `Faults` when it is
    broken."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        for piece in archive.stream(part):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, _DocumentType, ValueError, LookupError) as error:
        raise unreadable_part(file, part) from error


class _DocumentType(Exception):
    """Raised for a document type inside a workbook: no program that people use writes one."""


def _refuse_document_type(*_: Any) -> None:
    raise _DocumentType


def local_name(name: str) -> str:
    """Return the name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if local_name(key) == name), "")


def refuse_macros(archive: Archive, file: str) -> None:
    """Raise `Faults` when the workbook contains macros."""
    if any(name.lower().endswith("vbaproject.bin") for name in archive.names):
        why = Message("The workbook contains macros: save it as .xlsx without macros.")
        raise Faults([Fault(Place(file=file), file, Message("a workbook without macros"), why)])


def unreadable_part(file: str, part: str) -> Faults:
    """Return the fault of a part that is broken or missing."""
    why = Message("The part “{part}” of the workbook cannot be read: save it again in Excel.", part=part)
    return Faults([Fault(Place(file=file), part, Message("an Excel workbook (.xlsx)"), why)])


def workbook_of(archive: Archive, file: str) -> WorkbookParts:
    """Return the sheets and parts of a workbook, and day 0 of its calendar."""
    listed: list[_Sheet] = []
    workbook = WorkbookParts()

    def start(name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == "sheet":
            visible = attributes.get("state", "visible") == "visible"
            listed.append(_Sheet(attributes.get("name", ""), visible, _attribute(attributes, "id")))
        elif local_name(name) == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            workbook.epoch = datetime.datetime(1904, 1, 1)

    parse_part(archive, _WORKBOOK, file, start)
    relations = _relations(archive, file)
    for one in listed:
        kind, part = relations.get(one.relation, ("", ""))
        if kind == "worksheet":
            workbook.sheets.append((one.name, one.visible, part))
    workbook.parts = dict(relations.values())
    return workbook


def _relations(archive: Archive, file: str) -> dict[str, tuple[str, str]]:
    """Return the parts that the workbook names, by their relation: kind (the last word of its type) and part."""
    relations: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == "Relationship" and attributes.get("TargetMode") != "External":
            part = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/")
            relations[attributes.get("Id", "")] = (posixpath.basename(attributes.get("Type", "")), part)

    parse_part(archive, "xl/_rels/workbook.xml.rels", file, start)
    return relations


def chosen_sheet(sheets: list[tuple[str, bool, str]], asked: str | None, file: str) -> tuple[str, str]:
    """Return name and part of the sheet called `asked`, or of the first visible one. Raises `Faults` when there is
    none."""
    if asked is None:
        found = [(name, part) for name, visible, part in sheets if visible]
    else:
        found = [(name, part) for name, _, part in sheets if name == asked]
        found += [
            (name, part) for name, _, part in sheets if name.strip().casefold() == asked.strip().casefold()
        ]
    if found:
        return found[0]
    names = tuple(name for name, visible, _ in sheets if visible)
    why = Message("There is no sheet “{sheet}”; the sheets are: {sheets}.", sheet=asked or "", sheets=names)
    if asked is None:
        why = Message("The workbook has no visible sheet.")
    raise Faults([Fault(Place(file=file), asked or "", Message("the name of a sheet"), why)])


def shared_texts(archive: Archive, part: str | None, file: str) -> list[str]:
    """Return the shared texts of a workbook in their order, without phonetic guides."""
    texts: list[str] = []
    pieces: list[str] = []
    inside = [False, False]

    def start(name: str, _: dict[str, str]) -> None:
        local = local_name(name)
        if local == "si":
            pieces.clear()
        elif local == "rPh":
            inside[1] = True
        inside[0] = local == "t" and not inside[1]

    def end(name: str) -> None:
        local = local_name(name)
        inside[0] = False
        if local == "rPh":
            inside[1] = False
        elif local == "si":
            texts.append(unescape("".join(pieces)))

    def characters(text: str) -> None:
        if inside[0]:
            pieces.append(text)

    if part and part in archive.names:
        parse_part(archive, part, file, start, end, characters)
    return texts


def cell_formats(archive: Archive, part: str | None, file: str) -> CellFormats:
    """Return the formats of the cell styles."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        local = local_name(name)
        if local == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            inside[0] = True
        elif local == "xf" and inside[0]:
            styles.append(int(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        if local_name(name) == "cellXfs":
            inside[0] = False

    if part and part in archive.names:
        parse_part(archive, part, file, start, end)
    shapes = [_shape_of(number, codes) for number in styles]
    percent = frozenset(str(style) for style, shape in enumerate(shapes) if shape == "percent")
    return CellFormats(
        percent, frozenset(str(style) for style, shape in enumerate(shapes) if shape == "date")
    )


def _shape_of(number: int, codes: dict[int, str]) -> str:
    """Return the shape of a number format: percent, date or number."""
    if number not in codes:
        return "percent" if number in _PERCENT_FORMATS else "date" if number in _DATE_FORMATS else "number"
    code = _NOT_CODE.sub("", codes[number]).partition(";")[0].lower()
    if "%" in code:
        return "percent"
    return "date" if code != "general" and any(letter in code for letter in "dmyhs") else "number"


def unescape(text: str) -> str:
    """Return the text with Excel's codes of signs (_x000D_) decoded."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return escaped[0] if 0xD800 <= code <= 0xDFFF or code == 0 else chr(code)
