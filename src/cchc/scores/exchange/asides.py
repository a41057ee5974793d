"""Rows of a points table that stand between the units and are none: means and totals, headings of sections, notes.

An office prints its table with them, and a mean that is read as a unit takes a rank from a department.
"""

from __future__ import annotations

import re
from enum import StrEnum

from cchc.core.words.messages import Message
from cchc.core.words.names import spelling_key


class Aside(StrEnum):
    """What a row is that is no unit. `DOUBTFUL` may be one: who made the file has to say."""

    SUMMARY = "summary"
    SECTION = "section"
    NOTE = "note"
    HEADING = "heading"
    DOUBTFUL = "doubtful"

    @property
    def words(self) -> Message:
        """What is said of such a row; "{text}" is what stands in it."""
        return _WORDS[self]


_WORDS = {
    Aside.SUMMARY: Message("“{text}” is a mean, a total or the like and no unit: its row is left out"),
    Aside.SECTION: Message(
        "“{text}” is the heading of a section and no unit: its row is left out; "
        "a peer group is what the column khối says"
    ),
    Aside.NOTE: Message("“{text}” is a note and no unit: its row is left out"),
    Aside.HEADING: Message("“{text}” is a heading once more and no unit: its row is left out"),
    Aside.DOUBTFUL: Message(
        "“{text}” has values and looks like a group of units or its mean: delete the row, or write the unit's own name"
    ),
}

# The number before a name: "I.", "2)", "b/", "-", "*".
_NUMBERING = re.compile(r"\s*(?:[-–•*+]+|\(?(?:[IVXLC]{1,7}|[0-9]{1,3}|[A-Za-zĐđ])\s*[.):/])\s*")
_COUNTED = re.compile(r"\(\s*(?:[0-9]{1,3}|[A-Za-zĐđ])\s*\)")


def _keys(*texts: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(spelling_key(text).split()) for text in texts)


# Alone, or before a word of `_OF`: "Cộng Hòa", "Tổng Cọt" and "Trung Bình Hòa" are names of communes.
_SUMMARIES = _keys(
    "trung bình", "trung bình cộng", "trung bình chung", "bình quân", "bình quân chung", "điểm trung bình",
    "điểm bình quân", "giá trị trung bình", "chỉ số trung bình", "tổng cộng", "tổng số", "tổng điểm", "tổng", "cộng",
    "cộng chung", "tổng hợp", "cao nhất", "thấp nhất", "lớn nhất", "nhỏ nhất", "điểm cao nhất", "điểm thấp nhất",
    "giá trị lớn nhất", "giá trị nhỏ nhất", "trung vị", "độ lệch chuẩn", "điểm tối đa", "tối đa", "điểm chuẩn",
    "mức trung bình", "mức bình quân", "điểm tb",
    "toàn tỉnh", "toàn thành phố", "toàn khối", "toàn ngành", "cả tỉnh", "chung toàn tỉnh", "số đơn vị", "tb", "tbc",
    "mean", "average", "avg", "total", "grand total", "subtotal", "sum", "max", "maximum", "min", "minimum", "median",
)  # fmt: skip
_OF = frozenset(
    spelling_key(word)
    for word in (
        "khối", "nhóm", "cụm", "các", "chung", "toàn", "cả", "tỉnh", "thành", "cộng", "của", "cấp", "điểm", "năm",
        "số", "sở", "xã", "lĩnh", "chỉ", "đơn", "theo", "tiêu", "of", "per", "all",
    )
)  # fmt: skip
_NUMBERED_SECTIONS = _keys(
    "các", "khối", "nhóm", "cụm", "cơ quan", "đơn vị", "cấp", "ubnd các", "ubnd cấp", "ủy ban nhân dân các",
    "sở, ban, ngành", "sở ban ngành", "sở, ngành", "xã, phường", "phường, xã", "huyện, thị xã", "ban, ngành",
)  # fmt: skip
_SECTIONS = _keys(
    "các", "khối", "nhóm", "cụm", "ubnd các", "ủy ban nhân dân các", "sở, ban, ngành", "xã, phường"
)
_NOTES = _keys(
    "ghi chú", "chú thích", "nguồn", "người lập", "người tổng hợp", "lập biểu", "thủ trưởng", "note", "notes", "source",
)  # fmt: skip


def aside_of(text: str, *, has_values: bool) -> Aside | None:
    """What a row is whose name is `text`, when it is no unit; `has_values`: something else stands in it too.

    >>> [aside_of(name, has_values=True) for name in ("Trung bình khối sở", "I. Các sở", "Cộng Hòa")]
    [<Aside.SUMMARY: 'summary'>, <Aside.SECTION: 'section'>, None]
    >>> aside_of("Các sở", has_values=False), aside_of("Các sở", has_values=True)
    (<Aside.SECTION: 'section'>, <Aside.DOUBTFUL: 'doubtful'>)
    """
    numbering = _NUMBERING.match(text)
    bare = text[numbering.end() :] if numbering else text
    words = tuple(spelling_key(re.split(r"[(:;=]", bare)[0]).split()) or tuple(spelling_key(bare).split())
    if any(_is_summary(words, one) for one in _SUMMARIES):
        return Aside.SUMMARY
    if numbering and _begins(words, _NUMBERED_SECTIONS):
        return Aside.SECTION
    if _begins(words, _SECTIONS):
        return Aside.DOUBTFUL if has_values else Aside.SECTION
    if not has_values and _begins(words, _NOTES):
        return Aside.NOTE
    return Aside.HEADING if _COUNTED.fullmatch(text.strip()) else None


def _is_summary(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    rest = words[len(phrase) :]
    return words[: len(phrase)] == phrase and (not rest or rest[0] in _OF or rest[0].isdigit())


def _begins(words: tuple[str, ...], phrases: tuple[tuple[str, ...], ...]) -> bool:
    return any(words[: len(one)] == one for one in phrases)
