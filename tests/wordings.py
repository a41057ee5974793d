"""A made-up province through the mergers of 2025, and wordings with what each means in a year: for every door that
takes names. Which departments became which on 1 March 2025 is as in the real decisions."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from cchc.core.papers.answers import Match
from cchc.core.papers.directory import Directory, KnownGroup, KnownUnit, Succession

TABLES = Path(__file__).parent / "data" / "directory"
GROUPS = {"Các sở tham mưu": ("nv", "tc1")}
REMEMBERED = {"Cơ quan thường trực CCHC": ("nv",)}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a wording means at the end of a year: the units, how sure, and why."""

    wording: str
    year: int
    units: frozenset[str]
    confidence: str
    reason: str

    @property
    def day(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)

    def __str__(self) -> str:
        return f"{self.wording} {self.year}"

    @property
    def answer(self) -> tuple[frozenset[str], str, str]:
        """The units, confidence and reason."""
        return self.units, self.confidence, self.reason

    @property
    def taken(self) -> str | None:
        """The unit that a door takes over without asking, where a person looks at what was taken over."""
        unasked = self.confidence == "sure" or self.reason == "unaccented"
        return next(iter(self.units)) if unasked and len(self.units) == 1 else None


def answer_of(match: Match, ids: Mapping[str, str]) -> tuple[frozenset[str], str, str]:
    """What an answer says, in the ids of the table."""
    return frozenset(ids[unit] for unit in match.units), match.confidence.value, match.reason.value


@cache
def wordings() -> tuple[Expected, ...]:
    """Every wording of the table."""
    return tuple(
        Expected(
            row["wording"],
            int(row["year"]),
            frozenset(row["units"].split()),
            row["confidence"],
            row["reason"],
        )
        for row in _rows("wordings.csv")
    )


@cache
def known_units() -> tuple[KnownUnit, ...]:
    """The units of every period."""
    return tuple(
        KnownUnit(
            id=row["id"],
            name=row["name"],
            code=row["code"],
            kind=row["kind"],
            aliases=tuple(filter(None, row["aliases"].split(";"))),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            parent=row["parent"],
        )
        for row in _rows("units.csv")
    )


@cache
def successions() -> tuple[Succession, ...]:
    """What became what in 2025."""
    return tuple(
        Succession(row["before"], row["after"], date.fromisoformat(row["on"]))
        for row in _rows("successions.csv")
    )


def directory(own: str | None = None) -> Directory:
    """All of it as a directory, in which `own` speaks."""
    groups = tuple(KnownGroup(name, units) for name, units in GROUPS.items())
    return Directory(known_units(), groups, successions(), REMEMBERED, own)


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
