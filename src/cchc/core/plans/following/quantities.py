"""The figures that the output of a measure, or its objective, asks for: "mở 05 lớp", "ít nhất 03 sáng kiến".

What is to be counted is read together with how much of it is wanted, so that whoever reports says how much there is.
Years, days, numbers of documents, points of an index and whatever a bracket recalls ask for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import islice

from cchc.core.words.numerals import NumberFault, typed_number

MOST_WORDS = 16  # of the name of a figure
MOST_FIGURES = 30  # of one measure, each of which has a field to be filled in; issued plans ask for four
MOST_LETTERS = 4_000  # that are read of one text: as many as the longest cell of an issued plan has
_MOST_NUMBERS = 200  # that are looked at in one text


class Bound(StrEnum):
    """How a figure is compared with what is wanted."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much of something is wanted: `name` says of what ("lớp bồi dưỡng nghiệp vụ CCHC", "% hồ sơ"), as the plan
    words it."""

    name: str
    value: Fraction
    bound: Bound = Bound.EXACTLY

    def is_met(self, achieved: Fraction) -> bool:
        """Whether `achieved` is what was wanted; more than was planned is met too, unless it was to be at most so much.

        >>> Quantity("lớp", Fraction(5)).is_met(Fraction(6))
        True
        >>> Quantity("% nợ", Fraction(5), Bound.AT_MOST).is_met(Fraction(6))
        False
        """
        return achieved <= self.value if self.bound is Bound.AT_MOST else achieved >= self.value


# "giảm tối thiểu 10% biên chế" (131/NQ-CP), "Có ít nhất 03 sáng kiến CCHC trở lên", "đạt tỷ lệ trên 30%" (153/KH-UBND)
_LEAST = r"ít nhất|tối thiểu|không dưới|không ít hơn|từ|trên|hơn"
_MOST = r"tối đa|không quá|không vượt quá|không hơn|dưới|nhiều nhất"
# What plans count by the piece: "346 công chức cấp xã", "05 lớp bồi dưỡng" (153/KH-UBND), "03 người" (Ninh Giang).
_COUNTED = (
    "lớp|khóa|khoá|sáng kiến|giải pháp|ý tưởng|đề tài|đề án|mô hình|hội nghị|hội thảo|cuộc|buổi|đợt|lượt|đoàn|"
    "báo cáo|kế hoạch|quyết định|nghị quyết|văn bản|công văn|quy chế|quy trình|chuyên đề|chuyên mục|chuyên trang|"
    "tin|bài|phóng sự|video|tờ rơi|pano|tài liệu|phiếu|mẫu|hồ sơ|thủ tục|tthc|dịch vụ|sản phẩm|"
    "người|công chức|viên chức|cán bộ|cbcc|cbccvc|học viên|đại biểu|biên chế|"
    "cơ quan|đơn vị|sở|xã|phường|thôn|tổ|hộ|doanh nghiệp|trường|bệnh viện|"
    "hệ thống|phần mềm|ứng dụng|cơ sở dữ liệu|bộ|máy|chương trình|nhiệm vụ|vụ việc|trường hợp"
)
_NUMBER = (
    r"(?<![\w.,/-])\d{1,3}(?:\.\d{3}){1,3}(?![\w/-])|(?<![\w.,/-])\d{1,6}(?:,\d{1,4})?(?![\d.,]*\d)(?![\w/-])"
)
_FOUND = re.compile(
    rf"(?:(?P<least>\b(?:{_LEAST}))\s{{1,3}}|(?P<most>\b(?:{_MOST}))\s{{1,3}})?"
    rf"(?P<number>{_NUMBER})\s{{0,2}}(?P<what>%|(?<=\s)(?:{_COUNTED})\b)",
    re.IGNORECASE,
)
# the name of a figure ends where the plan says for whom, by whom, where, or begins something else
_END = re.compile(
    r"[.,;:()\n]|\s[-–+•]|\s\d|\s(?:cho|trở lên|trở xuống|theo|trong|tại|thuộc|của|để|vào|nhằm|được|trước|so với|và)\b",
    re.IGNORECASE,
)
_UPWARDS = re.compile(r"\s*trở\s+lên", re.IGNORECASE)
_DOWNWARDS = re.compile(r"\s*trở\s+xuống", re.IGNORECASE)
# "lần 2", "số 12 quyết định" and "năm 2023 đơn vị" name one of several, and count nothing
_NAMED = re.compile(r"(?:số|năm|tháng|quý|điều|khoản|mục|lần|giai đoạn|nhiệm kỳ|bước)\s{1,3}$", re.IGNORECASE)
_LONGEST_NAMED = 14
_BRACKETS = re.compile(r"\([^()]*\)")


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the figures that the first `MOST_LETTERS` of a text of a plan ask for, in their order, each name once, no
    more than `MOST_FIGURES`; nothing for a text that asks for none.

    >>> [(one.name, str(one.value), one.bound.value) for one in quantities("Có ít nhất 03 sáng kiến CCHC trở lên")]
    [('sáng kiến CCHC', '3', 'at_least')]
    >>> [(one.name, str(one.value)) for one in quantities("Mở 05 lớp bồi dưỡng CCHC cho 346 công chức cấp xã.")]
    [('lớp bồi dưỡng CCHC', '5'), ('công chức cấp xã', '346')]
    >>> quantities("Báo cáo năm 2023 theo Quyết định số 12/QĐ-UBND (năm 2022 đạt 8,963/9,5 điểm)")
    ()
    """
    plain = _BRACKETS.sub(lambda found: ";" * len(found[0]), text[:MOST_LETTERS])
    numbers = islice(_FOUND.finditer(plain), _MOST_NUMBERS)
    read = [one for found in numbers if (one := _quantity(plain, found)) is not None]
    return tuple({one.name.casefold(): one for one in reversed(read)}.values())[::-1][:MOST_FIGURES]


def quantities_of(texts: Iterable[str]) -> tuple[Quantity, ...]:
    """Return the figures that several texts of one measure ask for, each name once, no more than `MOST_FIGURES`: the
    first text that names one says how much.

    >>> [str(one.value) for one in quantities_of(["Mở 05 lớp", "Mở 06 lớp"])]
    ['5']
    """
    kept: dict[str, Quantity] = {}
    for text in texts:
        for one in quantities(text):
            kept.setdefault(one.name.casefold(), one)
    return tuple(kept.values())[:MOST_FIGURES]


def unmet(wanted: Iterable[Quantity], achieved: Mapping[str, str]) -> tuple[Quantity, ...]:
    """Return those of `wanted` of which something was achieved, by their names as reports keep it, and not enough (or
    too much); what is no number says neither.

    >>> [one.name for one in unmet(quantities("Mở 05 lớp, 03 hội nghị"), {"lớp": "4", "hội nghị": "3"})]
    ['lớp']
    """
    return tuple(one for one in wanted if not _is_met(one, achieved.get(one.name, "")))


def _is_met(wanted: Quantity, achieved: str) -> bool:
    try:
        return not achieved or wanted.is_met(typed_number(achieved, low=Fraction(0)))
    except NumberFault:
        return True


def _quantity(text: str, found: re.Match[str]) -> Quantity | None:
    before = text[max(0, found.start() - _LONGEST_NAMED) : found.start()]
    if _NAMED.search(before):
        return None
    try:
        value = typed_number(found["number"], low=Fraction(0))
    except NumberFault:
        # "1.248 phiếu": a point before three digits groups thousands where things are counted by the piece
        value = Fraction(found["number"].replace(".", ""))
    name, behind = _name(text, found)
    bound = Bound.AT_LEAST if found["least"] or _UPWARDS.match(behind) else Bound.EXACTLY
    if found["most"] or _DOWNWARDS.match(behind):
        bound = Bound.AT_MOST
    return Quantity(name, value, bound)


def _name(text: str, found: re.Match[str]) -> tuple[str, str]:
    """Return what is counted, and what stands right behind these words."""
    start = found.start("what")
    window = text[start : start + 160]
    end = _END.search(window, len(found["what"]))
    words = window[: end.start()] if end else window
    named = " ".join(words.split()[:MOST_WORDS]).rstrip(" -–")
    # "đạt tỷ lệ trên 30% theo quy định" (153/KH-UBND) says of what before the number, in words of any length
    return "tỷ lệ (%)" if named == "%" else named, window[len(words) : len(words) + 20]
