"""Letters as Unicode writes them: one letter has many spellings, and a spelling may be made to be costly.

"ệ" is one sign, or an "e" with two marks behind it. To compare or to count, texts are brought to one spelling first.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Form = Literal["NFC", "NFD", "NFKC"]

MOST_MARKS = (
    30  # marks on one letter, the limit of Unicode's Stream-Safe Text Format; no language has more than five
)
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff]")
_WORD = re.compile(r"\w+")
_MARKS_MAY_STAND_IN = re.compile(rf"[^\x00-\x7f]{{{MOST_MARKS + 1},}}")


def composed_text(text: str, form: Form = "NFC") -> str:
    """Return `text` in one spelling of its letters, by default with each letter as one sign.

    Sorting the marks of a letter takes time by the square of their number: of more than thirty the first thirty stay.

    >>> composed_text("e\u0323\u0302"), len(composed_text("e" + "\u0301\u0323" * 1000)) <= 31
    ('ệ', True)
    """
    return text if text.isascii() else unicodedata.normalize(form, without_towers(text))


def without_hidden_signs(text: str) -> str:
    """Return `text` without the signs that nobody sees: zero-width blanks, soft hyphens, marks of direction and of
    encoding, as they come along from web pages and old files.

    >>> without_hidden_signs("\ufeff8.5\u200b"), without_hidden_signs("Sở\u00a0Y tế") == "Sở\u00a0Y tế"
    ('8.5', True)
    """
    return text if text.isascii() else _HIDDEN.sub("", text)


def without_towers(text: str) -> str:
    """Return `text` with at most thirty marks on one letter.

    >>> without_towers("e" + "\u0301" * 31) == "e" + "\u0301" * 30, without_towers("hoà bình")
    (True, 'hoà bình')
    """
    return _MARKS_MAY_STAND_IN.sub(_lowered, text)


def _lowered(found: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for sign in found[0]:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def words_of(text: str) -> list[str]:
    """Return the words of a text, letters and digits that stand together, as they are written.

    >>> words_of("Số: 21/KH-UBND")
    ['Số', '21', 'KH', 'UBND']
    """
    return _WORD.findall(text)
