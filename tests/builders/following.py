"""Builders of plans that are followed: put in force, reported, closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.plans.following.states import ProgressState
from cchc.documents.models import OfficialDocument
from cchc.following.actions.closing import close_record, return_record
from cchc.following.actions.reporting import ReportedWork, report_progress
from cchc.following.models import ProgressDecision, ProgressRecord, ProgressReport, Through
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.models import Plan
from cchc.units.models import Unit
from tests.builders.people import an_actor
from tests.builders.plans import a_measure, a_plan, enforcer_of
from tests.builders.remembering import remembered

MEASURES: tuple[Mapping[str, str], ...] = (
    {"number": "1", "task": "Ban hành kế hoạch kiểm tra", "lead": "Sở Nội vụ", "deadline": "30/6/2026"},
)


@remembered
def a_followed_plan(
    unit: Unit | None = None,
    measures: Sequence[Mapping[str, str]] = MEASURES,
    *,
    year: int = 2026,
    title: str = "Kế hoạch cải cách hành chính",
) -> Plan:
    """A plan of `unit` (the province) in force, with a measure for each row of texts by their columns; the units that
    its leads name have to be there."""
    plan = a_plan(unit, year=year, title=title)
    for texts in measures:
        a_measure(plan, **texts)
    plan.agencies.update(confirmed=True)
    return make_plan(by=enforcer_of(plan.unit), plan=plan)


def the_record(plan: Plan, unit: Unit | None = None, period: str = "") -> ProgressRecord:
    """The one record of `plan` that this unit leads, of this period where one is named."""
    found = ProgressRecord.objects.filter(measure__section__plan=plan, passed_to=None)
    found = found.filter(unit=unit) if unit else found
    return (found.filter(period=period) if period else found).get()


def clerk_of(unit: Unit) -> Actor:
    """A clerk of `unit`, as an Actor without an account."""
    return replace(an_actor(Role.UNIT_CLERK), unit_id=unit.pk, unit=unit.name)


def moment(day: date) -> datetime:
    """Nine in the morning of `day` in Vietnam."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM)


def reported(
    record: ProgressRecord,
    state: ProgressState = ProgressState.DONE,
    *,
    on: date = date(2026, 6, 1),
    percent: int = 0,
    products: Collection[OfficialDocument] = (),
    reason: str = "",
    document_number: str = "",
    by: Actor | None = None,
) -> ProgressReport:
    """What a clerk of the unit (the owner of the plan where none was found) reports on a day."""
    record.refresh_from_db()
    plan = record.measure.section.plan
    work = ReportedWork(
        state=state,
        percent=percent,
        text="Đã báo cáo",
        reason=reason,
        document_number=document_number,
        products=products,
        through=Through.PAGE,
    )
    return report_progress(
        by=by or (enforcer_of(plan.unit) if record.kept_by_owner else clerk_of(record.unit)),
        record=record,
        seen_version=record.version,
        report=work,
        now=moment(on),
    )


def closed_record(record: ProgressRecord, *, on: date = date(2026, 12, 1)) -> ProgressDecision:
    """The owner of the plan takes the outcome."""
    record.refresh_from_db()
    by = enforcer_of(record.measure.section.plan.unit)
    return close_record(by=by, record=record, seen_version=record.version, now=moment(on))


def returned_record(
    record: ProgressRecord, reason: str = "Thiếu sản phẩm", *, on: date = date(2026, 12, 1)
) -> ProgressDecision:
    """The owner of the plan returns the record to its unit."""
    record.refresh_from_db()
    by = enforcer_of(record.measure.section.plan.unit)
    return return_record(by=by, record=record, seen_version=record.version, reason=reason, now=moment(on))
