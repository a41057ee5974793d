"""What of this room is staged: a points file."""

from __future__ import annotations

from cchc.cycles.models import CycleSet
from cchc.intake.kinds import Brought, Compared, StagedKind
from cchc.scores.actions import (
    POINTS,
    open_set,
    record_given_up,
    write_back,
    write_import,
)
from cchc.scores.exchange.points import POINTS_FILE
from cchc.scores.queries.comparison import Preview, preview_of
from cchc.scores.queries.imports import as_json, set_key


def _compare(brought: Brought) -> Compared:
    """What a points file would change in the scores of now."""
    cycle_set = CycleSet.objects.select_related("cycle", "version").get(pk=set_key(brought.about))
    sheet, decimal = brought.options["sheet"], brought.options["decimal"]
    points = POINTS_FILE.read(brought.data, brought.name, cycle_set.version.text, sheet, decimal or None)
    valid_rows = bool(brought.options.get("valid_rows"))
    return compared_points(preview_of(cycle_set, points, valid_rows=valid_rows))


def compared_points(preview: Preview) -> Compared:
    """A preview as a staged file keeps it. It has no version of its own: each cell carries the one it was seen with."""
    return Compared(as_json(preview.changes), read=preview.read, counts=preview.counts)


POINTS_FILES: StagedKind[CycleSet] = StagedKind(
    code=POINTS,
    compare=_compare,
    open=open_set,
    apply=write_import,
    undo=write_back,
    give_up=record_given_up,
    for_good=True,
)
KINDS = (POINTS_FILES,)
