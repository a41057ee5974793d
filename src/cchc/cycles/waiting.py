"""The duties of this room: a cycle to be created, or to be prepared to its end; requests on which to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.cycles.actions.deciders import requests_of
from cchc.cycles.models import State
from cchc.cycles.queries import current_cycle
from cchc.cycles.queries.requests import moved_at, requests_waiting


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield the cycle that is to be created or prepared, for those who manage cycles, and the requests of units for
    those who decide on them; three queries at most while none waits."""
    yield from _requests(actor)
    if not actor.may(Permission.CYCLE_MANAGE):
        return
    cycle = current_cycle()
    if cycle is None:
        yield Duty(_("Create the cycle of the year"), reverse("cycles:new"))
    elif cycle.state == State.PREPARING:
        text = _("Finish preparing {cycle} and open it").format(cycle=cycle.name)
        yield Duty(text, reverse("cycles:detail", args=[cycle.pk]))


def _requests(actor: Actor) -> Iterator[Duty]:
    """Yield the requests on which `actor` may decide: not those of units that stand near."""
    if not any(actor.may(one) for one in (Permission.APPLICABILITY_DECIDE, Permission.APPLICABILITY_SETTLE)):
        return
    waiting = requests_of(actor, requests_waiting())
    moved = moved_at(waiting) if waiting else {}
    for one in waiting:
        text = _("Decide on the request of {unit} that {leaf} shall not apply to it")
        if one.pk in moved:
            text = _("Decide in the appraisal on the request of {unit} that {leaf} shall not apply to it")
        words = text.format(unit=one.participant.name, leaf=one.leaf)
        yield Duty(words, reverse("cycles:request", args=[one.participant.cycle_id, one.pk]))
