"""The tables of a design file, and what their values are: every fault is noted with its line, and reading goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar

from cchc.core.surveys.sampling.design import ANY_KIND
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Fault, Message, Place
from cchc.core.words.names import spelling_key
from cchc.core.words.numerals import NumberFault, typed_number

Choice = TypeVar("Choice", bound=StrEnum)

MOST_NUMBER = 10**9


@dataclass(frozen=True, slots=True)
class DesignField:
    """A value of the file, as TOML has it (text, whole number, decimal, list, table), with its line."""

    value: Any
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DesignTable:
    """A table of the file: its fields by key, and the line of its heading."""

    fields: Mapping[str, DesignField]
    line: int | None = None


DesignTables = Mapping[str, Sequence[DesignTable]]
Lines = Mapping[tuple[str, int, str], int]
"""The line of every key, by table, position of the table and key; under key "" that of the table."""
NO_TABLE = DesignTable(MappingProxyType({}))

TEXT = Message("a text in quotation marks")
TEXTS = Message('a list of texts, such as ["a", "b"]')
WHOLE = Message("a whole number from 1 on, such as 60")
SHARE = Message('a share, such as "20 %" or 0.2')
POSITIVE = Message("a number above 0, such as 1.5")
BY_KIND = Message('a whole number, such as 60, or one for each kind: {{ "Phường" = 200, "Xã" = 150 }}')
BY_NAME = Message('numbers by name: {{ "Nam" = 51000, "Nữ" = 53000 }}')
MISSING = Message("The line is missing: add it.")
NOT_SO = Message("The value is of another kind: write it as expected.")
CODE = Message('small letters a–z, digits, "_" and "-", such as "nguoi_dan"')


class TableReader:
    """Reads the fields of one table; what is faulty is added to `faults`, and counts as not given."""

    def __init__(self, name: str, table: DesignTable, file: str, faults: list[Fault]) -> None:
        self.name = name
        self.table = table
        self.file = file
        self.faults = faults

    def refuse(self, key: str, expected: Message, why: Message, found: str | None = None) -> None:
        """Note a fault of a field, or of the table where the field is missing."""
        field = self.table.fields.get(key)
        told = key if field is None else f"{key} = {shown(field.value)}"
        line = self.table.line if field is None else field.line
        self.faults.append(Fault(Place(file=self.file, line=line), found or told, expected, why))

    def only(self, keys: Sequence[str]) -> None:
        """Refuse the keys that the table does not have."""
        for key in self.table.fields:
            if key not in keys:
                expected = Message("in [{table}] one of: {keys}", table=self.name, keys=tuple(keys))
                self.refuse(key, expected, Message("This line is not known here: correct or delete it."))

    def has(self, key: str) -> bool:
        """Whether the field is given, faulty or not."""
        return key in self.table.fields

    def text(self, key: str, most: int = MOST["title"], *, required: bool = False) -> str:
        """Return a text on one line; "" where there is none."""
        value = self._value(key)
        if value is None:
            if required:
                self.refuse(key, TEXT, MISSING)
            return ""
        found = self._text(key, value, most)
        if required and found == "":
            self.refuse(key, TEXT, Message("The text is empty: write one."))
        return found or ""

    def code(self, key: str, *, required: bool = False) -> str:
        """Return a code; "" where there is none."""
        text = self.text(key, MOST["code"], required=required)
        if text and not (
            text.isascii() and text.replace("_", "").replace("-", "").isalnum() and text.islower()
        ):
            self.refuse(key, CODE, Message("A code is no name: it stands in files and addresses."))
            return ""
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a single text is a list of one."""
        value = self._value(key)
        if value is None:
            return ()
        listed = value if isinstance(value, list) else [value]
        if not listed or not all(isinstance(one, str | int) and not isinstance(one, bool) for one in listed):
            self.refuse(key, TEXTS, NOT_SO)
            return ()
        found = [self._text(key, str(one), MOST["name"]) for one in listed]
        if len({one for one in found if one}) != len(found):
            self.refuse(key, TEXTS, Message("A text of the list is empty or stands twice."))
        return tuple(one for one in found if one)

    def whole(self, key: str, least: int = 1) -> int | None:
        """Return a whole number; None where there is none."""
        value = self._value(key)
        return None if value is None else self._whole(key, value, WHOLE, least)

    def by_kind(self, key: str, least: int = 1) -> Mapping[str, int]:
        """Return whole numbers by kind, a single one under `ANY_KIND`."""
        value = self._value(key)
        if value is None:
            return {}
        named = value if isinstance(value, Mapping) else {ANY_KIND: value}
        found = {name: self._whole(key, one, BY_KIND, least) for name, one in named.items()}
        return {name: one for name, one in found.items() if one is not None}

    def share(self, key: str) -> Fraction | None:
        """Return a share above 0 and up to 1; None where there is none."""
        value = self._value(key)
        return None if value is None else self._share(key, value)

    def number(self, key: str, *, from_zero: bool = False) -> Fraction | None:
        """Return a number above 0 (or 0); None where there is none."""
        value = self._value(key)
        if value is None:
            return None
        number = number_in(value)
        if number is None or number < 0 or (number == 0 and not from_zero) or number > MOST_NUMBER:
            self.refuse(key, POSITIVE, NOT_SO)
            return None
        return number

    def numbers(self, key: str, *, from_zero: bool = False) -> Mapping[str, Fraction]:
        """Return numbers above 0 (or 0) by name."""
        value = self._value(key)
        if value is None:
            return {}
        found = {name: number_in(one) for name, one in value.items()} if isinstance(value, Mapping) else {}
        known = {
            name: one
            for name, one in found.items()
            if one is not None and (one > 0 or (from_zero and one == 0))
        }
        if not found or len(known) != len(found):
            self.refuse(key, BY_NAME, NOT_SO)
        return known

    def shares(self, key: str) -> Mapping[str, Fraction]:
        """Return shares by name that sum to 1."""
        expected = Message('shares by name that make a whole: {{ "giấy" = "80 %", "trực tuyến" = "20 %" }}')
        value = self._value(key)
        if value is None:
            return {}
        found = {name: share_in(one) for name, one in value.items()} if isinstance(value, Mapping) else {}
        known = {name: one for name, one in found.items() if one is not None}
        if not found or len(known) != len(found) or sum(known.values()) != 1:
            self.refuse(key, expected, Message("The shares do not sum to 100 %."))
        return known

    def choice(self, key: str, words: Mapping[Choice, Sequence[str]], default: Choice) -> Choice:
        """Return what one of several words means, in English or Vietnamese."""
        text = self.text(key, MOST["name"])
        meant = {spelling_key(word): one for one, said in words.items() for word in (one.value, *said)}
        found = meant.get(spelling_key(text)) if text else default
        if found is None:
            known = tuple(" / ".join((one.value, *said)) for one, said in words.items())
            self.refuse(key, Message("one of: {words}", words=known), Message("This word is not known here."))
        return found or default

    def _value(self, key: str) -> Any:
        field = self.table.fields.get(key)
        return None if field is None else field.value

    def _text(self, key: str, value: Any, most: int) -> str | None:
        if not isinstance(value, str):
            self.refuse(key, TEXT, NOT_SO)
            return None
        try:
            return " ".join(accepted_text(value, most, lines=False).split())
        except RefusedText as refused:
            for why in refused.whys:
                self.refuse(key, refused.expected, why, refused.found)
            return None

    def _whole(self, key: str, value: Any, expected: Message, least: int) -> int | None:
        number = number_in(value)
        if number is None or number.denominator != 1 or not least <= number <= MOST_NUMBER:
            self.refuse(key, expected, NOT_SO)
            return None
        return int(number)

    def _share(self, key: str, value: Any) -> Fraction | None:
        share = share_in(value)
        if share is None:
            self.refuse(key, SHARE, NOT_SO)
        return share


def tables_of(content: Mapping[str, Any], lines: Lines | None = None) -> DesignTables:
    """Return the content of a design file, as TOML or `plain_tables` has it, as tables; what stands outside of them is
    a table of its own name.

    >>> tables_of({"design": {"code": "a"}, "group": [{"code": "b"}, {"code": "c"}]})["group"][1].fields["code"].value
    'c'
    """
    known = lines or {}
    found = {}
    for name, written in content.items():
        listed = written if isinstance(written, list) else [written]
        if not all(isinstance(one, Mapping) for one in listed):
            found[name] = [DesignTable({}, known.get(("", 0, name)))]
            continue
        found[name] = [
            DesignTable(
                {key: DesignField(value, known.get((name, at, key))) for key, value in one.items()},
                known.get((name, at, "")),
            )
            for at, one in enumerate(listed)
        ]
    return found


def plain_tables(tables: DesignTables) -> dict[str, list[dict[str, Any]]]:
    """Return tables as plain JSON, for `tables_of` to read back; decimals become texts with
    a comma, which has one reading.

    >>> plain_tables(tables_of({"stage": [{"share": Decimal("0.2")}]}))
    {'stage': [{'share': '0,2'}]}
    """

    def plain(value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", ",")
        if isinstance(value, Mapping):
            return {name: plain(one) for name, one in value.items()}
        return [plain(one) for one in value] if isinstance(value, list) else value

    return {
        name: [{key: plain(field.value) for key, field in one.fields.items()} for one in written]
        for name, written in tables.items()
    }


def number_in(value: Any) -> Fraction | None:
    """Return a number of the file, in a text with a decimal comma too; None for what is none.

    >>> number_in("0,5"), number_in(60), number_in(True), number_in("1.234")
    (Fraction(1, 2), Fraction(60, 1), None, None)
    """
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(value) if Decimal(value).is_finite() and abs(Decimal(value).adjusted()) < 40 else None
    try:
        return typed_number(value) if isinstance(value, str) else None
    except NumberFault:
        return None


def share_in(value: Any) -> Fraction | None:
    """Return a share above 0 and up to 1, also of a percentage; None for what is none.

    >>> share_in("20 %"), share_in(Decimal("0.2")), share_in(20)
    (Fraction(1, 5), Fraction(1, 5), None)
    """
    if isinstance(value, str) and value.rstrip().endswith("%"):
        percent = number_in(value.rstrip().removesuffix("%").rstrip())
        share = None if percent is None else percent / 100
    else:
        share = number_in(value)
    return share if share is not None and 0 < share <= 1 else None


def shown(value: Any) -> str:
    """Return a value as it stands in the file, cut where it is long.

    >>> shown("a"), shown(3), shown({"a": Decimal("0.5")})
    ('"a"', '3', '{a = 0.5}')
    """
    if isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, Mapping):
        text = "{" + ", ".join(f"{name} = {shown(one)}" for name, one in value.items()) + "}"
    elif isinstance(value, list):
        text = "[" + ", ".join(map(shown, value)) + "]"
    else:
        text = str(value)
    return f"{text[:79]}…" if len(text) > 80 else text
