"""The one-time key of every form: a form is carried out once, however often it is sent."""

from __future__ import annotations

import re
import secrets

FIELD = "once"
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


def fresh_key() -> str:
    """Return a key that no form had before."""
    return secrets.token_urlsafe(16)


def is_key(text: str) -> bool:
    """Whether `text` has the shape of a key of our forms.

    >>> is_key(fresh_key()), is_key(""), is_key("x" * 5000)
    (True, False, False)
    """
    return _KEY.fullmatch(text) is not None
