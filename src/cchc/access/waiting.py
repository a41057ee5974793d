"""What waits for a person: the row that the `waiting.py` of a room yields, and the function by which it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cchc.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that waits for this person: in the reader's words, the address where it is done, the last day for it,
    and whether that day has passed."""

    text: str
    href: str
    until: date | None = None
    late: bool = False


class WaitingFor(Protocol):
    """How a room is asked what waits for somebody: its `waiting.py` has a function `waiting_for` of this shape."""

    def __call__(self, actor: Actor, today: date) -> Iterable[Duty]:
        """Return what waits for `actor` in this room on the day `today`; each leads where `actor` may do it."""
