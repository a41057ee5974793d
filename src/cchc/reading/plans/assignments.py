"""What a sentence of a plan gives to whom: "Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh rà soát …, hoàn thành trước
ngày 10/12/2026". The sentence is taken apart by its words alone; what it says is likely, never sure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cchc.core.papers.agency_words import begins_like_agency, group_word, is_group, is_plural
from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.papers.separators import apart, together
from cchc.core.papers.wordings import split

# What an agency does; the list of agencies in front ends there. In small letters: "Sở Giáo dục và Đào tạo" is a name.
_VERBS = (
    "chủ trì", "chủ động", "có trách nhiệm", "chịu trách nhiệm", "phối hợp", "tham mưu", "tổ chức", "thực hiện",
    "triển khai", "xây dựng", "rà soát", "khảo sát", "kiểm tra", "giám sát", "theo dõi", "đôn đốc", "hướng dẫn",
    "tổng hợp", "báo cáo", "đề xuất", "trình", "ban hành", "thẩm định", "tuyên truyền", "đánh giá", "cập nhật",
    "công khai", "niêm yết", "bố trí", "lập", "thống kê", "hoàn thiện", "hoàn thành", "nghiên cứu", "vận hành",
    "duy trì", "giải quyết", "tiếp nhận", "tiếp tục", "số hóa", "cung cấp", "nâng cao", "tăng cường", "đẩy mạnh",
    "chuẩn bị", "đăng ký", "phát động", "bảo đảm", "đảm bảo", "kịp thời", "thường xuyên", "phân tích", "xử lý",
    "khắc phục", "hỗ trợ", "tập huấn", "bồi dưỡng", "sắp xếp", "kiện toàn", "ứng dụng", "phổ biến", "chỉ đạo",
    "phê duyệt", "thí điểm", "gửi", "xác định", "thu thập", "quán triệt", "vận động", "mở", "nộp", "đưa", "trả lời",
    "căn cứ", "định kỳ", "tích cực", "nghiêm túc", "trực tiếp", "là cơ quan", "là đơn vị", "cùng phối hợp", "quản lý",
    "tạo điều kiện", "cân đối", "lồng ghép", "đăng tải", "làm", "chấn chỉnh", "đối chiếu", "cắt giảm", "đơn giản hóa",
)  # fmt: skip
# "các ban xây dựng Đảng" are agencies
_VERB = rf"(?!xây dựng Đảng\b)(?:{'|'.join(_VERBS)})(?![^\W\d_])"
# "… để rà soát", "… trong việc", "… theo quy định": the list of agencies ends before these, too
_ENDS_AGENCIES = re.compile(
    rf"\s+(?=(?:{_VERB}|(?:để|nhằm|trong|theo|khi|về|trên|tại|cho|đến|sẽ|phải|cần|khẩn)\s))|[;:]|\.\s|\.$"
)
_GIVES = re.compile(r"(?:giao|đề nghị|yêu cầu|phân công)(?: cho)?\s+(?=\S)", re.IGNORECASE)
_LEADS = re.compile(r"\s+(?:là (?:cơ quan|đơn vị) )?(?:chủ trì|có trách nhiệm|chịu trách nhiệm|tham mưu)\b")
_WITH = re.compile(r"\bphối hợp(?:\s+chặt chẽ)?(?:\s+(?:với|cùng))?\s+(?=\S)", re.IGNORECASE)
_LONGEST_AGENCIES = 250  # letters; a longer list is no list of who does something
_LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class GivenTask:
    """Who a sentence says leads ("" where it names nobody) and cooperates, until when, and whether it says so in the
    words that give a task: "Giao …", "… chủ trì", "… hoàn thành trước …". `is_dated`: it is due on days."""

    lead: str
    cooperating: str
    deadline: str
    is_given: bool
    is_dated: bool


def assignment_of(sentence: str) -> GivenTask:
    """What a sentence gives to whom, each as it is written.

    >>> found = assignment_of("Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh rà soát, hoàn thành trước 10/12/2026.")
    >>> found.lead, found.cooperating, found.deadline
    ('Sở Y tế', 'Công an tỉnh', 'trước 10/12/2026')
    """
    gives = _GIVES.match(sentence)
    rest = sentence[gives.end() :] if gives else sentence
    lead = _subject(rest)
    when, is_dated = _deadline_in(sentence)
    # "Các cơ quan tham mưu về …" says which, and gives them nothing
    says_lead = bool(lead and _LEADS.match(rest[len(lead) :])) and not (is_plural(lead) and group_word(lead))
    is_given = bool(lead) and (bool(gives) or says_lead or bool(when))
    return GivenTask(lead, _others(sentence), when, is_given, is_dated)


def is_only_agencies(text: str) -> bool:
    """Whether a text names one or more agencies, and says nothing that they do.

    >>> is_only_agencies("Văn phòng và các phòng chuyên môn"), is_only_agencies("Phòng Kinh tế rà soát thủ tục")
    (True, False)
    """
    if _ENDS_AGENCIES.search(text):
        return False
    # "KINH PHÍ" is no abbreviation
    named = [one.text.capitalize() if one.text.isupper() else one.text for one in split(text)]
    return bool(named) and all(begins_like_agency(one) or is_group(one) for one in named)


_NO_NAME = ("cơ quan", "đơn vị", "bộ phận")


def _subject(text: str) -> str:
    """The agencies that a sentence begins with, if a verb follows them: "Phòng Kinh tế" before "rà soát"."""
    if not begins_like_agency(text[:_LONGEST_SUBJECT]):
        return ""
    ends = _ENDS_AGENCIES.search(text[:_LONGEST_SUBJECT])
    if not ends or not re.match(rf"\s+(?:sẽ |phải |cần )?{_VERB}", text[ends.start() :]):
        return ""
    subject = text[: ends.start()].strip(" ,")
    return "" if subject.casefold() in _NO_NAME else subject  # "Cơ quan chủ trì" is a heading


def _others(sentence: str) -> str:
    """The agencies behind "phối hợp với", up to what they do together."""
    found = _WITH.search(sentence)
    if not found:
        return ""
    rest = sentence[found.end() : found.end() + _LONGEST_AGENCIES]
    ends = _ENDS_AGENCIES.search(rest)
    if not ends and len(rest) == _LONGEST_AGENCIES:
        return ""
    pieces = list(apart(rest[: ends.start()] if ends else rest))
    count = next((at for at, (_, piece) in enumerate(pieces) if not _may_be_agency(piece, at)), len(pieces))
    return together(pieces[:count]).strip(" ,.")


def _may_be_agency(piece: str, at: int) -> bool:
    """Whether a piece is an agency or a word of a group; behind the first also the end of a name: "Thể thao"."""
    return begins_like_agency(piece) or group_word(piece) is not None or (at > 0 and piece[:1].isupper())


# --- until when ---------------------------------------------------------------------------------------------

_NUMBERS = r"(?:\d{1,2}(?:[/.-]\d{1,4}){1,2}|\d{1,2}|[IVX]{1,3}(?:/\d{4})?)"
_PERIOD = rf"(?:ngày|tháng|quý|tuần|năm)\s+{_NUMBERS}(?:\s+(?:tháng|quý|năm)\s+{_NUMBERS}|\s+năm\s+\d{{4}})*"
# "hoàn thành trước ngày 10/12/2026", "trong tháng 12/2026", "chậm nhất đến hết quý III/2026", "hằng quý";
# "CCHC năm 2026" and "đến năm 2030" say no deadline, "thường xuyên theo dõi" is how it is done
_WHEN = re.compile(
    r"(?:trước|chậm nhất(?: là| đến| vào| trong)*|trong|đến hết|đến|vào|cuối|xong)\s+(?:(?:hết|cuối|đầu)\s+)?"
    rf"(?:{_PERIOD}|\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{4}})?)"
    r"|(?:trong|hết|hoàn thành)\s+(?:cả\s+)?năm\s+20\d\d|hoàn thành trong năm(?![^\W\d_])"
    r"|(?:định kỳ\s+)?(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm)(?:\s*,\s*(?:tuần|tháng|quý|năm))*"
    r"|định kỳ\s+(?:\d{1,2}\s+tháng|quý|tháng|năm)|thường xuyên(?=\s*(?:[.;,)]|$))",
    re.IGNORECASE,
)
# "… Kế hoạch số 12/KH-UBND ngày 05/01/2026 của …", "tháng 12 năm 2025 đã …": days of what is cited
_CITED = re.compile(r"(?:số\s*)?\d+[a-z]?\s*/[^\s,;]*[A-ZĐ][^\s,;]*(?:\s+ngày\s+\d[\d/.-]*)?", re.IGNORECASE)
_SOME_YEAR = 2026  # a year that a deadline may lack; only what kind it is is asked


def _deadline_in(sentence: str) -> tuple[str, bool]:
    """The part of a sentence that says until when, a day or period before what comes again and again; whether it means
    days."""
    text = _CITED.sub(lambda found: " " * len(found[0]), sentence)
    found = [one[0].strip() for one in _WHEN.finditer(text)]
    kinds = {one: deadline(one, _SOME_YEAR).kind for one in dict.fromkeys(found)}
    read = [one for one in found if kinds[one] is not DeadlineKind.UNPARSED]
    fixed = [one for one in read if kinds[one] is DeadlineKind.FIXED]
    when = (fixed[-1:] or read[:1] or [""])[0]
    return when, bool(when) and kinds[when] is not DeadlineKind.CONTINUOUS
