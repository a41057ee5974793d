"""Reading a report frame from an Excel file, through its door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cchc.core.plans.reports.content import frame_text
from cchc.core.plans.reports.reading import read_frame
from cchc.core.words.messages import Fault, Faults
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.following.exchange.frame_workbook import read_frame_workbook


@dataclass(frozen=True, slots=True)
class FrameFile:
    """A report frame without faults, read from a file: its code, how many rows it has, its canonical text."""

    code: str
    rows: int
    text: str


def read_frame_file(
    source: bytes | Path, file: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> FrameFile:
    """Return the report frame in an .xlsx file, given as bytes or as a path.

    Raises `Faults` with everything wrong in it and where. `progress` is called once, at the end.
    """
    content = source if isinstance(source, bytes) else source.read_bytes()
    faults: list[Fault] = []
    read = read_frame(read_frame_workbook(content, file, faults))
    faults += read.faults
    if faults:
        raise Faults(faults)
    progress(1, 1)
    return FrameFile(read.frame.code, len(read.frame.rows), frame_text(read.frame))


# The largest circular that is known asks for 400 figures: 60 kilobytes of a workbook.
REPORT_FRAME_FILE = Door(
    read_frame_file,
    (FileKind.XLSX,),
    2_000_000,
    Limits(memory=500_000_000, computing=15, clock=30, answer=2_000_000),
)
