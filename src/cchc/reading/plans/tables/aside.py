"""Rows of a plan's table that are no measures and say nothing to be done: totals, signatures, addressees."""

from __future__ import annotations

import re

from cchc.core.plans.columns import EXTRA
from cchc.reading.plans.columns import WHO_AND_WHEN
from cchc.reading.plans.tables.state import SortedRow

# "Tổng cộng", "Tổng số: 12 nhiệm vụ", "Cộng"
_TOTAL = re.compile(r"(?:tổng(?: cộng| số| điểm)?|cộng)\s*(?:[:(].*|\d.*)?$", re.IGNORECASE)
# "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "NGƯỜI LẬP BIỂU" below the table, in its last rows
_SIGNED = re.compile(
    r"(?:Nơi nhận\b|TM\.|KT\.|TL\.|TUQ\.|Q\.)\s*|(?:NGƯỜI LẬP|CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG)\b"
)


_RECIPIENTS = re.compile(r"Nơi nhận\s*(?::|$)")
# "NGƯỜI LẬP BIỂU" beside "THỦ TRƯỞNG ĐƠN VỊ", each in the column above which it happens to stand
_SIGNERS = re.compile(
    r"(?:NGƯỜI (?:LẬP|TỔNG HỢP)|THỦ TRƯỞNG|KẾ TOÁN|XÁC NHẬN|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG)"
    r"|(?:TM|KT|TL|TUQ|Q)\.)(?!\w)"
)


def is_signature(row: SortedRow) -> bool:
    """Whether a row holds signers alone, in capitals: what stands below it without a number are their names."""
    texts = [" ".join(lines) for lines in row.cells.values() if lines]
    return (
        not row.number.strip() and bool(texts) and all(one.isupper() and _SIGNERS.match(one) for one in texts)
    )


def is_aside(row: SortedRow) -> bool:
    """Whether a row is a total or a signature."""
    if is_signature(row):
        return True
    first = next((lines[0] for column, lines in row.cells.items() if lines and column != EXTRA), "")
    if _RECIPIENTS.match(first):  # whoever signs stands beside them, under whatever heading
        return True
    if not first or any(row.cells.get(column) for column in WHO_AND_WHEN):
        return False
    return _TOTAL.fullmatch(first) is not None or _SIGNED.match(first) is not None
