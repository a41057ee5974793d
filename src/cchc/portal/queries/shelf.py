"""The shelf: all that is released, in the order of years, as the portal reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.criteria.exchange.reading import read_known_set
from cchc.releases.exchange.content import PublicContent, PublicSet, PublicUnit


@dataclass(frozen=True, slots=True)
class Edition:
    """One release as the portal reads it: its year and number, the SHA-256 of its bundle, and whether it stands.

    `load` gives its content, `bundle` the bytes of its bundle; neither is asked before a page needs it. `root` is the
    short form of the Merkle root. A `draft`, by its id, is seen in its preview alone.
    """

    year: int
    number: int
    digest: str
    is_standing: bool
    load: Callable[[], PublicContent] = field(compare=False, repr=False)
    bundle: Callable[[], bytes] = field(compare=False, repr=False)
    root: str = ""
    draft: int | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it is not public yet."""
        return self.draft is not None

    @property
    def content(self) -> PublicContent:
        """What the release makes public."""
        return self.load()

    @property
    def path(self) -> str:
        """Where its pages begin below the portal: "2025/" while it stands, "2025/lan-1/" for its own number,
        "xem-truoc/7/" for the preview of a draft."""
        if self.draft is not None:
            return f"xem-truoc/{self.draft}/"
        return f"{self.year}/" if self.is_standing else f"{self.year}/lan-{self.number}/"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every edition, by year and number; of each year at most one stands."""

    editions: tuple[Edition, ...] = ()

    @property
    def standing(self) -> tuple[Edition, ...]:
        """The editions that stand, the latest year first."""
        return tuple(sorted((one for one in self.editions if one.is_standing), key=lambda one: -one.year))

    @property
    def key(self) -> str:
        """A text that differs whenever something public has changed."""
        told = "\n".join(f"{one.year} {one.number} {one.digest} {one.is_standing}" for one in self.editions)
        return hashlib.sha256(told.encode()).hexdigest()

    def of(self, year: int, number: int | None = None) -> Edition | None:
        """The edition of that number; without a number the one that stands."""
        found = (one for one in self.editions if one.year == year)
        return next(
            (one for one in found if (one.is_standing if number is None else one.number == number)), None
        )

    def until(self, edition: Edition) -> tuple[Edition, ...]:
        """The editions of the years before, as they stand, then `edition` itself; the earliest first."""
        earlier = [one for one in self.standing if one.year < edition.year]
        return (*reversed(earlier), edition)

    def with_draft(self, draft: Edition) -> Shelf:
        """The shelf as it will be once a draft is published."""
        before = (
            replace(one, is_standing=False) if one.year == draft.year else one
            for one in self.editions
            if (one.year, one.number) != (draft.year, draft.number)
        )
        return Shelf(tuple(sorted((*before, draft), key=lambda one: (one.year, one.number))))


def criteria_of_set(stored: PublicSet) -> CriteriaSet:
    """Return the criteria set of a release, parsed once for equal texts."""
    return _parsed(stored.toml)


@lru_cache(maxsize=64)
def _parsed(toml: str) -> CriteriaSet:
    return read_known_set(toml)


def unit_of(content: PublicContent, key: str) -> PublicUnit | None:
    """Return the unit of that key; None where the release has none."""
    return next((unit for unit in content.units if unit.key == key), None)


def units_by_key(units: Iterable[PublicUnit]) -> dict[str, PublicUnit]:
    """Return the units by their keys."""
    return {unit.key: unit for unit in units}


def set_of(content: PublicContent, code: str) -> PublicSet | None:
    """Return the applied set of that code; None where the release has none."""
    return next((one for one in content.sets if one.code == code), None)
