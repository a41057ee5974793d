"""The made-up plans as Word files: plain, merged, shaded, in other grids, with groups, targets, quarters, in prose."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from benchmarks.plans.truth import COLUMNS, Made, Row
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

WIDTHS = {"number": 12, "task": 80, "output": 60, "lead": 40, "cooperating": 42, "deadline": 33}
SIX = ("number", *COLUMNS)
USUAL = ("STT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")
OTHERS = (
    USUAL,
    (
        "TT",
        "Nội dung thực hiện",
        "Kết quả đạt được",
        "Đơn vị chủ trì",
        "Đơn vị phối hợp",
        "Thời điểm hoàn thành",
    ),
    (
        "Số TT",
        "Tên nhiệm vụ",
        "Kết quả, sản phẩm",
        "Cơ quan đầu mối",
        "Cơ quan tham gia phối hợp",
        "Hạn chót",
    ),
)
Texts = Sequence[Sequence[str | None]]


def new_document(font: str = "Times New Roman", size: int = 12) -> Any:
    """An empty landscape document in a font."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(size)
    for face in ("w:cs", "w:hAnsi", "w:eastAsia"):
        style.element.rPr.rFonts.set(qn(face), font)
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    return document


def add_head(document: Any, made: Made) -> None:
    """Office, motto, number, place and date in a table without rules; kind, title and basis below."""
    table = document.add_table(rows=2, cols=2)
    fill(table.cell(0, 0), "\n".join(made.office))
    fill(table.cell(0, 1), "\n".join(made.motto))
    fill(table.cell(1, 0), made.number_line)
    fill(table.cell(1, 1), made.day_line)
    for line in (made.kind, made.title, made.basis):
        document.add_paragraph(line)


def fill(cell: Any, text: str) -> None:
    """A text in a cell, each line a paragraph."""
    first, *more = text.split("\n")
    cell.paragraphs[0].text = first
    for line in more:
        cell.add_paragraph(line)


def add_table(document: Any, rows: Texts, widths: Sequence[float], repeat: int = 1) -> Any:
    """A ruled table; None is merged with the cell at its left. The first `repeat` rows head every page."""
    table = document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
    table.autofit = False
    for at, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        cells, anchor = list(row.cells), 0
        for column, text in enumerate(texts):
            cells[column].width = Mm(widths[column])
            if text is not None:
                anchor = column
                fill(cells[column], text)
            else:
                cells[anchor].merge(cells[column])
        if at < repeat:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def table_rows(
    rows: Sequence[Row],
    headings: Sequence[str] = USUAL,
    between: str = "; ",
    columns: Sequence[str] = SIX,
    wide: bool = False,
) -> Iterator[list[str | None]]:
    """Headings, rows of sections (over the whole width with `wide`) and measures."""
    yield list(headings)
    above: tuple[tuple[str, str], ...] = ()
    for row in rows:
        for level, heading in enumerate(row.headings):
            if above[: level + 1] != row.headings[: level + 1]:
                yield _heading(heading, columns, wide)
        above = row.headings
        yield [row.cell(column, between) for column in columns]


def _heading(heading: tuple[str, str], columns: Sequence[str], wide: bool) -> list[str | None]:
    number, text = heading
    if wide or "number" not in columns:
        return [f"{number}. {text}", *[None] * (len(columns) - 1)]
    return [{"number": number, "task": text}.get(column, "") for column in columns]


def plan(
    made: Made,
    *,
    headings: Sequence[str] = USUAL,
    between: str = "; ",
    columns: Sequence[str] = SIX,
    wide: bool = False,
    font: str = "Times New Roman",
    size: int = 12,
    change: Callable[[Any, list[list[str | None]]], None] | None = None,
) -> bytes:
    """A plan of one table, changed by `change` before it is saved."""
    document = new_document(font, size)
    add_head(document, made)
    rows = list(table_rows(made.rows, headings, between, columns, wide))
    table = add_table(document, rows, [WIDTHS[column] for column in columns])
    if change:
        change(table, rows)
    return saved(document, made)


def saved(document: Any, made: Made) -> bytes:
    """The bytes of a document, the lines after its table added."""
    for line in made.after:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def shade(table: Any, rows: Texts) -> None:
    """Grey paragraphs and cells in the headings and in the rows of sections."""
    for at, row in enumerate(table.rows):
        if at and rows[at][0] and str(rows[at][0]).rstrip(".").isdigit():
            continue
        for cell in row.cells:
            for element in (cell._tc.get_or_add_tcPr(), cell.paragraphs[0]._p.get_or_add_pPr()):
                fill_of = OxmlElement("w:shd")
                fill_of.set(qn("w:val"), "clear")
                fill_of.set(qn("w:fill"), "D9D9D9")
                element.append(fill_of)


def merge_down(*columns: int) -> Callable[[Any, Texts], None]:
    """Merge cells of `columns` that say the same as the cell above."""

    def merge(table: Any, rows: Texts) -> None:
        for column in columns:
            first = 1
            for at in range(2, len(rows) + 1):
                if at < len(rows) and rows[at][column] and rows[at][column] == rows[first][column]:
                    continue
                if at - first > 1:
                    text = rows[first][column] or ""
                    for below in range(first + 1, at):
                        fill(table.cell(below, column), "")
                    table.cell(first, column).merge(table.cell(at - 1, column))
                    cell = table.cell(first, column)
                    for paragraph in cell.paragraphs[1:]:
                        paragraph._p.getparent().remove(paragraph._p)
                    fill(cell, text)
                first = at

    return merge


def same_for(rows: Sequence[Row], column: str, each: int) -> tuple[Row, ...]:
    """The rows, where `each` in turn share what the first of them says in `column` (and its day)."""
    changed = []
    for at, row in enumerate(rows):
        first = rows[at - at % each]
        more: dict[str, Any] = {"due": first.due} if column == "deadline" else {}
        if column == "lead":
            more = {"cooperating": tuple(one for one in row.cooperating if one not in first.lead)}
        changed.append(replace(row, **{column: getattr(first, column)}, **more))
    return tuple(changed)


def in_other_grids(made: Made, **kinds: Any) -> bytes:
    """The table goes on twice: with its columns split otherwise, and with its headings once more."""
    document = new_document(**kinds)
    add_head(document, made)
    rows = list(table_rows(made.rows))
    third = len(rows) // 3
    widths = [WIDTHS[column] for column in SIX]
    add_table(document, rows[:third], widths)
    document.add_paragraph("")
    split = [[*row[:2], None, *row[2:]] for row in rows[third : 2 * third]]
    add_table(document, split, [widths[0], 50, 30, *widths[2:]], repeat=0)
    document.add_paragraph("")
    add_table(document, [rows[0], *rows[2 * third :]], widths)
    return saved(document, made)


def in_other_cells(made: Made, **kinds: Any) -> bytes:
    """The table goes on behind breaks of pages with more cells in a row: an empty one beside the task, then others."""
    document = new_document(**kinds)
    add_head(document, made)
    rows = list(table_rows(made.rows))
    widths = [WIDTHS[column] for column in SIX]
    third = len(rows) // 3
    add_table(document, rows[:third], widths)
    document.add_page_break()
    more = [[*row[:2], "", *row[2:]] for row in rows[third : 2 * third]]
    add_table(document, more, [widths[0], 60, 20, *widths[2:]], repeat=0)
    document.add_page_break()
    most = [[*row[:3], "", *row[3:5], "", row[5]] for row in rows[2 * third :]]
    add_table(document, most, [*widths[:2], 45, 15, *widths[3:4], 32, 10, widths[5]], repeat=0)
    return saved(document, made)


def with_targets(made: Made, **kinds: Any) -> bytes:
    """A table of targets behind the table of measures."""
    document = new_document(**kinds)
    add_head(document, made)
    add_table(document, list(table_rows(made.rows)), [WIDTHS[column] for column in SIX])
    document.add_paragraph("PHỤ LỤC 2. CÁC CHỈ TIÊU CHỦ YẾU")
    headings = ["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2026", "Cơ quan theo dõi"]
    rows = [headings, *([*target[:4], "Sở Nội vụ"] for target in made.targets)]
    add_table(document, rows, [15, 110, 40, 50, 50])
    return saved(document, made)


def in_quarters(made: Made, **kinds: Any) -> bytes:
    """Crosses under four quarters instead of a column of deadlines."""
    document = new_document(**kinds)
    add_head(document, made)
    quarters = ("Quý I", "Quý II", "Quý III", "Quý IV")
    columns = ("number", "task", "lead", "cooperating")
    rows: list[list[str | None]] = []
    for row in table_rows(made.rows, ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp"), columns=columns):
        if not rows:
            rows.append([*row, *quarters])
            continue
        when = next((one.deadline for one in made.rows if one.task == row[1]), "")
        rows.append([*row, *("x" if when in (quarter, "Hằng quý") else "" for quarter in quarters)])
    add_table(document, rows, [12, 95, 50, 50, 15, 15, 15, 15])
    return saved(document, made)


def with_persons(made: Made, **kinds: Any) -> bytes:
    """Columns for the person in charge, a telephone and a remark."""
    document = new_document(**kinds)
    add_head(document, made)
    more = [["Người theo dõi", "Điện thoại", "Ghi chú"]]
    rows = list(table_rows(made.rows, between=", "))
    for at, row in enumerate(rows[1:]):
        filled = bool(row[2])
        more.append(
            [f"Ông Trần Văn {'ABCDEGHK'[at % 8]}", f"09120000{at:02}", ""] if filled else ["", "", ""]
        )
    widths = [10, 62, 45, 33, 33, 28, 20, 20, 15]
    add_table(document, [[*row, *added] for row, added in zip(rows, more, strict=True)], widths)
    return saved(document, made)


def with_persons_in_brackets(made: Made, **kinds: Any) -> bytes:
    """Each lead agency with the person who answers for it in brackets, by name or by office."""
    document = new_document(**kinds)
    add_head(document, made)
    persons = (
        "đ/c Phó Giám đốc",
        "Ông Trần Văn A, SĐT: 0912000000",
        "Trưởng phòng",
        "đồng chí Lê B - Chánh Văn phòng",
    )
    rows = list(table_rows(made.rows))
    filled = [row for row in rows[1:] if row[3]]
    for at, row in enumerate(filled):
        row[3] = f"{row[3]} ({persons[at % len(persons)]})"
    add_table(document, rows, [WIDTHS[column] for column in SIX])
    return saved(document, made)
