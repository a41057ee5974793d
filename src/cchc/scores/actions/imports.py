"""Bringing scores by points files and taking them back; rooms above are told in the same transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.cycles.models import Cycle, CycleSet
from cchc.intake.actions import undo
from cchc.intake.changed import Changed
from cchc.intake.models import StagedFile
from cchc.scores.actions.writing import hold_open, write_cells
from cchc.scores.consequences import Occasion, scores_changed
from cchc.scores.models import Origin
from cchc.scores.queries.content import ScoreContent
from cchc.scores.queries.imports import (
    CellChange,
    changes_of,
    imports_of,
    last_applied,
    moved_cells,
    set_key,
    touched_cells,
)

APPLIED = verb("results.import_applied", _("imported {count} scores from {file} into {subject}"))
GIVEN_UP = verb("results.import_given_up", _("gave up the import of {file} into {subject}"))
UNDONE = verb("results.import_undone", _("took back the import of {count} scores from {file} in {subject}"))

POINTS = "points"


def open_set(by: Actor, about: str) -> CycleSet:
    """The criteria set of a cycle that a points file is `about`, its cycle held. Raises `NotPermitted`, ValidationError
    when the cycle is closed or the set is gone."""
    found = CycleSet.objects.select_related("cycle", "version").filter(pk=set_key(about)).first()
    if found is None:
        raise ValidationError(
            _("The criteria set of these units was changed meanwhile: bring the file again.")
        )
    hold_open(by, Permission.SCORE_IMPORT, found.cycle)
    return found


def write_import(by: Actor, cycle_set: CycleSet, staged: StagedFile, _ready: None) -> StagedFile:
    """Write every cell of a staged points file, or none, and record it. Raises `Changed` with the cells that are not as
    the preview saw them, ValidationError when a unit left the cycle."""
    changes = changes_of(staged)
    if cells := moved_cells(staged):
        raise Changed(seen=[one.change.old for one in cells], now=cells)
    cycle = cycle_set.cycle
    _check_taking_part(cycle, changes)
    write_cells(cycle, {change.cell: _brought(change.new, staged) for change in changes})
    _tell(by, APPLIED, cycle, staged, len(changes), scores_changed(cycle=cycle, occasion=Occasion.IMPORT))
    return staged


def record_given_up(by: Actor, cycle_set: CycleSet, staged: StagedFile) -> None:
    """Record that a points file is forgotten before it was applied."""
    _tell(by, GIVEN_UP, cycle_set.cycle, staged, len(staged.difference))


def write_back(by: Actor, cycle_set: CycleSet, staged: StagedFile) -> StagedFile:
    """Give every cell of an applied points file exactly what it held before, and record it. Raises `Changed` with the
    cells that were changed since."""
    cycle = cycle_set.cycle
    if imports_of(cycle).filter(state=StagedFile.State.APPLIED, applied_at__gt=staged.applied_at).exists():
        raise ValidationError(_("A later file was applied meanwhile: take that one back first."))
    if cells := touched_cells(staged):
        raise Changed(seen=[one.change.new for one in cells], now=cells)
    changes = changes_of(staged)
    write_cells(cycle, {change.cell: change.old for change in changes})
    _tell(by, UNDONE, cycle, staged, len(changes), scores_changed(cycle=cycle, occasion=Occasion.UNDO))
    return staged


def undo_last_import(*, by: Actor, cycle: Cycle) -> StagedFile:
    """Give every cell of the latest import exactly what it held before.

    Raises ValidationError when there is no import to take back, `Changed` when cells were changed since.
    """
    by.require(Permission.SCORE_IMPORT)
    last = last_applied(cycle)
    if last is None:
        raise ValidationError(_("There is no import to take back."))
    undone: StagedFile = undo(by=by, staged=last)
    return undone


def _check_taking_part(cycle: Cycle, changes: list[CellChange]) -> None:
    """Raises ValidationError when a unit of the import left the cycle meanwhile."""
    taking = set(cycle.participants.values_list("pk", flat=True))
    gone = {change.unit for change in changes if change.participant not in taking}
    if gone:
        told = _("%(units)s left the cycle since this preview. Give it up and bring the file again.")
        raise ValidationError(told, params={"units": ", ".join(sorted(gone))})


def _brought(new: ScoreContent, staged: StagedFile) -> ScoreContent:
    return ScoreContent(new.points, new.figures, Origin.IMPORTED, staged.pk)


def _tell(
    by: Actor, what: str, cycle: Cycle, staged: StagedFile, count: int, wrote: Sequence[Model] = ()
) -> None:
    """Make the one record of an import: the hash of its file and of its stored difference, and what its consequences
    `wrote`."""
    facts = {
        "import": staged.pk,
        "file": staged.file.name,
        "sha256": staged.file.sha256,
        "difference": difference_hash(staged),
        "count": count,
    }
    record(by=by, verb=what, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=wrote)


def difference_hash(staged: StagedFile) -> str:
    """SHA-256 (hexadecimal) of every cell that an import changes, as it is stored."""
    stored = json.dumps(staged.difference, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(stored).hexdigest()
