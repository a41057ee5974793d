"""A sample as an Excel workbook, for those who go and ask. No Django here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.workbooks import workbook_bytes

HEADINGS = (
    ("Số trong mẫu", 12),
    ("Đơn vị được đánh giá", 36),
    ("Đối tượng trả lời", 30),
    ("Mã trong dàn mẫu", 20),
    ("Trạng thái", 16),
    ("Thay cho số", 12),
    ("Lý do thay", 26),
    ("Tầng", 24),
    ("Đơn vị chọn mẫu sơ cấp", 24),
    ("Xác suất chọn", 16),
    ("Trọng số", 16),
)


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One case: the texts under the headings, and what the frame says of it by heading."""

    texts: Sequence[str]
    columns: Mapping[str, str]


def sample_workbook(titles: tuple[str, ...], lines: Iterable[SampleLine]) -> bytes:
    """Return a sample as the bytes of an .xlsx file, the columns of the frame behind its own; texts stay texts."""
    told = list(lines)
    more = list(dict.fromkeys(name for one in told for name in one.columns))
    rows = [[*one.texts, *(one.columns.get(name, "") for name in more)] for one in told]
    columns = [SheetColumn(heading, width, text=True) for heading, width in HEADINGS]
    columns += [SheetColumn(name, 20, text=True) for name in more]
    return workbook_bytes([Sheet("Mẫu", columns, rows, titles, frozen_columns=2)])
