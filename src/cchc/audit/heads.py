"""Heads of the chain kept outside the database: a line for each, `COUNT:DIGEST`, in a file that only grows."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator

from django.conf import settings

from cchc.audit.chain import ChainHead, current_head, head_from


def keep_head() -> bool:
    """Append the head of the chain to the file of the setting SEAL_FILE; returns whether it was written.

    Without the setting, and when the head is the last line already, nothing is written. Raises OSError when the file
    cannot be read and written.
    """
    if not settings.SEAL_FILE:
        return False
    handle = os.open(settings.SEAL_FILE, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        now = current_head()
        file.seek(max(0, os.fstat(handle).st_size - 200))
        lines = file.read().splitlines()
        if now is None or (lines and lines[-1] == str(now).encode()):
            return False
        file.write(f"{now}\n".encode())
        file.flush()
        os.fsync(handle)
    return True


def kept_heads() -> Iterator[ChainHead | str]:
    """Yield every head in the file, and as text each line that is no head. Raises OSError when the file cannot be
    read."""
    with open(settings.SEAL_FILE, encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                yield head_from(line)
            except ValueError:
                yield line.strip()
