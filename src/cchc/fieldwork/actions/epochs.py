"""After the database was restored from a backup a new epoch begins, and devices offer to send again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from secrets import token_hex

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.platform import by_the_platform
from cchc.audit.actions import record
from cchc.audit.locks import change_alone
from cchc.audit.verbs import verb
from cchc.documents.actions.keeping import keep
from cchc.fieldwork.models import DeviceEpoch
from cchc.fieldwork.queries.epochs import (
    is_another_past,
    is_forgotten,
    known_past,
    last_event,
    past_file,
    standing_epoch,
)

BEGUN = verb("fieldwork.epoch_begun", _("began a new account of what telephones have sent"))


@dataclass(frozen=True, slots=True)
class Now:
    """Which past this is, and how far its log is."""

    epoch: str
    event: int


@transaction.atomic
def begin_epoch(*, by: Actor, seen: str) -> str:
    """Begin a new epoch after the one that was `seen`, and return its code; where another has begun meanwhile, that."""
    change_alone("fieldwork.epoch")
    standing = standing_epoch()
    if standing != seen:
        return standing
    row = DeviceEpoch.objects.create(code=token_hex(16))
    record(by=by, verb=BEGUN, subject=row.code, subject_id=row.pk)
    return row.code


def told_now(*, past: str = "") -> Now:
    """The epoch and the last event, noted in the folder of the installation; a new epoch where the database is behind
    what the folder knows, or behind the `past` that a device was told (`queries.epochs.signed_past`)."""
    epoch, event = standing_epoch(), last_event()
    if not epoch or is_another_past(epoch, event) or is_forgotten(past, epoch):
        epoch = begin_epoch(by=by_the_platform(), seen=epoch)
        event = last_event()
    known = known_past()
    if known is None or known.epoch != epoch or known.event < event:
        keep(past_file(), json.dumps({"epoch": epoch, "event": event}).encode())
    return Now(epoch, event)
