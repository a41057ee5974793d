"""What waits for a person in this room: proposals against losses from which no plan was drafted yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.waiting import Duty
from cchc.analysis.queries.remediation import open_remediations


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield the remediation plans that `actor` is to draft from their proposals; one query."""
    for one in open_remediations(actor):
        text = _("Choose the measures of “{title}” and draft the plan").format(title=one.title)
        yield Duty(text, reverse("analysis:remediation", args=[one.pk]), letter=text)
