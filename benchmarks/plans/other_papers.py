"""The made-up plans as workbooks, as text, and as PDFs of our own drawing: stamped, unruled, with scans between."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2
from benchmarks.plans.truth import Made, Row
from benchmarks.plans.word_papers import SIX, USUAL, table_rows
from openpyxl import Workbook

from tests.files.pdf_paper import PaperPage, pdf_bytes, table_pages
from tests.files.test_old_fonts import in_tcvn3

PDF_WIDTHS = [5, 30, 22, 16, 18, 14]


def head_lines(made: Made) -> list[str]:
    """The head of a document, line by line."""
    return [*made.office, *made.motto, made.number_line, made.day_line, made.kind, made.title, made.basis]


def text(made: Made, between: str = "\t") -> bytes:
    """Cells separated by tabs or strokes, a line a row."""
    rows = [between.join((cell or "").replace("\n", " ") for cell in row) for row in table_rows(made.rows)]
    if "|" in between:
        rows = [f"|{row}|" for row in rows]
    return "\n".join([*head_lines(made), "", *rows, "", *made.after]).encode()


def workbook(made: Made, change: Callable[[Any, int], None] | None = None, **kinds: Any) -> bytes:
    """A sheet with the head above its table, changed by `change`, which gets the sheet and the row of the headings."""
    book = Workbook()
    sheet = book.active
    for line in head_lines(made):
        sheet.append([line])
    sheet.append([])
    for row in table_rows(made.rows, **kinds):
        sheet.append([int(cell) if cell and cell.isdigit() else cell for cell in row])
        if None in row:
            sheet.merge_cells(
                start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(row)
            )
    if change:
        change(sheet, len(head_lines(made)) + 2)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def merge_same(column: int) -> Callable[[Any, int], None]:
    """Merge cells of a column, counted from 1, that say the same as the cell above."""

    def merge(sheet: Any, headings: int) -> None:
        first = headings + 1
        for at in range(first + 1, sheet.max_row + 2):
            texts = [sheet.cell(one, column).value for one in (first, at)]
            if at <= sheet.max_row and texts[0] and texts[0] == texts[1]:
                continue
            if at - first > 1:
                sheet.merge_cells(start_row=first, end_row=at - 1, start_column=column, end_column=column)
            first = at

    return merge


def formulas_for_numbers(sheet: Any, headings: int) -> None:
    """Numbers that are counted on from the row above by a formula that was never computed."""
    for at in range(headings + 2, sheet.max_row + 1):
        if isinstance(sheet.cell(at, 1).value, int) and isinstance(sheet.cell(at - 1, 1).value, (int, str)):
            above = sheet.cell(at - 1, 1).value
            if isinstance(above, int) or str(above).startswith("="):
                sheet.cell(at, 1).value = f"=A{at - 1}+1"


def grouped(made: Made) -> Made:
    """The plan in which rows of groups say until when their measures are due; the measures themselves do not."""
    rows = []
    for row in made.rows:
        first = next(one for one in made.rows if one.headings == row.headings and one.due)
        rows.append(replace(row, deadline=first.deadline, due=first.due, inherited=frozenset({"deadline"})))
    return replace(made, rows=tuple(rows))


def group_rows(rows: Sequence[Row], between: str = "; ") -> list[list[str]]:
    """Headings, rows of groups with a deadline and no number, measures with a number and no deadline."""
    drawn, above = [list(USUAL)], None
    for row in rows:
        if row.headings != above:
            drawn.append(["", row.headings[-1][1].capitalize(), "", "", "", row.deadline])
            above = row.headings
        drawn.append([row.number, *(row.cell(column, between) for column in SIX[1:-1]), ""])
    return drawn


def workbook_of(made: Made, rows: Sequence[Sequence[str]]) -> bytes:
    """A sheet of the head and of `rows`."""
    book = Workbook()
    for row in [*([line] for line in head_lines(made)), [], *rows]:
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def in_old_fonts(made: Made) -> bytes:
    """The head in fonts of the 1990s, what is in capitals in one that draws small letters so; the table in Unicode."""
    pages = pages_of(made)
    head = pages[0]
    for left, top, size, line in head.texts:
        font = ".VnTimeH" if line.isupper() else ".VnTime"
        # .VnTime has no capital "Ủ"
        text = line.lower() if line.isupper() else line.replace("Ủ", "ủ")
        head.named.append((left, top, size, in_tcvn3(text), font))
    head.texts.clear()
    return pdf_bytes(pages, by_line=True)


def with_pages_uncounted(made: Made) -> bytes:
    """A PDF whose tree of pages says that there is one."""
    content = pdf(made)
    pages = len(pages_of(made))
    return content.replace(f"/Count {pages} ".encode(), b"/Count 1" + b" " * len(str(pages)))


def pages_of(made: Made, *, ruled: bool = True, stamped: bool = False, **kinds: Any) -> list[PaperPage]:
    """A first page of the head, the table on the pages after it; number, day and month stamped over blanks."""
    first = PaperPage()
    for at, line in enumerate(made.office):
        first.texts.append((60, 60 + 15 * at, 11, line))
    for at, line in enumerate(made.motto):
        first.texts.append((300, 60 + 15 * at, 9, line))
    number, day = made.number_line, made.day_line
    if stamped and made.number and made.day:
        own, symbol = made.number.split("/")
        number = f"Số:{' ' * 8}/{symbol}"
        day = f"{made.day_line.split(',')[0]}, ngày{' ' * 6}tháng{' ' * 6}năm 2026"
        first.stamps += [
            (60 + 11 * 0.5 * 4, 110, 11, own, 4),
            (300 + 9 * 0.5 * (day.index("ngày") + 5), 110, 9, f"{made.day.day:02}", 4),
            (300 + 9 * 0.5 * (day.index("tháng") + 6), 110, 9, f"{made.day.month:02}", 4),
        ]
    first.texts += [(60, 110, 11, number), (300, 110, 9, day)]
    first.texts += [(250, 150, 12, made.kind), (80, 170, 11, made.title)]
    words, line, top = made.basis.split(), "", 200
    for word in words:
        if len(line) + len(word) > 80:
            first.texts.append((60, top, 11, line))
            line, top = "", top + 16
        line = f"{line} {word}".strip()
    first.texts.append((60, top, 11, line))
    rows = list(table_rows(made.rows))
    table = table_pages(rows, PDF_WIDTHS, ruled=ruled, repeat=1, size=9)
    return [first, *table]


def pdf(made: Made, *, by_line: bool = False, accents_last: bool = True, **kinds: Any) -> bytes:
    """The plan as a PDF of our own drawing."""
    return pdf_bytes(pages_of(made, **kinds), accents_last, by_line)


def pdf_with_scan(made: Made) -> bytes:
    """A page that is a picture behind the first page of the table."""
    pages = pages_of(made)
    pages.insert(2, PaperPage(842, 595, pictures=[(0, 0, 842, 595)]))
    return pdf_bytes(pages)


def with_scan_last(content: bytes) -> bytes:
    """A PDF with a page more that is a picture."""
    book = pypdfium2.PdfDocument(content)
    book.import_pages(pypdfium2.PdfDocument(pdf_bytes([PaperPage(pictures=[(0, 0, 595, 842)])])))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
