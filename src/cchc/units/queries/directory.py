"""The directory of names from the stored rows, and the units of a day for typed names."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from typing import TypeVar

from cchc.core.papers.answers import NAMES_WITHOUT_MARKS, Match, Reason
from cchc.core.papers.directory import Directory, KnownGroup, KnownUnit, Succession
from cchc.core.papers.matching import match
from cchc.core.words import names
from cchc.units.models import AgencyGroup, Alias, Lineage, Unit, Wording
from cchc.units.queries.tree import valid_on

T = TypeVar("T")


def directory(besides: Collection[int] = frozenset()) -> Directory:
    """Return the directory of every unit of every period, with groups, successions and remembered wordings.

    Unit ids are primary keys as text; the units `besides` are left out everywhere. Seven queries, however many units
    there are.
    """
    aliases = _gathered(Alias.objects.values_list("unit_id", "name"))
    units = Unit.objects.values_list("pk", "name", "code", "kind", "valid_from", "valid_until", "parent_id")
    return Directory(
        units=tuple(
            KnownUnit(str(pk), name, code, kind, tuple(aliases[pk]), first, until, str(parent or ""))
            for pk, name, code, kind, first, until, parent in units
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


def _gathered(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


# --- names as they are typed --------------------------------------------------------------------------------

NEAR = 0.85


class DayUnits:
    """The units of a day by the names that people type; read on first use.

    Units that share a name are told apart by their parent: "Phòng Nội vụ – Huyện A".
    """

    def __init__(self, on: date) -> None:
        self.on = on

    def match(self, text: str) -> Match:
        """Return the answer of the directory to `text`."""
        return match(text, self._directory, self.on)

    def units_of(self, answer: Match) -> list[Unit]:
        """Return the units of an answer: the one that a form takes over, or those among which a person must choose."""
        unasked = answer.unasked(NAMES_WITHOUT_MARKS)
        several = answer.units if answer.reason is Reason.SEVERAL else ()
        return [self._units[int(unit)] for unit in ((unasked,) if unasked else several)]

    @property
    def units(self) -> list[Unit]:
        """Every unit of the day, in the order of the list."""
        return list(self._units.values())

    def nearest(self, text: str) -> str | None:
        """Return the most similar name, when the difference could be a slip of the pen; else the only name that
        contains `text`; else None."""
        typed = names.search_key(text)
        near = difflib.get_close_matches(typed, self._folded, n=1, cutoff=NEAR)
        near = near or [name for name in self._folded if typed in name][:2]
        return self._folded[near[0]] if len(near) == 1 else None

    def label(self, unit: Unit) -> str:
        """Return the name of `unit` that `match` understands."""
        if self._spellings[unit.spelling] > 1 and unit.parent:
            return f"{unit.name} – {unit.parent.name}"
        return unit.name

    @cached_property
    def _directory(self) -> Directory:
        return directory()

    @cached_property
    def _units(self) -> dict[int, Unit]:
        return {unit.pk: unit for unit in valid_on(self.on).select_related("parent")}

    @cached_property
    def _spellings(self) -> Counter[str]:
        return Counter(unit.spelling for unit in self._units.values())

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {names.search_key(unit.name): unit.name for unit in self._units.values()}
