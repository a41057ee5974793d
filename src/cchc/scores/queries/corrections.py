"""One score as it stands before somebody corrects it: what it holds, and what that comes to."""

from __future__ import annotations

from dataclasses import dataclass

from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.index import unit_index
from cchc.core.scoring.ledgers import NA, LeafScore, Ledger
from cchc.cycles.models import Cycle, Participant
from cchc.scores.models import Score
from cchc.scores.queries.basis import basis_of_one, peer_values_of
from cchc.scores.queries.content import ScoreContent, score_content
from cchc.scores.queries.untold import ALL_TOLD, Untold


@dataclass(frozen=True, slots=True)
class StandingScore:
    """One score of one unit: what it holds, and the account of its leaf; `without`: it does not apply."""

    participant: Participant
    leaf: Node
    score: Score | None
    content: ScoreContent
    given: LeafScore | None
    without: bool
    ledger: Ledger


def standing_score(
    participant: Participant, cycle: Cycle, number: str, untold: Untold = ALL_TOLD
) -> StandingScore | None:
    """The score of the leaf `number`, without what is `untold`; None where the set has no such leaf."""
    basis = basis_of_one(participant, cycle, untold)
    leaf = basis.criteria.leaves.get(number)
    if leaf is None:
        return None
    scores = basis.units()[0]
    peers = peer_values_of(participant, cycle, untold)
    account = unit_index(basis.criteria, scores, 0, peers, cycle.year, False, {})
    given = scores.given.get(number)
    return StandingScore(
        participant=participant,
        leaf=leaf,
        score=basis.scores.get((participant.pk, number)),
        content=score_content(basis.scores.get((participant.pk, number))),
        given=None if given is NA else given,
        without=given is NA,
        ledger=account.nodes[number],
    )
