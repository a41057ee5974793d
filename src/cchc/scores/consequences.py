"""What this room tells the rooms above it, in the transaction of the change, and what it asks them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cchc.access.actor import Actor
from cchc.access.events import event, question
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.policies import Sight, is_provisional
from cchc.scores.queries.interests import units_near_person
from cchc.scores.queries.threads import ThreadEntry
from cchc.scores.queries.untold import ALL_TOLD, Untold, unsent_in


class Occasion(StrEnum):
    """By what scores became others."""

    IMPORT = "import"
    CORRECTION = "correction"
    UNDO = "undo"
    SUBMISSION = "submission"
    FINAL = "final"
    SURVEY = "survey"


@event
def scores_changed(*, cycle: Cycle, occasion: Occasion) -> None:
    """Scores of `cycle` are not what they were."""


@question(ThreadEntry)
def leaf_thread(*, actor: Actor, participant: Participant, leaf: str) -> None:
    """What was said and given for a leaf of `participant`, of what `actor` may see? The cycle, set and version of the
    participant are fetched with it."""


def thread_of_leaf(*, actor: Actor, participant: Participant, leaf: str) -> list[ThreadEntry]:
    """Return the thread of a leaf as `actor` may see it, from the self-score to the decision."""
    return sorted(leaf_thread(actor=actor, participant=participant, leaf=leaf), key=lambda one: one.order)


@dataclass(frozen=True, slots=True)
class FinalSince:
    """That the points of a cycle are final, and since when."""

    at: datetime


@question(FinalSince)
def final_since(*, cycle: Cycle) -> None:
    """Are the points of `cycle` final? Then nothing writes to its scores, until that is undone."""


def untold_stages(sight: Sight, cycle: Cycle) -> Untold:
    """Return what a reader is not told of `cycle`: an appraisal that was not sent to its unit is seen by nobody who
    acts for a unit, and by nobody near to that unit whatever they act for. One query where nothing is unsent."""
    if sight.person_id is None or not is_provisional(cycle):
        return ALL_TOLD
    unsent = unsent_in(cycle)
    if not unsent or not sight.everywhere:
        return unsent
    near = units_near_person(sight.person_id, sight.unit_id, cycle)
    apart = set(cycle.participants.filter(unit__in=near, pk__in=list(unsent)).values_list("pk", flat=True))
    return {one: stages for one, stages in unsent.items() if one in apart}
