"""Records on pages: their periods, days and standings in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.plans.following.states import ENDED, ProgressState, RecordStanding
from cchc.following.models import ProgressRecord
from cchc.following.queries.mine import MineGroup, MineRow
from cchc.following.queries.words import (
    STANDING_WORDS,
    STATE_WORDS,
    name_of_measure,
    period_beside,
    period_words,
)
from cchc.plans.models import Measure

register = template.Library()

_MARKS = {
    RecordStanding.DONE: "good",
    RecordStanding.DONE_LATE: "late",
    RecordStanding.WITHOUT_PRODUCT: "late",
    RecordStanding.NOT_DONE: "loss",
    RecordStanding.UNDER_WAY: "accent",
}


@register.filter
def period_name(period: str) -> str:
    """The name of a period as people say it."""
    return period_words(period)


@register.filter
def measure_name(measure: Measure) -> str:
    """What a measure is called: its number, where it has one, and what it is."""
    return name_of_measure(measure)


@register.filter
def period_apart(period: str) -> str:
    """The same; nothing for the one time of a measure that has no other."""
    return period_beside(period)


@register.filter
def state_name(state: str) -> str:
    """What a unit says of its work, in words."""
    return str(STATE_WORDS[ProgressState(state)])


@register.simple_tag(takes_context=True)
def state_options(context: Any, chosen: str) -> str:
    """The states from which is chosen, as options; many rows share them: those of each choice are drawn once."""
    drawn: dict[str, str] = context.render_context.setdefault("state_options", {})
    if chosen not in drawn:
        drawn[chosen] = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (value, SafeString(" selected") if value == chosen else "", label)
                for value, label in context["states"]
            ),
        )
    return drawn[chosen]


@register.simple_tag
def standing_mark(standing: RecordStanding) -> SafeString:
    """Where a record stands, as a small word with a coloured edge."""
    kind = _MARKS.get(standing, "neutral")
    return format_html('<span class="mark mark-{}">{}</span>', kind, STANDING_WORDS[standing])


@register.simple_tag
def record_deadline(row: MineRow) -> SafeString:
    """The day of a record with its period, and how far that is away; without a day the wording of the plan."""
    record = row.record
    period = format_html('<small class="quiet">{}</small>', row.period) if row.period else ""
    if record.due is None:
        unset = (
            format_html('<small class="quiet">{}</small>', _("no day is set")) if lacks_day(record) else ""
        )
        return format_html('<span class="wording">{}</span> {} {}', record.measure.deadline, unset, period)
    away = format_html("<small>{}</small>", days_away(row.days)) if row.group in _OPEN else ""
    return format_html('<span class="day">{}</span>{} {}', f"{record.due:%d/%m/%Y}", away, period)


@register.filter
def lacks_day(record: ProgressRecord) -> bool:
    """Whether nobody has set a day for work that can be done and ends: its wording names none that is understood, or
    its event happened without a term."""
    ends = record.measure.deadline_kind != DeadlineKind.CONTINUOUS
    return record.due is None and record.starts is not None and ends


_OPEN = (MineGroup.OVERDUE, MineGroup.WEEK, MineGroup.MONTH)


@register.filter
def days_away(days: int | None) -> str:
    """How far a day is away: "quá 3 ngày", "hôm nay", "còn 5 ngày"; nothing where there is none."""
    if days is None:
        return ""
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("{count} day over", "{count} days over", -days).format(count=-days)
    return ngettext("{count} day left", "{count} days left", days).format(count=days)


@register.simple_tag
def record_standing(row: MineRow) -> SafeString:
    """Where a record stands with its percentage, whether it was returned or closed, and its products."""
    record = row.record
    percent = f" {record.percent}\N{NO-BREAK SPACE}%" if record.state == ProgressState.UNDER_WAY.value else ""
    said = [format_html("{}{}", standing_mark(row.standing), percent)]
    if record.returned:
        said.append(format_html('<span class="mark mark-loss">{}</span>', _("returned")))
    elif record.closed_at is not None:
        said.append(format_html('<span class="mark mark-good">{}</span>', _("outcome taken")))
    if row.confirmed:
        said.append(format_html('<span class="mark mark-neutral">{}</span>', _("agreed to")))
    return SafeString(" ".join(said))


@register.simple_tag
def record_act(row: MineRow, leads: bool, may_report: bool) -> str:
    """What is done with a record at its page."""
    record = row.record
    if (
        row.below is None
        and leads
        and may_report
        and record.closed_at is None
        and ProgressState(record.state) not in ENDED
    ):
        return _("Report")
    if not leads and may_report and not row.confirmed and record.reported_at is not None:
        return _("Confirm")
    return _("Open it")
