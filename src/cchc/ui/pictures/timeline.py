"""The timeline of a plan: a head of months, and a row for each course of work with its due days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Months:
    """The months across a timeline, from the first day of the first to the last day of the last."""

    first: date
    last: date

    @classmethod
    def around(cls, first: date, last: date) -> Months:
        """Return the whole months from that of `first` to that of `last`."""
        ends = date(last.year + last.month // 12, last.month % 12 + 1, 1) - timedelta(days=1)
        return cls(first.replace(day=1), ends)

    def starts(self) -> list[date]:
        """The first day of each month."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        months = [self.first.month - 1 + place for place in range(count)]
        return [date(self.first.year + month // 12, month % 12 + 1, 1) for month in months]

    def at(self, day: date, ends: bool = False) -> float:
        """Return the beginning, or the end, of `day` as a percentage of the width (0–100); days outside stand at the
        edge."""
        passed = (day - self.first).days + ends
        return min(max(passed / ((self.last - self.first).days + 1), 0.0), 1.0) * 100


@dataclass(frozen=True, slots=True)
class Course:
    """One row of a timeline: a bar from `start` to the last of the `due` days, a mark on each of them, and a tick on
    each day on which work was `done`.

    `steady` work has no end and is drawn as a band; a course that `goes_on` continues beyond its last day.
    """

    due: tuple[date, ...] = ()
    start: date | None = None
    steady: bool = False
    goes_on: bool = False
    done: tuple[date, ...] = ()


def timeline_months(months: Months, today: date) -> SafeString:
    """Return the head of a timeline: its months, the year at the first of each, and the lines for every row."""
    starts = months.starts()
    half = 50 / len(starts)
    lines = "".join(
        f'<line class="tl-{"year" if start.month == 1 else "month"}" {_upright(months.at(start))}/>'
        for start in starts[1:]
    )
    now = months.first <= today <= months.last
    mark = f'<line class="tl-today" {_upright(months.at(today, ends=True))}/>' if now else ""
    words = "".join(_month(start, months.at(start), half, place == 0) for place, start in enumerate(starts))
    said = gettext("Months from %(first)s to %(last)s") % {
        "first": f"{months.first:%m/%Y}",
        "last": f"{months.last:%m/%Y}",
    }
    return mark_safe(  # noqa: S308 - nothing in it was typed by anybody
        f'<svg class="tl tl-head" role="img" width="100%" height="40"><title>{escape(said)}</title>'
        f'<symbol id="tl-grid">{lines}{mark}</symbol>{lines}{words}</svg>'
    )


def _month(start: date, at: float, half: float, first: bool) -> str:
    """Return the number of a month in its middle, with its year for the first month and every January."""
    number = f'<text class="tl-word" x="{at + half:.2f}%" y="32">{start.month}</text>'
    if not first and start.month > 1:
        return number
    return f'<text class="tl-when" x="{at:.2f}%" dx="4" y="14">{start.year}</text>{number}'


_GRID = '<use href="#tl-grid" width="100%" height="100%"/>'


def _upright(at: float) -> str:
    return f'x1="{at:.2f}%" x2="{at:.2f}%" y1="0" y2="100%"'


def timeline(course: Course, months: Months, today: date) -> SafeString:
    """Return one row of a timeline, as wide and as high as its cell; its lines come from `timeline_months` on the
    same page.

    Days that have passed are hollow, days to come are full.
    """
    begins = course.start or (course.due[0] if course.due else months.first)
    last = course.due[-1] if course.due else months.last
    drawn = ""
    if course.steady:
        drawn = _band("tl-steady", months.at(begins), months.at(last, ends=True))
    elif course.start or len(course.due) > 1:
        at = months.at(begins, ends=course.start is None)
        drawn = _band("tl-span" if course.start else "tl-link", at, months.at(last, ends=True))
    if course.goes_on and course.due:
        drawn += _band("tl-steady", months.at(last, ends=True), 100.0)
    drawn += "".join(_due(months.at(day, ends=True), day < today) for day in course.due)
    drawn += "".join(_done(months.at(day, ends=True)) for day in course.done)
    return mark_safe(  # noqa: S308 - nothing in it was typed by anybody
        f'<svg class="tl" role="img" width="100%" height="100%"><title>{escape(_course_in_words(course))}</title>'
        f"{_GRID}{drawn}</svg>"
    )


def _band(kind: str, begins: float, ends: float) -> str:
    hatch = ' fill="url(#h-steady)"' if kind == "tl-steady" else ""
    wide = max(ends - begins, 0.3)
    at = min(begins, 100 - wide)  # a bar that begins at the right edge stays visible, not drawn beyond it
    return f'<rect class="{kind}"{hatch} x="{at:.2f}%" width="{wide:.2f}%" y="50%" height="8"/>'


def _due(at: float, passed: bool) -> str:
    mark = f'<path class="tl-{"passed" if passed else "due"}" d="M0 -6l6 6l-6 6l-6 -6z"/>'
    return f'<svg class="tl-mark" x="{at:.2f}%" y="50%">{mark}</svg>'


def _done(at: float) -> str:
    tick = '<path class="tl-done" d="M-5 -1l4 5l7 -9"/>'
    return f'<svg class="tl-mark" x="{at:.2f}%" y="50%">{tick}</svg>'


def _course_in_words(course: Course) -> str:
    """Return the days of a row as one sentence."""
    parts = [gettext("from %(day)s") % {"day": f"{course.start:%d/%m/%Y}"}] if course.start else []
    if course.due:
        parts.append(gettext("due %(days)s") % {"days": ", ".join(f"{day:%d/%m/%Y}" for day in course.due)})
    if course.done:
        parts.append(gettext("done %(days)s") % {"days": ", ".join(f"{day:%d/%m/%Y}" for day in course.done)})
    if course.steady:
        parts.append(gettext("continuous"))
    if course.goes_on:
        parts.append(gettext("goes on afterwards"))
    return "; ".join(parts) or gettext("without a day")
