"""The directory of agencies: units with their periods, groups, successions, and choices made before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from cchc.core.papers.answers import Reason
from cchc.core.papers.spellings import PLACE, initials, long_form, lowered, text_places, unit_places
from cchc.core.words.names import folded, same


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as a list of units has it; valid from a day and up to, but not on, another."""

    id: str
    name: str
    code: str = ""
    kind: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None

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
    """What agencies are looked up in: units, groups, successions, and choices that a clerk has made before.

    `remembered` leads from a wording to unit ids. `own` is the unit whose plan it is: its inner offices are itself.
    """

    units: tuple[KnownUnit, ...]
    groups: tuple[KnownGroup, ...] = ()
    successions: tuple[Succession, ...] = ()
    remembered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own: str | None = None

    @cached_property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """Remembered choices by the spelling of their wording."""
        return {same(wording): units for wording, units in self.remembered.items()}

    @cached_property
    def by_id(self) -> dict[str, KnownUnit]:
        """Units by their id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def keys(self) -> tuple[tuple[Reason, dict[str, tuple[KnownUnit, ...]]], ...]:
        """For each way to recognise a unit, surest first, its units by their key."""
        return _keys_of(self.units)

    @cached_property
    def letters(self) -> tuple[tuple[str, KnownUnit], ...]:
        """The long names of all units, to compare letter by letter."""
        return _letters_of(self.units)


def _names(unit: KnownUnit) -> tuple[str, ...]:
    return (unit.name, *unit.aliases)


def _long_keys(unit: KnownUnit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(long_form(name) for name in _names(unit)))


def _short_keys(unit: KnownUnit) -> tuple[str, ...]:
    """Initials, also without the place: "SNV", "VPUBND"."""
    return tuple(dict.fromkeys(initials(name) for name in (unit.name, PLACE.sub("", lowered(unit.name)))))


_UNIT_KEYS: tuple[tuple[Reason, Callable[[KnownUnit], tuple[str, ...]]], ...] = (
    (Reason.NAME, lambda unit: (same(unit.name),)),
    (Reason.CODE, lambda unit: (unit.code.casefold(),) if unit.code else ()),
    (Reason.ALIAS, lambda unit: tuple(same(alias) for alias in unit.aliases)),
    (Reason.ABBREVIATION, _long_keys),
    (Reason.ABBREVIATION, _short_keys),
    (Reason.PLACE, lambda unit: tuple(key for name in _names(unit) for key in unit_places(name))),
    (Reason.UNACCENTED, lambda unit: tuple(folded(name) for name in _names(unit))),
)
TEXT_KEYS: tuple[Callable[[str], tuple[str, ...]], ...] = (
    lambda text: (same(text),),
    lambda text: (text.casefold(),),
    lambda text: (same(text),),
    lambda text: (long_form(text),),
    lambda text: (re.sub(r"[-\s.]", "", text.casefold()),) if text.isupper() else (),
    text_places,
    lambda text: (folded(text),) if text.isascii() else (),
)


# The units change seldom and every page asks for them anew: the work on their names is kept for the same units.


@lru_cache(maxsize=4)
def _keys_of(units: tuple[KnownUnit, ...]) -> tuple[tuple[Reason, dict[str, tuple[KnownUnit, ...]]], ...]:
    return tuple(
        (reason, _grouped((key, unit) for unit in units for key in keys(unit))) for reason, keys in _UNIT_KEYS
    )


@lru_cache(maxsize=4)
def _letters_of(units: tuple[KnownUnit, ...]) -> tuple[tuple[str, KnownUnit], ...]:
    return tuple((key, unit) for unit in units for key in _long_keys(unit))


def _grouped(pairs: Iterable[tuple[str, KnownUnit]]) -> dict[str, tuple[KnownUnit, ...]]:
    found: dict[str, dict[KnownUnit, None]] = {}
    for key, unit in pairs:
        found.setdefault(key, {})[unit] = None
    return {key: tuple(units) for key, units in found.items()}
