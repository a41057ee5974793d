"""Reading the units: who is valid on a day, who belongs to whom, who came from whom, and which unit a name means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.core import names
from cchc.units.models import Kind, Lineage, Unit
from cchc.units.policies import can_read_units


def visible_to(actor: Actor) -> QuerySet[Unit]:
    """The units that `actor` may see: all of them, or none."""
    return Unit.objects.all() if can_read_units(actor) else Unit.objects.none()


def valid_on(on: date, units: QuerySet[Unit] | None = None) -> QuerySet[Unit]:
    """The units that exist on the day `on`."""
    chosen = Unit.objects.all() if units is None else units
    return chosen.filter(valid_from__lte=on).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))


def exists_on(unit: Unit, on: date) -> bool:
    """Whether `unit` exists on the day `on`."""
    return unit.valid_from <= on and (unit.valid_until is None or on < unit.valid_until)


def overlapping(valid_from: date, valid_until: date | None) -> QuerySet[Unit]:
    """The units that exist on at least one day of the period from `valid_from` up to, but not on, `valid_until`."""
    units = Unit.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=valid_from))
    return units.filter(valid_from__lt=valid_until) if valid_until else units


def found(text: str, units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Those of `units` whose name, other names or code contain `text`, whatever its diacritics."""
    key = names.folded(text)
    if not key:
        return units
    alias = Q(aliases__name__icontains=text.strip()) | Q(code__iexact=text.strip())
    return units.filter(Q(search_key__contains=key) | alias).distinct()


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in the tree of a day: how deep it stands and how many units belong to it directly."""

    unit: Unit
    depth: int
    children: int


class Tree:
    """Who belongs to whom on one day, a closed parent standing for the unit that followed it."""

    def __init__(self, on: date, units: Sequence[Unit], parents: dict[int, int | None]) -> None:
        self.on = on
        self.units = {unit.pk: unit for unit in units}
        self.parents = parents
        self._children: dict[int | None, list[int]] = defaultdict(list)
        for unit in units:
            self._children[parents[unit.pk]].append(unit.pk)

    def parent(self, unit: Unit) -> Unit | None:
        """The unit that `unit` belongs to on this day; None at the top."""
        above = self.parents.get(unit.pk)
        return None if above is None else self.units[above]

    def children(self, unit: Unit | None) -> list[Unit]:
        """The units that belong directly to `unit` (None: the units at the top), kind by kind, then by name."""
        return [self.units[pk] for pk in self._children[unit.pk if unit else None]]

    def path(self, unit: Unit) -> list[Unit]:
        """The units above `unit`, the topmost first."""
        above = self.parent(unit)
        return [] if above is None else [*self.path(above), above]

    def below(self, unit: Unit | None) -> list[Unit]:
        """Every unit under `unit`, level by level inside each branch; `unit` itself is left out."""
        return [branch.unit for branch in self.branches(unit)]

    def branches(self, unit: Unit | None = None, depth: int = 0) -> Iterator[Branch]:
        """The tree under `unit` from top to bottom, as it is read on a page."""
        for child in self.children(unit):
            yield Branch(child, depth, len(self._children[child.pk]))
            yield from self.branches(child, depth + 1)


Followers = dict[int, list[int]]


def tree_on(on: date) -> Tree:
    """The units that exist on the day `on`, as a tree, kind by kind and then by name; three queries in all."""
    units = sorted(valid_on(on), key=lambda unit: Kind.values.index(unit.kind))
    above, valid, followers = _links(on)
    return Tree(on, units, {unit.pk: _standing_in(above[unit.pk], valid, followers) for unit in units})


def _links(on: date) -> tuple[dict[int, int | None], set[int], Followers]:
    """By ids, on the day `on`: under which parent each unit was written down, which exist, which followed which."""
    rows = Unit.objects.values_list("pk", "parent_id", "valid_from", "valid_until")
    above = {pk: parent for pk, parent, _from, _until in rows}
    valid = {pk for pk, _parent, first, until in rows if first <= on and (until is None or on < until)}
    followers: Followers = defaultdict(list)
    for before, after in Lineage.objects.filter(on__lte=on).values_list("predecessor_id", "successor_id"):
        followers[before].append(after)
    return above, valid, followers


def _standing_in(unit_id: int | None, valid: set[int], followers: Followers) -> int | None:
    """The valid unit that stands for `unit_id`: itself, or the only one that followed it; None when there is none."""
    seen: set[int] = set()
    while unit_id is not None and unit_id not in valid and unit_id not in seen:
        seen.add(unit_id)
        after = followers.get(unit_id, [])
        unit_id = after[0] if len(after) == 1 else None
    return unit_id if unit_id in valid else None


def under(unit_id: int, on: date) -> set[int]:
    """The ids of a unit, of those below it on the day `on`, and of every unit of another period that has its place
    there: it became one of them, or belonged to one. Two queries.
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


def _place(
    unit_id: int | None, above: dict[int, int | None], valid: set[int], followers: Followers
) -> int | None:
    """Where a unit of any period belongs now: the unit that stands for it, else for the nearest one above it."""
    place = None
    while unit_id is not None and place is None:
        place = _standing_in(unit_id, valid, followers)
        unit_id = above[unit_id]
    return place


COMMUNE_LEVEL = frozenset({Kind.COMMUNE, Kind.WARD, Kind.SPECIAL_ZONE})


def mergeable(unit: Unit, on: date) -> list[Unit]:
    """The open units that `unit` may merge with: of the same parent, and of its kind or all of the commune level."""
    tree = tree_on(on)
    kinds = COMMUNE_LEVEL if unit.kind in COMMUNE_LEVEL else {unit.kind}
    beside = [one for one in tree.children(tree.parent(unit)) if one.pk != unit.pk]
    return [one for one in beside if one.kind in kinds and one.valid_until is None]


def subtree(root: Unit, on: date) -> list[Unit]:
    """Every unit that belongs to `root` on the day `on`, at any depth; `root` itself is left out."""
    return tree_on(on).below(root)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a lineage: `before` became `after` on a day. `distance` counts the steps from the unit asked for."""

    before: Unit
    after: Unit
    kind: Lineage.Kind
    on: date
    distance: int


def predecessors(unit: Unit) -> tuple[Step, ...]:
    """The steps by which `unit` came to be, nearest first; empty when it was always itself."""
    return predecessors_of([unit.pk])[unit.pk]


def successors(unit: Unit) -> tuple[Step, ...]:
    """The steps by which `unit` became what it is today, nearest first; empty when it still exists as it was."""
    return successors_of([unit.pk])[unit.pk]


def predecessors_of(unit_ids: Iterable[int]) -> dict[int, tuple[Step, ...]]:
    """`predecessors` of many units at once: one query for each generation, not for each unit."""
    return _walked(list(unit_ids), "successor", "predecessor")


def successors_of(unit_ids: Iterable[int]) -> dict[int, tuple[Step, ...]]:
    """`successors` of many units at once: one query for each generation, not for each unit."""
    return _walked(list(unit_ids), "predecessor", "successor")


def heirs(unit_ids: Iterable[int], on: date) -> dict[int, list[Unit]]:
    """For each unit, what it is on the day `on`: itself, or the units it became; nothing when it ended."""
    chains = {
        pk: {pk, *(step.after.pk for step in steps)} for pk, steps in successors_of(set(unit_ids)).items()
    }
    living = valid_on(on).in_bulk({unit_id for chain in chains.values() for unit_id in chain})
    return {
        pk: [living[unit_id] for unit_id in sorted(chain) if unit_id in living]
        for pk, chain in chains.items()
    }


def _walked(unit_ids: list[int], near: str, far: str) -> dict[int, tuple[Step, ...]]:
    """For each unit, the lineage rows reached by going from `near` to `far`, generation by generation."""
    steps: dict[int, list[Step]] = {unit_id: [] for unit_id in unit_ids}
    edge = {(unit_id, unit_id) for unit_id in unit_ids}
    seen, distance = set(edge), 0
    while edge:
        distance += 1
        rows = _rows_at({reached for _start, reached in edge}, near)
        following = set()
        for start, reached in sorted(edge):
            for row in rows[reached]:
                arrived = (start, getattr(row, f"{far}_id"))
                if arrived not in seen:
                    following.add(arrived)
                    steps[start].append(_step(row, distance))
        seen |= following
        edge = following
    return {unit_id: tuple(found_steps) for unit_id, found_steps in steps.items()}


def _rows_at(unit_ids: set[int], near: str) -> dict[int, list[Lineage]]:
    rows: dict[int, list[Lineage]] = defaultdict(list)
    chosen = Lineage.objects.filter(**{f"{near}__in": unit_ids}).select_related("predecessor", "successor")
    for row in chosen.order_by("-on", "predecessor__sort_key", "successor__sort_key", "pk"):
        rows[getattr(row, f"{near}_id")].append(row)
    return rows


def _step(row: Lineage, distance: int) -> Step:
    return Step(row.predecessor, row.successor, Lineage.Kind(row.kind), row.on, distance)


# Which unit a name means


@dataclass(frozen=True, slots=True)
class Known:
    """A unit that a name in a file may mean. `key` is whatever the asker wants back (a unit's or participant's id)."""

    key: int
    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a name was found to mean. `how`: code, spelling, alias, title, folded; empty when nothing was found."""

    found: tuple[Known, ...]
    how: str

    @property
    def one(self) -> Known | None:
        """The unit meant; None when there is none or when several could be meant."""
        return self.found[0] if len(self.found) == 1 else None

    @property
    def ambiguous(self) -> bool:
        """Whether the name could mean several units."""
        return len(self.found) > 1


# Words that stand before a name and say what the unit is, with the kinds they can say.
_TITLES: dict[str, frozenset[str]] = {
    "tỉnh": frozenset({Kind.PROVINCE}),
    "thành phố": frozenset({Kind.PROVINCE, Kind.DISTRICT}),
    "huyện": frozenset({Kind.DISTRICT}),
    "quận": frozenset({Kind.DISTRICT}),
    "thị xã": frozenset({Kind.DISTRICT}),
    "xã": frozenset({Kind.COMMUNE}),
    "thị trấn": frozenset({Kind.COMMUNE}),
    "phường": frozenset({Kind.WARD}),
    "đặc khu": frozenset({Kind.SPECIAL_ZONE}),
}
TITLES = {names.same(title): kinds for title, kinds in _TITLES.items()}
SHORT_TITLES = {"tp": names.same("thành phố"), "tx": names.same("thị xã"), "tt": names.same("thị trấn")}
_BEHIND = re.compile(r"^(?P<name>.+?)\s*\((?P<title>[^()]+)\)\s*$")


def titled(name: str) -> tuple[str, str]:
    """The title before a name, or in brackets behind it, and the name without it, both as spelling keys.

    >>> titled("Hồ Chí Minh (TP)") == titled("TP. Hồ Chí Minh") == titled("Thành phố Hồ Chí Minh")
    True
    >>> titled("Tân Lập")[0]
    ''
    """
    behind = _BEHIND.match(name)
    turned = f"{behind['title']} {behind['name']}" if behind else name
    words = names.same(turned.replace(".", " ")).split()
    for length in (2, 1):
        title = " ".join(words[:length])
        title = SHORT_TITLES.get(title, title)
        if title in TITLES and len(words) > length:
            return title, " ".join(words[length:])
    return "", names.same(name)


class Names:
    """The names, codes and other names of a given set of units, ready to be asked what a name means."""

    def __init__(self, among: Iterable[Known]) -> None:
        self._codes: dict[str, list[Known]] = defaultdict(list)
        self._spellings: dict[str, list[Known]] = defaultdict(list)
        self._aliases: dict[str, list[Known]] = defaultdict(list)
        self._bare: dict[str, list[Known]] = defaultdict(list)
        self._folded: dict[str, list[Known]] = defaultdict(list)
        for known in among:
            self._learn(known)

    def _learn(self, known: Known) -> None:
        if known.code:
            self._codes[known.code.strip().casefold()].append(known)
        self._spellings[names.same(known.name)].append(known)
        self._bare[titled(known.name)[1]].append(known)
        self._folded[names.folded(known.name)].append(known)
        for alias in known.aliases:
            self._aliases[names.same(alias)].append(known)

    def meant(self, name: str, code: str = "") -> Match:
        """The unit meant by `code` or by `name`; the first way that finds anything decides.

        The ways, in order: code, spelling, other name, name with or without its title, name without diacritics.
        A code and a name that mean different units are reported as ambiguous; a name does not mean a unit that
        has a code other than the one given.
        """
        by_name = self._named(name)
        if not code.strip():
            return by_name
        coded = self._codes.get(code.strip().casefold(), [])
        if not coded:
            return Match(tuple(known for known in by_name.found if not known.code), by_name.how)
        if len(coded) == 1 and (by_name.one in (None, coded[0]) or coded[0] in by_name.found):
            return Match((coded[0],), "code")
        return Match(tuple(dict.fromkeys([*coded, *by_name.found])), "code")

    def _named(self, name: str) -> Match:
        key, plain = names.same(name), names.folded(name)
        ways = (
            ("spelling", self._spellings.get(key)),
            ("alias", self._aliases.get(key)),
            ("title", self._by_title(name)),
            ("folded", self._folded.get(plain)),
        )
        return next((Match(tuple(meant), how) for how, meant in ways if meant), Match((), ""))

    def _by_title(self, name: str) -> list[Known]:
        title, bare = titled(name)
        candidates = self._bare.get(bare, [])
        return [known for known in candidates if not title or _bears(known, title)]


def _bears(known: Known, title: str) -> bool:
    """Whether `known` has this title, or has none in its name and is of a kind that the title can say."""
    own = titled(known.name)[0]
    return own == title if own else known.kind in ("", *TITLES[title])


def known_units(units: QuerySet[Unit]) -> list[Known]:
    """`units` as `Names` wants them, keyed by their ids; two queries."""
    return [
        Known(unit.pk, unit.name, unit.code, tuple(alias.name for alias in unit.aliases.all()), unit.kind)
        for unit in units.prefetch_related("aliases")
    ]


def matching(name: str, *, among: QuerySet[Unit], code: str = "") -> Match:
    """Which of the units `among` is meant by `name` and `code`; for many names make one `Names` and ask that."""
    return Names(known_units(among)).meant(name, code)


# Table files


def written(units: Iterable[Unit]) -> list[dict[str, Any]]:
    """The facts of `units` as a table file holds them, parents before their children; three queries for all of them.

    `parent` is a tuple of names from the top down, empty for a unit at the top.
    """
    every = {unit.pk: unit for unit in Unit.objects.all()}
    chosen = Unit.objects.filter(pk__in=[unit.pk for unit in units]).prefetch_related("aliases")
    rows = [
        {
            "name": unit.name,
            "kind": unit.kind,
            "valid_from": unit.valid_from,
            "valid_until": unit.valid_until,
            "code": unit.code,
            "parent": written_path(unit.parent_id, every),
            "aliases": tuple(alias.name for alias in unit.aliases.all()),
        }
        for unit in chosen
    ]
    return sorted(rows, key=lambda row: len(row["parent"]))


def written_path(unit_id: int | None, every: Mapping[int, Unit]) -> tuple[str, ...]:
    """The names from the top down to the unit as they were written down; empty for no unit."""
    if unit_id is None:
        return ()
    unit = every[unit_id]
    return (*written_path(unit.parent_id, every), unit.name)


# What the pages show


@dataclass(frozen=True, slots=True)
class Line:
    """A unit in the list: its depth in the tree, how many units belong to it, and the names above it."""

    unit: Unit
    depth: int
    children: int
    path: str


def lines(on: date, *, text: str = "", kind: str = "", ended: bool = False) -> list[Line]:
    """The list of units: the tree of a day, or the units found by name and kind; `ended` leaves the day out."""
    tree = tree_on(on)
    if not (text or kind or ended):
        return [Line(branch.unit, branch.depth, branch.children, "") for branch in tree.branches()]
    units = Unit.objects.all() if ended else valid_on(on)
    chosen = found(text, units.filter(kind=kind) if kind else units).select_related("parent__parent")
    return [Line(unit, 0, len(tree.children(unit)), _path_text(unit, tree)) for unit in chosen]


def _path_text(unit: Unit, tree: Tree) -> str:
    above = tree.path(unit) if unit.pk in tree.units else [unit.parent] if unit.parent else []
    return " › ".join(one.name for one in above)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to units on one day: which went in, which came out."""

    on: date
    kind: Lineage.Kind
    before: tuple[Unit, ...]
    after: tuple[Unit, ...]


def history(unit: Unit) -> list[Event]:
    """What happened to `unit`, to those it came from and to those it became, the oldest first."""
    together: dict[tuple[date, Lineage.Kind, int], list[Step]] = defaultdict(list)
    for step in {*predecessors(unit), *successors(unit)}:
        shared = step.before.pk if step.kind == Lineage.Kind.SPLIT else step.after.pk
        together[step.on, step.kind, shared].append(step)
    events = [
        Event(on, kind, _once(step.before for step in steps), _once(step.after for step in steps))
        for (on, kind, _shared), steps in together.items()
    ]
    return sorted(events, key=lambda event: (event.on, event.kind, event.after[0].sort_key))


def _once(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(sorted(set(units), key=lambda unit: (unit.sort_key, unit.pk)))
