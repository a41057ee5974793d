"""Plans made of the losses of 2025: the library of remedies, what the province drafted from the losses of its
departments, and what one department has begun for itself."""

from __future__ import annotations

from fractions import Fraction

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.analysis.actions.library import (
    RemedyTexts,
    adopt_model_remedies,
    gather_remedies,
    write_remedy,
)
from cchc.analysis.actions.remediation import (
    choose_measures,
    draft_remediation,
    propose_from_cycle,
    write_proposal,
)
from cchc.cycles.models import Cycle
from cchc.demo.people import somebody_of
from cchc.units.models import Unit

OF_PROVINCE = "Khắc phục tồn tại, hạn chế Chỉ số cải cách hành chính năm 2025 của các sở, ban, ngành"
OF_DEPARTMENT = "Khắc phục tồn tại, hạn chế Chỉ số cải cách hành chính năm 2025 của Sở Xây dựng"
DEADLINE = "6 tháng cuối năm 2026"
FEWEST_POINTS = 1  # what all departments together lost at a criterion, for the province to take it up


def load_remedies(cycle: Cycle, province: Unit, *, by: Actor) -> None:
    """Load the library and the two plans of the losses of `cycle`, whose departments are the peer group taken up."""
    gather_remedies(by=by)
    for model in adopt_model_remedies(by=by):
        if not model.criterion:  # those for any criterion are agreed to, the others are still suggestions
            texts = RemedyTexts("", model.code, model.task, model.output, model.cooperating)
            write_remedy(by=by, texts=texts, remedy=model, version=model.version)
    departments = [one for one in cycle.participants.select_related("unit") if one.unit.kind == "department"]
    of_province = propose_from_cycle(
        by=by,
        unit=province,
        year=cycle.year + 1,
        title=OF_PROVINCE,
        deadline=DEADLINE,
        cycle=cycle,
        participants=departments,
    )
    chosen = [one for one in of_province.proposals.prefetch_related("losses") if _weighs(one.points)]
    choose_measures(by=by, remediation=of_province, chosen=[one.pk for one in chosen])
    for one in chosen[: len(chosen) // 2]:  # the others are still as the library suggested them
        write_proposal(by=by, proposal=one, version=one.version, texts={})
    draft_remediation(by=by, remediation=of_province)
    own = next(one for one in departments if one.name == "Sở Xây dựng")
    propose_from_cycle(
        by=somebody_of(own.unit_id, own.name, Role.UNIT_CLERK),
        unit=own.unit,
        year=cycle.year + 1,
        title=OF_DEPARTMENT,
        deadline=DEADLINE,
        cycle=cycle,
        participants=[own],
    )


def _weighs(points: str) -> bool:
    return Fraction(points) >= FEWEST_POINTS
