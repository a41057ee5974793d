"""The holidays of the years: plans may ask that a due day on a holiday moves to the next working day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import alone_in, hold
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.words.lengths import MOST
from cchc.cycles.consequences import holidays_changed
from cchc.cycles.exchange import HolidayRow
from cchc.cycles.models import FIRST_YEAR, LAST_YEAR, Holiday

ADDED = verb("cycles.holidays_added", _("added {count} days to the holidays of {subject}"))
CHANGED = verb("cycles.holiday_changed", _("changed {day} in the holidays of {subject}"))
REMOVED = verb("cycles.holidays_removed", _("removed {count} days from the holidays of {subject}"))
say_facts(
    "cycles",
    on=FactWords(_("day")),
    name=FactWords(_("name")),
    worked=FactWords(_("worked instead")),
)


@transaction.atomic
def add_holidays(*, by: Actor, rows: Iterable[HolidayRow]) -> list[Holiday]:
    """Add days to the table; returns the new ones. Days already in the table stay as they are.

    Raises ValidationError, its messages keyed by the day (2027-04-30), when a day is refused.
    """
    by.require(Permission.CYCLE_MANAGE)
    alone_in(Holiday)
    wanted = [HolidayRow(row.on, " ".join(row.name.split()), row.worked) for row in rows]
    there = check_holidays(wanted)
    added = Holiday.objects.bulk_create(
        Holiday(on=row.on, name=row.name, worked=row.worked)
        for row in sorted(wanted, key=lambda row: row.on)
        if row.on not in there
    )
    if added:
        facts: dict[str, Any] = {"count": len(added), "days": [_told(day) for day in added]}
        record(by=by, verb=ADDED, subject=_years(added), facts=facts)
        holidays_changed()
    return added


def check_holidays(rows: Sequence[HolidayRow], besides: Holiday | None = None) -> dict[date, Holiday]:
    """Return the rows that the table already has, of the same kind; `besides` is left out of the comparison.

    Raises ValidationError, its messages keyed by the day, when a day comes twice, has no name, is worked although it
    is no weekend day, or is in the table as the other kind.
    """
    stored = Holiday.objects.filter(on__in=[row.on for row in rows])
    there = {day.on: day for day in stored if day != besides}
    wrong: dict[str, list[ValidationError]] = defaultdict(list)
    seen: set[date] = set()
    for row in rows:
        wrong[row.on.isoformat()] += [
            ValidationError(why, params={"day": f"{row.on:%d/%m/%Y}", "most": MOST["name"]})
            for why in _refusals(row, there.get(row.on), row.on in seen)
        ]
        seen.add(row.on)
    if any(wrong.values()):
        raise ValidationError({day: errors for day, errors in wrong.items() if errors})
    return there


def _refusals(row: HolidayRow, there: Holiday | None, twice: bool) -> list[Any]:
    """Return the reasons why the table refuses a day."""
    refusals = []
    if not FIRST_YEAR <= row.on.year <= LAST_YEAR:
        refusals.append(_("%(day)s is not in the years that the table holds (2000 to 2100)."))
    if twice:
        refusals.append(_("%(day)s comes twice."))
    if not row.worked and not row.name:
        refusals.append(_("%(day)s has no name; a day off needs one."))
    if len(row.name) > MOST["name"]:
        refusals.append(_("The name of %(day)s is longer than %(most)s letters."))
    if row.worked and row.on.weekday() < 5:
        refusals.append(_("%(day)s is no weekend day; only a Saturday or a Sunday is worked to make up."))
    if there and there.worked and not row.worked:
        refusals.append(_("%(day)s stands in the table as worked to make up; remove it there first."))
    if there and row.worked and not there.worked:
        refusals.append(_("%(day)s stands in the table as a day off; remove it there first."))
    return refusals


@transaction.atomic
def change_holiday(*, by: Actor, holiday: Holiday, on: date, name: str, worked: bool) -> Holiday:
    """Correct a day of the table. Raises ValidationError as `add_holidays` does, and when the new day is taken."""
    by.require(Permission.CYCLE_MANAGE)
    alone_in(Holiday)
    locked = hold(Holiday.objects.all(), holiday.pk)
    row = HolidayRow(on, " ".join(name.split()), worked)
    taken = check_holidays([row], besides=locked)
    if taken:
        raise ValidationError(
            {on.isoformat(): _("%(day)s stands in the table already.") % {"day": f"{on:%d/%m/%Y}"}}
        )
    before = _told(locked)
    locked.on, locked.name, locked.worked = row.on, row.name, row.worked
    locked.save()
    if _told(locked) != before:
        facts = {"day": locked.on.isoformat(), "before": before, "after": _told(locked)}
        record(by=by, verb=CHANGED, subject=_years([locked]), subject_id=locked.pk, facts=facts)
        holidays_changed()
    return locked


@transaction.atomic
def remove_holidays(*, by: Actor, holidays: Iterable[Holiday]) -> int:
    """Remove days from the table; returns their number."""
    by.require(Permission.CYCLE_MANAGE)
    alone_in(Holiday)
    days = list(Holiday.objects.filter(pk__in=[day.pk for day in holidays]))
    Holiday.objects.filter(pk__in=[day.pk for day in days]).delete()
    if days:
        facts: dict[str, Any] = {"count": len(days), "days": [_told(day) for day in days]}
        record(by=by, verb=REMOVED, subject=_years(days), facts=facts)
        holidays_changed()
    return len(days)


def _years(days: Iterable[Holiday]) -> str:
    return ", ".join(str(year) for year in sorted({day.on.year for day in days}))


def _told(day: Holiday) -> dict[str, Any]:
    return {"on": day.on.isoformat(), "name": day.name, "worked": day.worked}
