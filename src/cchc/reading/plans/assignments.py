"""What a sentence of a plan gives to whom: "Giao Sở Y tế chủ trì, phối hợp với Công an tỉnh rà soát …, hoàn thành trước
ngày 10/12/2026". The sentence is taken apart by its words alone; what it says is likely, never sure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from cchc.core.papers.agency_words import begins_like_agency, group_word, is_group, is_plural
from cchc.core.papers.separators import apart, together
from cchc.core.papers.standard_names import leading_names
from cchc.core.papers.wordings import split
from cchc.reading.plans.deadlines_told import deadline_told

# What an agency does; the list of agencies in front ends there. In small letters: "Sở Giáo dục và Đào tạo" is a name.
_VERBS = (
    "chủ trì", "chủ động", "có trách nhiệm", "chịu trách nhiệm", "phối hợp", "tham mưu", "tổ chức", "thực hiện",
    "triển khai", "xây dựng", "rà soát", "khảo sát", "kiểm tra", "giám sát", "theo dõi", "đôn đốc", "hướng dẫn",
    "tổng hợp", "báo cáo", "đề xuất", "trình", "ban hành", "thẩm định", "tuyên truyền", "đánh giá", "cập nhật",
    "công khai", "niêm yết", "bố trí", "(?<!công )lập", "thống kê", "hoàn thiện", "hoàn thành", "nghiên cứu",
    "vận hành",
    "duy trì", "giải quyết", "tiếp nhận", "tiếp tục", "số hóa", "cung cấp", "nâng cao", "tăng cường", "đẩy mạnh",
    "chuẩn bị", "đăng ký", "phát động", "bảo đảm", "đảm bảo", "kịp thời", "thường xuyên", "phân tích", "xử lý",
    "khắc phục", "hỗ trợ", "tập huấn", "bồi dưỡng", "sắp xếp", "kiện toàn", "ứng dụng", "phổ biến", "chỉ đạo",
    "phê duyệt", "thí điểm", "gửi", "xác định", "thu thập", "quán triệt", "vận động", "mở", "nộp", "đưa", "trả lời",
    "căn cứ", "định kỳ", "tích cực", "nghiêm túc", "trực tiếp", "là cơ quan", "là đơn vị", "là đầu mối",
    "cùng phối hợp",
    "quản lý", "tạo điều kiện", "cân đối", "lồng ghép", "đăng tải", "làm", "chấn chỉnh", "đối chiếu", "cắt giảm",
    "đơn giản hóa", "kiểm kê", "thành lập", "tiến hành", "hoàn tất", "soạn thảo", "biên soạn", "dự thảo", "kết nối",
    "tích hợp", "chia sẻ", "khai thác", "đo lường", "lấy ý kiến", "biểu dương", "nâng cấp", "lắp đặt", "sửa đổi",
    "bổ sung", "sơ kết", "tổng kết", "nhân rộng", "áp dụng", "tham gia", "cử", "rút ngắn", "biên tập", "bàn giao",
    "thẩm tra", "xem xét", "nhận diện", "phân công", "tạo lập", "chuẩn hóa", "in ấn", "khẩn trương", "nhanh chóng",
    "sớm", "tập trung", "quan tâm", "thiết lập", "cải thiện", "sử dụng", "điều chỉnh", "ưu tiên", "phân bổ",
    "đẩy nhanh", "kiểm điểm", "rút kinh nghiệm", "công bố", "bám sát", "phát huy", "tiếp thu", "thông báo",
    "đào tạo", "lãnh đạo, chỉ đạo", "tăng",
)  # fmt: skip
# "các ban xây dựng Đảng", "các tổ chức chính trị - xã hội" are agencies
_NO_VERB = r"(?!xây dựng Đảng\b|tổ chức (?:chính trị|xã hội|đoàn thể|đảng|tôn giáo)\b)"
_VERB = rf"{_NO_VERB}(?:{'|'.join(_VERBS)})(?![^\W\d_])"
# "… để rà soát", "… trong việc", "… theo quy định": the list of agencies ends before these, too, but not in "Các đơn vị
# được kiểm tra"
_ENDS_AGENCIES = re.compile(
    rf"(?<!được)(?<!chịu sự)\s+"
    rf"(?=(?:{_VERB}|(?:để|nhằm|trong|theo|khi|về|trên|tại|cho|đến|sẽ|phải|cần|khẩn|trước|xong)\s))"
    r"|[;:]|\.\s|\.$"
)
_GIVES = re.compile(r"(?:giao|đề nghị|yêu cầu|phân công)(?: cho)?\s+(?=\S)", re.IGNORECASE)
# "Trong quý II, Sở Tư pháp chủ trì …", "Để bảo đảm tiến độ, giao Sở Nội vụ …": what stands before who does it
_LEADS_IN = re.compile(
    r"(?:trong|trước|vào|đến|chậm nhất|hằng|hàng|định kỳ|mỗi|từ|cuối|đầu|giữa|quý|tháng|tuần|năm|ngày|đợt|hoàn thành"
    r"|căn cứ|trên cơ sở|sau khi|để|nhằm|trường hợp|đối với|riêng)(?![^\W\d_])",
    re.IGNORECASE,
)
# "… do Sở Tư pháp chủ trì", "…, giao Sở Nội vụ chủ trì": who does it behind what is done
_BY_WHOM = re.compile(r"(?<![^\W\d_])(?:do|(?<=[,;] )giao(?: cho)?)\s+(?=\S)", re.IGNORECASE)
_LEADS_BEHIND = re.compile(
    r"\s+(?:là (?:cơ quan|đơn vị) )?(?:chủ trì|chịu trách nhiệm|phụ trách|làm đầu mối"
    r"|(?P<only_dated>thực hiện|tham mưu))(?![^\W\d_])"
)
# "UBND các xã, phường, ngoài nhiệm vụ nêu trên, có trách nhiệm …"
_BESIDE_WHAT = re.compile(r"\s*,?\s+ngoài\s")
_IS_DONE = re.compile(r"(?<![^\W\d_])đã(?![^\W\d_])", re.IGNORECASE)
_LEADS = re.compile(
    r"[\s,]+(?:là (?:cơ quan|đơn vị|đầu mối) )?(?:chủ trì|có trách nhiệm|chịu trách nhiệm|tham mưu)\b"
)
_WITH = re.compile(
    r"\b(?:phối hợp|cùng(?= (?:với )?[A-ZĐ]))(?:\s+chặt chẽ)?(?:\s+(?:với|cùng))?\s+(?=\S)", re.IGNORECASE
)
_LONGEST_AGENCIES = 250  # letters; a longer list is no list of who does something
_LONGEST_SUBJECT = 150
_LONGEST_BEGINNING = 200  # letters before who does it
_MOST_CLAUSES = 4


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
    >>> assignment_of("Trong quý II, Sở Tư pháp chủ trì rà soát văn bản.").lead
    'Sở Tư pháp'
    >>> assignment_of("Hội thi do Hội Nông dân xã chủ trì thực hiện.").lead
    'Hội Nông dân xã'
    """
    when, is_dated = deadline_told(sentence)
    if behind := _behind_the_task(sentence, is_dated):
        return GivenTask(behind, _others(sentence), when, True, is_dated)
    start = _start_of_subject(sentence)
    gives = _GIVES.match(sentence, start)
    rest = sentence[gives.end() if gives else start :]
    lead = _subject(rest)
    # "Các cơ quan tham mưu về …" says which, and gives them nothing
    says_lead = bool(lead and _LEADS.match(rest[len(lead) :])) and not (is_plural(lead) and group_word(lead))
    is_given = bool(lead) and (bool(gives) or says_lead or bool(when))
    return GivenTask(_BESIDE_WHAT.split(lead)[0], _others(sentence), when, is_given, is_dated)


def is_only_agencies(text: str) -> bool:
    """Whether a text names one or more agencies, and says nothing that they do.

    >>> is_only_agencies("Văn phòng và các phòng chuyên môn"), is_only_agencies("Phòng Kinh tế rà soát thủ tục")
    (True, False)
    """
    named = leading_names(text[:_LONGEST_SUBJECT])
    if _ENDS_AGENCIES.search(text) or (named and _DOES.match(text, len(named))):
        return False
    # "KINH PHÍ" is no abbreviation
    agencies = [one.text.capitalize() if one.text.isupper() else one.text for one in split(text)]
    return bool(agencies) and all(begins_like_agency(one) or is_group(one) for one in agencies)


def _start_of_subject(sentence: str) -> int:
    """Where who does it begins: behind the clauses that say when, on what ground or what for, or behind what is to be
    done ("Rà soát thủ tục. Sở Tư pháp chủ trì …"), else at the beginning."""
    if _subject(sentence) or _GIVES.match(sentence):
        return 0
    is_led_in = _LEADS_IN.match(sentence) is not None
    for mark in islice(re.finditer(r"[,.;:]\s+|\(", sentence[:_LONGEST_BEGINNING]), _MOST_CLAUSES):
        if mark[0][0] == "," and not is_led_in:
            continue
        gives = _GIVES.match(sentence, mark.end())
        begin = gives.end() if gives else mark.end()
        lead = _subject(sentence[begin:])
        # "Điều tra thực địa: Bưu điện tỉnh thực hiện từ ngày …", "Đào tạo (Sở Nội vụ chủ trì, xong trong tháng 5)"
        is_dated = mark[0][0] in ":(" and deadline_told(sentence)[1]
        is_told = gives or mark[0][0] == "," or is_dated or _LEADS.match(sentence, begin + len(lead))
        if lead and is_told and not _IS_DONE.search(lead):
            return mark.end()
    return 0


def _behind_the_task(sentence: str, is_dated: bool) -> str:
    """Who leads, where a sentence says it behind what is done; "" where it does not, or where it is done already.

    What somebody merely carries out is a task where it has a day: else the sentence may tell how things are.
    """
    for found in islice(_BY_WHOM.finditer(sentence), _MOST_CLAUSES):
        lead = _subject(sentence[found.end() :])
        leads = _LEADS_BEHIND.match(sentence, found.end() + len(lead)) if lead else None
        if leads and (is_dated or not leads["only_dated"]) and not _IS_DONE.search(sentence):
            return lead
    return ""


# behind the name of an office, a word of small letters is what it does, but for words that tell of it
_TELLS = (
    "đã|đang|được|bị|thuộc|của|và|về|trong|trên|theo|tại|trực thuộc|trực tiếp|có|với|này|khi|để|nơi|hiện|vẫn|chưa|không"
    "|cũng|mà|còn|gồm|bao gồm|như|liên quan|nêu|ngoài|đến(?! từng)|là|cấp (?:tỉnh|xã|huyện)|sẽ|phải|cần|vào|từ|do|trước"
    "|sau|tham mưu về|chủ yếu|chuyên môn"
)
_DOES = re.compile(rf"\s(?=[a-zà-ỹđ])(?!(?:{_TELLS})(?![^\W\d_]))")
_NO_NAME = ("cơ quan", "đơn vị", "bộ phận")


def _subject(text: str) -> str:
    """The agencies that a sentence begins with, if a verb follows them: "Phòng Kinh tế" before "rà soát"."""
    if not begins_like_agency(text[:_LONGEST_SUBJECT]):
        return ""
    named = leading_names(text[:_LONGEST_SUBJECT])
    if named and _DOES.match(text, len(named)):
        return named
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
