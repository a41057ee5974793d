"""The kinds of notice, each with its sentence; every room declares its own beside the action that tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from string import Formatter

from django.conf import settings
from django.utils.functional import Promise

# The facts that a letter may hold: a mail passes through other people's servers, so it names no person, and no free
# text in which somebody may be named.
IMPERSONAL = frozenset(
    {"unit", "cycle", "year", "phase", "day", "leaf", "number", "count", "days", "document", "plan"}
)


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice: its code `room.what_happened`, its sentence for the page, and the one for letters (empty: no
    letter tells of it by itself)."""

    code: str
    text: Promise | str
    letter: Promise | str


_KINDS: dict[str, NoticeKind] = {}


def known_kinds() -> Mapping[str, NoticeKind]:
    """Return the kinds of all rooms by their codes.

    A kind is known once the module that declares it is imported. The worker imports few of them by itself, so the
    addresses and the table of consequences are imported first: they lead to the actions of every room.
    """
    import_module(settings.ROOT_URLCONF)
    import_module(settings.CONSEQUENCES)
    return _KINDS


def notice_kind(code: str, text: Promise | str, *, letter: Promise | str | None = None) -> NoticeKind:
    """Declare a kind of notice; returns it, to be given to `notices.actions.tell`.

    `text` is a lazily translated sentence whose gaps are the facts of the notice, for example ``_("The sheet of {unit}
    was returned: {reason}")``. A letter says the same, or `letter` where `text` holds facts that no letter may hold.
    Raises ValueError for a code declared twice, and for a letter with other facts than `IMPERSONAL`.
    """
    if code in _KINDS:
        raise ValueError(f"kind of notice declared twice: {code}")
    said = text if letter is None else letter
    personal = set(_gaps(str(said))) - IMPERSONAL
    if personal:
        raise ValueError(f"no letter may hold {sorted(personal)}: give {code} a `letter` without")
    _KINDS[code] = NoticeKind(code, text, said)
    return _KINDS[code]


def _gaps(sentence: str) -> Iterable[str]:
    return (name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name)
