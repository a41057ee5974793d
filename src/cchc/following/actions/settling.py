"""Settling: the records of a plan are made what its measures, its units and the day ask for.

It is no act of a person and leaves no entry in the log: what it makes follows from the plan, the units, the events and
the day, and is the same however often it is done. What people said of the work is never changed by it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cchc.core.plans.following.periods import RecordPeriod
from cchc.following.actions.linking import compute_above
from cchc.following.models import FollowedPlan, PlanLink, ProgressRecord
from cchc.following.queries.members import LeadUnits
from cchc.following.queries.periods import periods_of
from cchc.following.queries.records import untouched
from cchc.plans.actions.writing import lock_plan
from cchc.plans.models import Measure, Plan
from cchc.units.models import Unit
from cchc.units.queries import heirs

BATCH = 500
MOST_AT_ONCE = 5_000  # records that are made in one transaction; a group of 130 communes asks for many
Place = tuple[int, str]  # a measure by its id, and the name of a period


@dataclass(frozen=True, slots=True)
class PlanSettlement:
    """What settling did: how many records it made, passed on to a successor, took away, and gave other days; and how
    many it `left` to be made the next time."""

    made: int = 0
    passed: int = 0
    removed: int = 0
    dated: int = 0
    left: int = 0

    @property
    def any(self) -> bool:
        """Whether anything was not as it is now."""
        return bool(self.made or self.passed or self.removed or self.dated)


class _Row(NamedTuple):
    """A record as settling looks at it."""

    pk: int
    measure: int
    unit: int
    period: str
    starts: date | None
    ends: date
    due: date | None
    kept: bool
    reported: bool
    closed: bool


@transaction.atomic
def settle_plan(*, plan: Plan, today: date) -> PlanSettlement:
    """Make the records of `plan` what they have to be on `today`; a plan that is not in force has none that count, and
    nothing is done.

    Missing records are made, `MOST_AT_ONCE` of them: the worker makes the others, as long as nobody else waits for it.
    Open ones of units that were merged, renamed or split pass to the successor; closed ones
    stay. Records that are asked for no more go while nobody has said anything of them; those of a period that is over
    go only if the plan itself was changed. Due days of open records follow the plan.
    """
    held = lock_plan(plan)
    if held.state != Plan.State.CURRENT:
        return PlanSettlement()
    followed, _new = FollowedPlan.objects.get_or_create(plan=held)
    rows = _rows(held)
    passed, rows = _pass_on(rows, today)
    expected, periods = _expected(held, _since(held, followed), rows, today)
    changed = followed.settled_version != held.version
    removed = _remove(rows, expected, today, changed)
    missing = _missing(rows, expected, periods)
    ProgressRecord.objects.bulk_create(missing[:MOST_AT_ONCE], batch_size=BATCH)
    left = len(missing[MOST_AT_ONCE:])
    dated = _date([one for one in rows if one.pk not in removed], expected, periods)
    settled = None if left else today
    FollowedPlan.objects.filter(pk=followed.pk).update(settled_on=settled, settled_version=held.version)
    settlement = PlanSettlement(len(missing) - left, passed, len(removed), dated, left)
    if settlement.any:  # the days of the records above that this plan carries out follow from its own
        compute_above(PlanLink.objects.filter(measure__section__plan=held).values_list("measure", flat=True))
    return settlement


def look_again() -> tuple[()]:
    """Have every followed plan settled again: units, groups or days off have changed. The answer to `units_changed` and
    `holidays_changed`; returns no rows, for the log does not play what follows from others."""
    FollowedPlan.objects.exclude(settled_on=None).update(settled_on=None)
    return ()


def settle_plans(*, today: date | None = None) -> int:
    """Settle every followed plan that was not settled today, or has changed since; returns how many. Plans that were
    in force before anything was followed are taken up, if they are for this year or the last one. Done by the worker
    each minute."""
    day = today or timezone.localdate()
    waiting = list(unsettled_plans(day))
    for plan in waiting:
        while settle_plan(plan=plan, today=day).left:
            pass
    return len(waiting)


def unsettled_plans(today: date) -> QuerySet[Plan]:
    """Return the plans in force whose records wait to be settled."""
    settled = Q(followed__settled_on=today, followed__settled_version=F("version"))
    taken_up = Q(followed__isnull=False) | Q(year__gte=today.year - 1)
    return Plan.objects.filter(taken_up, state=Plan.State.CURRENT).exclude(settled).order_by("pk")


def _rows(plan: Plan) -> list[_Row]:
    records = ProgressRecord.objects.filter(measure__section__plan=plan, passed_to__isnull=True)
    values = records.order_by("pk").values_list(
        "pk", "measure_id", "unit_id", "period", "starts", "ends", "due", "kept_by_owner", "reported_at", "closed_at"
    )  # fmt: skip
    return [
        _Row(*one[:8], one[8] is not None, one[9] is not None) for one in values.iterator(chunk_size=5000)
    ]


# --- successors ---------------------------------------------------------------------------------------------


def _pass_on(rows: list[_Row], today: date) -> tuple[int, list[_Row]]:
    """Pass the open records of units that are no more to their successors; returns how many, and the rows as they are
    then. Where the successor has a record of its own, that one goes on: the other keeps what was reported, or goes."""
    ended = _successors({one.unit for one in rows if not one.closed}, today)
    if not ended:
        return 0, rows
    taken = {(one.measure, one.period, one.unit): one.pk for one in rows}
    kept: list[_Row] = []
    passed = 0
    for one in rows:
        if one.closed or one.unit not in ended:
            kept.append(one)
            continue
        passed += 1
        successor = ended[one.unit]
        there = taken.get((one.measure, one.period, successor))
        own = ProgressRecord.objects.filter(pk=one.pk, closed_at=None)  # whoever closes it holds no plan
        if there is None:
            own.update(unit=successor, version=F("version") + 1)
            taken[one.measure, one.period, successor] = one.pk
            kept.append(one._replace(unit=successor))
        elif one.reported:
            own.update(passed_to=there)
        else:
            untouched(own).delete()
    return passed, kept


def _successors(units: set[int], today: date) -> dict[int, int]:
    """The unit that each of `units` which are no more became, the first one where there are several."""
    over = Unit.objects.filter(pk__in=units, valid_until__lte=today)
    living = heirs(over.values_list("pk", flat=True), today)
    return {pk: those[0].pk for pk, those in living.items() if those}


# --- what has to be -----------------------------------------------------------------------------------------


def _since(plan: Plan, followed: FollowedPlan) -> date:
    """The day whose units the plan meant: that of its document, else that on which it began to be followed."""
    issued = plan.document.date if plan.document else None
    return issued or timezone.localdate(followed.at)


def _expected(
    plan: Plan, since: date, rows: list[_Row], today: date
) -> tuple[dict[Place, dict[int, bool]], dict[Place, RecordPeriod]]:
    """The units that each period of each measure asks for, and whether the owner of the plan keeps the record for a
    lead that is no unit; and the periods."""
    measures = list(Measure.objects.filter(section__plan=plan, withdrawn=False))
    leads = LeadUnits(plan, since, today)
    expected: dict[Place, dict[int, bool]] = {}
    periods: dict[Place, RecordPeriod] = {}
    for measure, there in periods_of(plan, measures, today).items():
        for period in there:
            place = (measure, period.key)
            periods[place] = period
            expected[place] = _asked(plan, leads.on(measure, min(period.ends, today)))
    return _passed_on(expected, rows, today), periods


def _passed_on(
    expected: dict[Place, dict[int, bool]], rows: list[_Row], today: date
) -> dict[Place, dict[int, bool]]:
    """`expected`, where a unit that is no more stands for what it has closed alone: the rest is its successor's."""
    ended = _successors({unit for asked in expected.values() for unit in asked}, today)
    if not ended:
        return expected
    closed = {(one.measure, one.period, one.unit) for one in rows if one.closed}
    return {
        place: {
            unit if (*place, unit) in closed else ended.get(unit, unit): kept for unit, kept in asked.items()
        }
        for place, asked in expected.items()
    }


def _asked(plan: Plan, leads: list[frozenset[int]]) -> dict[int, bool]:
    asked = {unit: False for units in leads for unit in units}
    if not all(leads) or not leads:
        asked.setdefault(plan.unit_id, True)
    return asked


def _remove(rows: list[_Row], expected: dict[Place, dict[int, bool]], today: date, changed: bool) -> set[int]:
    """Take away what is asked for no more and was never touched; returns the ids."""
    over = [
        one.pk
        for one in rows
        if one.unit not in expected.get((one.measure, one.period), {})
        and not (one.reported or one.closed)
        and (changed or one.ends >= today)
    ]
    gone: set[int] = set()
    for at in range(0, len(over), BATCH):
        batch = untouched(ProgressRecord.objects.filter(pk__in=over[at : at + BATCH]))
        gone.update(batch.values_list("pk", flat=True))
        batch.delete()
    return gone


def _missing(
    rows: list[_Row], expected: dict[Place, dict[int, bool]], periods: dict[Place, RecordPeriod]
) -> list[ProgressRecord]:
    """The records that are not there yet, not stored, in the order of the plan."""
    there = {(one.measure, one.period, one.unit) for one in rows}
    return [
        ProgressRecord(
            measure_id=measure,
            unit_id=unit,
            period=key,
            starts=periods[measure, key].starts,
            ends=periods[measure, key].ends,
            due=periods[measure, key].due,
            kept_by_owner=kept,
        )
        for (measure, key), units in expected.items()
        for unit, kept in sorted(units.items())
        if (measure, key, unit) not in there
    ]


def _date(
    rows: list[_Row], expected: dict[Place, dict[int, bool]], periods: dict[Place, RecordPeriod]
) -> int:
    """Give open records the days of their periods, and note for whom they are kept."""
    moved: dict[tuple[date | None, date, date | None, bool], list[int]] = defaultdict(list)
    for one in rows:
        period = periods.get((one.measure, one.period))
        if one.closed or period is None:
            continue
        kept = expected[one.measure, one.period].get(one.unit, one.kept)
        now = (period.starts, period.ends, period.due, kept)
        if now != (one.starts, one.ends, one.due, one.kept):
            moved[now].append(one.pk)
    for (starts, ends, due, kept), ids in moved.items():
        for at in range(0, len(ids), BATCH):
            batch = ProgressRecord.objects.filter(pk__in=ids[at : at + BATCH], closed_at=None)
            batch.update(starts=starts, ends=ends, due=due, kept_by_owner=kept, version=F("version") + 1)
    return sum(map(len, moved.values()))
