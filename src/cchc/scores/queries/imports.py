"""Points files as they are kept: the cells they change, which of them were moved or touched since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cchc.cycles.models import ABOUT_SET, Cycle, about_set
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files_about
from cchc.scores.queries.basis import Cell
from cchc.scores.queries.content import NOTHING, ScoreContent


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
    return changes_in(staged.difference)


def changes_in(rows: Iterable[Mapping[str, Any]]) -> list[CellChange]:
    """Return cells as `as_json` keeps them."""
    return [
        CellChange(**{**row, "old": ScoreContent(**row["old"]), "new": ScoreContent(**row["new"])})
        for row in rows
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
    """What a cell holds, without what is empty or goes without saying."""
    held = {name: getattr(what, name) for name in what.__slots__}
    return {name: value for name, value in held.items() if value and value != getattr(NOTHING, name)}


# Imports as they are kept


def set_key(about: str) -> int:
    """The id of the criteria set that a points file is about."""
    return int(about.removeprefix(ABOUT_SET))


def imports_of(cycle: Cycle) -> QuerySet[StagedFile]:
    """The points files that were brought for the sets of `cycle`, the latest first."""
    return staged_files_about("points", [about_set(pk) for pk in cycle.sets.values_list("pk", flat=True)])


def last_applied(cycle: Cycle) -> StagedFile | None:
    """The import that would be undone next: the latest one that was applied and still holds."""
    return imports_of(cycle).filter(state=StagedFile.State.APPLIED).order_by("-applied_at", "-id").first()
