"""The dear work that people have asked for, and what of it has not ended."""

from __future__ import annotations

import math
from collections import Counter
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from cchc.documents.models import Errand
from cchc.documents.queries.background import active_tasks, tasks_left_behind, usual_seconds

ENDED = timedelta(minutes=2)  # after which no request is at it any more, whatever became of its process
SECONDS = 10  # to which a wait is rounded


def errands_of(person_id: int) -> list[Errand]:
    """What a person has asked for and that waits, runs, or is being answered; in the order of asking."""
    return going_on_and_ended(Errand.objects.filter(person_id=person_id))[0]


def going_on_and_ended(errands: QuerySet[Errand]) -> tuple[list[Errand], list[Errand]]:
    """Those of `errands` that go on, and those that have ended; in the order of asking."""
    asked = list(errands.order_by("pk"))
    gone = {one.pk for one in tasks_left_behind()} if asked else set()
    under_way = (
        {str(pk) for pk in active_tasks().values_list("pk", flat=True) if pk not in gone} if asked else set()
    )
    since = timezone.now() - ENDED
    on = {one.pk for one in asked if (one.task in under_way if one.task else one.at > since)}
    return [one for one in asked if one.pk in on], [one for one in asked if one.pk not in on]


def by_what(errands: list[Errand]) -> list[tuple[str, int]]:
    """How many there are of each kind that occurs, in words."""
    counts = Counter(one.what for one in errands)
    return [(str(what.label), counts[what]) for what in Errand.What if counts[what]]


def seconds_until_one_ends(errands: list[Errand]) -> int:
    """About how many seconds it takes until the first of `errands` ends: what is before it in the queue and itself,
    each as long as tasks usually take."""
    theirs = {one.task for one in errands}
    waiting = [str(pk) for pk in active_tasks().order_by("enqueued_at").values_list("pk", flat=True)]
    before = next((place for place, task in enumerate(waiting) if task in theirs), None)
    if before is None:
        return SECONDS
    return max(1, math.ceil((before + 1) * usual_seconds() / SECONDS)) * SECONDS
