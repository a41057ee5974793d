"""Vietnamese names: how they are searched, ordered and told apart.

One name is typed in many ways: composed or decomposed letters, tone marks in the old or new place (Ủy, Uỷ),
any kind of dash. Three keys answer three questions and are never printed: `search_key` finds, `sort_key` orders,
`spelling_key` tells whether two spellings are one name.
"""

from __future__ import annotations

import re
import unicodedata

from cchc.core.words.letters import composed_text
from cchc.core.words.remembering import remember

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_NO_TONES = str.maketrans("", "", "".join(_TONES))
_LETTER_MARKS = "\u0306\u0302\u031b"
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_CODES = dict(zip(_ALPHABET, "23456789abcdefghijklmnopqrstuvwxy", strict=True))
_END, _SPACE, _NUMBER, _FOREIGN = "00", "01", "1", "z"
_SIGNS = re.compile(
    r"[^\w\s\u0300-\u036f]|ʼ"
)  # signs that are neither letter, digit, blank nor a mark on a letter
_PIECES = re.compile(r"[0-9]+|[^\W\d_]+")


@remember(most=16384)
def search_key(name: str) -> str:
    """Return the search key of a name: lower case, no marks, đ as d, dashes and blanks as one space.

    >>> search_key("Sở Nông nghiệp  và Môi trường"), search_key("ĐẮK LẮK"), search_key("Bà Rịa - Vũng Tàu")
    ('so nong nghiep va moi truong', 'dak lak', 'ba ria vung tau')
    """
    letters = [mark for mark in _spread(name) if not unicodedata.combining(mark)]
    return "".join(letters).replace("đ", "d")


@remember(most=16384)
def spelling_key(name: str) -> str:
    """Return the spelling key of a name: equal for all ways to type one name, different for different names.

    Letters keep their marks; the tone of a word counts, not the letter that carries it.

    >>> spelling_key("Ủy ban  nhân dân") == spelling_key("UỶ BAN NHÂN DÂN")
    True
    >>> spelling_key("Hoà Bình") == spelling_key("Hòa Bình"), spelling_key("Hoa Bình") == spelling_key("Hòa Bình")
    (True, False)
    >>> spelling_key("Thừa Thiên – Huế") == spelling_key("Thừa Thiên - Huế")
    True
    """
    words = (_without_tone(word) + _tone_mark(word) for word in _spread(name).split())
    return composed_text(" ".join(words))


@remember(most=16384)
def text_key(text: str) -> str:
    """Return the key of an option or answer: equal for all ways to type one text. Unlike in names, signs count, dashes
    of all kinds as one.

    >>> text_key("Hoà  nhập") == text_key("hòa nhập"), text_key("A-") == text_key("A")
    (True, False)
    """
    lowered = composed_text(composed_text(text).casefold(), "NFD")
    kinds = ((mark, unicodedata.category(mark)) for mark in lowered)
    seen = "".join("-" if kind == "Pd" else mark for mark, kind in kinds if kind != "Cf")
    return composed_text(" ".join(_without_tone(word) + _tone_mark(word) for word in seen.split()))


@remember(most=16384)
def sort_key(name: str) -> str:
    """Return the sort key of a name: a text of a–z and 0–9, which every database and language orders alike.

    Letters are in the Vietnamese alphabet (a ă â b c d đ e ê …), numbers by their size, words one by one; only
    between names equal so far, tones decide: level, huyền, hỏi, ngã, sắc, nặng. Case and the place of a tone mark do
    not count.

    >>> sorted(["Phường 10", "Phường 2", "Đà Nẵng", "Dương", "An", "Ân", "Ăn"], key=sort_key)
    ['An', 'Ăn', 'Ân', 'Dương', 'Đà Nẵng', 'Phường 2', 'Phường 10']
    >>> sorted(["má", "mạ", "ma", "mã", "mả", "mà"], key=sort_key)
    ['ma', 'mà', 'mả', 'mã', 'má', 'mạ']
    """
    words = [_pieces(word) for word in _spread(name).split()]
    letters = _SPACE.join("".join(_code(piece) for piece in word) for word in words)
    tones = "".join(str(_tone(piece)) for word in words for piece in word)
    return letters + _END + tones


def _spread(name: str) -> str:
    """Return the name in lower case, every mark apart from its letter, dashes and all kinds of blanks as single
    spaces."""
    lowered = composed_text(composed_text(name).casefold(), "NFD")
    return " ".join(_SIGNS.sub(_plainer, lowered).split())


def _plainer(found: re.Match[str]) -> str:
    mark = found[0]
    category = unicodedata.category(mark)
    if category == "Pd":
        return " "
    if category == "Cf":
        return ""
    return "'" if mark in "’‘ʼ`´" else mark


def _tone(word: str) -> int:
    return max(_TONES.get(mark, 0) for mark in composed_text(word, "NFD"))


def _tone_mark(word: str) -> str:
    return "" if word.isascii() else "".join(filter(_TONES.__contains__, word))


def _without_tone(word: str) -> str:
    return word.translate(_NO_TONES)


def _pieces(word: str) -> list[str]:
    whole = composed_text(word)
    return _PIECES.findall(whole) or [whole]


def _code(piece: str) -> str:
    if piece.isascii() and piece.isdigit():
        size = piece.lstrip("0") or "0"
        return f"{_NUMBER}{min(len(size), 99):02}{size}"
    return "".join(_CODES.get(letter) or _foreign(letter) for letter in _letters(piece))


def _letters(piece: str) -> str:
    """Return the letters of a piece with the marks that make another letter (ă, ô, ư) and without all others."""
    spread = composed_text(piece, "NFD")
    kept = (mark for mark in spread if not unicodedata.combining(mark) or mark in _LETTER_MARKS)
    return composed_text("".join(kept))


def _foreign(letter: str) -> str:
    return f"{_FOREIGN}{ord(letter):06x}"


def name_inside_a_sentence(name: str) -> str:
    """Return the name of a province as it stands inside a sentence.

    >>> name_inside_a_sentence("Tỉnh Hòa Giang"), name_inside_a_sentence("Thành phố Hải Phòng")
    ('tỉnh Hòa Giang', 'thành phố Hải Phòng')
    """
    titled = name.startswith(("Tỉnh ", "Thành phố "))
    return name[0].lower() + name[1:] if titled else name
