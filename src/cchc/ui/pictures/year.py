"""The year strip: the phases of a year side by side, in proportion to their days, with their dates and with today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

WIDTH = 6000  # pixels that the phases would take together: more than any screen has, so that all of them shrink alike


@dataclass(frozen=True, slots=True)
class PhaseBar:
    """A phase of the year with the address of its page; `mine` when the reader has something to do in it, `until` the
    reader's own last day where it comes later than that of the others."""

    name: str
    begins: date
    ends: date
    href: str
    mine: bool = False
    until: date | None = None

    @property
    def my_end(self) -> date:
        """The last day of the phase for the reader."""
        return max(self.ends, self.until) if self.mine and self.until else self.ends

    @property
    def days(self) -> int:
        """The days of the phase, its first and its last one included."""
        return (self.ends - self.begins).days + 1


def year_strip(phases: Sequence[PhaseBar], today: date) -> SafeString:
    """Return the phases of a year side by side, each with its dates and leading to its page.

    What is open for the reader stands in full colour, with the day by which it must be done. The policy of our pages
    allows no width in an attribute of style, so each phase holds a scale, a drawing whose own width is in proportion
    to its days; as all of them together are wider than any screen, they shrink in that proportion, and stop where a
    name or a date would be cut. Days between two phases are a gap of one width.
    """
    if not phases:
        return mark_safe("")
    total = sum(phase.days for phase in phases)
    soon = next((phase for phase in phases if today < phase.begins), None)
    after_gap = {after for before, after in pairwise(phases) if (after.begins - before.ends).days > 1}
    drawn = "".join(
        _phase(
            phase,
            today,
            round(phase.days * WIDTH / total),
            f"{' ys-soon' if phase is soon else ''}{' ys-apart' if phase in after_gap else ''}",
        )
        for phase in phases
    )
    return mark_safe(f'<ol class="ys">{drawn}</ol>')  # noqa: S308 - every name is escaped where it is drawn


def _phase(phase: PhaseBar, today: date, width: int, place: str) -> str:
    state = "past" if phase.my_end < today else "now" if phase.begins <= today else "next"
    is_mine = phase.mine and state == "now"
    return (
        f'<li class="ys-{state}{" ys-mine" if is_mine else ""}{place}"><a href="{escape(phase.href)}"'
        f'{_current(state)}><span class="ys-name">{escape(phase.name)}</span> '
        f'<span class="ys-days">{escape(_days(phase, is_mine))}</span></a>{_scale(phase, today, width)}</li>'
    )


def _current(state: str) -> str:
    return ' aria-current="step"' if state == "now" else ""


def _days(phase: PhaseBar, is_mine: bool) -> str:
    """Return the dates of a phase, or the day until which it is open for the reader."""
    if is_mine:
        return gettext("mine until %(day)s") % {"day": f"{phase.my_end:%d/%m}"}
    return f"{phase.begins:%d/%m}–{phase.ends:%d/%m}"


def _scale(phase: PhaseBar, today: date, width: int) -> str:
    """Return the line under a phase: its passed part, with today at the end of it where the phase runs."""
    passed = min(max((today - phase.begins).days + 1, 0) / phase.days, 1) * 100
    mark = (
        f'<rect class="ys-today" x="{max(passed - 1.5, 0):.1f}" width="1.5" height="4"/>'
        if phase.begins <= today <= phase.ends
        else ""
    )
    return (
        f'<svg class="ys-scale" width="{width}" height="4" viewBox="0 0 100 4" preserveAspectRatio="none"'
        f' aria-hidden="true"><rect class="ys-passed" width="{passed:.1f}" height="4"/>{mark}</svg>'
    )
