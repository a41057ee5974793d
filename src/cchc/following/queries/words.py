"""Periods, states and standings of records in the words of the office."""

from __future__ import annotations

import re

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cchc.core.plans.columns import SAYS_WHAT
from cchc.core.plans.following.periods import time_key
from cchc.core.plans.following.states import ProgressState, RecordStanding
from cchc.plans.models import Measure

_ROMAN = ("I", "II", "III", "IV")
_OF_A_YEAR = re.compile(r"(?P<year>\d{4})(?:-(?P<part>Q[1-4]|H[12]|W\d\d|\d\d))?(?P<more> lần \d+)?")

STATE_WORDS: dict[ProgressState, Promise | str] = {
    ProgressState.NOT_BEGUN: pgettext_lazy("progress", "Not begun"),
    ProgressState.UNDER_WAY: pgettext_lazy("progress", "Under way"),
    ProgressState.DONE: pgettext_lazy("progress", "Done"),
    ProgressState.DONE_WITHOUT_PRODUCT: gettext_lazy("Done without a product"),
    ProgressState.NOT_DONE: pgettext_lazy("progress", "Not done"),
    ProgressState.CANCELLED: gettext_lazy("Stopped by a document"),
}
STANDING_WORDS: dict[RecordStanding, Promise | str] = {
    RecordStanding.NOT_BEGUN: STATE_WORDS[ProgressState.NOT_BEGUN],
    RecordStanding.UNDER_WAY: STATE_WORDS[ProgressState.UNDER_WAY],
    RecordStanding.DONE: STATE_WORDS[ProgressState.DONE],
    RecordStanding.DONE_LATE: gettext_lazy("Done late"),
    RecordStanding.WAITING: gettext_lazy("Waits for its event"),
    RecordStanding.WITHOUT_PRODUCT: STATE_WORDS[ProgressState.DONE_WITHOUT_PRODUCT],
    RecordStanding.CANCELLED: STATE_WORDS[ProgressState.CANCELLED],
    RecordStanding.NOT_DONE: STATE_WORDS[ProgressState.NOT_DONE],
}


def period_words(period: str) -> str:
    """Return the name of a period as people say it: "Quý I/2026" for "2026-Q1"; a name that follows no calendar as it
    is."""
    found = _OF_A_YEAR.fullmatch(period)
    if found is None:
        return period.capitalize()
    year, part, more = found["year"], found["part"] or "", found["more"] or ""
    return f"{_calendar_words(year, part)}{more}"


def period_beside(period: str) -> str:
    """Return the same; nothing for the one time of a measure that has no other."""
    return "" if period == time_key(1) else period_words(period)


period_in_words = lazy(period_words, str)
"""The same, in the language of whoever reads it."""


def words_of_measure(measure: Measure) -> str:
    """Return the first text of a measure that says what it is, in one line."""
    words = next(filter(None, (getattr(measure, key) for key in SAYS_WHAT)), str(measure))
    return " ".join(words.split())


def name_of_measure(measure: Measure) -> str:
    """Return what a measure is called on pages: its number, where it has one, and what it is."""
    return f"{measure.number} {words_of_measure(measure)}".strip()


def measure_facts(measure: Measure) -> dict[str, object]:
    """Return how the log names a measure: by its number, else by what it is."""
    facts: dict[str, object] = {"number": measure.number}
    return facts if measure.number else {**facts, "texts": {"task": words_of_measure(measure)}}


def _calendar_words(year: str, part: str) -> str:
    if not part:
        return _("Year {year}").format(year=year)
    if part[0] == "Q":
        return _("Quarter {quarter}/{year}").format(quarter=_ROMAN[int(part[1]) - 1], year=year)
    if part == "H1":
        return _("First six months of {year}").format(year=year)
    if part == "H2":
        return _("Last six months of {year}").format(year=year)
    if part[0] == "W":
        return _("Week {week}/{year}").format(week=int(part[1:]), year=year)
    return _("Month {month}/{year}").format(month=int(part), year=year)
