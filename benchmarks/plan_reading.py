"""Reading plans: the share of measures and cells that are right.

A corpus of made-up plans with known truth (`plans/`) in the shapes in which offices send theirs, as Word, PDF in three
fonts and of our own drawing, Excel and text: figures for each kind, judged beside what was promised. PDFs are left out
where LibreOffice is not at hand.

Then the five real plans. What is right: the truth of the tab-separated plan is its own lines, the rows that a page cut
joined; Word and PDF files are made from it, the PDFs by LibreOffice in two fonts, one with the widths of Times. The
lead and cooperating agencies of the plan in drawing order were read by eye. Skipped where the five real plans, or
LibreOffice, are not at hand (`CCHC_SEEDS` names their folder).

How fast: `plan_speed.py`.

Run by `make bench`, or `.venv/bin/python benchmarks/plan_reading.py`; with `--faults` it says each fault of the corpus.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge, judge_least
from benchmarks.plans.corpus import papers
from benchmarks.plans.judging import Tally, judged

from cchc.core.plans.plan import Measure, Plan
from cchc.reading.plans import read_plan

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEEDS = Path(os.environ.get("CCHC_SEEDS") or SHARED / "seeds")
FONTS = {"Times-metric": ("Liberation Serif", 12), "DejaVu Sans": ("DejaVu Sans", 10)}
WIDTHS = (12, 62, 85, 36, 40, 32)
QUOTAS = (30, 3, 3, 12, 1200)
LEAST = 0.99
LEAST_PAPERS = 40
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
    found = [("corpus", corpus("--faults" in sys.argv)), *(results() if SEEDS.is_dir() else ())]
    failed = [name for name, right in found if not right]
    sys.exit(f"below the mark: {', '.join(failed)}" if failed else 0)


def corpus(with_faults: bool) -> bool:
    """Whether the corpus is read as well as promised; prints the figures of each kind."""
    kinds: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder:
        for paper in papers(Path(folder)):
            tally = judged(paper.made, read_plan(paper.content, paper.name))
            kinds.setdefault(paper.kind, Tally()).add(tally)
            for fault in tally.faults if with_faults else ():
                print(f"    {paper.kind}, {paper.made.name}, {paper.shape}: {fault}")
    every = Tally()
    for kind, tally in kinds.items():
        every.add(tally)
        shares = (tally.right / tally.cells, tally.placed / tally.rows, tally.heads_right / tally.heads)
        print(
            "{}: {} papers, {} rows; cells right {:.2%}, placed or reported {:.2%}, numbers and dates right {:.2%}, "
            "wrong and sure {}, false findings {}".format(
                kind, tally.papers, tally.rows, *shares, tally.wrong_sure, tally.false_findings
            )
        )
    kept = [
        judge_least("documents drawn", every.papers, LEAST_PAPERS),
        judge_least("cells right", 100 * every.right / every.cells, 99, " %"),
        judge_least("rows placed or reported", 100 * every.placed / every.rows, 100, " %"),
        judge_least("numbers and dates right", 100 * every.heads_right / every.heads, 98, " %"),
        judge("wrong and sure", every.wrong_sure, 0),
        judge_least("right cells that are sure", 100 * every.right_sure / every.may_be_sure, 95, " %"),
        judge_least(
            "numbers and dates there that are sure", 100 * every.heads_sure / every.heads_there, 90, " %"
        ),
        judge("false findings in 500 rows", 500 * every.false_findings / every.rows, 1),
    ]
    return all(kept)


def results() -> Iterator[tuple[str, bool]]:
    """Each document with whether it is read as well as it must be."""
    body = [measure for _, measure in read_plan(seed("000")).measures()]
    print(f"body without annex: {len(body)} tasks in sentences, none of them sure")
    yield "body without annex", all(one.confidence != "sure" for one in body)
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
    """Agencies without the signs and the "và" between them, which the plan sets now so and now so."""
    return " ".join(word for word in re.findall(r"\w+", " ".join(agencies).casefold()) if word != "và")


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


if __name__ == "__main__":
    main()
