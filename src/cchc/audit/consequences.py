"""What this room asks those above it: which entries of the log somebody may not read, because of their subjects; and
what follows from it, the entries that a reader sees."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from cchc.access.actor import Actor
from cchc.access.events import question
from cchc.access.permissions import Permission
from cchc.audit.models import Entry
from cchc.audit.queries import acts_on
from cchc.audit.verbs import ABOUT


@dataclass(frozen=True, slots=True)
class ConcealedSubjects:
    """Things of one kind (`about` of their verbs), by their ids, of which somebody may read no entry."""

    about: str
    ids: Collection[int]


@question(ConcealedSubjects)
def concealed_subjects(*, actor: Actor) -> None:
    """Of which things may `actor` read no entry of the log, whoever did what to them?"""


def unconcealed(actor: Actor, found: QuerySet[Entry]) -> QuerySet[Entry]:
    """Return those of the entries `found` whose subject no room conceals from `actor`. Whatever shows entries of the
    log to a person asks this once for all of them: pages, their counts, news, the history of one thing."""
    for concealed in concealed_subjects(actor=actor):
        if concealed.ids:
            ids = [str(one) for one in concealed.ids]
            found = found.exclude(verb__in=sorted(ABOUT[concealed.about]), subject_id__in=ids)
    return found


def visible_to(actor: Actor) -> QuerySet[Entry]:
    """Return the entries that `actor` may read: none without the permission, else all but those that are concealed."""
    return (
        unconcealed(actor, Entry.objects.all()) if actor.may(Permission.AUDIT_READ) else Entry.objects.none()
    )


def history_of(actor: Actor, verbs: Iterable[str], subject_id: int) -> QuerySet[Entry]:
    """Return these acts on the subject with this id, the latest first, for a page that shows them to `actor`."""
    return unconcealed(actor, acts_on(verbs, subject_id))
