"""How scores are written, whatever the act: what each cell is to hold, in a cycle that is held and open."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.locks import hold
from cchc.cycles.models import Cycle, State
from cchc.scores.models import Origin, Score, Stage
from cchc.scores.queries.basis import Cell
from cchc.scores.queries.content import ScoreContent

BATCH = 500


def write_cells(cycle: Cycle, wanted: Mapping[Cell, ScoreContent]) -> None:
    """Store what each cell is to hold, its version one higher than it was."""
    rows = Score.objects.filter(
        cycle=cycle, participant__in={participant for participant, _leaf in wanted}, stage=Stage.DECIDED
    )
    present = {(row.participant_id, row.leaf): row for row in rows}
    for (participant, leaf), what in wanted.items():
        cell = (participant, leaf)
        if cell not in present:
            present[cell] = Score(cycle=cycle, participant_id=participant, leaf=leaf, version=0)
        fill(present[cell], what)
    Score.objects.bulk_create(
        [present[cell] for cell in wanted],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["participant", "leaf", "stage"],
        update_fields=["points", "figures", "origin", "source", "reason", "version"],
    )


def fill(row: Score, what: ScoreContent) -> None:
    """Put `what` into `row`, its version one higher than it was."""
    row.points, row.figures = what.points, dict(what.figures) if what.figures else None
    row.origin, row.source_id, row.reason = what.origin or Origin.IMPORTED, what.source, what.reason
    row.version += 1


def hold_open(by: Actor, permission: Permission, cycle: Cycle) -> Cycle:
    """Return `cycle`, locked for this transaction. Raises `NotPermitted`, and ValidationError when it is closed."""
    by.require(permission)
    locked = hold(Cycle.objects.all(), cycle.pk)
    if locked.state == State.CLOSED:
        raise ValidationError(
            _("The cycle “%(name)s” is closed and read-only."), params={"name": locked.name}
        )
    return locked
