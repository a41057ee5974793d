"""Whatever leads, appraisers, units, the coordinator and the clock do in the second half of a round, in whatever order:
what is frozen stays as it was unless it was opened again and logged, every account adds up at every node and stage,
what the stages take apart they take together, the order of appraisals is no matter, and nobody near to a unit sees or
gives anything of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.accounts.queries import actor_of
from cchc.appraisal.actions.appraising import accept_many, save_appraisal
from cchc.appraisal.actions.asking import answer_question, ask_question
from cchc.appraisal.actions.assigning import (
    PartGiven,
    WorkPart,
    announce_plan,
    begin_plan,
    share_out_appraisal,
)
from cchc.appraisal.actions.handing_in import hand_in_justification
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.actions.justifying import accept_result, explain_leaf
from cchc.appraisal.actions.sending import reopen_result, send_result
from cchc.appraisal.models import (
    Appraisal,
    AppraisalPlan,
    AppraisalQuestion,
    AppraisalResult,
    JustificationSubmission,
    ResultReopening,
    UnitAppraisal,
)
from cchc.appraisal.queries.coverage import coverage_of
from cchc.appraisal.queries.held import WITH_SET, held_appraisal
from cchc.appraisal.queries.justified import justification_seal, justification_view
from cchc.appraisal.queries.outcome import outcome_content, outcome_seal
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.council.models import FinalPoints, SessionMinutes
from cchc.cycles.actions.clock import lock_due_phases
from cchc.cycles.models import Cycle
from cchc.results.actions import recompute_marked
from cchc.results.queries.accounts import current_run
from cchc.scores.models import Score, Stage
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.saving import save_answer
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import SheetReturn, SheetSubmission, UnitSheet
from cchc.self_scoring.queries.submissions import content_hash
from tests.appraisal.rest_of_the_round import DOUBLED, RestOfTheRound
from tests.appraisal.second_half_acts import ACTS, FIRST, LEAVES, SECOND, WEIGHTED, as_typed
from tests.appraisal.second_half_laws import check_account, check_row, check_stages, check_what_is_told
from tests.builders import (
    a_double,
    a_filled_sheet,
    a_member,
    a_whole_round,
    an_actor,
    an_appraiser,
    imported,
    of_unit,
    submitted,
)

pytestmark = pytest.mark.django_db

LEAD, COORDINATOR = an_actor(Role.APPRAISAL_LEAD), an_actor(Role.COORDINATOR)
FROZEN = (SheetSubmission, AppraisalResult, JustificationSubmission, SessionMinutes, FinalPoints)
DECEMBER = datetime(2026, 12, 21, 9, 0, tzinfo=VIETNAM)
ACTS_OF_A_RUN = 200
TOLD_EACH = 10  # acts that were recorded until it is looked again at what those near to a unit are told


class TheSecondHalf(RestOfTheRound):
    """Plays acts on the appraisals of two units. Of three who appraise, the second is of the second unit and the third
    of nobody's choice unless the lead gives them a part; the plan says who stands in.

    The machine keeps what was frozen, by hash and content; it asks nothing of that from what it tests.
    """

    def __init__(self, cycle: Cycle | None = None, now: datetime = DECEMBER) -> None:
        self.cycle = cycle or a_whole_round()
        self.now = now
        self.names = [one.name for one in self.cycle.participants.order_by("place")]
        self.near = self.cycle.participants.get(name=self.names[1])
        people = [
            an_appraiser(),
            a_member(Role.APPRAISER, unit=self.near.unit),
            an_appraiser("Sở Công Thương"),
        ]
        self.people = people
        self.actors = [actor_of(one) for one in people]
        self.reader = actor_of(a_member(Role.AUDITOR, unit=self.near.unit))
        self.frozen: dict[tuple[str, int], Any] = {}
        self.checked = self.told = 0
        for stage in (FIRST, SECOND):
            begin_plan(by=LEAD, cycle=self.cycle, stage=stage)
            self.share_out(stage, "1", 1, 0)
            self.share_out(stage, "2", 0, 1)
            announce_plan(by=LEAD, plan=self.plan(stage))
        a_double(self.plan(FIRST), people[2], leaf=DOUBLED)
        imported(
            self.cycle, "unit,2.2\n" + "".join(f"{name},2\n" for name in self.names), name="khao-sat.csv"
        )
        self.convene()
        for name in self.names:
            submitted(a_filled_sheet(self.cycle, unit=name), now=self.now)

    def plan(self, stage: Stage) -> AppraisalPlan:
        return AppraisalPlan.objects.get(cycle=self.cycle, stage=stage)

    def row(self, unit: int, stage: Stage = FIRST) -> UnitAppraisal | None:
        rows = UnitAppraisal.objects.select_related(*WITH_SET, "participant__sheet")
        own = rows.filter(participant__cycle=self.cycle, participant__name=self.names[unit])
        return own.filter(stage=stage).first()

    def sheet(self, unit: int) -> UnitSheet:
        own = {"participant__cycle": self.cycle, "participant__name": self.names[unit]}
        return UnitSheet.objects.select_related("participant__cycle").get(**own)

    def tried(self, act: Callable[[], Any]) -> Any:
        """What an act returns, or None where it is refused: then nothing is recorded."""
        entries = Entry.objects.count()
        try:
            with transaction.atomic():
                done = act()
        except (NotPermitted, ValidationError, Changed):
            assert Entry.objects.count() == entries
            return None
        return done

    def play(self, chance: Random, *, looks: bool = True) -> None:
        """One act, whatever was done before; then everything that always holds is looked at, unless one looks not."""
        act = chance.choice(WEIGHTED)
        getattr(self, act)(**{name: chance.choice(among) for name, among in ACTS[act][1].items()})
        if looks:
            self.what_is_frozen_never_changes_and_what_was_opened_again_is_logged()
            self.every_account_adds_up_at_every_stage()

    # What the lead does

    def share_out(self, stage: Stage, node: str, main: int, substitute: int) -> None:
        plan, standing_in = self.plan(stage), (self.people[substitute].person,)
        part = PartGiven(
            WorkPart(self.cycle.sets.get(), node),
            self.people[main].person,
            standing_in if main != substitute else (),
        )
        self.tried(lambda: share_out_appraisal(by=LEAD, plan=plan, parts=[part], version=plan.version))

    def send(self, unit: int, stage: Stage, looked: bool) -> None:
        row = self.row(unit, stage)
        if row is not None:
            seen = outcome_seal(outcome_content(held_appraisal(row))) if looked else "another"
            made = self.tried(lambda: send_result(by=LEAD, appraised=row, seen=seen, now=self.now))
            assert made is None or (looked and row.given == row.leaves)

    def take_the_result_back(self, unit: int, stage: Stage, reason: str) -> None:
        row = self.row(unit, stage)
        if row is not None:
            self.tried(lambda: reopen_result(by=LEAD, appraised=row, reason=reason, now=self.now))

    # What appraisers do

    def appraise(
        self, unit: int, stage: Stage, leaf: str, typed: TypedAppraisal, who: int, stale: int
    ) -> None:
        row, by = self.row(unit, stage), self.actors[who]
        if row is None:
            return
        before = row.rows.filter(leaf=leaf).first()
        version = (before.version if before is not None else 0) - stale
        made = self.tried(
            lambda: save_appraisal(
                by=by, appraised=row, leaf=leaf, typed=typed, version=version, now=self.now
            )
        )
        if made is not None:
            self.may_give(row, leaf, by)
            assert (made.version == 0) or not stale or before is None or made.version == before.version
            taken = made.verdict and made.of.stage == stage and typed.reasons == () and not typed.takes_back
            assert not taken or made.reasons == []

    def may_give(self, row: UnitAppraisal, leaf: str, by: Actor) -> None:
        """Only whom the plan names, never of the own unit, only while it is open."""
        assigned = coverage_of(self.plan(Stage(row.stage))).appraiser_of(row.participant, leaf)
        assert assigned is not None
        assert assigned.person == by.person_id
        assert (by, row.participant_id) != (self.actors[1], self.near.pk)
        assert row.state == UnitAppraisal.State.OPEN

    def accept_together(self, unit: int, stage: Stage, who: int, leaves: set[str]) -> None:
        row, by = self.row(unit, stage), self.actors[who]
        if row is not None:
            made = self.tried(lambda: accept_many(by=by, appraised=row, leaves=sorted(leaves), now=self.now))
            for one in made or ():
                self.may_give(row, one.leaf, by)
                assert (one.verdict, one.bulk, one.reasons) == (Appraisal.Verdict.ACCEPTED, True, [])

    def finish(self, unit: int, stage: Stage) -> None:
        """Whoever appraises something of a unit accepts all that is left of it, one by one."""
        row = self.row(unit, stage)
        coverage = coverage_of(self.plan(stage))
        if row is None:
            return
        for leaf in LEAVES:
            assigned = coverage.appraiser_of(row.participant, leaf)
            by = next((one for one in self.actors if assigned and one.person_id == assigned.person), None)
            there = row.rows.filter(leaf=leaf).first()
            if by is not None and (there is None or not there.verdict or there.provisional):
                version = there.version if there is not None else 0
                self.tried(
                    lambda by=by, leaf=leaf, version=version: save_appraisal(
                        by=by, appraised=row, leaf=leaf, typed=TypedAppraisal(), version=version, now=self.now
                    )
                )
        for who in range(len(self.actors)):
            self.give_one_of_two(unit, stage, TypedAppraisal(), who)
        if not row.rows.filter(leaf=DOUBLED).exclude(verdict="").exists():
            self.settle_two(unit, TypedAppraisal())

    def give_anew_in_another_order(self, unit: int, stage: Stage, order: list[str]) -> None:
        """What was given is taken back and given again in any order: points, scores and sums are what they were."""
        row = self.row(unit, stage)
        given = row.rows.exclude(verdict="").exclude(leaf=DOUBLED) if row is not None else ()
        rows = {one.leaf: one for one in given}
        if row is None or row.state != UnitAppraisal.State.OPEN or not rows:
            return
        before, coverage = self.standing(row), coverage_of(self.plan(stage))

        def turn() -> None:
            for takes_back in (True, False):
                for leaf in (one for one in order if one in rows):
                    assigned = coverage.appraiser_of(row.participant, leaf)
                    by = next(
                        (one for one in self.actors if assigned and one.person_id == assigned.person), LEAD
                    )
                    version = row.rows.get(leaf=leaf).version
                    typed = TypedAppraisal(takes_back=True) if takes_back else as_typed(rows[leaf])
                    save_appraisal(
                        by=by, appraised=row, leaf=leaf, typed=typed, version=version, now=self.now
                    )

        self.tried(turn)
        assert self.standing(row) == before

    def standing(self, row: UnitAppraisal) -> Any:
        stored = UnitAppraisal.objects.values("points", "taken", "pending", "given").get(pk=row.pk)
        scores = Score.objects.filter(participant=row.participant_id).order_by("stage", "leaf")
        return stored, list(scores.values_list("stage", "leaf", "points", "figures"))

    def ask(self, unit: int, stage: Stage, leaf: str, who: int, text: str) -> None:
        row, by = self.row(unit, stage), self.actors[who]
        if row is not None:
            asked = self.tried(lambda: ask_question(by=by, appraised=row, leaf=leaf, text=text, now=self.now))
            if asked is not None:
                self.may_give(row, leaf, by)

    # What units do

    def answer(self, unit: int) -> None:
        open_ = {"answered_at": None, "of__participant__cycle": self.cycle}
        question = AppraisalQuestion.objects.filter(**open_).order_by("pk").first()
        if question is not None:
            by = of_unit(self.sheet(unit))
            made = self.tried(lambda: answer_question(by=by, question=question, text="Vì vậy", now=self.now))
            assert made is None or question.of.participant.name == self.names[unit]

    def say_to_the_result(self, unit: int, leaf: str, explains: bool, stranger: bool) -> None:
        row, by = self.row(unit), of_unit(self.sheet(1 - unit if stranger else unit))
        if row is None:
            return
        there = row.justifications.filter(leaf=leaf).first()
        said = {
            "by": by,
            "appraised": row,
            "leaf": leaf,
            "version": there.version if there else 0,
            "now": self.now,
        }
        made = self.tried(lambda: explain_leaf(text="Đã làm", **said) if explains else accept_result(**said))
        assert made is None or not stranger

    def hand_the_justification_in(self, unit: int) -> None:
        row = self.row(unit)
        view = justification_view(row) if row is not None else None
        if row is not None and view is not None:
            by, seen = of_unit(self.sheet(unit), Role.UNIT_HEAD), justification_seal(view)
            self.tried(lambda: hand_in_justification(by=by, appraised=row, seen=seen, now=self.now))

    def change_and_hand_in_again(self, unit: int, points: str) -> None:
        sheet = self.sheet(unit)
        if sheet.state != UnitSheet.State.SUBMITTED:
            version = sheet.answers.get(leaf="1.2").version
            typed = TypedAnswer(points=points, reason="" if points == "2" else "Nộp chậm một báo cáo")
            by = of_unit(sheet)
            self.tried(
                lambda: save_answer(
                    by=by,
                    sheet=sheet,
                    leaf="1.2",
                    typed=typed,
                    version=version,
                    typed_at=self.now,
                    now=self.now,
                )
            )
            self.tried(lambda: submitted(sheet, now=self.now))

    # What the coordinator and the clock do

    def give_the_sheet_back(self, unit: int) -> None:
        sheet = self.sheet(unit)
        self.tried(lambda: return_sheet(by=COORDINATOR, sheet=sheet, reason="Thiếu", now=self.now))

    def time_passes(self, passed: timedelta) -> None:
        self.now += passed
        self.tried(lambda: lock_due_phases(self.now))

    def the_worker_computes(self) -> None:
        recompute_marked()
        run = current_run(self.cycle)
        for row in run.units.all() if run is not None else ():
            check_account(row)

    # What always holds

    def what_is_frozen_never_changes_and_what_was_opened_again_is_logged(self) -> None:
        stored = {
            (model.__name__, one.pk): (one.sha256, one.content)
            for model in FROZEN
            for one in model.objects.order_by("pk")
        }
        assert {key: stored.get(key) for key in self.frozen} == self.frozen
        for key, (sha256, content) in stored.items():
            assert key in self.frozen or content_hash(content) == sha256
        self.frozen = stored
        logged = Entry.objects.filter(verb__in=["appraisal.result_reopened", "self_scoring.returned"])
        opened = ResultReopening.objects.count() + SheetReturn.objects.count()
        # a second result that falls with the first is in the entry of that act
        assert (
            opened - ResultReopening.objects.filter(result__of__stage=SECOND).count()
            <= logged.count()
            <= opened
        )

    def every_account_adds_up_at_every_stage(self) -> None:
        """Looked at whenever something was recorded since the last look."""
        if self.checked == (now := Entry.objects.count()):
            return
        self.checked = now
        for participant in self.cycle.participants.select_related("cycle_set__version"):
            check_stages(participant, self.cycle.year)
        for row in UnitAppraisal.objects.select_related(*WITH_SET).exclude(
            state=UnitAppraisal.State.WITHDRAWN
        ):
            check_row(row)
        self.what_one_of_two_gave_is_nowhere_before_both_have()
        self.votes_add_up_and_whoever_stands_near_has_none()
        self.what_is_final_counts_and_every_undoing_is_logged()
        if now // TOLD_EACH == self.told:
            return
        self.told = now // TOLD_EACH
        for reader in (self.actors[1], self.reader):
            check_what_is_told(reader, self.near)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_all_roles_do_in_the_second_half_the_round_holds(seed):
    """Two hundred acts a run: those of the first seed each time, and those of another."""
    chance = Random(seed)
    with transaction.atomic():
        played = TheSecondHalf()
        for _time in range(ACTS_OF_A_RUN):
            played.play(chance)
        assert [str(one) for one in play().differences] == []
        transaction.set_rollback(True)
