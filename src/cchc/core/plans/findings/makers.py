"""One finding of each severity, its place, and amounts and days in its words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from cchc.core.plans.plan import Finding, FindingPlace, Measure, Section, Severity
from cchc.core.words.messages import Message

NOWHERE = FindingPlace()


def error(code: str, place: FindingPlace, found: str, expected: Message, why: Message) -> Finding:
    """Return a fault of the document."""
    return Finding(code, Severity.ERROR, place, found, expected, why)


def warning(code: str, place: FindingPlace, found: str, expected: Message, why: Message) -> Finding:
    """Return something to look at."""
    return Finding(code, Severity.WARNING, place, found, expected, why)


def information(code: str, place: FindingPlace, found: str, expected: Message, why: Message) -> Finding:
    """Return something to know."""
    return Finding(code, Severity.INFORMATION, place, found, expected, why)


def place_of(section: Section, measure: Measure, column: str | None = None) -> FindingPlace:
    """Return the place of a measure, or of one of its columns."""
    line = measure.source.lines[0] if measure.source.lines else None
    return FindingPlace(section.heading, measure.number, column, line, measure.place)


def points_in_words(amount: Fraction) -> Message:
    """Return an amount of points as a sentence says it."""
    return Message("{points} points", points=amount)


def day_in_words(day: date) -> str:
    """Return a day as documents write it: 05/01/2026."""
    return f"{day:%d/%m/%Y}"
