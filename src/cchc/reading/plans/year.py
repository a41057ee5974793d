"""The year that a plan is for: what its title names, held against the years of its deadlines.

Where they disagree the year is nobody's to guess: it is None, and both are offered to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.plans.columns import DEADLINE
from cchc.core.plans.plan import HeadDoubt
from cchc.reading.head import YEAR, DocumentHead
from cchc.reading.plans.texts import MeasureText, SectionText

_ONCE = (DeadlineKind.FIXED, DeadlineKind.RANGE, DeadlineKind.SEVERAL)
_LEAST_DEADLINES = 3
_WITHOUT_DOUBT = 0.9


def with_settled_year(head: DocumentHead, sections: Iterable[SectionText]) -> DocumentHead:
    """Return `head` with the year that its title and the deadlines of its measures agree on, or with its doubts."""
    dated = [*_dated(measure for section in sections for measure in section.measures)]
    years = Counter(year for year, _ in dated)
    if head.year is not None and not contradicts(head.year, years):
        return head
    agreed = agreed_year(head.date.year, years) if head.year is None and head.date else None
    if agreed is not None:
        return replace(head, year=agreed, doubts=tuple(one for one in head.doubts if one.field != YEAR))
    return replace(head, year=None, doubts=(*head.doubts, *_doubts(head, dated, years)))


def _dated(measures: Iterable[MeasureText]) -> Iterator[tuple[int, MeasureText]]:
    """The measures with the year in which they are due, where they name it and are due once."""
    for measure in measures:
        found = deadline(" ".join((measure.text(DEADLINE) or "").split()), None)
        if found.due and not found.continues and found.kind in _ONCE:
            yield found.due[-1].year, measure


def contradicts(year: int, years: Counter[int]) -> bool:
    """Whether the deadlines of a plan for `year` speak of others: most lie neither in it nor in the year after, in
    which its last reports are due, or all of them lie in the year after.

    >>> contradicts(2026, Counter({2026: 9, 2025: 1})), contradicts(2026, Counter({2025: 9}))
    (False, True)
    """
    total = sum(years.values())
    if total < _LEAST_DEADLINES:
        return False
    return not years[year] or 2 * (years[year] + years[year + 1]) < total


def agreed_year(dated: int, years: Counter[int]) -> int | None:
    """Return the year of a plan whose title names none, where the year of its date and its deadlines agree; else None.

    >>> [agreed_year(dated, Counter({2026: 12})) for dated in (2026, 2025, 2024)]
    [2026, 2026, None]
    >>> [agreed_year(2026, Counter(years)) for years in ({2026: 1}, {2027: 1}, {2026: 1, 2027: 1})]
    [2026, None, None]
    """
    total = sum(years.values())
    if total < _LEAST_DEADLINES:
        return dated if total and years[dated] == total else None
    year, count = years.most_common(1)[0]
    return year if count >= _WITHOUT_DOUBT * total and dated in (year - 1, year) else None


def _doubts(
    head: DocumentHead, dated: Sequence[tuple[int, MeasureText]], years: Counter[int]
) -> Iterator[HeadDoubt]:
    if head.year is not None and head.title:
        yield HeadDoubt(YEAR, head.title, head.place)
    if years:
        usual = years.most_common(1)[0][0]
        first = next(measure for year, measure in dated if year == usual)
        text = " ".join((first.text(DEADLINE) or "").split())
        yield HeadDoubt(YEAR, text, replace(first.source, text=(text,)))
