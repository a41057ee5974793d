"""When reminders went out."""

from __future__ import annotations

from datetime import date

from cchc.notices.models import ReminderRound


def last_round() -> date | None:
    """Return the last day on which everybody was reminded; None when that has never been."""
    return ReminderRound.objects.order_by("-day").values_list("day", flat=True).first()
