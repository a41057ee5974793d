"""Agency groups and remembered wordings, and everything that the agencies of a plan are looked up in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.core import names
from cchc.core.agencies import Directory, KnownGroup, KnownUnit, Succession
from cchc.units.models import AgencyGroup, Alias, Lineage, Unit, Wording
from cchc.units.policies import can_read_units


def groups_visible_to(actor: Actor) -> QuerySet[AgencyGroup]:
    """The agency groups that `actor` may see, with their units."""
    groups = AgencyGroup.objects.prefetch_related("units")
    return groups if can_read_units(actor) else groups.none()


def wordings_visible_to(actor: Actor) -> QuerySet[Wording]:
    """The remembered wordings that `actor` may see, with their units; the last chosen first."""
    wordings = Wording.objects.prefetch_related("units")
    return wordings if can_read_units(actor) else wordings.none()


def wordings_found(text: str, wordings: QuerySet[Wording]) -> QuerySet[Wording]:
    """Those of `wordings` whose text, or the name of one of whose units, contains `text`, whatever its diacritics."""
    key = names.folded(text)
    if not key:
        return wordings
    return wordings.filter(Q(search_key__contains=key) | Q(units__search_key__contains=key)).distinct()


def directory() -> Directory:
    """Every unit of every period, with groups, successions and remembered wordings: what `core.agencies` looks in.

    Unit ids are primary keys as text. Seven queries, however many units there are.
    """
    aliases = _gathered(Alias.objects.values_list("unit_id", "name"))
    units = Unit.objects.values_list("pk", "name", "code", "kind", "valid_from", "valid_until")
    return Directory(
        units=tuple(
            KnownUnit(str(pk), name, code, kind, tuple(aliases[pk]), valid_from, valid_until)
            for pk, name, code, kind, valid_from, valid_until in units
        ),
        groups=_groups(),
        successions=tuple(
            Succession(str(before), str(after), on)
            for before, after, on in Lineage.objects.values_list("predecessor_id", "successor_id", "on")
        ),
        remembered=_remembered(),
    )


def _groups() -> tuple[KnownGroup, ...]:
    links = AgencyGroup.units.through.objects.order_by("unit__sort_key", "unit_id")
    members = _gathered(links.values_list("agencygroup_id", "unit_id"))
    named = AgencyGroup.objects.values_list("pk", "name")
    return tuple(KnownGroup(name, tuple(map(str, members[pk]))) for pk, name in named)


def _remembered() -> dict[str, tuple[str, ...]]:
    links = Wording.units.through.objects.order_by("unit__sort_key", "unit_id")
    chosen = _gathered(links.values_list("wording_id", "unit_id"))
    return {text: tuple(map(str, chosen[pk])) for pk, text in Wording.objects.values_list("pk", "text")}


def _gathered(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
