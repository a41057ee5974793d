"""The year strip: the phases of a year side by side, and the progress of the running one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class PhaseBar:
    """A phase of the year; `mine` when the reader has something to do in it."""

    name: str
    begins: date
    ends: date
    mine: bool = False


def year_strip(phases: Sequence[PhaseBar], today: date) -> SafeString:
    """Return the phases of a year side by side, each with its last day, and the progress of the running one under it.

    Phases open for the reader stand in full colour. All phases are equally wide but the running one, so that every
    name can be read: the strip tells the order of the year, the dates tell its length.
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
    """Return the passed part of the running phase as a line with today at its end."""
    passed = ((today - phase.begins).days + 1) / ((phase.ends - phase.begins).days + 1) * 100
    return (
        '<svg class="ys-progress" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="ys-passed" width="{passed:.1f}" height="4"/>'
        f'<rect class="ys-today" x="{max(passed - 1, 0):.1f}" width="1" height="4"/></svg>'
    )


def _span(phase: PhaseBar) -> str:
    return f"{phase.begins:%d/%m/%Y} – {phase.ends:%d/%m/%Y}"
