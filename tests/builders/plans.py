"""Builders of plans made by hand, and of plans read from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.intake.actions import leave_to_read
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.intake.tasks import read_file
from cchc.plans.actions import measures as measure_actions
from cchc.plans.actions import plans as plan_actions
from cchc.plans.actions.understanding import understand
from cchc.plans.actions.writing import rows_of, write_sections
from cchc.plans.models import Measure, Plan
from cchc.plans.staged import PLAN_FILES
from cchc.reading.plans.texts import SectionText
from cchc.units.models import Kind, Unit
from tests.builders.people import a_province, an_actor
from tests.builders.remembering import remembered


@remembered
def a_plan(
    unit: Unit | None = None,
    *,
    year: int = 2026,
    title: str = "Kế hoạch cải cách hành chính",
    by: Actor | None = None,
) -> Plan:
    """An empty draft made by hand."""
    unit = unit or Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()
    kind = Plan.Kind.REFORM
    return plan_actions.create_plan(by=by or an_actor(), unit=unit, title=title, kind=kind, year=year)


def enforcer_of(unit: Unit) -> Actor:
    """Who puts plans of `unit` in force: the coordinator for the province, else the unit's head."""
    if unit.kind == Kind.PROVINCE:
        return an_actor(Role.COORDINATOR)
    return replace(an_actor(Role.UNIT_HEAD), unit_id=unit.pk, unit=unit.name)


@remembered
def a_measure(
    plan: Plan, task: str = "Ban hành kế hoạch", *, heading: str = "Thể chế", **texts: str
) -> Measure:
    """A measure in the section `heading` of `plan`, which is opened when it is not there."""
    section = plan.sections.filter(heading=heading).first()
    current = plan.state == Plan.State.CURRENT
    by = enforcer_of(plan.unit) if current else an_actor()
    section = section or measure_actions.add_section(by=by, plan=plan, heading=heading)
    return measure_actions.add_measure(by=by, section=section, texts={"task": task, **texts})


def written(plan: Plan, sections: Sequence[SectionText]) -> list[Measure]:
    """The measures of `chapters`, written into `plan` at once as a reading writes them."""
    return write_sections(plan, sections, understand(plan, rows_of(sections)))


def handed_in(*, by: Actor, name: str, data: bytes, unit: Unit, year: int | None = None) -> StagedFile:
    """A file that is to become a plan of `unit` and waits to be read."""
    return leave_to_read(
        by=by, kind=PLAN_FILES, brought=Brought(by, name, data, str(unit.pk), {"year": year})
    )


@remembered
def a_read_plan(
    text: str | bytes, unit: Unit | None = None, *, name: str = "ke-hoach.txt", year: int | None = None
) -> Plan:
    """A draft read from a file with this text, or of these bytes."""
    unit = unit or Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()
    data = text.encode() if isinstance(text, str) else text
    staged = handed_in(by=an_actor(), name=name, data=data, unit=unit, year=year)
    read_file(staged)
    staged.refresh_from_db()
    assert staged.state == StagedFile.State.APPLIED, staged.faults
    return staged.plan
