"""Citations of legal documents in running text.

A citation has the kind of the document, its number and symbol, its date and its issuer, as far as the text says
them. Line breaks inside a symbol ("132/KH- UBND"), leading zeros (01/6 and 01/06) and long or short names (Ủy ban
nhân dân, UBND) make no difference.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

KINDS = (
    "thông báo kết luận", "chương trình hành động", "chương trình phối hợp", "thông tư liên tịch",
    "nghị quyết liên tịch", "nghị quyết", "nghị định", "quyết định", "chỉ thị", "thông tư", "công văn",
    "công điện", "kế hoạch", "thông báo",
    "kết luận", "chương trình", "hướng dẫn", "báo cáo", "tờ trình", "pháp lệnh", "luật", "bộ luật", "đề án",
    "quy chế",
    "quy định", "văn bản", "giấy mời", "biên bản", "phương án", "dự án", "thỏa thuận", "thoả thuận", "bản thỏa thuận",
    "bản thoả thuận", "bản ghi nhớ", "phiếu chuyển", "phiếu gửi", "phiếu báo", "phiếu trình", "thông cáo", "thông tri",
    "hợp đồng", "giấy ủy quyền", "giấy giới thiệu", "thư mời", "thư công", "chiến lược", "quy hoạch", "điều lệ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation: `text` as written (blanks folded), the parts it names, and the line it begins on, from 1.

    `day` is the date as written; the date is None where it is absent or no day of the calendar. `continued` says
    that its kind stands before: it goes on a list, or words come in between.
    """

    text: str
    number: str
    symbol: str
    kind: str | None = None
    date: date | None = None
    day: str | None = None
    issuer: str | None = None
    line: int = 1
    continued: bool = False

    @property
    def reference(self) -> str:
        """Number and symbol as they are written on the document.

        >>> citations("Nghị quyết số 19- NQ/TW")[0].reference
        '19-NQ/TW'
        """
        return f"{self.number}{'-' if _PARTY_SYMBOL.fullmatch(self.symbol) else '/'}{self.symbol}"


# "27/CTPH-UBND-UBMTTQVN-HCCB", "QĐ-TTg", "TT-BNV", "QH14"; some parts are not all capitals
_PART = r"(?:[A-ZĐ]{2,}+[a-zđ]?[A-ZĐ]*+\d*+|TTg|CTr|CTHĐ|CTPH)"
# The Party writes a dash before the symbol: "19-NQ/TW", once wrapped as "19-\n\nNQ/TW" in an issued plan
_PARTY_SYMBOL = re.compile(
    r"(?:NQ|CT|KL|QĐ|QĐi|KH|CTr|HD|TB|BC|ĐA|QC|CV|TTr|NQLT|CTrHĐ)\s?/\s?(?:[A-ZĐ]{2,}+)"
)
# "90/2020/NĐ-CP" holds its year
_SYMBOL = rf"(?:(?:19|20)\d\d\s?/\s?)?{_PART}(?:\s?[-–]\s?{_PART})*(?:/{_PART})?"
KIND_PATTERN = "|".join(kind.replace(" ", r"\s") for kind in sorted(KINDS, key=len, reverse=True))
# "01/6/2020", "05 tháng 9 năm 2016"
_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\stháng\s\d{1,2}\snăm\s\d{4}"
# "04/20 sở", "8,963/9,5 điểm", "Quý III/2023" are no citations: a symbol of capitals must follow the number
_CITATION = re.compile(
    rf"(?:\b(?P<kind>(?i:{KIND_PATTERN}))\s)?(?P<mark>số\s?:?\s?)?"
    rf"(?<![\d/.,-])(?P<number>\d{{1,5}}[a-z]?)\s?"
    rf"(?:/\s?(?P<symbol>{_SYMBOL})|[-–]\s?(?P<party>{_PARTY_SYMBOL.pattern}))(?![A-Za-zĐđ\d])"
    rf"(?:,?\s?(?:ký\s)?ngày\s(?P<day>{_DAY}))?",
)
_IGNORING_CASE = re.compile(KIND_PATTERN, re.IGNORECASE)
_OF = re.compile(r",?\s?của\s")
_WORD = re.compile(r"[^\s,;.:()“”\"]+|[,;.:()“”\"]")
_LONGEST_ISSUER = 18  # words
_LONGEST_AFTER = 210  # letters behind a citation in which its issuer stands
_CLAUSE = 60  # letters before a number in which its kind may stand: "Kế hoạch của UBND tỉnh số 12/KH-UBND"
# "của UBND tỉnh về triển khai": the first word that goes on with the sentence
_ISSUER_STOPS = frozenset((
    "về", "ban", "phê", "quy", "hướng", "thực", "triển", "công", "sửa", "bổ", "đảm", "bảo", "đẩy", "cần", "tại",
    "trong",
    "theo", "cho", "đến", "đã", "được", "để", "nhằm", "kèm", "giao", "chỉ", "tổ", "kết", "kiểm", "tăng", "ngày",
    "năm",
    "gồm", "thì", "là", "có", "với", "từ", "khi", "này", "như", "nêu", "yêu", "v/v", "việc", "do", "sau", "trước",
    "đạt",
    "ra", "xác", "quyết", "ngành", "số", "giai", "góp", "nâng", "tiếp", "phải", "các", "Các", "những", "xây", "phối",
    "tham", "đánh",
))  # fmt: skip
# "của UBND tỉnh và Kế hoạch số", "của Bộ Nội vụ và Sở Nội vụ": behind "và" another agency or document begins
_JOINT = ("bộ", "sở", "ubnd", "hđnd", "ủy", "uỷ", "ban", "chủ", "thủ", "văn", "tỉnh", "chính")


def citations(text: str) -> tuple[Citation, ...]:
    """The documents that `text` cites by number and symbol, in their order.

    >>> found = citations("theo Kế hoạch số 132/KH-\\nUBND ngày 01/6/2020 của UBND tỉnh về cải cách")[0]
    >>> found.kind, found.number, found.symbol, str(found.date), found.issuer
    ('Kế hoạch', '132', 'KH-UBND', '2020-06-01', 'UBND tỉnh')
    >>> citations("đạt 8,963/9,5 điểm; Quý III/2023; 09/28 sở")
    ()
    """
    folded_text, starts = one_line(text)
    found: list[Citation] = []
    end = 0
    for match in _CITATION.finditer(folded_text):
        if not _is_citation(match):
            continue
        between = folded_text[end : match.start()]
        listed = bool(found and re.fullmatch(r"[\s,;]*(?:và\s)?", between)) or _kind_before(between)
        citation = _citation(match, folded_text, bisect_right(starts, _beginning(match)), listed)
        found.append(citation)
        end = match.end()
    return tuple(found)


_CELL = "¦"  # "ngày 30/12/2022 của\tCung cấp đầy đủ": the next cell is no issuer


def one_line(text: str) -> tuple[str, list[int]]:
    """The text on one line with single blanks and a sign between cells, and where each of its lines begins in it."""
    starts: list[int] = []
    pieces: list[str] = []
    length = 0
    for line in text.splitlines():
        words = " ".join(line.replace("*", "").replace("\t", f" {_CELL} ").split())
        starts.append(length)
        if words:
            pieces.append(words)
            length += len(words) + 1
    return " ".join(pieces), starts


def _kind_before(between: str) -> bool:
    """Whether the clause in front names a kind: "Kế hoạch của UBND tỉnh số 12/KH-UBND"."""
    clause = re.split(r"[.;:]", between[-_CLAUSE:])[-1]
    kinds = re.findall(rf"\b(?:{KIND_PATTERN})\b", clause, re.IGNORECASE)
    return any(not kind.isupper() for kind in kinds)


def _is_citation(match: re.Match[str]) -> bool:
    """Whether the number is one of a document: announced as such, or with a symbol of several parts."""
    symbol = match["symbol"] or match["party"]
    return bool(match["kind"] or match["mark"] or match["party"] or "-" in symbol or symbol[:4].isdigit())


def _beginning(match: re.Match[str]) -> int:
    return match.start("kind") if match["kind"] else match.start()


def _citation(match: re.Match[str], text: str, line: int, listed: bool) -> Citation:
    symbol = re.sub(
        r"\s?([-–/])\s?", lambda sign: sign[1].replace("–", "-"), match["symbol"] or match["party"]
    )
    issuer = _issuer(text[match.end() : match.end() + _LONGEST_AFTER])
    return Citation(
        text=match[0].strip(),
        number=match["number"],
        symbol=symbol,
        kind=match["kind"],
        date=day_of(match["day"]) if match["day"] else None,
        day=match["day"],
        issuer=issuer,
        line=line,
        continued=listed and match["kind"] is None,
    )


def day_of(text: str) -> date | None:
    """The day that a citation or the head of a document writes; None where the calendar has no such day.

    >>> day_of("01/6/2020") == day_of("01/06/2020") == day_of("ngày 01 tháng 6 năm 2020")
    True
    >>> day_of("31/02/2023") is None
    True
    """
    numbers = re.findall(r"\d+", text)
    if len(numbers) != 3 or any(len(number) > 4 for number in numbers):
        return None
    day, month, year = map(int, numbers)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _issuer(rest: str) -> str | None:
    """The issuer after "của": words up to where the sentence goes on."""
    begins = _OF.match(rest)
    if not begins:
        return None
    words: list[str] = []
    tokens = _WORD.findall(rest[begins.end() : begins.end() + 200])
    for at, word in enumerate(tokens[:_LONGEST_ISSUER]):
        if not word[0].isalnum() and word not in "-–":
            break
        if _ends_issuer(word, words) or (
            word in ("và", "-", "–") and not _name_goes_on(words, tokens[at + 1 :])
        ):
            break
        words.append(word)
    named = " ".join(words)
    # "của đồng chí Nguyễn Văn A - Chủ tịch UBND tỉnh"
    named = re.sub(r"^đồng chí .*? [-–] ", "", named)
    return named if named[:1].isupper() else None


def _ends_issuer(word: str, words: list[str]) -> bool:
    """Whether the sentence goes on with `word`; "ban" belongs to "Ủy ban" and "Trưởng ban"."""
    return word in _ISSUER_STOPS and not (
        word == "ban" and words[-1:] and words[-1].casefold() in _BEFORE_BAN
    )


_BEFORE_BAN = ("ủy", "uỷ", "trưởng", "phó")


def _name_goes_on(words: list[str], following: list[str]) -> bool:
    """Whether "và" or a dash stands inside a name: "Bộ Kế hoạch và Đầu tư", not "UBND tỉnh và Kế hoạch số"."""
    if not words or not following or not following[0][:1].isupper():
        return False
    person = words[:2] == ["đồng", "chí"]
    phrase = " ".join(following[:2]).casefold()
    begins_anew = phrase.split()[0] in _JOINT or _IGNORING_CASE.match(phrase) is not None
    return person or (words[0] in ("Bộ", "Sở", "Phòng", "Ban", "Ủy", "Uỷ") and not begins_anew)
