"""What would change in a frozen report if its days were others: why they are not moved any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.core.plans.reports.content import frame_of
from cchc.core.plans.reports.drawn import DrawnReport
from cchc.core.plans.reports.sending import PartState
from cchc.core.words.numerals import machine_number
from cchc.following.models import ReportRound
from cchc.following.queries.report_figures import days_of, proposed_figures

MOST_NAMED = 10


def what_would_change(
    round_: ReportRound, report: DrawnReport, *, data_to: date, due: date, cut_off: date
) -> list[str]:
    """Return in sentences, by name, what of a frozen `report` other days would change: figures of sources, who was
    late, who could still send; empty where nothing would. A constant number of queries."""
    head = report.head
    found = []
    if data_to != head.data_to:
        found += _of_other_days(report)
        found += _other_figures(round_, report, data_to)
    if due != head.due:
        found += _other_lateness(report, due)
    left = [one.name for one in report.parts if one.state is not PartState.SENT and not one.has_come]
    if cut_off > head.cut_off and left:
        words = ngettext(
            "{count} unit that had not sent at the freezing could send: {names}",
            "{count} units that had not sent at the freezing could send: {names}",
            len(left),
        )
        found.append(words.format(count=len(left), names=_named(left)))
    return found


def _of_other_days(report: DrawnReport) -> list[str]:
    """The parts whose typed figures are of the days that were asked for then."""
    come = [one.name for one in report.parts if one.has_come]
    words = ngettext(
        "{count} part has figures up to {day}, and would have to be typed anew: {names}",
        "{count} parts have figures up to {day}, and would have to be typed anew: {names}",
        len(come),
    )
    day = f"{report.head.data_to:%d/%m/%Y}"
    return [words.format(count=len(come), day=day, names=_named(come))] if come else []


def _other_figures(round_: ReportRound, report: DrawnReport, data_to: date) -> Iterator[str]:
    frame = frame_of(round_.frame.content)
    now = proposed_figures(frame, days_of(round_, data_to), round_.year, [one.unit for one in report.parts])
    for part in report.parts:
        for code, origin in part.origins.items():
            row = frame.row(code)
            before = machine_number(origin.proposed)
            after: Fraction | None = now[part.unit][code].value if code in now.get(part.unit, {}) else None
            if after != before:
                yield _("{unit}, “{row}”: {before} would be {after}").format(
                    unit=part.name,
                    row=row.wording,
                    before=row.printed(before),
                    after=row.printed(after) or _("no figure"),
                )


def _other_lateness(report: DrawnReport, due: date) -> list[str]:
    sent = [one for one in report.parts if one.sent_on is not None and not one.carried_in]
    moved = [one.name for one in sent if one.late != (one.sent_on is not None and one.sent_on > due)]
    if not moved:
        return []
    words = ngettext(
        "{count} part would be late or on time otherwise: {names}",
        "{count} parts would be late or on time otherwise: {names}",
        len(moved),
    )
    return [words.format(count=len(moved), names=_named(moved))]


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return _("{names} and {count} more").format(names=shown, count=more) if more > 0 else shown
