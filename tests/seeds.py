"""The five real plans, which stay outside the repository: what they say, and against themselves. `make seeds`."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cchc.core.papers.citations.cited import citations
from cchc.core.papers.citations.contradictions import contradictions
from cchc.core.plans.figures import quotas, stated_scores
from cchc.core.words.numbers import plain
from cchc.files.documents import read_document
from cchc.plans.exchange.printed import PlanLayout
from cchc.reading.plans import text_of
from tests.core.checked_plans import HEAD, codes
from tests.core.test_citations import conflicts
from tests.plans.printed_plans import HEAD as PRINTED_HEAD
from tests.plans.printed_plans import cells_of, printed_and_read, printed_of

SEEDS = Path(os.environ.get("SEEDS", ""))


def seed(number: str) -> str:
    """The text of one plan."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def test_the_real_plans_contradict_themselves_where_they_are_known_to() -> None:
    assert conflicts(seed("004")) == [
        (
            "two_dates",
            "Kế hoạch số 262/KH-UBND ngày 20/12/2023",
            "Kế hoạch số 262/KH-UBND ngày 20/12/2022",
        ),
        (
            "two_symbols",
            "Thông báo kết luận số 69/TB-VP ngày 16/6/2023",
            "Thông báo kết luận số 69/KL-UBND ngày 16/6/2023",
        ),
        (
            "two_symbols",
            "Kế hoạch số 285/UBND-NC ngày 30/12/2022",
            "Kế hoạch số 285/KH-UBND ngày 30/12/2022",
        ),
    ]
    cited = citations(seed("003"))
    (found,) = contradictions(cited)
    assert (found.what.value, cited[found.odd].issuer, cited[found.usual].issuer) == (
        "two_issuers",
        "Chủ tịch UBND tỉnh Hải Dương",
        "Uỷ ban nhân dân tỉnh Hải Dương",
    )


@pytest.mark.parametrize(("number", "count"), [("000", 3), ("001", 8), ("002", 26)])
def test_the_other_real_plans_cite_without_contradiction(number: str, count: int) -> None:
    assert (len(citations(seed(number))), conflicts(seed(number))) == (count, [])


def test_the_figures_of_the_real_plans() -> None:
    rows = stated_scores(seed("001"))
    assert [plain(row.loss) for row in rows] == [
        "4.92", "0.89", "0", "0.53", "0.55", "0.26", "4.15", "0.61", "11.91",
    ]  # fmt: skip
    assert (rows[7].name, rows[8].is_total) == ("Tác động của CCHC đến người dân, tổ chức", True)
    total, found = quotas(seed("003"))
    assert (total, [quota.count for quota in found]) == (1248, [30, 3, 3, 12, 1200])


def test_the_texts_of_the_real_plans_have_the_faults_that_are_known() -> None:
    assert codes(replace(HEAD, date=date(2023, 7, 3), number="153/KH-UBND"), seed("004")) == [
        "two_dates", "two_symbols", "two_symbols", "cited_later",
    ]  # fmt: skip
    assert codes(replace(HEAD, date=None), seed("003")) == ["document_date_missing", "two_issuers"]
    assert codes(HEAD, seed("000")) == [
        "cited_later",
        "cited_later",
        "cited_later",
        "annex_missing",
        "annex_missing",
    ]


@pytest.mark.parametrize(
    ("number", "form", "measures"),
    [
        ("000", PlanLayout.TABLE, 12),
        ("001", PlanLayout.TABLE, 8),
        ("001", PlanLayout.PROSE, 8),
        ("003", PlanLayout.PROSE, 7),
        ("004", PlanLayout.TABLE, 31),
    ],
)
def test_the_real_plans_come_back_from_our_paper_cell_by_cell(
    number: str, form: PlanLayout, measures: int
) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    text = text_of(read_document(path))
    sections = printed_of(text)
    head = replace(PRINTED_HEAD, title=text.head.title or "")
    assert len(cells_of(sections)) == measures
    assert cells_of(printed_and_read(sections, form, head)) == cells_of(sections)
