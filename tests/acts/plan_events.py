"""Acts on the events for which measures wait, on targets, and on the own calendar."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cchc.access.permissions import Role
from cchc.following.actions.events import date_event, join_measures
from cchc.following.models import EventOccurrence, PlanEvent
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.models import Measure, PlanTarget
from tests import builders
from tests.acts.table import Data, act, named, the_province

COORDINATOR = Role.COORDINATOR


def a_waiting_measure() -> Measure:
    """A measure of a plan of the province in force that waits for an event of its own."""
    plan = builders.a_plan(the_province(), title=named("Kế hoạch"), year=timezone.localdate().year)
    builders.a_measure(plan, named("Rà soát"), lead="UBND tỉnh", deadline=named("Khi có văn bản"))
    for agency in plan.agencies.filter(text="UBND tỉnh"):
        agency.units.set([the_province()])
    plan.agencies.update(confirmed=True)
    make_plan(by=builders.an_actor(COORDINATOR), plan=plan)
    return Measure.objects.get(section__plan=plan)


def an_event() -> PlanEvent:
    """An event for which a measure waits."""
    measure = a_waiting_measure()
    by = builders.an_actor(COORDINATOR)
    return join_measures(by=by, measures=[measure], wording=measure.deadline, recurs=True)


def an_occurrence() -> EventOccurrence:
    """A time on which an event happened."""
    event, today = an_event(), timezone.localdate()
    by = builders.an_actor(COORDINATOR)
    return date_event(by=by, event=event, seen_version=event.version, on=today, term=today)


@act("following:event_join", "following.event_joined", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    measure = a_waiting_measure()
    return [], {"wording": measure.deadline, "measures": str(measure.pk), "recurs": "on"}


@act("following:event_date", "following.event_dated", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    event, today = an_event(), timezone.localdate()
    day = f"{today:%d/%m/%Y}"
    return [event.pk], {
        "on": day,
        "term": day,
        "document_number": "12/BNV-CCHC",
        "document_date": day,
        "recurs": "on",
        "seen": event.version,
    }


@act("following:occurrence", "following.event_corrected", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    made = an_occurrence()
    day = f"{made.on:%d/%m/%Y}"
    return [made.event_id, made.number], {
        "on": day,
        "term": "",
        "document_number": "12/BNV-CCHC",
        "document_date": "",
        "seen": made.event.version,
    }


@act("following:event_leave", "following.event_left", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    event = an_event()
    return [event.pk], {"measure": str(event.awaited.get().measure_id)}


@act("following:calendar_make", "following.calendar_made", role=COORDINATOR, repeats=True)
def _() -> tuple[list[Any], Data]:
    return [], {}


@act("following:calendar_end", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    return [], {}


@act("following:targets", "following.targets_reported", role=COORDINATOR)
def _() -> tuple[list[Any], Data]:
    plan = a_waiting_measure().section.plan
    target = PlanTarget.objects.create(section=plan.sections.get(), place=1, name=named("Hồ sơ đúng hạn"))
    return [plan.pk], {f"dat_{target.pk}": "98,5 %", f"ban_{target.pk}": "0"}
