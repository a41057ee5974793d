"""What the heading of a column says by its words: how much for each thing that a column may hold, and which period.

Wordings match whole words with their marks: "Nội dung thực hiện" names no place ("nơi"), "Thời điểm" no points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from cchc.core.plans.columns import COLUMNS, DEADLINE, EXTRA, KEYS, WHO
from cchc.core.words.letters import composed_text
from cchc.core.words.remembering import remember

START = "start"
"""When it begins, in a column of its own: it goes before the deadline."""
PERIOD = "period"
"""A quarter or a month of which the cells say whether, or when in it, something is due."""
UNIT = "unit"
"""The unit of measurement of a target; beside tasks it is one of the other columns."""

# "Cơ quan, đơn vị chủ trì thực hiện" is a heading, a sentence of a task that names an agency is none
LONGEST_HEADING = 80
_A_WORD_LATER = 1.5
_LATEST = 6.0

_OTHER_HEADINGS = (
    (
        START,
        11,
        r"(?:thời (?:gian|hạn|điểm)|ngày|mốc) (?:bắt đầu|khởi đầu|khởi công)|^bắt đầu|^từ(?: ngày)?$",
    ),
    (DEADLINE, 8, r"^(?:kết thúc|đến(?: ngày)?)$"),
    (UNIT, 12, r"^(?:đơn vị tính|đvt|đ\.v\.t|đv tính|đơn vị đo)\b"),
    (UNIT, 6, r"^đơn vị$"),
    (EXTRA, 12, r"^(?:ghi chú|tổng số)"),
    (EXTRA, 11, r"^(?:mã(?: số)?|ký hiệu|số hiệu|số,? ký hiệu|id)\b"),
    # when it was given, signed, taken note of is no deadline
    (
        EXTRA,
        12,
        r"^(?:thời (?:gian|điểm)|ngày)(?:,? tháng)?(?:,? năm)? (?:được )?"
        r"(?:nhận|giao|tiếp nhận|đăng ký|cập nhật|ký|văn bản)",
    ),
    (
        EXTRA,
        9,
        r"^(?:căn cứ|cơ sở|văn bản|số văn bản|ngày (?:ban hành|văn bản)|nội dung chỉ đạo|trích yếu)\b",
    ),
    # what was reached in a year, or how far it has come, is no output; "Kết quả phải đạt" is one
    (
        EXTRA,
        12,
        r"kết quả(?: (?:thực hiện|đạt được|đạt))?(?: (?:trong|của|đến))? (?:năm|quý|tháng|kỳ) \d+"
        r"|^thực hiện (?:năm|quý) \d+|^kết quả (?:theo dõi|đánh giá)"
        r"|^(?:tình trạng|tình hình|trạng thái|mức độ|tỷ lệ|tỉ lệ|đánh giá|lý do|ý kiến|số lượng)",
    ),
    (EXTRA, 11, r"(?<!thời )(?<!địa )điểm"),
    # "Tiêu chí phụ trách" beside "Đơn vị được giao"
    (EXTRA, 11, r"^(?:tiêu chí|chỉ số|lĩnh vực|địa bàn)(?: thành phần)? (?:được giao|phụ trách)"),
    (
        EXTRA,
        10,
        r"^(?:loại|nhóm|lĩnh vực|địa điểm|thành phần|hình thức|phương thức|phụ lục|phạm vi|đối tượng)\b",
    ),
    (EXTRA, 10, r"^(?:người|cán bộ|công chức|chuyên viên|lãnh đạo|họ (?:và )?tên|nhân sự|tên cán bộ)\b"),
    (EXTRA, 10, r"điện thoại|\bsđt\b|liên hệ|e?-?mail"),
    (
        EXTRA,
        10,
        rf"^(?:{WHO}) (?:trình|ban hành|phê duyệt|thẩm định|ký|quyết định|theo dõi|giám sát|thẩm tra)",
    ),
)
"""Headings of what no column of a measure holds by itself: see `MeasureColumn.headings`."""


def _folded(text: str) -> str:
    letters = composed_text(text, "NFD").replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _plain(text: str) -> str:
    """A heading in small letters, each with its marks as one sign, single blanks between its words."""
    return " ".join(composed_text(text).casefold().split())


def _whole_words(wording: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{wording})(?!\w)")


_LISTED = (
    *((column.key, weight, wording) for column in COLUMNS for weight, wording in column.headings),
    *_OTHER_HEADINGS,
)
_WORDINGS = tuple((key, weight, _whole_words(wording)) for key, weight, wording in _LISTED)
# "Noi dung thuc hien": a workbook typed without marks
_WITHOUT_MARKS = tuple((key, weight, _whole_words(_folded(wording))) for key, weight, wording in _LISTED)
_NOTE = re.compile(r"\([^()]*\)")
# "Cơ quan chủ trì/phối hợp", "Chủ trì, phối hợp", "Đơn vị thực hiện và phối hợp"
_BOTH_ROLES = re.compile(
    r"(?<!\w)(?:chủ trì|đầu mối|phụ trách|thực hiện)(?: (?:thực hiện|tham mưu))?[\s,;/&–()-]*(?:và |hoặc )?"
    rf"(?:{WHO}[\s,]*)?phối hợp(?!\w)"
)
_YEAR = r"(?:[\s/.-]*(?:năm )?\d{4})?"
_PERIOD_HEADING = re.compile(
    rf"(?P<quarter>(?:quý|q)\.? ?(?P<q>i{{1,3}}|iv|[1-4])){_YEAR}"
    rf"|(?P<month>(?:tháng|t|th)\.? ?(?P<m>0?[1-9]|1[0-2])){_YEAR}"
    rf"|(?P<half>(?:6|06|sáu) tháng (?:đầu|cuối) năm{_YEAR})"
)
_BARE_PERIOD = re.compile(r"i{1,3}|iv|0?[1-9]|1[0-2]")


def column_of(heading: str) -> str | None:
    """Return the key of the column that a heading names; None when it names none that is known.

    >>> column_of("Thời gian hoàn thành"), column_of("NHIỆM VỤ, GIẢI PHÁP"), column_of("Kết quả khắc phục")
    ('deadline', 'task', 'output')
    >>> [column_of(heading) for heading in ("Nội dung thực hiện", "Thời điểm hoàn thành", "Mã nhiệm vụ", "Đơn vị tính")]
    ['task', 'deadline', 'extra', 'extra']
    """
    scores = heading_scores(heading)
    if not scores:
        return None
    best = max(scores, key=lambda key: scores[key])
    return best if best in KEYS else DEADLINE if best == START else EXTRA


@remember(most=4096)
def heading_scores(heading: str) -> Mapping[str, float]:
    """Return how much the words of a heading speak for each thing that a column may hold, those that do.

    The earlier a wording begins, the more it says: a Vietnamese noun stands before what is said of it.
    """
    if len(heading) > 2 * LONGEST_HEADING:
        return {}
    text = _plain(heading)
    plain = " ".join(_NOTE.sub(" ", text).split()).strip(" .:*-") or text.strip(" .:*-()")
    if not plain or len(plain) > LONGEST_HEADING:
        return {}
    scores: dict[str, float] = {}
    for key, weight, wording in _WITHOUT_MARKS if plain.isascii() else _WORDINGS:
        if found := wording.search(plain):
            later = min(_LATEST, _A_WORD_LATER * len(re.findall(r"\w+", plain[: found.start()])))
            longer = (found.end() - found.start()) / (10 * LONGEST_HEADING)
            scores[key] = max(scores.get(key, 0.0), weight - later + longer)
    return {key: score for key, score in scores.items() if score > 0}


def period_of(heading: str, above: str = "") -> str:
    """Return the quarter, month or half of a year that a heading names, as a deadline words it; empty for none.

    >>> period_of("QUÝ II/2026"), period_of("T3"), period_of("IV", above="Quý"), period_of("IV")
    ('Quý II/2026', 'Tháng 3', 'Quý IV', '')
    """
    plain, over = _plain(heading).strip(" .:"), _plain(above)
    if _BARE_PERIOD.fullmatch(plain):
        words = ("tháng", "quý") if plain.isdigit() else ("quý",)
        named = next((word for word in words if word in re.findall(r"\w+", over)), "")
        plain = f"{named} {plain}" if named else plain
    found = _PERIOD_HEADING.fullmatch(plain)
    if not found:
        return ""
    year = re.search(r"\d{4}", plain)
    behind = f"/{year[0]}" if year else ""
    if found["quarter"]:
        return f"Quý {found['q'].upper()}{behind}"
    return f"Tháng {int(found['m'])}{behind}" if found["month"] else found["half"].capitalize()


def names_both_roles(heading: str) -> bool:
    """Return whether a heading names who leads and who cooperates.

    >>> names_both_roles("Cơ quan chủ trì/phối hợp"), names_both_roles("Cơ quan phối hợp thực hiện")
    (True, False)
    """
    return _BOTH_ROLES.search(_plain(heading)) is not None
