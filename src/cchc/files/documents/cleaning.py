"""Text without the marks of other programs: HTML, markdown, hidden characters, superfluous blanks.

Words are never corrected: readers get the words and the spelling of the office.

>>> clean("Số: *153*/KH-UBND"), clean("(<i>năm 2022</i>)&nbsp; đạt")
('Số: 153/KH-UBND', '(năm 2022) đạt')
>>> cell_lines("- Rà soát biên chế. - Kiểm tra; - Báo cáo")
('- Rà soát biên chế.', '- Kiểm tra;', '- Báo cáo')
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

from cchc.core.words.letters import composed_text
from cchc.files.old_fonts import has_old_letters

# "một<br/>hai" in a cell of a table pasted from a page
_BREAKS = re.compile(r"<(?:br|li|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.IGNORECASE)
# "<i>(năm 2022 đạt 8,963/9,5 điểm …)</i>" in plan 153/KH-UBND of Yên Bái, "<ul style=…>" around its lists
_TAGS = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|font|sub|sup|ul|ol|li|p|div|br|h\d|table|thead|tbody|tr|td|th|mark|small|s)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# "&nbsp;", "&amp;" beside those tags
_ENTITIES = re.compile(r"&(?:nbsp|amp|lt|gt|quot|apos|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
# "Số: *153*/KH-UBND" in the text of the same plan
_STARS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]*[^\s*])\1(?!\*)")
# "__KẾ HOẠCH__": the other way in which programs that turn Word into markdown write bold
_UNDERLINES = re.compile(r"(?<!\w)(__)(?=\S)([^_\n]+)(?<=\S)\1(?!\w)")
# "**KT. CHỦ TỊCH" over two lines, of which only the first has its stars
_LEFT_STARS = re.compile(r"\*\*+")
# "# KẾ HOẠCH": a heading as the same programs write it
_HEADING = re.compile(r"^\s*#{1,6}\s+")
# "- Rà soát biên chế. - Kiểm tra; - Báo cáo": a list that lost its line ends
_LISTED = re.compile(r"(?<=[.;:!?…])\s+(?=[-–+]\s+\S)")
_LIST_MARK = re.compile(r"\s*[-–+]\s+\S")
_SOFT_HYPHEN = "\u00ad"  # the letter "ư" of TCVN3: kept until the letters of old fonts are decoded
_DROPPED = frozenset(("Cc", "Cf", "Co", "Cs"))


def clean(text: str) -> str:
    """Return `text` as one line: marks removed, letters composed (NFC), white space folded."""
    return " ".join(_kept(without_marks(text)).split())


def without_marks(text: str) -> str:
    """Return `text` without the marks of HTML and markdown; line breaks of HTML become line breaks."""
    if "<" in text:
        text = _TAGS.sub("", _BREAKS.sub("\n", text))
    if "&" in text:
        text = _ENTITIES.sub(lambda entity: html.unescape(entity.group()), text)
    if "*" in text:
        text = _LEFT_STARS.sub("", _STARS.sub(r"\2", text))
    if "__" in text:
        text = _UNDERLINES.sub(r"\2", text)
    return _HEADING.sub("", text)


def cell_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a cell: its own line breaks, and one line for each item of a list written without line
    breaks."""
    lines = (clean(line) for line in without_marks(text).splitlines())
    return tuple(item for line in lines if line for item in _items(line))


def fold_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the `cell_lines` of several lines together."""
    return tuple(item for line in lines for item in cell_lines(line))


def _items(line: str) -> list[str]:
    return _LISTED.split(line) if _LIST_MARK.match(line) else [line]


def _kept(text: str) -> str:
    whole = composed_text(text)
    if whole.isprintable():  # nothing of the dropped kinds is
        return whole
    if _SOFT_HYPHEN in whole and has_old_letters(whole):
        return _SOFT_HYPHEN.join("".join(map(_plain, part)) for part in whole.split(_SOFT_HYPHEN))
    return "".join(map(_plain, whole))


def _plain(mark: str) -> str:
    if mark in "\t\n\r":
        return " "
    return "" if unicodedata.category(mark) in _DROPPED else mark
