"""An Excel table of a plan brought back: read, and compared with the plan, where both may take what they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.limits import MOST_BYTES
from cchc.files.sandbox import Limits
from cchc.plans.exchange.difference import Difference, difference
from cchc.plans.exchange.sheet import SheetSection
from cchc.plans.exchange.sheet_in import read_sheet


def compare_sheet(
    data: bytes,
    name: str,
    before: Sequence[SheetSection],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Difference:
    """What a workbook would change in the plan whose sections are `before`; raises `Faults` with everything wrong.

    `progress` is told once, at the end.
    """
    file = read_sheet(data, name)
    change = difference(before, file.sections, file.given, file.faults)
    progress(1, 1)
    return change


# A plan of 1,000 measures takes a second, 80 megabytes, and a twentieth of one in the answer.
SHEET_FILE = Door(
    compare_sheet,
    (FileKind.XLSX,),
    MOST_BYTES,
    Limits(memory=1_000_000_000, computing=60, clock=120, answer=10_000_000),
)
