"""The boundaries that the map draws, and the units to which areas of a file may belong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from cchc.core.words.names import search_key
from cchc.portal.models import BoundaryMap
from cchc.units.models import Kind, Unit
from cchc.units.queries import valid_on


def standing_map() -> BoundaryMap | None:
    """Return the boundaries that the map draws; None before any were brought."""
    return BoundaryMap.objects.order_by("-number").first()


def standing_number() -> int:
    """Return the number of the boundaries that the map draws; 0 before any were brought."""
    number = BoundaryMap.objects.order_by("-number").values_list("number", flat=True).first()
    return number or 0


def standing_outlines() -> Mapping[str, str]:
    """Return the outlines of units by search key, and under "" what their drawing shows; none without any."""
    standing = standing_map()
    return {**standing.outlines, "": standing.box} if standing else {}


def known_keys() -> frozenset[str]:
    """Return the search keys of all codes and names of units, past ones too: a release of then draws them."""
    rows = Unit.objects.values_list("code", "name")
    return frozenset(search_key(text) for row in rows for text in row if text)


@dataclass(frozen=True, slots=True)
class MatchedUnits:
    """The units of today below the province that areas are of, and the communes that have none, by name."""

    drawn: tuple[str, ...]
    left_out: tuple[str, ...]


def matched_units(keys: Iterable[str]) -> MatchedUnits:
    """Return which units of today the areas with these search keys are of."""
    found = frozenset(keys)
    rows = valid_on(timezone.localdate()).order_by("sort_key")
    drawn, left_out = [], []
    for unit in rows:
        if found & {search_key(unit.code), search_key(unit.name)}:
            drawn.append(unit.name)
        elif unit.kind in (Kind.COMMUNE, Kind.WARD, Kind.SPECIAL_ZONE):
            left_out.append(unit.name)
    return MatchedUnits(tuple(drawn), tuple(left_out))
