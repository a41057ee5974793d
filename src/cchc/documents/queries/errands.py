"""Queries of errands: the costly work that people have started, and which of it has not ended."""

from __future__ import annotations

import math
from collections import Counter
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from cchc.documents.models import Errand
from cchc.documents.queries.background import active_tasks, tasks_left_behind, usual_seconds

ENDED = timedelta(minutes=2)  # after which the request of an errand has ended, whatever became of its process
SECONDS = 10  # seconds to which a wait is rounded


def errands_of(person_id: int) -> list[Errand]:
    """Return the errands of a person that wait, run, or are inside a request; the oldest first."""
    return going_on_and_ended(Errand.objects.filter(person_id=person_id))[0]


def going_on_and_ended(errands: QuerySet[Errand]) -> tuple[list[Errand], list[Errand]]:
    """Return the errands that go on, and those that have ended; the oldest first."""
    asked = list(errands.order_by("pk"))
    gone = {one.pk for one in tasks_left_behind()} if asked else set()
    under_way = (
        {str(pk) for pk in active_tasks().values_list("pk", flat=True) if pk not in gone} if asked else set()
    )
    since = timezone.now() - ENDED
    on = {one.pk for one in asked if (one.task in under_way if one.task else one.at > since)}
    return [one for one in asked if one.pk in on], [one for one in asked if one.pk not in on]


def errand_counts(errands: list[Errand]) -> list[tuple[str, int]]:
    """Return each kind that occurs, in words, with its number of errands."""
    counts = Counter(one.what for one in errands)
    return [(str(what.label), counts[what]) for what in Errand.What if counts[what]]


def seconds_until_one_ends(errands: list[Errand]) -> int:
    """Return about how many seconds pass until the first of `errands` ends.

    Its task and those before it in the queue count with the usual duration of a task.
    """
    theirs = {one.task for one in errands}
    waiting = [str(pk) for pk in active_tasks().order_by("enqueued_at").values_list("pk", flat=True)]
    before = next((place for place, task in enumerate(waiting) if task in theirs), None)
    if before is None:
        return SECONDS
    return max(1, math.ceil((before + 1) * usual_seconds() / SECONDS)) * SECONDS
