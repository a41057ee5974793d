"""The history of one score: every change that was made or asked for, by whom, when and why."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext

from cchc.access.actor import Actor
from cchc.audit.models import Entry
from cchc.cycles.models import Participant, about_set
from cchc.documents.queries.library import with_files
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files_about
from cchc.scores.models import Correction
from cchc.scores.policies import may_see_correction
from cchc.scores.queries.content import ScoreContent
from cchc.scores.queries.effects import Effect, effect_from
from cchc.scores.queries.imports import CellChange, changes_in
from cchc.scores.queries.interests import units_of_interest

BY_HAND = (
    "results.score_corrected"  # the verb of corrections, also of those from before corrections were kept
)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of a score: when, who, from what to what and why. `old_words` and `new_words` stand for what only the
    log knows. `ends` is the version with which it left the score, None where it was not made by a correction."""

    at: datetime
    person: str
    unit: str
    what: str
    old: ScoreContent | None = None
    new: ScoreContent | None = None
    old_words: str = ""
    new_words: str = ""
    reason: str = ""
    correction: Correction | None = None
    effect: Effect | None = None
    ends: int | None = None


def history_of(participant: Participant, leaf: str, actor: Actor) -> list[HistoryLine]:
    """Return the changes of a score that were made, and those asked for that `actor` may see; the latest first."""
    rows = participant.corrections.select_related("document", "participant__cycle", "source__file")
    rows = rows.prefetch_related(with_files("document"))
    kept = [(one, cell) for one in rows for cell in changes_in(one.cells) if cell.leaf == leaf]
    interests = units_of_interest(actor, participant.cycle) if kept else frozenset()
    apart: Set[int | None] = {one.source_id for one, _cell in kept if one.kind == Correction.Kind.IMPORT}
    back: Set[int | None] = {one.source_id for one, _cell in kept if one.kind == Correction.Kind.UNDO}
    lines = [
        *(
            _of_correction(one, cell)
            for one, cell in kept
            if one.state == Correction.State.MADE or may_see_correction(actor, one, interests)
        ),
        *_of_files(participant, leaf, apart, back),
        *_of_log(participant, leaf),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def latest_figures(participant: Participant, leaf: str) -> dict[str, str]:
    """Return the figures that a score had last before it was corrected, as stored texts; empty where it had none."""
    for one in participant.corrections.filter(state=Correction.State.MADE):
        for cell in changes_in(one.cells):
            if cell.leaf == leaf and (cell.new.figures or cell.old.figures):
                return dict(cell.new.figures or cell.old.figures or {})
    return {}


def _of_correction(one: Correction, cell: CellChange) -> HistoryLine:
    made = one.state == Correction.State.MADE
    return HistoryLine(
        at=one.at,
        person=one.person,
        unit=one.unit,
        what=one.get_kind_display(),
        old=cell.old,
        new=cell.new,
        reason=one.reason,
        correction=one,
        effect=effect_from(one.effect) if one.effect else None,
        ends=cell.new.version if made else None,
    )


def _of_files(
    participant: Participant, leaf: str, apart: Set[int | None], back: Set[int | None]
) -> Iterator[HistoryLine]:
    """What points files wrote and gave back, without the rows that waited for a second person."""
    applied = staged_files_about("points", [about_set(participant.cycle_set_id)])
    for staged in _applied(applied):
        for row in staged.difference:
            if row["participant"] == participant.pk and row["leaf"] == leaf and staged.pk not in apart:
                (cell,) = changes_in([row])
                assert staged.applied_at is not None
                file, written = staged.file.name, gettext("Points file")
                by = (staged.person, staged.unit)
                yield HistoryLine(staged.applied_at, *by, written, cell.old, cell.new, reason=file)
                if staged.undone_at and staged.pk not in back:
                    undone, by = gettext("Points file taken back"), (staged.undone_by, "")
                    yield HistoryLine(staged.undone_at, *by, undone, cell.new, cell.old, reason=file)


def _applied(staged: QuerySet[StagedFile]) -> QuerySet[StagedFile]:
    states = [StagedFile.State.APPLIED, StagedFile.State.UNDONE]
    return staged.filter(state__in=states).select_related("file").defer("counts", "read", "faults")


def _of_log(participant: Participant, leaf: str) -> Iterator[HistoryLine]:
    """Corrections from before they were kept as rows of their own."""
    entries = Entry.objects.filter(verb=BY_HAND, subject_id=str(participant.pk), facts__leaf=leaf)
    for entry in entries:
        if "correction" not in entry.facts:
            yield HistoryLine(
                at=entry.at,
                person=entry.person,
                unit=entry.unit,
                what=gettext("By hand"),
                old_words=entry.facts["old"],
                new_words=entry.facts["new"],
                reason=entry.facts["reason"],
            )
