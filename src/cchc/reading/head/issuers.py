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
    r"|CÔNG ĐOÀN|CÔNG AN|TRƯỜNG|BỆNH VIỆN|VIỆN|TỔNG CỤC|HĐND|ĐẠI HỌC|KHO BẠC|BẢO HIỂM|THUẾ|TÒA ÁN|TOÀ ÁN"
    r"|BCĐ|BQL|TTPVHCC|TỔ (?:THƯ KÝ|GIÚP VIỆC|CÔNG NGHỆ)|BHXH|LĐLĐ|TRẠM|HẠT|ĐÀI|BÁO|BƯU ĐIỆN|VIỄN THÔNG|HẢI QUAN"
    r"|THỐNG KÊ|NGÂN HÀNG|CÔNG TY|TỔNG CÔNG TY|TẬP ĐOÀN|LIÊN HIỆP|LIÊN MINH|HIỆP HỘI|QUỸ|HỌC VIỆN|THƯ VIỆN|BẢO TÀNG"
    r"|VƯỜN QUỐC GIA|BCH(?= (?:ĐOÀN|HỘI|CÔNG ĐOÀN)))\b"
)
# "BAN THƯỜNG TRỰC" under the Front, "BAN THƯỜNG VỤ" under a union: who acts inside the issuer
_ORGAN = re.compile(r"(?:BAN )?(?:THƯỜNG TRỰC|THƯỜNG VỤ|CHẤP HÀNH)$|BCH$|BTV$|BTT$")
# "SAO Y", "DỰ THẢO LẦN 2", "CÔNG VĂN ĐẾN", "HỎA TỐC": what is stamped among the lines of the head
_STAMP = re.compile(
    r"(?:SAO (?:Y|LỤC)|BẢN (?:SAO|CHÍNH)|TRÍCH SAO|DỰ THẢO|Dự thảo|CÔNG VĂN (?:ĐẾN|ĐI)|ĐẾN$|H(?:ỎA|OẢ) TỐC"
    r"|THƯỢNG KHẨN|KHẨN$|(?:TỐI |TUYỆT )?MẬT$|LƯU HÀNH NỘI BỘ|XEM XONG)(?!\w)"
)
# "SỞ Y TẾ SAO Y": a PDF with the stamp in the same line
_STAMP_BEHIND = re.compile(r"\s+(?:SAO (?:Y|LỤC)(?: BẢN CHÍNH)?|BẢN SAO|DỰ THẢO(?: LẦN \d)?|H(?:ỎA|OẢ) TỐC)$")
# "Số: 215/KH-" above "UBND" in a narrow cell: no agency, but the rest of a number; and what the Youth Union writes
# where others have the motto
_NOT_AGAIN = re.compile(r"UBND|HĐND|ĐOÀN TNCS HỒ CHÍ MINH")
# "BAN TUYÊN GIÁO Sông Lam, ngày 15 tháng 7 năm 2026 *": the other column of the head in the same line of a PDF
_PLACE_AND_DAY = re.compile(r"(?P<place>(?:\s+[^\W\d_]+\.?){1,5}),\s*ngày\b.*$")
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
_REST_OF_MOTTO = re.compile(r"(?:^|\s+)(?:(?:(?:(?:XÃ )?HỘI )?CHỦ )?NGHĨA )?VIỆT NAM$")
# "của Ủy ban nhân dân tỉnh Yên Bái)" at the end of the line of an annex
_ATTACHED = re.compile(r"\(?\s*(?:Ban hành kèm theo|Kèm theo|Đính kèm)\b[^()]{0,500}")
_ATTACHED_ISSUER = re.compile(
    r"\bcủa\s+((?:Ủy ban|Uỷ ban|UBND|Chủ tịch|Sở|Bộ|Ban|Văn phòng|Phòng|Hội đồng|HĐND|Đảng|Tỉnh ủy).+?)\s*\)?\.?$"
)


def printed_issuer(lines: Sequence[HeadLine]) -> str | None:
    """Return the issuer as printed top left: the last agency above the kind, over one line or more."""
    issuer: str | None = None
    goes_on = is_motto_open = False
    for line in lines:
        text, is_motto_open = _without_motto(line.text, is_motto_open)
        text = _STAMP_BEHIND.sub("", _PLACE_AND_DAY.sub(_capitals, text))
        if not text and issuer and issuer.endswith("TỔ QUỐC") and line.text.strip() == "VIỆT NAM":
            text = line.text.strip()  # the Front's own name
        if not text:
            goes_on = goes_on and bool(line.text.strip(" _-*"))
            continue
        if _STAMP.match(text) or (issuer and (_ORGAN.match(text) or _NOT_AGAIN.fullmatch(text))):
            continue
        if _AGENCY.match(text) and text.isupper():
            issuer, goes_on = text, True
        elif issuer and goes_on and text.isupper() and not any(letter.isdigit() for letter in text):
            issuer = f"{issuer} {text}"
        else:
            goes_on = False
    return issuer


def _capitals(found: re.Match[str]) -> str:
    """The words in capitals before a place: "VÀ DÂN VẬN" of "VÀ DÂN VẬN Sông Lam, ngày …"."""
    return "".join(f" {word}" for word in found["place"].split() if word.isupper())


def _without_motto(text: str, is_open: bool) -> tuple[str, bool]:
    """Return a line without the motto at its right, and whether the motto breaks off there, so that the next line may
    end in the rest: "CHÍNH VIỆT NAM"."""
    motto = _MOTTO.search(text)
    if motto is None:
        bare = _REST_OF_MOTTO.sub("", text) if is_open else text
        return _MOTTO_ENDS.sub("", bare).strip(" _-*"), is_open and bare == text
    breaks_off = not motto[0].upper().endswith(("NAM", "HẠNH PHÚC", "TỰ DO"))
    return _MOTTO_ENDS.sub("", _MOTTO.sub("", text)).strip(" _-*"), breaks_off


def attached_issuer(lines: Sequence[HeadLine]) -> str | None:
    """Return the issuer that the first line of an annex names, which names its document."""
    attached = next((found[0] for line in lines if (found := _ATTACHED.match(line.text))), "")
    found = _ATTACHED_ISSUER.search(attached)
    return found[1] if found else None
