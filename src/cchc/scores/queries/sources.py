"""The figures of the last cycle as a source of this one's."""

from __future__ import annotations

from cchc.core.scoring.sources import BY_NAME, KnownSource, closed_sources


def sources_of_last_year(*, year: int | None) -> tuple[KnownSource, ...]:
    """Return the one source that this room has for a cycle of any `year`: what was declared in the cycle before."""
    return closed_sources(BY_NAME["last_year"])
