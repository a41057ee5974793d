"""Whole addresses of the public pages, as people type them."""

from __future__ import annotations

from urllib.parse import urlsplit


def whole_address(text: str) -> str:
    """Return the whole address of a folder on the web, with a slash at its end; empty for none. Raises ValueError.

    >>> whole_address("https://cchc.example/cong-khai")
    'https://cchc.example/cong-khai/'
    """
    parts = urlsplit(text)
    is_whole = parts.scheme in ("http", "https") and parts.netloc and not parts.query and not parts.fragment
    if text and (not is_whole or not text.isprintable() or set(text) & set(" <>\"'&")):
        raise ValueError(text)
    return f"{text.rstrip('/')}/" if text else ""
