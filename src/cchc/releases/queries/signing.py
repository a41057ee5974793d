"""The key by which this installation signs its releases: a file beside the database, which only its owner reads."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from cchc.releases.exchange.signing import SigningKey, VerifyingKey, read_signing_key


def key_file() -> Path:
    """Return where the key of the installation is kept; `cchc backup` keeps it too."""
    return Path(settings.VAR) / "release_key"


def kept_key() -> SigningKey | None:
    """Return the key of the installation; None while nothing was ever signed. Raises `NoKey` for a file that holds
    none."""
    try:
        return read_signing_key(key_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def public_key() -> VerifyingKey | None:
    """Return the half of the key of the installation that anyone may have; None while nothing was ever signed."""
    key = kept_key()
    return None if key is None else key.public
