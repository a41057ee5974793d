"""By which rules the council votes on a unit: those of its criteria set."""

from __future__ import annotations

from cchc.core.scoring.votes import USUAL_VOTING, VotingRules
from cchc.cycles.models import Participant


def voting_rules(participant: Participant) -> VotingRules:
    """Return the quorum and the base of the majority by which the council votes on a unit."""
    return USUAL_VOTING
