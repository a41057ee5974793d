"""Bringing scores, correcting them, taking an import back; rooms above are told in the same transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.ledgers import Given
from cchc.core.words.messages import Message, say
from cchc.core.words.numbers import shown_in_full
from cchc.core.words.numerals import DecimalSign
from cchc.cycles.models import Cycle, CycleSet, Participant, State
from cchc.documents.actions import store
from cchc.scores.consequences import Occasion, scores_changed
from cchc.scores.models import Origin, Score, ScoreImport, Stage
from cchc.scores.queries.basis import ScoreBasis, basis_of, checked_ranking
from cchc.scores.queries.content import ScoreContent, content_for, declared_figures, score_content
from cchc.scores.queries.imports import (
    CellChange,
    MovedCell,
    Preview,
    as_json,
    changes_of,
    last_applied,
    moved_cells,
    touched_cells,
)

APPLIED = verb("results.import_applied", _("imported {count} scores from {file} into {subject}"))
GIVEN_UP = verb("results.import_given_up", _("gave up the import of {file} into {subject}"))
UNDONE = verb("results.import_undone", _("took back the import of {count} scores from {file} in {subject}"))
CORRECTED = verb("results.score_corrected", _("changed {leaf} of {subject} from {old} to {new}: {reason}"))

BATCH = 500


class BasisChanged(Exception):
    """Raised when scores changed between the preview of an import and its application; carries the cells."""

    def __init__(self, cells: list[MovedCell]) -> None:
        super().__init__(f"{len(cells)} cells changed")
        self.cells = cells


class ScoresTouched(Exception):
    """Raised when an import cannot be taken back because cells of it were changed since; carries the cells."""

    def __init__(self, cells: list[MovedCell]) -> None:
        super().__init__(f"{len(cells)} cells touched")
        self.cells = cells


class ScoreChanged(Exception):
    """Raised when somebody else changed the score meanwhile; carries what it holds now."""

    def __init__(self, now: ScoreContent) -> None:
        super().__init__(f"version {now.version}")
        self.now = now


# Imports


@transaction.atomic
def stage_import(
    *,
    by: Actor,
    cycle_set: CycleSet,
    preview: Preview,
    data: bytes,
    name: str,
    decimal: DecimalSign | None = None,
) -> ScoreImport:
    """Keep the difference between a points file and the scores it was read against, to be applied or given up; `data`,
    the bytes of the file, are kept beside it.

    The one record is that of the stored file: no score changes yet; a score that changed meanwhile is found when the
    import is applied. Raises ValidationError when the cycle has another set for these units by now.
    """
    cycle = _open(by, Permission.SCORE_IMPORT, cycle_set.cycle)
    if not cycle.sets.filter(pk=cycle_set.pk, version=cycle_set.version_id).exists():
        raise ValidationError(
            _("The criteria set of these units was changed meanwhile: bring the file again.")
        )
    return ScoreImport.objects.create(
        cycle=cycle,
        cycle_set=cycle_set,
        file=store(by=by, name=name, data=data),
        sheet=preview.sheet,
        decimal=decimal or "",
        person_id=by.person_id,
        person=by.person,
        unit=by.unit,
        counts=preview.counts,
        difference=as_json(preview.changes),
    )


@transaction.atomic
def apply_import(*, by: Actor, score_import: ScoreImport) -> ScoreImport:
    """Write every cell of a prepared import, or none. Raises `BasisChanged` when a cell is not as it was previewed."""
    _open(by, Permission.SCORE_IMPORT, score_import.cycle)
    waiting = _waiting(score_import)
    if cells := moved_cells(waiting):
        raise BasisChanged(cells)
    changes = changes_of(waiting)
    _check_taking_part(waiting.cycle, changes)
    _write(waiting.cycle_id, [(change, _brought(change.new, waiting)) for change in changes])
    waiting.applied_at = timezone.now()
    waiting.save(update_fields=["applied_at"])
    _tell(by, APPLIED, waiting, len(changes), scores_changed(cycle=waiting.cycle, occasion=Occasion.IMPORT))
    return waiting


@transaction.atomic
def give_up_import(*, by: Actor, score_import: ScoreImport) -> None:
    """Forget a prepared import; its file stays among the stored files. Raises ValidationError once it is applied."""
    _open(by, Permission.SCORE_IMPORT, score_import.cycle)
    waiting = _waiting(score_import)
    _tell(by, GIVEN_UP, waiting, len(waiting.difference))
    waiting.delete()


def _waiting(score_import: ScoreImport) -> ScoreImport:
    """The import as it is now, held. Raises ValidationError once it is applied or given up."""
    waiting = hold(ScoreImport.objects.select_related("file", "cycle"), score_import.pk)
    if waiting.applied_at is not None:
        raise ValidationError(_("This import was applied already."))
    return waiting


@transaction.atomic
def undo_last_import(*, by: Actor, cycle: Cycle) -> ScoreImport:
    """Give every cell of the latest import exactly what it held before.

    Raises ValidationError when there is no import to take back, `ScoresTouched` when cells were changed since.
    """
    _open(by, Permission.SCORE_IMPORT, cycle)
    last = last_applied(cycle)
    if last is None:
        raise ValidationError(_("There is no import to take back."))
    if cells := touched_cells(last):
        raise ScoresTouched(cells)
    changes = changes_of(last)
    _write(cycle.pk, [(change, change.old) for change in changes])
    last.undone_at, last.undone_by = timezone.now(), by.person
    last.save(update_fields=["undone_at", "undone_by"])
    _tell(by, UNDONE, last, len(changes), scores_changed(cycle=cycle, occasion=Occasion.UNDO))
    return last


def _check_taking_part(cycle: Cycle, changes: list[CellChange]) -> None:
    """Raises ValidationError when a unit of the import left the cycle meanwhile."""
    taking = set(cycle.participants.values_list("pk", flat=True))
    gone = {change.unit for change in changes if change.participant not in taking}
    if gone:
        told = _("%(units)s left the cycle since this preview. Give it up and bring the file again.")
        raise ValidationError(told, params={"units": ", ".join(sorted(gone))})


def _brought(new: ScoreContent, score_import: ScoreImport) -> ScoreContent:
    return ScoreContent(new.points, new.figures, Origin.IMPORTED, score_import.pk)


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


def _tell(by: Actor, what: str, score_import: ScoreImport, count: int, wrote: Sequence[Model] = ()) -> None:
    """Make the one record of an import: the hash of its file and of its stored difference, and what its consequences
    `wrote`."""
    file = score_import.file
    facts = {
        "import": score_import.pk,
        "file": file.name,
        "sha256": file.sha256,
        "difference": difference_hash(score_import),
        "count": count,
    }
    cycle = score_import.cycle
    record(by=by, verb=what, subject=cycle.name, subject_id=cycle.pk, facts=facts, wrote=wrote)


def difference_hash(score_import: ScoreImport) -> str:
    """SHA-256 (hexadecimal) of every cell that an import changes, as it is stored."""
    stored = json.dumps(score_import.difference, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(stored).hexdigest()


# Corrections


@transaction.atomic
def correct_score(
    *, by: Actor, participant: Participant, leaf: str, given: Given | None, reason: str, version: int
) -> Score:
    """Set one score by hand: points, declared figures, or None to make it pending again.

    `version` is that of the score the person saw (0: there was none). Raises `ScoreChanged` when it is another now,
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
        raise ScoreChanged(before)
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


def _scored_leaf(basis: ScoreBasis, participant: Participant, leaf: str, given: Given | None) -> Node:
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
        span = {"low": shown_in_full(low), "high": shown_in_full(high)}
        raise ValidationError({"points": _("Points must lie between %(low)s and %(high)s.") % span})


def _told(leaf: Node, what: ScoreContent) -> str:
    """What a score holds, in words for the log."""
    if not what.figures:
        return what.points or "–"
    spoken = (
        Message("{label}: {value}", label=variable.label, value=figure_words(variable, value))
        for variable, value in declared_figures(leaf, what)
    )
    return "; ".join(say(message, gettext, shown_in_full) for message in spoken)


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
