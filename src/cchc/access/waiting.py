"""The tasks that wait for a person: the row that each room's `waiting.py` yields, and the type of its function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cchc.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Duty:
    """One task that waits for a person: its name in the reader's words, its address, its last day, whether it is late,
    and where it comes from (the plan of a measure).

    `letter` says the same for a letter, which names nobody else and holds no free text; empty where `text` does
    neither. A day that has passed does not make a task late where nobody knows whether it was done.
    """

    text: str
    href: str
    until: date | None = None
    late: bool = False
    beside: str = ""
    letter: str = ""


class WaitingFor(Protocol):
    """The type of the function `waiting_for` in a room's `waiting.py`."""

    def __call__(self, actor: Actor, today: date) -> Iterable[Duty]:
        """Return the duties of `actor` in this room on the day `today`; `actor` may do each of them at its address."""
