"""Small charts made on the server as SVG: the points bar, the year strip, the rank line, the sparkline.

Pure functions of frozen values. Colours come from CSS classes, losses are told apart by hatch as well as by
colour, and every picture says its numbers in a title for those who do not see it. The hatches stand once per
page (`ui/patterns.html`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy

from cchc.core.words.numbers import shown

LOSSES = {
    "missing_evidence": pgettext_lazy("loss", "missing evidence"),
    "late": pgettext_lazy("loss", "late"),
    "ratio": pgettext_lazy("loss", "ratio not reached"),
    "not_done": pgettext_lazy("loss", "not done"),
    "wrong_authority": pgettext_lazy("loss", "wrong authority"),
    "survey": pgettext_lazy("loss", "survey result"),
    "penalty": pgettext_lazy("loss", "penalty points"),
    "relative": pgettext_lazy("loss", "behind the best unit"),
    "expert": pgettext_lazy("loss", "expert's appraisal"),
    "stated": pgettext_lazy("loss", "points as entered, reason not known"),
}

SOLID = frozenset({"solid", "pending", "outside", "bonus"})


@dataclass(frozen=True, slots=True)
class PointsBar:
    """What the points bar of one node shows, in points.

    `appraised`, `survey`, the `losses` (code, amount) and `pending` must sum to `maximum`, which is the
    applicable maximum;
    `not_applicable` and `bonus` stand outside it.
    """

    maximum: Fraction
    appraised: Fraction = Fraction(0)
    survey: Fraction = Fraction(0)
    losses: tuple[tuple[str, Fraction], ...] = ()
    pending: Fraction = Fraction(0)
    not_applicable: Fraction = Fraction(0)
    bonus: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        parts = (
            self.appraised
            + self.survey
            + self.pending
            + sum((amount for _code, amount in self.losses), Fraction(0))
        )
        if parts != self.maximum:
            raise ValueError(f"the parts sum to {parts}, the maximum is {self.maximum}")


@dataclass(frozen=True, slots=True)
class PhaseBar:
    """A phase of the year: `mine` when something in it is open for the reader."""

    name: str
    begins: date
    ends: date
    mine: bool = False


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit on the rank line."""

    unit: str
    index: Fraction
    rank: int
    mine: bool = False


def loss_word(code: str) -> str:
    """The name of a loss code in the reader's language."""
    return str(LOSSES.get(code, LOSSES["stated"]))


def in_words(value: Fraction, places: int = 2) -> str:
    """`value` in the reader's language with `places` decimals."""
    if (get_language() or "vi").startswith("vi"):
        return shown(value, places, ",", ".")
    return shown(value, places, ".", ",")


def points_bar(
    bar: PointsBar, width: int = 320, height: int = 14, scale: Fraction | None = None
) -> SafeString:
    """One bar: obtained solid, each loss hatched by its code, pending pale, not applicable an empty outline,
    bonus beyond the end.

    `scale` is the number of points that `width` stands for (bars of one table share it); by default all of
    this bar.
    """
    whole = scale if scale is not None else bar.maximum + bar.not_applicable + bar.bonus
    unit = (width - 2) / float(whole) if whole > 0 else 0.0
    at, drawn = 1.0, []
    for kind, amount in _segments(bar):
        size = float(amount) * unit
        if size > 0:
            drawn.append(f'<rect {_look(kind)} x="{at:.2f}" y="1" width="{size:.2f}" height="{height - 2}"/>')
            at += size
    title = escape(points_in_words(bar))
    return mark_safe(  # noqa: S308 - escaped above
        f'<svg class="pb" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{title}</title>{''.join(drawn)}</svg>"
    )


def _segments(bar: PointsBar) -> list[tuple[str, Fraction]]:
    """The parts from left to right: what is obtained, lost and pending up to the maximum, then what stands
    outside it."""
    lost = [(code if code in LOSSES else "stated", amount) for code, amount in bar.losses]
    inside = [("solid", bar.appraised), ("asked", bar.survey), *lost, ("pending", bar.pending)]
    return [*inside, ("outside", bar.not_applicable), ("bonus", bar.bonus)]


def _look(kind: str) -> str:
    """The class of a part; a hatch is named in the page itself, where a style sheet could not find it."""
    if kind in SOLID:
        return f'class="pb-{kind}"'
    return f'class="pb-{"asked" if kind == "asked" else "loss"}" fill="url(#h-{kind})"'


def points_key(codes: Iterable[str] = LOSSES) -> SafeString:
    """What the parts of points bars mean, to stand under a table; of the losses, those in `codes`."""
    words = _words(get_language() or "vi")
    parts = [
        ("solid", "appraised"),
        ("asked", "survey part"),
        *((code, code) for code in codes if code in LOSSES),
    ]
    parts += [("pending", "pending"), ("outside", "outside"), ("bonus", "bonus")]
    items = "".join(
        f'<li><svg class="pb" aria-hidden="true" width="22" height="12"><rect {_look(kind)} '
        f'x="1" y="1" width="20" height="10"/></svg>{escape(words[word])}</li>'
        for kind, word in parts
    )
    return mark_safe(f'<ul class="key">{items}</ul>')  # noqa: S308 - escaped above


def points_in_words(bar: PointsBar) -> str:
    """The numbers of a points bar as one sentence; parts that are zero are left out."""
    words = _words(get_language() or "vi")
    sign, group = tuple(words["signs"])
    parts = [
        ("appraised", bar.appraised),
        ("survey part", bar.survey),
        *((code if code in LOSSES else "stated", amount) for code, amount in bar.losses),
        ("pending", bar.pending),
        ("outside", bar.not_applicable),
        ("bonus", bar.bonus),
    ]
    said = [f"{words[name]} {shown(amount, 2, sign, group)}" for name, amount in parts if amount]
    head = words["head"] % {
        "points": shown(bar.appraised + bar.survey + bar.bonus, 2, sign, group),
        "maximum": shown(bar.maximum, 2, sign, group),
    }
    return f"{head}: {'; '.join(said)}" if said else head


@lru_cache(maxsize=8)
def _words(language: str) -> dict[str, str]:
    """The words of the points bar in one language, looked up once: a ranking draws 150 bars."""
    return {
        "signs": ",." if language.startswith("vi") else ".,",
        "head": gettext("%(points)s of %(maximum)s points"),
        "appraised": pgettext("points", "appraised"),
        "survey part": pgettext("points", "survey"),
        "pending": pgettext("points", "pending"),
        "outside": pgettext("points", "not applicable"),
        "bonus": pgettext("points", "bonus"),
        **{code: loss_word(code) for code in LOSSES},
    }


def year_strip(phases: Sequence[PhaseBar], today: date) -> SafeString:
    """The phases of a year side by side, each with its last day; how far the running one has come is drawn under it.

    What is open for the reader stands in full colour. All phases are equally wide but the running one, so that
    every name can be read: the strip tells the order of the year, the dates tell its length.
    """
    if not phases:
        return mark_safe("")
    soon = next((phase for phase in phases if today < phase.begins), None)
    drawn = "".join(_phase(phase, today, phase is soon) for phase in phases)
    return mark_safe(f'<ol class="ys">{drawn}</ol>')  # noqa: S308 - every name is escaped where it is drawn


def _phase(phase: PhaseBar, today: date, soon: bool) -> str:
    state = "past" if phase.ends < today else "now" if phase.begins <= today else "next"
    marks = f"ys-{state}{' ys-mine' if phase.mine and state == 'now' else ''}{' ys-soon' if soon else ''}"
    until = gettext("until %(day)s") % {"day": f"{phase.ends:%d/%m}"}
    return (
        f'<li class="{marks}" title="{escape(phase.name)} · {_span(phase)}"{_current(state)}>'
        f'<span class="ys-name">{escape(phase.name)}</span> <span class="ys-until">{escape(until)}</span>'
        f"{_progress(phase, today) if state == 'now' else ''}</li>"
    )


def _current(state: str) -> str:
    return ' aria-current="step"' if state == "now" else ""


def _progress(phase: PhaseBar, today: date) -> str:
    """The part of the running phase that has passed, as a line with today at its end."""
    passed = ((today - phase.begins).days + 1) / ((phase.ends - phase.begins).days + 1) * 100
    return (
        '<svg class="ys-progress" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="ys-passed" width="{passed:.1f}" height="4"/>'
        f'<rect class="ys-today" x="{max(passed - 1, 0):.1f}" width="1" height="4"/></svg>'
    )


def _span(phase: PhaseBar) -> str:
    return f"{phase.begins:%d/%m/%Y} – {phase.ends:%d/%m/%Y}"


def rank_line(units: Sequence[RankedUnit], width: int = 640, neighbours: int = 5) -> SafeString:
    """Units of a peer group on one axis: all as ticks, mine marked; it and its neighbours named below, best
    first.

    `units` stand in rank order. Without a unit that is `mine`, the first ones are named.
    """
    if not units:
        return mark_safe("")
    mine = next((place for place, unit in enumerate(units) if unit.mine), 0)
    named = units[max(mine - neighbours, 0) : mine + neighbours + 1]
    low, high = min(unit.index for unit in units), max(unit.index for unit in units)
    left, right, row = width * 0.46, width - 64.0, 22

    def x(index: Fraction) -> float:
        return (
            (left + right) / 2 if high == low else left + float((index - low) / (high - low)) * (right - left)
        )

    ticks = "".join(
        f'<line class="rl-tick" x1="{x(u.index):.1f}" x2="{x(u.index):.1f}" y1="8" y2="20"/>' for u in units
    )
    rows = "".join(
        _ranked(unit, x(unit.index), 42 + place * row, left, right, width) for place, unit in enumerate(named)
    )
    height = 36 + len(named) * row
    title = "; ".join(f"{unit.rank}. {unit.unit} {in_words(unit.index)}" for unit in named)
    return mark_safe(  # noqa: S308 - every name is escaped where it is drawn
        f'<svg class="rl" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{escape(title)}</title>"
        f'<line class="rl-axis" x1="{left:.0f}" x2="{right:.0f}" y1="14" y2="14"/>'
        f"{ticks}{rows}</svg>"
    )


def _ranked(unit: RankedUnit, x: float, y: int, left: float, right: float, width: int) -> str:
    name = unit.unit if len(unit.unit) <= 38 else f"{unit.unit[:37]}…"
    dot = (
        f'<path class="rl-dot" d="M{x:.1f} {y - 10}l6 6l-6 6l-6 -6z"/>'
        if unit.mine
        else f'<circle class="rl-dot" cx="{x:.1f}" cy="{y - 4}" r="3.5"/>'
    )
    return (
        f'<g class="{"rl-mine" if unit.mine else "rl-row"}"><title>{escape(unit.unit)}</title>'
        f'<text class="rl-rank" x="26" y="{y}">{unit.rank}</text><text x="36" y="{y}">{escape(name)}</text>'
        f'<line class="rl-guide" x1="{left:.0f}" x2="{right:.0f}" y1="{y - 4}" y2="{y - 4}"/>{dot}'
        f'<text class="rl-value" x="{width - 4}" y="{y}">{in_words(unit.index)}</text></g>'
    )


def sparkline(
    points: Sequence[tuple[str, Fraction | None]], width: int = 120, height: int = 28
) -> SafeString:
    """A value over the years, each `(label, value)`; a year without value leaves a gap. The last one is
    marked."""
    values = [value for _label, value in points if value is not None]
    if not values:
        return mark_safe("")
    low, high = min(values), max(values)
    step = (width - 12) / max(len(points) - 1, 1)

    def y(value: Fraction) -> float:
        return height / 2 if high == low else height - 5 - float((value - low) / (high - low)) * (height - 10)

    dots = [(6 + place * step, y(value)) for place, (_label, value) in enumerate(points) if value is not None]
    lines = "".join(f'<polyline class="sl-line" points="{run}"/>' for run in _runs(points, step, y))
    marks = "".join(
        f'<circle class="{"sl-last" if place == len(dots) - 1 else "sl-dot"}" '
        f'cx="{across:.1f}" cy="{down:.1f}" r="2.5"/>'
        for place, (across, down) in enumerate(dots)
    )
    said = "; ".join(f"{label}: {'–' if value is None else in_words(value)}" for label, value in points)
    return mark_safe(  # noqa: S308 - escaped above
        f'<svg class="sl" role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<title>{escape(said)}</title>{lines}{marks}</svg>"
    )


def _runs(
    points: Sequence[tuple[str, Fraction | None]], step: float, y: Callable[[Fraction], float]
) -> list[str]:
    """The unbroken stretches of a sparkline as SVG point lists."""
    runs: list[list[str]] = [[]]
    for place, (_label, value) in enumerate(points):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{6 + place * step:.1f},{y(value):.1f}")
    return [" ".join(run) for run in runs if len(run) > 1]


@dataclass(frozen=True, slots=True)
class Months:
    """The months across a timeline, from the first day of the first to the last day of the last."""

    first: date
    last: date

    @classmethod
    def around(cls, first: date, last: date) -> Months:
        """The whole months that hold `first` and `last`."""
        ends = date(last.year + last.month // 12, last.month % 12 + 1, 1) - timedelta(days=1)
        return cls(first.replace(day=1), ends)

    def starts(self) -> list[date]:
        """The first day of each month."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        months = [self.first.month - 1 + place for place in range(count)]
        return [date(self.first.year + month // 12, month % 12 + 1, 1) for month in months]

    def at(self, day: date, ends: bool = False) -> float:
        """Where `day` begins, or ends, as a percentage of the width; days outside stand at the edge."""
        passed = (day - self.first).days + ends
        return min(max(passed / ((self.last - self.first).days + 1), 0.0), 1.0) * 100


@dataclass(frozen=True, slots=True)
class Course:
    """One row of a timeline: a bar from `start` to the last of the `due` days, a mark on each of them.

    `steady`: something that is done all the time, drawn as a band; `goes_on`: beyond its last day.
    """

    due: tuple[date, ...] = ()
    start: date | None = None
    steady: bool = False
    goes_on: bool = False


def timeline_months(months: Months, today: date) -> SafeString:
    """The head of a timeline: its months, the year at the first of each; and the lines that every row repeats."""
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
    """The number of a month in its middle, and over the first month and every January its year."""
    number = f'<text class="tl-word" x="{at + half:.2f}%" y="32">{start.month}</text>'
    if not first and start.month > 1:
        return number
    return f'<text class="tl-when" x="{at:.2f}%" dx="4" y="14">{start.year}</text>{number}'


_GRID = '<use href="#tl-grid" width="100%" height="100%"/>'


def _upright(at: float) -> str:
    return f'x1="{at:.2f}%" x2="{at:.2f}%" y1="0" y2="100%"'


def timeline(course: Course, months: Months, today: date) -> SafeString:
    """One row of a timeline, as wide and as high as its cell; its lines come from `timeline_months` on the same page.

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
    return mark_safe(  # noqa: S308 - nothing in it was typed by anybody
        f'<svg class="tl" role="img" width="100%" height="100%"><title>{escape(_course_in_words(course))}</title>'
        f"{_GRID}{drawn}</svg>"
    )


def _band(kind: str, begins: float, ends: float) -> str:
    hatch = ' fill="url(#h-steady)"' if kind == "tl-steady" else ""
    wide = max(ends - begins, 0.3)
    at = min(begins, 100 - wide)  # what begins at the right edge is seen there, not drawn beyond it
    return f'<rect class="{kind}"{hatch} x="{at:.2f}%" width="{wide:.2f}%" y="50%" height="8"/>'


def _due(at: float, passed: bool) -> str:
    mark = f'<path class="tl-{"passed" if passed else "due"}" d="M0 -6l6 6l-6 6l-6 -6z"/>'
    return f'<svg class="tl-mark" x="{at:.2f}%" y="50%">{mark}</svg>'


def _course_in_words(course: Course) -> str:
    """The days of a row as one sentence."""
    parts = [gettext("from %(day)s") % {"day": f"{course.start:%d/%m/%Y}"}] if course.start else []
    if course.due:
        parts.append(gettext("due %(days)s") % {"days": ", ".join(f"{day:%d/%m/%Y}" for day in course.due)})
    if course.steady:
        parts.append(gettext("continuous"))
    if course.goes_on:
        parts.append(gettext("goes on afterwards"))
    return "; ".join(parts) or gettext("without a day")
