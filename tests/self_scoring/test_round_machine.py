"""Whatever clerks, heads, the coordinator and the clock do, in whatever order: what one was told is saved stands there,
what was handed in never changes, and the sums are those of the answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.actions.locking import extend_phase, lock_due_phases, reopen_phase
from cchc.cycles.models import PhaseKind
from cchc.scores.models import Score, Stage
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.saving import TypedBlock, save_answer, save_block
from cchc.self_scoring.actions.submitting import submit_sheet, take_in_sheet
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import Answer, SheetReturn, SheetSubmission, UnitSheet
from cchc.self_scoring.queries.content import content_of
from cchc.self_scoring.queries.gaps import deadline_of, gaps_in
from cchc.self_scoring.queries.sheet import sheet_view, whole_sheets
from cchc.self_scoring.queries.submissions import is_intact, seal_of, standing_submission
from tests.builders import a_round, an_actor, of_unit

pytestmark = pytest.mark.django_db

SELF_SCORING = PhaseKind.SELF_SCORING
COORDINATOR = an_actor(Role.COORDINATOR)
UNIT = st.integers(0, 1)
TYPED = st.sampled_from(
    [
        ("1.1", {"figures": {"done": "3", "planned": "4"}}),
        ("1.1", {"figures": {"done": "5", "planned": "4"}}),
        ("1.1", {"figures": {"planned": "0", "done": "0"}}),
        ("1.1", {"figures": {"done": ""}}),
        ("1.2", {"points": "1,5", "reason": "Chậm một báo cáo"}),
        ("1.2", {"points": "", "reason": ""}),
        ("2.1", {"figures": {"rate": "80"}}),
        ("2.3", {"points": "0,25", "reason": "Một sáng kiến", "provisional": "Chờ quyết định"}),
        ("2.2", {"points": "1"}),
    ]
)


class TheRound(RuleBasedStateMachine):
    """Plays acts on the sheets of two units, and the days of the phase, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()

    @initialize()
    def begin(self) -> None:
        self.undone.__enter__()
        self.cycle = a_round()
        self.now = datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM)
        self.acknowledged: dict[tuple[int, str], Any] = {}
        self.hashes: dict[int, tuple[str, Any]] = {}
        self.opened_again = 0

    def teardown(self) -> None:
        if hasattr(self, "cycle"):
            assert [str(one) for one in play().differences] == []
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def sheet(self, number: int) -> UnitSheet:
        return whole_sheets().order_by("participant__place")[number]

    def tried(self, act: Callable[[], Any]) -> Any:
        before = {sheet.pk: sheet.state for sheet in UnitSheet.objects.all()}
        entries = Entry.objects.count()
        try:
            with transaction.atomic():
                done = act()
            event("done")
        except (NotPermitted, ValidationError, Changed) as refused:
            event(type(refused).__name__)
            assert Entry.objects.count() == entries
            return None
        for sheet in UnitSheet.objects.exclude(state="submitted"):
            self.opened_again += before[sheet.pk] == "submitted"
        return done

    @rule(number=UNIT, typed=TYPED, stale=st.integers(0, 3), colleague=st.booleans(), slow=st.booleans())
    def save(self, number: int, typed: tuple[str, Any], stale: int, colleague: bool, slow: bool) -> None:
        """Somebody of the unit, or of the other one, saves a cell after seeing the latest answer or an older one."""
        sheet, (leaf, what) = self.sheet(number), typed
        seen = content_of(sheet.answers.filter(leaf=leaf).first()).version
        by = of_unit(sheet if colleague or stale else self.sheet(1 - number))
        typed_at = self.now - timedelta(minutes=3) if slow else None
        saved = self.tried(
            lambda: (
                save_answer(
                    by=by,
                    sheet=sheet,
                    leaf=leaf,
                    typed=TypedAnswer(**what),
                    version=max(0, seen - (stale == 3)),
                    typed_at=typed_at,
                    now=self.now,
                ).answer
            )
        )
        if saved is not None:
            assert by.unit_id == sheet.participant.unit_id
        if saved is not None and saved.version:  # nothing typed where nothing stands is nothing
            self.acknowledged[sheet.pk, leaf] = content_of(saved)

    @rule(number=UNIT, many=st.lists(TYPED, min_size=2, max_size=4))
    def paste(self, number: int, many: list[tuple[str, Any]]) -> None:
        sheet = self.sheet(number)
        present = {one.leaf: one.version for one in sheet.answers.all()}
        block = {leaf: TypedBlock(TypedAnswer(**what), present.get(leaf, 0)) for leaf, what in many}
        changed = self.tried(lambda: save_block(by=of_unit(sheet), sheet=sheet, block=block, now=self.now))
        for leaf, answer in (changed or {}).items():
            self.acknowledged[sheet.pk, leaf] = content_of(answer)

    @rule(
        number=UNIT,
        role=st.sampled_from([Role.UNIT_HEAD, Role.UNIT_HEAD, Role.UNIT_CLERK]),
        seen=st.booleans(),
    )
    def hand_in(self, number: int, role: Role, seen: bool) -> None:
        sheet = self.sheet(number)
        view = sheet_view(sheet)
        seal = seal_of(view, gaps_in(view, deadline_of(sheet))) if seen else "another"
        done = self.tried(lambda: submit_sheet(by=of_unit(sheet, role), sheet=sheet, seen=seal, now=self.now))
        self.keep(done)

    @rule(number=UNIT)
    def give_back(self, number: int) -> None:
        self.tried(
            lambda: return_sheet(by=COORDINATOR, sheet=self.sheet(number), reason="Thiếu", now=self.now)
        )

    @rule(number=UNIT)
    def take_in(self, number: int) -> None:
        self.keep(
            self.tried(
                lambda: take_in_sheet(
                    by=COORDINATOR, sheet=self.sheet(number), reason="Quá hạn", now=self.now
                )
            )
        )

    @rule(number=UNIT, days=st.integers(1, 4), again=st.booleans())
    def give_time(self, number: int, days: int, again: bool) -> None:
        participant, until = self.sheet(number).participant, self.now.date() + timedelta(days=days)
        said = {"kind": SELF_SCORING, "until": until, "reason": "Bão", "now": self.now}
        if again:
            self.tried(lambda: reopen_phase(by=COORDINATOR, participant=participant, **said))
        else:
            self.tried(lambda: extend_phase(by=COORDINATOR, participants=[participant], **said))

    @rule(passed=st.sampled_from([timedelta(hours=3), timedelta(days=2), timedelta(days=20)]))
    def time_passes(self, passed: timedelta) -> None:
        self.now += passed
        self.tried(lambda: lock_due_phases(self.now))

    def keep(self, submission: SheetSubmission | None) -> None:
        if submission is not None:
            self.hashes[submission.pk] = (submission.sha256, submission.content)

    @invariant()
    def what_was_acknowledged_last_stands_there(self) -> None:
        if hasattr(self, "cycle"):
            stored = {(one.sheet_id, one.leaf): content_of(one) for one in Answer.objects.all()}
            assert stored == self.acknowledged

    @invariant()
    def what_was_handed_in_never_changes(self) -> None:
        if hasattr(self, "cycle"):
            stored = {one.pk: (one.sha256, one.content) for one in SheetSubmission.objects.all()}
            assert stored == self.hashes
            assert all(map(is_intact, SheetSubmission.objects.all()))
            assert SheetReturn.objects.count() == self.opened_again

    @invariant()
    def sums_and_scores_are_those_of_the_answers(self) -> None:
        if not hasattr(self, "cycle"):
            return
        for sheet in whole_sheets():
            view = sheet_view(sheet)
            assert view.sums.is_kept_by(sheet)
            ledger = view.whole
            assert ledger.maximum == ledger.points + sum(one.points for one in ledger.losses) + ledger.pending
            last = standing_submission(sheet)
            assert (last is not None) is (sheet.state == "submitted")
            scores = Score.objects.filter(participant=sheet.participant, stage=Stage.SELF_SCORE)
            held = {one.leaf for one in scores if one.points or one.figures}
            shown = {leaf.node.number for leaf in view.own_leaves() if _is_scored(leaf)}
            assert held == (shown if last is not None else set())


def _is_scored(leaf: Any) -> bool:
    return not (leaf.content.is_empty or leaf.standing.broken or leaf.standing.fault)


def test_whatever_clerks_heads_coordinator_and_clock_do_the_round_holds():
    run_state_machine_as_test(
        TheRound,
        settings=settings(
            max_examples=4,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
