"""How scores are written, whatever the act: what each cell is to hold, in a cycle that is held and open."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.locks import hold
from cchc.audit.statements import Found, Statement, stored_values
from cchc.cycles.models import Cycle, State
from cchc.scores.consequences import final_since
from cchc.scores.models import Origin, Score, Stage
from cchc.scores.queries.basis import Cell
from cchc.scores.queries.content import ScoreContent
from cchc.scores.queries.stages import latest_versions

BATCH = 500
WRITTEN = """
INSERT INTO scores_score
(cycle_id, participant_id, leaf, stage, points, figures, origin, source_id, reason, version)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, (
    SELECT COALESCE(MAX(version), 0) + 1 FROM scores_score WHERE participant_id = %s AND leaf = %s
))
ON CONFLICT (participant_id, leaf, stage) DO UPDATE SET
points = excluded.points, figures = excluded.figures, origin = excluded.origin, source_id = excluded.source_id,
reason = excluded.reason, version = excluded.version
RETURNING id, version
"""
"""A score in the place of what its stage held of the leaf, its version higher than that of every stage."""

WRITTEN_FIELDS = (
    "cycle", "participant", "leaf", "stage", "points", "figures", "origin", "source", "reason",
)  # fmt: skip
ORIGINS = {
    Stage.SELF_SCORE: Origin.SELF_SCORED,
    Stage.FIRST_APPRAISAL: Origin.APPRAISED,
    Stage.SECOND_APPRAISAL: Origin.APPRAISED,
    Stage.DECIDED: Origin.IMPORTED,
}


def write_decided(cycle: Cycle, wanted: Mapping[Cell, ScoreContent]) -> list[Score]:
    """Store, as decided, what is to count in each cell, and return the rows: one that holds nothing where `wanted` is
    of an earlier stage, which then counts by itself."""
    return write_cells(cycle, Stage.DECIDED, {cell: what.as_decided() for cell, what in wanted.items()})


def write_cells(cycle: Cycle, stage: Stage, wanted: Mapping[Cell, ScoreContent]) -> list[Score]:
    """Store what each cell is to hold in a stage, its version higher than that of every stage, and return the rows."""
    latest = latest_versions({participant for participant, _leaf in wanted})
    rows = [new_score(cycle, stage, cell, what) for cell, what in wanted.items()]
    for row in rows:
        row.version = latest.get((row.participant_id, row.leaf), 0) + 1
    return Score.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["participant", "leaf", "stage"],
        update_fields=["points", "figures", "origin", "source", "reason", "version"],
    )


def writing_score(row: Score) -> Statement[None]:
    """Return the statement that stores one score as `write_cells` stores many; it gives the row its id and version."""

    def written(rows: Found) -> None:
        row.pk, row.version = rows[0]

    values = stored_values(row, *WRITTEN_FIELDS)
    return Statement(WRITTEN, [*values, row.participant_id, row.leaf], written)


def new_score(cycle: Cycle, stage: Stage, cell: Cell, what: ScoreContent) -> Score:
    """Return the score that a cell is to hold in a stage, not stored yet and without its version."""
    participant, leaf = cell
    return Score(
        cycle=cycle,
        participant_id=participant,
        leaf=leaf,
        stage=stage,
        points=what.points,
        figures=dict(what.figures) if what.figures else None,
        origin=what.origin or ORIGINS[stage],
        source_id=what.source,
        reason=what.reason,
    )


def hold_open(by: Actor, permission: Permission, cycle: Cycle) -> Cycle:
    """Return `cycle`, locked for this transaction. Raises `NotPermitted`, and ValidationError when it is closed, while
    its points are final and once they are released."""
    by.require(permission)
    return hold_running(cycle)


def hold_to_correct(by: Actor, permission: Permission, cycle: Cycle) -> Cycle:
    """Return `cycle`, locked for this transaction, in which single scores are corrected: also final ones, once they are
    released. Raises `NotPermitted`, and ValidationError when it is closed, and while its points are final and not
    released."""
    by.require(permission)
    locked = _hold_not_closed(cycle)
    if locked.released_at is None:
        refuse_final(locked)
    return locked


def hold_running(cycle: Cycle) -> Cycle:
    """Return `cycle`, locked for this transaction. Raises ValidationError when it is closed, while its points are final
    and once they are released."""
    locked = _hold_not_closed(cycle)
    refuse_final(locked)
    return locked


def _hold_not_closed(cycle: Cycle) -> Cycle:
    locked = hold(Cycle.objects.all(), cycle.pk)
    if locked.state == State.CLOSED:
        raise ValidationError(
            _("The cycle “%(name)s” is closed and read-only."), params={"name": locked.name}
        )
    return locked


def refuse_final(cycle: Cycle) -> None:
    """Raise ValidationError while the points of `cycle`, which is held or looked at, are final, and once they are
    released."""
    if cycle.released_at is not None:
        words = _(
            "The results of “%(name)s” are released since %(day)s: single scores are corrected, with a second person,"
            " and another release says what changed."
        )
        raise ValidationError(
            words, params={"name": cycle.name, "day": f"{localtime(cycle.released_at):%d/%m/%Y}"}
        )
    for final in final_since(cycle=cycle):
        words = _("The points of “%(name)s” are final since %(day)s: that is undone first, with a reason.")
        raise ValidationError(words, params={"name": cycle.name, "day": f"{localtime(final.at):%d/%m/%Y}"})
