"""What this room asks the rooms above it: the sources that can feed the figures of a set."""

from __future__ import annotations

from cchc.access.events import question
from cchc.core.scoring.sources import KnownSource


@question(KnownSource)
def known_sources(*, year: int | None) -> None:
    """Which sources of yours can feed figures in a cycle of `year` (None: in a cycle of some year)?"""
