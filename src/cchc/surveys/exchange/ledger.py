"""The ledger of the quotas as an Excel workbook. No Django here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc.files.sheets import Places, Sheet, SheetColumn
from cchc.files.workbooks import workbook_bytes

HEADINGS = (
    ("Đơn vị được đánh giá", 40),
    ("Đối tượng trả lời", 34),
    ("Hình thức", 20),
    ("Chỉ tiêu", 11),
    ("Đã phân bổ", 11),
    ("Đã nhận", 11),
    ("Hợp lệ", 10),
    ("Chờ kiểm tra", 12),
    ("Không hợp lệ", 12),
    ("Hủy", 9),
    ("Vượt chỉ tiêu", 12),
    ("Còn thiếu", 11),
    ("Cơ sở tính tỷ lệ", 14),
    ("Tỷ lệ phản hồi (%)", 14),
    ("Ghi chú", 36),
)
RATE = 13


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger: unit, group, channel, then the numbers in the order of the headings; what became of the
    unit, where it ended."""

    unit: str
    group: str
    channel: str
    numbers: Sequence[int | Fraction | None]
    note: str = ""


def ledger_workbook(titles: tuple[str, ...], lines: Iterable[LedgerLine]) -> bytes:
    """Return the ledger as the bytes of an .xlsx file; texts stay texts, whatever they begin with."""
    rows = [[line.unit, line.group, line.channel, *line.numbers, line.note] for line in lines]
    columns = [
        SheetColumn(heading, width, Places(1) if at == RATE else None)
        for at, (heading, width) in enumerate(HEADINGS)
    ]
    return workbook_bytes([Sheet("Chỉ tiêu", columns, rows, titles, frozen_columns=1)])
