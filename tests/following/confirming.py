"""A read plan as a person makes it one that is followed: its rows looked through, its agencies confirmed, put in force;
and what its records come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from cchc.access.actor import Actor
from cchc.core.plans.following.rollup import RollUp, joined_up, rolled_up
from cchc.following.actions.amending import PlannedAmendment, amend_plan
from cchc.following.actions.events import date_event, join_measures
from cchc.following.models import PlanEvent, ProgressRecord
from cchc.following.queries.completion import counts_of
from cchc.following.queries.events import proposed_events
from cchc.following.queries.records import overdue_on, said_of, standing_records
from cchc.following.queries.rollup import BY_PLAN, BY_SECTION, rolled_up_by, rolled_up_whole
from cchc.plans.actions.agencies import agree_to_proposals, confirm_agency, keep_as_texts
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.actions.measures import change_measure, check_measure
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.obstacles import unconfirmed_agencies
from cchc.units.models import Kind, Unit
from tests.builders import a_document, a_province, a_unit, closed_record, enforcer_of, reported

LONG_AGO = date(2010, 1, 1)


def a_province_of(departments: Sequence[str], districts: int, communes: int) -> Unit:
    """A province with these departments, and as many districts and communes, all of long ago."""
    province = a_province()
    for name in departments:
        a_unit(name, parent=province, since=LONG_AGO)
    for at in range(1, districts + 1):
        a_unit(f"Huyện Thử {at}", Kind.DISTRICT, parent=province, since=LONG_AGO)
    for at in range(1, communes + 1):
        a_unit(f"Xã Thử {at}", Kind.COMMUNE, parent=province, since=LONG_AGO)
    return province


def put_in_force(plan: Plan, chosen: Mapping[str, Sequence[str]]) -> Plan:
    """Confirm the rows and agencies of a draft as a person does, and put it in force.

    A row without its own task is given that of the row above, whose cell reaches over it on paper. `chosen` says which
    units a wording means that names none; the others that the list does not know stay texts.
    """
    by = enforcer_of(plan.unit)
    _confirm_rows(by, plan)
    plan.refresh_from_db()
    agree_to_proposals(by=by, plan=plan)
    for text, names in chosen.items():
        units = [Unit.objects.get(name=name) for name in names]
        confirm_agency(by=by, agency=plan.agencies.get(text=text), units=units)
    left = unconfirmed_agencies(plan).values_list("pk", flat=True)
    keep_as_texts(by=by, plan=plan, chosen=list(left))
    return make_plan(by=by, plan=plan)


def _confirm_rows(by: Actor, plan: Plan) -> None:
    above = ""
    for measure in Measure.objects.filter(section__plan=plan).select_related("section__plan"):
        said = measure.task or measure.activity or measure.objective
        if not said:
            measure = change_measure(by=by, measure=measure, version=measure.version, texts={"task": above})
        above = said or above
        check_measure(by=by, measure=measure, version=measure.version)


def led_by(plan: Plan) -> Counter[str]:
    """How many records of `plan` each unit leads."""
    return Counter(
        standing_records().filter(measure__section__plan=plan).values_list("unit__name", flat=True)
    )


def kinds_of(plan: Plan, unit: str) -> Counter[str]:
    """How many records of `plan` a unit leads, by the kinds of their deadlines."""
    rows = standing_records().filter(measure__section__plan=plan, unit__name=unit)
    return Counter(rows.values_list("measure__deadline_kind", flat=True))


def overdue(day: date) -> int:
    """How many records are overdue on a day."""
    return standing_records().filter(overdue_on(day)).count()


def whole_of(day: date) -> RollUp:
    """What all records come to, after holding the sums by measure, section, plan and unit against it."""
    records = standing_records()
    whole = rolled_up_whole(records, day)
    for by in ("measure", "unit", BY_SECTION, BY_PLAN):
        assert joined_up(rolled_up_by(records, by, day).values()) == whole
    assert rolled_up([said_of(one) for one in records], day) == whole
    return whole


def the_one(plan: Plan, unit: str, *, period: str = "lần 1", **of: str) -> ProgressRecord:
    """The record of a measure, found by its texts, that a unit leads."""
    measures = {f"measure__{name}": text for name, text in of.items()}
    return ProgressRecord.objects.get(
        measure__section__plan=plan, unit__name=unit, period=period, passed_to=None, **measures
    )


def done_with(record: ProgressRecord, product: date) -> None:
    """Report the work of `record` done by a document of that day, and take the outcome, both on the day after it."""
    document = a_document(record.unit, f"{record.pk}/BC", on=product)
    the_day_after = product + timedelta(days=1)
    reported(record, on=the_day_after, products=[document])
    closed_record(record, on=the_day_after)


def count_of(unit: str, first: date, day: date) -> tuple[int, int, int]:
    """How many measures a unit had planned, done, and done late from `first` up to `day`."""
    pk = Unit.objects.get(name=unit).pk
    found = counts_of([pk], first, day)[pk]
    return found.planned, found.done, found.late


def extended(plan: Plan, measure: Measure, deadline: str, on: date) -> list[str]:
    """Amend `plan`: another deadline for `measure`; returns the kinds of what changed."""
    plan.refresh_from_db()
    planned = PlannedAmendment(
        date=on, reason="Chờ hướng dẫn của Bộ", changed={measure.pk: {"deadline": deadline}}
    )
    outcome = amend_plan(by=enforcer_of(plan.unit), plan=plan, seen_version=plan.version, planned=planned)
    return [str(one.kind) for one in outcome.changes]


def happened(plan: Plan, wording: str, on: date, term: date | None = None, *, recurs: bool = False) -> None:
    """Say that the event of a wording happened; the measures that wait for it are joined as they are proposed."""
    by = enforcer_of(plan.unit)
    proposed = next((one for one in proposed_events(by) if wording in one.wordings), None)
    if proposed is not None:
        join_measures(by=by, measures=proposed.measures, wording=proposed.wording, recurs=recurs)
    event = PlanEvent.objects.filter(awaited__measure__deadline=wording).distinct().get()
    date_event(by=by, event=event, seen_version=event.version, on=on, term=term, recurs=recurs)
