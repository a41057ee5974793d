"""Whether what is done now is practice: a practice cycle is worked in under an address of its own (`MOUNT`), and
nothing that counts sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from cchc.core.words.messages import Message

MOUNT = "/tap-duot"
PRACTICE = "practice"  # the fact of an entry of the log that tells of an act of practice

MARK = Message("PRACTICE: nothing of this counts")
"""What stands on top of every file that tells of a practice."""

_PRACTISING: ContextVar[bool] = ContextVar("practising", default=False)


def is_practising() -> bool:
    """Whether the request or task at hand is practice: then practice cycles are the only ones there are, else the real
    ones."""
    return _PRACTISING.get()


@contextmanager
def practising(*, really: bool = True) -> Iterator[None]:
    """Let everything inside be practice; with `really=False` let it count."""
    token = _PRACTISING.set(really)
    try:
        yield
    finally:
        _PRACTISING.reset(token)


def year_in_files(year: int, *, practice: bool) -> str:
    """Return how a file that comes back says of which year it is, in Vietnamese as all that it keeps: one of a
    practice is never taken for one that counts, nor the other way round.

    >>> year_in_files(2026, practice=False), year_in_files(2026, practice=True)
    ('2026', '2026 (tập dượt)')
    """
    return f"{year} (tập dượt)" if practice else str(year)
