"""Whether the days of a document let it count as evidence: the day on it and the day of its receipt are two faults."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from cchc.core.words.messages import Message


class DateFault(StrEnum):
    """Why the days of a document are to be looked at; the codes are kept with the points that are lost for them."""

    BEFORE_PERIOD = "before_period"
    LATE_BY_DATE = "late_by_date"
    LATE_BY_RECEIPT = "late_by_receipt"


def date_faults(
    on: date | None, received: date | None, period: tuple[date, date], deadline: date | None
) -> tuple[DateFault, ...]:
    """Return what is wrong with the days of a document, in the order of the days.

    `on` is the day that stands on it, `received` the day it came in; `period` the first and the last day that the
    evidence may bear, `deadline` the last day on which it may come in. A day that nobody knows is no fault here.

    >>> year = date(2026, 1, 1), date(2026, 12, 14)
    >>> date_faults(date(2026, 6, 30), date(2027, 1, 8), year, date(2027, 1, 10))
    ()
    >>> [str(one) for one in date_faults(date(2026, 12, 20), date(2027, 1, 11), year, date(2027, 1, 10))]
    ['late_by_date', 'late_by_receipt']
    >>> [str(one) for one in date_faults(date(2025, 12, 31), None, year, None)]
    ['before_period']
    """
    first, last = period
    faults = []
    if on is not None and on < first:
        faults.append(DateFault.BEFORE_PERIOD)
    if on is not None and on > last:
        faults.append(DateFault.LATE_BY_DATE)
    if received is not None and deadline is not None and received > deadline:
        faults.append(DateFault.LATE_BY_RECEIPT)
    return tuple(faults)


_WORDS = {
    DateFault.BEFORE_PERIOD: Message("The date on the document is before the period that is scored."),
    DateFault.LATE_BY_DATE: Message("The date on the document is after the period that is scored."),
    DateFault.LATE_BY_RECEIPT: Message("The document was received after the deadline."),
}


def words_of(fault: DateFault) -> Message:
    """Return the sentence that says `fault` to whoever brought the document."""
    return _WORDS[fault]
