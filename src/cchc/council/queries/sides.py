"""The two sides of an item, what the unit claims and what the appraisal gives; and what may be decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.declared import LeafStanding, standing_of
from cchc.council.queries.standing import APPRAISED, StageScores, appraised_score, stage_scores
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Participant
from cchc.scores.models import Score, Stage
from cchc.scores.queries.content import ScoreContent, core_value, score_content


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says of a leaf: its content, and what follows from it by the rule; `stage` empty where it says
    nothing."""

    content: ScoreContent
    standing: LeafStanding
    stage: str = ""

    @property
    def says_anything(self) -> bool:
        """Whether there is anything on this side."""
        return not self.content.pending

    @property
    def points(self) -> Fraction | None:
        """The points that follow; None where none do, or where the peers decide."""
        return self.standing.outcome.points


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a leaf of a unit."""

    participant: Participant
    leaf: Node
    claim: Side
    appraisal: Side

    @property
    def lowered(self) -> Fraction | None:
        """The points that are taken from the unit; None where a side has none."""
        if self.claim.points is None or self.appraisal.points is None:
            return None
        return max(self.claim.points - self.appraisal.points, Fraction(0))


def sides_of(participant: Participant, leaf: str) -> Sides:
    """Return both sides of a leaf of a participant, its cycle, set and version fetched; one query. Raises KeyError for
    a leaf that is not in the set."""
    return sides_in(scores_of_sides([participant.pk], [leaf]), participant, leaf)


def scores_of_sides(participants: Iterable[int], leaves: Collection[str]) -> StageScores:
    """Return the scores that the sides of these leaves of these participants have; one query."""
    return stage_scores(participants, [Stage.SELF_SCORE, *APPRAISED], leaves)


def sides_in(scores: StageScores, participant: Participant, leaf: str) -> Sides:
    """Return both sides of a leaf of a participant by these `scores`; no query. Raises KeyError for a leaf that is not
    in the set."""
    node = criteria_of(participant.cycle_set.version).leaves[leaf]
    cell, year = (participant.pk, leaf), participant.cycle.year
    claim = scores.get((*cell, Stage.SELF_SCORE))
    return Sides(participant, node, side(node, claim, year), side(node, appraised_score(scores, cell), year))


def side(leaf: Node, score: Score | None, year: int) -> Side:
    """Return one side from its score."""
    return content_side(leaf, score_content(score), year, score.stage if score is not None else "")


def content_side(leaf: Node, content: ScoreContent, year: int, stage: str = "") -> Side:
    """Return a side from what it holds."""
    what = core_value(leaf, content.points, content.figures)
    declared = what if isinstance(what, Fraction | Mapping) else None
    return Side(content, standing_of(leaf, declared, year), stage)
