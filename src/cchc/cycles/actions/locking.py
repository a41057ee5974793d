"""The lock of a phase: the look at it by whoever saves something for a unit."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cchc.audit.locks import look_shared
from cchc.core.papers.deadlines.windows import Arrival
from cchc.cycles.models import Participant, Phase, PhaseKind
from cchc.cycles.queries.windows import window_of


def look_at_phase(
    *, participant: Participant, kind: str, now: datetime, typed_at: datetime | None = None
) -> Arrival:
    """Return whether what `participant` saves at the moment `now` in the phase `kind` comes in time or in the minutes
    of grace, by the moment at which it was typed.

    The look is shared: many may save at once, and the days of the phase do not change before their transactions end.
    Raises ValidationError with the line that says which lock holds, since when, and who can lift it.
    """
    look_shared(Phase.objects.filter(cycle=participant.cycle_id, kind=kind))
    found = window_of(participant, kind)
    if found is None:
        label = PhaseKind(kind).label
        raise ValidationError(_("This cycle has no phase “{phase}”.").format(phase=label), code="locked")
    arrival = found.takes(typed_at, now)
    if not arrival.is_taken:
        raise ValidationError(found.lock_line(now), code="locked")
    return arrival
