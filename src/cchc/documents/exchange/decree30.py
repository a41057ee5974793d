"""The form of official papers, as Decree 30/2020/NĐ-CP states it (appendix I): sizes in points, lengths in millimetres.

Where the decree leaves a range, one value of it is chosen here, once for everything that is printed.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Final

FONT: Final = "Times New Roman"
LONG_SIDE, SHORT_SIDE = 297.0, 210.0
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 15.0

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
END = "./."

STATE_SIZE, MOTTO_SIZE, AGENCY_SIZE = 12.0, 13.0, 12.0
NUMBER_SIZE, SUBJECT_SIZE, PLACE_SIZE, PAGE_SIZE = 13.0, 12.0, 13.0, 13.0
TITLE_SIZE, TEXT_SIZE, SIGNER_SIZE = 14.0, 14.0, 13.0
RECIPIENTS_SIZE, RECIPIENT_SIZE = 12.0, 11.0
TABLE_SIZE, NOTE_SIZE = 12.0, 11.0  # the decree leaves these free: what offices write

FIRST_LINE = 10.0
AFTER_PARAGRAPH = 6.0
LINE = 1.15
SHARE_OF_RULE = 0.4  # of the line of letters above it; the decree: a third to a half
LINES_TO_SIGN = 4

_POINT = 25.4 / 72
# Widths of the bold letters of Times in thousandths of their size, as the metrics of the font print them.
_WIDTHS = {
    letter: width
    for width, letters in (
        (250, " ,."), (278, "/il'"), (333, "-–()fjtI:;"), (389, "sI"), (444, "cerz"), (500, "0123456789agovxyJ"),
        (556, "bdhknpquS"), (611, "FP"), (667, "BELTZ"), (722, "ACDNRUVXYwQ"), (778, "GHKOQ"), (833, "m&"),
        (944, "M"), (1000, "W%"),
    )
    for letter in letters
}  # fmt: skip
_OTHER = 600


def bold_width(text: str, size: float) -> float:
    """Return how long `text` is in bold letters of `size` points, in millimetres; letters with marks are as wide as
    those without.

    >>> round(bold_width("Độc lập - Tự do - Hạnh phúc", 13), 1)
    55.9
    """
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    letters = (letter for letter in plain if not unicodedata.combining(letter))
    return sum(_WIDTHS.get(letter, _OTHER) for letter in letters) / 1000 * size * _POINT


def place_and_date(place: str, on: date) -> str:
    """Return the line of place and date: days below ten and the first two months bear a nought.

    >>> place_and_date("An Lạc", date(2026, 2, 5)), place_and_date("", date(2026, 3, 12))
    ('An Lạc, ngày 05 tháng 02 năm 2026', 'ngày 12 tháng 3 năm 2026')
    """
    day = f"ngày {on.day:02} tháng {_month(on)} năm {on.year}"
    return f"{place}, {day}" if place else day


def date_inside_a_sentence(on: date) -> str:
    """Return a day as it stands behind the number of a paper, with the same noughts.

    >>> date_inside_a_sentence(date(2026, 2, 5)), date_inside_a_sentence(date(2026, 12, 30))
    ('05/02/2026', '30/12/2026')
    """
    return f"{on.day:02}/{_month(on)}/{on.year}"


def _month(on: date) -> str:
    return f"{on.month:02}" if on.month <= 2 else str(on.month)


def roman_number(number: int) -> str:
    """Return a number from 1 to 39 as annexes bear it.

    >>> [roman_number(one) for one in (1, 4, 9, 14, 39)]
    ['I', 'IV', 'IX', 'XIV', 'XXXIX']
    """
    units = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + units[number % 10]
