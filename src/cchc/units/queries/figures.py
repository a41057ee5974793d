"""The attributes of units per year, and the sources that they are for declared figures."""

from __future__ import annotations

from cchc.core.scoring.sources import BY_NAME, KnownSource, closed_sources


def sources_of_units(*, year: int | None) -> tuple[KnownSource, ...]:
    """Return the sources that this room has for a cycle of any `year`: the attributes of units."""
    return closed_sources(BY_NAME["unit"])
