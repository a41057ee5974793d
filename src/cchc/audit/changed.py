"""The one way to say that something is not any more as it was seen."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class Changed(Exception, Generic[T]):
    """Raised when what somebody saw has changed since: what was `seen`, what is there `now`, and `who` changed it
    (empty where nobody wrote that down). Nothing was written."""

    def __init__(self, *, seen: T, now: T, who: str = "") -> None:
        super().__init__(f"{seen} → {now} {who}".strip()[:200])
        self.seen = seen
        self.now = now
        self.who = who
