"""What a reader may see of the appraisals of a cycle."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.appraisal.policies import AppraisalSight, may_read_appraisals
from cchc.cycles.models import Cycle
from cchc.scores.queries.interests import participants_of_interest


def sight_in(actor: Actor, cycle: Cycle) -> AppraisalSight:
    """Return how far `actor` sees into the appraisals of `cycle`; at most four queries."""
    if not may_read_appraisals(actor):
        return AppraisalSight(actor.person_id, sees=False)
    return AppraisalSight(actor.person_id, sees=True, apart=participants_of_interest(actor, cycle))
