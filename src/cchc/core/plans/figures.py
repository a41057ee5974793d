"""The figures that plans carry in their words: gaps of an index, points lost by a shortcoming, survey quotas.

Both decimal signs occur, even in one document (9,39 and 9.39); points of an index are small, so a number of
points has one reading. Numbers are exact fractions, a percentage is as written (88.29). What is not said is None.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.plans.plan import Gap, GroupOfYear, Quota, Shortcoming
from cchc.core.words.names import search_key
from cchc.core.words.numerals import NumberFault, typed_number

_NUMBER = r"(?<![\d.,])\d+(?:[.,]\d+)?"
_MOST_POINTS = Fraction(1000)
_INDICES = (
    ("SIPAS", r"\bsipas\b|chi so hai long"),
    ("PAPI", r"\bpapi\b|hieu qua quan tri va hanh chinh cong"),
    ("PAR INDEX", r"\bpar ?index\b|chi so cai cach hanh chinh|chi so cchc"),
    ("PCI", r"\bpci\b|nang luc canh tranh cap tinh"),
    ("DDCI", r"\bddci\b"),
    ("DTI", r"\bdti\b|chi so chuyen doi so"),
)


def points(text: str) -> Fraction | None:
    """The number of points that `text` writes, with either decimal sign; None if it is no number.

    >>> points("12,937"), points("9.39"), points("01"), points("Quý I")
    (Fraction(12937, 1000), Fraction(939, 100), Fraction(1, 1), None)
    """
    try:
        return typed_number(re.sub(r"(?<=[-–−])\s+", "", text.strip()), low=-_MOST_POINTS, high=_MOST_POINTS)
    except NumberFault:
        return None


def index_of(heading: str) -> str | None:
    """The index that a heading names: PAR INDEX, SIPAS, PAPI, PCI, DDCI, DTI; None for none or several.

    >>> index_of("CHỈ SỐ SIPAS"), index_of("Cải cách thể chế")
    ('SIPAS', None)
    """
    words = search_key(heading)
    found = [index for index, pattern in _INDICES if re.search(pattern, words)]
    return found[0] if len(found) == 1 else None


# --- gaps ---------------------------------------------------------------------------------------------------

# "(năm 2022 đạt 8,963/9,5 điểm, còn lại 0,537 điểm chưa đạt được)" in plan 153/KH-UBND of Yên Bái
_OF = re.compile(rf"đạt\s+({_NUMBER})\s*(?:điểm)?\s*/\s*({_NUMBER})(?:\s*điểm)?", re.IGNORECASE)
# "còn lại 0,537 điểm chưa đạt được" there
_MISSING = re.compile(
    rf"(?:còn(?: lại| thiếu)?|thiếu|chưa đạt|hụt|mất)\s+({_NUMBER})(?=\s*điểm|\s*[);.,]|\s*$)", re.IGNORECASE
)
# "Tiếp cận dịch vụ (đạt tỷ lệ 88,29%, giảm 1,08% so với năm 2021)" there
_RATE = re.compile(
    rf"(?:đạt|tỷ lệ|tỉ lệ)\s+(?:tỷ lệ\s+|tỉ lệ\s+)?({_NUMBER})\s*%|tỷ lệ\s+({_NUMBER})", re.IGNORECASE
)
# "Tham gia của người dân: đạt 4,9544 điểm tăng 0,0764 điểm" there
_REACHED = re.compile(rf"đạt\s+({_NUMBER})\s*điểm(?!\s*/)", re.IGNORECASE)
# "giảm 1,08%", "tăng 0,0764 điểm" there
_CHANGE = re.compile(rf"(tăng|giảm)\s+({_NUMBER})\s*(?:%|điểm)", re.IGNORECASE)
# "so với năm 2021" there
_COMPARED = re.compile(r"so\s+với\s+(?:cùng kỳ\s+)?năm\s+(\d{4})", re.IGNORECASE)
_BEFORE = re.compile(
    rf"năm\s+(\d{{4}}),?\s+đạt\s+(?:tỷ lệ\s+)?({_NUMBER})(?!\s*(?:điểm)?\s*/)", re.IGNORECASE
)
_YEAR = re.compile(r"năm\s+(\d{4})", re.IGNORECASE)
# "năm 2022 ở nhóm …, năm 2021, đạt 4,878": the year that was measured, not the one compared with
_MEASURED = re.compile(r"năm\s+(\d{4}),?\s+(?:đạt|tỷ lệ|tỉ lệ|ở\s+nhóm|được|xếp)", re.IGNORECASE)
# 'ở nhóm "Trung bình thấp"' there
_GROUP = re.compile(r"ở\s+nhóm\s+[\"“”'‘«]\s*([^\"“”'‘’«»]+?)\s*[\"“”'’»]", re.IGNORECASE)
# "năm 2021, 2022 tiếp tục ở nhóm …": the group holds for both years
_AND_STILL = re.compile(r"tiếp\s+tục\s*$", re.IGNORECASE)
_LONGEST_AND_STILL = 20


def gap(text: str, index: str | None = None, year: int | None = None) -> Gap | None:
    """The gap that the text of a measure states; None if it states none.

    `index` is the index of its section, `year` the year it looks back on; what the text says itself comes first.

    >>> found = gap("Công tác chỉ đạo (năm 2022 đạt 8,963/9,5 điểm, còn lại 0,537 điểm chưa đạt được)")
    >>> [str(value) for value in (found.achieved, found.maximum, found.missing, found.year)]
    ['8963/1000', '19/2', '537/1000', '2022']
    >>> gap("Mở 05 lớp bồi dưỡng") is None
    True
    """
    text = " ".join(text.split())
    of = _OF.search(text)
    rate = None if of else _first(_RATE, text)
    reached = None if of or rate is not None else _first(_REACHED, text)
    if not of and rate is None and reached is None:
        return None
    compared = _year(_COMPARED, text)
    own_year = _own_year(text, compared) or year
    return Gap(
        index=index or index_of(text),
        achieved=points(of[1]) if of else reached,
        maximum=points(of[2]) if of else None,
        missing=_first(_MISSING, text),
        rate=rate,
        change=_change(text),
        year=own_year,
        groups=_standings(text, own_year, compared),
        compared=compared,
        before=_before(text, compared),
    )


def _first(pattern: re.Pattern[str], text: str) -> Fraction | None:
    found = pattern.search(text)
    return points(next(part for part in found.groups() if part)) if found else None


def _year(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found[1]) if found else None


def _own_year(text: str, compared: int | None) -> int | None:
    """The latest year in which the text says that something was reached, if not the one compared with."""
    return max({int(year) for year in _MEASURED.findall(text)} - {compared}, default=None)


def _change(text: str) -> Fraction | None:
    found = _CHANGE.search(text)
    amount = points(found[2]) if found else None
    if found is None or amount is None:
        return None
    return -amount if found[1].casefold() == "giảm" else amount


def _before(text: str, compared: int | None) -> Fraction | None:
    values = (points(found[2]) for found in _BEFORE.finditer(text) if int(found[1]) == compared)
    return next(values, None)


def _standings(text: str, year: int | None, compared: int | None) -> tuple[GroupOfYear, ...]:
    """The groups named, each for the year named before it; "tiếp tục" holds for both years."""
    named = _years_named(text)
    standings: list[GroupOfYear] = []
    for found in _GROUP.finditer(text):
        at, group = found.start(), " ".join(found[1].split())
        if _AND_STILL.search(text[max(0, at - _LONGEST_AND_STILL) : at]):
            standings += [GroupOfYear(one, group) for one in (compared, year) if one or one is year]
        else:
            before = bisect_right(named, (at,))
            standings.append(GroupOfYear(named[before - 1][1] if before else year, group))
    return tuple(standings)


def _years_named(text: str) -> list[tuple[int, int]]:
    """Where a year is named, and which; not that of "so với năm 2021", which belongs to the comparison."""
    compared = {found.start(1) for found in _COMPARED.finditer(text)}
    return [
        (found.start(), int(found[1])) for found in _YEAR.finditer(text) if found.start(1) not in compared
    ]


# --- shortcomings -------------------------------------------------------------------------------------------

# "- Tồn tại: Chất lượng VBQPPL …" in the plan of Văn phòng UBND tỉnh (2024)
_LABEL = re.compile(
    r"^[-+–•]?\s*(?:(?:những\s+)?(?:tồn tại|hạn chế|khuyết điểm)[^:;()]{0,30}:)\s*", re.IGNORECASE
)
# "(Trừ 01 điểm)", "(trừ 0,5 điểm)" there
_LOST = re.compile(
    rf"(?:bị\s+)?(?:trừ|mất|giảm trừ)\s+(?:điểm\s+)?({_NUMBER})(?:\s*điểm)?\s*\)?", re.IGNORECASE
)
_BETWEEN = re.compile(r";|\n(?=[^\S\n]*[-+–•])")


def shortcomings(text: str) -> tuple[Shortcoming, ...]:
    """The shortcomings of a text, at semicolons and line breaks, each with the points it cost.

    >>> [(one.text, str(one.points)) for one in shortcomings("- Tồn tại: Sáng kiến (Trừ 02 điểm); Kế hoạch")]
    [('Sáng kiến', '2'), ('Kế hoạch', 'None')]
    """
    parts = _BETWEEN.split(_LABEL.sub("", text.lstrip(), count=1))
    return tuple(_shortcoming(part) for part in parts if part.strip(" \n.;,-+–•"))


def _shortcoming(part: str) -> Shortcoming:
    words = " ".join(part.split())
    lost = _LOST.search(words)
    kept = f"{_before_bracket(words[: lost.start()])} {words[lost.end() :]}" if lost else words
    return Shortcoming(" ".join(kept.split()).strip(" .;,-+–•"), points(lost[1]) if lost else None)


def _before_bracket(text: str) -> str:
    """The text without the bracket at its end, and without the signs that lead to it."""
    return text.rstrip().removesuffix("(").rstrip(" ,:–-")


# --- quotas -------------------------------------------------------------------------------------------------

_PEOPLE = r"(?:người|phiếu|mẫu|đại biểu|cá nhân|hộ)"
_COUNT = r"\d{1,3}(?:\.\d{3}){1,3}|\d{1,9}"
# "Đối tượng và số lượng mẫu phiếu điều tra: 1248 người, gồm:" in the plan of Ninh Giang (2023)
_TOTAL = re.compile(
    rf"(?:số lượng|tổng số|tổng cộng|tổng|cỡ mẫu)[^:;\n]{{0,150}}?[: ]\s*({_COUNT})\s*{_PEOPLE}\b",
    re.IGNORECASE,
)
# "+ Đại biểu HĐND huyện: 30 người;" there
_QUOTA = re.compile(
    rf"^\s*[-+•–]\s*(?P<group>[^:;]+?)\s*:\s*(?P<count>{_COUNT})\s*{_PEOPLE}\b(?P<rest>[^;]*)", re.IGNORECASE
)
# "(mỗi xã, thị trấn 60 người)" there
_EACH = re.compile(rf"mỗi\s+(?P<each>[^\d;()]{{1,60}}?)\s+(?P<per>{_COUNT})\s*{_PEOPLE}", re.IGNORECASE)
_TIMES = re.compile(
    rf"(?P<units>{_COUNT})\s+(?P<each>[^\d;()=]{{1,60}}?)\s*[x×*]\s*(?P<per>{_COUNT})\s*{_PEOPLE}?",
    re.IGNORECASE,
)


def count(text: str) -> int:
    """A whole number of people, thousands grouped by a point or not.

    >>> count("1.200"), count("03")
    (1200, 3)
    """
    return int(text.replace(".", ""))


def quotas(text: str) -> tuple[int | None, tuple[Quota, ...]]:
    """The total that a text states for its survey, and the quotas listed with a bullet each.

    >>> total, found = quotas("tổng số: 90 người, gồm:\\n+ Lãnh đạo: 30 người;\\n+ Dân: 60 người (mỗi xã 20 người).")
    >>> total, [(one.group, one.count, one.per, one.each) for one in found]
    (90, [('Lãnh đạo', 30, None, None), ('Dân', 60, 20, 'xã')])
    """
    lines = [line for raw in text.splitlines() if (line := " ".join(raw.split()))]
    stated = _TOTAL.search("\n".join(lines))
    entries = [_QUOTA.match(entry) for entry in _entries(lines)]
    found = tuple(_quota(entry) for entry in entries if entry and not _is_sum(entry))
    return (count(stated[1]) if stated and found else None), found


def _entries(lines: Iterable[str]) -> list[str]:
    """The lines of a text, lines that go on joined to the bullet before them."""
    entries: list[list[str]] = []
    for line in lines:
        if entries and not re.match(r"[-+•–](?:\s|$)|\d+\.|[IVX]+\.|[a-zđ]\)", line):
            entries[-1].append(line)
        else:
            entries.append([line])
    return [" ".join(entry) for entry in entries]


def _is_sum(entry: re.Match[str]) -> bool:
    """Whether an entry only announces the parts that follow: "1248 người, gồm:"."""
    return bool(re.match(r"[\s,]*(?:bao\s+)?(?:gồm|trong\s+đó)", entry["rest"], re.IGNORECASE))


def _quota(entry: re.Match[str]) -> Quota:
    inside = _EACH.search(entry["rest"]) or _TIMES.search(entry["rest"])
    per, each = (count(inside["per"]), inside["each"].strip()) if inside else (None, None)
    return Quota(entry["group"], count(entry["count"]), per, each)


# --- tables of points ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StatedScore:
    """A row of a table of points inside a plan: a domain's maximum, points and loss (above zero), and its line."""

    name: str
    maximum: Fraction
    points: Fraction
    loss: Fraction
    line: int
    is_total: bool = False


_SIGNED = r"[-–−]?\s?\d+(?:[.,]\d+)?"
# "1 Công tác chỉ đạo điều hành 11,5 6,58 -4,92" there
_ROW = re.compile(
    rf"^(?P<name>(?:.*?[^\s|])??)[\s|]*+(?<![\d.,/])(?P<maximum>\d+(?:[.,]\d+)?)"
    rf"[\s|]+(?P<points>\d+(?:[.,]\d+)?)[\s|]+(?P<loss>{_SIGNED})[\s|]*$"
)
# "TT Nội dung Điểm tối đa Điểm thẩm định …" in the plan of Văn phòng UBND tỉnh (2024)
_TABLE_HEAD = re.compile(r"điểm\s+(?:tối\s+đa|chuẩn)", re.IGNORECASE)
_ROW_NUMBER = re.compile(r"^\s*(?:\d+|[IVX]+)[.)]?(?:[\s|]+|$)")


def stated_scores(body: str) -> tuple[StatedScore, ...]:
    """The rows of a table of points in the text of a plan: after its heading, name, maximum, points, loss.

    A name may run over several lines in front of its numbers.

    >>> rows = stated_scores("TT Nội dung Điểm tối đa\\n1 Cải cách thể chế 11 10,11 -0,89\\nTổng cộng 11 10,11 0,89")
    >>> [(row.name, str(row.loss), row.is_total) for row in rows]
    [('Cải cách thể chế', '89/100', False), ('Tổng cộng', '89/100', True)]
    """
    lines = body.splitlines()
    start = next((at for at, line in enumerate(lines) if _TABLE_HEAD.search(line)), None)
    if start is None:
        return ()
    rows: list[StatedScore] = []
    waiting: list[str] = []
    for at, line in enumerate(lines[start + 1 :], start + 2):
        text = " ".join(line.split())
        found = _ROW.match(text)
        row = _stated_score(found, waiting, at) if found else None
        if row:
            rows.append(row)
            waiting = []
        elif text:
            waiting.append(text)
        if (row and row.is_total) or len(waiting) > _MOST_WAITING or len(rows) == _MOST_ROWS:
            break
    return tuple(rows)


_MOST_WAITING = 12
_MOST_ROWS = 200  # an index has ten domains and about a hundred criteria


def _stated_score(found: re.Match[str], waiting: list[str], line: int) -> StatedScore | None:
    name = _name_of_row([*waiting, found["name"]])
    maximum, reached, loss = points(found["maximum"]), points(found["points"]), points(found["loss"])
    if not name or maximum is None or reached is None or loss is None:
        return None
    return StatedScore(name, maximum, reached, abs(loss), line, _is_total(name))


def _is_total(name: str) -> bool:
    return bool(re.match(r"tong\b|cong$", search_key(name)))


def _name_of_row(lines: list[str]) -> str:
    """The words of the row: from its number on, which ends what the table's heading left over."""
    numbered = [at for at, line in enumerate(lines) if _ROW_NUMBER.match(line)]
    words = " ".join(lines[numbered[-1] :] if numbered else lines[-1:])
    return _ROW_NUMBER.sub("", words).strip(" |")
