"""Which past of the database this is: read from the database and from the folder of the installation, which a backup of
the database does not hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Max

from cchc.audit.models import Entry
from cchc.fieldwork.models import DeviceEpoch

_SIGNER = Signer(salt="cchc.fieldwork.past")


@dataclass(frozen=True, slots=True)
class KnownPast:
    """What the folder of the installation knows: the epoch, and an event of the log that the database once had."""

    epoch: str
    event: int


def past_file() -> Path:
    """Where the installation notes how far its log was."""
    return Path(settings.VAR) / "fieldwork-epoch.json"


def known_past() -> KnownPast | None:
    """What the folder knows; None where it knows nothing that can be read."""
    try:
        told = json.loads(past_file().read_text(encoding="utf-8"))
        return KnownPast(str(told["epoch"]), int(told["event"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def standing_epoch() -> str:
    """The epoch that the database tells; empty where none has begun."""
    last = DeviceEpoch.objects.order_by("-pk").first()
    return last.code if last else ""


def is_another_past(epoch: str, event: int) -> bool:
    """Whether the database, which stands in `epoch` at `event` of its log, is behind what the folder knows of it: it
    was restored from a backup."""
    known = known_past()
    return known is not None and (known.epoch != epoch or known.event > event)


def last_event() -> int:
    """The number of the last act in the log: whatever changes a form comes with a higher one."""
    found: int | None = Entry.objects.aggregate(last=Max("pk"))["last"]
    return found or 0


def signed_past(epoch: str) -> str:
    """What a device is told to say again the next time: the epoch, the last act of the log and its mark, signed by this
    installation. Nothing ever leaves the log, so a database without that act was restored from a backup."""
    return _SIGNER.sign(f"{epoch}.{_act(last_event())}")


def is_forgotten(past: str, epoch: str) -> bool:
    """Whether the database, which stands in `epoch`, has not the act that this installation once told of in it. What it
    has not signed, or told in an epoch that is over, is no evidence of anything."""
    try:
        told_epoch, act = _SIGNER.unsign(past).split(".", 1)
    except (BadSignature, ValueError):
        return False
    return told_epoch == epoch and act != _act(int(act.partition(".")[0]))


def _act(event: int) -> str:
    """An act of the log by its number and a mark of what it was: after a restoration another may bear the number."""
    found = Entry.objects.filter(pk=event).values_list("at", "verb", "subject_id", "person_id").first()
    at, *what = found or (None,)
    told = json.dumps([at and at.astimezone(UTC).isoformat(), *what])
    return f"{event}.{sha256(told.encode()).hexdigest()[:16]}"
