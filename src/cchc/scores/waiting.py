"""What waits for a person in this room: points files that were read and not applied, and changes of scores that need a
second person."""

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
from cchc.scores.queries.requests import corrections_to_decide


def waiting_for(actor: Actor, today: date) -> Iterator[Duty]:
    """Yield, while the cycle is open, the staged points files for those who import scores, and the corrections on which
    a second person may decide; four queries at most while none of these waits."""
    if not (actor.may(Permission.SCORE_IMPORT) or actor.may(Permission.SCORE_CORRECT)):
        return
    current = current_cycles().first()
    if current is None or current.state != State.OPEN:
        return
    if actor.may(Permission.SCORE_IMPORT):
        for one in imports_of(current).filter(state=StagedFile.State.READ):
            text = _("Apply the points file {file}, or give it up").format(file=one.file.name)
            yield Duty(text, reverse("scores:import", args=[*address_of(current), one.pk]))
    if actor.may(Permission.SCORE_CORRECT):
        for asked in corrections_to_decide(actor, current):
            text = _("Decide on the change of scores of {unit} that {who} asks for").format(
                unit=asked.participant.name, who=asked.person
            )
            letter = _("Decide on a change of scores of {unit}").format(unit=asked.participant.name)
            href = reverse("scores:request", args=[*address_of(current), asked.pk])
            yield Duty(text, href, letter=letter)
