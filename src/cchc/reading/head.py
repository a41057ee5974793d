"""The head of an administrative document: kind and title, number, date, issuer, and the year a plan is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cchc.core.words.names import search_key
from cchc.files.documents import Paragraph, TextDocument
from cchc.files.documents.paragraphs import is_marked, join

# "KẾ HOẠCH" alone in its line, in all plans read; an annex names it inside: "… CỦA KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH TỈNH
# NINH BÌNH"
_KIND = re.compile(r"(KẾ HOẠCH|CHƯƠNG TRÌNH|QUYẾT ĐỊNH|ĐỀ ÁN|BÁO CÁO|THÔNG BÁO|CÔNG VĂN)\b")
# the kinds of Decree 30/2020 besides, which no plan bears; "GIẤY MỜI" and "BIÊN BẢN" stand as evidence of meetings
_ANY_KIND = re.compile(
    r"(KẾ HOẠCH|CHƯƠNG TRÌNH|QUYẾT ĐỊNH|ĐỀ ÁN|BÁO CÁO|THÔNG BÁO|CÔNG VĂN|NGHỊ QUYẾT|CHỈ THỊ|QUY CHẾ|QUY ĐỊNH"
    r"|THÔNG CÁO|HƯỚNG DẪN|PHƯƠNG ÁN|DỰ ÁN|BIÊN BẢN|TỜ TRÌNH|HỢP ĐỒNG|CÔNG ĐIỆN|GIẤY MỜI|GIẤY GIỚI THIỆU|THÔNG TƯ"
    r"|NGHỊ ĐỊNH|KẾT LUẬN|PHIẾU (?:GỬI|CHUYỂN|BÁO)|DANH SÁCH|DANH MỤC)\b"
)
# "Số: 153/KH-UBND", "Số: 21 /KH - UBND"
_NUMBER = re.compile(
    r"\bSố\s*:?\s*(\d{1,5}[a-zA-Z]?)\s*/\s*((?:[A-ZĐƯ\d&.]+\s*-\s*)*[A-ZĐƯ\d&.]*[A-ZĐƯ])(?![a-zà-ỹ])"
)
# "Yên Bái, ngày 03 tháng 7 năm 2023"
_DATE_IN_WORDS = re.compile(r"[Nn]gày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})")
# "(Ban hành kèm theo Kế hoạch số: 153/KH-UBND ngày 03/7/2023 của Ủy ban nhân dân tỉnh Yên Bái)"
_ATTACHED = re.compile(
    r"\(?\s*(?:Ban hành kèm theo|Kèm theo|Đính kèm)\s+[^()]{0,200}?(?:\bsố\b|\bngày\b)[^()]{0,300}"
)
# the number in that line; "số:        /KH-UBND" of a draft gives none
_ATTACHED_NUMBER = re.compile(
    r"\bsố\s*:?\s*(\d{1,5}[a-zA-Z]?)\s*/\s*((?:[A-ZĐƯ\d&.]+\s*-\s*)*[A-ZĐƯ\d&.]*[A-ZĐƯ])(?![a-zà-ỹ])"
)
# "ngày 03/7/2023" in that line
_SHORT_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
# "của Ủy ban nhân dân tỉnh Yên Bái)" at its end
_ATTACHED_ISSUER = re.compile(
    r"\bcủa\s+((?:Ủy ban|Uỷ ban|UBND|Chủ tịch|Sở|Bộ|Ban|Văn phòng|Phòng|Hội đồng|HĐND).+?)\s*\)?\.?$"
)
# "UBND tỉnh ban hành Kế hoạch nâng cao chỉ số", "Ủy ban nhân dân tỉnh xây dựng Kế hoạch": heads without an issuer
_ISSUING = re.compile(
    r"(?:^|[.;,] )((?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Văn phòng|Sở|Phòng|Ban|Bộ|Thanh tra)\b[^.;,:]{0,80}?)\s+"
    r"(?:ban hành|xây dựng|đề ra)\s+(?:kế hoạch|Kế hoạch|KẾ HOẠCH)"
)
# "UBND TỈNH BÌNH SƠN" above "SỞ NỘI VỤ": the last agency of the head issues it
_AGENCY = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|SỞ|BỘ|BAN|VĂN PHÒNG|PHÒNG|THANH TRA|HỘI ĐỒNG|CỤC|CHI CỤC|TRUNG TÂM)\b"
)
# "ỦY BAN NHÂN DÂN⏎XÃ SUỐI MÂY"
_AGENCY_GOES_ON = re.compile(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU|VÀ|NHÂN DÂN)\b")
# The name of the state stands at the right of the issuer; in a narrow cell it breaks, and a PDF has both in one line.
_MOTTO = re.compile(
    r"CỘNG H(?:ÒA|OÀ)(?: XÃ(?: HỘI(?: CHỦ(?: NGHĨA(?: VIỆT(?: NAM)?)?)?)?)?)?"
    r"|Độc lập\s*[-–]\s*Tự do(?:\s*[-–]\s*Hạnh phúc)?",
    re.IGNORECASE,
)
# "CỘNG HÒA XÃ HỘI CHỦ NGHĨA⏎VIỆT NAM" in a narrow cell
_MOTTO_ENDS = re.compile(
    r"^\s*(?:(?:(?:(?:(?:XÃ )?HỘI )?CHỦ )?NGHĨA )?VIỆT )?NAM\s*$|^\s*[-–]?\s*Hạnh phúc\s*$"
)
# "Thực hiện Thông báo số 169/TB-VPCP …" ends the title above it
_BODY = re.compile(r"(?:Thực hiện|Căn cứ|Nhằm|Để|Triển khai thực hiện|Thi hành|Theo)\b|[IVX]+\.|\(|_{3}|-{3}")
# "… năm 2024"; "giai đoạn năm 2021 - 2025" is no year of a plan
_YEAR = re.compile(r"\bnăm\s+(\d{4})\b(?!\s*[-–]\s*\d{4})", re.IGNORECASE)
# "khắc phục tồn tại, hạn chế năm 2023 và nâng cao Chỉ số … năm 2024": the plan is for 2024
_RAISE = re.compile(r"nâng cao[^.;]{0,120}?\bnăm\s+(\d{4})")
_TABLE = ""
_MOST_LINES = 80
_LONGEST_TITLE = 600


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What the head of a document says; None where it does not say it."""

    kind: str | None = None
    title: str | None = None
    number: str | None = None
    date: date | None = None
    issuer: str | None = None
    year: int | None = None


def head_of(document: TextDocument, *, of_any_kind: bool = False) -> DocumentHead:
    """The head of `document`; where the body is missing, what its annex says about it. `of_any_kind`: it may be of any
    kind that offices issue, not only of those that hold plans."""
    lines = list(_lines(document))
    kinds = _ANY_KIND if of_any_kind else _KIND
    begin = next((at for at, line in enumerate(lines[:_MOST_LINES]) if _is_kind(line, kinds)), None)
    above = lines[:begin] if begin is not None else lines[:_MOST_LINES]
    attached = _attached(document)
    kind, title = _title(lines, begin, kinds)
    return DocumentHead(
        kind=kind,
        title=title,
        number=_number(" ".join(above), _NUMBER) or _number(attached, _ATTACHED_NUMBER),
        date=_date(" ".join(above)) or _date(attached),
        issuer=_printed_issuer(above) or _attached_issuer(attached) or _issuer_in_text(lines, begin),
        year=_year(title, lines),
    )


def _lines(document: TextDocument) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield _TABLE
            for row in block.rows[:6]:
                for cell in row.cells:
                    yield from cell.lines


def _is_kind(line: str, kinds: re.Pattern[str]) -> bool:
    return kinds.match(line) is not None and len(line) <= 40 and line == line.upper()


def _number(text: str, pattern: re.Pattern[str]) -> str | None:
    found = pattern.search(text)
    return f"{found[1]}/{''.join(found[2].split())}" if found else None


def _date(text: str) -> date | None:
    found = _DATE_IN_WORDS.search(text) or _SHORT_DATE.search(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _attached(document: TextDocument) -> str:
    """The line of an annex that names its document: (Ban hành kèm theo Kế hoạch số … ngày … của …)."""
    found = (
        _ATTACHED.match(text) for line in document.text.splitlines() if len(text := line) < _LONGEST_TITLE
    )
    return next((one[0] for one in found if one), "")


def _title(lines: list[str], begin: int | None, kinds: re.Pattern[str]) -> tuple[str | None, str | None]:
    if begin is None:
        return _title_of_annex(lines)
    kind = kinds.match(lines[begin])
    title = lines[begin][kind.end() :].strip() if kind else ""
    for line in lines[begin + 1 : begin + 8]:
        if line == _TABLE:
            break
        if title and (_begins_body(line) or len(title) + len(line) > _LONGEST_TITLE):
            break
        title = join(title, line)
        if line.endswith((".", ":")):
            break
    return kind[1] if kind else None, title or None


def _begins_body(line: str) -> bool:
    return bool(_BODY.match(line) or _ISSUING.match(line)) or is_marked(line)


def _title_of_annex(lines: list[str]) -> tuple[str | None, str | None]:
    """Without a body: the title of the annex, in capitals, that names the plan."""
    for line in lines:
        named = _KIND.search(line)
        if named and line.isupper() and len(line.split()) > 4:
            return named[1], line
    return None, None


def _printed_issuer(above: list[str]) -> str | None:
    """The issuer as printed top left: the last agency above the number, over one line or two."""
    issuer: str | None = None
    goes_on = False
    for line in above:
        text = _MOTTO_ENDS.sub("", _MOTTO.sub("", line)).strip(" _-*")
        if not text:
            continue
        if _AGENCY.match(text) and text.isupper():
            issuer, goes_on = text, True
        elif issuer and goes_on and text.isupper() and _AGENCY_GOES_ON.match(text):
            issuer = f"{issuer} {text}"
        else:
            goes_on = False
    return issuer


def _attached_issuer(attached: str) -> str | None:
    found = _ATTACHED_ISSUER.search(attached)
    return found[1] if found else None


def _issuer_in_text(lines: list[str], begin: int | None) -> str | None:
    first = lines[begin or 0 : (begin or 0) + 20]
    found = (_ISSUING.search(line) for line in first)
    return next((one[1] for one in found if one), None)


def _year(title: str | None, lines: list[str]) -> int | None:
    """The year of a plan: the last one its title names; a title that only names the year of the shortcomings
    leaves it to the text, which says in which year the index is to rise."""
    years = [int(year) for year in _YEAR.findall(title or "")]
    if years and "khac phuc" in search_key(title or "") and "nang cao" not in search_key(title or ""):
        raised = [int(year) for line in lines[:20] for year in _RAISE.findall(line)]
        return max([years[-1], *(year for year in raised if year <= years[-1] + 1)])
    return years[-1] if years else None
