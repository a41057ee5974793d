"""Until when a sentence of a plan says that something is done: the part of it that names days, periods or rounds."""

from __future__ import annotations

import re

from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.values import DeadlineKind

_NUMBERS = r"(?:\d{1,2}(?:[/.-]\d{1,4}){1,2}|\d{1,2}|[IVX]{1,3}(?:/\d{4})?)(?!\d)"
_PERIOD = rf"(?:ngày|tháng|quý|tuần|năm)\s+{_NUMBERS}(?:\s+(?:tháng|quý|năm)\s+{_NUMBERS}|\s+năm\s+\d{{4}})*"
_DAY = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?"
_TIME = rf"(?:{_PERIOD}|{_DAY})"
_BEFORE = (
    r"(?:trước|chậm nhất(?: là| đến| vào| trong)*|trong|đến hết|đến|vào|cuối|xong)\s+(?:(?:hết|cuối|đầu)\s+)?"
)
_ROUND = rf"đợt\s+(?:\d|I{{1,3}})\s*[:,]?\s*(?:\(\s*)?(?:{_BEFORE})?{_TIME}\)?"
_WHEN = re.compile(
    "|".join(
        rf"(?<![^\W\d_]){one}"
        for one in (
            # "đợt 1 trong tháng 4, đợt 2 trong tháng 9"
            rf"{_ROUND}(?:\s*[,;]?\s*(?:và\s+)?{_ROUND})+",
            # "trong vòng 100 ngày kể từ ngày ban hành Kế hoạch này"
            r"(?:(?:trong|chậm nhất|tối đa|vòng|thời hạn|thời gian)\s+){0,3}\d{1,3} ngày(?: làm việc)?,? (?:kể )?"
            r"(?:từ|sau)(?: khi)?(?: ngày)? (?:ký )?(?:ký|ban hành)(?: Kế hoạch)?(?: này)?",
            # "trước ngày 05 của tháng liền kề", "ngày 20 tháng cuối quý", "trước ngày 25 hằng tháng"
            r"(?:(?:trước|vào|chậm nhất(?: là)?)\s+){0,2}(?:ngày\s+\d{1,2}\s+)?(?:của\s+)?"
            r"(?:tháng (?:liền kề|cuối(?: của)?(?: mỗi)? quý)|(?<=\d )(?:hằng|hàng|mỗi) (?:tháng|quý))",
            # "trong 6 tháng đầu năm 2026"; "báo cáo 6 tháng đầu năm" is what a report is about
            r"(?:(?:trong|hết|xong|hoàn thành)\s+|(?<=\())(?:0?6|sáu) tháng (?:đầu|cuối) năm(?: 20\d\d)?",
            r"(?:(?:trong|vào|trước)\s+)?(?:tuần|nửa) (?:đầu|cuối|thứ (?:nhất|hai|ba|tư)) tháng \d{1,2}(?:/\d{4})?",
            rf"từ\s+{_TIME}\s+đến\s+(?:hết\s+)?{_TIME}",
            # "…; thời gian: quý II/2026", "…, hoàn thành quý II/2026", "…, quý III/2026."
            rf"(?:hoàn thành|kết thúc|thời (?:gian|hạn)(?: hoàn thành| thực hiện)?\s*:?)\s+{_TIME}",
            rf"(?<=, )(?:tháng|quý)\s+{_NUMBERS}(?:\s+năm\s+\d{{4}})?(?=\W*$)",
            # "hoàn thành trước ngày 10/12/2026", "chậm nhất đến hết quý III/2026", "trong quý II và quý IV/2026";
            # "CCHC năm 2026" and "đến năm 2030" say no deadline
            rf"{_BEFORE}{_TIME}(?:\s*(?:,|và)\s*{_TIME})*",
            # "Năm 2026, Sở Nội vụ chủ trì …"
            r"(?:trong|hết|hoàn thành)\s+(?:cả\s+)?năm\s+20\d\d|\Anăm 20\d\d(?=, )|hoàn thành trong năm(?![^\W\d_])",
            r"(?:định kỳ\s+)?(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm)(?:\s*,\s*(?:tuần|tháng|quý|năm))*",
            # "thường xuyên theo dõi" is how it is done
            r"định kỳ\s+(?:\d{1,2}\s+tháng|quý|tháng|năm)|thường xuyên(?=\s*(?:[.;,)]|$))",
        )
    ),
    re.IGNORECASE,
)
# "… Kế hoạch số 12/KH-UBND ngày 05/01/2026 của …", "tháng 12 năm 2025 đã …": days of what is cited
_CITED = re.compile(r"(?:số\s*)?\d+[a-z]?\s*/[^\s,;]*[A-ZĐ][^\s,;]*(?:\s+ngày\s+\d[\d/.-]*)?", re.IGNORECASE)
_ONCE = (DeadlineKind.FIXED, DeadlineKind.SEVERAL, DeadlineKind.RANGE)
_SOME_YEAR = 2026  # a year that a deadline may lack; only what kind it is is asked


def deadline_told(sentence: str) -> tuple[str, bool]:
    """Return the part of a sentence that says until when, a day or period before what comes again and again, and
    whether it means days; an empty text where it says nothing.

    >>> deadline_told("Mở lớp tập huấn, đợt 1 trong tháng 4, đợt 2 trong tháng 9.")
    ('đợt 1 trong tháng 4, đợt 2 trong tháng 9', True)
    >>> deadline_told("Thường xuyên theo dõi kết quả 6 tháng đầu năm.")
    ('', False)
    """
    text = _CITED.sub(lambda found: " " * len(found[0]), sentence)
    found = [_without_bracket(one[0].strip()) for one in _WHEN.finditer(text)]
    kinds = {one: deadline(one, _SOME_YEAR).kind for one in dict.fromkeys(found)}
    read = [one for one in found if kinds[one] is not DeadlineKind.UNPARSED]
    once = [one for one in read if kinds[one] in _ONCE]
    when = (once[-1:] or read[:1] or [""])[0]
    return when, bool(when) and kinds[when] is not DeadlineKind.CONTINUOUS


def _without_bracket(text: str) -> str:
    return text if "(" in text else text.removesuffix(")")
