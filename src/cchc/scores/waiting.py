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
from cchc.scores.models import ScoreImport


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, while the cycle is open, the staged points files for those who import scores; one query."""
    if not actor.may(Permission.SCORE_IMPORT):
        return
    staged = ScoreImport.objects.filter(cycle__in=current_cycles().values("pk")[:1], cycle__state=State.OPEN)
    for one in staged.filter(applied_at__isnull=True).select_related("file", "cycle__province"):
        text = _("Apply the points file {file}, or give it up").format(file=one.file.name)
        yield Duty(text, reverse("scores:import", args=[*address_of(one.cycle), one.pk]))
