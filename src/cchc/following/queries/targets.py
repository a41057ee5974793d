"""The targets of a plan with what was achieved of them, by period; and who reports which target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.core.papers.matching import match_agency
from cchc.core.papers.wordings import split
from cchc.core.plans.following.periods import report_periods
from cchc.following.models import TargetReport
from cchc.following.policies import may_close, may_see_board, owns_plans_of
from cchc.plans.models import Plan, PlanTarget
from cchc.plans.queries.table import unit_ids_of
from cchc.plans.queries.texts import day_of, directory_for, targets_of


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target of a plan in one period: what each unit achieved whose figure the reader may see, the report of the
    reader's own unit, and whether the reader reports it."""

    target: PlanTarget
    reports: tuple[TargetReport, ...]
    own: TargetReport | None
    may_report: bool


def report_keys(plan: Plan) -> list[str]:
    """Return the names of the periods for which targets are reported: those of the periodic reports of its year."""
    return [one.key for one in report_periods(plan.year)]


def target_lines(actor: Actor, plan: Plan, period: str) -> list[TargetLine]:
    """Return the targets of `plan` in its order; the reports of all units for who sees the board, else those of the own
    unit. Constant queries, however many targets there are."""
    targets = list(targets_of(plan))
    reports: dict[int, list[TargetReport]] = {}
    rows = TargetReport.objects.filter(target__in=targets, period=period).select_related("of_unit")
    for one in rows.order_by("of_unit__sort_key", "pk"):
        reports.setdefault(one.target_id, []).append(one)
    mine = reported_targets(actor, plan, targets)
    unit = reporting_unit(actor, plan)
    sees_all = may_see_board(actor, plan)
    return [
        TargetLine(
            target=one,
            reports=tuple(
                report for report in reports.get(one.pk, ()) if sees_all or report.of_unit_id == unit
            ),
            own=next((report for report in reports.get(one.pk, ()) if report.of_unit_id == unit), None),
            may_report=one.pk in mine,
        )
        for one in targets
    ]


def reporting_unit(actor: Actor, plan: Plan) -> int | None:
    """Return for which unit `actor` reports targets of `plan`: its owner, for who answers for it, else the own one."""
    return plan.unit_id if owns_plans_of(actor, plan.unit) else actor.unit_id


def reported_targets(actor: Actor, plan: Plan, targets: Iterable[PlanTarget]) -> frozenset[int]:
    """Return the targets that `actor` reports: all, for who closes the records of the plan or reports for its unit;
    else those which the plan gives to the own unit to watch."""
    rows = list(targets)
    may = actor.may(Permission.PROGRESS_REPORT)
    if may_close(actor, plan) or (may and owns_plans_of(actor, plan.unit)):
        return frozenset(one.pk for one in rows)
    if not may or actor.unit_id is None:
        return frozenset()
    watching = _units_by_wording(plan, {one.agencies for one in rows if one.agencies})
    own = unit_ids_of(actor)
    return frozenset(one.pk for one in rows if own & watching.get(one.agencies, frozenset()))


def _units_by_wording(plan: Plan, wordings: set[str]) -> dict[str, frozenset[int]]:
    """The units that the wordings of agencies mean; nothing is asked where there are none."""
    if not wordings:
        return {}
    known, day = directory_for(plan), day_of(plan)
    return {
        text: frozenset(int(unit) for one in split(text) for unit in match_agency(one, known, day).units)
        for text in wordings
    }
