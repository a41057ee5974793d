"""The units that a search finds: by their own name, by another name or their code, by the name that they had before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.core.words.names import search_key
from cchc.units import queries as units
from cchc.units.models import Unit


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit that was found; where its name does not hold what was searched, `why` and the words in which it was
    found."""

    unit: Unit
    beside: str
    why: str = ""
    found: str = ""


def unit_matches(actor: Actor, text: str, today: date) -> list[UnitMatch]:
    """Return the units that `text` finds: those that exist first, among them those whose name begins with it; the
    successors of units that have ended are found under the old names too."""
    key = search_key(text)
    own = list(
        units.units_matching(text, units.visible_to(actor))
        .select_related("parent")
        .prefetch_related("aliases")
    )
    found = [_match(unit, text, today) for unit in own] + _successors(own, key, today)
    return sorted(found, key=lambda one: _place(one, key, today))


def _place(one: UnitMatch, key: str, today: date) -> tuple[bool, bool, bool, str]:
    """Return the place of a unit in the list: what has ended last, then by where it was found, then by its name."""
    unit = one.unit
    begins = search_key(unit.name).startswith(key)
    return not units.is_valid_on(unit, today), bool(one.why), not begins, unit.sort_key


def _match(unit: Unit, text: str, today: date) -> UnitMatch:
    key = search_key(text)
    if key in search_key(unit.name):
        return UnitMatch(unit, _beside(unit, today))
    if unit.code and search_key(unit.code) == key:
        return UnitMatch(unit, _beside(unit, today), _("code"), unit.code)
    other = next((alias.name for alias in unit.aliases.all() if key in search_key(alias.name)), "")
    return UnitMatch(unit, _beside(unit, today), _("also called"), other)


def _successors(own: Iterable[Unit], key: str, today: date) -> list[UnitMatch]:
    """Return the units of today that some of the units of this name became, with the name of that one."""
    named = (unit for unit in own if key in search_key(unit.name))
    ended = {unit.pk: unit for unit in named if unit.valid_until is not None and unit.valid_until <= today}
    known = {unit.pk for unit in own}
    found: dict[int, UnitMatch] = {}
    for pk, steps in units.successors_of(ended).items() if ended else ():
        for after in (step.after for step in steps):
            if after.pk not in known and units.is_valid_on(after, today):
                former = UnitMatch(after, after.get_kind_display(), _("formerly"), ended[pk].name)
                found.setdefault(after.pk, former)
    return list(found.values())


def _beside(unit: Unit, today: date) -> str:
    """Return what stands beside the name: the kind, the unit above, the day on which it ended."""
    ended = "" if units.is_valid_on(unit, today) or unit.valid_until is None else unit.valid_until
    until = _("until {day}").format(day=f"{ended:%d/%m/%Y}") if ended else ""
    parts = (unit.get_kind_display(), unit.parent.name if unit.parent else "", until)
    return ", ".join(part for part in parts if part)
