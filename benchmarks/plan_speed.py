"""Reading plans: pages and rows a second beside a plain extraction of the text, memory, and what long plans cost more.

A made-up plan of dense pages, seven measures of six cells on each. Of 35 pages as PDF: the processor time from bytes to
findings, judged beside that of PDFium for the bare text of the same file. Of 1,500 rows as Word. Of 50, 200 and 500
pages in both formats, each in a process of its own: every measure must be read, and a page of a long plan may not cost
twice that of a short one. And what a reading in a process of its own costs more, as the pages read.

Run by `make bench`, or `.venv/bin/python benchmarks/plan_speed.py`.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import pypdfium2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge

from cchc.files.sandbox import run
from cchc.reading.plans import read_plan, text_of_file
from tests.files.pdf_paper import pdf_bytes, table_pages
from tests.reading.papers import HEAD, HEADINGS, SIX, word_bytes

T = TypeVar("T")

DENSE = 35
ROWS = 1_500
PAGES = (50, 200, 500)
ENDINGS = {"PDF": "pdf", "Word": "docx"}
ROWS_A_PAGE = 7
MOST_TIMES_OF_BARE_TEXT = 20
MOST_MEGABYTES = 60
ROW = (
    "Rà soát, đánh giá thủ tục hành chính thuộc phạm vi quản lý, kiến nghị cắt giảm thời gian và chi phí tuân thủ",
    "- Kế hoạch rà soát được ban hành;\n- Báo cáo kết quả rà soát, phương án đơn giản hóa trình Ủy ban nhân dân tỉnh.",
    "Văn phòng UBND tỉnh",
    "Các sở, ban, ngành; UBND các xã, phường",
    "Trước ngày 30/9/2026",
)


def main() -> None:
    kept = [beside_bare_text(), *lengths()]
    content = word_bytes(
        [[HEADINGS[column] for column in SIX], *([str(at), *ROW] for at in range(1, ROWS + 1))]
    )
    read, seconds, peak = alone(measured, content, "a.docx")
    print(f"Word, {ROWS} rows: {read} measures, {ROWS / seconds:.0f} rows a second, peak {peak:.0f} MB")
    kept.append(read == ROWS)
    sys.exit(0 if all(kept) else 1)


def beside_bare_text() -> bool:
    """Whether dense pages are read, from bytes to findings, in few times the time of their bare text."""
    content, measures = made_up(DENSE, True)
    read, seconds, peak = alone(measured, content, "a.pdf")
    bare, meaning = best(bare_text, content), best(partial(read_plan, name="a.pdf"), content)
    print(
        f"PDF, {DENSE} dense pages: {DENSE / meaning:.1f} pages a second, PDFium's bare text {DENSE / bare:.1f}; "
        f"in a fresh process {DENSE / seconds:.1f}, peak {peak:.0f} MB"
    )
    kept = [
        judge("a plan beside the bare text of its pages", meaning / bare, MOST_TIMES_OF_BARE_TEXT, " times"),
        judge("memory of reading it", peak, MOST_MEGABYTES, " MB"),
    ]
    return all(kept) and read == measures


def bare_text(content: bytes) -> int:
    """The length of the text of a PDF as PDFium gives it, page by page: no place of any letter, nothing understood."""
    document = pypdfium2.PdfDocument(content)
    return sum(len(page.get_textpage().get_text_range()) for page in document)


def lengths() -> Iterator[bool]:
    """Whether each plan is read whole, and a page of a long one costs less than twice that of a short one."""
    for name in ENDINGS:
        first = None
        for pages in PAGES:
            content, measures = made_up(pages, name == "PDF")
            read, seconds, peak = alone(measured, content, f"a.{ENDINGS[name]}")
            first = first or (pages / seconds, peak)
            print(
                f"{name}, {pages} pages: {read} measures, {pages / seconds:.1f} pages a second "
                f"({pages / seconds / first[0]:.2f} × that of {PAGES[0]} pages), "
                f"peak {peak:.0f} MB ({peak / first[1]:.2f} ×)"
            )
            yield read == measures and pages / seconds > first[0] / 2
    content, _ = made_up(1, False)
    plain = best(lambda data: text_of_file(data, "a.docx"), content, time.perf_counter)
    limited = best(lambda data: run(text_of_file, data, "a.docx"), content, time.perf_counter)
    print(f"a process of its own costs {(limited - plain) * 1000:.0f} ms more by the clock")


def alone(reader: Callable[[bytes, str], T], content: bytes, name: str) -> T:
    """What a reader returns in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(reader, content, name).result()


def made_up(pages: int, is_pdf: bool) -> tuple[bytes, int]:
    """A plan of so many pages, and how many measures it has; the Word file holds what the PDF prints."""
    heading = [HEADINGS[column] for column in SIX]
    rows = [[str(at), *ROW] for at in range(1, ROWS_A_PAGE * pages + 1)]
    if not is_pdf:
        return word_bytes([heading, *rows]), len(rows)
    sheets = [
        table_pages(
            [heading, *rows[at : at + ROWS_A_PAGE]], [1, 5, 6, 3, 4, 3], titles=HEAD[:2] if not at else ()
        )
        for at in range(0, len(rows), ROWS_A_PAGE)
    ]
    drawn = [page for sheet in sheets for page in sheet]
    if len(drawn) != pages:
        raise ValueError(f"{len(drawn)} pages drawn instead of {pages}")
    return pdf_bytes(drawn, by_line=True), len(rows)


def measured(content: bytes, name: str) -> tuple[int, float, float]:
    """Read a plan here: its measures, the seconds of computing, the most memory this process held, in megabytes."""
    begin = time.process_time()
    plan = read_plan(content, name)
    return len(list(plan.measures())), time.process_time() - begin, peak_memory()


def peak_memory() -> float:
    """In megabytes; what Linux says of the process alone, where it says it."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def best(
    reader: Callable[[bytes], object], content: bytes, clock: Callable[[], float] = time.process_time
) -> float:
    """The seconds of the quickest of five readings, of computing where no other clock is given."""
    taken = []
    for _ in range(5):
        begin = clock()
        reader(content)
        taken.append(clock() - begin)
    return min(taken)


if __name__ == "__main__":
    main()
