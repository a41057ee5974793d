"""How much memory this process has, and an end to it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

MEGABYTE = 1_000_000
_STATM = Path("/proc/self/statm")


def resident() -> int:
    """The bytes of memory that this process holds now; 0 where the system does not say (only Linux does)."""
    if not _STATM.exists():
        return 0
    return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def hold_below(most: int) -> None:
    """Let this process, from now on, get no more than `most` bytes for its data: asking for more is a MemoryError,
    which fails one request or task instead of the machine. Nothing happens where the system has no such limit."""
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(
            resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )
