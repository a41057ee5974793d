"""The directory of names: units with their periods, kinds, codes and other names, groups, successions, and the wordings
that somebody has explained before. Every door that takes a name of an agency looks it up here (`papers.matching`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import TypeVar

from cchc.core.papers.agency_words import HEADS
from cchc.core.papers.answers import Reason
from cchc.core.papers.spellings import (
    initials,
    long_form,
    misread_key,
    text_places,
    title_and_name,
    title_key,
    unit_places,
    unit_titles,
    unmarked_title_and_name,
    without_office,
    without_place,
)
from cchc.core.papers.wordings import JoinedNames, joined_names, names_with_separators
from cchc.core.words.names import search_key, spelling_key

Keys = tuple[str, ...]
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as a list of units has it, with the id of the unit it belongs to ("" at the top); valid from a day and up
    to, but not on, another."""

    id: str
    name: str
    code: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    parent: str = ""

    def is_valid(self, on: date | None) -> bool:
        """Whether the unit exists on a day; without a day, whether it has not ended.

        >>> KnownUnit("1", "Sở Nội vụ", valid_until=date(2025, 3, 1)).is_valid(date(2025, 3, 1))
        False
        """
        if on is None:
            return self.valid_until is None
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on < self.valid_until
        )

    @property
    def names(self) -> Keys:
        """The name and the other names."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A group of agencies under a name, with the ids of its units."""

    name: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """One unit became another on a day, by merger, split or change of name."""

    predecessor: str
    successor: str
    on: date


@dataclass(frozen=True)
class Directory:
    """All that names are looked up in.

    `remembered` leads from a wording to unit ids. `own` is the unit that speaks, whose plan it is: its inner offices
    are its own, those of other bodies are seldom meant.
    """

    units: tuple[KnownUnit, ...]
    groups: tuple[KnownGroup, ...] = ()
    successions: tuple[Succession, ...] = ()
    remembered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own: str | None = None

    @cached_property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Remembered choices by the spelling of their wording."""
        return {spelling_key(wording): units for wording, units in self.remembered.items()}

    @cached_property
    def joined_names(self) -> JoinedNames:
        """The names of units and groups, and the wordings chosen before, that hold a separator: none is taken apart."""
        index = _index_of(self.units)
        names = (*index.joined, *(group.name for group in self.groups), *self.remembered)
        return joined_names(names, index.every)

    @cached_property
    def by_id(self) -> dict[str, KnownUnit]:
        """Units by their id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """The ways to recognise a unit, surest first."""
        return _index_of(self.units).ways

    @cached_property
    def unmarked(self) -> dict[str, tuple[tuple[str, KnownUnit], ...]]:
        """The spelling keys of all names and their units, by the letters without marks."""
        return _index_of(self.units).unmarked

    @cached_property
    def letters(self) -> dict[int, tuple[tuple[str, KnownUnit], ...]]:
        """The long names of all units by their length, to compare letter by letter."""
        return _index_of(self.units).letters

    @cached_property
    def successors(self) -> dict[str, tuple[str, ...]]:
        """The units that each unit became, as far as they are known."""
        known = self.by_id
        return _gathered(
            (step.predecessor, step.successor) for step in self.successions if step.successor in known
        )

    def is_elsewhere(self, unit: KnownUnit) -> bool:
        """Whether a unit is an office inside a body other than the one that speaks."""
        if self.own is None:
            return False
        body = self._bodies[unit.id]
        return body != unit.id and body not in self._own_bodies

    @cached_property
    def _bodies(self) -> dict[str, str]:
        return _index_of(self.units).bodies

    @cached_property
    def _own_bodies(self) -> set[str]:
        """The body of the unit that speaks, with all that it came from and became."""
        beside: dict[str, set[str]] = defaultdict(set)
        for step in self.successions:
            beside[step.predecessor].add(step.successor)
            beside[step.successor].add(step.predecessor)
        reached = {self._bodies.get(self.own or "", self.own or "")}
        waiting = list(reached)
        while waiting:
            following = beside[waiting.pop()] - reached
            reached |= following
            waiting += following
        return reached


# --- the index ----------------------------------------------------------------------------------------------

_WITH_BODIES = ("province", "district")  # what belongs to these is a body of its own, whatever its kind


@dataclass(frozen=True, slots=True)
class Way:
    """A way to recognise a unit: the units by their keys, and the keys that a wording has in this way."""

    reason: Reason
    units: Mapping[str, tuple[KnownUnit, ...]]
    keys: Callable[[str], Keys]

    def found(self, wording: str) -> list[tuple[KnownUnit, ...]]:
        """The units that answer to a wording in this way, for each of its keys that any unit has."""
        return [self.units[key] for key in self.keys(wording) if key in self.units]


@dataclass(frozen=True, slots=True)
class _Index:
    ways: tuple[Way, ...]
    unmarked: dict[str, tuple[tuple[str, KnownUnit], ...]]
    letters: dict[int, tuple[tuple[str, KnownUnit], ...]]
    bodies: dict[str, str]
    joined: tuple[str, ...]
    every: frozenset[str]


# The units change seldom and every page asks for them anew: the work on their names is kept for the same units.
@lru_cache(maxsize=4)
def _index_of(units: tuple[KnownUnit, ...]) -> _Index:
    by_id = {unit.id: unit for unit in units}
    spelled = {unit.id: _spelled(unit) for unit in units}
    letters = ((misread_key(name), unit) for unit in units for name in unit.names)
    return _Index(
        ways=tuple(
            Way(reason, _gathered((key, unit) for unit in units for key in of_unit(unit, by_id)), of_text)
            for reason, of_unit, of_text in _WAYS
        ),
        unmarked=_gathered((search_key(key), (key, unit)) for unit in units for key in spelled[unit.id]),
        letters=_gathered((len(key), (key, unit)) for key, unit in letters),
        bodies={unit.id: _body(unit, by_id) for unit in units},
        joined=names_with_separators(name for unit in units for name in unit.names),
        every=frozenset(key for unit in units for key in map(spelling_key, unit.names)),
    )


def _gathered(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, dict[V, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items()}


def _body(unit: KnownUnit, by_id: Mapping[str, KnownUnit]) -> str:
    """The id of the body that a unit is, or is an office of."""
    seen = {unit.id}
    while unit.parent in by_id and unit.parent not in seen:
        above = by_id[unit.parent]
        if above.kind in _WITH_BODIES:
            break
        seen.add(above.id)
        unit = above
    return unit.id


# --- the ways -----------------------------------------------------------------------------------------------


def _with_parent(unit: KnownUnit, by_id: Mapping[str, KnownUnit]) -> Keys:
    """ "Phòng Nội vụ huyện A", "Phòng Nội vụ – UBND huyện A": offices of one name are told apart by their unit."""
    above = by_id.get(unit.parent)
    if above is None:
        return ()
    written = (above.name, without_office(above.name))
    return tuple(long_form(f"{name} {parent}") for name in unit.names for parent in written)


def _initials(unit: KnownUnit) -> Keys:
    """Initials, also without the place: "SNV", "VPUBND"."""
    return (initials(unit.name), initials(without_place(unit.name)))


def _initials_of_text(text: str) -> Keys:
    return (re.sub(r"[-\s.]", "", text.casefold()),) if text.isupper() else ()


def _titles(unit: KnownUnit) -> Keys:
    return tuple(key for name in unit.names for key in unit_titles(name, unit.kind))


def _title_of_text(text: str) -> Keys:
    return _wanted_title(*title_and_name(text))


def _wanted_title(title: str, bare: str) -> Keys:
    """The key of a title and a name; a word for many agencies alone is no name: there is a commune Trung Tâm."""
    return (title_key(title, bare),) if title or bare not in _HEADS else ()


_HEADS = frozenset(map(spelling_key, HEADS))

# For each way, surest first: the keys of a unit, and the keys of a wording.
_WAYS: tuple[
    tuple[Reason, Callable[[KnownUnit, Mapping[str, KnownUnit]], Keys], Callable[[str], Keys]], ...
] = (
    (Reason.NAME, lambda unit, _: (spelling_key(unit.name),), lambda text: (spelling_key(text),)),
    (
        Reason.CODE,
        lambda unit, _: (unit.code.casefold(),) if unit.code else (),
        lambda text: (text.casefold(),),
    ),
    (
        Reason.ALIAS,
        lambda unit, _: tuple(map(spelling_key, unit.aliases)),
        lambda text: (spelling_key(text),),
    ),
    (Reason.PARENT, _with_parent, lambda text: (long_form(text),)),
    (Reason.TITLE, lambda unit, _: _titles(unit), _title_of_text),
    (Reason.ABBREVIATION, lambda unit, _: tuple(map(long_form, unit.names)), lambda text: (long_form(text),)),
    (Reason.ABBREVIATION, lambda unit, _: _initials(unit), _initials_of_text),
    (
        Reason.PLACE,
        lambda unit, _: tuple(key for name in unit.names for key in unit_places(name)),
        text_places,
    ),
)


def _spelled(unit: KnownUnit) -> Keys:
    """The names of a unit as they are compared with a wording that has lost its marks."""
    return (*map(spelling_key, unit.names), *map(long_form, unit.names), *_titles(unit))


def unmarked_keys(text: str) -> Keys:
    """The spelling keys of a wording that may have lost its marks.

    >>> unmarked_keys("xa Tan Lap")
    ('xa tan lap', 'xã | tan lap')
    """
    return tuple(
        dict.fromkeys((spelling_key(text), long_form(text), *_wanted_title(*unmarked_title_and_name(text))))
    )
