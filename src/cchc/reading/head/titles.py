"""The kind and the title of a document: of which kind offices and the Party issue, and where its title ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc.files.documents.paragraphs import is_marked, join
from cchc.reading.head.lines import HeadLine
from cchc.reading.head.numbers import is_day_line, is_number_line

LETTER = "CÔNG VĂN"
# article 7 of Decree 30/2020 and the kinds that the Party and its unions issue besides
_KINDS = (
    "NGHỊ QUYẾT", "QUYẾT ĐỊNH", "CHỈ THỊ", "QUY CHẾ", "QUY ĐỊNH", "THÔNG CÁO", "THÔNG BÁO", "HƯỚNG DẪN",
    "CHƯƠNG TRÌNH", "KẾ HOẠCH", "PHƯƠNG ÁN", "ĐỀ ÁN", "DỰ ÁN", "BÁO CÁO", "BIÊN BẢN", "TỜ TRÌNH", "HỢP ĐỒNG",
    "CÔNG VĂN", "CÔNG ĐIỆN", "BẢN GHI NHỚ", "BẢN THỎA THUẬN", "BẢN THOẢ THUẬN", "THỎA THUẬN", "THOẢ THUẬN",
    "GIẤY ỦY QUYỀN", "GIẤY UỶ QUYỀN", "GIẤY MỜI", "GIẤY GIỚI THIỆU", "GIẤY NGHỈ PHÉP", "GIẤY CHỨNG NHẬN",
    "GIẤY ĐI ĐƯỜNG", "PHIẾU GỬI", "PHIẾU CHUYỂN", "PHIẾU BÁO", "PHIẾU TRÌNH", "THƯ CÔNG", "THÔNG TƯ LIÊN TỊCH",
    "THÔNG TƯ", "NGHỊ ĐỊNH", "KẾT LUẬN", "THÔNG TRI", "CHIẾN LƯỢC", "QUY HOẠCH", "ĐIỀU LỆ", "TUYÊN BỐ",
    "LỜI KÊU GỌI", "THƯ MỜI", "THƯ KÊU GỌI",
)  # fmt: skip
# "DANH SÁCH", "DANH MỤC" stand alone as evidence, and head the annex of many a plan
_LISTS = ("DANH SÁCH", "DANH MỤC")
_KIND = re.compile(rf"({'|'.join(sorted(_KINDS, key=len, reverse=True))})(?!\w)")
_KIND_OR_LIST = re.compile(rf"({'|'.join(sorted((*_KINDS, *_LISTS), key=len, reverse=True))})(?!\w)")
# "KẾT LUẬN của Ban Thường vụ Tỉnh ủy …", "CHƯƠNG TRÌNH HÀNH ĐỘNG thực hiện …": the Party's titles begin small, and a
# PDF has them in the line of the kind
_MOST_OF_KIND = 6  # words in capitals
_LONGEST_KIND_LINE = 160  # "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026" in one line
# "CHƯƠNG TRÌNH CÔNG TÁC", "KẾ HOẠCH PHỐI HỢP" above "Cải cách hành chính năm 2026"
_KIND_GOES_ON = re.compile(r"CÔNG TÁC|HÀNH ĐỘNG|PHỐI HỢP|LIÊN TỊCH")
# the stamp of the office that received a letter
_STAMP = re.compile(r"CÔNG VĂN (?:ĐẾN|ĐI)\b")
_TO = re.compile(r"Kính gửi\b|KÍNH GỬI\b")
# "V/v triển khai nhiệm vụ trọng tâm", under the number of a letter, on several lines
_ABOUT = re.compile(r"(?:(?:^|\s)[Vv]/[Vv]|^Về việc\b)\s*:?\s*(\S.*)")
_ABOUT_LINES = 20
# "Thực hiện Thông báo số 169/TB-VPCP …", "Tiếp tục thực hiện", "PHẦN I. KẾT QUẢ", "Phần thứ nhất" end the title above
_BODY = re.compile(
    r"(?:Thực hiện|Căn cứ|Nhằm|Để|Triển khai thực hiện|Thi hành|Theo|Tiếp tục|Xét|Qua|Trên cơ sở|Kính gửi|KÍNH GỬI"
    r"|Trong (?:thời gian|những|năm)|Phần|PHẦN|Chương|CHƯƠNG|MỤC|Mục [IVX\d]|Điều \d|Năm \d{4}"
    r"|PHỤ LỤC|Phụ lục|Hôm nay|Vào hồi|Hồi|Thời gian|Địa điểm|Thành phần)\b|[IVX]+\.|\(|_{3}|-{3}|\*{3}"
)
# "UBND tỉnh ban hành Kế hoạch nâng cao chỉ số", "Ủy ban nhân dân tỉnh xây dựng Kế hoạch": heads without an issuer
_ISSUING = re.compile(
    r"(?:^|[.;,] )((?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Văn phòng|Sở|Phòng|Ban|Bộ|Thanh tra)\b[^.;,:]{0,80}?)\s+"
    r"(?:ban hành|xây dựng|đề ra)\s+(?:kế hoạch|Kế hoạch|KẾ HOẠCH)"
)
_GOES_ON = re.compile(r"như sau\s*:?$|[:;]$|[.]$")
# "V/v cử công chức Bình Sơn, ngày 05 tháng 01 năm 2026": the other column of the head in the same line of a PDF
_PLACE_AND_DAY = re.compile(r"(?:\s+[A-ZĐ][^\W\d_]*){1,5},\s*ngày[\s\d.…]+tháng[\s\d.…]+năm[\s\d.…]*$")
# "(Kèm theo Kế hoạch số 27/KH-UBND …)", "PHỤ LỤC II", "BẢNG THEO DÕI NHIỆM VỤ NĂM 2026": an annex or a list by itself
_ATTACHED_KIND = re.compile(
    r"\(?\s*(?:Ban hành kèm theo|Kèm theo|Đính kèm)\s+(?P<kind>\D{1,40}?)\s+số\b", re.IGNORECASE
)
_ANNEX = re.compile(r"PHỤ LỤC|Phụ lục|BIỂU(?: MẪU)? (?:SỐ|\d)|Biểu (?:số|mẫu|\d)|MẪU SỐ")
_MOTTO = re.compile(r"CỘNG H(?:ÒA|OÀ)|Độc lập|[-_*\s]*$")
_LIST_TITLE = re.compile(
    r"(?:BẢNG|BIỂU|DANH MỤC|DANH SÁCH|LỊCH|TỔNG HỢP|THEO DÕI|PHÂN CÔNG|NHIỆM VỤ)\b.*\bNĂM \d{4}\b"
)
_LONGEST_TITLE = 600
_TITLE_LINES = 8


def kind_at(lines: Sequence[HeadLine], lists_too: bool) -> int | None:
    """Return where the line stands that names the kind; None where none does before the text is addressed to somebody.

    `lists_too`: a list is a document of its own, not the annex of one.
    """
    kinds = _KIND_OR_LIST if lists_too else _KIND
    for at, line in enumerate(lines):
        if _TO.match(line.text):
            return None
        text = line.text
        is_alone = (
            kinds.fullmatch(text.upper()) is not None and text[:1].isupper()
        )  # "Kế hoạch" in a line of its own
        if (is_alone or kinds.match(text)) and not line.is_of_table and (is_alone or _is_kind_line(text)):
            return at
    return None


def _is_kind_line(text: str) -> bool:
    if _STAMP.match(text):
        return False
    if text == text.upper():
        return len(text) <= _LONGEST_KIND_LINE
    small = next((at for at, word in enumerate(text.split()) if not word.isupper()), 0)
    return len(text) <= _LONGEST_TITLE and small <= _MOST_OF_KIND and text.split()[small][:1].islower()


def kind_and_title(lines: Sequence[HeadLine], at: int) -> tuple[str, str | None]:
    """Return the kind that the line `at` names, and the title behind it."""
    text = lines[at].text
    found = _KIND_OR_LIST.match(text.upper())
    kind = found[1] if found else text
    return kind, _title(text[len(kind) :].strip(" :.-–"), lines[at + 1 : at + 1 + _TITLE_LINES])


def _title(title: str, lines: Sequence[HeadLine]) -> str | None:
    for line in lines:
        text = line.text
        if line.is_of_table:
            break
        if is_number_line(text) or is_day_line(text):
            continue
        if title and (
            begins_text(text) or _is_set_apart(title, text) or len(title) + len(text) > _LONGEST_TITLE
        ):
            break
        if not title and re.match(r"Căn cứ\b|Điều 1", text):
            break
        title = join(title, text)
        if text.endswith((".", ":")):
            break
    return title or None


def begins_text(text: str) -> bool:
    """Whether a line below a title begins the text: a sentence, a numbered heading, a part, a list."""
    return bool(_BODY.match(text) or _ISSUING.search(text) or _GOES_ON.search(text)) or is_marked(text)


def _is_set_apart(title: str, text: str) -> bool:
    """Whether capitals change between a title and the line below it: "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ" under the title of a
    decision, a sentence under a title in capitals."""
    if _KIND_GOES_ON.fullmatch(title):
        return False
    if title.isupper():
        return not text.isupper() and text[:1].isupper()
    return text.isupper() and len(text.split()) > 1


def letter_title(lines: Sequence[HeadLine]) -> str | None:
    """Return what a letter is about; None for a text that is not addressed to anybody and says nothing of the kind."""
    for at, line in enumerate(lines[:_ABOUT_LINES]):
        found = _ABOUT.search(line.text)
        if not found:
            continue
        title = found[1]
        for after in lines[at + 1 : at + 5]:
            goes_on = after.spot == line.spot or (not line.filled and after.text[:1].islower())
            if not goes_on or not _continues_about(after.text):
                break
            title = join(title, after.text)
        return _PLACE_AND_DAY.sub("", title).strip(" .*")
    return None


def _continues_about(text: str) -> bool:
    return not (_TO.match(text) or is_day_line(text) or is_number_line(text) or text.isupper())


def is_letter(lines: Sequence[HeadLine]) -> bool:
    """Whether a text without a kind is addressed to somebody, or says what it is about: a letter bears no kind."""
    return any(_TO.match(line.text) for line in lines) or letter_title(lines) is not None


def title_of_annex(lines: Sequence[HeadLine]) -> tuple[str | None, str | None]:
    """Return the kind and the title where an annex stands without its body: in capitals, naming the plan."""
    for line in lines:
        named = _KIND.search(line.text)
        if named and line.text.isupper() and len(line.text.split()) > 4:
            return named[1], line.text
    for at, line in enumerate(lines):
        attached = _ATTACHED_KIND.match(line.text)
        kind = _KIND.match(attached["kind"].upper()) if attached else None
        if kind and not line.is_of_table:
            return kind[1], _title_above(lines[:at])
    return None, next((line.text for line in lines if _is_list_title(line)), None)


def _title_above(lines: Sequence[HeadLine]) -> str | None:
    """The title of an annex: the lines between "PHỤ LỤC" and the one that names the document."""
    title: list[str] = []
    for line in reversed(lines[-_TITLE_LINES:]):
        if line.is_of_table or _ANNEX.match(line.text) or _MOTTO.match(line.text) or is_day_line(line.text):
            break
        title.insert(0, line.text)
    return " ".join(title) or None


def _is_list_title(line: HeadLine) -> bool:
    """Whether a line is the title of a list of tasks with a year: "BẢNG THEO DÕI NHIỆM VỤ NĂM 2026"."""
    return not line.is_of_table and line.text.isupper() and _LIST_TITLE.match(line.text) is not None


def issuer_in_text(lines: Sequence[HeadLine]) -> str | None:
    """Return the issuer that the first sentences name: "UBND tỉnh ban hành Kế hoạch"."""
    found = (_ISSUING.search(line.text) for line in lines)
    return next((one[1] for one in found if one), None)
