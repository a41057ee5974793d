"""Reading plans: the share of measures and cells that are right, pages per second, peak memory.

What is right: the truth of the tab-separated plan is its own lines, the rows that a page cut joined; Word and PDF
files are made from it, the PDFs by LibreOffice in two fonts, one with the widths of Times. The lead and cooperating
agencies of the plan in drawing order were read by eye. Skipped where the five real plans, or LibreOffice, are not at
hand (`CCHC_SEEDS` names their folder).

How fast: a made-up plan of 50, 200 and 500 pages, as PDF and as Word, each read in a process of its own; and what it
costs more to read within the limits of `cchc.files.sandbox`, as the pages do.

Run by `make bench`, or `.venv/bin/python benchmarks/plan_reading.py`.
"""

from __future__ import annotations

import csv
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cchc.core.plans.plan import Measure, Plan
from cchc.files.sandbox import run
from cchc.reading.plans import read_plan, text_of_file
from tests.files.pdf_paper import pdf_bytes, table_pages
from tests.reading.papers import HEAD, HEADINGS, SIX, word_bytes

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEEDS = Path(os.environ.get("CCHC_SEEDS") or SHARED / "seeds")
FONTS = {"Times-metric": ("Liberation Serif", 12), "DejaVu Sans": ("DejaVu Sans", 10)}
WIDTHS = (12, 62, 85, 36, 40, 32)
QUOTAS = (30, 3, 3, 12, 1200)
LEAST = 0.99
PAGES = (50, 200, 500)
ENDINGS = {"PDF": "pdf", "Word": "docx"}
ROWS_A_PAGE = 7
ROW = (
    "Rà soát, đánh giá thủ tục hành chính thuộc phạm vi quản lý, kiến nghị cắt giảm thời gian và chi phí tuân thủ",
    "- Kế hoạch rà soát được ban hành;\n- Báo cáo kết quả rà soát, phương án đơn giản hóa trình Ủy ban nhân dân tỉnh.",
    "Văn phòng UBND tỉnh",
    "Các sở, ban, ngành; UBND các xã, phường",
    "Trước ngày 30/9/2026",
)

# Lead and cooperating agency of each deadline of the plan in drawing order, by the letters below.
AGENCIES = {
    "-": "",
    "N": "Sở Nội vụ",
    "T": "Sở Tư pháp",
    "C": "Sở Tài chính",
    "I": "Sở Thông tin và Truyền thông",
    "K": "Sở Kế hoạch và Đầu tư",
    "H": "Sở Khoa học và Công nghệ",
    "V": "Văn phòng UBND tỉnh",
    "s": "Các sở, ban, ngành",
    "d": "Các sở, ban, ngành; UBND cấp huyện",
    "x": "Các sở, ban, ngành; UBND cấp huyện; UBND cấp xã",
    "o": "Các cơ quan, đơn vị liên quan",
    "p": "Sở Tư pháp và các cơ quan, đơn vị có liên quan",
    "m": "Các sở, ban, ngành và UBND các huyện, thành phố",
    "q": "Sở, ban, ngành, UBND cấp huyện",
    "a": "Văn phòng UBND tỉnh, Sở Thông tin và Truyền thông",
    "b": "UBND cấp huyện, UBND cấp xã",
    "h": "UBND cấp huyện",
    "c": "UBND cấp xã",
    "t": "Các sở, ban, ngành tỉnh; UBND cấp huyện, cấp xã",
    "u": "Các sở, ban, ngành tỉnh đầu mối tham mưu nhiệm vụ phân cấp; UBND cấp huyện",
    "w": "Bưu điện tỉnh; các sở, ban ngành, UBND cấp huyện",
    "y": "Sở, ban, ngành và UBND cấp huyện; UBND cấp xã",
    "z": "Sở Nội vụ, Sở Tài chính",
    "e": "Sở Nội vụ; Sở Tài chính; UBND cấp huyện",
    "f": "Trung tâm Phục vụ Hành chính công; Bộ phận một cửa cấp huyện, cấp xã.",
    "g": "Sở Thông tin và Truyền thông; Các sở, ban, ngành; UBND cấp huyện",
    "i": "Sở Nội vụ, Sở Công thương, UBND thành phố Tam Điệp",
    "j": "Các sở: Nội vụ, Tư pháp, Tài chính, Thông tin và Truyền thông, Khoa học và Công nghệ; Văn phòng UBND tỉnh",
    "k": "Đài Phát thanh và Truyền hình tỉnh; Báo Ninh Bình",
    "l": "Báo Ninh Bình; Đài Phát thanh và Truyền hình tỉnh; Các sở, ban, ngành UBND cấp huyện, UBND cấp xã",
    "n": "Sở Nội vụ; Sở Thông tin và Truyền thông",
}
DRAWN = (
    "mp Td Td Td dp qp Vd Vd Vx Vd Vx xa Vb Vx sN dN Nd to uo Nw "
    "dN yN Nd dz dN Cd Cd Cd Cd Cd Cd Cd Cd Cd es Ix Ix fx Io Vg Vd xI Id Ii xI "
    "jd kx lI Tx xn Cd Nd Nd Nd hc Nd Nd Nx Hx xH Nx N- Kx Kx"
)


def main() -> None:
    if not SEEDS.is_dir():
        print(f"no plans in {SEEDS.name}/: how much is read right is skipped")
    found = [*(results() if SEEDS.is_dir() else ()), *speed()]
    failed = [name for name, right in found if not right]
    sys.exit(f"below the mark: {', '.join(failed)}" if failed else 0)


def results() -> Iterator[tuple[str, bool]]:
    """Each document with whether it is read as well as it must be."""
    yield "body without annex", not list(read_plan(seed("000")).measures())
    yield "prose 001", count("prose, 001", read_plan(seed("001")), 8)
    prose = read_plan(seed("003"))
    yield "prose 003", count("prose, 003", prose, 7)
    yield "quotas", (tuple(quota.count for quota in prose.quotas), prose.quota_total) == (QUOTAS, sum(QUOTAS))
    yield "drawing order", drawn(read_plan(seed("002")))
    rows = rows_of(seed("004"))
    with tempfile.TemporaryDirectory() as folder:
        for name, path in files(rows, Path(folder)):
            yield name, compared(name, path, rows)


def seed(number: str) -> Path:
    return next(SEEDS.glob(f"{number}_*.txt"))


def count(name: str, plan: Plan, expected: int) -> bool:
    measures = [measure for _, measure in plan.measures()]
    whole = [one for one in measures if one.task and one.lead and one.deadline]
    print(f"{name}: {len(measures)} of {expected} measures, {len(whole)} with task, lead and deadline")
    return len(whole) == len(measures) == expected


def drawn(plan: Plan) -> bool:
    """Deadlines must all be found, both agencies right for at least 70 %, nothing called sure."""
    measures = [measure for _, measure in plan.measures()]
    pairs = zip(measures, DRAWN.split(), strict=False)
    right = sum(
        (plain(one.lead), plain(one.cooperating)) == (letters(a), letters(b)) for one, (a, b) in pairs
    )
    found = Counter(one.deadline.text for one in measures if one.deadline)
    sure = sum(one.confidence == "sure" for one in measures)
    wanted = deadlines()
    print(f"drawing order: {sum((found & wanted).values())} of {sum(wanted.values())} deadlines,")
    print(f"  both agencies right {right / len(measures):.0%}, called sure {sure}")
    return found == wanted and right >= 0.7 * len(measures) and not sure


def deadlines() -> Counter[str]:
    """The deadlines of the plan in drawing order, by the table of all wordings."""
    wanted: Counter[str] = Counter()
    with (SEEDS.parent / "data" / "deadlines.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            share = re.search(r"002 ×(\d+)", row["seed"])
            if "002" in row["seed"]:
                wanted[row["wording"]] += int(share[1] if share else row["count"])
    return wanted


def letters(code: str) -> str:
    return plain((AGENCIES[code],))


def plain(agencies: tuple[str, ...]) -> str:
    """Agencies without the signs between them, which the plan sets now so and now so."""
    return " ".join(re.findall(r"\w+", " ".join(agencies).casefold()))


def rows_of(path: Path) -> list[list[str]]:
    """The rows of the tab-separated table, marks removed, the rows cut by a page joined."""
    rows: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if "\t" not in line:
            continue
        cells = [" ".join(re.sub(r"</?(?:i|ul)\b[^>]*>", "", cell).split()) for cell in line.split("\t")]
        if cells[0] or not rows:
            rows.append(cells)
        else:
            rows[-1] = [" ".join(filter(None, pair)) for pair in zip(rows[-1], cells, strict=True)]
    return rows


def files(rows: list[list[str]], folder: Path) -> Iterator[tuple[str, Path]]:
    """The text itself, Word files made of it, and PDFs made of those."""
    yield "tab-separated", seed("004")
    for name, (font, size) in FONTS.items():
        path = folder / f"{name.split('-')[0].split()[0]}.docx"
        path.write_bytes(b"")
        word_file(rows, path, font, size)
        yield f"Word, {name}", path
        pdf = as_pdf(path)
        if pdf:
            yield f"PDF, {name}", pdf


def word_file(rows: list[list[str]], path: Path, font: str, size: int) -> None:
    """A landscape table with repeated headings, lists as paragraphs."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(size)
    style.element.rPr.rFonts.set(qn("w:cs"), font)
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    table = document.add_table(rows=0, cols=len(WIDTHS), style="Table Grid")
    table.autofit = False
    for at, row in enumerate(rows):
        added = table.add_row()
        for cell, text, width in zip(added.cells, row, WIDTHS, strict=True):
            first, *items = re.split(r"(?<=[.;:]) (?=- )", text) if text.startswith("- ") else [text]
            cell.paragraphs[0].text, cell.width = first, Mm(width)
            for item in items:
                cell.add_paragraph(item)
        if not at:
            added._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
    document.add_paragraph("")
    document.save(str(path))


def as_pdf(path: Path) -> Path | None:
    if shutil.which("soffice") is None:
        print("LibreOffice is not at hand: no PDF")
        return None
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{path.parent}/profile",
        "--convert-to",
        "pdf",
    ]
    run = [*command, "--outdir", str(path.parent), str(path)]
    subprocess.run(run, check=True, capture_output=True, timeout=300)
    return path.with_suffix(".pdf")


def compared(name: str, path: Path, rows: list[list[str]]) -> bool:
    """Every cell against the truth; prints the shares of cells and of whole rows."""
    truth = [row for row in rows[1:] if not re.fullmatch(r"[IVX]+", row[0])]
    plan = read_plan(path)
    measures = [cells_of(measure) for _, measure in plan.measures()]
    right = [
        [
            agrees(cell, wanted, at in (3, 4))
            for at, (cell, wanted) in enumerate(zip(measure, row, strict=True))
        ]
        for measure, row in zip(measures, truth, strict=False)
    ]
    cells, whole = sum(map(sum, right)) / (6 * len(truth)), sum(map(all, right)) / len(truth)
    sizes = [len(section.measures) for section in plan.sections]
    print(f"{name}: {len(measures)} measures {sizes}, {cells:.1%} of cells and {whole:.1%} of rows right")
    return sizes == [17, 6, 8] and min(cells, whole) >= (1 if path.suffix == ".txt" else LEAST)


def agrees(cell: str, wanted: str, agencies: bool) -> bool:
    """Whether a cell says the same, white space folded; of agencies only the words count."""
    return plain((cell,)) == plain((wanted,)) if agencies else cell.split() == wanted.split()


def cells_of(measure: Measure) -> list[str]:
    deadline = measure.deadline.text if measure.deadline else ""
    who = ["; ".join(measure.lead), "; ".join(measure.cooperating)]
    return [measure.number or "", measure.task or "", measure.output or "", *who, deadline]


def speed() -> Iterator[tuple[str, bool]]:
    """Pages per second and peak memory by length and format; each measure must be read, and none cost more in a long
    plan than twice what it costs in a short one."""
    for name in ("PDF", "Word"):
        first = None
        for pages in PAGES:
            content, measures = made_up(pages, name == "PDF")
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                read, seconds, peak = alone.submit(measured, content, f"a.{ENDINGS[name]}").result()
            first = first or (pages / seconds, peak)
            print(
                f"{name}, {pages} pages: {read} measures, {pages / seconds:.1f} pages a second "
                f"({pages / seconds / first[0]:.2f} × that of {PAGES[0]} pages), "
                f"peak {peak:.0f} MB ({peak / first[1]:.2f} ×)"
            )
            yield f"{name}, {pages} pages", read == measures and pages / seconds > first[0] / 2
    content, _ = made_up(1, False)
    plain, limited = best(text_of_file, content), best(partial(run, text_of_file), content)
    print(f"a process of its own costs {(limited - plain) * 1000:.0f} ms more")


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


def best(reader: Callable[[bytes, str], object], content: bytes) -> float:
    """The seconds by the clock of the quickest of five readings."""
    taken = []
    for _ in range(5):
        begin = time.perf_counter()
        reader(content, "a.docx")
        taken.append(time.perf_counter() - begin)
    return min(taken)


if __name__ == "__main__":
    main()
