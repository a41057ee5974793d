"""Plans on paper, and what our own reader finds in them again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path

from cchc.core.plans.columns import KEYS
from cchc.documents.exchange.paper import Signature
from cchc.documents.exchange.signing import SignedAs, recipient_lines, signing_position
from cchc.files.documents import read_document
from cchc.plans.exchange.printed import PlanLayout, PrintedHead, plan_paper
from cchc.plans.exchange.printed_table import PrintedSection, PrintedTarget
from cchc.reading.plans import text_of
from cchc.reading.plans.texts import PlanText

DATA = Path(__file__).parent.parent / "data" / "remediation"
TITLE = "Khắc phục những tồn tại, hạn chế của các chỉ số năm 2022 trên địa bàn tỉnh An Lạc trong năm 2023"
POSITION = signing_position("Chủ tịch", signed=SignedAs.DEPUTY, signer="Phó Chủ tịch", body="Ủy ban nhân dân")
HEAD = PrintedHead(
    kind="remediation",
    title=TITLE,
    year=2023,
    superior="",
    issuer="Ủy ban nhân dân tỉnh An Lạc",
    place="An Lạc",
    number="153/KH-UBND",
    symbol="KH-UBND",
    on=date(2023, 7, 3),
    signature=Signature(POSITION, ""),
    recipients=recipient_lines(["Bộ Nội vụ (để báo cáo)", "Các sở, ban, ngành"], "VT, NC"),
    grounds=["Căn cứ Kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại hội nghị công bố chỉ số"],
)


def facts_in(name: str) -> list[PrintedSection]:
    """The sections of a file of facts."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        PrintedSection(number, heading, tuple({k: one[k] for k in KEYS if k in one} for one in those))
        for (number, heading), those in groupby(rows, key=lambda one: (one["section"], one["heading"]))
    ]


def printed_of(text: PlanText) -> list[PrintedSection]:
    """What was read of a plan, to be printed."""
    return [
        PrintedSection(
            section.number or "",
            section.heading or "",
            tuple({key: one.text(key) or "" for key in KEYS} for one in section.measures),
            tuple(
                PrintedTarget(
                    one.number or "",
                    one.name,
                    one.unit or "",
                    one.value,
                    one.year,
                    "\n".join(one.agencies),
                    "\n".join(one.other),
                )
                for one in section.targets
            ),
        )
        for section in text.sections
    ]


def cells_of(sections: Iterable[PrintedSection]) -> list[tuple[str, str, Mapping[str, str]]]:
    """Every measure by its cells that say something, with number and heading of its section."""
    return [
        (section.number, section.heading, {key: text for key, text in row.items() if text})
        for section in sections
        for row in section.rows
    ]


def again(data: bytes) -> list[PrintedSection]:
    """What our reader finds in a paper."""
    return printed_of(text_of(read_document(data, "ke-hoach.docx")))


def printed_and_read(
    sections: list[PrintedSection], form: PlanLayout = PlanLayout.TABLE, head: PrintedHead = HEAD
) -> list[PrintedSection]:
    """The sections as they come back from paper."""
    return again(plan_paper(head, sections, form))
