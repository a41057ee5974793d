"""Days off and days worked instead: due days move to the next working day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days off beside Saturdays and Sundays, and weekend days that are worked to make up for them."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`.

        >>> Holidays(off=frozenset({date(2024, 4, 30)})).is_working(date(2024, 4, 30))
        False
        """
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def next_working(self, day: date) -> date:
        """`day` itself, or the next day on which offices work; `day` again if none comes within two months.

        >>> Holidays().next_working(date(2023, 9, 30))
        datetime.date(2023, 10, 2)
        """
        later = (
            day + timedelta(days=ahead) for ahead in range(62) if day <= date.max - timedelta(days=ahead)
        )
        return next((one for one in later if self.is_working(one)), day)
