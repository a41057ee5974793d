"""Whatever clerks, heads, the coordinator and the clock do, in whatever order: what one was told is saved stands there,
nothing is written over that was not seen, nothing arrives behind the lock, what is frozen never changes unless it was
opened again and logged, and the sums are those of the answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.actions import close_cycle, reopen_cycle
from cchc.cycles.actions.clock import lock_due_phases
from cchc.cycles.actions.locking import extend_phase, reopen_phase
from cchc.cycles.actions.requests import ask_not_applicable, decide_not_applicable
from cchc.cycles.models import ApplicabilityRequest, Cycle, NotApplicable, PhaseKind
from cchc.documents.models import OfficialDocument
from cchc.scores.models import Score, Stage
from cchc.self_scoring.actions.evidence import link_document, unlink_document
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.saving import TypedBlock, save_answer, save_block
from cchc.self_scoring.actions.submitting import submit_sheet, take_in_sheet
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import Answer, EvidenceLink, SheetReturn, SheetSubmission, UnitSheet
from cchc.self_scoring.queries.content import AnswerContent, content_of, same_typed
from cchc.self_scoring.queries.gaps import deadline_of, gaps_in
from cchc.self_scoring.queries.sheet import sheet_view, whole_sheets
from cchc.self_scoring.queries.submissions import is_intact, seal_of
from tests.builders import a_document, a_round, an_actor, of_unit

pytestmark = pytest.mark.django_db

SELF_SCORING = PhaseKind.SELF_SCORING
LAST_DAY = date(2027, 1, 10)
COORDINATOR = an_actor(Role.COORDINATOR)
GRACE = timedelta(minutes=5)
UNIT = st.integers(0, 1)
CLERK = st.integers(0, 3)  # two for each unit: clerks 0 and 2 fill in the first sheet
LEAF = st.sampled_from(["1.1", "1.2", "2.3"])
TYPED = st.sampled_from(
    [
        ("1.1", {"figures": {"done": "3", "planned": "4"}}),
        ("1.1", {"figures": {"done": "5", "planned": "4"}}),
        ("1.1", {"figures": {"planned": "0", "done": "0"}}),
        ("1.1", {"figures": {"done": ""}}),
        ("1.1", {"done": True}),
        ("1.2", {"points": "1,5", "reason": "Chậm một báo cáo"}),
        ("1.2", {"points": "", "reason": ""}),
        ("1.2", {"note": "Theo báo cáo quý IV"}),
        ("2.1", {"figures": {"rate": "80"}}),
        ("2.3", {"points": "0,25", "reason": "Một sáng kiến", "provisional": "Chờ quyết định"}),
        ("2.2", {"points": "1"}),
    ]
)
ROWS = (Answer, EvidenceLink, SheetSubmission, SheetReturn, NotApplicable, ApplicabilityRequest, Score)


class TheRound(RuleBasedStateMachine):
    """Plays acts on the sheets of two units, and the days of the phase, in any order.

    The machine keeps what each clerk last saw of each leaf, what was acknowledged last, until which day each unit has
    time, and what was frozen: it asks nothing of these from what it tests.
    """

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()

    @initialize()
    def begin(self) -> None:
        self.undone.__enter__()
        self.cycle = a_round()
        self.now = datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM)
        self.sheets = list(whole_sheets().order_by("participant__place"))
        self.documents = [a_document(one.participant.unit) for one in self.sheets]
        self.until = [LAST_DAY, LAST_DAY]
        self.seen: dict[tuple[int, str], int] = {}
        self.acknowledged: dict[tuple[int, str], AnswerContent] = {}
        self.hashes: dict[int, tuple[str, Any]] = {}
        self.closed_with: list[Any] = []
        self.accounts: dict[int, Any] = {}

    def teardown(self) -> None:
        if hasattr(self, "cycle"):
            assert [str(one) for one in play().differences] == []
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def sheet(self, number: int) -> UnitSheet:
        return whole_sheets().get(pk=self.sheets[number].pk)

    def lock_of(self, number: int) -> datetime:
        return datetime.combine(self.until[number] + timedelta(days=1), time.min, VIETNAM)

    def tried(self, act: Callable[[], Any]) -> Any:
        """What an act returns, or None where it is refused: then nothing is recorded."""
        entries = Entry.objects.count()
        try:
            with transaction.atomic():
                done = act()
            event("done")
        except (NotPermitted, ValidationError, Changed) as refused:
            event(type(refused).__name__)
            assert Entry.objects.count() == entries
            return None
        return done

    # What clerks do

    @rule(clerk=CLERK)
    def look(self, clerk: int) -> None:
        """A clerk reads the whole sheet."""
        sheet = self.sheets[clerk % 2]
        versions = Answer.objects.filter(sheet=sheet).values_list("leaf", "version")
        self.seen.update({(clerk, leaf): version for leaf, version in versions})

    @rule(
        clerk=CLERK,
        typed=TYPED,
        stranger=st.sampled_from([False] * 7 + [True]),
        near=st.sampled_from([None] * 9 + [-1, 2, 4, 6]),
        ago=st.sampled_from([0, 0, 1, 4, 8, 30]),
    )
    def save(self, clerk: int, typed: tuple[str, Any], stranger: bool, near: int | None, ago: int) -> None:
        """A clerk saves a cell as it was last seen, typed some minutes `ago`, at once or so many minutes from the lock;
        or tries it in the other unit's sheet."""
        if near is not None:
            self.at(max(self.now, self.lock_of(clerk % 2) + timedelta(minutes=near)))
        number, (leaf, what) = clerk % 2, typed
        sheet = self.sheet(1 - number if stranger else number)
        stood = self.acknowledged.get((sheet.pk, leaf), AnswerContent())
        version = self.seen.get((clerk, leaf), 0)
        typed_at = self.now - timedelta(minutes=ago)
        saved = self.tried(
            lambda: (
                save_answer(
                    by=of_unit(self.sheets[number]),
                    sheet=sheet,
                    leaf=leaf,
                    typed=TypedAnswer(**what),
                    version=version,
                    typed_at=typed_at,
                    now=self.now,
                ).answer
            )
        )
        if saved is None:
            return
        now = content_of(saved)
        assert not stranger
        assert sheet.state == UnitSheet.State.FILLING
        self.arrived(number, typed_at)
        assert version == stood.version or same_typed(now, stood)  # nobody writes over what was not seen
        if now.version != stood.version:
            assert now.late is (self.now >= self.lock_of(number))
        self.seen[clerk, leaf] = now.version
        if now.version:  # nothing typed where nothing stands is nothing
            self.acknowledged[sheet.pk, leaf] = now

    def arrived(self, number: int, typed_at: datetime) -> None:
        """Something of a unit was taken: it came before the lock, or was typed before it and came within the grace."""
        lock = self.lock_of(number)
        assert self.now < lock or (typed_at < lock and self.now < lock + GRACE)

    @rule(clerk=CLERK, many=st.lists(TYPED, min_size=2, max_size=4))
    def paste(self, clerk: int, many: list[tuple[str, Any]]) -> None:
        number = clerk % 2
        sheet = self.sheet(number)
        block = {
            leaf: TypedBlock(TypedAnswer(**what), self.seen.get((clerk, leaf), 0)) for leaf, what in many
        }
        changed = self.tried(lambda: save_block(by=of_unit(sheet), sheet=sheet, block=block, now=self.now))
        for leaf, answer in (changed or {}).items():
            self.arrived(number, self.now)
            assert block[leaf].version == self.acknowledged.get((sheet.pk, leaf), AnswerContent()).version
            self.acknowledged[sheet.pk, leaf] = content_of(answer)
            self.seen[clerk, leaf] = answer.version

    @rule(number=UNIT, leaf=LEAF, away=st.booleans())
    def link(self, number: int, leaf: str, away: bool) -> None:
        sheet, by = self.sheet(number), of_unit(self.sheets[number])
        there = sheet.evidence.filter(leaf=leaf).first()
        count = EvidenceLink.objects.count()
        if not away:
            document: OfficialDocument = self.documents[number]
            self.tried(lambda: link_document(by=by, sheet=sheet, leaf=leaf, document=document, now=self.now))
        elif there is not None:
            self.tried(lambda: unlink_document(by=by, sheet=sheet, link=there, now=self.now))
        if EvidenceLink.objects.count() != count:
            self.arrived(number, self.now)

    @rule(number=UNIT, leaf=LEAF)
    def ask(self, number: int, leaf: str) -> None:
        sheet = self.sheets[number]
        self.tried(
            lambda: ask_not_applicable(
                by=of_unit(sheet), participant=sheet.participant, leaf=leaf, reason="Không có"
            )
        )

    # What heads do

    @rule(
        number=UNIT,
        role=st.sampled_from([Role.UNIT_HEAD] * 4 + [Role.UNIT_CLERK]),
        seen=st.sampled_from([True] * 4 + [False]),
    )
    def hand_in(self, number: int, role: Role, seen: bool) -> None:
        sheet = self.sheet(number)
        view = sheet_view(sheet)
        seal = seal_of(view, gaps_in(view, deadline_of(sheet))) if seen else "another"
        made = self.tried(lambda: submit_sheet(by=of_unit(sheet, role), sheet=sheet, seen=seal, now=self.now))
        if made is not None:
            assert (role, seen) == (Role.UNIT_HEAD, True)
            self.arrived(number, self.now)
        self.keep(made)

    # What the coordinator does

    @rule(number=UNIT)
    def give_back(self, number: int) -> None:
        self.tried(
            lambda: return_sheet(by=COORDINATOR, sheet=self.sheet(number), reason="Thiếu", now=self.now)
        )

    @rule(number=UNIT)
    def take_in(self, number: int) -> None:
        sheet = self.sheet(number)
        made = self.tried(lambda: take_in_sheet(by=COORDINATOR, sheet=sheet, reason="Quá hạn", now=self.now))
        assert made is None or self.now >= self.lock_of(number)
        self.keep(made)

    @rule(number=UNIT, days=st.integers(0, 4), proper=st.sampled_from([True] * 4 + [False]))
    def give_time(self, number: int, days: int, proper: bool) -> None:
        again = (self.sheet(number).state == UnitSheet.State.SUBMITTED) is proper
        participant, until = self.sheet(number).participant, self.now.date() + timedelta(days=days)
        said = {"kind": SELF_SCORING, "until": until, "reason": "Bão", "now": self.now}
        if again:
            made = self.tried(lambda: reopen_phase(by=COORDINATOR, participant=participant, **said))
        else:
            made = self.tried(lambda: extend_phase(by=COORDINATOR, participants=[participant], **said))
        if made is not None:
            self.until[number] = max(until, LAST_DAY)

    @rule(granted=st.booleans())
    def decide(self, granted: bool) -> None:
        asked = ApplicabilityRequest.objects.filter(state="asked").select_related("participant").first()
        if asked is not None:
            self.tried(
                lambda: decide_not_applicable(by=COORDINATOR, asked=asked, granted=granted, answer="Đã xét")
            )

    @precondition(lambda self: not self.closed_with and self.now.date() > LAST_DAY)
    @rule()
    def close(self) -> None:
        if self.tried(lambda: close_cycle(by=COORDINATOR, cycle=self.cycle, reason="Dừng")) is not None:
            self.closed_with = self.rows()

    @precondition(lambda self: self.closed_with)
    @rule(reason=st.sampled_from(["", "Theo kết luận kiểm tra"]))
    def open_the_year_again(self, reason: str) -> None:
        if self.tried(lambda: reopen_cycle(by=COORDINATOR, cycle=self.cycle, reason=reason)) is not None:
            assert reason
            self.closed_with = []

    # What the clock does

    @rule(passed=st.sampled_from([timedelta(minutes=1), timedelta(minutes=4), timedelta(hours=7)]))
    def time_passes(self, passed: timedelta) -> None:
        self.at(self.now + passed)

    @rule(number=UNIT, to=st.sampled_from([timedelta(minutes=-1), timedelta(minutes=3), timedelta(days=1)]))
    def the_lock_comes_near(self, number: int, to: timedelta) -> None:
        """To just before the lock of a unit, just behind it, or a day past it."""
        self.at(max(self.now + timedelta(minutes=1), self.lock_of(number) + to))

    def at(self, moment: datetime) -> None:
        """It is this moment; the worker looks, as each minute."""
        self.now = moment
        self.tried(lambda: lock_due_phases(self.now))

    def keep(self, submission: SheetSubmission | None) -> None:
        if submission is not None:
            assert is_intact(submission)
            self.hashes[submission.pk] = (submission.sha256, submission.content)

    def rows(self) -> list[Any]:
        return [list(model.objects.order_by("pk").values_list()) for model in ROWS]

    # What always holds

    @invariant()
    def what_was_acknowledged_last_stands_there(self) -> None:
        if hasattr(self, "cycle"):
            stored = {(one.sheet_id, one.leaf): content_of(one) for one in Answer.objects.order_by()}
            assert stored == self.acknowledged

    @invariant()
    def what_is_frozen_never_changes_unless_it_was_opened_again_and_logged(self) -> None:
        if not hasattr(self, "cycle"):
            return
        stored = {one.pk: (one.sha256, one.content) for one in SheetSubmission.objects.order_by()}
        assert stored == self.hashes
        opened = Entry.objects.filter(verb__in=["self_scoring.returned", "cycles.phase_reopened"])
        assert SheetReturn.objects.count() == opened.count()
        if self.closed_with:
            assert self.rows() == self.closed_with
        state = Cycle.objects.values_list("state", flat=True).get(pk=self.cycle.pk)
        assert state == ("closed" if self.closed_with else "open")

    @invariant()
    def sums_and_scores_are_those_of_the_answers(self) -> None:
        """Looked at whenever a sheet, its answers or what applies to it are others than at the last look."""
        if not hasattr(self, "cycle"):
            return
        off = set(NotApplicable.objects.values_list("participant_id", "leaf"))
        scored = {
            (participant, leaf)
            for participant, leaf, points, figures in Score.objects.filter(
                stage=Stage.SELF_SCORE
            ).values_list("participant_id", "leaf", "points", "figures")
            if points or figures
        }
        versions = list(Answer.objects.order_by("pk").values_list("pk", "version"))
        for values in UnitSheet.objects.order_by("pk").values():
            now = (values, off, scored, versions)
            if self.accounts.get(values["id"]) != now:
                self.check_account(values["id"], scored)
                self.accounts[values["id"]] = now

    def check_account(self, pk: int, scored: set[tuple[int, str]]) -> None:
        sheet = whole_sheets().get(pk=pk)
        view = sheet_view(sheet)
        assert view.sums.is_kept_by(sheet)
        ledger = view.whole
        assert ledger.maximum == ledger.points + sum(one.points for one in ledger.losses) + ledger.pending
        returned = set(SheetReturn.objects.values_list("submission_id", flat=True))
        standing = [one for one in SheetSubmission.objects.filter(sheet=pk) if one.pk not in returned]
        assert len(standing) == (sheet.state == UnitSheet.State.SUBMITTED)
        held = {leaf for participant, leaf in scored if participant == sheet.participant_id}
        handed_in = {leaf for one in standing for leaf in self.scored_in(one)}
        assert held == handed_in

    def scored_in(self, submission: SheetSubmission) -> set[str]:
        """The leaves that count of what was handed in."""
        view = sheet_view(whole_sheets().get(pk=submission.sheet_id))
        return {leaf.node.number for leaf in view.own_leaves() if _is_scored(leaf)}


def _is_scored(leaf: Any) -> bool:
    return not (leaf.content.is_empty or leaf.standing.broken or leaf.standing.fault)


def test_whatever_clerks_heads_coordinator_and_clock_do_the_round_holds():
    run_state_machine_as_test(
        TheRound,
        settings=settings(
            max_examples=14,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
