"""For what appraisers took points that they gave directly: the coded reasons alone. The sentences beside them are
between appraiser and unit."""

from __future__ import annotations

from django.utils.translation import gettext

from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.core.scoring.rules.values import LOSS_WORDS
from cchc.cycles.models import Cycle
from cchc.scores.models import Origin, Stage
from cchc.scores.queries.basis import Cell


def taken_reasons(cycle: Cycle) -> dict[Cell, str]:
    """Return for what points were taken from leaves of `cycle`, by participant and leaf, in the language of the reader;
    two queries. Where others than those of the furthest appraisal are decided, its reasons are not theirs."""
    rows = Appraisal.objects.filter(of__participant__cycle=cycle).exclude(verdict="")
    rows = rows.exclude(of__state=UnitAppraisal.State.WITHDRAWN).order_by("of__stage")
    furthest = {(one.of.participant_id, one.leaf): one for one in rows.select_related("of")}
    decided = cycle.scores.filter(stage=Stage.DECIDED, origin=Origin.COUNCIL).exclude(points="")
    return {
        (participant, leaf): "; ".join(
            gettext(LOSS_WORDS[code].text) for code in dict.fromkeys(why["code"] for why in given.reasons)
        )
        for participant, leaf, points in decided.values_list("participant_id", "leaf", "points")
        if (given := furthest.get((participant, leaf))) and given.reasons and given.points == points
    }
