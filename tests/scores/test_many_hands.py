"""Whatever people do with scores, in whatever order: nobody changes a score of a unit that they stand near to."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.intake.actions import apply
from cchc.scores import actions
from cchc.scores.models import Correction, Score
from cchc.scores.queries.interests import participants_of_interest
from tests.builders import a_scored_cycle, imported, staged
from tests.scores.asking import ask, member_of

pytestmark = pytest.mark.django_db

ANY = st.integers(0, 5)
UNITS = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế")


class ManyHands(RuleBasedStateMachine):
    """Plays acts on scores by people of three units, in any order: no act of anybody changes a score of a unit that
    this person stands near to."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()

    @initialize()
    def begin(self) -> None:
        self.undone.__enter__()
        self.cycle = a_scored_cycle(UNITS)
        imported(self.cycle)
        self.people = [member_of(name) for name in UNITS] + [member_of(UNITS[0], Role.ADMINISTRATOR)]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def near(self, by: Actor) -> list[tuple[Any, ...]]:
        """The scores of the units near to somebody."""
        own = participants_of_interest(by, self.cycle)
        rows = Score.objects.filter(participant__in=own).order_by("participant", "leaf")
        return list(rows.values_list("participant", "leaf", "points", "figures", "version"))

    def tried(self, number: int, act: Callable[[Actor], Any]) -> None:
        by = self.people[number % len(self.people)]
        before = self.near(by)
        try:
            with transaction.atomic():
                act(by)
            event("done")
        except (NotPermitted, ValidationError, Changed) as refused:
            event(type(refused).__name__)
        assert self.near(by) == before

    @rule(who=ANY, unit=ANY, given=st.none() | st.fractions(0, 2, max_denominator=4))
    def correct(self, who: int, unit: int, given: Fraction | None) -> None:
        row = Score.objects.filter(participant__name=UNITS[unit % 3], leaf="1.2").first()
        version = row.version if row else 0
        self.tried(who, lambda by: ask(by, self.cycle, given, version=version, name=UNITS[unit % 3]))

    @rule(who=ANY, which=ANY)
    def take_back(self, who: int, which: int) -> None:
        self.on_one(who, which, lambda by, one: actions.take_back(by=by, correction=one, reason="Nhầm"))

    @rule(who=ANY, which=ANY)
    def approve(self, who: int, which: int) -> None:
        self.on_one(who, which, lambda by, one: actions.approve(by=by, correction=one))

    @rule(who=ANY, which=ANY, withdraw=st.booleans())
    def end(self, who: int, which: int, withdraw: bool) -> None:
        if withdraw:
            self.on_one(who, which, lambda by, one: actions.withdraw(by=by, correction=one))
        else:
            self.on_one(who, which, lambda by, one: actions.refuse(by=by, correction=one, reason="Không"))

    def on_one(self, who: int, which: int, act: Callable[[Actor, Correction], Any]) -> None:
        rows = list(Correction.objects.order_by("-pk")[:3])
        if rows:
            self.tried(who, lambda by: act(by, rows[which % len(rows)]))

    @rule(who=ANY, some=st.fractions(0, 2, max_denominator=4))
    def bring(self, who: int, some: Fraction) -> None:
        text = "unit,1.2\n" + "".join(f"{name},{float(some)}\n" for name in UNITS)
        self.tried(who, lambda by: apply(by=by, staged=staged(self.cycle, text)))

    @rule(who=ANY)
    def undo(self, who: int) -> None:
        self.tried(who, lambda by: actions.undo_last_import(by=by, cycle=self.cycle))


def test_no_sequence_of_acts_changes_a_score_that_one_stands_near_to_without_a_second_person():
    run_state_machine_as_test(
        ManyHands,
        settings=settings(
            max_examples=10,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
