"""Draws from several lists: the areas of each of the first stages in a list of their own, and behind them the rows of
the areas that were drawn, listed when it was known which these are.

Units are found again by their names. What is drawn is the same as from one frame that has all rows of all areas.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from cchc.core.surveys.sampling.design import DesignGroup, DesignStage, SurveyDesign
from cchc.core.surveys.sampling.frame import SamplingFrame, missing_columns
from cchc.core.words.names import spelling_key

T = TypeVar("T")


def lists_of(group: DesignGroup, areas: Sequence[T]) -> Sequence[T]:
    """Return those of the lists of areas from which the first stages of a group are drawn, one for each: of a group
    whose rows are drawn at once, none."""
    return areas[: sum(bool(stage.unit) for stage in group.stages)]


def listed_design(design: SurveyDesign, before: int, stages: int | None = None) -> SurveyDesign:
    """Return the design as far as a list has to follow it: `before` first stages were drawn from other lists, of which
    it only names the units; without those behind the first `stages`."""
    groups = []
    for group in design.groups:
        drawn = min(before, sum(bool(stage.unit) for stage in group.stages))
        named = tuple(DesignStage(unit=stage.unit) for stage in group.stages[:drawn])
        groups.append(replace(group, stages=(*named, *group.stages[drawn:stages])))
    return replace(design, groups=tuple(groups))


def fitting_design(design: SurveyDesign, frame: SamplingFrame) -> SurveyDesign:
    """Return the design as far as a list can follow it by its columns: of all rows, of the areas of a stage, of the
    rows in areas that were drawn; the whole design where it lacks columns for each."""
    most = max((sum(bool(stage.unit) for stage in group.stages) for group in design.groups), default=0)
    areas = [listed_design(design, before, before + 1) for before in range(most)]
    rows = [listed_design(design, before) for before in range(most, 0, -1)]
    ways = [design, *areas, *rows]
    return next((one for one in ways if not any(missing_columns(frame, one))), design)


def rows_by_unit(
    frame: SamplingFrame, group: DesignGroup, rows: Iterable[int], depth: int
) -> Mapping[tuple[str, ...], list[int]]:
    """Return the rows of a list by the names of the rated unit ("" where the group rates all) and of the units of the
    first `depth` stages, as `unit_names` writes them."""
    columns = [frame.column(stage.unit) or () for stage in group.stages[:depth]]
    rated = frame.of("unit")
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in rows:
        names = (rated[at] if group.is_by_unit else "", *(column[at] for column in columns))
        found[unit_names(names)].append(at)
    return found


def unit_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return names by which a unit is found in another list, however they are typed.

    >>> unit_names(["", "Xã  Hòa Bình"]) == unit_names(["", "xã hoà bình"])
    True
    """
    return tuple(map(spelling_key, names))
