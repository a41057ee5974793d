"""The cells of an appraisal, each a leaf of a unit: what the unit handed in, what is given for it, how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from cchc.access.actor import Actor
from cchc.appraisal.models import Appraisal, AppraisalQuestion, JustificationEvidence, UnitAppraisal
from cchc.appraisal.policies import (
    AppraisalSight,
    may_appraise,
    may_decide_double,
    may_read_all_appraisals,
)
from cchc.appraisal.queries.content import (
    NOT_APPRAISED,
    AppraisalContent,
    appraisal_content,
    appraised_standing,
)
from cchc.appraisal.queries.coverage import Coverage, announced_coverage
from cchc.appraisal.queries.doubles import SeenDouble, is_blind, opinions_by_cell, seen_double
from cchc.appraisal.queries.explained import Explained, explained_by
from cchc.appraisal.queries.held import HeldAppraisal
from cchc.appraisal.queries.leaves import StageLeaves, stage_leaves
from cchc.appraisal.queries.requests import AskedOff, asked_off
from cchc.appraisal.queries.sums import UNJUDGED
from cchc.core.scoring.appraised import AppraisedPoints, bulk_obstacle
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.declared import LeafStanding
from cchc.cycles.models import Cycle, Participant
from cchc.scores.models import Stage
from cchc.self_scoring.models import LinkedEvidence
from cchc.self_scoring.queries.claims import UNCLAIMED, Claim, claims_of
from cchc.self_scoring.queries.content import declared_in


class CellState(StrEnum):
    """How a leaf of a unit stands: not handed in yet, asked not to apply and not decided, to be appraised, appraised
    by the reader and not yet by the other of two, by two who differ, appraised but not finally, appraised."""

    NOT_HANDED_IN = "not_handed_in"
    ASKED_OFF = "asked_off"
    UNDECIDED = "undecided"
    WAITS_OTHER = "waits_other"
    WAITS_THIRD = "waits_third"
    PROVISIONAL = "provisional"
    GIVEN = "given"


@dataclass(frozen=True)
class AppraisedCell:
    """One leaf of one unit as an appraiser sees it.

    `appraised` is the appraisal of the unit, None before it handed in. `mine`: the plan gives it to the reader;
    `may_give`: who can change it now as well. `asked` is how many questions to the unit wait for their answer,
    `asked_off` the request that it shall not apply, while nobody has decided on it. In the second stage `explained` is
    what the unit said to it, `explained_by` the documents behind that, and `first` what the first stage gave.
    `double`: two people appraise it; `content` is what the reader gave, until both agree or a third has decided.
    """

    participant: Participant
    leaf: Node
    year: int
    appraised: UnitAppraisal | None
    claim: Claim = UNCLAIMED
    content: AppraisalContent = NOT_APPRAISED
    mine: bool = False
    may_give: bool = False
    asked: int = 0
    explained: Explained | None = None
    explained_by: tuple[JustificationEvidence, ...] = ()
    first: AppraisalContent = NOT_APPRAISED
    asked_off: AskedOff | None = None
    double: SeenDouble | None = None

    @property
    def read(self) -> str:
        """The hash of what is judged: what the unit handed in, or in the second stage what it explained."""
        return self.claim.sha256 if self.explained is None else self.explained.sha256

    @property
    def evidence(self) -> tuple[LinkedEvidence, ...]:
        """The documents that are looked at: those behind what the unit explained first, then those of its sheet."""
        return (*self.explained_by, *self.claim.evidence)

    @property
    def counts(self) -> bool:
        """Whether what is given counts for the unit: not what one of two gives before it is concluded."""
        return self.content.is_given and (self.double is None or self.double.concluded)

    @property
    def state(self) -> CellState:
        """How it stands."""
        if self.appraised is None:
            return CellState.NOT_HANDED_IN
        if self.double is not None and self.double.both and not self.double.concluded:
            return CellState.WAITS_THIRD
        if not self.content.is_given:
            return CellState.ASKED_OFF if self.waits_for_applicability else CellState.UNDECIDED
        if not self.counts:
            return CellState.WAITS_OTHER
        return CellState.PROVISIONAL if self.content.provisional else CellState.GIVEN

    @property
    def waits_for_applicability(self) -> bool:
        """Whether it is not appraised until somebody has said whether it applies: the appraiser, or who decides."""
        return self.asked_off is not None and not self.asked_off.may_be_appraised

    @property
    def is_left(self) -> bool:
        """Whether the reader can appraise it now and has not."""
        return self.may_give and self.state is CellState.UNDECIDED

    @property
    def was_given(self) -> bool:
        """Whether something was given to it that does not count any more."""
        return self.content.version > 0 and not self.content.is_given

    @cached_property
    def claimed(self) -> LeafStanding:
        """What follows from what the unit handed in."""
        return UNJUDGED if self.appraised is None else self.claim.standing(self.leaf, self.year)

    @cached_property
    def standing(self) -> LeafStanding:
        """What follows from what is given."""
        return appraised_standing(self.leaf, self.content, self.year) if self.content.is_given else UNJUDGED

    @cached_property
    def first_standing(self) -> LeafStanding:
        """What follows from what the first stage gave, of a cell of the second."""
        return appraised_standing(self.leaf, self.first, self.year) if self.first.is_given else UNJUDGED

    @property
    def counting(self) -> LeafStanding:
        """What follows from what is given and counts for the unit."""
        return self.standing if self.counts else UNJUDGED

    @property
    def compared(self) -> AppraisedPoints:
        """The points by the unit and by the appraiser."""
        return AppraisedPoints(self.claimed.outcome.points, self.standing.outcome.points)

    @property
    def taken(self) -> Fraction:
        """The points that are taken from the unit."""
        return self.compared.taken

    @property
    def obstacle(self) -> str:
        """What forbids to accept it unopened: "asked_off", "double" where two appraise it, or one of
        `core.scoring.appraised.BULK_OBSTACLES`; "" where nothing does."""
        if self.asked_off is not None:
            return "asked_off"
        if self.double is not None:
            return "double"
        return bulk_obstacle(
            self.leaf,
            declared_in(self.leaf, self.claim.content),
            evidence=len(self.claim.evidence),
            provisional=bool(self.claim.content.provisional),
        )


def cells_in(
    actor: Actor,
    sight: AppraisalSight,
    *,
    cycle: Cycle,
    stage: str,
    participants: Sequence[Participant],
    leaf: str | None = None,
) -> list[AppraisedCell]:
    """Return the cells of these participants that the reader may see, in their order: those of one leaf or (None) of
    all leaves that apply. An appraiser sees what the announced plan gives to that person, whoever leads or only reads
    all but what stands near. At most twenty queries, however many participants and leaves there are."""
    seen = [one for one in participants if sight.has(one.pk)]
    if not seen:
        return []
    making = _making(actor, cycle, stage, seen, leaf)
    found = []
    for one in seen:
        leaves = making.leaves.of(one)
        wanted = leaves.values() if leaf is None else [leaves[leaf]] if leaf in leaves else []
        found += [making.cell(one, node) for node in wanted]
    return [cell for cell in found if making.sees_all or cell.mine]


def cell_between(
    actor: Actor, sight: AppraisalSight, participant: Participant, leaf: str, stage: str
) -> AppraisedCell | None:
    """Return a leaf of a participant that two have appraised, for whoever decides between them; None for everybody
    else, and before both have given something."""
    if not sight.has(participant.pk):
        return None
    making = _making(actor, participant.cycle, stage, [participant], leaf)
    node = making.leaves.of(participant).get(leaf)
    double = making.doubles.get((participant.pk, leaf))
    if node is None or double is None or double.both is None:
        return None
    return making.cell(participant, node) if may_decide_double(actor, double.cell, double.parties) else None


def first_given(appraised: UnitAppraisal, leaf: str) -> AppraisalContent:
    """Return what the first stage gave a leaf whose second appraisal `appraised` is; nothing in the first stage."""
    if appraised.stage != Stage.SECOND_APPRAISAL:
        return NOT_APPRAISED
    pk = appraised.participant_id
    return appraisal_content(_first_given([pk], {"leaf": leaf}).get((pk, leaf)))


def saved_cell(held: HeldAppraisal, leaf: Node, row: Appraisal) -> AppraisedCell:
    """Return a cell that one person appraises and has just given, as it stands with `row` in what the act held; two
    queries where the unit asked that it shall not apply, else none."""
    participant, number = held.participant, leaf.number
    return AppraisedCell(
        participant,
        leaf,
        held.year,
        held.row,
        claim=held.claim(number),
        content=appraisal_content(row),
        mine=True,
        may_give=True,
        asked=held.questions.get(number, 0),
        explained=held.explained.get(number),
        first=held.first.get(number, NOT_APPRAISED),
        asked_off=asked_off([participant.pk]).get((participant.pk, number)) if number in held.asked else None,
    )


@dataclass(frozen=True, slots=True)
class _Making:
    """What was fetched for all cells."""

    year: int
    sees_all: bool
    may_appraise: bool
    is_mine: Callable[[Participant, str], bool]
    leaves: StageLeaves
    opened: Mapping[int, UnitAppraisal]
    claims: Mapping[tuple[int, str], Claim]
    given: Mapping[tuple[int, str], Appraisal]
    asked: Mapping[tuple[int, str], int]
    first: Mapping[tuple[int, str], Appraisal]
    behind: Mapping[tuple[int, str], tuple[JustificationEvidence, ...]]
    asked_off: Mapping[tuple[int, str], AskedOff]
    doubles: Mapping[tuple[int, str], SeenDouble]

    def cell(self, participant: Participant, leaf: Node) -> AppraisedCell:
        """Return one cell."""
        key = (participant.pk, leaf.number)
        appraised, mine = self.opened.get(participant.pk), self.is_mine(participant, leaf.number)
        is_open = appraised is not None and appraised.state == UnitAppraisal.State.OPEN
        content, double = appraisal_content(self.given.get(key)), self.doubles.get(key)
        if double is not None and not double.concluded:
            content, is_open = double.own, is_open and double.both is None
        elif double is not None:
            is_open = False
        return AppraisedCell(
            participant,
            leaf,
            self.year,
            appraised,
            claim=self.claims.get(key, UNCLAIMED),
            content=content,
            mine=mine,
            may_give=mine and is_open and self.may_appraise,
            asked=self.asked.get(key, 0),
            explained=self.leaves.said(*key),
            explained_by=self.behind.get(key, ()),
            first=appraisal_content(self.first.get(key)),
            asked_off=self.asked_off.get(key),
            double=double,
        )


def _making(
    actor: Actor, cycle: Cycle, stage: str, participants: Sequence[Participant], leaf: str | None
) -> _Making:
    coverage = announced_coverage(cycle, stage)
    own = [one.pk for one in participants]
    state = UnitAppraisal.State
    rows = UnitAppraisal.objects.filter(participant__in=own, stage=stage).exclude(state=state.WITHDRAWN)
    opened = {one.participant_id: one for one in rows}
    for one in participants:
        if one.pk in opened:
            opened[one.pk].participant = one
    of_leaf = {} if leaf is None else {"leaf": leaf}
    among = {"of__in": [one.pk for one in opened.values()], **of_leaf}
    owners = {one.pk: one.participant_id for one in opened.values()}
    given = {(owners[one.of_id], one.leaf): one for one in Appraisal.objects.filter(**among).order_by()}
    doubles = _doubles(actor, coverage, {one.pk: one for one in participants}, leaf, given)
    open_questions = AppraisalQuestion.objects.filter(answered_at=None, **among).order_by()
    asked = Counter(
        (owners[of], number)
        for of, number, asker in open_questions.values_list("of_id", "leaf", "person_id")
        if asker == actor.person_id or not is_blind(doubles.get((owners[of], number)))
    )
    is_named = actor.person_id in coverage.apart

    def is_mine(participant: Participant, number: str) -> bool:
        return is_named and actor.person_id in coverage.people_of(participant, number)

    return _Making(
        cycle.year,
        may_read_all_appraisals(actor),
        may_appraise(actor, cycle),
        is_mine,
        stage_leaves(stage, own),
        opened,
        claims_of(list(opened), None if leaf is None else [leaf]),
        given,
        asked,
        _first_given(own, of_leaf) if stage == Stage.SECOND_APPRAISAL else {},
        explained_by(own, leaf) if stage == Stage.SECOND_APPRAISAL else {},
        asked_off(list(opened)),
        doubles,
    )


def _first_given(
    participants: Collection[int], of_leaf: Mapping[str, str]
) -> dict[tuple[int, str], Appraisal]:
    """What the first stage gave these participants."""
    of = {"of__participant__in": participants, "of__stage": Stage.FIRST_APPRAISAL}
    rows = Appraisal.objects.filter(**of, **of_leaf).exclude(verdict="").select_related("of").order_by()
    return {(one.of.participant_id, one.leaf): one for one in rows}


def _doubles(
    actor: Actor,
    coverage: Coverage,
    participants: Mapping[int, Participant],
    leaf: str | None,
    given: Mapping[tuple[int, str], Appraisal],
) -> dict[tuple[int, str], SeenDouble]:
    """The double appraisals of these participants, as the reader may know them."""
    found = {
        key: one for key, one in coverage.doubles.items() if key[0] in participants and leaf in (None, key[1])
    }
    opinions = opinions_by_cell(found.values())
    return {
        key: seen_double(
            one,
            opinions.get(one.pk, {}),
            coverage,
            participants[key[0]],
            person=actor.person_id,
            concluded=appraisal_content(given.get(key)).is_given,
        )
        for key, one in found.items()
    }
