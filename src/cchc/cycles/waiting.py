"""The duties of this room: a cycle to be created, or to be prepared to its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.cycles.models import State
from cchc.cycles.queries import current_cycle


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield the cycle that is to be created or prepared, for those who manage cycles; one query."""
    if not actor.may(Permission.CYCLE_MANAGE):
        return
    cycle = current_cycle()
    if cycle is None:
        yield Duty(_("Create the cycle of the year"), reverse("cycles:new"))
    elif cycle.state == State.PREPARING:
        text = _("Finish preparing {cycle} and open it").format(cycle=cycle.name)
        yield Duty(text, reverse("cycles:detail", args=[cycle.pk]))
