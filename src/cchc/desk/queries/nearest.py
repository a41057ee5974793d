"""The nearest day on which something is due from a person, for the bar of every page."""

from __future__ import annotations

from datetime import date

from cchc.access.actor import Actor
from cchc.appraisal.waiting import days_ahead as days_of_appraisal
from cchc.plans.waiting import days_ahead as days_of_measures
from cchc.self_scoring.waiting import days_ahead as days_of_sheets


def nearest_day(actor: Actor, today: date) -> date | None:
    """Return the nearest day, from `today` on, of the sheets, appraisals and measures that wait for `actor`; None
    where nothing with a day does. One query, whatever waits."""
    days = days_of_sheets(actor, today).union(days_of_measures(actor, today), days_of_appraisal(actor, today))
    return min((day for (day,) in days), default=None)
