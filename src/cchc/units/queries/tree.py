"""The tree of units on a day, and the units found by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from cchc.access.actor import Actor
from cchc.core.words import names
from cchc.units.models import Alias, Kind, Lineage, Unit
from cchc.units.policies import may_read_units


def visible_to(actor: Actor) -> QuerySet[Unit]:
    """Return the units that `actor` may see: all of them, or none."""
    return Unit.objects.all() if may_read_units(actor) else Unit.objects.none()


def valid_on(on: date, units: QuerySet[Unit] | None = None) -> QuerySet[Unit]:
    """Return the units that exist on the day `on`."""
    chosen = Unit.objects.all() if units is None else units
    return chosen.filter(valid_from__lte=on).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))


def is_valid_on(unit: Unit, on: date) -> bool:
    """Whether `unit` exists on the day `on`."""
    return unit.valid_from <= on and (unit.valid_until is None or on < unit.valid_until)


def units_in_period(valid_from: date, valid_until: date | None) -> QuerySet[Unit]:
    """Return the units that exist on at least one day of the period from `valid_from` up to, but not on,
    `valid_until`."""
    units = Unit.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=valid_from))
    return units.filter(valid_from__lt=valid_until) if valid_until else units


def units_matching(text: str, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Return those of `units` whose name, other names or code contain `text`, whatever its diacritics."""
    key = names.search_key(text)
    if not key:
        return units
    other = {
        unit for unit, name in Alias.objects.values_list("unit_id", "name") if key in names.search_key(name)
    }
    return units.filter(Q(search_key__contains=key) | Q(pk__in=other) | Q(code__iexact=text.strip()))


@dataclass(frozen=True, slots=True)
class UnitBranch:
    """A unit in the tree of a day: its depth, and the number of units directly below it."""

    unit: Unit
    depth: int
    children: int


class Tree:
    """The tree of units on one day; the parent of a unit is the successor of a closed one."""

    def __init__(self, on: date, units: Sequence[Unit], parents: dict[int, int | None]) -> None:
        self.on = on
        self.units = {unit.pk: unit for unit in units}
        self.parents = parents
        self._children: dict[int | None, list[int]] = defaultdict(list)
        for unit in units:
            self._children[parents[unit.pk]].append(unit.pk)

    def parent(self, unit: Unit) -> Unit | None:
        """Return the parent of `unit` on this day; None at the top."""
        above = self.parents.get(unit.pk)
        return None if above is None else self.units[above]

    def children(self, unit: Unit | None) -> list[Unit]:
        """Return the units directly below `unit` (None: the units at the top), kind by kind, then by name."""
        return [self.units[pk] for pk in self._children[unit.pk if unit else None]]

    def path(self, unit: Unit) -> list[Unit]:
        """Return the units above `unit`, the topmost first."""
        above: list[Unit] = []
        here = self.parent(unit)
        while here is not None:
            above.append(here)
            here = self.parent(here)
        return above[::-1]

    def below(self, unit: Unit | None) -> list[Unit]:
        """Return every unit under `unit`, level by level inside each branch; `unit` itself is left out."""
        return [branch.unit for branch in self.branches(unit)]

    def branches(self, unit: Unit | None = None, depth: int = 0) -> Iterator[UnitBranch]:
        """Yield the tree under `unit` from top to bottom, as a page shows it."""
        left = [(child, depth) for child in reversed(self.children(unit))]
        while left:
            here, level = left.pop()
            below = self.children(here)
            yield UnitBranch(here, level, len(below))
            left += [(child, level + 1) for child in reversed(below)]


Followers = dict[int, list[int]]


def tree_on(on: date) -> Tree:
    """Return the tree of the units that exist on the day `on`, kind by kind and then by name; three queries in all."""
    units = sorted(valid_on(on), key=lambda unit: Kind.values.index(unit.kind))
    above, valid, followers = _links(on)
    return Tree(on, units, {unit.pk: _standing_in(above[unit.pk], valid, followers) for unit in units})


def _links(on: date) -> tuple[dict[int, int | None], set[int], Followers]:
    """Return, by ids, the written parent of each unit, the units that exist on the day `on`, and the followers of
    each."""
    rows = Unit.objects.values_list("pk", "parent_id", "valid_from", "valid_until")
    above: dict[int, int | None] = {pk: parent for pk, parent, _from, _until in rows}
    valid = {pk for pk, _parent, first, until in rows if first <= on and (until is None or on < until)}
    followers: Followers = defaultdict(list)
    for before, after in Lineage.objects.filter(on__lte=on).values_list("predecessor_id", "successor_id"):
        followers[before].append(after)
    return above, valid, followers


def _standing_in(unit_id: int | None, valid: set[int], followers: Followers) -> int | None:
    """Return the valid unit that stands for `unit_id`: itself, or its only successor; None when there is none."""
    seen: set[int] = set()
    while unit_id is not None and unit_id not in valid and unit_id not in seen:
        seen.add(unit_id)
        after = followers.get(unit_id, [])
        unit_id = after[0] if len(after) == 1 else None
    return unit_id if unit_id in valid else None


def ids_under(unit_id: int, on: date) -> set[int]:
    """Return the ids of a unit, of the units below it on the day `on`, and of the units of other periods that have
    their place there.

    A unit of another period has its place there when it became one of them, or belonged to one. Two queries.
    """
    above, valid, followers = _links(on)
    places = {pk: _place(pk, above, valid, followers) for pk in above}
    inside = {unit_id}
    reached = [unit_id]
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk in valid:
        below[_standing_in(above[pk], valid, followers)].append(pk)
    while reached:
        reached = [pk for parent in reached for pk in below[parent] if pk not in inside]
        inside.update(reached)
    return inside | {pk for pk, place in places.items() if place in inside}


def ids_elsewhere(unit_id: int, on: date) -> set[int]:
    """Return the ids of the units, of any period, that belong to other provinces than `unit_id` does on the day `on`.
    Three queries."""
    above, _valid, followers = _links(on)
    provinces = set(Unit.objects.filter(kind=Kind.PROVINCE).values_list("pk", flat=True))
    tops = {pk: _followed(_top(pk, above), followers) for pk in above}
    return {pk for pk, top in tops.items() if top in provinces and top != tops.get(unit_id)}


def _top(unit_id: int, above: dict[int, int | None]) -> int:
    """Return the topmost unit above a unit, by the written parents; itself at the top."""
    seen = {unit_id}
    while (parent := above[unit_id]) is not None and parent not in seen:
        seen.add(parent)
        unit_id = parent
    return unit_id


def _followed(unit_id: int, followers: Followers) -> int:
    """Return the last unit in a chain of single successors."""
    seen = {unit_id}
    while len(after := followers.get(unit_id, [])) == 1 and after[0] not in seen:
        unit_id = after[0]
        seen.add(unit_id)
    return unit_id


def _place(
    unit_id: int | None, above: dict[int, int | None], valid: set[int], followers: Followers
) -> int | None:
    """Return the present place of a unit of any period: the unit that stands for it, else for the nearest one above
    it."""
    place = None
    while unit_id is not None and place is None:
        place = _standing_in(unit_id, valid, followers)
        unit_id = above[unit_id]
    return place


COMMUNE_LEVEL = frozenset({Kind.COMMUNE, Kind.WARD, Kind.SPECIAL_ZONE})


def merge_candidates(unit: Unit, on: date) -> list[Unit]:
    """Return the open units that `unit` may merge with: of the same parent, and of its kind or all of the commune
    level."""
    tree = tree_on(on)
    kinds = COMMUNE_LEVEL if unit.kind in COMMUNE_LEVEL else {unit.kind}
    beside = [one for one in tree.children(tree.parent(unit)) if one.pk != unit.pk]
    return [one for one in beside if one.kind in kinds and one.valid_until is None]


def subtree(root: Unit, on: date) -> list[Unit]:
    """Return every unit below `root` on the day `on`, at any depth; `root` itself is left out."""
    return tree_on(on).below(root)


def served_province() -> Unit | None:
    """Return the province that this installation serves; None while it has none.

    Other provinces may stand in it to be looked at: the one with the most units is served. One query.
    """
    provinces = Unit.objects.filter(kind=Kind.PROVINCE, valid_until__isnull=True)
    return provinces.annotate(below=Count("children")).order_by("-below", "pk").first()
