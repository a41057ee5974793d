"""Citations of legal documents in running text, and where two of them contradict each other.

A citation has the kind of the document, its number and symbol, its date and its issuer, as far as the text says
them. Line breaks inside a symbol ("132/KH- UBND"), leading zeros (01/6 and 01/06) and long or short names (Ủy ban
nhân dân, UBND) make no difference. Numbers begin anew every year, so one number and symbol with dates of two years
is only a contradiction where one of them looks mistyped (the same day and month) or the symbol holds a year.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cchc.core.words.names import same

KINDS = (
    "thông báo kết luận", "chương trình hành động", "chương trình phối hợp", "thông tư liên tịch",
    "nghị quyết liên tịch", "nghị quyết", "nghị định", "quyết định", "chỉ thị", "thông tư", "công văn",
    "công điện", "kế hoạch", "thông báo",
    "kết luận", "chương trình", "hướng dẫn", "báo cáo", "tờ trình", "pháp lệnh", "luật", "bộ luật", "đề án",
    "quy chế",
    "quy định", "văn bản", "giấy mời", "biên bản",
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


_PART = r"(?:[A-ZĐ]{2,}+[a-zđ]?[A-ZĐ]*+\d*+|TTg|CTr|CTHĐ|CTPH)"
_PARTY_SYMBOL = re.compile(
    r"(?:NQ|CT|KL|QĐ|QĐi|KH|CTr|HD|TB|BC|ĐA|QC|CV|TTr|NQLT|CTrHĐ)\s?/\s?(?:[A-ZĐ]{2,}+)"
)
_SYMBOL = rf"(?:(?:19|20)\d\d\s?/\s?)?{_PART}(?:\s?[-–]\s?{_PART})*(?:/{_PART})?"
_KIND = "|".join(kind.replace(" ", r"\s") for kind in sorted(KINDS, key=len, reverse=True))
_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\stháng\s\d{1,2}\snăm\s\d{4}"
_CITATION = re.compile(
    rf"(?:\b(?P<kind>(?i:{_KIND}))\s)?(?P<mark>số\s?:?\s?)?"
    rf"(?<![\d/.,-])(?P<number>\d{{1,5}}[a-z]?)\s?"
    rf"(?:/\s?(?P<symbol>{_SYMBOL})|[-–]\s?(?P<party>{_PARTY_SYMBOL.pattern}))(?![A-Za-zĐđ\d])"
    rf"(?:,?\s?(?:ký\s)?ngày\s(?P<day>{_DAY}))?",
)
_IGNORING_CASE = re.compile(_KIND, re.IGNORECASE)
_OF = re.compile(r",?\s?của\s")
_WORD = re.compile(r"[^\s,;.:()“”\"]+|[,;.:()“”\"]")
_LONGEST_ISSUER = 18
_LONGEST_AFTER = 210
_CLAUSE = 60
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
_JOINT = ("bộ", "sở", "ubnd", "hđnd", "ủy", "uỷ", "ban", "chủ", "thủ", "văn", "tỉnh", "chính")


def citations(text: str) -> tuple[Citation, ...]:
    """The documents that `text` cites by number and symbol, in their order.

    >>> found = citations("theo Kế hoạch số 132/KH-\\nUBND ngày 01/6/2020 của UBND tỉnh về cải cách")[0]
    >>> found.kind, found.number, found.symbol, str(found.date), found.issuer
    ('Kế hoạch', '132', 'KH-UBND', '2020-06-01', 'UBND tỉnh')
    >>> citations("đạt 8,963/9,5 điểm; Quý III/2023; 09/28 sở")
    ()
    """
    folded_text, starts = _unwrapped(text)
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


_CELL = "¦"


def _unwrapped(text: str) -> tuple[str, list[int]]:
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
    kinds = re.findall(rf"\b(?:{_KIND})\b", clause, re.IGNORECASE)
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


# --- contradictions -----------------------------------------------------------------------------------------


class Contradiction(StrEnum):
    """In what two citations of one document differ."""

    DATE = "two_dates"
    SYMBOL = "two_symbols"
    ISSUER = "two_issuers"


@dataclass(frozen=True, slots=True)
class Contradicted:
    """Two citations of one document that cannot both be right, as positions in what was compared.

    `odd` is the rarer reading at its first place (of equally frequent ones the later), `usual` the other.
    """

    what: Contradiction
    odd: int
    usual: int


def contradictions(cited: Sequence[Citation]) -> tuple[Contradicted, ...]:
    """Where one document is cited with two dates, two symbols or two issuers; each pair of readings once.

    >>> pair = citations("Kế hoạch số 262/KH-UBND ngày 20/12/2023; Kế hoạch số 262/KH-UBND ngày 20/12/2022")
    >>> [found.what.value for found in contradictions(pair)]
    ['two_dates']
    """
    by_number: dict[str, list[int]] = {}
    for at, citation in enumerate(cited):
        by_number.setdefault(number_key(citation.number), []).append(at)
    found = [pair for places in by_number.values() for pair in _contradicted(cited, places)]
    return tuple(sorted(found, key=lambda pair: pair.odd))


def _contradicted(cited: Sequence[Citation], places: list[int]) -> list[Contradicted]:
    """The contradictions among citations of one number; alike citations are compared once, at the first of them."""
    first: dict[tuple[str | None, ...], int] = {}
    for at in places:
        first.setdefault(_readings(cited[at]), at)
    alike_in = {what: Counter(_reading(cited[at], what) for at in places) for what in Contradiction}
    found: dict[tuple[Contradiction, frozenset[str], str], Contradicted] = {}
    for one, other in _neighbours(list(first.values())):
        what = contradiction(cited[one], cited[other])
        if what is None:
            continue
        readings = _reading(cited[one], what), _reading(cited[other], what)
        series = "" if what is Contradiction.SYMBOL else symbol_key(cited[one].symbol)
        alike = alike_in[what]
        odd_first = alike[readings[0]] < alike[readings[1]]
        pair = Contradicted(what, one, other) if odd_first else Contradicted(what, other, one)
        found.setdefault((what, frozenset(readings), series), pair)
    return list(found.values())


_MOST_COMPARED = 40


def _neighbours(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Every two of `places`; of more than forty, each with the forty that follow it, as all pairs would be too many."""
    return (
        (one, other) for at, one in enumerate(places) for other in places[at + 1 : at + 1 + _MOST_COMPARED]
    )


def _readings(citation: Citation) -> tuple[str | None, ...]:
    """All that is compared of a citation."""
    kind = citation.kind.casefold() if citation.kind else None
    return kind, *(_reading(citation, what) for what in Contradiction)


def contradiction(one: Citation, other: Citation) -> Contradiction | None:
    """In what two citations contradict each other if they mean one document; None where they do not.

    >>> day = "ngày 15/12/2022 của"
    >>> first, second = citations(f"Quyết định 3395/QĐ-UBND {day} UBND tỉnh; 3395/QĐ-UBND {day} Chủ tịch UBND tỉnh")
    >>> contradiction(first, second).value
    'two_issuers'
    """
    if not _same_number(one, other):
        return None
    same_symbol = symbol_key(one.symbol) == symbol_key(other.symbol)
    if same_symbol and one.date and other.date and one.date != other.date:
        dated_alike = _looks_mistyped(one.date, other.date) or one.symbol[:4].isdigit()
        return Contradiction.DATE if dated_alike and _may_share_issuer(one, other) else None
    if same_symbol:
        return Contradiction.ISSUER if _one_day(one, other) and not _may_share_issuer(one, other) else None
    return Contradiction.SYMBOL if _one_day(one, other) and _one_series(one, other) else None


def number_key(number: str) -> str:
    """A number without leading zeros, to compare: 02 is 2."""
    return number.lstrip("0").casefold()


def symbol_key(symbol: str) -> str:
    """A symbol to compare: case and the bar of Đ, which scanning loses, make no difference.

    >>> symbol_key("QĐ-TTg") == symbol_key("QD-TTG")
    True
    """
    return symbol.upper().replace("Đ", "D")


def issuer_key(issuer: str) -> str:
    """An issuer to compare: short forms written out, without the term of an assembly.

    >>> issuer_key("Ủy ban nhân dân tỉnh") == issuer_key("UBND tỉnh")
    True
    """
    written = re.sub(r"\bUBND\b", "Ủy ban nhân dân", " ".join(issuer.split()))
    written = re.sub(r"\bHĐND\b", "Hội đồng nhân dân", written)
    return same(re.sub(r"\s(?:khóa|khoá|nhiệm kỳ)\s.*$", "", written))


def may_be_one_issuer(one: str | None, other: str | None) -> bool:
    """Whether two issuers may be one: an unnamed one may be any, a longer name may add the place to a shorter.

    >>> may_be_one_issuer("UBND tỉnh", "UBND tỉnh Hải Dương"), may_be_one_issuer("UBND tỉnh", "Chủ tịch UBND tỉnh")
    (True, False)
    """
    if one is None or other is None:
        return True
    short, long = sorted((issuer_key(one), issuer_key(other)), key=len)
    return long == short or long.startswith(short + " ")


def _may_share_issuer(one: Citation, other: Citation) -> bool:
    return may_be_one_issuer(one.issuer, other.issuer)


def _same_number(one: Citation, other: Citation) -> bool:
    return number_key(one.number) == number_key(other.number)


def _one_day(one: Citation, other: Citation) -> bool:
    return one.date is not None and one.date == other.date


def _looks_mistyped(one: date, other: date) -> bool:
    """Whether two dates of one number and symbol are one slip apart: same year, or same day and month."""
    return one.year == other.year or (one.day, one.month) == (other.day, other.month)


def _one_series(one: Citation, other: Citation) -> bool:
    """Whether two symbols of one number and day should have been one: same kind of document, same issuer."""
    if not one.kind or not other.kind or one.kind.casefold() != other.kind.casefold():
        return False
    if one.issuer and other.issuer:
        return _may_share_issuer(one, other)
    return bool(_bodies(one.symbol) & _bodies(other.symbol))


_KIND_SIGNS = frozenset((
    "QD", "KH", "NQ", "ND", "CT", "TT", "TB", "KL", "BC", "CV", "CTR", "HD", "TTR", "DA", "QC", "CTHD", "CTPH",
    "L", "PL",
))  # fmt: skip


def _bodies(symbol: str) -> set[str]:
    """The parts of a symbol that name a body, not a kind of document."""
    parts = re.split(r"[-/]", symbol_key(symbol))
    return {part for part in parts if part not in _KIND_SIGNS and not part.isdigit()}


def _reading(citation: Citation, what: Contradiction) -> str:
    if what is Contradiction.DATE:
        return str(citation.date)
    if what is Contradiction.SYMBOL:
        return symbol_key(citation.symbol)
    return issuer_key(citation.issuer or "")


# --- annexes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnnexCitation:
    """An annex that a text refers to as attached: its words, its number ("" for the only one), its line."""

    text: str
    number: str
    line: int


_ANNEX = re.compile(r"\b(?i:phụ\slục)(?:\s(?i:số\s)?(?P<number>[IVX]{1,5}|\d{1,2}[A-Z]?|[A-Z])\b)?")
_TABLE_ATTACHED = re.compile(
    r"\(\s?(?:Có|có|Theo|theo)\s(?:biểu|bảng|danh\smục)\b(?=[^()]*kèm\stheo)[^()]*+\)"
)
_OF_ANOTHER = re.compile(
    rf"^[^.;()]{{0,40}}?\b(?:(?:ban\shành|đính|gửi)\s)?(?:kèm\s(?:theo\s)?|của\s|tại\s)?(?i:{_KIND})\s(?!này)(?:số\s|\d)"
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_HEADING = re.compile(
    r"^\W*(?:PHỤ LỤC|Phụ lục|BIỂU|Biểu)(?: (?:SỐ|số))?(?: (?P<number>[IVX]{1,5}|\d{1,2}[A-Z]?|[A-Z]))?"
    r"\W*(?=$|[:.(]| [A-ZĐ]{2})"
)


_ATTACHED_TO = re.compile(rf"^\W*\(\s?(?:ban hành )?kèm theo (?:{_KIND})\b", re.IGNORECASE)


def annexes_cited(text: str) -> tuple[AnnexCitation, ...]:
    """The annexes that a text says it has; those of other documents are left out.

    >>> [annex.number for annex in annexes_cited("nhiệm vụ tại Phụ lục II kèm theo Kế hoạch")]
    ['2']
    >>> annexes_cited("mẫu tại Phụ lục I ban hành kèm theo Nghị định số 30/2020/NĐ-CP")
    ()
    """
    folded_text, starts = _unwrapped(text)
    headings = {at for at, line in enumerate(text.splitlines(), 1) if annex_heading(line) is not None}
    found: list[AnnexCitation] = []
    for match in _ANNEX.finditer(folded_text):
        line = bisect_right(starts, match.start())
        if line not in headings and not _OF_ANOTHER.match(folded_text[match.end() : match.end() + 90]):
            found.append(AnnexCitation(match[0], annex_number(match["number"]), line))
    for match in _TABLE_ATTACHED.finditer(folded_text):
        found.append(AnnexCitation(match[0], "", bisect_right(starts, match.start())))
    return tuple(found)


def annex_heading(line: str) -> str | None:
    """The number of the annex that a line is the heading of ("" if it has none); None for any other line.

    A line in brackets that says what the page is attached to heads an annex without a number.

    >>> annex_heading("PHỤ LỤC II"), annex_heading(" Phụ lục"), annex_heading("(theo Phụ lục I gửi kèm).")
    ('2', '', None)
    """
    words = " ".join(line.split())
    found = _HEADING.match(words)
    if found:
        return annex_number(found["number"])
    return "" if _ATTACHED_TO.match(words) else None


def annex_number(number: str | None) -> str:
    """The number of an annex in one way of writing: II, 2 and 02 are 2."""
    if not number:
        return ""
    return str(_ROMAN.get(number, number.lstrip("0")))
