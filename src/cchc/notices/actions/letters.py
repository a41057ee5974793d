"""Letters about notices and tasks: who is due one, and what becomes of old ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from cchc.notices.models import Outgoing, PersonalNotice
from cchc.notices.queries.letters import wants_letter

KEPT = timedelta(days=90)  # ended letters
NOTICES_KEPT = timedelta(days=400)  # the round of a year, and a month to look back


def queue_letters(*, now: datetime) -> int:
    """Queue a letter for everybody to whom one is due at `now`; returns their number.

    Somebody else may do the same at the same time: nobody has two letters in the queue.
    """
    people = list(wants_letter(now).values_list("pk", flat=True))
    letters = [Outgoing(person_id=person, queued_at=now, next_try=now) for person in people]
    Outgoing.objects.bulk_create(letters, ignore_conflicts=True)
    return len(people)


def forget_letters(*, now: datetime) -> None:
    """Delete the letters that ended some months ago, and the notices of the year before."""
    Outgoing.objects.filter(ended_at__lt=now - KEPT).delete()
    PersonalNotice.objects.filter(at__lt=now - NOTICES_KEPT).delete()
