"""What taking the results of surveys would do to the scores of a cycle: every cell old → new, what each unit then has,
and which leaves of which units stay without."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.core.scoring.criteria.feeding import FedInput
from cchc.core.scoring.criteria.figures import figure
from cchc.core.scoring.criteria.tree import Node, Part
from cchc.core.scoring.ledgers import LeafScore, Ledger
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, Participant, SurveyedBy
from cchc.scores.models import Origin
from cchc.scores.queries.basis import Cell, ScoreBasis, SetRanking, basis_of, checked_ranking
from cchc.scores.queries.content import content_for, score_content, text_of
from cchc.scores.queries.effects import UnitStanding, standing_in_ranks
from cchc.scores.queries.imports import CellChange, as_json
from cchc.surveys.models import Survey, SurveyForm
from cchc.surveys.queries.estimated import (
    SURVEYS,
    EstimatedFigure,
    WhyNotEstimated,
    estimated_figures,
    last_final_estimates,
)
from cchc.surveys.queries.taken import SurveyedFigure, figures_behind, standing_takings

BY_HAND, OTHER_FIGURES = "by_hand", "other_figures"


@dataclass(frozen=True, slots=True)
class LeafLeft:
    """A survey leaf of a unit that stays as it is, and why: a `WhyNotEstimated`, `BY_HAND` or `OTHER_FIGURES`."""

    participant: Participant
    leaf: str
    why: str


@dataclass(frozen=True, slots=True)
class UnitMoved:
    """A unit before and after: the points of its survey leaves that change (`own`: some do), index, rank, class."""

    participant: Participant
    own: bool
    before: UnitStanding
    after: UnitStanding


@dataclass(frozen=True, slots=True)
class SetTaking:
    """What happens to the units of one criteria set: the cells that change with the figures behind them (by the name of
    the declared figure), how many are the `same` already, what is left, and each unit before and after."""

    cycle_set: CycleSet
    cells: tuple[CellChange, ...]
    figures: Mapping[Cell, Mapping[str, EstimatedFigure]]
    same: int
    left: tuple[LeafLeft, ...]
    moved: tuple[UnitMoved, ...]


@dataclass(frozen=True)
class TakingPlan:
    """What happens in all sets of a cycle whose survey leaves are scored from surveys."""

    cycle: Cycle
    sets: tuple[SetTaking, ...]

    @cached_property
    def cells(self) -> tuple[CellChange, ...]:
        """Every cell that changes."""
        return tuple(cell for one in self.sets for cell in one.cells)

    @property
    def left(self) -> tuple[LeafLeft, ...]:
        """Every leaf that stays as it is."""
        return tuple(cell for one in self.sets for cell in one.left)

    @property
    def moved(self) -> tuple[UnitMoved, ...]:
        """Every unit that gets other points."""
        return tuple(unit for one in self.sets for unit in one.moved)

    @property
    def same(self) -> int:
        """How many cells hold already what their survey found."""
        return sum(one.same for one in self.sets)

    @property
    def estimates(self) -> dict[int, EstimatedFigure]:
        """The estimates that are taken, by their ids, each with one of its figures."""
        behind = (one for plan in self.sets for cell in plan.figures.values() for one in cell.values())
        return {one.estimate.pk: one for one in behind}

    @cached_property
    def seal(self) -> str:
        """SHA-256 (hexadecimal) of every cell and figure: another plan has another."""
        figures = [
            [*cell, name, one.estimate.pk, *_error_of(one)]
            for plan in self.sets
            for cell, named in plan.figures.items()
            for name, one in named.items()
        ]
        told = json.dumps([as_json(self.cells), figures], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def has_surveyed_sets(cycle: Cycle) -> bool:
    """Whether the survey leaves of some set of `cycle` are scored from surveys."""
    return cycle.sets.filter(survey_by=SurveyedBy.SURVEY).exists()


def untaken_surveys(cycle: Cycle) -> list[Survey]:
    """Return the surveys of the year of `cycle` whose final estimate feeds a survey leaf of it and was made after the
    results were taken last; none without a set that is scored from surveys. Five queries at most."""
    sets = cycle.sets.filter(survey_by=SurveyedBy.SURVEY).select_related("version")
    fed = {
        one.fed_by.parts[0]
        for of_set in sets
        for leaf in criteria_of(of_set.version).leaves.values()
        for one in (leaf.variables if leaf.part is Part.SURVEY else ())
        if one.fed_by is not None and one.fed_by.kind == SURVEYS.name
    }
    if not fed:
        return []
    taken = max((one.at for one in standing_takings(cycle)), default=None)
    estimates = last_final_estimates(cycle.year)
    new = [pk for pk, one in estimates.items() if taken is None or one.at > taken]
    asking = SurveyForm.objects.filter(survey__in=new, version__questionnaire__code__in=fed)
    waiting = set(asking.order_by().values_list("survey_id", flat=True))
    return [estimates[pk].survey for pk in new if pk in waiting]


def taking_plan(cycle: Cycle) -> TakingPlan:
    """Return what taking the results of surveys would do to the scores of `cycle` now; nothing is written. Raises
    ValidationError with what the rules or the set refuse."""
    sets = cycle.sets.filter(survey_by=SurveyedBy.SURVEY).select_related("version")
    return TakingPlan(cycle, tuple(_set_taking(one, cycle) for one in sets))


def surveyed_leaves(basis: ScoreBasis) -> dict[str, Node]:
    """Return the survey leaves of a set of which some figure is fed by a survey."""
    return {
        number: leaf
        for number, leaf in basis.criteria.leaves.items()
        if leaf.part is Part.SURVEY
        and any(one.fed_by is not None and one.fed_by.kind == SURVEYS.name for one in leaf.variables)
    }


def _set_taking(cycle_set: CycleSet, cycle: Cycle) -> SetTaking:
    basis = basis_of(cycle_set, cycle)
    leaves = surveyed_leaves(basis)
    found = _found_by_cell(basis, leaves, cycle.year)
    behind = figures_behind(cycle, {one.pk for one in basis.participants})
    new: dict[Cell, LeafScore | None] = {}
    figures: dict[Cell, Mapping[str, EstimatedFigure]] = {}
    left, same = [], 0
    for one in basis.participants:
        for number, leaf in leaves.items():
            cell = (one.pk, number)
            if cell in basis.without:
                continue
            held = score_content(basis.scores.get(cell))
            by_hand = held.origin == Origin.DECIDED and not held.pending
            why = BY_HAND if by_hand else _why_left(leaf, found[cell])
            if why is not None:
                left.append(LeafLeft(one, number, why))
                continue
            known = {name: what for name, what in found[cell].items() if isinstance(what, EstimatedFigure)}
            variables = leaf.declared()
            value = {name: figure(variables[name], what.value) for name, what in known.items()}
            if held.figures == content_for(leaf, value).figures and _is_behind(known, behind.get(cell, ())):
                same += 1
                continue
            new[cell], figures[cell] = value, known
    before = checked_ranking(basis)
    after = checked_ranking(basis, new, before) if new else before
    cells = tuple(_changes(basis, new, before, after))
    return SetTaking(cycle_set, cells, figures, same, tuple(left), tuple(_moved(basis, new, before, after)))


def _found_by_cell(
    basis: ScoreBasis, leaves: Mapping[str, Node], year: int
) -> Mapping[Cell, Mapping[str, EstimatedFigure | WhyNotEstimated]]:
    """Return what surveys have for each figure that they feed, by participant and leaf."""
    inputs = [
        FedInput(one.pk, one.unit_id, leaf, variable, variable.fed_by)
        for one in basis.participants
        for leaf in leaves.values()
        for variable in leaf.variables
        if variable.fed_by is not None and variable.fed_by.kind == SURVEYS.name
    ]
    found: dict[Cell, dict[str, EstimatedFigure | WhyNotEstimated]] = defaultdict(dict)
    for key, what in estimated_figures(year, inputs).items():
        found[key.participant, key.leaf][key.figure] = what
    return found


def _why_left(leaf: Node, found: Mapping[str, EstimatedFigure | WhyNotEstimated]) -> str | None:
    missing = next((one for one in found.values() if isinstance(one, WhyNotEstimated)), None)
    if missing is not None:
        return missing.value
    others = {one.name for one in leaf.variables} - found.keys() - set(leaf.defaults)
    return OTHER_FIGURES if others else None


def _is_behind(known: Mapping[str, EstimatedFigure], behind: Collection[SurveyedFigure]) -> bool:
    """Whether a score rests on just these figures with their errors."""
    return {name: _error_of(one) for name, one in known.items()} == {
        one.figure: _error_of(one) for one in behind
    }


def _error_of(one: EstimatedFigure | SurveyedFigure) -> tuple[str | int, ...]:
    """Everything that makes a figure another one."""
    return one.value, one.standard_error, one.low, one.high, one.answers, one.base


def _changes(
    basis: ScoreBasis, new: Mapping[Cell, LeafScore | None], before: SetRanking, after: SetRanking
) -> Iterator[CellChange]:
    names = {one.pk: one.name for one in basis.participants}
    for (pk, number), value in new.items():
        leaf = basis.criteria.leaves[number]
        then, now = before.accounts[pk].nodes[number], after.accounts[pk].nodes[number]
        yield CellChange(
            participant=pk,
            unit=names[pk],
            leaf=number,
            name=leaf.name,
            at="",
            old=score_content(basis.scores.get((pk, number))),
            new=replace(content_for(leaf, value), origin=Origin.SURVEY),
            old_points=_scored(then),
            new_points=_scored(now),
            loss=text_of(now.lost),
        )


def _moved(
    basis: ScoreBasis, new: Mapping[Cell, LeafScore | None], before: SetRanking, after: SetRanking
) -> Iterator[UnitMoved]:
    """Yield the units whose points, index, class or rank change, in rank order afterwards."""
    own: dict[int, dict[str, LeafScore | None]] = defaultdict(dict)
    for (pk, number), value in new.items():
        own[pk][number] = value
    participants = {one.pk: one for one in basis.participants}
    for pk in after.accounts:
        then, now = (standing_in_ranks(basis, ranks, pk, own[pk]) for ranks in (before, after))
        if then != now or own[pk]:
            yield UnitMoved(participants[pk], bool(own[pk]), then, now)


def _scored(ledger: Ledger) -> str | None:
    """The points of a leaf as exact text; None while it is pending."""
    return None if ledger.waiting else text_of(ledger.points)


def refuse_without_sets(cycle: Cycle) -> None:
    """Raise ValidationError where no set of `cycle` is scored from surveys."""
    if not has_surveyed_sets(cycle):
        raise ValidationError(
            _("The survey leaves of “%(name)s” are scored by points files, not from a survey."),
            params={"name": cycle.name},
        )
