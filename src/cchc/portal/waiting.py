"""What waits for a person in this room: feedback that nobody has read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from cchc.access.actor import Actor
from cchc.access.waiting import Duty
from cchc.portal.policies import State
from cchc.portal.queries.feedback import moderated_by


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield one duty for all new feedback; one query, none for who does not moderate."""
    count = moderated_by(actor).filter(state=State.NEW).count()
    if count:
        text = ngettext(
            "Read {count} piece of feedback of citizens", "Read {count} pieces of feedback of citizens", count
        )
        yield Duty(text.format(count=count), reverse("portal_office:feedback"))
