"""The memory of this process: its size, and an upper limit."""

from __future__ import annotations

import os
import sys
from pathlib import Path

MEGABYTE = 1_000_000
_STATM = Path("/proc/self/statm")


def resident_bytes() -> int:
    """Return the bytes of memory that this process holds now; 0 on systems that do not tell (all but Linux)."""
    if not _STATM.exists():
        return 0
    return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def hold_below(most: int) -> None:
    """Limit the memory for data of this process to `most` bytes from now on.

    A request beyond the limit is a MemoryError, which fails one request or task instead of the machine. Without
    effect on systems that have no such limit.
    """
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(
            resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )
