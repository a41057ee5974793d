"""Leaves whose points may still change, as their appraisal said, and the council's reason why they stand all the
same."""

from __future__ import annotations

from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.council.queries.standing import carried_decisions
from cchc.cycles.models import Cycle
from cchc.scores.models import Origin, Stage
from cchc.scores.queries.basis import Cell


def provisional_leaves(cycle: Cycle) -> dict[Cell, str]:
    """Return the leaves of `cycle` whose furthest appraisal is provisional, by participant and leaf, each with the
    reason of the council's decision about it, "" where the council decided nothing; three queries.

    A score that was decided by hand, came in a points file or from a survey is not of the appraisal any more.
    """
    rows = Appraisal.objects.filter(of__participant__cycle=cycle).exclude(verdict="")
    rows = rows.exclude(of__state=UnitAppraisal.State.WITHDRAWN).order_by("of__stage")
    furthest: dict[Cell, str] = {}
    for participant, leaf, why in rows.values_list("of__participant_id", "leaf", "provisional"):
        furthest[participant, leaf] = why  # "first_appraisal" comes before "second_appraisal"
    held = {cell for cell, why in furthest.items() if why}
    if not held:
        return {}
    others = (Origin.DECIDED, Origin.IMPORTED, Origin.SURVEY)
    elsewhere = cycle.scores.filter(stage=Stage.DECIDED, origin__in=others)
    settled = set(elsewhere.values_list("participant_id", "leaf"))
    decided = carried_decisions(cycle)
    return {cell: decided[cell].reason if cell in decided else "" for cell in sorted(held - settled)}
