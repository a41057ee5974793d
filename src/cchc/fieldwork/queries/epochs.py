"""Which past of the database this is: read from the database and from the folder of the installation, which a backup of
the database does not hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from cchc.fieldwork.models import DeviceEpoch


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
