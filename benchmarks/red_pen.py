"""The red pen: how long remarks in a Word file take beside plain reading of it, and what they do to drawn plans.

Every Word and Excel file of the corpus of drawn plans (`plans/`) comes back with what was found in it, and with a
finding made up at each deadline: our own reader reads the same plan, each finding stands in the margin, in Word at its
words. Then a plan of 1,500 rows with a fault in each third: processor time of the pen beside that of reading the file.

Run by `make bench`, or `.venv/bin/python benchmarks/red_pen.py`.
"""

from __future__ import annotations

import io
import re
import resource
import sys
import time
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge, judge_least
from benchmarks.plan_speed import ROW
from benchmarks.plans.corpus import more_word_papers, own_papers, word_papers

from cchc.core.plans.plan import AsideKind, Finding, FindingPlace, Plan, Severity
from cchc.core.words.messages import Message
from cchc.files.remarks import RemarkAuthor, remarked
from cchc.plans.exchange.red_pen import CheckedFile, is_remarked, remarks_on
from cchc.reading.blocks import blocks_data, pieces_of
from cchc.reading.plans import plan_of, text_of_file
from cchc.reading.plans.texts import PlanText
from cchc.texts.speaking import speaker
from tests.reading.papers import HEADINGS, SIX, word_bytes

ROWS = 1_500
MOST_TIMES_OF_READING = 2.0
MOST_MEGABYTES = 300
LEAST_AT_WORDS = 0.95
AUTHOR = RemarkAuthor("CCHC", "CCHC", datetime(2026, 11, 30))


def marked(data: bytes, name: str, plan: Plan, text: PlanText) -> bytes:
    """The file with what was found in it."""
    sources = {at: one.source for at, (_, one) in enumerate(plan.measures(), start=1)}
    file = CheckedFile(tuple(pieces_of(blocks_data(text.blocks))), sources, plan.kind or "", plan.title or "")
    remarks = remarks_on(plan.findings, file, speaker("plans", "units", language_code="vi"))
    return remarked(data, name, remarks, AUTHOR)


def without_remarks(plan: Plan) -> Plan:
    """A plan without the remarks in the margin of its file."""
    aside = tuple(one for one in plan.account.aside if one.kind is not AsideKind.COMMENT)
    return replace(plan, account=replace(plan.account, aside=aside))


def remarks_in(data: bytes) -> int:
    """How many remarks of ours a file holds: comments of Word, lines of advice in notes of Excel."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if re.search(r"comments\d*\.xml$", name)]
    return sum(part.count("Việc cần làm:".encode()) for part in parts)


def made_up(plan: Plan) -> list[Finding]:
    """A finding at each deadline of a plan."""
    return [
        Finding(
            "deadline_unparsed",
            Severity.WARNING,
            FindingPlace(section.heading, one.number, "deadline", measure=at),
            one.deadline.text,
            Message("a deadline"),
            Message("x"),
        )
        for at, (section, one) in enumerate(plan.measures(), start=1)
        if one.deadline
    ]


def at_words(data: bytes, asked: Sequence[str]) -> int:
    """How many of the last remarks in a Word file stand at exactly the words that they are about."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    under: dict[int, list[str]] = defaultdict(list)
    inside: set[int] = set()
    for one in root.iter():
        name = one.tag.rpartition("}")[2]
        number = next(
            (int(value) for key, value in one.attrib.items() if key.endswith("}id") and value.isdigit()), -1
        )
        if name == "commentRangeStart":
            inside.add(number)
        elif name == "commentRangeEnd":
            inside.discard(number)
        elif name == "t":
            for each in inside:
                under[each].append(one.text or "")
    last = max(under, default=-1)
    said = ("".join(under[at]) for at in range(last - len(asked) + 1, last + 1))
    return sum(letters_of(text) == letters_of(words) for text, words in zip(said, asked, strict=True))


def letters_of(text: str) -> str:
    """The letters and digits of a text, however they are coded."""
    return "".join(one for one in unicodedata.normalize("NFD", text).casefold() if one.isalnum())


def main() -> None:
    """Print the figures; ends with 1 where one is not kept."""
    counts = Counter[str]()
    for paper in (*word_papers(), *more_word_papers(), *own_papers()):
        if not is_remarked(paper.name):
            continue
        text = text_of_file(paper.content, paper.name)
        plan = plan_of(text)
        plan = replace(plan, findings=(*plan.findings, *made_up(plan)))
        made = marked(paper.content, paper.name, plan, text)
        again = plan_of(text_of_file(made, paper.name))
        counts["files"] += 1
        counts["findings"] += len(plan.findings)
        counts["remarks"] += remarks_in(made)
        findings = plan.findings[: len(again.findings)]
        counts["same plan"] += without_remarks(again) == without_remarks(replace(plan, findings=findings))
        if paper.name.endswith(".docx"):
            asked = [one.found for one in plan.findings[len(again.findings) :]]
            counts["deadlines in Word"] += len(asked)
            counts["at their words"] += at_words(made, asked)
    print(", ".join(f"{count} {what}" for what, count in counts.items()))
    kept = [
        judge_least("files of which the same plan is read", counts["same plan"] / counts["files"], 1),
        judge_least("findings that stand in the margin", counts["remarks"] / counts["findings"], 1),
        judge_least(
            "remarks at their words", counts["at their words"] / counts["deadlines in Word"], LEAST_AT_WORDS
        ),
    ]
    rows = [[str(at), *ROW[:-1], "Quý V/2026" if at % 3 == 0 else ROW[-1]] for at in range(1, ROWS + 1)]
    data = word_bytes([[HEADINGS[column] for column in SIX], *rows])
    begun = time.process_time()
    text = text_of_file(data, "a.docx")
    plan = plan_of(text)
    reading = time.process_time() - begun
    begun = time.process_time()
    made = marked(data, "a.docx", plan, text)
    pen = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    print(
        f"{ROWS} rows, {remarks_in(made)} remarks: read in {reading:.2f} s, remarked in {pen:.2f} s, peak {peak:.0f} MB"
    )
    kept += [
        judge("the red pen beside plain reading", pen / reading, MOST_TIMES_OF_READING, " times"),
        judge("memory of both", peak, MOST_MEGABYTES, " MB"),
    ]
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
