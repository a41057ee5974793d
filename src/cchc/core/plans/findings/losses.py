"""The losses of a plan's own table of points, and the measures that explain them or win them back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from cchc.core.plans.figures import StatedScore
from cchc.core.plans.findings.makers import error, information, place_of, points_in_words, warning
from cchc.core.plans.plan import Finding, FindingPlace, Measure, Plan, Section
from cchc.core.words.messages import Message
from cchc.core.words.names import search_key
from cchc.core.words.numbers import number_in_full, total
from cchc.core.words.remembering import remember

_FILLERS = re.compile(
    r"\b(?:cong tac|linh vuc|chi so|cai cach hanh chinh|cai cach|cchc|thanh phan|thuc hien|nang cao|va|ve|cua|den)\b"
)
_ALIKE = Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class _Explained:
    """A row of the table of points and the measures that belong to it."""

    row: StatedScore
    measures: tuple[tuple[Section, Measure], ...]


def findings_of_losses(plan: Plan, rows: tuple[StatedScore, ...]) -> Iterator[Finding]:
    """Losses of the plan's own table that its shortcomings do not add up to, or that have no remedy."""
    for explained in _by_row(plan, [row for row in rows if not row.is_total]):
        row, measures = explained.row, explained.measures
        if not measures and row.loss:
            why = Message("{loss} points were lost, but no measure belongs to it", loss=row.loss)
            place = FindingPlace(section=row.name, line=row.line)
            yield warning("loss_without_remedy", place, number_in_full(row.loss), Message("a remedy"), why)
        if measures and not row.loss:
            section, measure = measures[0]
            why = Message("the table of points shows no loss for it")
            yield information(
                "remedy_without_loss", place_of(section, measure), row.name, Message("a loss"), why
            )
        elif measures:
            yield from _unexplained(explained)


def _unexplained(explained: _Explained) -> Iterator[Finding]:
    shortcomings = [one for _, measure in explained.measures for one in measure.shortcomings]
    amounts = [one.points for one in shortcomings if one.points is not None]
    difference = explained.row.loss - total(amounts) if amounts else Fraction(0)
    if not difference:
        return
    place = place_of(*explained.measures[0], "shortcomings")
    place = replace(place, line=place.line or explained.row.line)
    loss = explained.row.loss
    if difference > 0:
        why = Message(
            "{difference} of the {loss} points lost are not explained", difference=difference, loss=loss
        )
        yield error("unexplained_points", place, number_in_full(total(amounts)), points_in_words(loss), why)
    else:
        why = Message("{difference} points more than the {loss} lost", difference=-difference, loss=loss)
        yield error("too_many_points", place, number_in_full(total(amounts)), points_in_words(loss), why)


def _by_row(plan: Plan, rows: list[StatedScore]) -> list[_Explained]:
    belonging: dict[int, list[tuple[Section, Measure]]] = {at: [] for at in range(len(rows))}
    for section, measure in plan.measures():
        at = _row_of(section, measure, rows)
        if at is not None:
            belonging[at].append((section, measure))
    return [_Explained(row, tuple(belonging[at])) for at, row in enumerate(rows)]


def _row_of(section: Section, measure: Measure, rows: list[StatedScore]) -> int | None:
    """The row that the heading names; else the objective; else, where points are named, the task."""
    named = [section.heading, measure.objective]
    if any(one.points is not None for one in measure.shortcomings):
        named += [measure.task, measure.activity]
    return next((at for text in named if text and (at := _most_alike(text, rows)) is not None), None)


def _most_alike(text: str, rows: list[StatedScore]) -> int | None:
    words = _telling_words(text)
    likeness = [_alike(words, _telling_words(row.name)) for row in rows]
    best = max(likeness, default=Fraction(0))
    return likeness.index(best) if best >= _ALIKE and likeness.count(best) == 1 else None


def alike(one: str, other: str) -> Fraction:
    """How much two headings are about the same, from 0 to 1, by the words that tell domains apart.

    >>> alike("1.2.3. Tổ chức bộ máy hành chính", "Cải cách tổ chức bộ máy hành chính") >= Fraction(3, 4)
    True
    >>> alike("Cải cách thể chế", "Cải cách công vụ")
    Fraction(0, 1)
    """
    return _alike(_telling_words(one), _telling_words(other))


def _alike(first: frozenset[str], second: frozenset[str]) -> Fraction:
    if not first or not second:
        return Fraction(0)
    shared = len(first & second)
    inside, overlap = Fraction(shared, min(len(first), len(second))), Fraction(shared, len(first | second))
    return (3 * inside + overlap) / 4


@remember(most=4096)
def _telling_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{2,}", _FILLERS.sub(" ", search_key(text))))
