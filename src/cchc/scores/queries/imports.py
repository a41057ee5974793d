"""Points files as they are kept: the cells they change, which of them were moved or touched since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cchc.cycles.models import ABOUT_SET, Cycle, NotApplicable, about_set
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files_about
from cchc.scores.models import Score, Stage
from cchc.scores.queries.basis import Cell
from cchc.scores.queries.content import ScoreContent, score_content


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell to change: what it held, what it is to hold, and the points and the loss before and after."""

    participant: int
    unit: str
    leaf: str
    name: str
    at: str
    old: ScoreContent
    new: ScoreContent
    old_points: str | None
    new_points: str | None
    loss: str

    @property
    def cell(self) -> Cell:
        """The participant's id and the leaf's number."""
        return self.participant, self.leaf


def changes_of(staged: StagedFile) -> list[CellChange]:
    """The cells of a stored import."""
    return [
        CellChange(**{**row, "old": ScoreContent(**row["old"]), "new": ScoreContent(**row["new"])})
        for row in staged.difference
    ]


def as_json(changes: Iterable[CellChange]) -> list[dict[str, Any]]:
    """Cells as `StagedFile.difference` keeps them."""
    return [
        {name: getattr(change, name) for name in PLAIN}
        | {"old": _plain(change.old), "new": _plain(change.new)}
        for change in changes
    ]


PLAIN = ("participant", "unit", "leaf", "name", "at", "old_points", "new_points", "loss")


def _plain(what: ScoreContent) -> dict[str, Any]:
    """What a cell holds, without what is empty."""
    return {name: value for name in what.__slots__ if (value := getattr(what, name))}


# Imports as they are kept


def set_key(about: str) -> int:
    """The id of the criteria set that a points file is about."""
    return int(about.removeprefix(ABOUT_SET))


def imports_of(cycle: Cycle) -> QuerySet[StagedFile]:
    """The points files that were brought for the sets of `cycle`, the latest first."""
    return imports_for(cycle.sets.values_list("pk", flat=True))


def imports_for(sets: Iterable[int]) -> QuerySet[StagedFile]:
    """The points files that were brought for the criteria sets with these ids, the latest first."""
    return staged_files_about("points", [about_set(pk) for pk in sets])


def last_applied(cycle: Cycle) -> StagedFile | None:
    """The import that would be undone next: the latest one that was applied and still holds."""
    return imports_of(cycle).filter(state=StagedFile.State.APPLIED).order_by("-applied_at", "-id").first()


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
    """The cells of an applied import that were corrected or imported over since."""
    scores = _cells(staged)
    now = [MovedCell(change, score_content(scores.get(change.cell)), False) for change in changes_of(staged)]
    return [one for one in now if one.now.source != staged.pk]


def _cells(staged: StagedFile) -> dict[Cell, Score]:
    scores = Score.objects.filter(participant__cycle_set=set_key(staged.about), stage=Stage.DECIDED)
    return {(score.participant_id, score.leaf): score for score in scores}
