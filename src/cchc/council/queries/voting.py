"""By which rules the council votes on a unit: those of its criteria set."""

from __future__ import annotations

from cchc.core.scoring.votes import VotingRules
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Participant


def voting_rules(participant: Participant) -> VotingRules:
    """Return the quorum and the base of the majority by which the council votes on a unit, its set and version
    fetched."""
    return criteria_of(participant.cycle_set.version).voting
