"""What kind of thing the cells of a column hold: days, agencies, numbers, persons, telephones, crosses, sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import Enum
from itertools import islice

from cchc.core.papers.agency_words import begins_like_agency
from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.papers.spellings import lower_case
from cchc.core.words.remembering import remember


class CellSort(Enum):
    """What one cell holds, as far as its letters say."""

    CROSS = "cross"
    UNIT = "unit"
    ORDINAL = "ordinal"
    NUMBER = "number"
    TELEPHONE = "telephone"
    PERSON = "person"
    CODE = "code"
    TIME = "time"
    AGENCY = "agency"
    TEXT = "text"


MOST_VOTES = 40
"""How many cells of a column are asked: what forty rows do not say, more do not say either."""
_LONGEST_TIME = 120
_LONGEST_NAME = 160
_ANY_YEAR = 2026
# "Báo cáo hằng quý", "Khảo sát trong quý II": what is to be done, and no deadline
_BEGINS_WITH_TIME = re.compile(
    r"\W*(?:\d|[IVX]+\b|[qt]\.? ?[IVX\d]|(?:trước|trong|ngay|tháng|quý|quí|năm|ngày|tuần|giờ|thường|liên tục|hằng"
    r"|hàng|mỗi|định kỳ|từ|đến|cuối|đầu|giữa|chậm|hoàn thành|xong|sau|khi|theo(?! dõi)|cả|đợt|lần|hết|vào|khoảng"
    r"|dự kiến|thời|kể|mốc|sáu|nửa|bắt đầu|kết thúc|ban hành|các|tối đa|không quá|đột xuất|phù hợp|căn cứ)(?!\w))",
    re.IGNORECASE,
)
_CROSS = re.compile(r"[xX×✓✔√●•▪■v+*]{1,3}")
# "1", "1.2", "(3)", "IV", "a)", "B"
_ORDINAL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,6}|[a-zđ]|[A-ZĐ])[.)]{0,2}")
# "≥ 98 %", "100%", "1.200", "0,5 điểm", "20-25%", "Trên 90%"
_NUMBER = re.compile(
    r"(?:trên|dưới|đạt|tối thiểu|ít nhất|không quá)?[\s≥≤><=~±+-]*\d[\d.,]*\s*(?:[-–]\s*\d[\d.,]*\s*)?"
    r"(?:%|‰|điểm|đồng|triệu(?: đồng)?|tỷ(?: đồng)?)?",
    re.IGNORECASE,
)
# "2027", "2026 - 2027", "Năm 2026" in a plan over several years
_YEARS = re.compile(r"20[2-4]\d(?:\s*[-–]\s*20[2-4]\d)?")
_UNITS = re.compile(
    r"%|phần trăm|điểm|thủ tục|tthc|hồ sơ|văn bản|cuộc|lớp|người|hộ|lượt|dịch vụ|xã|đơn vị|bộ|cơ quan|báo cáo|tin|bài"
    r"|tin,? bài|buổi|lần|ngày|giờ|(?:tỷ|triệu) đồng|đồng|km|m2|ha|bậc|hạng|thứ hạng|nhiệm vụ|mô hình|sáng kiến|phiếu"
    r"|tỷ lệ(?: %)?|số lượng"
)
# "SĐT: 0912 345 678", "ĐT: …"
_TELEPHONE = re.compile(
    r"\b(?:sđt|đt|điện thoại|tel|di động)\s*[.:]?\s*(?=[\d(+])|(?<!\d)0\d{2,3}[ .-]?\d{3}[ .-]?\d{3,4}(?!\d)",
    re.IGNORECASE,
)
# "Ông Nguyễn A", "Đ/c Trần B", "CV Lê C"
_TITLED = re.compile(
    r"[-–+•*\s]*(?i:ông|bà|anh|chị|đ/c|đc|đồng chí|cv|chuyên viên|cán bộ|công chức)[.:]?\s+(?=[A-ZÀ-ỸĐ])"
)
_FAMILIES = re.compile(
    r"nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trịnh|mai|đào|lâm|hà|tạ|cao|chu|châu|tô"
    r"|lương|thái|trương|quách|kiều|nông|hứa|phùng|vi|triệu|lò|lường|quàng|vàng|giàng|sùng|mùa|thào|lại|tống|đàm"
)
# "NV_A.1", "A7.1.2", "QĐ-01": letters and digits without a word
_CODE = re.compile(r"(?=[^\s]*\d|[^\s]*_)[A-ZĐ]{1,8}[\w.Đđ/-]{0,20}")
_SAYS_WHEN = re.compile(
    r"\d|xuyên|liên tục|h[ằà]ng|mỗi|định kỳ|quý|quí|tháng|năm|tuần|ngày|khi|sau|theo|cuối|đầu", re.IGNORECASE
)
# "Ban hành kế hoạch", "Tổ chức hội nghị", "Báo cáo …", "Bộ tiêu chí …" begin like an agency and are none
_NO_AGENCY = re.compile(
    r"(?:ban hành|báo cáo|tổ chức (?!chính trị|đoàn thể|hội|đảng)|hội (?:nghị|thảo|thi)|phòng,? chống|đội ngũ"
    # "BC", "KH, QĐ": kinds of papers in a narrow column of outputs
    r"|(?:bc|kh|qđ|cv|tb|ttr|nq|hd|vb|bb|pa|đa|ds)(?!\w)"
    r"|trường hợp|bộ (?:tiêu chí|kpi|thủ tục|câu hỏi|chỉ số|dữ liệu|tài liệu|quy)|cục bộ|viện trợ|đài thọ|tổ hợp)\b"
)
_LABEL = re.compile(
    r"[-–+•*\s]*(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|phối hợp|đầu mối|thực hiện)(?:\s+thực hiện)?\s*:\s*",
    re.IGNORECASE,
)


_SERIAL = re.compile(r"4[4-9]\d{3}|5[0-4]\d{3}")
_FIRST_DAY = date(1899, 12, 30)  # day 0 of a workbook


@remember(most=8192)
def kind_of_cell(text: str) -> CellSort:
    """Return what a cell holds.

    >>> [kind_of_cell(text).value for text in ("Quý II/2026", "Sở Nội vụ; Sở Tài chính", "Tổ chức hội nghị")]
    ['time', 'agency', 'text']
    >>> kind_of_cell("1.2").value, kind_of_cell("≥ 98 %").value, kind_of_cell("x").value, kind_of_cell("NV_A.1").value
    ('ordinal', 'number', 'cross', 'code')
    """
    plain = " ".join(text.split())
    if _CROSS.fullmatch(plain):
        return CellSort.CROSS
    if _UNITS.fullmatch(plain.casefold().strip(" .")):
        return CellSort.UNIT
    if _ORDINAL.fullmatch(plain):
        return CellSort.ORDINAL
    if _YEARS.fullmatch(plain):
        return CellSort.TIME
    if _NUMBER.fullmatch(plain):
        return CellSort.NUMBER
    if is_person(text):
        return CellSort.PERSON
    if _TELEPHONE.search(plain):
        return CellSort.TELEPHONE
    if _is_time(plain):
        return CellSort.TIME
    if _CODE.fullmatch(plain):
        return CellSort.CODE
    return CellSort.AGENCY if names_agency(text) else CellSort.TEXT


def day_of_serial(text: str) -> str | None:
    """Return the day that a cell of a workbook counts where it has lost its format as a date; None for no such count.

    >>> day_of_serial("46101"), day_of_serial("2026")
    ('20/3/2026', None)
    """
    if not _SERIAL.fullmatch(text):
        return None
    day = _FIRST_DAY + timedelta(days=int(text))
    return f"{day.day:02}/{day.month}/{day.year}"


def is_person(line: str) -> bool:
    """Return whether a line names a person: with a title, or as a family name with two names or more.

    >>> [is_person(line) for line in ("- Ông Nguyễn A; SĐT: 0900000001", "Lê Văn Bình", "Hà Nội", "Đoàn Thanh niên")]
    [True, True, False, False]
    """
    if _TITLED.match(line):
        return True
    words = re.split(r"[,;:(–]|\s-\s", line.strip(" -–+•*.;"), maxsplit=1)[0].split()
    return (
        3 <= len(words) <= 5
        and _FAMILIES.fullmatch(words[0].casefold()) is not None
        and all(word.istitle() or (len(word) == 1 and word.isupper()) for word in words)
    )


def names_agency(text: str) -> bool:
    """Return whether a cell begins with an agency, or with the label before one, and not with what somebody does."""
    label = _LABEL.match(text)
    first = re.split(r"[;\n]", text[label.end() :] if label else text, maxsplit=1)[0].strip(" -–+•*.")
    if len(first) > _LONGEST_NAME or not first:
        return False
    return begins_like_agency(first[0].upper() + first[1:]) and _NO_AGENCY.match(lower_case(first)) is None


def _is_time(plain: str) -> bool:
    if len(plain) > _LONGEST_TIME or not _SAYS_WHEN.search(plain):
        return False
    if not _BEGINS_WITH_TIME.match(plain):
        return False
    return deadline(plain, _ANY_YEAR).kind is not DeadlineKind.UNPARSED


def votes_of(cells: Iterable[str]) -> Mapping[CellSort, float]:
    """Return the share of each kind among the filled ones of `cells`; empty where none is filled."""
    asked = islice((text for text in cells if text.strip()), MOST_VOTES)
    counted = Counter(kind_of_cell(text) for text in asked)
    return {kind: count / counted.total() for kind, count in counted.items()}
