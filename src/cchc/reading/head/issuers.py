"""The issuer of a document as printed in its head, or as the line of an annex names it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc.reading.head.lines import HeadLine

# "UBND TỈNH BÌNH SƠN" above "SỞ NỘI VỤ": the last agency of the head issues it; offices, Party, Front and unions
_AGENCY = re.compile(
    r"(?:CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI"
    r"|ỦY BAN|UỶ BAN|UBND|UB MTTQ|UBMTTQ|SỞ|BỘ|BAN|VĂN PHÒNG|PHÒNG|THANH TRA|HỘI|CỤC|CHI CỤC|TRUNG TÂM|TỔ CÔNG TÁC"
    r"|ĐẢNG ỦY|ĐẢNG UỶ|ĐẢNG BỘ|TỈNH ỦY|TỈNH UỶ|THÀNH ỦY|THÀNH UỶ|HUYỆN ỦY|HUYỆN UỶ|CHI BỘ|MẶT TRẬN|ĐOÀN|LIÊN ĐOÀN"
    r"|CÔNG ĐOÀN|CÔNG AN|TRƯỜNG|BỆNH VIỆN|VIỆN|TỔNG CỤC|HĐND|ĐẠI HỌC|KHO BẠC|BẢO HIỂM|THUẾ|TÒA ÁN|TOÀ ÁN)\b"
)
# "HỘI ĐỒNG NHÂN DÂN⏎XÃ SUỐI MÂY", "TRUNG TÂM PHỤC VỤ⏎HÀNH CHÍNH CÔNG"; the name of the state stands at the right of the
# issuer; in a narrow cell it breaks, and a PDF has both in one line.
_MOTTO = re.compile(
    r"CỘNG H(?:ÒA|OÀ)(?: XÃ(?: HỘI(?: CHỦ(?: NGHĨA(?: VIỆT(?: NAM)?)?)?)?)?)?"
    r"|ĐẢNG CỘNG SẢN(?: VIỆT(?: NAM)?)?"
    r"|Độc lập\s*[-–]\s*Tự do(?:\s*[-–]\s*Hạnh phúc)?",
    re.IGNORECASE,
)
# "CỘNG HÒA XÃ HỘI CHỦ NGHĨA⏎VIỆT NAM" in a narrow cell
_MOTTO_ENDS = re.compile(
    r"^\s*(?:(?:(?:(?:(?:XÃ )?HỘI )?CHỦ )?NGHĨA )?VIỆT )?NAM\s*$|^\s*[-–]?\s*Hạnh phúc\s*$"
)
# "của Ủy ban nhân dân tỉnh Yên Bái)" at the end of the line of an annex
_ATTACHED = re.compile(r"\(?\s*(?:Ban hành kèm theo|Kèm theo|Đính kèm)\b[^()]{0,500}")
_ATTACHED_ISSUER = re.compile(
    r"\bcủa\s+((?:Ủy ban|Uỷ ban|UBND|Chủ tịch|Sở|Bộ|Ban|Văn phòng|Phòng|Hội đồng|HĐND|Đảng|Tỉnh ủy).+?)\s*\)?\.?$"
)


def printed_issuer(lines: Sequence[HeadLine]) -> str | None:
    """Return the issuer as printed top left: the last agency above the kind, over one line or more."""
    issuer: str | None = None
    goes_on = False
    for line in lines:
        text = _MOTTO_ENDS.sub("", _MOTTO.sub("", line.text)).strip(" _-*")
        if not text:
            goes_on = goes_on and bool(line.text.strip(" _-*"))
            continue
        if _AGENCY.match(text) and text.isupper():
            issuer, goes_on = text, True
        elif issuer and goes_on and text.isupper() and not any(letter.isdigit() for letter in text):
            issuer = f"{issuer} {text}"
        else:
            goes_on = False
    return issuer


def attached_issuer(lines: Sequence[HeadLine]) -> str | None:
    """Return the issuer that the first line of an annex names, which names its document."""
    attached = next((found[0] for line in lines if (found := _ATTACHED.match(line.text))), "")
    found = _ATTACHED_ISSUER.search(attached)
    return found[1] if found else None
