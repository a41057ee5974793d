"""The check of one document: its faults so far, and whether the laws of a good set are asked of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cchc.core.scoring.criteria.document import Field, Fields
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.words.messages import Fault, Message, Place
from cchc.core.words.numerals import NumberFault

T = TypeVar("T")


class Check:
    """One check of a document; `lawful` where it is known to keep the laws of a good set."""

    def __init__(self, lawful: bool = False) -> None:
        self.lawful = lawful
        self.faults: list[Fault] = []

    def fault(self, field: Field | Place, expected: Message, why: Message) -> None:
        """Note a text that cannot be understood."""
        place, found = (field, "") if isinstance(field, Place) else (field.place, field.text)
        self.faults.append(Fault(place, found, expected, why))

    def breach(self, field: Field | Place, expected: Message, why: Message) -> None:
        """Note a text that can be understood, and is against the laws of a good set."""
        if not self.lawful:
            self.fault(field, expected, why)

    def value(self, field: Field, expected: Message, read: Callable[[str], T]) -> T | None:
        """The value that `read` makes of `field`, or None with the fault noted."""
        try:
            return read(field.text)
        except NumberFault as fault:
            self.fault(field, fault.expected, fault.why)
        except FormulaFault as fault:
            self.fault(field, expected, fault.message)
        return None

    def only_known(self, fields: Fields, known: tuple[str, ...], place: Place) -> None:
        """Note the fields whose names are not `known`."""
        for name, field in fields.items():
            if name not in known:
                self.fault(
                    Field(name, field.place),
                    Message("one of: {allowed}", allowed=known),
                    Message('"{found}" has no meaning here', found=name),
                )


def text_of(fields: Fields, name: str) -> str:
    """The text of a field without blanks around it, "" where it is absent."""
    return fields[name].text.strip() if name in fields else ""
