"""The corpus: each made-up plan in the shapes in which offices send theirs; PDFs by LibreOffice in three fonts."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.plans import office_papers as office
from benchmarks.plans import other_papers as other
from benchmarks.plans import prose_papers as prose
from benchmarks.plans import word_papers as word
from benchmarks.plans import word_shapes as shapes
from benchmarks.plans.truth import COMMUNE, FINANCE, PARTY, PROVINCE, Made

from tests.files.test_old_fonts import in_tcvn3, in_vni

FONTS = {
    "Times-metric": ("Liberation Serif", 12),
    "DejaVu Sans": ("DejaVu Sans", 10),
    "Noto Sans": ("Noto Sans", 11),
}
OFFICE_SECONDS = 300
TARGETS = (
    ("1", "Tỷ lệ hồ sơ giải quyết đúng hạn", "%", "≥ 98"),
    ("2", "Tỷ lệ hồ sơ trực tuyến toàn trình", "%", "75"),
    ("3", "Số thủ tục được cắt giảm thời gian", "Thủ tục", "120"),
)


@dataclass(frozen=True)
class Paper:
    """A drawn document: its kind, which plan it is in which shape, the name of its file and its bytes."""

    kind: str
    made: Made
    shape: str
    name: str
    content: bytes


def papers(folder: Path) -> Iterator[Paper]:
    """Every paper; the PDFs of LibreOffice are made in `folder`, in one run, and left out where it is not at hand."""
    yield from word_papers()
    yield from more_word_papers()
    yield from own_papers()
    if shutil.which("soffice"):
        yield from printed(folder)


def word_papers(font: str = "Times New Roman", size: int = 12) -> Iterator[Paper]:
    """The shapes in which a Word file comes, in a font."""
    face: dict[str, Any] = {"font": font, "size": size}
    for at, made in enumerate((PROVINCE, COMMUNE, PARTY, FINANCE)):
        for between in ("; ", ", ", "\n"):
            content = word.plan(
                made,
                headings=word.OTHERS[at % len(word.OTHERS)],
                between=between,
                wide=between == ", ",
                **face,
            )
            yield _word(made, f"plain, {between!r} between agencies", content)
    no_number = replace(PROVINCE, rows=tuple(replace(row, number="") for row in PROVINCE.rows))
    yield _word(
        no_number, "unnumbered", word.plan(no_number, headings=word.USUAL[1:], columns=word.SIX[1:], **face)
    )
    yield _word(PROVINCE, "shaded", word.plan(PROVINCE, change=word.shade, wide=True, **face))
    shared = replace(COMMUNE, rows=word.same_for(word.same_for(COMMUNE.rows, "lead", 3), "deadline", 4))
    shared = replace(
        shared, rows=tuple(replace(row, headings=(), number=str(at)) for at, row in enumerate(shared.rows, 1))
    )
    yield _word(shared, "merged down", word.plan(shared, change=word.merge_down(3, 5), **face))
    yield _word(PROVINCE, "in other grids", word.in_other_grids(PROVINCE, **face))
    for made in (PROVINCE, COMMUNE):
        yield _word(made, "with other cells", word.in_other_cells(made, **face))
    targets = replace(PARTY, targets=TARGETS)
    yield _word(targets, "targets", word.with_targets(targets, **face))
    by_quarter = replace(PROVINCE, rows=tuple(_in_quarter(row) for row in PROVINCE.rows))
    yield _word(by_quarter, "quarters", word.in_quarters(by_quarter, **face))
    yield _word(PROVINCE, "persons and telephones", word.with_persons(PROVINCE, **face))
    yield _word(COMMUNE, "persons in brackets", word.with_persons_in_brackets(COMMUNE, **face))
    draft = draft_of(PROVINCE)
    yield _word(draft, "draft with blanks", word.plan(draft, **face))
    for made, first in ((PROVINCE, 0), (COMMUNE, 0), (COMMUNE, 5)):
        said = prose.told(made, first)
        yield _word(said, "prose beside a table" if first else "prose", prose.in_prose(said, **face))
    for made in (PROVINCE, FINANCE):
        said = prose.told_in_the_middle(made)
        yield _word(said, "prose, who in the middle", prose.in_paragraphs(said, **face))


def more_word_papers(font: str = "Times New Roman", size: int = 12) -> Iterator[Paper]:
    """Further shapes of Word files."""
    face: dict[str, Any] = {"font": font, "size": size}
    for made in (PROVINCE, COMMUNE, FINANCE):
        yield _word(made, "two levels of headings", shapes.in_two_levels(made, **face))
        yield _word(made, "roles in one cell", shapes.with_roles_in_one_cell(made, **face))
        yield _word(made, "code, money, basis", shapes.with_more_columns(made, **face))
        yield _word(made, "upright and narrow", shapes.upright(made, **face))
    yield _word(COMMUNE, "head of the page", shapes.with_head_of_page(COMMUNE, **face))
    tables = replace(
        PROVINCE, rows=tuple(replace(row, headings=(("", row.headings[0][1]),)) for row in PROVINCE.rows)
    )
    yield _word(tables, "a table for each domain", shapes.in_two_tables(tables, **face))
    yield _word(PARTY, "objective, task, activity", shapes.with_activities(PARTY, **face))
    schedule = replace(PROVINCE, title="Kiểm tra công tác cải cách hành chính năm 2026", rows=shapes.SCHEDULE)
    yield _word(schedule, "inspections", shapes.inspections(schedule, **face))
    unnumbered = replace(schedule, rows=tuple(replace(row, number="") for row in schedule.rows))
    yield _word(unnumbered, "inspections, unnumbered", shapes.inspections(unnumbered, numbered=False, **face))
    content = shapes.inspections(schedule, "Tên đơn vị", "Ngày kiểm tra", **face)
    yield _word(schedule, "inspections by name", content)
    shared = word.same_for(word.same_for(PROVINCE.rows, "lead", 5), "deadline", 6)
    long = replace(
        PROVINCE, rows=tuple(replace(row, headings=(), number=str(at)) for at, row in enumerate(shared, 1))
    )
    yield _word(long, "merged down over pages", word.plan(long, change=word.merge_down(3, 5), **face))
    for made, shape, content in office.drawn(**face):
        yield _word(made, shape, content)
    members = replace(COMMUNE, findings=frozenset({"unread"}))
    yield _word(members, "members of a body behind it", office.with_members(members, **face))


def own_papers() -> Iterator[Paper]:
    """Old fonts in Word; workbooks, texts and PDFs of our own drawing."""
    for name, change in ((".VnTime", in_tcvn3), ("VNI-Times", in_vni)):
        old = word.plan(COMMUNE, change=_in_old_font(name, change))
        yield _word(COMMUNE, f"one column in {name}", old)
    for made in (PROVINCE, COMMUNE, PARTY, FINANCE):
        yield Paper("Excel", made, "plain", "a.xlsx", other.workbook(made))
        yield Paper("text", made, "tabs", "a.tsv", other.text(made))
        yield Paper("PDF, own", made, "ruled", "a.pdf", other.pdf(made))
    yield Paper("Excel", PROVINCE, "wide sections", "a.xlsx", other.workbook(PROVINCE, wide=True))
    yield Paper("Excel", PROVINCE, "formulas", "a.xlsx", other.workbook(PROVINCE, other.formulas_for_numbers))
    shared = replace(PROVINCE, rows=word.same_for(PROVINCE.rows, "lead", 3))
    yield Paper("Excel", shared, "merged down", "a.xlsx", other.workbook(shared, other.merge_same(4)))
    groups = other.grouped(COMMUNE)
    groups = replace(groups, rows=tuple(replace(row, headings=row.headings[-1:]) for row in groups.rows))
    yield Paper(
        "Excel", groups, "group rows", "a.xlsx", other.workbook_of(groups, other.group_rows(groups.rows))
    )
    for made in (PROVINCE, FINANCE):
        yield Paper("Excel", made, "annex by itself", "a.xlsx", office.annex(made))
    yield Paper("text", PROVINCE, "strokes", "a.txt", other.text(PROVINCE, " | "))
    said = prose.told(PROVINCE)
    yield Paper("text", said, "prose", "a.txt", prose.text_in_prose(said))
    for made in (PROVINCE, COMMUNE):
        yield Paper("PDF, own", made, "unruled", "a.pdf", other.pdf(made, ruled=False))
    for made in (PROVINCE, COMMUNE):
        yield Paper("PDF, own", made, "stamped", "a.pdf", other.pdf(made, stamped=True, by_line=True))
    for made in (PROVINCE, FINANCE):
        yield Paper("PDF, own", made, "head in old fonts", "a.pdf", other.in_old_fonts(made))
        yield Paper("PDF, own", made, "pages uncounted", "a.pdf", other.with_pages_uncounted(made))
    scanned = replace(PROVINCE, findings=frozenset({"page_without_text"}))
    yield Paper("PDF, own", scanned, "scan between", "a.pdf", other.pdf_with_scan(scanned))


def printed(folder: Path) -> Iterator[Paper]:
    """The Word files as PDFs in three fonts, one of each font with a scan behind it."""
    drawn = []
    for name, (font, size) in FONTS.items():
        for at, paper in enumerate(chain(word_papers(font, size), more_word_papers(font, size))):
            path = folder / f"{name.split()[0]}-{at}.docx"
            path.write_bytes(paper.content)
            drawn.append((name, paper, path))
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        "pdf",
    ]
    run = [*command, "--outdir", str(folder), *(str(path) for _, _, path in drawn)]
    subprocess.run(run, check=True, capture_output=True, timeout=OFFICE_SECONDS)
    for name, paper, path in drawn:
        content = path.with_suffix(".pdf").read_bytes()
        made, shape = paper.made, paper.shape
        if shape == "shaded":
            content = other.with_scan_last(content)
            made, shape = replace(made, findings=frozenset({"page_without_text"})), "shaded, a scan behind it"
        yield Paper(f"PDF, {name}", made, shape, "a.pdf", content)


def draft_of(made: Made) -> Made:
    """A draft: number and day are blanks."""
    return replace(
        made,
        number=None,
        number_line="Số:          /KH-UBND",
        day=None,
        day_line=f"{made.day_line.split(',')[0]}, ngày      tháng      năm 2026",
        findings=frozenset({"document_number_missing", "document_date_missing"}),
    )


def _word(made: Made, shape: str, content: bytes) -> Paper:
    return Paper("Word", made, shape, "a.docx", content)


def _in_quarter(row: Any) -> Any:
    quarters = ("Quý I", "Quý II", "Quý III", "Quý IV")
    if not row.due:
        return replace(row, output="", deadline="Hằng quý", due="2026-12-31")
    quarter = (int(row.due[5:7]) - 1) // 3
    due = ("2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31")[quarter]
    return replace(row, output="", deadline=quarters[quarter], due=due)


def _in_old_font(name: str, change: Any) -> Any:
    """Change the column of tasks into the letters of an old font."""

    def in_column(table: Any, _rows: Any) -> None:
        for cell in table.columns[1].cells[1:]:
            for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
                run.text = change(run.text.lower())
                run.font.name = name

    return in_column
