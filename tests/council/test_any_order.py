"""Final points do not depend on who was quick: any order of the same appraisals, answers and decisions gives the same
points of every leaf, and the same index, rank and class of every unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.accounts.queries import actor_of
from cchc.appraisal.actions.appraising import save_appraisal
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.actions.justifying import explain_leaf
from cchc.appraisal.models import UnitAppraisal
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.held import WITH_SET
from cchc.scores.models import Score, Stage
from tests.builders import (
    a_filled_sheet,
    a_sitting_session,
    a_whole_round,
    a_work_plan,
    an_appraiser,
    an_item,
    closed,
    decided,
    imported,
    justification_handed_in,
    of_unit,
    sent_result,
    to_appraise,
)
from tests.builders.council import IN_DECEMBER
from tests.council.test_final import accounts, final

UNITS = ("Sở Nội vụ", "Sở Y tế")
LATE = (TakenReason("late", "Nộp chậm"),)
Act = Callable[[], Any]
FIRST: dict[str, dict[str, TypedAppraisal]] = {
    UNITS[0]: {
        "1.1": TypedAppraisal(figures={"done": "5"}, reasons=LATE),
        "1.2": TypedAppraisal(points="0,75", reasons=LATE),
        "1.3": TypedAppraisal(),
        "2.1": TypedAppraisal(figures={"rate": "40"}, reasons=LATE),
        "2.3": TypedAppraisal(points="0,25", reasons=LATE),
    },
    UNITS[1]: {
        "1.1": TypedAppraisal(),
        "1.2": TypedAppraisal(points="1", reasons=LATE),
        "1.3": TypedAppraisal(figures={"issued": "05/02/2026"}, reasons=LATE),
        "2.1": TypedAppraisal(),
        "2.3": TypedAppraisal(points="0,5", reasons=LATE),
    },
}
SECOND: dict[str, dict[str, TypedAppraisal]] = {
    UNITS[0]: {"1.1": TypedAppraisal(), "2.1": TypedAppraisal(figures={"rate": "60"}, reasons=LATE)},
    UNITS[1]: {"1.2": TypedAppraisal(points="1,25", reasons=LATE), "2.3": TypedAppraisal()},
}
DECIDED = ((UNITS[0], "1.2", "claim", {}), (UNITS[0], "2.3", "other", {"points": "0,5"}),
           (UNITS[1], "1.3", "claim", {}), (UNITS[1], "1.2", "appraisal", {}))  # fmt: skip


class Round:
    """A round that is played to its end in an order that a chance gives, the same acts each time."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.cycle = a_whole_round(UNITS)
        self.appraiser = an_appraiser()
        for stage in (Stage.FIRST_APPRAISAL, Stage.SECOND_APPRAISAL):
            a_work_plan(self.cycle, self.appraiser, stage=stage)
        imported(self.cycle, "unit,2.2\n" + "".join(f"{name},2\n" for name in UNITS), name="khao-sat.csv")

    def row(self, unit: str, stage: Stage = Stage.FIRST_APPRAISAL) -> UnitAppraisal:
        rows = UnitAppraisal.objects.select_related(*WITH_SET, "participant__sheet")
        return rows.get(participant__cycle=self.cycle, participant__name=unit, stage=stage)

    def given(self, unit: str, stage: Stage, typed: dict[str, TypedAppraisal]) -> list[Act]:
        """The appraisals of a unit in a stage, in any order."""

        def give(leaf: str) -> Act:
            return lambda: save_appraisal(
                by=actor_of(self.appraiser),
                appraised=self.row(unit, stage),
                leaf=leaf,
                typed=typed[leaf],
                version=0,
                now=IN_DECEMBER,
            )

        return [give(leaf) for leaf in self.mixed(typed)]

    def explained(self, unit: str, leaf: str) -> None:
        row = self.row(unit)
        by = of_unit(row.participant.sheet)
        explain_leaf(by=by, appraised=row, leaf=leaf, text="Đã làm", version=0, now=IN_DECEMBER)

    def of_a_unit(self, unit: str) -> Iterator[Act]:
        """All that happens to one unit: within a step in any order."""
        yield lambda: to_appraise(a_filled_sheet(self.cycle, unit=unit))
        yield from self.given(unit, Stage.FIRST_APPRAISAL, FIRST[unit])
        yield lambda: sent_result(self.row(unit), now=IN_DECEMBER)
        for leaf in self.mixed(SECOND[unit]):
            yield lambda leaf=leaf: self.explained(unit, leaf)
        yield lambda: justification_handed_in(self.row(unit), now=IN_DECEMBER)
        yield from self.given(unit, Stage.SECOND_APPRAISAL, SECOND[unit])
        yield lambda: sent_result(self.row(unit, Stage.SECOND_APPRAISAL), now=IN_DECEMBER)

    def mixed(self, things: Any) -> list[Any]:
        found = list(things)
        self.chance.shuffle(found)
        return found

    def played(self) -> tuple[list[Any], list[Any]]:
        """What is final of every leaf, and the account of every unit."""
        queues = [list(self.of_a_unit(unit)) for unit in UNITS]
        while left := [one for one in queues if one]:
            self.chance.choice(left).pop(0)()
        session = a_sitting_session(self.cycle)
        for unit, leaf, verdict, more in self.mixed(DECIDED):
            participant = self.cycle.participants.select_related("cycle_set__version", "cycle").get(name=unit)
            decided(an_item(session, participant, leaf), verdict, **more)
        closed(session)
        final(self.cycle)
        rows = Score.objects.filter(cycle=self.cycle, stage=Stage.DECIDED).order_by(
            "participant__place", "leaf"
        )
        return list(rows.values_list("participant__name", "leaf", "points", "figures")), accounts(self.cycle)


@cache
def played(seed: int) -> tuple[list[Any], list[Any]]:
    with transaction.atomic():
        found = Round(Random(seed)).played()
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
@given(seed=st.integers(0, 2**32))
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_order_of_the_same_appraisals_answers_and_decisions_gives_the_same_final_points(seed):
    """Hypothesis begins with 0, the order in which they are written here; the next one is any."""
    points, units = played(0)
    assert len(points) == 2 * 6  # every leaf, the survey too
    assert len({one[1] for one in units}) == 2  # the two units are told apart by their points
    assert played(seed) == (points, units)
