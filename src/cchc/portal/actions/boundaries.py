"""The boundaries of units are put on the map."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import change_alone
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.documents.models import StoredFile
from cchc.portal.models import BoundaryMap
from cchc.portal.queries.boundaries import standing_number

PUT = verb(
    "portal.boundaries_put",
    _("put the boundaries of {subject} on the map of the public pages: {areas} areas"),
)
GIVEN_UP = verb("portal.boundaries_given_up", _("gave up the boundaries of {subject}"))


def open_boundaries(by: Actor, _about: str) -> None:
    """Ask whether `by` may put boundaries on the map, and hold them. Raises `NotPermitted`."""
    by.require(Permission.PORTAL_MANAGE)
    change_alone("portal.boundaries")


def put_boundaries(*, by: Actor, file: StoredFile, box: str, outlines: Mapping[str, str]) -> BoundaryMap:
    """Let the map draw these outlines from now on; part of the act that applies their file."""
    row = BoundaryMap.objects.create(
        number=standing_number() + 1,
        file=file,
        box=box,
        outlines=dict(outlines),
        areas=len(set(outlines.values())),
        at=timezone.now(),
        **by_line(by),
    )
    facts = {"number": row.number, "areas": row.areas, "sha256": file.sha256}
    record(by=by, verb=PUT, subject=file.name, subject_id=row.pk, facts=facts, wrote=[row])
    return row


def record_given_up(*, by: Actor, file: StoredFile) -> None:
    """Record that a file of boundaries was given up before it was applied."""
    record(by=by, verb=GIVEN_UP, subject=file.name, subject_id=file.sha256)
