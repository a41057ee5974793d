"""What a measure costs, as the cell of its budget says it: an exact amount of đồng, or why it says none; and sums.

A cell bears its unit ("500 triệu đồng", "1,2 tỷ"); where it stands in the heading ("Kinh phí (triệu đồng)"), the reader
of the table puts it behind the number. Only what has one reading is an amount: a range, a bound or "Theo dự toán" is
none, and is counted beside the sum instead of being guessed into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from cchc.core.words.letters import composed_text
from cchc.core.words.messages import Message
from cchc.core.words.numbers import decimal_places, printed_number, total

NO_NUMBER = Message("No number is written here.")
NO_UNIT = Message("The number does not say of which unit of money it is.")
ROUGH = Message("This is a range or a bound, no single amount.")
TWO_READINGS = Message("The number may be read in two ways: write a comma before decimals only.")
MORE_THAN_AMOUNT = Message("Several amounts, or words beside the amount, stand here.")

_UNITS = (
    (r"tỷ|tỉ|ty|ti", 10**9),
    (r"triệu|trieu|tr", 10**6),
    (r"nghìn|ngàn|nghin|ngan|1[.,]?000", 10**3),
)
_DONG = r"đồng|dong|vnđ|vnd|đ|d"
_NUMBER = r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_UNIT = rf"(?:(?P<{{0}}>{'|'.join(wording for wording, _times in _UNITS)})\s*)?(?P<{{1}}>{_DONG})?(?!\w)"
_PART = re.compile(rf"(?P<number>{_NUMBER})\s*{_UNIT.format('unit', 'dong')}[\s,;]*")
_HEADING_UNIT = re.compile(
    rf"(?:\(|[,:]|đvt|đơn vị(?: tính)?)\s*(?:(?:đvt|đơn vị(?: tính)?|tính bằng)\s*:?\s*)?"
    rf"{_UNIT.format('unit', 'dong')}\s*(?:\)|$)"
)
# "ĐVT: triệu đồng", "(Đơn vị tính: 1.000 đồng)" by itself above a table
_UNIT_LINE = re.compile(
    rf"\(?\s*(?:đvt|đv tính|đơn vị(?: tính)?|tính bằng)\s*:?\s*{_UNIT.format('unit', 'dong')}\s*\)?"
)
_BARE = re.compile(_NUMBER)
# "Dự kiến: 500 triệu đồng", "Tổng kinh phí 1,2 tỷ": words that say no more than the column
_WORDS_BEFORE = re.compile(r"^(?:(?:tổng(?: số| cộng)?|dự kiến|dự toán|kinh phí|số tiền)\s*:?\s*)+")
# "500.000.000 đồng (Bằng chữ: Năm trăm triệu đồng)", "(năm trăm triệu đồng)"
_IN_WORDS = re.compile(r"\s*\((?:bằng chữ\b[^()]*|[^()\d]*\bđồng(?: chẵn)?)[.]?\)$")
_FREE = re.compile(
    r"0|không|không (?:có|cần|sử dụng|dùng|phát sinh)(?: kinh phí| ngân sách)?|không tốn kinh phí|không kinh phí"
)
_ROUGH = re.compile(
    r"[≈~<>≤≥±]|\d\s*[-–—]\s*\d|\b(?:khoảng|từ|đến|trên|dưới|tối đa|tối thiểu|ít nhất|không quá|không vượt|hơn|gần)\b"
)
# a bare number from a million on is money by itself: "500.000.000" under "Kinh phí"
_DONG_FROM = 10**6
_MILLION = 10**6


@dataclass(frozen=True, slots=True)
class BudgetAmount:
    """What a cell says: exactly so many `dong` (đồng), or None and `why` it says no amount."""

    dong: Fraction | None
    why: Message | None = None


def budget_amount(text: str) -> BudgetAmount:
    """Return the amount that the cell of a budget says, in đồng; without one, the reason.

    >>> [str(budget_amount(text).dong) for text in ("500 triệu đồng", "1,2 tỷ", "1 tỷ 200 triệu", "500.000.000 đ")]
    ['500000000', '1200000000', '1200000000', '500000000']
    >>> [budget_amount(text).dong for text in ("Theo dự toán", "400 - 500 triệu đồng", "500", "1.234 tỷ")]
    [None, None, None, None]
    >>> budget_amount("Không phát sinh kinh phí").dong
    Fraction(0, 1)
    """
    plain = _plain(text)
    plain = _IN_WORDS.sub("", _WORDS_BEFORE.sub("", plain)).strip(" .;")
    if _FREE.fullmatch(plain):
        return BudgetAmount(Fraction(0))
    if not any(letter.isdigit() for letter in plain):
        return BudgetAmount(None, NO_NUMBER)
    if _ROUGH.search(plain):
        return BudgetAmount(None, ROUGH)
    parts = list(_PART.finditer(plain))
    if not parts or "".join(part[0] for part in parts) != plain:
        return BudgetAmount(None, MORE_THAN_AMOUNT)
    units = [_times(part) for part in parts]
    if len(parts) > 1 and (None in units or sorted(units, key=lambda unit: -(unit or 0)) != units):
        return BudgetAmount(None, MORE_THAN_AMOUNT)
    if len(set(units)) != len(units):
        return BudgetAmount(None, MORE_THAN_AMOUNT)
    amounts = [_amount(part["number"], unit) for part, unit in zip(parts, units, strict=True)]
    refused = next((one for one in amounts if one.dong is None), None)
    return refused or BudgetAmount(total([one.dong for one in amounts if one.dong is not None]))


def with_unit_of(heading: str, text: str) -> str:
    """Return a bare number of a cell with the unit of money that its heading names; any other text as it is.

    >>> with_unit_of("Kinh phí (triệu đồng)", "1.500"), with_unit_of("Dự toán (ĐVT: 1.000đ)", "20.000")
    ('1.500 triệu đồng', '20.000 nghìn đồng')
    >>> with_unit_of("Kinh phí (triệu đồng)", "Theo dự toán"), with_unit_of("Kinh phí", "500 triệu")
    ('Theo dự toán', '500 triệu')
    """
    found = _HEADING_UNIT.search(_plain(heading))
    if not found or not (found["unit"] or found["dong"]) or not _BARE.fullmatch(_plain(text)):
        return text
    times = _times(found)
    return f"{' '.join(text.split())} {_WORDS_OF[times or 1]}"


def names_unit_of_money(line: str) -> bool:
    """Return whether a line says of which unit of money the bare numbers below it are, and nothing else.

    >>> [names_unit_of_money(line) for line in ("ĐVT: triệu đồng", "(Đơn vị tính: 1.000 đồng)", "Đơn vị tính: người")]
    [True, True, False]
    """
    found = _UNIT_LINE.fullmatch(_plain(line).strip(" .;"))
    return bool(found and (found["unit"] or found["dong"]))


_WORDS_OF = {1: "đồng", 10**3: "nghìn đồng", 10**6: "triệu đồng", 10**9: "tỷ đồng"}


@dataclass(frozen=True, slots=True)
class BudgetSum:
    """The sum of the amounts of several measures, in đồng; `counted` of them say one, `unsaid` have a text without an
    amount, `empty` have none."""

    dong: Fraction = Fraction(0)
    counted: int = 0
    unsaid: int = 0
    empty: int = 0

    def __add__(self, other: BudgetSum) -> BudgetSum:
        """Return the sum of both."""
        return BudgetSum(
            self.dong + other.dong,
            self.counted + other.counted,
            self.unsaid + other.unsaid,
            self.empty + other.empty,
        )

    @property
    def says_anything(self) -> bool:
        """Whether any of the measures has a text in the column."""
        return bool(self.counted or self.unsaid)


def budget_sum(texts: Iterable[str]) -> BudgetSum:
    """Return the sum of the cells of a budget, in whatever order they come.

    >>> budget_sum(["500 triệu", "1,2 tỷ", "Theo dự toán", ""])
    BudgetSum(dong=Fraction(1700000000, 1), counted=2, unsaid=1, empty=1)
    """
    found = list(texts)
    said = [budget_amount(text).dong for text in found if text.strip()]
    amounts = [dong for dong in said if dong is not None]
    return BudgetSum(total(amounts), len(amounts), len(said) - len(amounts), len(found) - len(said))


def amount_words(dong: Fraction) -> Message:
    """Return an amount as officials write it: in million đồng where no digit is lost, else in đồng.

    >>> from cchc.core.words.messages import say
    >>> [say(amount_words(Fraction(dong))) for dong in (1_700_000_000, 1_250_500, 0)]
    ['1.700 million đồng', '1.250.500 đồng', '0 đồng']
    """
    millions = dong / _MILLION
    places = decimal_places(millions)
    if dong and places is not None and places <= 1:
        return Message("{amount} million đồng", amount=printed_number(millions, places))
    return Message("{amount} đồng", amount=printed_number(dong, decimal_places(dong) or 0))


def _plain(text: str) -> str:
    return " ".join(composed_text(text).casefold().split())


def _times(found: re.Match[str]) -> int | None:
    """How many đồng the unit of a match is; None where it names none."""
    if found["unit"]:
        return next(times for wording, times in _UNITS if re.fullmatch(wording, found["unit"]))
    return 1 if found["dong"] else None


def _amount(number: str, unit: int | None) -> BudgetAmount:
    """The amount of a number of this unit. A point before three digits stands between thousands, a comma before
    decimals, as officials write; where the unit makes the other reading the likelier one, it is neither."""
    whole, _, decimals = number.partition(",")
    grouped = re.fullmatch(r"\d{1,3}(?:[. ]\d{3})+", whole)
    if not grouped and "." in whole:
        whole, _, decimals = whole.partition(".")
    billions = 10**9
    if (unit == billions and grouped and not decimals) or (unit != billions and len(decimals) == 3):
        return BudgetAmount(None, TWO_READINGS)
    digits = re.sub(r"[. ]", "", whole) if grouped else whole
    value = Fraction(f"{digits}.{decimals or 0}")
    if unit is None:
        return BudgetAmount(value) if value >= _DONG_FROM else BudgetAmount(None, NO_UNIT)
    return BudgetAmount(value * unit)
