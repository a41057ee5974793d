"""Windows of a round: the days on which a phase is open for a unit, when it locks, and what still counts as in time.

A window opens at 00:00 of its first day and is open through 23:59:59 of its last one, by the clock of Vietnam. What was
typed before the lock and arrives a little later, because a line was slow, is taken and marked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

VIETNAM = timezone(
    timedelta(hours=7), "Asia/Ho_Chi_Minh"
)  # no summer time, and one zone for the whole country
GRACE = timedelta(minutes=5)


class Standing(StrEnum):
    """Whether a window is open at a moment."""

    NOT_YET = "not_yet"
    OPEN = "open"
    LOCKED = "locked"


class Arrival(StrEnum):
    """What becomes of something that arrives: taken, taken and marked as late, or refused before or after the days."""

    IN_TIME = "in_time"
    IN_GRACE = "in_grace"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"

    @property
    def is_taken(self) -> bool:
        """Whether it is taken, marked or not."""
        return self in (Arrival.IN_TIME, Arrival.IN_GRACE)


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which something is open, the first and the last one included."""

    starts: date
    ends: date

    @property
    def opens_at(self) -> datetime:
        """The first moment at which it is open.

        >>> str(Window(date(2027, 1, 1), date(2027, 1, 10)).opens_at)
        '2027-01-01 00:00:00+07:00'
        """
        return datetime.combine(self.starts, time.min, VIETNAM)

    @property
    def locks_at(self) -> datetime:
        """The first moment at which it is locked: the midnight that ends the last day.

        >>> str(Window(date(2027, 1, 1), date(2027, 1, 10)).locks_at)
        '2027-01-11 00:00:00+07:00'
        """
        return datetime.combine(self.ends, time.min, VIETNAM) + timedelta(days=1)

    @property
    def settled_at(self) -> datetime:
        """The moment after which nothing that was typed in time can arrive any more: a frozen state is final.

        >>> str(Window(date(2027, 1, 1), date(2027, 1, 10)).settled_at)
        '2027-01-11 00:05:00+07:00'
        """
        return self.locks_at + GRACE

    def extended(self, until: date) -> Window:
        """Return this window with more time: open until the day `until`, if that is later than its last day.

        >>> Window(date(2027, 1, 1), date(2027, 1, 10)).extended(date(2027, 1, 15)).ends
        datetime.date(2027, 1, 15)
        """
        return replace(self, ends=max(self.ends, until))

    def standing(self, now: datetime) -> Standing:
        """Return whether it is open at the moment `now`, an aware time of any zone.

        >>> window = Window(date(2027, 1, 1), date(2027, 1, 10))
        >>> window.standing(datetime(2027, 1, 10, 23, 59, 59, tzinfo=VIETNAM))
        <Standing.OPEN: 'open'>
        >>> window.standing(datetime(2027, 1, 10, 17, 0, tzinfo=timezone.utc))
        <Standing.LOCKED: 'locked'>
        """
        if now < self.opens_at:
            return Standing.NOT_YET
        return Standing.OPEN if now < self.locks_at else Standing.LOCKED

    def takes(self, typed_at: datetime | None, arrived_at: datetime) -> Arrival:
        """Return what becomes of something that was typed at one moment and arrives at another.

        `typed_at` is what a browser says: without it, or when it lies in the future, the arrival counts.

        >>> window = Window(date(2027, 1, 1), date(2027, 1, 10))
        >>> typed = datetime(2027, 1, 10, 23, 59, 50, tzinfo=VIETNAM)
        >>> window.takes(typed, typed + timedelta(minutes=2))
        <Arrival.IN_GRACE: 'in_grace'>
        >>> window.takes(None, typed + timedelta(minutes=2))
        <Arrival.TOO_LATE: 'too_late'>
        """
        standing = self.standing(arrived_at)
        if standing is Standing.OPEN:
            return Arrival.IN_TIME
        if standing is Standing.NOT_YET:
            return Arrival.TOO_EARLY
        typed = arrived_at if typed_at is None or typed_at > arrived_at else typed_at
        is_in_grace = typed < self.locks_at and arrived_at < self.settled_at
        return Arrival.IN_GRACE if is_in_grace else Arrival.TOO_LATE
