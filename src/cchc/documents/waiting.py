"""What waits for a person in this room: files of the unit that are to be confirmed as documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.waiting import Duty
from cchc.documents.queries.library import incoming_of


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield one duty for all files that wait to be confirmed; one query."""
    count = incoming_of(actor).count()
    if count:
        text = ngettext(
            "Confirm which document {count} file is", "Confirm which documents {count} files are", count
        )
        yield Duty(text.format(count=count), reverse("documents:new"))
