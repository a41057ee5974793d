"""Where a wording may be taken apart: its separators outside brackets, and outside names that hold one themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# "Sở Nội vụ, và Sở Y tế"; the stroke of "Đ/c" separates nothing
_SEPARATOR = re.compile(r"\s*[;,](?:\s*và\s+|\s*)|\s+và\s+|\s+&\s+|\.\s+|\s+[-–]\s+|(?<![Đđ])\s*/\s*")
_BETWEEN = r"\s*(?:,|&|-|–|/|\bvà\b)\s*"
_COUNCIL = r"(?:hđnd|hội đồng nhân dân)"
_COMMITTEE = r"(?:ubnd|(?:ủy|uỷ) ban nhân dân)"
# Names with a separator in them, most of which stand in no list of units that the reader has
_CLOSED = re.compile(
    # "Sở Văn hóa, Thể thao và Du lịch"; "Sở Lao động, Thương binh và Xã hội"; "Báo và Phát thanh, truyền hình tỉnh"
    r"văn h(?:óa|oá)\s*[,-]\s*thể thao(?: (?:và|&) du lịch)?"
    r"|(?:chính trị|kinh tế|văn h(?:óa|oá))\s*[,–-]\s*xã hội"
    r"|lao động\s*[,–-]\s*thương binh (?:và|&) xã hội|phát thanh\s*[,–-]\s*truyền hình"
    # "Văn phòng HĐND và UBND xã", "VP Đoàn ĐBQH, HĐND và UBND tỉnh"
    rf"|(?:văn phòng|vp)\s+(?:đoàn (?:đbqh|đại biểu quốc hội)|{_COUNCIL}|đảng (?:ủy|uỷ)|tỉnh (?:ủy|uỷ))"
    rf"(?:{_BETWEEN}(?:{_COUNCIL}|{_COMMITTEE}))+"
    # "Phòng Kinh tế, Hạ tầng và Đô thị" of wards since July 2025; "Báo và Đài Phát thanh tỉnh"
    r"|kinh tế\s*,\s*hạ tầng(?: và đô thị)?|báo và đài|báo và phát thanh(?:\s*[,–-]\s*truyền hình)?"
    # "Ban Quản lý khu kinh tế và các khu công nghiệp"
    r"|khu kinh tế(?: [^,;()]{1,40})? và các khu",
    re.IGNORECASE,
)


def apart(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of a text with the separator before each: "" before the first. All together they are the text.

    >>> list(apart("Văn phòng HĐND và UBND xã, Phòng Kinh tế (đất đai, nhà ở)"))
    [('', 'Văn phòng HĐND và UBND xã'), (', ', 'Phòng Kinh tế (đất đai, nhà ở)')]
    """
    closed = sorted([*_brackets(text), *(found.span() for found in _CLOSED.finditer(text))])
    begin = at = until = 0
    separator = ""
    for found in _SEPARATOR.finditer(text):
        while at < len(closed) and closed[at][0] <= found.start():
            until = max(until, closed[at][1])
            at += 1
        if found.start() < until:
            continue
        yield separator, text[begin : found.start()]
        separator, begin = found[0], found.end()
    yield separator, text[begin:]


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where brackets open and close; one without the other is none."""
    opened: list[int] = []
    for found in re.finditer(r"[()]", text):
        if found[0] == "(":
            opened.append(found.start())
        elif opened:
            yield opened.pop(), found.end()


def count_of_separators(text: str) -> int:
    """How many places there are at which a text may be taken apart, if nothing were known of names."""
    return sum(1 for _ in _SEPARATOR.finditer(text))


def together(pieces: Sequence[tuple[str, str]]) -> str:
    """Pieces with the separators between them, as `apart` gave them; the one before the first is left out."""
    return "".join(part for at, piece in enumerate(pieces) for part in (piece if at else piece[1:]))
