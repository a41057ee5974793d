"""The nearest day on which something is due from a person, for the bar of every page."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from cchc.access.actor import Actor
from cchc.access.practising import is_practising
from cchc.appraisal.waiting import days_ahead as days_of_appraisal
from cchc.council.waiting import days_ahead as days_of_council
from cchc.fieldwork.waiting import days_ahead as days_of_fieldwork
from cchc.following.waiting import days_ahead as days_of_measures
from cchc.following.waiting import report_days_ahead
from cchc.self_scoring.waiting import days_ahead as days_of_sheets


def nearest_day(actor: Actor, today: date) -> date | None:
    """Return the nearest day, from `today` on, of the sheets, appraisals, sessions, measures, periodic reports
    and forms of surveys that wait for `actor`; None where nothing with a day does. One query, whatever waits."""
    asked = _asked(actor, today, is_practising())
    if asked is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        days = [day if isinstance(day, date) else date.fromisoformat(day) for (day,) in cursor.fetchall()]
    return min(days, default=None)


@lru_cache(maxsize=256)
def _asked(actor: Actor, today: date, practising: bool) -> tuple[str, tuple[Any, ...]] | None:
    """Return the query in words, with its values; None where it could find nothing.

    It is the same on every page of a person, and Django would put it into words anew for each: that was a sixth of the
    work of a page. `practising` decides which cycles are looked at, and is asked of the request.
    """
    days = days_of_sheets(actor, today).union(
        days_of_measures(actor, today),
        report_days_ahead(actor, today),
        days_of_appraisal(actor, today),
        days_of_council(actor, today),
        days_of_fieldwork(actor, today),
    )
    try:
        words, values = days.query.sql_with_params()
    except EmptyResultSet:
        return None
    return words, values
