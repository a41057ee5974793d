"""The Roman numbers of a plan's sections: one after the other, as far as the document has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cchc.core.plans.findings.makers import warning
from cchc.core.plans.plan import Finding, FindingPlace, Plan
from cchc.core.words.messages import Message

_DIGITS = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
# a single "C" or "D" is a part with a letter; no plan has forty sections
_ROMAN = re.compile(r"(?:Phần\s+)?(X{0,3}(?:IX|IV|V?I{0,3}))", re.IGNORECASE)


def findings_of_sections(plan: Plan, body: str) -> Iterator[Finding]:
    """Yield each jump from one Roman number to the next but one that the document has nowhere: a section without
    measures is no section of the plan, but its number stands in the text."""
    last = 0
    for section in plan.sections:
        number = _value(section.number)
        if number is None:
            continue
        absent = (
            [one for one in range(last + 1, number) if not _stands_in(body, _written(one))] if last else []
        )
        if absent:
            names = ", ".join(map(_written, absent))
            why = Message(
                "the sections jump to {number}: {numbers} not used", number=_written(number), numbers=names
            )
            place = FindingPlace(section=section.heading)
            expected = Message("sections numbered one after the other")
            yield warning("section_missing", place, section.number or "", expected, why)
        last = number


def _value(number: str | None) -> int | None:
    found = _ROMAN.fullmatch((number or "").strip(" ."))
    if not found or not found[1]:
        return None
    rest, value = found[1].upper(), 0
    for letters, worth in _DIGITS:
        while rest.startswith(letters):
            rest, value = rest[len(letters) :], value + worth
    return value


def _written(value: int) -> str:
    """A number in Roman digits.

    >>> [_written(value) for value in (3, 4, 9, 14)]
    ['III', 'IV', 'IX', 'XIV']
    """
    letters = ""
    for sign, worth in _DIGITS:
        while value >= worth:
            letters, value = letters + sign, value - worth
    return letters


def _stands_in(body: str, number: str) -> bool:
    """Whether a number stands alone in a line or cell of the document, or before the text of one."""
    return (
        re.search(rf"(?:^|[\t|])\s*(?:Phần\s+)?{number}(?:[.)/:\s]|$)", body, re.IGNORECASE | re.MULTILINE)
        is not None
    )
