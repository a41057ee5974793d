"""A reader as small as one can be, for the process in which files are read."""

from __future__ import annotations

from collections.abc import Callable

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits


def read_name(
    data: bytes, name: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> str:
    """The one line of a text file. Raises `Faults` for none, or more than one."""
    lines = data.decode().split("\n")
    progress(1, 1)
    if len(lines) != 1 or not lines[0]:
        raise Faults(
            [Fault(Place(file=name, line=1), data.decode(), Message("one line"), Message("not one line"))]
        )
    return lines[0]


NAME_FILE = Door(
    read_name, (FileKind.TXT,), 1_000, Limits(memory=300_000_000, computing=5, clock=10, answer=100_000)
)
