"""What every document of an office carries around its content: motto, legal basis, recipients, signature, page number.

Decree 30/2020/NĐ-CP, annex I, fixes these parts and their words.
"""

from __future__ import annotations

import re

from cchc.core.plans.plan import AsideKind
from cchc.files.documents import TextTable

_KINDS = (
    (
        AsideKind.MOTTO,
        re.compile(
            r"CỘNG H(?:ÒA|OÀ) XÃ|.*CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|Độc lập\s*[-–]\s*Tự do"
            r"|(?:CHỦ NGHĨA )?VIỆT NAM$|ĐẢNG CỘNG SẢN VIỆT NAM$|[-–\s]*Hạnh phúc$",
            re.IGNORECASE,
        ),
    ),
    (AsideKind.LEGAL_BASIS, re.compile(r"[-–\s]*Căn cứ\s")),
    (
        AsideKind.PAGE_NUMBER,
        re.compile(r"(?:Trang\s+)?[-–\s]*\d{1,4}[-–\s]*(?:/\s*\d{1,4})?$", re.IGNORECASE),
    ),
    (AsideKind.RECIPIENTS, re.compile(r"Nơi nhận\s*:?", re.IGNORECASE)),
    # "T/M BAN THƯỜNG VỤ" of the Party, "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Ký tên, đóng dấu)"
    (
        AsideKind.SIGNATURE,
        re.compile(
            r"(?:(?:TM|KT|TL|TUQ|Q)\s*\.|[TK]/[MTL])\s*(?:ỦY BAN|UỶ BAN|UBND|CHỦ TỊCH|GIÁM ĐỐC|CHÁNH|TRƯỞNG|BAN "
            r"|THỦ TRƯỞNG|BÍ THƯ|CỤC)"
            r"|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG|BÍ THƯ)$"
            r"|(?:NGƯỜI (?:LẬP|TỔNG HỢP)(?: BIỂU)?|THỦ TRƯỞNG(?: ĐƠN VỊ| CƠ QUAN)?|KẾ TOÁN(?: TRƯỞNG)?)$"
            r"|\((?:Đã )?[Kk]ý"
        ),
    ),
)
_LAYOUT = (AsideKind.MOTTO, AsideKind.RECIPIENTS, AsideKind.SIGNATURE)
_LONGEST_PART = 200  # letters in which such a part shows itself
_WIDEST_LAYOUT, _LONGEST_LAYOUT = 3, 12


def furniture_of(text: str) -> AsideKind | None:
    """Return which of these parts a paragraph or cell begins; None where it is content.

    >>> furniture_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), furniture_of("Rà soát thủ tục")
    (<AsideKind.MOTTO: 'motto'>, None)
    """
    line = text.strip()[:_LONGEST_PART]
    return next((kind for kind, wording in _KINDS if wording.match(line)), None)


def is_layout(table: TextTable) -> bool:
    """Return whether a table only arranges the head or the end of a page: few cells, one of them such a part."""
    if table.columns > _WIDEST_LAYOUT or len(table.rows) > _LONGEST_LAYOUT:
        return False
    cells = [line for row in table.rows for cell in row.filled for line in cell.lines]
    return any(furniture_of(line) in _LAYOUT for line in cells)
