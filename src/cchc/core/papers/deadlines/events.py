"""Deadlines that wait for an event: which event a wording names, and the term that it sets from the day of the event.

Plans word one event in many ways: "Sau khi có kết quả công bố của Bộ Nội vụ.", "Khi có kết quả công bố của Bộ Nội vụ",
"Trong 10 ngày kể từ ngày có kết quả công bố của Bộ Nội vụ". What is left without the words that lead to it is the
event; equal ones are proposed to be one, a person says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cchc.core.papers.deadlines.counting import CountedIn, day_after
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.plain import plain_wording

# "Trong thời hạn 10 ngày làm việc kể từ ngày", "Chậm nhất 05 ngày sau khi", "Sau 02 tuần kể từ khi"
_TERM = re.compile(
    r"^(?:(?:bao cao|hoan thanh|thuc hien|trien khai|trong|vong|thoi han|thoi gian|cham nhat|khong qua|toi da|la|sau"
    r"|xong) )*(?P<count>\d{1,3}) (?P<unit>ngay|tuan|thang)(?P<working> lam viec)?,? (?:ke tu|tinh tu|tu|sau) "
    r"(?:khi |ngay )?"
)
# "Ngay sau khi", "Thực hiện khi", "Sau khi", "Theo"; "sau Hội nghị" keeps the name of the meeting
_LED = re.compile(
    r"^(?:(?:thuc hien|hoan thanh|trien khai|bao cao) )?(?:ngay )?"
    r"(?:(?:sau|cho den|den|ke tu|tinh tu|tu) )?(?:(?:khi|ngay|theo) )?"
)
# "Báo cáo hoàn thành trong thời hạn không quá 10 ngày làm việc kể từ ngày": sixteen words before the event
_MOST_LED = 24
_MOST_LETTERS = 500  # that are read of a wording: the name of an event has no more
_CANNOT_COUNT = 0  # "trong 0 ngày" sets no term


@dataclass(frozen=True, slots=True)
class EventTerm:
    """How long after the event a measure is due: so many of a span, of `working` days."""

    count: int
    span: CountedIn
    working: bool

    def due(self, occurred: date, holidays: Holidays) -> date:
        """Return the day on which a measure is due when its event was on `occurred`.

        >>> str(EventTerm(10, CountedIn.DAYS, False).due(date(2026, 3, 5), Holidays()))
        '2026-03-15'
        """
        return day_after(occurred, self.count, self.span, holidays if self.working else None)


def event_of(wording: str) -> str:
    """Return the event that a wording waits for, in plain letters: the key by which equal ones are proposed as one.

    >>> event_of("Sau khi có kết quả công bố của Bộ Nội vụ.")
    'co ket qua cong bo cua bo noi vu'
    >>> event_of("Trong 10 ngày kể từ ngày có kết quả công bố của Bộ Nội vụ")
    'co ket qua cong bo cua bo noi vu'
    >>> event_of("Theo Kế hoạch kiểm tra")
    'ke hoach kiem tra'
    """
    plain = plain_wording(wording[:_MOST_LETTERS])
    term = _TERM.match(plain)
    rest = plain[term.end() :] if term else _LED.sub("", plain, count=1)
    return rest.strip(" .;,:") or plain


def event_named(wording: str) -> str:
    """Return the name of the event that a wording waits for, in the words and letters of the wording; the event of the
    name is that of the wording. A wording in which the event cannot be told apart is the name itself.

    >>> event_named("Trong 60 ngày kể từ khi có văn bản hướng dẫn của Bộ Nội vụ.")
    'Có văn bản hướng dẫn của Bộ Nội vụ'
    >>> event_named("Theo Kế hoạch kiểm tra")
    'Kế hoạch kiểm tra'
    """
    words = wording[:_MOST_LETTERS].split()
    event = event_of(wording)
    for led in range(min(len(words), _MOST_LED), -1, -1):
        name = " ".join(words[led:]).strip(" .;,:")
        if name and event_of(name) == event:
            return name[:1].upper() + name[1:]
    return " ".join(words)


def term_of(wording: str) -> EventTerm | None:
    """Return the term that a wording sets from its event; None where it sets none, and somebody has to say it.

    >>> term_of("Trong vòng 10 ngày làm việc kể từ khi có kết quả công bố")
    EventTerm(count=10, span=<CountedIn.DAYS: 'ngay'>, working=True)
    >>> term_of("Sau khi có kết quả công bố") is None
    True
    """
    found = _TERM.match(plain_wording(wording[:_MOST_LETTERS]))
    count = int(found["count"]) if found else _CANNOT_COUNT
    if found is None or count == _CANNOT_COUNT:
        return None
    return EventTerm(count, CountedIn(found["unit"]), bool(found["working"]))
