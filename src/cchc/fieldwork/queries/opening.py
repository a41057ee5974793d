"""The key that opens the exports of devices: a file beside the database, which only its owner reads."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from cchc.fieldwork.exchange.sealing import OpeningKey, read_opening_key


def opening_key_file() -> Path:
    """Where the key is kept; `cchc backup` keeps it too."""
    return Path(settings.VAR) / "fieldwork_key"


def kept_opening_key() -> OpeningKey | None:
    """The key of the installation; None while there is none. Raises ValueError for a file that holds none."""
    try:
        return read_opening_key(opening_key_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
