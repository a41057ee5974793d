"""Plain and tab-separated text: lines with tabs, or between upright strokes, are the rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cchc.files.documents.blocks import Block, Cell, Format, Progress, Spot, TableRow, TextDocument, TextTable
from cchc.files.documents.cleaning import cell_lines
from cchc.files.documents.paragraphs import ParagraphLine, rejoin
from cchc.files.encodings import utf8_text
from cchc.files.limits import MOST_COLUMNS

# "| STT | Nhiệm vụ | …" as markdown and mails write a table
_STROKES = re.compile(r"\s*\|.*\|\s*$")
# "|---|---|" below the headings of such a table
_RULE = re.compile(r"[\s|:+=-]+$")
# a tab in a head ("SỞ NỘI VỤ⇥CỘNG HÒA …") makes two columns, the table of a plan has more
_LEAST_COLUMNS = 3


def read_text(data: bytes, file: str, progress: Progress) -> TextDocument:
    """Return the paragraphs and tables of a text file in UTF-8. Raises `Faults` for another file."""
    raw = tuple(utf8_text(data, file).splitlines())
    blocks = tuple(_blocks(raw))
    progress(1, 1)
    return TextDocument(file, Format.TEXT, blocks, raw)


def _blocks(raw: tuple[str, ...]) -> Iterator[Block]:
    paragraphs = tables = 0
    for is_table, lines in _runs(raw):
        if is_table:
            tables += 1
            yield _table(lines, tables)
        else:
            for paragraph in rejoin(lines, paragraphs + 1):
                paragraphs += 1
                yield paragraph


def _runs(raw: tuple[str, ...]) -> Iterator[tuple[bool, list[ParagraphLine]]]:
    """Yield the lines in runs, each with whether it is a table: a table may have blank lines between its lines."""
    run: list[ParagraphLine] = []
    inside = blank = False
    for number, text in enumerate(raw, start=1):
        if not text.strip():
            blank = True
            continue
        is_row = _LEAST_COLUMNS <= len(_cells(text)) <= MOST_COLUMNS
        if run and is_row != inside:
            yield inside, run
            run = []
        run.append(ParagraphLine(text, number=number, blank=blank and bool(run)))
        inside, blank = is_row, False
    if run:
        yield inside, run


def _cells(text: str) -> list[str]:
    if _STROKES.match(text):
        return text.strip().strip("|").split("|")
    # "1 | Rà soát thủ tục | Văn phòng": strokes between the cells alone
    if "\t" not in text and text.count(" | ") >= _LEAST_COLUMNS - 1:
        return text.split(" | ")
    return text.split("\t")


def _table(lines: list[ParagraphLine], number: int) -> TextTable:
    rows: list[TableRow] = []
    for line in lines:
        if _RULE.match(line.text) and "-" in line.text:
            continue
        cells = tuple(Cell(at, cell_lines(text)) for at, text in enumerate(_cells(line.text)))
        spot = Spot(table=number, row=len(rows) + 1, lines=(line.number or 0, line.number or 0))
        rows.append(TableRow(cells, spot, cut=line.blank))
    return TextTable(tuple(rows), max((len(row.cells) for row in rows), default=0))
