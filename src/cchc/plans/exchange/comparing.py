"""An Excel table of a plan brought back: read, and compared with the plan, where both may take what they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cchc.core.plans.columns import COLUMNS
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
    file = read_sheet(data, name, spare=_spare(before))
    change = difference(before, file.sections, file.given, file.faults)
    progress(1, 1)
    return change


def _spare(before: Sequence[SheetSection]) -> set[str]:
    """The columns that a file may lack: seldom ones in which no measure of the plan says anything, so that nothing is
    lost with them. Files that were given out before there was such a column come back without it."""
    said = {key for section in before for row in section.rows for key in row.texts}
    return {column.key for column in COLUMNS if column.is_seldom} - said


# A plan of 1,000 measures takes a second, 80 megabytes, and a twentieth of one in the answer.
SHEET_FILE = Door(
    compare_sheet,
    (FileKind.XLSX,),
    MOST_BYTES,
    Limits(memory=1_000_000_000, computing=60, clock=120, answer=10_000_000),
)
