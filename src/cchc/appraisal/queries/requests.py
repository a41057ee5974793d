"""Requests of units that a leaf shall not apply to them, as the appraisal sees them: its opinions, and what waits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cchc.access.actor import Actor
from cchc.appraisal.models import STAGES, ApplicabilityOpinion, UnitAppraisal
from cchc.appraisal.policies import AppraisalSight, may_propose, may_read_all_appraisals
from cchc.appraisal.queries.coverage import announced_coverage
from cchc.appraisal.queries.sight import sight_in
from cchc.cycles.consequences import RequestOpinion
from cchc.cycles.models import ApplicabilityRequest, Cycle, State
from cchc.cycles.queries.requests import leaves_asked

Cell = tuple[int, str]  # the id of a participant, and the number of a leaf


@dataclass(frozen=True, slots=True)
class AskedOff:
    """A leaf that a unit asked not to apply to it, which nobody has decided yet, with the opinion of its appraiser;
    None while there is none."""

    request: ApplicabilityRequest
    opinion: ApplicabilityOpinion | None = None

    @property
    def may_be_appraised(self) -> bool:
        """Whether it is appraised all the same: whoever appraises it holds that it applies."""
        return self.opinion is not None and not self.opinion.grants


def asked_off(participants: Collection[int]) -> dict[Cell, AskedOff]:
    """Return the leaves of these participants, by their ids, on whose request nobody has decided, by participant and
    leaf. Two queries, one while nothing waits."""
    waiting = leaves_asked(participants)
    if not waiting:
        return {}
    given = opinions_on(one.pk for one in waiting.values())
    return {cell: AskedOff(one, given.get(one.pk)) for cell, one in waiting.items()}


def opinions_on(requests: Iterator[int] | Collection[int]) -> dict[int, ApplicabilityOpinion]:
    """Return the opinions on these requests, by the id of the request. One query."""
    rows = ApplicabilityOpinion.objects.filter(request__in=list(requests))
    return {one.request_id: one for one in rows.order_by()}


@dataclass(frozen=True, slots=True)
class AppraisedRequest:
    """A request of a unit that is appraised, as a reader sees it. `mine`: the plan gives its leaf to the reader, who is
    to give the opinion; `waits`: nobody has decided."""

    asked: ApplicabilityRequest
    opinion: ApplicabilityOpinion | None
    mine: bool
    waits: bool

    @property
    def wants_opinion(self) -> bool:
        """Whether it waits for the opinion of the reader."""
        return self.mine and self.waits and self.opinion is None


def appraised_requests(actor: Actor, sight: AppraisalSight, cycle: Cycle) -> list[AppraisedRequest]:
    """Return the requests of units of `cycle` that handed in, as far as the reader sees them, those that wait first:
    an appraiser those of the leaves that the plan gives to that person, whoever leads or only reads all; none of units
    that stand near. A constant number of queries."""
    if not sight.sees:
        return []
    state = UnitAppraisal.State
    appraised = UnitAppraisal.objects.filter(participant__cycle=cycle).exclude(state=state.WITHDRAWN)
    asked = ApplicabilityRequest.objects.filter(participant__in=appraised.values("participant"))
    related = asked.select_related("participant__cycle", "participant__cycle_set__version", "appeal")
    seen = [one for one in related.order_by("state", "-pk") if sight.has(one.participant_id)]
    if not seen:
        return []
    own = _own_cells(actor, cycle, seen)
    given, sees_all = opinions_on([one.pk for one in seen]), may_read_all_appraisals(actor)
    return [
        AppraisedRequest(
            one,
            given.get(one.pk),
            mine=(one.participant_id, one.leaf) in own,
            waits=one.state == ApplicabilityRequest.State.ASKED and cycle.state == State.OPEN,
        )
        for one in seen
        if sees_all or (one.participant_id, one.leaf) in own
    ]


def opinions_wanted(actor: Actor, cycle: Cycle) -> int:
    """Return how many requests of `cycle` wait for the opinion of `actor`."""
    if not may_propose(actor, cycle):
        return 0
    return sum(one.wants_opinion for one in appraised_requests(actor, sight_in(actor, cycle), cycle))


def _own_cells(actor: Actor, cycle: Cycle, requests: Collection[ApplicabilityRequest]) -> set[Cell]:
    """The leaves among those of `requests` that an announced plan of some stage gives to a person."""
    if not may_propose(actor, cycle):
        return set()
    found = set[Cell]()
    for stage in STAGES:
        coverage = announced_coverage(cycle, stage)
        if actor.person_id not in coverage.apart:
            continue
        for one in requests:
            assigned = coverage.appraiser_of(one.participant, one.leaf)
            if assigned is not None and assigned.person == actor.person_id:
                found.add((one.participant_id, one.leaf))
    return found


def appraisers_of(asked: ApplicabilityRequest) -> set[int]:
    """Return the ids of the people to whom an announced plan gives the leaf of a request."""
    participant = asked.participant
    found = (
        announced_coverage(participant.cycle, stage).appraiser_of(participant, asked.leaf) for stage in STAGES
    )
    return {one.person for one in found if one is not None}


def opinions_for(*, by: Actor, requests: Collection[ApplicabilityRequest]) -> list[RequestOpinion]:
    """Return the opinions on requests of one cycle that `by` may read: whoever leads or only reads the appraisal, and
    whoever gave them; never of units that stand near, and never a unit's own people."""
    if not requests:
        return []
    sight = sight_in(by, next(iter(requests)).participant.cycle)
    seen = [one.pk for one in requests if sight.has(one.participant_id)]
    reads_all = may_read_all_appraisals(by)
    return [
        RequestOpinion(pk, one.grants, one.text, f"{one.person} ({one.unit})", one.at)
        for pk, one in opinions_on(seen).items()
        if reads_all or one.person_id == by.person_id
    ]
