"""Sentences in the reader's language without Django: for the command line and the files it writes.

Reads the same compiled catalogues as the pages (`src/cchc/<room>/locale/<language>/LC_MESSAGES/django.mo`).
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from cchc.core.words.messages import Message, say
from cchc.core.words.numbers import number_in_full

ROOMS = Path(__file__).resolve().parent.parent
DEFAULT = "vi"
WRITTEN_IN = "en"
LANGUAGES = (DEFAULT, WRITTEN_IN)
PURE = ("reading", "files", "core")  # rooms without Django, whose sentences every verb may print


_LANGUAGE = ContextVar("language", default=DEFAULT)


def language() -> str:
    """Return the language of the command line: Vietnamese, or that of `speaking_in`."""
    return _LANGUAGE.get()


@contextmanager
def speaking_in(code: str) -> Iterator[None]:
    """Let the command line speak the language `code`, one of `LANGUAGES`, as long as the block lasts."""
    token = _LANGUAGE.set(code)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def translator(*rooms: str, language_code: str | None = None) -> Callable[[str], str]:
    """Return a function from a message id to its sentence, by the catalogues of `rooms`, then those of the rooms
    without Django.

    A message id in no catalogue stays as it is, in English.
    """
    code = language_code or language()
    if code == WRITTEN_IN:
        return str
    catalogues = [_catalogue(room, code) for room in dict.fromkeys((*rooms, *PURE))]
    for first, second in pairwise(catalogues):
        first.add_fallback(second)
    return catalogues[0].gettext


def speaker(*rooms: str, language_code: str | None = None) -> Callable[[Message], str]:
    """Return a function from a `Message` to its sentence, numbers with the decimal sign of the language."""
    code = language_code or language()
    translate = translator(*rooms, language_code=code)
    sign = "." if code == WRITTEN_IN else ","

    def number(value: Fraction) -> str:
        return number_in_full(value, sign)

    return lambda message: say(message, translate, number)


def _catalogue(room: str, code: str) -> gettext.NullTranslations:
    path = ROOMS / room / "locale" / code / "LC_MESSAGES" / "django.mo"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)
