"""What is played in the second half of a round besides appraisals: leaves that two people appraise, requests that a
leaf shall not apply, sessions of the council, and the final act with its undoing; and what always holds of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.appraisal.actions.advising import give_opinion
from cchc.appraisal.actions.doubling import decide_double, save_given
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.models import Appraisal, DoubleCell, DoubleOpinion, UnitAppraisal
from cchc.appraisal.queries.cells import cells_in
from cchc.appraisal.queries.doubles import both_of
from cchc.appraisal.queries.requests import appraisers_of
from cchc.appraisal.queries.sight import sight_in
from cchc.audit.models import Entry
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.scoring.votes import Ballot, tally
from cchc.council.actions.agenda import add_item, compute_agenda, drop_item
from cchc.council.actions.deciding import (
    cast_vote,
    effect_of_decision,
    put_to_vote,
    record_votes,
    withdraw_proposal,
)
from cchc.council.actions.finishing import final_content, final_seal, make_final, undo_final
from cchc.council.actions.proposing import TypedProposal
from cchc.council.models import AgendaItem, CouncilDecision, CouncilSession, FinalUndoing, Vote
from cchc.council.queries.effects import seal_of
from cchc.council.queries.final import cells_stored, final_cells, standing_final
from cchc.council.queries.voting import voting_rules
from cchc.cycles.actions import (
    appeal_refusal,
    ask_not_applicable,
    decide_appeal,
    decide_not_applicable,
    reopen_request,
)
from cchc.cycles.models import ApplicabilityRequest, Cycle, NotApplicable
from cchc.cycles.queries.requests import appeals
from cchc.scores.models import Score, Stage
from cchc.scores.queries.content import score_content
from cchc.scores.queries.stages import counting_scores
from tests.builders import a_member, a_session, a_unit, an_actor, closed, of_unit, opened

LEAD = an_actor(Role.APPRAISAL_LEAD)
NIGHT = datetime(2027, 1, 26, 19, 0, tzinfo=VIETNAM)
JUSTIFYING = datetime(2027, 1, 15, 9, 0, tzinfo=VIETNAM)
DOUBLED = "1.3"
WITH_UNIT = ("participant__cycle", "participant__cycle_set__version", "session__cycle")


class RestOfTheRound:
    """Acts beside those of the appraisal; whoever plays them has the cycle, its people and its clock."""

    cycle: Cycle
    now: datetime
    actors: list[Actor]
    near: Any
    names: list[str]
    tried: Callable[[Callable[[], Any]], Any]
    row: Callable[..., UnitAppraisal | None]
    sheet: Callable[[int], Any]
    finish: Callable[[int, Stage], None]
    send: Callable[..., None]
    hand_the_justification_in: Callable[[int], None]
    change_and_hand_in_again: Callable[[int, str], None]

    def convene(self) -> None:
        """A council of three, of whom the last sits in the second unit, and a secretary."""
        units = (a_unit("Cơ quan một"), a_unit("Cơ quan hai"), self.near.unit)
        self.council: list[Membership] = [a_member(Role.COUNCIL_MEMBER, unit=one) for one in units]
        self.council.append(a_member(Role.COUNCIL_SECRETARY, unit=a_unit("Văn phòng Hội đồng")))
        self.voters = [actor_of(one) for one in self.council[:-1]]
        self.secretary = actor_of(self.council[-1])

    # Two who appraise one leaf

    def give_one_of_two(self, unit: int, stage: Stage, typed: TypedAppraisal, who: int) -> None:
        """What one of the two gives bears a mark of its own."""
        row, by = self.row(unit, stage), self.actors[who]
        if row is None:
            return
        marked = typed if typed.takes_back else replace(typed, note=f"riêng-{who}")
        own = DoubleOpinion.objects.filter(
            cell__participant=row.participant_id, person_id=by.person_id
        ).first()
        said = {"appraised": row, "leaf": DOUBLED, "version": own.version if own else 0, "now": self.now}
        self.tried(lambda: save_given(by=by, typed=marked, **said))

    def settle_two(self, unit: int, typed: TypedAppraisal) -> None:
        row = self.row(unit)
        if row is not None:
            there = row.rows.filter(leaf=DOUBLED).first()
            said = {"reason": "Theo báo cáo", "version": there.version if there else 0, "now": self.now}
            made = self.tried(
                lambda: decide_double(by=LEAD, appraised=row, leaf=DOUBLED, typed=typed, **said)
            )
            assert made is None or self._both(row.participant_id) is not None

    def _both(self, participant: int) -> Any:
        rows = DoubleOpinion.objects.filter(cell__participant=participant)
        return both_of({one.part: one for one in rows})

    def what_one_of_two_gave_is_nowhere_before_both_have(self) -> None:
        """Not in the rows, sums and scores of the unit, nor in what the other of the two is shown."""
        for cell in DoubleCell.objects.select_related(
            "participant__cycle", "participant__cycle_set__version"
        ):
            if self._both(cell.participant_id) is not None:
                continue
            given = Appraisal.objects.filter(
                of__participant=cell.participant_id, of__stage=Stage.FIRST_APPRAISAL
            )
            scored = Score.objects.filter(participant=cell.participant_id, stage=Stage.FIRST_APPRAISAL)
            assert not given.filter(leaf=cell.leaf).exclude(verdict="").exists()
            assert not [one for one in scored.filter(leaf=cell.leaf) if one.points or one.figures]
            for place, actor in enumerate(self.actors):
                stage = {"cycle": self.cycle, "stage": Stage.FIRST_APPRAISAL}
                sight = sight_in(actor, self.cycle)
                seen = repr(cells_in(actor, sight, participants=[cell.participant], leaf=cell.leaf, **stage))
                others = {f"riêng-{one}" for one in range(len(self.actors)) if one != place}
                assert not [mark for mark in others if mark in seen]

    # Requests that a leaf shall not apply

    def ask_off(self, unit: int, leaf: str) -> None:
        by, participant = of_unit(self.sheet(unit)), self.sheet(unit).participant
        self.tried(
            lambda: ask_not_applicable(by=by, participant=participant, leaf=leaf, reason="Không có nhiệm vụ")
        )

    def advise(self, who: int, grants: bool) -> None:
        asked, by = self._request("asked"), self.actors[who]
        if asked is not None:
            may = by.person_id in appraisers_of(asked)
            made = self.tried(lambda: give_opinion(by=by, asked=asked, grants=grants, text="Theo hồ sơ"))
            assert made is None or (may and (by, asked.participant_id) != (self.actors[1], self.near.pk))

    def decide_request(self, granted: bool) -> None:
        asked = self._request("asked")
        if asked is not None:
            self.tried(lambda: decide_not_applicable(by=LEAD, asked=asked, granted=granted, answer="Đã xét"))

    def take_the_decision_back(self, state: str) -> None:
        asked = self._request(state)
        if asked is not None:
            self.tried(lambda: reopen_request(by=LEAD, asked=asked, reason="Xem lại"))

    def appeal(self, unit: int) -> None:
        asked, by = self._request("refused"), of_unit(self.sheet(unit))
        if asked is not None:
            made = self.tried(lambda: appeal_refusal(by=by, asked=asked, reason="Không giao", now=JUSTIFYING))
            assert made is None or asked.participant.name == self.names[unit]

    def _request(self, state: str) -> ApplicabilityRequest | None:
        related = ("participant__cycle", "participant__cycle_set__version", "participant__unit")
        rows = ApplicabilityRequest.objects.select_related(*related).filter(participant__cycle=self.cycle)
        return rows.filter(state=state).order_by("pk").first()

    # The council

    def meet(self) -> None:
        """The next session is prepared and opened, where none is."""
        if not self.cycle.council_sessions.exclude(state=CouncilSession.State.CLOSED).exists():
            self.tried(lambda: opened(a_session(self.cycle, self.council), now=NIGHT))

    def compute(self) -> None:
        session = self._session()
        if session is not None:
            self.tried(lambda: compute_agenda(by=self.secretary, session=session, now=NIGHT))

    def put_on_the_agenda(self, unit: int, leaf: str, who: int) -> None:
        session, by = self._session(), [*self.voters, self.secretary][who]
        participant = self.cycle.participants.select_related("cycle_set__version").get(name=self.names[unit])
        if session is not None:
            said = {"participant": participant, "leaf": leaf, "reason": "Đề nghị xem", "now": NIGHT}
            made = self.tried(lambda: add_item(by=by, session=session, **said))
            assert made is None or (by, participant.pk) != (self.voters[-1], self.near.pk)

    def take_off_the_agenda(self, reason: str) -> None:
        item = self._items().filter(state="waiting").order_by("-pk").first()
        if item is not None:
            self.tried(lambda: drop_item(by=self.secretary, item=item, reason=reason))

    def propose(self, verdict: str, points: str) -> None:
        item = self._items().filter(state="waiting").exclude(decisions__state="open").order_by("pk").first()
        if item is not None:
            said = TypedProposal(verdict, "Theo hồ sơ", points=points if verdict == "other" else "")
            self.tried(lambda: put_to_vote(by=self.secretary, item=item, typed=said, now=NIGHT))

    def vote(self, who: int, choice: str) -> None:
        decision, by = self._voted_on(), self.voters[who]
        if decision is not None:
            made = self.tried(lambda: cast_vote(by=by, decision=decision, choice=choice, now=NIGHT))
            assert made is None or (by, decision.item.participant_id) != (self.voters[-1], self.near.pk)

    def count(self, yes: int) -> None:
        decision = self._voted_on()
        if decision is None:
            return
        members = decision.item.session.members.exclude(role="secretary").order_by("place")
        votes = {one.pk: "yes" if place < yes else "no" for place, one in enumerate(members)}

        def counted() -> CouncilDecision:
            seen = seal_of(effect_of_decision(decision), decision.pk)
            return record_votes(by=self.secretary, decision=decision, votes=votes, seen=seen, now=NIGHT)

        self.tried(counted)

    def withdraw(self) -> None:
        decision = self._voted_on()
        if decision is not None:
            self.tried(lambda: withdraw_proposal(by=self.secretary, decision=decision))

    def rise(self) -> None:
        session = self._session()
        if session is not None:
            self.tried(lambda: closed(session))

    def make_final(self) -> None:
        self.tried(
            lambda: make_final(
                by=self.secretary,
                cycle=self.cycle,
                seen=final_seal(final_content(final_cells(self.cycle))),
                now=NIGHT,
            )
        )

    def undo_final(self, reason: str) -> None:
        """What counted before the act counts again."""
        final = standing_final(self.cycle)
        made = self.tried(lambda: undo_final(by=self.secretary, cycle=self.cycle, reason=reason, now=NIGHT))
        assert (made is not None) == (final is not None and bool(reason))

    def _session(self) -> CouncilSession | None:
        rows = self.cycle.council_sessions.select_related("cycle__province")
        return rows.filter(state=CouncilSession.State.SITTING).first()

    def _items(self) -> Any:
        rows = AgendaItem.objects.select_related(*WITH_UNIT).filter(session__cycle=self.cycle)
        return rows.filter(session__state=CouncilSession.State.SITTING)

    def _voted_on(self) -> CouncilDecision | None:
        related = [f"item__{one}" for one in WITH_UNIT]
        rows = CouncilDecision.objects.select_related(*related).filter(state="open")
        return rows.filter(item__session__in=self.cycle.council_sessions.filter(state="sitting")).first()

    # Everything at once

    def bring_to_an_end(self) -> None:
        """All that is left is done, by whoever does it, and the points are made final."""
        for unit in range(len(self.names)):
            self.change_and_hand_in_again(unit, "1,5")
            for granted in (False, False):
                self.decide_request(granted)
            for stage in (Stage.FIRST_APPRAISAL, Stage.SECOND_APPRAISAL):
                self.finish(unit, stage)
                self.send(unit, stage, looked=True)
                self.hand_the_justification_in(unit)
        self.meet()
        for appeal in appeals(self.cycle).filter(state="waiting"):
            self.tried(
                lambda appeal=appeal: decide_appeal(
                    by=self.secretary, appeal=appeal, granted=False, answer="Không"
                )
            )
        self.put_on_the_agenda(0, "1.1", 3)
        self.propose("other", "0,5")
        self.count(2)
        self.rise()
        self.make_final()

    # What always holds of these

    def votes_add_up_and_whoever_stands_near_has_none(self) -> None:
        for one in CouncilDecision.objects.filter(members__gt=0).select_related(
            "item__participant__cycle_set__version"
        ):
            votes = list(Vote.objects.filter(decision=one).select_related("member"))
            count = Counter(vote.choice for vote in votes)
            assert (one.yes, one.no, one.abstained, one.absent) == tuple(
                count[choice] for choice in ("yes", "no", "abstained", "absent")
            )
            assert one.members == len(votes) == len(self.voters)
            near = {vote.member.person_id for vote in votes if vote.apart}
            assert near == ({self.voters[-1].person_id} if one.item.participant_id == self.near.pk else set())
            ballots = {vote.pk: Ballot(vote.choice) for vote in votes if vote.choice != "absent"}
            found = tally([vote.pk for vote in votes], ballots, voting_rules(one.item.participant))
            assert (one.state == "carried") == found.passed

    def what_is_final_counts_and_every_undoing_is_logged(self) -> None:
        assert FinalUndoing.objects.count() == Entry.objects.filter(verb="council.final_undone").count()
        final = standing_final(self.cycle)
        if final is None:
            return
        wanted = {
            cell: (what.points, what.figures)
            for part in ("cells", "kept")
            for cell, what in cells_stored(final.content[part]).items()
        }
        rows = counting_scores().filter(participant__cycle=self.cycle)
        off = set(NotApplicable.objects.values_list("participant_id", "leaf"))
        counts = {
            (one.participant_id, one.leaf): score_content(one) for one in rows if one.points or one.figures
        }
        assert {
            cell: (what.points, what.figures) for cell, what in counts.items() if cell not in off
        } == wanted
