"""What waits for a person in this room: points files that were read and not applied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.access.waiting import Duty
from cchc.cycles.models import CycleSet, State
from cchc.cycles.queries import address_of, current_cycles
from cchc.intake.models import StagedFile
from cchc.scores.queries.imports import imports_for


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, while the cycle is open, the staged points files for those who import scores; two queries."""
    if not actor.may(Permission.SCORE_IMPORT):
        return
    current = CycleSet.objects.filter(cycle__in=current_cycles().values("pk")[:1], cycle__state=State.OPEN)
    sets = list(current.select_related("cycle__province"))
    for one in imports_for(cycle_set.pk for cycle_set in sets).filter(state=StagedFile.State.READ):
        text = _("Apply the points file {file}, or give it up").format(file=one.file.name)
        yield Duty(text, reverse("scores:import", args=[*address_of(sets[0].cycle), one.pk]))
