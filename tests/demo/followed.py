"""What the demonstration shows of a plan that is followed, and who did what, as values to compare."""

from __future__ import annotations

import json
from datetime import date

from cchc.core.plans.following.amendments import AmendmentKind, changes_of
from cchc.core.plans.following.states import RecordStanding, is_overdue, standing_of
from cchc.following.models import (
    Amendment,
    CooperationNote,
    EventOccurrence,
    PlanLink,
    ProgressRecord,
    ProgressReport,
    TargetReport,
)
from cchc.following.queries.records import said_of, standing_records
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.budgets import budgets_by_section, whole_budget
from cchc.plans.queries.texts import targets_of

COORDINATED = (
    *("analysis", "criteria", "cycles", "documents", "fieldwork", "following", "notices", "plans", "portal"),
    *("releases", "results", "self_scoring", "surveys", "units"),
)
LOGGED = {("coordinator", room) for room in COORDINATED} | {
    ("administrator", "units"),
    ("administrator", "accounts"),
    ("administrator", "cycles"),  # the calendar, which locks
    ("administrator", "results"),
    ("administrator", "documents"),  # the authority to which signers are traced back
    ("appraisal_lead", "appraisal"),
    ("appraiser", "appraisal"),
    ("unit_clerk", "appraisal"),
    ("unit_clerk", "plans"),
    ("unit_clerk", "analysis"),
    ("unit_clerk", "following"),
    ("unit_clerk", "cycles"),
    ("unit_clerk", "documents"),
    ("unit_clerk", "portal"),  # what citizens said of the unit
    ("unit_clerk", "self_scoring"),
    ("unit_head", "self_scoring"),
    ("unit_head", "appraisal"),
    ("unit_head", "plans"),  # a plan put in force
    ("unit_head", "following"),  # what it closed of that plan
    ("council_secretary", "council"),
    ("council_member", "council"),
    ("unit_clerk", "fieldwork"),  # respondents, who have no role of their own
    ("enumerator", "fieldwork"),
    ("survey_staff", "fieldwork"),
    ("survey_supervisor", "fieldwork"),
}
"""Which room the log names for which role."""


def standings(plan: Plan) -> set[RecordStanding]:
    """Where the work of a plan stands."""
    return {standing_of(said_of(one)) for one in standing_records().filter(measure__section__plan=plan)}


def signs(plan: Plan, day: date) -> dict[str, bool]:
    """Whether something is overdue, closed, returned, confirmed or added by who cooperates, counted beside what was
    wanted."""
    records = ProgressRecord.objects.filter(measure__section__plan=plan)
    return {
        "overdue": any(is_overdue(said_of(one), day) for one in records),
        "closed": records.filter(closed_at__isnull=False).exists(),
        "returned": records.exclude(returned="").exists(),
        "confirmed": CooperationNote.objects.filter(confirms=True).exists(),
        "added": CooperationNote.objects.filter(confirms=False).exists(),
        "figures": ProgressReport.objects.exclude(figures=[]).exists(),
    }


def amended(plan: Plan) -> list[AmendmentKind]:
    """What the amendment of a plan did."""
    one = Amendment.objects.get(plan=plan)
    return sorted(change.kind for change in changes_of(json.loads(one.content)))


def happened() -> list[str]:
    """The standing of what waited for an event that has its day."""
    events = [one.event for one in EventOccurrence.objects.select_related("event")]
    records = ProgressRecord.objects.filter(measure__awaits__event__in=events)
    return [standing_of(said_of(one)) for one in records]


def below() -> dict[str, dict[str, list[str]]]:
    """By the unit that has a plan of its own: the state of its work there, and of what that carries out above."""
    found: dict[str, dict[str, list[str]]] = {}
    links = PlanLink.objects.select_related("measure", "record__unit").order_by("measure__place")
    for link in links:
        of = found.setdefault(link.record.unit.code, {"below": [], "above": []})
        of["below"] += [one.state for one in link.measure.records.all()]
        of["above"].append(link.record.state)
    return found


def achieved(plan: Plan) -> dict[str, int]:
    """How many targets of a plan have what was achieved, by the period."""
    periods = TargetReport.objects.filter(target__in=targets_of(plan)).values_list("period", flat=True)
    return {key: list(periods).count(key) for key in sorted(set(periods))}


def money(plan: Plan) -> int:
    """The sum of the budgets of a plan, in đồng."""
    whole = whole_budget(budgets_by_section(Measure.objects.filter(section__plan=plan, withdrawn=False)))
    return int(whole.dong) if whole else 0
