"""The legal basis of an act: the number and the date of the document that orders it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document by its number and symbol and the date on it; an act without a document has neither."""

    number: str = ""
    on: date | None = None

    def __bool__(self) -> bool:
        """Whether a document is named."""
        return bool(self.number)

    def __str__(self) -> str:
        """Return the document in one line, the same in every language.

        >>> str(LegalBasis("1662/NQ-UBTVQH15", date(2025, 6, 16))), str(LegalBasis("12/QĐ-UBND")), str(NO_BASIS)
        ('1662/NQ-UBTVQH15, 16/06/2025', '12/QĐ-UBND', '')
        """
        return ", ".join(part for part in (self.number, self.on and f"{self.on:%d/%m/%Y}") if part)

    def facts(self) -> dict[str, Any]:
        """Return the basis as a fact of a record in the log; no fact without a document.

        >>> LegalBasis("12/QĐ-UBND", date(2026, 1, 5)).facts(), NO_BASIS.facts()
        ({'basis': {'number': '12/QĐ-UBND', 'on': '2026-01-05'}}, {})
        """
        on = self.on.isoformat() if self.on else ""
        return {"basis": {"number": self.number, "on": on}} if self else {}


NO_BASIS = LegalBasis()


def basis_of_facts(facts: Mapping[str, Any]) -> LegalBasis:
    """Return the basis that `LegalBasis.facts` put into the facts of a record.

    Early records of criteria sets hold a free text: it is returned as the number.

    >>> basis_of_facts(LegalBasis("12/QĐ-UBND", date(2026, 1, 5)).facts()) == LegalBasis("12/QĐ-UBND", date(2026, 1, 5))
    True
    >>> basis_of_facts({"basis": "Quyết định số 1"}), basis_of_facts({})
    (LegalBasis(number='Quyết định số 1', on=None), LegalBasis(number='', on=None))
    """
    told = facts.get("basis", "")
    if isinstance(told, str):
        return LegalBasis(told)
    return LegalBasis(told["number"], date.fromisoformat(told["on"]) if told["on"] else None)
