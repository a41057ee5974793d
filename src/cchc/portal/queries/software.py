"""What tells the software that is running from any other: what is kept by it is not read by another."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent.parent


def _software() -> str:
    """A text that differs whenever the program, its templates, texts or styles are others."""
    files = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".html", ".mo", ".css")]
    stated = (f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in sorted(files))
    return hashlib.sha256("\n".join((version("cchc"), *stated)).encode()).hexdigest()[:32]


SOFTWARE = _software()
