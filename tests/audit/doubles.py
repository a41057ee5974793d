"""Rows of a leaf that two people appraised and a third decided."""

from __future__ import annotations

from datetime import datetime

from cchc.accounts.models import Membership
from cchc.appraisal.models import (
    AppraisalPlan,
    DoubleCell,
    DoubleDecision,
    DoubleDraw,
    DoubleOpinion,
    SecondReplacement,
    UnitAppraisal,
)
from cchc.audit.models import by_line
from tests.builders.appraisals import an_appraiser
from tests.builders.people import an_actor


def appraised_by_two(row: UnitAppraisal, second: Membership, now: datetime) -> None:
    """A draw of one leaf of a unit, what the first of two gave for it, and what was decided."""
    then = {"at": now, **by_line(an_actor())}
    plan = AppraisalPlan.objects.get(cycle=row.participant.cycle_id, stage=row.stage)
    draw = DoubleDraw.objects.create(plan=plan, seed="2026", percent=10, population=["1/1"], **then)
    unit = {"plan": plan, "participant": row.participant, "leaf": "1.1"}
    cell = DoubleCell.objects.create(draw=draw, second=second.person, **unit)
    both = {"leaving": second.person, "coming": an_appraiser("Sở Công Thương").person}
    SecondReplacement.objects.create(draw=draw, cells=1, reason="Nghỉ ốm", **both, **then)
    DoubleOpinion.objects.create(cell=cell, part="first", content={}, read="0" * 64, **then)
    DoubleDecision.objects.create(cell=cell, reason="Theo tài liệu bổ sung", **then)
