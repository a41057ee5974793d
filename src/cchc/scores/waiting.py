"""What waits for a person in this room: points files that were read and not applied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.cycles.models import State
from cchc.cycles.queries import address_of, current_cycles
from cchc.intake.models import StagedFile
from cchc.scores.queries.imports import imports_of


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, while the cycle is open, the staged points files for those who import scores; two queries."""
    if not actor.may(Permission.SCORE_IMPORT):
        return
    cycle = current_cycles().select_related("province").first()
    if cycle is None or cycle.state != State.OPEN:
        return
    for one in imports_of(cycle).filter(state=StagedFile.State.READ):
        text = _("Apply the points file {file}, or give it up").format(file=one.file.name)
        yield Duty(text, reverse("scores:import", args=[*address_of(cycle), one.pk]))
