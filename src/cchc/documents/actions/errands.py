"""Errands: costly work that a person starts, hands to the worker and ends, with a limit on how much one person has
going on."""

from __future__ import annotations

from typing import Any

from cchc.access.actor import Actor
from cchc.documents.models import Errand
from cchc.documents.queries.errands import (
    errand_counts,
    errands_of,
    going_on_and_ended,
    seconds_until_one_ends,
)

MOST = 5  # errands that one person may have waiting or running at once
MOST_REQUESTS = 2  # of these, errands inside requests, each of which holds a thread of the web server


class TooMuchAsked(Exception):
    """Raised when a person starts an errand and has too many already; carries their numbers by kind, and the seconds
    until one of them ends."""

    def __init__(self, errands: list[Errand]) -> None:
        super().__init__(f"{len(errands)} errands")
        self.counts = errand_counts(errands)
        self.seconds = seconds_until_one_ends(errands)


def begin_errand(*, by: Actor, what: Errand.What) -> Errand:
    """Count an errand of `by`, committed at once. Raises `TooMuchAsked`.

    Of several that begin at the same moment the first ones may go on: each looks at those before it.
    """
    errand = Errand.objects.create(person_id=by.person_id, what=what)
    before = [one for one in errands_of(by.person_id) if one.pk < errand.pk]
    if len(before) >= MOST or sum(not one.task for one in before) >= MOST_REQUESTS:
        errand.delete()
        raise TooMuchAsked(before)
    return errand


def hand_to_the_worker(*, errand: Errand, task: Any) -> None:
    """Store which task of the queue the errand has become; an errand whose task has run at once has ended."""
    if not task.is_finished:
        Errand.objects.filter(pk=errand.pk).update(task=task.id)


def end_errand(*, errand: Errand) -> None:
    """End the errand of an answered request, unless it was handed to the worker."""
    Errand.objects.filter(pk=errand.pk, task="").delete()


def forget_ended_errands() -> None:
    """Delete the errands that have ended."""
    _going_on, ended = going_on_and_ended(Errand.objects.all())
    Errand.objects.filter(pk__in=[one.pk for one in ended]).delete()
