"""Whether what is done now is practice: a practice cycle is worked in under an address of its own (`MOUNT`), and
nothing that counts sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MOUNT = "/tap-duot"
PRACTICE = "practice"  # the fact of an entry of the log that tells of an act of practice

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
