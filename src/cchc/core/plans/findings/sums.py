"""Sums: tables of points, sentences that name their parts, survey quotas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

from cchc.core.plans.figures import StatedScore, points, stated_scores
from cchc.core.plans.findings.makers import error, points_in_words, warning
from cchc.core.plans.plan import Finding, FindingPlace, Plan
from cchc.core.words.messages import Message
from cchc.core.words.numbers import number_in_full, total

_NUMBER = r"(?<![\d.,/])\d+(?:[.,]\d+)?"
_WHOLE = re.compile(rf"({_NUMBER})\s*điểm\s*[,;]?\s*\(?\s*(?:trong đó|bao gồm|gồm)\b", re.IGNORECASE)
_WITHIN = re.compile(r"trong đó|bao gồm", re.IGNORECASE)
_LONGEST_SENTENCE = 600
_NO_PART = re.compile(
    r"(?:tăng|giảm|tối đa|trên|dưới|còn|thiếu|hơn|kém|trừ|thêm)(?: lại| thêm)?\s*$", re.IGNORECASE
)
_PART = re.compile(rf"({_NUMBER})\s*điểm", re.IGNORECASE)


def findings_of_sums(body: str) -> Iterator[Finding]:
    """Tables of points whose rows or total do not add up, and sentences whose parts do not."""
    rows = [row for row in stated_scores(body) if not row.is_total]
    totals = [row for row in stated_scores(body) if row.is_total]
    for row in (*rows, *totals):
        if row.maximum - row.points != row.loss:
            why = Message(
                "{maximum} − {points} is not {loss}", maximum=row.maximum, points=row.points, loss=row.loss
            )
            place = FindingPlace(section=row.name, line=row.line)
            yield error(
                "row_difference",
                place,
                number_in_full(row.loss),
                points_in_words(row.maximum - row.points),
                why,
            )
    for row in totals:
        for column in ("maximum", "points", "loss"):
            yield from _column_sum(column, [getattr(one, column) for one in rows], getattr(row, column), row)
    yield from _parts_of_sentences(body)


def _column_sum(
    column: str, amounts: list[Fraction], stated: Fraction, row: StatedScore
) -> Iterator[Finding]:
    if amounts and total(amounts) != stated:
        why = Message("the rows add up to {sum}", sum=total(amounts))
        place = FindingPlace(section=row.name, column=column, line=row.line)
        yield error("column_sum", place, number_in_full(stated), points_in_words(total(amounts)), why)


def _parts_of_sentences(body: str) -> Iterator[Finding]:
    """ "88,09 điểm, trong đó: 61,2 điểm; 26,89 điểm": what follows later in the sentence may be something else."""
    text = " ".join(body.split())
    lines = _lines_of_numbers(body)
    for found in _WHOLE.finditer(text):
        whole = points(found[1])
        parts = _parts(_same_depth(text[found.end() : found.end() + _LONGEST_SENTENCE]))
        if whole is None or len(parts) < 2 or max(parts) > whole or whole in [*accumulate(parts)][1:]:
            continue
        why = Message("the parts named after it add up to {sum}", sum=total(parts))
        place = FindingPlace(line=lines.get(found[1]))
        yield warning("parts_sum", place, number_in_full(whole), points_in_words(total(parts)), why)


def _parts(text: str) -> list[Fraction]:
    """The points named up to the next "trong đó", without changes and limits ("giảm 2 điểm", "tối đa 70 điểm")."""
    own = _WITHIN.split(text, maxsplit=1)[0]
    found = (
        part
        for part in _PART.finditer(own)
        if not _NO_PART.search(own[max(0, part.start() - 20) : part.start()])
    )
    return [amount for part in found if (amount := points(part[1])) is not None]


def _same_depth(text: str) -> str:
    """The rest of a sentence without what stands in brackets; it ends where brackets around it close."""
    kept: list[str] = []
    depth = 0
    for sign, following in zip(text, f"{text} "[1:], strict=True):
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or (sign == "." and depth == 0 and not following.isdigit()):
            break
        kept.append(sign if depth == 0 else " ")
    return "".join(kept)


def _lines_of_numbers(body: str) -> dict[str, int]:
    """The first line on which each number stands as it is written.

    >>> _lines_of_numbers("đạt 88,09.\\nđạt 61,2; 88,09")
    {'88,09': 1, '61,2': 2}
    """
    found: dict[str, int] = {}
    for at, line in enumerate(body.splitlines(), 1):
        for number in re.findall(r"[\d.,]+", line):
            if number[0].isdigit():
                found.setdefault(number.rstrip(".,"), at)
    return found


def findings_of_quotas(plan: Plan) -> Iterator[Finding]:
    """Yield quotas of a survey that do not add up to their total, or cannot be shared out as the text says."""
    place = FindingPlace(column="quotas")
    added = sum(quota.count for quota in plan.quotas)
    if plan.quotas and plan.quota_total is not None and added != plan.quota_total:
        why = Message("the quotas add up to {sum}", sum=added)
        yield error("quota_sum", place, str(plan.quota_total), Message("{count} people", count=added), why)
    for quota in plan.quotas:
        if quota.per and quota.count % quota.per:
            why = Message(
                "{count} people cannot be shared out by {per} each", count=quota.count, per=quota.per
            )
            expected = Message("a multiple of {per}", per=quota.per)
            yield warning("quota_per", replace(place, section=quota.group), str(quota.count), expected, why)
