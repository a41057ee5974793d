"""A made-up release, on which templates are tried and from which their page takes its examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

from cchc.core.scoring.index import UnitScores, ranking
from cchc.council.exchange.decision import DecisionAnnex, DecisionFacts, draft_content
from cchc.criteria.exchange.reading import read_known_set
from cchc.documents.exchange.templates import PaperContent
from cchc.fieldwork.exchange.back_check_report import back_check_content, trial_back_check_report
from cchc.following.exchange.urging import trial_letter, urging_content
from cchc.releases.exchange.content import (
    FigureChange,
    Level,
    PublicContent,
    PublicSet,
    ReleaseDecision,
    ReleaseHead,
)
from cchc.releases.exchange.papers.decision import ranking_table
from cchc.releases.exchange.papers.kinds import content_of_paper
from cchc.releases.exchange.papers.naming import PaperKind
from cchc.releases.exchange.papers.source import PaperSource
from cchc.releases.exchange.telling import public_group, public_unit
from cchc.results.exchange.loss_report import analysis_content, trial_analysis_report
from cchc.surveys.exchange.report import report_content, trial_report

YEAR = 2025
NAMES = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế")
SET = """
[set]
id = "thu"
title = "Bộ tiêu chí thử"
version = "1"
unit_kind = "department"
total = "10"

[[grade]]
name = "Tốt"
band = ">= 80"

[[grade]]
name = "Khá"
band = "< 80"

[[node]]
number = "1"
name = "Công tác chỉ đạo, điều hành"
maximum = "6"

[[node]]
number = "1.1"
name = "Thực hiện kế hoạch năm"
maximum = "6"
inputs = ["done: count | Nhiệm vụ hoàn thành", "planned: count | Nhiệm vụ theo kế hoạch"]
rule = "ratio done / planned"

[[node]]
number = "2"
name = "Cải cách thủ tục hành chính"
maximum = "4"

[[node]]
number = "2.1"
name = "Công khai thủ tục hành chính"
maximum = "4"
"""


@cache
def trial_source() -> PaperSource:
    """Return the made-up release: a correction of a draft, so that every text of every paper says something."""
    criteria = read_known_set(SET)
    scores = [
        UnitScores(
            name,
            {"1.1": {"done": Fraction(9 - at), "planned": Fraction(10)}, "2.1": Fraction(4 - at)},
            f"S{at + 1}",
            "Các sở, ban, ngành",
        )
        for at, name in enumerate(NAMES)
    ]
    (group,) = ranking(criteria, scores, YEAR)
    keys = [f"so-{at + 1}" for at in range(len(NAMES))]
    units = [
        public_unit(
            criteria, group, one, key=key, kind="department", set_code="thu", level=Level.LEAVES, year=YEAR,
            provisional={"2.1": "chờ kết luận kiểm tra"},
        )
        for key, one in zip(keys, group.units, strict=True)
    ]  # fmt: skip
    head = ReleaseHead(
        year=YEAR,
        number=2,
        cycle=f"Chỉ số cải cách hành chính năm {YEAR}",
        province="Tỉnh An Lạc",
        level=Level.LEAVES,
        decision=ReleaseDecision("215/QĐ-UBND", date(2026, 2, 20), "Chủ tịch Ủy ban nhân dân tỉnh"),
        published_on=date(2026, 3, 25),
        replaces=1,
        reason="Cộng sót điểm của một tiêu chí thành phần",
        changes=(FigureChange(keys[1], "", "index", "77.5", "78"),),
    )
    content = PublicContent(
        head=head,
        sets=(PublicSet("thu", criteria.title, criteria.version, SET),),
        groups=(public_group("thu", group, keys, Level.LEAVES),),
        units=tuple(units),
    )
    return PaperSource(
        content, "e3b0 c442 98fc 1c14 9afb", "https://cchc.tinh.gov.vn/cong-khai/2025/", is_draft=True
    )


def _trial_draft(source: PaperSource) -> DecisionFacts:
    """Return the facts of a draft of the council on the made-up release."""
    annexes = [
        DecisionAnnex(group.name, len(group.units), ranking_table(source, group), ())
        for group in source.content.groups
    ]
    minutes = ["Căn cứ Biên bản phiên họp số 1 ngày 15/02/2026 của Hội đồng thẩm định;"]
    return DecisionFacts(
        province=source.texts()["tinh"], year=YEAR, minutes=minutes, annexes=annexes, is_final=False
    )


@cache
def trial_content(kind: PaperKind) -> PaperContent:
    """Return what fills a template of a kind on trial."""
    source = trial_source()
    if kind is PaperKind.COUNCIL_DRAFT:
        made = draft_content(_trial_draft(source))
    elif kind is PaperKind.URGING:
        made = urging_content(trial_letter())
    elif kind is PaperKind.SURVEY_REPORT:
        made = report_content(trial_report())
    elif kind is PaperKind.BACK_CHECK_REPORT:
        made = back_check_content(trial_back_check_report())
    elif kind is PaperKind.ANALYSIS_REPORT:
        made = analysis_content(trial_analysis_report())
    else:
        made = content_of_paper(kind, source, source.content.units[1] if kind is PaperKind.LETTER else None)
    return replace(made, texts={name: text or name for name, text in made.texts.items()})
