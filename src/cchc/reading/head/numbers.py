"""Number and date of a document: only from the line of its number, from the line of its place and date, or from the
line of an annex that names its document. A date anywhere else is the date of something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from typing import Generic, TypeVar

from cchc.core.papers.citations.cited import day_of
from cchc.core.papers.deadlines.values import FIRST_YEAR, LAST_YEAR
from cchc.core.plans.plan import HeadDoubt
from cchc.files.documents.paragraphs import join
from cchc.reading.head.lines import HeadLine

NUMBER, DATE = "number", "date"
T = TypeVar("T")

# "KH-UBND", "TTr-VP", "CTr/TU", "KH/ĐU", "QĐ-UBND.NC", "TB-VP&TH", "KH-BCĐ138": capitals and digits, a single small
# letter behind a capital
_PART = r"(?:[A-ZĐÂĂÊÔƠƯÁÍ\d&]|(?<=[A-ZĐ])[a-zđ](?![a-zà-ỹđ])|(?<=[A-ZĐ\d])\.(?=[A-ZĐ]))+"
_SYMBOL = rf"{_PART}(?:\s?[-–/]\s?{_PART}){{0,5}}"
# "Số: 21/KH-UBND", "Số:21    /KH-UBND", "Số 21-KH/ĐU", "Số: 05/2026/NQ-HĐND"; a PDF may print the issuer before it
_NUMBER = re.compile(
    rf"(?<!\w)(?:Số|SỐ|Sô)\s*[:.]?\s*(\d{{1,5}}[a-zA-Zđ]?)\s*([/–-])\s*({_SYMBOL})(?![a-zà-ỹ])"
)
_NUMBER_BEGINS = re.compile(r"(?<!\w)(?:Số|SỐ|Sô)\s*+[:.]?+(?=[\s.…_]*+(?:\d|[/–-]|$))")
# "Số:        /KH-UBND" of a draft, "Số:" alone; "Sông Công, ngày" is a place
_NO_NUMBER = re.compile(rf"(?<!\w)(?:Số|SỐ|Sô)(?![^\W\d_])\s*+[:.]?+[\s.…_]*+(?:([/–-])\s*({_SYMBOL}))?")
# "Số 12/KH-UBND ngày 05/01/2026 của": a line of the text that goes on with a citation
_CITED = re.compile(r"\s*,?\s*(?:ngày\b.{0,40}?\bcủa\b|của\b|về\b|và\b|;)")
# "ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH SỐ 211/QĐ-UBND": an issuer that is named by a document
_CITING = re.compile(r"(?:QUYẾT ĐỊNH|KẾ HOẠCH|NGHỊ QUYẾT|CHỈ THỊ|NGHỊ ĐỊNH|ĐỀ ÁN|THÔNG BÁO)\s*$")
_LONE = re.compile(r"\d{1,5}")

# "ngày 03 tháng 7 năm 2023", "ngày14 tháng7 năm 2025", "ngày 5/1/2026", "ngày 1 4 tháng 0 7 năm 202 5" of stamps
_DAY = re.compile(
    r"ngày,?\s*(\d ?\d?)\s*(?:tháng|[/.-])\s*(\d ?\d?)\s*,?\s*(?:năm|[/.-])\s*(\d ?\d ?\d ?\d)(?!\d)",
    re.IGNORECASE,
)
# "ngày      tháng 12 năm 2025", "ngày … tháng … năm 2026", "ngày     /01/2026"
_NO_DAY = re.compile(
    r"ngày[\s.…_]*+(\d{0,2})[\s.…_]*+(?:tháng|/)[\s.…_]*+(\d{0,2})[\s.…_]*+(?:năm|/)[\s.…_]*+(\d{0,4})"
)
# "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025" is no place
_NO_PLACE = re.compile(
    r"(?:Căn|Theo|Thực|Luật|Bộ luật|Nghị|Quyết|Kế|Thông|Công văn|Chỉ thị|Báo|Tờ|Kết|Từ|Trước|Đến|Hết|Vào|Hướng|Xét|Kèm"
    r"|Văn bản|Công điện|Chương trình|Ban hành|Hoàn thành|Sau|Tính|Hồi|Thứ|Ký|Cập nhật|Biên)\b"
)
# "Số: 145/SNV-CCHC V/v cử công chức Bình Sơn, ngày 05 …": a PDF with both columns of the head in one line
_ABOUT_BEFORE_PLACE = re.compile(r"\s*V/v\b.{0,300}?(?=[A-ZĐ]\w*(?:[ -]+[A-ZĐ]\w*){0,4},\s*$)")
_BEHIND_PLACE = re.compile(r"\w\s*,\s*ngày|\w\s*,$", re.IGNORECASE)
# what may go on in the next cell or line: "Số:" | "21" | "/KH-UBND", "Suối Mây, ngày" | "20" | "tháng 01 năm 2026"
_OPEN = re.compile(
    r"(?:(?<!\w)(?:Số|SỐ|Sô)\s*[:.]?\s*\d*[a-zA-Z]?|(?:Số|SỐ)\s*[:.]?\s*\d+\s*[/–-](?:[A-ZĐ\d\s/–-]*[/–-])?"
    r"|[Nn]gày\s*\d*|tháng\s*\d*|năm\s*\d{0,3})\s*$"
)
_PIECES = 5
# "(Ban hành kèm theo Kế hoạch số: 153/KH-UBND ngày 03/7/2023 của Ủy ban nhân dân tỉnh Yên Bái)"
_ATTACHED = re.compile(
    r"\(\s*(?:Ban hành kèm theo|Kèm theo|Đính kèm|Phụ lục kèm theo)\b|Ban hành kèm theo\b", re.I
)
_ATTACHED_NUMBER = re.compile(rf"\b[Ss]ố\s*[:.]?\s*(\d{{1,5}}[a-zA-Zđ]?)\s*([/–-])\s*({_SYMBOL})(?![a-zà-ỹ])")
_ATTACHED_DAY = re.compile(r"ngày\s*(\d{1,2})\s*(?:tháng|[/.-])\s*(\d{1,2})\s*(?:năm|[/.-])\s*(\d{4})(?!\d)")
_ATTACHED_SYMBOL = re.compile(rf"\b[Ss]ố\s*[:.]?[\s.…_]*\d*[a-zA-Z]?\s*[/–-]\s*({_SYMBOL})")
# "Ngày ký: 20/01/2026 10:12:33 +07:00", "Thời gian ký: 20.01.2026": when it was signed is not always when it is dated
_SIGNED = re.compile(
    r"(?:Ngày ký|Thời gian ký|Ký ngày|Signing time)\s*:?\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", re.I
)
_LONGEST = 200
_LONGEST_LINE = 600
_LONGEST_PLACE = 7  # words: "Thành phố Bà Rịa - Vũng Tàu"
_ENDING = 12  # lines at the end of a document, where some are dated


@dataclass(frozen=True, slots=True)
class NumberAndDate:
    """Number and date as far as they are sure, and what was seen where they are not."""

    number: str | None = None
    date: date | None = None
    doubts: tuple[HeadDoubt, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen(Generic[T]):
    """What a line says: the value None where it has a blank or is no proof; `symbol` of a number."""

    value: T | None
    line: HeadLine
    symbol: str = ""


def number_and_date(
    head: Sequence[HeadLine], below: Sequence[HeadLine], everything: Sequence[HeadLine]
) -> NumberAndDate:
    """Return what the lines of the `head` say, or one of the first lines `below` the kind that says nothing else; then
    what the lines of annexes among `everything` say that name their document."""
    numbers = [*_numbers(head), *(one for one in _numbers(below) if is_number_line(one.line.text))]
    days = _with_place([*_days(head), *(one for one in _days(below) if is_day_line(one.line.text))])
    number, day = _only(numbers), _only(days)
    attached = _attached(everything, {one.symbol for one in numbers if one.symbol})
    if number is None:
        numbers += [one for line in attached if (one := _attached_number(line))]
        number = _only(numbers)
    if day is None:
        days += [_Seen(_day_of(_ATTACHED_DAY.search(line.text)), line) for line in attached]
        day = _only(days)
        days += [_Seen(None, line) for line in everything if _SIGNED.search(line.text)]
        days += [_Seen(None, one.line) for one in _days(everything[-_ENDING:]) if one.value]
    return NumberAndDate(number, day, (*_doubts(NUMBER, number, numbers), *_doubts(DATE, day, days)))


def is_number_line(text: str) -> bool:
    """Whether a line says nothing but a number and symbol, or leaves the number blank.

    >>> is_number_line("Số: 21/KH-UBND"), is_number_line("Số:      /KH-UBND"), is_number_line("Số liệu năm 2026")
    (True, True, False)
    """
    return bool(_NUMBER.fullmatch(text.strip()) or _NO_NUMBER.fullmatch(text.strip()))


def is_day_line(text: str) -> bool:
    """Whether a line says nothing but a place and a date, or leaves the date blank.

    >>> is_day_line("Suối Mây, ngày 20 tháng 01 năm 2026"), is_day_line("Suối Mây, ngày    tháng    năm 2026")
    (True, True)
    >>> is_day_line("Căn cứ Luật Thanh tra ngày 14 tháng 11 năm 2022")
    False
    """
    found = _DAY.search(text) or _NO_DAY.search(text)
    return bool(found and _is_place(text[: found.start()]) and not text[found.end() :].strip(" .,;*_"))


def _only(seen: Sequence[_Seen[T]]) -> T | None:
    """The value that all lines agree on; None where two differ."""
    values = {one.value for one in seen if one.value is not None}
    return values.pop() if len(values) == 1 else None


def _doubts(field: str, value: object, seen: Sequence[_Seen[T]]) -> Iterator[HeadDoubt]:
    if value is None:
        for line in dict.fromkeys(one.line for one in seen):
            yield HeadDoubt(field, line.text[:_LONGEST], line.place)


# --- the line of the number -----------------------------------------------------------------------------------


def _numbers(lines: Sequence[HeadLine]) -> Iterator[_Seen[str]]:
    for at, line in enumerate(lines):
        if len(line.text) > _LONGEST_LINE:
            continue
        begins = _NUMBER_BEGINS.search(line.text)
        before = line.text[: begins.start()] if begins else ""
        if begins is None or not _is_printed_head(before) or _CITING.search(before):
            continue
        text, found = _completed(lines, at, _NUMBER.search)
        if found and _CITED.match(text[found.end() :]):
            continue
        if found:
            yield _Seen(_number_of(found), line, _symbol(found[3]))
            continue
        blank = _NO_NUMBER.match(line.text[begins.start() :])
        symbol = _symbol(blank[2]) if blank and blank[2] else ""
        after = lines[at + 1] if at + 1 < len(lines) else None
        if blank and symbol and after and _LONE.fullmatch(after.text):  # a text box over the blank
            yield _Seen(f"{after.text}{_sign(blank[1])}{symbol}", line, symbol)
        else:
            yield _Seen(None, line, symbol)


def _is_printed_head(text: str) -> bool:
    """Whether nothing, or only capitals, stand before the number: a PDF may print the issuer in the same line."""
    return text.upper() == text


def _completed(
    lines: Sequence[HeadLine], at: int, search: Callable[[str], re.Match[str] | None]
) -> tuple[str, re.Match[str] | None]:
    """The line `at`, with the next ones as long as it breaks off, and what `search` finds in it."""
    text = lines[at].text
    found = search(text)
    for line in lines[at + 1 : at + _PIECES]:
        if (
            (found and not text.endswith(("-", "/", "–")))
            or not _OPEN.search(text)
            or len(line.text) > _LONGEST
        ):
            break
        if _NUMBER_BEGINS.search(text) and is_day_line(line.text):
            continue  # the other column of the head, between two lines of a number
        text = join(text, line.text)
        found = search(text)
    return text, found


def _number_of(found: re.Match[str]) -> str:
    return f"{found[1]}{_sign(found[2])}{_symbol(found[3])}"


def _sign(sign: str) -> str:
    return sign.replace("–", "-")


def _symbol(text: str) -> str:
    return "".join(text.split()).replace("–", "-")


# --- the line of place and date -------------------------------------------------------------------------------


def _days(lines: Sequence[HeadLine]) -> Iterator[_Seen[date]]:
    for at, line in enumerate(lines):
        if "ngày" not in line.text.lower() or len(line.text) > _LONGEST_LINE:
            continue
        text, found = _completed(lines, at, _DAY.search)
        shape = found or _NO_DAY.search(text)
        if shape is None or not _may_be_day_line(text, shape):
            continue
        day = _day_of(found) if found else _filled_in(shape, lines[at + 1 : at + 3])
        yield _Seen(day, line)


def _with_place(days: Sequence[_Seen[date]]) -> list[_Seen[date]]:
    """The lines in which a place stands before the date: "Bình Sơn, ngày"; all of them where none has it. "ngày
    18/5/2026" alone may be the end of what a letter is about."""
    placed = [one for one in days if _BEHIND_PLACE.search(one.line.text)]
    return placed or list(days)


def _may_be_day_line(text: str, shape: re.Match[str]) -> bool:
    number = _NUMBER.search(text[: shape.start()]) or _NO_NUMBER.search(text[: shape.start()])
    begins = number.end() if number else 0
    about = _ABOUT_BEFORE_PLACE.match(text, begins, shape.start()) if number else None
    begins = about.end() if about else begins
    rest = text[shape.end() :].strip()
    goes_on = (
        bool(rest) and not rest.startswith("V/v") and rest[0] not in ".,;*_()-" and not rest[0].isupper()
    )
    return _is_place(text[begins : shape.start()]) and not goes_on


def _is_place(text: str) -> bool:
    """Whether what stands before a date is a place, capitals of the head, or nothing.

    >>> _is_place("Suối Mây, "), _is_place(""), _is_place("Căn cứ Luật Đất đai "), _is_place("hoàn thành trước ")
    (True, True, False, False)
    >>> _is_place("ỦY BAN NHÂN DÂN XÃ SUỐI MÂY Suối Mây, "), _is_place("Thành phố An Lạc, ")
    (True, True)
    """
    words = list(dropwhile(str.isupper, text.replace("*", " ").split()))
    place = " ".join(words).strip(" _.…-–")
    if not place:
        return True
    small = sum(word[0].islower() for word in words)
    return (
        place[0].isupper()
        and len(words) <= _LONGEST_PLACE
        and small <= (2 if place.endswith(",") else 1)
        and not _NO_PLACE.match(place)
        and not any(sign in place for sign in ':;()“”"/')
        and not any(sign.isdigit() for sign in place)
    )


def _filled_in(blank: re.Match[str], after: Sequence[HeadLine]) -> date | None:
    """The date of a line whose blanks are filled by numbers in the next lines: text boxes over the blanks."""
    boxes = [line.text for line in after if _LONE.fullmatch(line.text)]
    parts = [part or (boxes.pop(0) if boxes else "") for part in blank.groups()]
    return _existing("/".join(parts)) if all(parts) and not boxes else None


def _day_of(found: re.Match[str] | None) -> date | None:
    return _existing("/".join("".join(part.split()) for part in found.groups())) if found else None


def _existing(text: str) -> date | None:
    day = day_of(text)
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


# --- the line of an annex that names its document -------------------------------------------------------------


def _attached(lines: Sequence[HeadLine], own: set[str]) -> list[HeadLine]:
    """The lines of annexes that name their document; where the head has a symbol (`own`), only those that name it."""
    found = [line for line in lines if _ATTACHED.match(line.text)]
    return [line for line in found if not own or _symbol_named(line.text) in (*own, "")]


def _symbol_named(text: str) -> str:
    found = _ATTACHED_SYMBOL.search(text)
    return _symbol(found[1]) if found else ""


def _attached_number(line: HeadLine) -> _Seen[str] | None:
    found = _ATTACHED_NUMBER.search(line.text)
    if found:
        return _Seen(_number_of(found), line)
    return _Seen(None, line) if re.search(r"\bsố\b", line.text) else None
