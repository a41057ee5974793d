"""What a points file meets when it is applied or taken back: cells that moved since, cells of units that need a second
person."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from cchc.cycles.models import NotApplicable
from cchc.intake.models import StagedFile
from cchc.scores.models import Correction, Score
from cchc.scores.queries.basis import Cell
from cchc.scores.queries.content import ScoreContent, score_content
from cchc.scores.queries.imports import CellChange, changes_in, changes_of, set_key
from cchc.scores.queries.stages import counting_scores, latest_versions


@dataclass(frozen=True, slots=True)
class MovedCell:
    """A cell that is no longer as the preview saw it: what it held then, what it holds now."""

    change: CellChange
    now: ScoreContent
    without: bool


def moved_cells(staged: StagedFile) -> list[MovedCell]:
    """The cells of a waiting import whose basis has changed since it was previewed; two queries."""
    changes = changes_of(staged)
    basis = _cells(staged)
    without = frozenset(
        NotApplicable.objects.filter(participant__cycle_set=set_key(staged.about)).values_list(
            "participant_id", "leaf"
        )
    )
    now = [
        MovedCell(change, score_content(basis.get(change.cell)), change.cell in without) for change in changes
    ]
    return [one for one in now if one.without or one.now.version != one.change.old.version]


def touched_cells(staged: StagedFile) -> list[MovedCell]:
    """The cells of an applied import that were corrected or imported over since it wrote them."""
    scores, never = _cells(staged), unwritten_cells(staged)
    now = [
        MovedCell(change, score_content(scores.get(change.cell)), False)
        for change in changes_of(staged)
        if change.cell not in never
    ]
    return [one for one in now if one.now.source != staged.pk]


def unwritten_cells(staged: StagedFile) -> frozenset[Cell]:
    """The cells of an applied import that no second person has approved."""
    rows = Correction.objects.filter(source=staged.pk, kind=Correction.Kind.IMPORT)
    asked = rows.exclude(state=Correction.State.MADE).values_list("cells", flat=True)
    return frozenset(change.cell for cells in asked for change in changes_in(cells))


def written_back(staged: StagedFile) -> list[CellChange]:
    """The cells that an applied import wrote, each from what it holds now to what it held before."""
    scores, never, changes = _cells(staged), unwritten_cells(staged), changes_of(staged)
    latest = latest_versions({change.participant for change in changes})
    back = []
    for change in changes:
        if change.cell not in never:
            now = score_content(scores.get(change.cell))
            before = replace(change.old, version=latest[change.cell] + 1)
            back.append(
                replace(
                    change, old=now, new=before, old_points=change.new_points, new_points=change.old_points
                )
            )
    return back


def split_apart(
    changes: Iterable[CellChange], interests: Set[int]
) -> tuple[list[CellChange], list[CellChange]]:
    """Cells that a person may write alone, and those of the participants of interest to them."""
    free: list[CellChange] = []
    apart: list[CellChange] = []
    for change in changes:
        (apart if change.participant in interests else free).append(change)
    return free, apart


def _cells(staged: StagedFile) -> dict[Cell, Score]:
    scores = counting_scores().filter(participant__cycle_set=set_key(staged.about))
    return {(score.participant_id, score.leaf): score for score in scores}
