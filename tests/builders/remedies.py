"""Builders of remediation plans made of losses, of remedies and of published results."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.analysis.actions.library import RemedyTexts, write_remedy
from cchc.analysis.actions.published import write_published
from cchc.analysis.actions.remediation import propose_from_cycle, propose_from_published, write_proposal
from cchc.analysis.models import ProposedMeasure, PublishedResult, RemediationPlan, Remedy
from cchc.cycles.models import Cycle
from cchc.units.models import Kind, Unit
from tests.builders.people import a_province, an_actor
from tests.builders.remembering import remembered

PUBLISHED = """\
1\tChỉ đạo, điều hành\t9,5\t8,963
2\tThể chế\t10\t8,695
2.1\tXử lý văn bản trái pháp luật\t\t\t0,8
3\tThủ tục hành chính\t13\t13
"""


@remembered
def a_remedy(
    criterion: str = "Báo cáo định kỳ",
    *,
    code: str = "",
    task: str = "Gửi báo cáo trước hạn 03 ngày",
    **more: str,
) -> Remedy:
    """A remedy that an editor wrote."""
    return write_remedy(by=an_actor(), texts=RemedyTexts(criterion, code, task, **more))


@remembered
def a_published_result(
    unit: Unit | None = None,
    *,
    title: str = "Chỉ số PAR INDEX năm 2025",
    year: int = 2025,
    lines: str = PUBLISHED,
    by: Actor | None = None,
) -> PublishedResult:
    """A result of a unit, else of the province, that others published."""
    unit = unit or Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()
    document = "Quyết định số 10/QĐ-BNV ngày 10/4/2026 của Bộ Nội vụ"
    return write_published(
        by=by or an_actor(), unit=unit, title=title, year=year, document=document, lines=lines
    )


def a_remediation(
    cycle: Cycle,
    *units: str,
    unit: Unit | None = None,
    by: Actor | None = None,
    title: str = "Kế hoạch khắc phục",
) -> RemediationPlan:
    """What is proposed against the losses of these units, of all without any, for a plan of `unit`, else the
    province."""
    taking = cycle.participants.filter(name__in=units) if units else cycle.participants.all()
    return propose_from_cycle(
        by=by or an_actor(),
        unit=unit or cycle.province,
        year=cycle.year + 1,
        title=title,
        deadline=f"Quý II/{cycle.year + 1}",
        cycle=cycle,
        participants=list(taking),
    )


def a_published_remediation(
    result: PublishedResult | None = None, *, by: Actor | None = None
) -> RemediationPlan:
    """What is proposed against the losses of a published result, for a plan of its unit."""
    found = result or a_published_result()
    return propose_from_published(
        by=by or an_actor(),
        unit=found.of_unit,
        year=found.year + 1,
        title="Kế hoạch khắc phục",
        deadline=f"6 tháng cuối năm {found.year + 1}",
        published=found,
    )


def remedied(remediation: RemediationPlan, *, by: Actor | None = None) -> list[ProposedMeasure]:
    """Every proposal of `remediation` with a remedy written by an editor, where it had none."""
    return [
        write_proposal(
            by=by or an_actor(),
            proposal=one,
            version=one.version,
            texts={"task": one.task or f"Khắc phục {one.criterion}"},
        )
        for one in remediation.proposals.all()
    ]
