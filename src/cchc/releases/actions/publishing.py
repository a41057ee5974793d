"""Having a draft made public by the worker: ordered, done as one act in the name of who ordered it, or refused."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.releases.actions.orders import noting, obey, order_of
from cchc.releases.actions.releasing import publish_release, publishable_draft
from cchc.releases.models import Publication, Release

ORDERED = verb(
    "releases.ordered",
    _("had the draft of release {number} of {subject} made public, by decision {decision}"),
)

State = Publication.State


@transaction.atomic
def order_publication(
    *, by: Actor, release: Release, seen: str, now: datetime | None = None
) -> tuple[Publication, bool]:
    """Order that a draft is made public, and return the order with whether the worker must be told of it: of two who
    order the same at once, the first is obeyed.

    `seen` is the hash of the draft's bundle, as the page showed it. Raises what `publishable_draft` raises.
    """
    at = now or timezone.now()
    by.require(Permission.RELEASE_PUBLISH)
    checked = publishable_draft(by=by, release=release, seen=seen, at=at)
    before = Publication.objects.filter(release=checked.release).first()
    if before is not None and before.state == State.WAITING and before.seen == seen:
        return before, False
    ordered, _is_new = Publication.objects.update_or_create(
        release=checked.release,
        defaults={**order_of(by, at), "seen": seen},
    )
    cycle = checked.cycle
    facts = {"number": checked.release.number, "decision": checked.decision}
    record(by=by, verb=ORDERED, subject=cycle.name, subject_id=cycle.pk, facts=facts)
    return ordered, True


def publish_ordered(*, publication: Publication) -> None:
    """Make the draft of an order public in the name of who ordered it; where that is refused, keep the reasons."""

    def act(by: Actor) -> None:
        publish_release(by=by, release=publication.release, seen=publication.seen, note=noting(publication))

    obey(publication, Permission.RELEASE_PUBLISH, act)
