"""Sentences for people, kept apart from their language until they are shown.

The core never prints. It returns `Message` values: an English sentence with named gaps, which is also the message id
of the catalogue. Whoever shows it (page, command line, Word file) calls `say` with its own translation and numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A sentence with named gaps: ``Message("{found} is above {maximum}", found="3", maximum=Fraction(2))``."""

    text: str
    gaps: tuple[tuple[str, Any], ...]

    def __init__(self, text: str, /, **gaps: Any) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "gaps", tuple(gaps.items()))

    def __str__(self) -> str:
        return say(self)


def say(
    message: Message,
    translate: Callable[[str], str] | None = None,
    number: Callable[[Fraction], str] = str,
) -> str:
    """Return the sentence of `message`: translated, its gaps filled, numbers written by `number`, lists joined by
    commas.

    >>> say(Message("{points} of {maximum} points", points=Fraction(1, 3), maximum=Fraction(2)))
    '1/3 of 2 points'
    """

    def said(value: Any) -> str:
        if isinstance(value, Message):
            return say(value, translate, number)
        if isinstance(value, Fraction):
            return number(value)
        if isinstance(value, tuple):
            return ", ".join(said(item) for item in value)
        return str(value)

    sentence = translate(message.text) if translate else message.text
    return sentence.format(**{name: said(value) for name, value in message.gaps})


def data_of(message: Message) -> dict[str, Any]:
    """Return `message` as plain JSON, for `message_of` to read back; numbers stay exact.

    >>> data_of(Message("{points} of {whole}", points=Fraction(1, 3), whole=2))
    {'text': '{points} of {whole}', 'gaps': {'points': {'fraction': '1/3'}, 'whole': 2}}
    """

    def plain(value: Any) -> Any:
        if isinstance(value, Message):
            return data_of(value)
        if isinstance(value, Fraction):
            return {"fraction": str(value)}
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        return value if isinstance(value, int) else str(value)

    return {"text": message.text, "gaps": {name: plain(value) for name, value in message.gaps}}


def message_of(data: Mapping[str, Any]) -> Message:
    """Return the message that `data_of` turned into plain JSON.

    >>> message_of(data_of(Message("no unit found for {names}", names=("Sở A", "Sở B"))))
    Message(text='no unit found for {names}', gaps=(('names', ('Sở A', 'Sở B')),))
    """

    def read(value: Any) -> Any:
        if isinstance(value, Mapping):
            return Fraction(value["fraction"]) if "fraction" in value else message_of(value)
        return tuple(map(read, value)) if isinstance(value, list) else value

    return Message(data["text"], **{name: read(value) for name, value in data["gaps"].items()})


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a fault: a line of a text file, or the sheet, row and column (letters) of a table file; in a table
    of units and criteria also the unit of the row and the criterion of the column, as their readers know them."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    line: int | None = None
    unit: str | None = None
    criterion: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an input: where, what was found, what was expected, and what to do about it."""

    place: Place
    found: str
    expected: Message
    why: Message


def fault_data(fault: Fault) -> dict[str, Any]:
    """Return `fault` as plain JSON, for `fault_of` to read back.

    >>> fault = Fault(Place(row=3, column="C"), "9", Message("1 to {most}", most=5), Message("Too much."))
    >>> fault_of(fault_data(fault)) == fault
    True
    """
    return {
        "place": {name: value for name, value in asdict(fault.place).items() if value is not None},
        "found": fault.found,
        "expected": data_of(fault.expected),
        "why": data_of(fault.why),
    }


def fault_of(data: Mapping[str, Any]) -> Fault:
    """Return the fault that `fault_data` turned into plain JSON."""
    return Fault(Place(**data["place"]), data["found"], message_of(data["expected"]), message_of(data["why"]))


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark on an input that was taken: where, and what a reader of the result should know. Nothing is refused."""

    place: Place
    what: Message


class Faults(Exception):
    """Raised when an input is refused; carries every fault, so that one reading shows them all."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(say(fault.why) for fault in faults))
        self.faults = tuple(faults)
