"""Bringing scores by points files and taking them back; rooms above are told in the same transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.words.lengths import MOST
from cchc.cycles.models import Cycle, CycleSet
from cchc.intake.actions import undo
from cchc.intake.models import StagedFile
from cchc.scores.actions.corrections import keep
from cchc.scores.actions.decisions import withdraw_rows
from cchc.scores.actions.writing import hold_open, write_decided
from cchc.scores.consequences import Occasion, scores_changed
from cchc.scores.models import Correction, Origin
from cchc.scores.queries.applying import (
    moved_cells,
    split_apart,
    touched_cells,
    unwritten_cells,
    written_back,
)
from cchc.scores.queries.content import ScoreContent
from cchc.scores.queries.imports import (
    CellChange,
    as_json,
    changes_of,
    imports_of,
    last_applied,
    set_key,
)
from cchc.scores.queries.interests import participants_of_interest
from cchc.scores.queries.stages import latest_versions
from cchc.scores.queries.ways import leaves_by_file

APPLIED = verb("results.import_applied", _("imported {count} scores from {file} into {subject}"))
GIVEN_UP = verb("results.import_given_up", _("gave up the import of {file} into {subject}"))
UNDONE = verb("results.import_undone", _("took back the import of {count} scores from {file} in {subject}"))

say_facts("results", left_out=FactWords(_("Rows with faults that were left out")))

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
    """Write the cells of a staged points file, or none, and record it; those of units that `by` may not change alone
    wait for a second person.

    Raises `Changed` with the cells that are not as the preview saw them, ValidationError when a unit left the cycle.
    """
    changes = changes_of(staged)
    if cells := moved_cells(staged):
        raise Changed(seen=[one.change.old for one in cells], now=cells)
    cycle = cycle_set.cycle
    _check_taking_part(cycle, changes)
    _check_ways(cycle_set, changes)
    latest = latest_versions({one.participant for one in changes})
    brought = [replace(one, new=_brought(one.new, staged, latest.get(one.cell, 0))) for one in changes]
    free, apart = split_apart(brought, participants_of_interest(by, cycle))
    write_decided(cycle, {one.cell: one.new for one in free})
    asked = _ask_for(by, cycle, staged, apart, Correction.Kind.IMPORT)
    followed = scores_changed(cycle=cycle, occasion=Occasion.IMPORT)
    _tell(by, APPLIED, cycle, staged, len(free), [*asked, *followed], left=apart)
    return staged


def record_given_up(by: Actor, cycle_set: CycleSet, staged: StagedFile) -> None:
    """Record that a points file is forgotten before it was applied."""
    _tell(by, GIVEN_UP, cycle_set.cycle, staged, len(staged.difference))


def write_back(by: Actor, cycle_set: CycleSet, staged: StagedFile) -> StagedFile:
    """Give every cell that an applied points file wrote exactly what it held before, and record it; cells of units that
    `by` may not change alone wait for a second person. What of the file still waits itself is withdrawn.

    Raises `Changed` with the cells that were changed since.
    """
    by.require(Permission.SCORE_TAKE_BACK)
    cycle = cycle_set.cycle
    if imports_of(cycle).filter(state=StagedFile.State.APPLIED, applied_at__gt=staged.applied_at).exists():
        raise ValidationError(_("A later file was applied meanwhile: take that one back first."))
    if cells := touched_cells(staged):
        raise Changed(seen=[one.change.new for one in cells], now=cells)
    never_written = unwritten_cells(staged)
    free, apart = split_apart(written_back(staged), participants_of_interest(by, cycle))
    withdrawn = withdraw_rows(by, staged)
    write_decided(cycle, {one.cell: one.new for one in free})
    asked = _ask_for(by, cycle, staged, apart, Correction.Kind.UNDO)
    followed = scores_changed(cycle=cycle, occasion=Occasion.UNDO)
    left = [*apart, *(one for one in changes_of(staged) if one.cell in never_written)]
    _tell(by, UNDONE, cycle, staged, len(free), [*withdrawn, *asked, *followed], left=left)
    return staged


def _ask_for(
    by: Actor, cycle: Cycle, staged: StagedFile, apart: Sequence[CellChange], kind: Correction.Kind
) -> list[Correction]:
    """Ask for the cells of a points file that need a second person: one correction for each unit."""
    told = {
        Correction.Kind.IMPORT: gettext("Points file %(file)s"),
        Correction.Kind.UNDO: gettext("Points file %(file)s is taken back"),
    }
    asked = []
    participants = cycle.participants.in_bulk({one.participant for one in apart})
    for pk, participant in participants.items():
        cells = [one for one in apart if one.participant == pk]
        reason = (told[kind] % {"file": staged.file.name})[: MOST["reason"]]
        one = Correction(
            participant=participant, kind=kind, reason=reason, source=staged, cells=as_json(cells)
        )
        keep(by, one, Correction.State.WAITING)
        asked.append(one)
    return asked


def undo_last_import(*, by: Actor, cycle: Cycle) -> StagedFile:
    """Give every cell of the latest import exactly what it held before.

    Raises ValidationError when there is no import to take back, `Changed` when cells were changed since.
    """
    by.require(Permission.SCORE_TAKE_BACK)
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


def _check_ways(cycle_set: CycleSet, changes: list[CellChange]) -> None:
    """Raises ValidationError when the scores of some leaves of an import no longer come by points files."""
    others = {change.leaf for change in changes} - leaves_by_file(cycle_set)
    if others:
        told = _("The scores of %(leaves)s come no longer by points files: give it up and bring the others.")
        raise ValidationError(told, params={"leaves": ", ".join(sorted(others))})


def _brought(new: ScoreContent, staged: StagedFile, latest: int) -> ScoreContent:
    return ScoreContent(new.points, new.figures, Origin.IMPORTED, staged.pk, version=latest + 1)


def _tell(
    by: Actor,
    what: str,
    cycle: Cycle,
    staged: StagedFile,
    count: int,
    wrote: Sequence[Model] = (),
    left: Sequence[CellChange] = (),
) -> None:
    """Make the one record of an import: the hash of its file and of its stored difference, what it and its
    consequences `wrote`, and the cells of the file that it `left` as they were."""
    facts = {
        "import": staged.pk,
        "file": staged.file.name,
        "sha256": staged.file.sha256,
        "difference": difference_hash(staged),
        "count": count,
    }
    if left:
        facts["left"] = [f"{one.participant}/{one.leaf}" for one in left]
    if staged.read.get("left_out"):
        rows = [f"{one['unit']} ({one['at']})" for one in staged.read["left_out"]]
        facts["changes"] = {"left_out": [[], rows]}
    record(by=by, verb=what, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=wrote)


def difference_hash(staged: StagedFile) -> str:
    """SHA-256 (hexadecimal) of every cell that an import changes, as it is stored."""
    stored = json.dumps(staged.difference, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(stored).hexdigest()
