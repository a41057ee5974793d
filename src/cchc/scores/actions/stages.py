"""Writing what one stage gives a unit: part of the act of that stage, which asks who may and makes the one record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from cchc.audit.statements import Statement, carry_out, storing
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, NotApplicable, Participant
from cchc.scores.actions.writing import (
    hold_running,
    new_score,
    refuse_final,
    write_cells,
    write_decided,
    writing_score,
)
from cchc.scores.consequences import Occasion, scores_changed
from cchc.scores.models import Score, ScoreMark, Stage
from cchc.scores.queries.basis import Cell
from cchc.scores.queries.content import NOTHING, ScoreContent, core_value, score_content
from cchc.ui.templatetags.ui import message_text


@transaction.atomic
def write_stage(
    *, cycle: Cycle, participant: Participant, stage: Stage, cells: Mapping[str, ScoreContent]
) -> list[Model]:
    """Make `cells` (by leaf) all that a stage holds of a participant; rows of other stages stay as they are.

    Returns the rows that it and its consequences wrote, for the record of the caller (`wrote=`): a leaf that is not
    among `cells` any more keeps an empty row, one that holds the same already is not written. The cycle is held:
    callers that hold rows of their own hold it before them. Raises ValidationError where the cycle is closed, a leaf
    does not belong to the unit or does not apply to it, or the rules refuse a score.
    """
    locked = hold_running(cycle)
    wanted = {leaf: what for leaf, what in cells.items() if not what.pending}
    _check_leaves(participant, wanted, _leaves_off(participant, wanted))
    held = {
        row.leaf: score_content(row) for row in Score.objects.filter(participant=participant, stage=stage)
    }
    changed = {leaf: what for leaf, what in wanted.items() if not _stands(what, held.get(leaf, NOTHING))}
    emptied = {leaf: NOTHING for leaf, what in held.items() if leaf not in wanted and not what.pending}
    if not changed and not emptied:
        return []
    new = {(participant.pk, leaf): what for leaf, what in (changed | emptied).items()}
    rows = write_cells(locked, stage, new)
    return [*rows, *scores_changed(cycle=locked, occasion=Occasion.SUBMISSION)]


def write_stage_cells(
    *,
    cycle: Cycle,
    participant: Participant,
    stage: Stage,
    cells: Mapping[str, ScoreContent],
    off: Collection[str],
    beside: Iterable[Statement[Any]] = (),
) -> list[Score]:
    """Make `cells` (by leaf, one that holds nothing empties it) what a stage holds of single leaves of a participant;
    rows of other leaves and stages stay as they are. Returns the rows for the record of the caller (`saved=`). `off`
    are the leaves that do not apply to the participant, `beside` statements of the caller that go in one with these.

    Part of an act that is done many times an hour: it takes no lock on the cycle, which the caller has looked at
    (`cycles.actions.locking.look_at_phase`), and computes no index: the cycle is marked, and the worker computes it
    within a minute. Raises ValidationError as `write_stage` does.
    """
    refuse_final(cycle)
    _check_leaves(participant, {leaf: what for leaf, what in cells.items() if not what.pending}, off)
    rows = [new_score(cycle, stage, (participant.pk, leaf), what) for leaf, what in cells.items()]
    carry_out(*beside, *map(writing_score, rows), storing(ScoreMark(cycle=cycle)))
    return rows


def clear_stage(*, cycle: Cycle, participant: Participant, stage: Stage) -> list[Model]:
    """Empty every row that a stage holds of a participant, so that the stages before it count again; returns the rows
    written, as `write_stage` does. Raises ValidationError where the cycle is closed."""
    return write_stage(cycle=cycle, participant=participant, stage=stage, cells={})


@transaction.atomic
def write_final(*, cycle: Cycle, cells: Mapping[Cell, ScoreContent]) -> list[Model]:
    """Make `cells` (by participant and leaf; one that holds nothing empties it) what is decided there, in a cycle that
    the caller holds and looked through; the index follows at once. Part of the act that makes points final, or no
    longer final. Returns the rows for the record of the caller (`wrote=`)."""
    rows = write_cells(cycle, Stage.DECIDED, cells)
    return [*rows, *scores_changed(cycle=cycle, occasion=Occasion.FINAL)]


@transaction.atomic
def write_surveyed(*, cycle: Cycle, cells: Mapping[Cell, ScoreContent]) -> list[Model]:
    """Make `cells` (by participant and leaf; one that holds nothing empties it) what surveys decide there, in a cycle
    that the caller holds and looked through; the index follows at once. Part of the act that takes the results of
    surveys, or takes that back. Returns the rows for the record of the caller (`wrote=`)."""
    rows = write_decided(cycle, cells)
    return [*rows, *scores_changed(cycle=cycle, occasion=Occasion.SURVEY)]


def _leaves_off(participant: Participant, cells: Collection[str]) -> set[str]:
    """Return those of these leaves that do not apply to a participant; one query, none without leaves."""
    off = NotApplicable.objects.filter(participant=participant, leaf__in=list(cells))
    return set(off.values_list("leaf", flat=True)) if cells else set()


def _check_leaves(participant: Participant, cells: Mapping[str, ScoreContent], off: Collection[str]) -> None:
    criteria = criteria_of(participant.cycle_set.version)
    unknown = [leaf for leaf in cells if leaf not in criteria.leaves]
    without = [leaf for leaf in cells if leaf in off]
    faults = [
        ValidationError(f"{leaf}: {message_text(fault.message)}")
        for leaf, fault in _unreadable(criteria, cells)
    ]
    if unknown:
        told = _("These leaves do not belong to the criteria of this unit: %(leaves)s.")
        faults.append(ValidationError(told, params={"leaves": ", ".join(unknown)}))
    if without:
        told = _("These leaves do not apply to this unit: %(leaves)s.")
        faults.append(ValidationError(told, params={"leaves": ", ".join(without)}))
    if faults:
        raise ValidationError(faults)


def _unreadable(
    criteria: CriteriaSet, cells: Mapping[str, ScoreContent]
) -> Iterator[tuple[str, FormulaFault]]:
    """Yield the leaves whose figures are not what their criterion declares, each with the reason."""
    for leaf, what in cells.items():
        try:
            if leaf in criteria.leaves:
                core_value(criteria.leaves[leaf], what.points, what.figures)
        except FormulaFault as fault:
            yield leaf, fault


def _stands(what: ScoreContent, held: ScoreContent) -> bool:
    """Whether a row that holds `held` says all that it is to say."""
    same = what.points == held.points and (what.figures or None) == (held.figures or None)
    return same and what.reason == held.reason
