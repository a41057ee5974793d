"""Which unit a name means."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from cchc.core.words import names
from cchc.units.models import Kind, Unit
from cchc.units.queries.tree import valid_on


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
    return [_known(unit) for unit in units.prefetch_related("aliases")]


def _known(unit: Unit) -> Known:
    return Known(unit.pk, unit.name, unit.code, tuple(alias.name for alias in unit.aliases.all()), unit.kind)


def matching(name: str, *, among: QuerySet[Unit], code: str = "") -> Match:
    """Which of the units `among` is meant by `name` and `code`; for many names make one `Names` and ask that."""
    return Names(known_units(among)).meant(name, code)


NEAR = 0.85
_BEFORE_PARENT = re.compile(r"\s+[-–—]\s+")


class DayUnits:
    """The units that exist on a day, by the names under which people type them. Two queries, made when first asked.

    Units that share a name are told apart by the unit they belong to: "Phòng Nội vụ – Huyện A".
    """

    def __init__(self, on: date) -> None:
        self.on = on

    def meant(self, text: str) -> list[Unit]:
        """The units that `text` may mean, by name, other name or code; one when it is clear, none when unknown."""
        match = self._names.meant(text)
        if not match.found:
            match = self._names.meant("", code=text)
        return [self._units[known.key] for known in match.found] or self._of_parent(text)

    @property
    def units(self) -> list[Unit]:
        """Every unit of the day, in the order of the list."""
        return list(self._units.values())

    def nearest(self, text: str) -> str | None:
        """The name that differs least from `text`, as far as it could be a slip of the pen; else the only one that
        `text` is a part of."""
        typed = names.folded(text)
        near = difflib.get_close_matches(typed, self._folded, n=1, cutoff=NEAR)
        near = near or [name for name in self._folded if typed in name][:2]
        return self._folded[near[0]] if len(near) == 1 else None

    def written(self, unit: Unit) -> str:
        """The name of `unit` as `meant` understands it."""
        if self._spellings[unit.spelling] > 1 and unit.parent:
            return f"{unit.name} – {unit.parent.name}"
        return unit.name

    def _of_parent(self, text: str) -> list[Unit]:
        """The units meant by a text that ends in the name of the unit they belong to."""
        dashes = list(_BEFORE_PARENT.finditer(text))
        if not dashes:
            return []
        name, parent = text[: dashes[-1].start()], names.same(text[dashes[-1].end() :])
        found = [self._units[known.key] for known in self._names.meant(name).found]
        return [unit for unit in found if unit.parent and names.same(unit.parent.name) == parent]

    @cached_property
    def _units(self) -> dict[int, Unit]:
        units = valid_on(self.on).select_related("parent").prefetch_related("aliases")
        return {unit.pk: unit for unit in units}

    @cached_property
    def _names(self) -> Names:
        return Names(_known(unit) for unit in self._units.values())

    @cached_property
    def _spellings(self) -> Counter[str]:
        return Counter(unit.spelling for unit in self._units.values())

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {names.folded(unit.name): unit.name for unit in self._units.values()}
