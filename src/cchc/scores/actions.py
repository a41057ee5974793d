"""Bringing scores, correcting them, taking an import back; rooms above are told in the same transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.queries import last_person
from cchc.audit.verbs import verb
from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.ledgers import LeafScore
from cchc.core.words.messages import Message, say
from cchc.core.words.numbers import number_in_full
from cchc.cycles.models import Cycle, CycleSet, Participant, State
from cchc.intake.actions import undo
from cchc.intake.changed import Changed
from cchc.intake.models import StagedFile
from cchc.scores.consequences import Occasion, scores_changed
from cchc.scores.models import Origin, Score, Stage
from cchc.scores.queries.basis import ScoreBasis, basis_of, checked_ranking
from cchc.scores.queries.content import ScoreContent, content_for, declared_figures, score_content
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
CORRECTED = verb("results.score_corrected", _("changed {leaf} of {subject} from {old} to {new}: {reason}"))

BATCH = 500


# Imports


POINTS = "points"


def open_set(by: Actor, about: str) -> CycleSet:
    """The criteria set of a cycle that a points file is `about`, its cycle held. Raises `NotPermitted`, ValidationError
    when the cycle is closed or the set is gone."""
    found = CycleSet.objects.select_related("cycle", "version").filter(pk=set_key(about)).first()
    if found is None:
        raise ValidationError(
            _("The criteria set of these units was changed meanwhile: bring the file again.")
        )
    _open(by, Permission.SCORE_IMPORT, found.cycle)
    return found


def write_import(by: Actor, cycle_set: CycleSet, staged: StagedFile, _ready: None) -> StagedFile:
    """Write every cell of a staged points file, or none, and record it. Raises `Changed` with the cells that are not as
    the preview saw them, ValidationError when a unit left the cycle."""
    changes = changes_of(staged)
    if cells := moved_cells(staged):
        raise Changed(seen=[one.change.old for one in cells], now=cells)
    cycle = cycle_set.cycle
    _check_taking_part(cycle, changes)
    _write(cycle.pk, [(change, _brought(change.new, staged)) for change in changes])
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
    _write(cycle.pk, [(change, change.old) for change in changes])
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


def _write(cycle_id: int, cells: list[tuple[CellChange, ScoreContent]]) -> None:
    """Store what each cell is to hold, its version one higher than it was."""
    wanted = {change.cell: what for change, what in cells}
    rows = Score.objects.filter(
        cycle=cycle_id, participant__in={participant for participant, _leaf in wanted}, stage=Stage.DECIDED
    )
    present = {(row.participant_id, row.leaf): row for row in rows}
    for (participant, leaf), what in wanted.items():
        cell = (participant, leaf)
        if cell not in present:
            present[cell] = Score(cycle_id=cycle_id, participant_id=participant, leaf=leaf, version=0)
        _fill(present[cell], what)
    Score.objects.bulk_create(
        [present[cell] for cell in wanted],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["participant", "leaf", "stage"],
        update_fields=["points", "figures", "origin", "source", "reason", "version"],
    )


def _fill(row: Score, what: ScoreContent) -> None:
    row.points, row.figures = what.points, dict(what.figures) if what.figures else None
    row.origin, row.source_id, row.reason = what.origin or Origin.IMPORTED, what.source, what.reason
    row.version += 1


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


# Corrections


@transaction.atomic
def correct_score(
    *, by: Actor, participant: Participant, leaf: str, given: LeafScore | None, reason: str, version: int
) -> Score:
    """Set one score by hand: points, declared figures, or None to make it pending again.

    `version` is that of the score the person saw (0: there was none). Raises `Changed` when it is another now,
    ValidationError when the leaf does not apply, the rule refuses the score, or no reason is given.
    """
    _open(by, Permission.SCORE_CORRECT, participant.cycle)
    text = " ".join(reason.split())
    if not text:
        raise ValidationError({"reason": _("Say why the score is changed.")})
    basis = basis_of(participant.cycle_set, participant.cycle)
    node = _scored_leaf(basis, participant, leaf, given)
    rows = Score.objects.select_for_update().filter(participant=participant, leaf=leaf, stage=Stage.DECIDED)
    row = rows.first()
    before = score_content(row)
    if before.version != version:
        raise Changed(seen=version, now=before, who=_who_set(participant, leaf, row))
    row = row or Score(cycle_id=participant.cycle_id, participant=participant, leaf=leaf, version=0)
    what = content_for(node, given)
    _fill(row, ScoreContent(what.points, what.figures, Origin.DECIDED, None, text))
    row.save()
    facts = {
        "leaf": leaf,
        "old": _told(node, before),
        "new": _told(node, what),
        "reason": text,
        "version": row.version,
    }
    followed = scores_changed(cycle=participant.cycle, occasion=Occasion.CORRECTION)
    record(
        by=by,
        verb=CORRECTED,
        subject=participant.name,
        subject_id=participant.pk,
        facts=facts,
        wrote=[row, *followed],
    )
    return row


def _who_set(participant: Participant, leaf: str, row: Score | None) -> str:
    """Who gave a score what it holds: whoever brought the file, or corrected it."""
    if row is not None and row.source:
        return row.source.person
    return last_person(CORRECTED, participant.pk, leaf=leaf)


def _scored_leaf(basis: ScoreBasis, participant: Participant, leaf: str, given: LeafScore | None) -> Node:
    """The leaf, once `given` is something that it can be scored with."""
    node = basis.criteria.leaves.get(leaf)
    if node is None:
        raise ValidationError(
            _("The leaf %(leaf)s does not belong to the criteria of this unit."), params={"leaf": leaf}
        )
    if (participant.pk, leaf) in basis.without:
        raise ValidationError(_("%(leaf)s does not apply to this unit."), params={"leaf": leaf})
    if isinstance(given, Fraction):
        _check_span(node, given)
        return node
    checked_ranking(basis, {(participant.pk, leaf): given})
    return node


def _check_span(node: Node, points: Fraction) -> None:
    low, high = node.stated_span()
    if not low <= points <= high:
        span = {"low": number_in_full(low), "high": number_in_full(high)}
        raise ValidationError({"points": _("Points must lie between %(low)s and %(high)s.") % span})


def _told(leaf: Node, what: ScoreContent) -> str:
    """What a score holds, in words for the log."""
    if not what.figures:
        return what.points or "–"
    spoken = (
        Message("{label}: {value}", label=variable.label, value=figure_words(variable, value))
        for variable, value in declared_figures(leaf, what)
    )
    return "; ".join(say(message, gettext, number_in_full) for message in spoken)


# Guards


def _open(by: Actor, permission: Permission, cycle: Cycle) -> Cycle:
    """`cycle`, locked for this transaction. Raises ValidationError when it is closed."""
    by.require(permission)
    locked = hold(Cycle.objects.all(), cycle.pk)
    if locked.state == State.CLOSED:
        raise ValidationError(
            _("The cycle “%(name)s” is closed and read-only."), params={"name": locked.name}
        )
    return locked
