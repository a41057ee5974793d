"""The units of a stage of appraisal: how far each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q

from cchc.appraisal.models import AppraisalQuestion, UnitAppraisal
from cchc.appraisal.policies import AppraisalSight
from cchc.cycles.models import Cycle, Participant, ScoredBy
from cchc.scores.models import Stage


@dataclass(frozen=True, slots=True)
class AppraisedUnit:
    """A unit with its appraisal, None before it handed in; `asked` is how many questions wait for its answer."""

    participant: Participant
    appraised: UnitAppraisal | None
    asked: int

    @property
    def is_finished(self) -> bool:
        """Whether every leaf is appraised and the result is not sent yet."""
        one = self.appraised
        return one is not None and one.state == UnitAppraisal.State.OPEN and one.given == one.leaves > 0

    @property
    def taken(self) -> Fraction:
        """The points that were taken from the unit's own score."""
        return Fraction(self.appraised.taken) if self.appraised is not None else Fraction(0)


@dataclass(frozen=True, slots=True)
class StageProgress:
    """How many units there are, handed in, are wholly appraised and not sent, and were sent their result."""

    units: int
    handed_in: int
    finished: int
    sent: int


def how_far(units: Collection[AppraisedUnit]) -> StageProgress:
    """Return how far these units are."""
    states = [one.appraised.state for one in units if one.appraised is not None]
    return StageProgress(
        len(units),
        sum(state != UnitAppraisal.State.WITHDRAWN for state in states),
        sum(one.is_finished for one in units),
        states.count(UnitAppraisal.State.SENT),
    )


def appraised_units(cycle: Cycle, stage: str, sight: AppraisalSight) -> list[AppraisedUnit]:
    """Return the units of `cycle` that score themselves, in their order, as a reader may see them; in the second stage
    those alone that explained something. Three queries."""
    if not sight.sees:
        return []
    rows = UnitAppraisal.objects.filter(participant__cycle=cycle, stage=stage)
    by_participant = {one.participant_id: one for one in rows.order_by()}
    waiting = AppraisalQuestion.objects.filter(of__in=rows, answered_at__isnull=True).order_by()
    asked = Counter(dict(waiting.values_list("of__participant_id").annotate(Count("pk"))))
    taking = Participant.objects.filter(Q(cycle=cycle), cycle_set__scored_by=ScoredBy.ROUND)
    return [
        AppraisedUnit(one, by_participant.get(one.pk), asked[one.pk])
        for one in taking.select_related("unit").order_by("cycle_set", "peer_group", "place", "pk")
        if sight.has(one.pk) and (stage == Stage.FIRST_APPRAISAL or one.pk in by_participant)
    ]
