"""Agency groups and remembered wordings, and everything that the agencies of a plan are looked up in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.core.papers.directory import Directory, KnownGroup, KnownUnit, Succession
from cchc.core.words import names
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


def directory(besides: Collection[int] = frozenset()) -> Directory:
    """Every unit of every period, with groups, successions and remembered wordings: where agencies are looked up.

    Unit ids are primary keys as text; the units `besides` are left out everywhere. Seven queries, however many units
    there are.
    """
    aliases = _gathered(Alias.objects.values_list("unit_id", "name"))
    units = Unit.objects.values_list("pk", "name", "code", "kind", "valid_from", "valid_until")
    return Directory(
        units=tuple(
            KnownUnit(str(pk), name, code, kind, tuple(aliases[pk]), valid_from, valid_until)
            for pk, name, code, kind, valid_from, valid_until in units
            if pk not in besides
        ),
        groups=_groups(besides),
        successions=tuple(
            Succession(str(before), str(after), on)
            for before, after, on in Lineage.objects.values_list("predecessor_id", "successor_id", "on")
            if before not in besides and after not in besides
        ),
        remembered=_remembered(besides),
    )


def _groups(besides: Collection[int]) -> tuple[KnownGroup, ...]:
    links = AgencyGroup.units.through.objects.order_by("unit__sort_key", "unit_id")
    members = _gathered(links.values_list("agencygroup_id", "unit_id"))
    named = AgencyGroup.objects.values_list("pk", "name")
    groups = ((name, _without(members[pk], besides)) for pk, name in named)
    return tuple(KnownGroup(name, units) for name, units in groups if units)


def _remembered(besides: Collection[int]) -> dict[str, tuple[str, ...]]:
    links = Wording.units.through.objects.order_by("unit__sort_key", "unit_id")
    chosen = _gathered(links.values_list("wording_id", "unit_id"))
    kept = {
        text: (chosen[pk], _without(chosen[pk], besides))
        for pk, text in Wording.objects.values_list("pk", "text")
    }
    return {text: units for text, (before, units) in kept.items() if units or not before}


def _without(units: Iterable[int], besides: Collection[int]) -> tuple[str, ...]:
    return tuple(str(unit) for unit in units if unit not in besides)


def _gathered(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
