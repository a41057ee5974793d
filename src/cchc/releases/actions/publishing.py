"""Having a draft made public by the worker: ordered, done as one act in the name of who ordered it, or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.accounts.models import Person
from cchc.accounts.queries import actors_of
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.files.writing import replace_file
from cchc.releases.actions.releasing import publish_release, publishable_draft
from cchc.releases.models import Publication, Release
from cchc.releases.queries.publishing import PublishingStep, step_file

ORDERED = verb(
    "releases.ordered",
    _("had the draft of release {number} of {subject} made public, by decision {decision}"),
)

OTHERS = _("The points or the draft are others than were seen: prepare the release anew and look at it.")
NO_LONGER = _("Whoever ordered this may no longer release results.")
OURS = _(
    "The platform failed at it; tell the administrator, who finds the cause in its log. Nothing was released."
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
        defaults={
            **by_line(by),
            "state": State.WAITING,
            "seen": seen,
            "unit_id": by.unit_id,
            "role": by.role.value,
            "scope": by.scope.value,
            "language": translation.get_language() or "vi",
            "whys": [],
            "at": at,
        },
    )
    cycle = checked.cycle
    facts = {"number": checked.release.number, "decision": checked.decision}
    record(by=by, verb=ORDERED, subject=cycle.name, subject_id=cycle.pk, facts=facts)
    return ordered, True


@transaction.atomic
def order_again(*, publication: Publication) -> bool:
    """Let an order that was interrupted, or refused, wait once more; returns whether there still is one. Nothing is
    recorded: the order was."""
    waiting = Publication.objects.filter(pk=publication.pk)
    return bool(waiting.update(state=State.WAITING, whys=[]))


def publish_ordered(*, publication: Publication) -> None:
    """Make the draft of an order public in the name of who ordered it; where that is refused, keep the reasons.

    An error of ours is raised for the log of the service, and the person is told that there was one.
    """
    try:
        with translation.override(publication.language):
            by = _actor_now(publication)
            publish_release(
                by=by, release=publication.release, seen=publication.seen, note=_noting(publication)
            )
    except ValidationError as refused:
        _refuse(publication, refused.messages)
    except Changed:
        _refuse(publication, [OTHERS])
    except NotPermitted:
        _refuse(publication, [NO_LONGER])
    except Exception:
        _refuse(publication, [OURS])
        raise
    finally:
        step_file(publication.pk).unlink(missing_ok=True)


def _actor_now(publication: Publication) -> Actor:
    """Return who ordered it, in the same capacity, as that is now. Raises `NotPermitted` for one who has it no more."""
    person = Person.objects.filter(pk=publication.person_id, is_active=True).first()
    actors = [] if person is None else actors_of(person, timezone.localdate())
    asked = (publication.unit_id, publication.role, publication.scope)
    for actor in actors:
        if (actor.unit_id, actor.role.value, actor.scope.value) == asked:
            return actor
    raise NotPermitted(Permission.RELEASE_PUBLISH)


@transaction.atomic
def _refuse(publication: Publication, whys: Iterable[str | Promise]) -> None:
    """Keep why a draft is not made public, for its page; nothing where it was thrown away meanwhile."""
    with translation.override(publication.language):
        said = [str(why) for why in whys]
    Publication.objects.filter(pk=publication.pk).update(state=State.REFUSED, whys=said)


def _noting(publication: Publication) -> Callable[[PublishingStep], None]:
    file = step_file(publication.pk)

    def note(step: PublishingStep) -> None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(file, str(int(step)).encode())

    return note
