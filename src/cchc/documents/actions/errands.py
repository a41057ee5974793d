"""Dear work is begun, handed to the worker, and ended; nobody begins too much at once."""

from __future__ import annotations

from typing import Any

from cchc.access.actor import Actor
from cchc.documents.models import Errand
from cchc.documents.queries.errands import by_what, errands_of, going_on_and_ended, seconds_until_one_ends

MOST = 5  # that one person has waiting or under way at once
MOST_REQUESTS = 2  # of them that requests are at, each of which holds a thread of the web server


class TooMuchAsked(Exception):
    """Raised when a person asks for dear work and has asked for much already: how much of what, and how many seconds
    it takes until some of it has ended."""

    def __init__(self, errands: list[Errand]) -> None:
        super().__init__(f"{len(errands)} errands")
        self.counts = by_what(errands)
        self.seconds = seconds_until_one_ends(errands)


def begin_errand(*, by: Actor, what: Errand.What) -> Errand:
    """Count dear work that `by` asks for, committed at once. Raises `TooMuchAsked`.

    Of several that begin at the same moment the first ones may go on: each looks at those before it.
    """
    errand = Errand.objects.create(person_id=by.person_id, what=what)
    before = [one for one in errands_of(by.person_id) if one.pk < errand.pk]
    if len(before) >= MOST or sum(not one.task for one in before) >= MOST_REQUESTS:
        errand.delete()
        raise TooMuchAsked(before)
    return errand


def hand_to_the_worker(*, errand: Errand, task: Any) -> None:
    """Say which task of the queue it has become; one that was run where it was left has ended."""
    if not task.is_finished:
        Errand.objects.filter(pk=errand.pk).update(task=task.id)


def end_errand(*, errand: Errand) -> None:
    """The request is answered: what was not handed to the worker has ended."""
    Errand.objects.filter(pk=errand.pk, task="").delete()


def forget_ended_errands() -> None:
    """Delete what has ended."""
    _going_on, ended = going_on_and_ended(Errand.objects.all())
    Errand.objects.filter(pk__in=[one.pk for one in ended]).delete()
