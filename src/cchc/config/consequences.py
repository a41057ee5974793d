"""The answers to the events of all rooms: the one table of `access.events`."""

from cchc.cycles.consequences import holidays_changed, participation_changed
from cchc.plans.actions.plans import move_due_days
from cchc.results.actions import recompute_for_scores, recompute_if_scored
from cchc.scores.consequences import scores_changed

ANSWERS = (
    participation_changed.answered_by(recompute_if_scored),
    holidays_changed.answered_by(move_due_days),
    scores_changed.answered_by(recompute_for_scores),
)
