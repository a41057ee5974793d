"""The year that a plan is for, as its title names it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc.core.papers.citations.cited import citations
from cchc.core.words.names import search_key
from cchc.reading.head.lines import HeadLine

_YEAR = re.compile(r"(?<!\d)(?:năm|NĂM|Năm)\s*(\d{4})(?!\d)(?!\s*[-–]\s*(?:năm\s*)?\d{4})")
# "đến năm 2030", "định hướng năm 2030", "giai đoạn 2021 - 2025", "kết quả năm 2025", "ngày … năm 2024"
_NOT_OF_THE_PLAN = re.compile(
    r"(?:đến(?: hết| cuối)?|tới|định hướng(?: đến)?|tầm nhìn(?: đến)?|giai đoạn|nhiệm kỳ|từ|so với"
    r"|kết quả(?: thực hiện)?|tổng kết|sơ kết|trước|sau|[-–]|ngày\s*\d{1,2}\s*tháng\s*\d{1,2},?)\s*$",
    re.IGNORECASE,
)
# "khắc phục tồn tại, hạn chế năm 2023 và nâng cao Chỉ số … năm 2024": the plan is for 2024
_RAISE = re.compile(r"nâng cao[^.;]{0,120}?\bnăm\s+(\d{4})")


def titled_year(title: str | None, lines: Sequence[HeadLine]) -> int | None:
    """Return the last year that a title names as the year of the plan; None where it names none.

    A title that only names the year of the shortcomings leaves it to the text, which says in which year the index is to
    rise.
    """
    text = _without_citations(title or "")
    years = [
        int(found[1]) for found in _YEAR.finditer(text) if not _NOT_OF_THE_PLAN.search(text[: found.start()])
    ]
    if years and "khac phuc" in search_key(text) and "nang cao" not in search_key(text):
        raised = [int(year) for line in lines[:20] for year in _RAISE.findall(line.text)]
        return max([years[-1], *(year for year in raised if year <= years[-1] + 1)])
    return years[-1] if years else None


def _without_citations(title: str) -> str:
    """`title` without the documents that it cites: their years are theirs."""
    text = " ".join(title.split())
    for one in citations(text):
        text = text.replace(one.text, " ")
    return text
