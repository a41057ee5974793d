"""Who is proposed to lead a measure against lost points: agencies as they are called now, offices of the unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.timezone import localdate

from cchc.analysis.models import RemediationPlan
from cchc.analysis.queries.lost import LossFound
from cchc.core.plans.findings.losses import alike
from cchc.core.plans.leads import PlanOf, ProposedAgencies, agencies_of_province, agencies_of_unit
from cchc.core.scoring.lost import agencies_of, tops_of
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import CycleSet, in_this_world
from cchc.units.models import Kind, Unit
from cchc.units.queries import heirs, valid_on

NEAR = Fraction(3, 4)
OFFICES = (Kind.DIVISION, Kind.CENTRE)
_PLANS = {Kind.COMMUNE: PlanOf.COMMUNE, Kind.WARD: PlanOf.WARD, Kind.SPECIAL_ZONE: PlanOf.WARD}


@dataclass(frozen=True, slots=True)
class Agencies:
    """What is known to propose agencies from: the unit that mends its `own` losses (None: the plan of a province) with
    its offices, how agencies are called `now` by the name in the set, the peer group, and which agency answers for a
    criterion or domain of this name in the sets of today (for results that others published)."""

    own: Unit | None
    offices: tuple[str, ...]
    now: Mapping[str, str]
    group: str
    by_name: Mapping[str, str]

    def of(self, loss: LossFound, remedied_with: str) -> ProposedAgencies:
        """Return who is proposed to lead a measure against a loss, and who goes along."""
        agency = self.now.get(loss.agency, loss.agency)
        if self.own is not None:
            of = _PLANS.get(Kind(self.own.kind), PlanOf.OTHER)
            return agencies_of_unit(agency, self.own.name, of, self.offices, remedied_with)
        if agency or any(one.participant for one in loss.shares):
            losers = [one.name for one in loss.shares]
            return agencies_of_province(agency, losers, self.group, remedied_with)
        known = (_nearest(name, self.by_name) for name in (loss.criterion, loss.domain_name))
        found = agencies_of_province(next(filter(None, known), ""), (), self.group, remedied_with)
        return ProposedAgencies(found.lead, found.cooperating, sure=False)


def agencies_for(remediation: RemediationPlan, found: Sequence[LossFound], own: Unit | None) -> Agencies:
    """Return what agencies are proposed from, for the losses of a plan; a few queries, however many there are."""
    today = localdate()
    offices = (
        valid_on(today, Unit.objects.filter(parent=own, kind__in=OFFICES)) if own else Unit.objects.none()
    )
    return Agencies(
        own=own,
        offices=tuple(offices.order_by("sort_key", "pk").values_list("name", flat=True)),
        now=_names_now({one.agency for one in found if one.agency}, today),
        group=remediation.group,
        by_name={} if remediation.published is None or own is not None else _agencies_by_name(),
    )


def _names_now(names: set[str], today: date) -> dict[str, str]:
    """How agencies are called today that ended since the set was made: Sở Thông tin và Truyền thông is Sở Khoa học và
    Công nghệ since 1 March 2025. One that stands, or that became several, keeps its name."""
    rows = list(Unit.objects.filter(name__in=names, kind__in=(Kind.DEPARTMENT, Kind.OUTSIDE)))
    standing = {one.name for one in rows if one.valid_until is None or one.valid_until > today}
    ended = {one.pk: one.name for one in rows if one.name not in standing}
    living = heirs(ended, today) if ended else {}
    return {ended[pk]: those[0].name for pk, those in living.items() if len(those) == 1}


def _agencies_by_name() -> dict[str, str]:
    """Which agency answers for a criterion, or for most of a domain, by its name, in the sets of the last year that has
    some."""
    sets = CycleSet.objects.filter(in_this_world("cycle__")).select_related("version", "cycle")
    last = sets.order_by("-cycle__year").first()
    found: dict[str, str] = {}
    domains: dict[str, Counter[str]] = defaultdict(Counter)
    for one in sets.filter(cycle__year=last.cycle.year).order_by("pk") if last else ():
        criteria = criteria_of(one.version)
        agencies, tops = agencies_of(criteria), tops_of(criteria)
        for node in criteria.walk():
            if agency := agencies[node.number]:
                found.setdefault(node.name, agency)
                if node.number in criteria.leaves:
                    domains[tops[node.number].name][agency] += 1
    return found | {name: counts.most_common(1)[0][0] for name, counts in domains.items()}


def _nearest(name: str, by_name: Mapping[str, str]) -> str:
    """The agency of what is called so, or nearly so: “Công tác chỉ đạo điều hành” of a ministry is “Công tác chỉ đạo,
    điều hành CCHC” in a set."""
    likeness, agency = max(
        ((alike(name, one), agency) for one, agency in by_name.items()), default=(NEAR, "")
    )
    return agency if likeness >= NEAR else ""
