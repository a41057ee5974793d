"""Which units lead a measure on a day: those that its agencies mean, as they are then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cchc.core.papers.answers import Reason
from cchc.core.papers.matching import match_agency
from cchc.core.papers.wordings import split
from cchc.core.words.names import spelling_key
from cchc.plans.models import Agency, Involvement, Plan
from cchc.plans.queries.texts import directory_for
from cchc.units.models import AgencyGroup, Unit
from cchc.units.queries import heirs


@dataclass(frozen=True, slots=True)
class AgencyMembers:
    """The units of an agency: those that it meant when the plan was read (`first`), and those that it means `now`."""

    first: frozenset[int]
    now: frozenset[int]


class LeadUnits:
    """The units that lead the measures of a plan, which meant the units of the day `since`; what its agencies mean
    today is read once."""

    def __init__(self, plan: Plan, since: date, today: date) -> None:
        self.today = today
        self.leads = _leads(plan)
        self._members = _members(plan, since, today, {one for ids in self.leads.values() for one in ids})
        self._then: dict[date, Mapping[int, list[Unit]]] = {}

    def on(self, measure: int, day: date) -> list[frozenset[int]]:
        """Return for each agency that leads `measure` its units on `day`, which is today or earlier; empty for one that
        is no unit. On a day that has passed they are those that the plan meant, without who joined since."""
        return [self._of(agency, day) for agency in self.leads.get(measure, ())]

    def _of(self, agency: int, day: date) -> frozenset[int]:
        meant = self._members[agency]
        return frozenset(self._heirs(meant.first if day < self.today else meant.now, day))

    def _heirs(self, units: frozenset[int], day: date) -> set[int]:
        if day not in self._then:
            known = frozenset(unit for meant in self._members.values() for unit in (*meant.first, *meant.now))
            self._then[day] = heirs(known, day)
        return {heir.pk for unit in units for heir in self._then[day][unit]}


def _leads(plan: Plan) -> dict[int, list[int]]:
    """The agencies that lead each measure of `plan`, in their order."""
    found: dict[int, list[int]] = defaultdict(list)
    parts = Involvement.objects.filter(measure__section__plan=plan, role=Involvement.Kind.LEAD)
    for measure, agency in parts.order_by("measure", "place").values_list("measure_id", "agency_id"):
        found[measure].append(agency)
    return found


def _members(plan: Plan, since: date, today: date, agencies: set[int]) -> dict[int, AgencyMembers]:
    groups = {one.spelling: one for one in AgencyGroup.objects.prefetch_related("units")}
    known = list(plan.agencies.filter(pk__in=agencies).prefetch_related("units"))
    kinds = [one for one in known if one.reason == Reason.KIND]
    joined = _joined(plan, since, today, kinds) if kinds else {}
    found = {}
    for one in known:
        first = frozenset(unit.pk for unit in one.units.all())
        group = groups.get(spelling_key(one.text))
        now = frozenset(unit.pk for unit in group.units.all()) if group else first
        found[one.pk] = AgencyMembers(first, now | joined.get(one.pk, frozenset()))
    return found


def _joined(plan: Plan, since: date, today: date, agencies: list[Agency]) -> dict[int, frozenset[int]]:
    """The units of a kind ("Các sở", "UBND cấp xã") that were opened after the plan: they join what the plan calls by
    their kind, also where a person had chosen some of those that there were."""
    directory = directory_for(plan, [])
    new = set(Unit.objects.filter(valid_from__gt=since).values_list("pk", flat=True))
    found = {}
    for one in agencies:
        named = split(one.text)
        meant = match_agency(named[0], directory, today).units if len(named) == 1 else ()
        found[one.pk] = frozenset(int(unit) for unit in meant) & new
    return found
