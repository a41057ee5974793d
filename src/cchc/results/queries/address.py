"""The addresses of results: a cycle stands under the code of its province and its year."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.cycles.models import Cycle
from cchc.results.policies import can_read_results
from cchc.ui.requests import requested_number


def visible_cycles(actor: Actor) -> QuerySet[Cycle]:
    """The cycles whose results `actor` may see: all of them, or none."""
    return Cycle.objects.all() if can_read_results(actor) else Cycle.objects.none()


def address_of(cycle: Cycle) -> tuple[str, int]:
    """The province's code (its id where it has none) and the year."""
    return cycle.province.code or str(cycle.province_id), cycle.year


def cycle_at(actor: Actor, province: str, year: int) -> Cycle | None:
    """The cycle at an address, its province fetched; None where there is none that `actor` may see."""
    wanted = Q(province__code__iexact=province)
    if pk := requested_number(province):
        wanted |= Q(province__code="", province=pk)
    cycles = visible_cycles(actor).filter(wanted, year=year).select_related("province")
    return cycles.order_by("-province__valid_from").first()


def years_of(actor: Actor, cycle: Cycle) -> list[Cycle]:
    """The cycles of the same province, earliest first."""
    cycles = visible_cycles(actor).filter(province=cycle.province_id).select_related("province")
    return list(cycles.order_by("year"))
