"""Where two citations of one document contradict each other: two dates, two symbols, two issuers.

Numbers begin anew every year, so one number and symbol with dates of two years is only a contradiction where one of
them looks mistyped (the same day and month) or the symbol holds a year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cchc.core.papers.citations.cited import Citation
from cchc.core.words.names import spelling_key


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

    >>> from cchc.core.papers.citations.cited import citations
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


_MOST_COMPARED = (
    40  # a body that cites one number a thousand times is no plan, but must be read in bounded time
)


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

    >>> from cchc.core.papers.citations.cited import citations
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
    # "Hội đồng nhân dân tỉnh khóa XVII, nhiệm kỳ 2021-2026"
    return spelling_key(re.sub(r"\s(?:khóa|khoá|nhiệm kỳ)\s.*$", "", written))


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


# "93/QĐ-BNV" and "93/QĐ-UBND" of one day are two documents: only the body counts, not the kind
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
