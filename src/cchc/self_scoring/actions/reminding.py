"""Reminding the units that have not handed in their sheets."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.cycles.models import Cycle
from cchc.notices.actions.reminding import LateUnit, UnitsReminded, remind_units
from cchc.notices.kinds import notice_kind
from cchc.self_scoring.queries.progress import Progress, progress_of

LATE_SHEET = notice_kind(
    "self_scoring.sheet_waited_for",
    _("The sheet of self-scoring {year} of {unit} is not handed in yet; it is open until {day}"),
)


@transaction.atomic
def remind_late_units(*, by: Actor, cycle: Cycle, now: datetime) -> UnitsReminded:
    """Remind the people of every unit whose sheet can still be handed in and is not; each unit once a day."""
    today = localtime(now).date()
    waited_for = [
        one
        for one in progress_of(cycle, now)
        if one.progress not in (Progress.SUBMITTED, Progress.UNSUBMITTED)
        and (
            one.until is None or one.until >= today
        )  # locked since midnight, though the worker has not come yet
    ]
    return remind_units(
        by=by,
        about=f"self_scoring:{cycle.pk}",
        subject=cycle.name,
        kind=LATE_SHEET,
        units=[
            LateUnit(
                one.unit, one.name, reverse("self_scoring:sheet", args=(cycle.year, one.unit)), one.until
            )
            for one in waited_for
            if one.until is not None
        ],
        doing=Permission.SHEET_EDIT,
        facts={"year": cycle.year},
        today=today,
    )
