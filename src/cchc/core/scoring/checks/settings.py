"""The settings of a set: its texts, choices, years, its decision and its classes, read from the document."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from cchc.core.scoring.checks.check import Check, text_of
from cchc.core.scoring.checks.laws import check_grades
from cchc.core.scoring.criteria.document import GRADE_FIELDS, SETTINGS, Document, Field
from cchc.core.scoring.criteria.lines import YEAR_TEXT
from cchc.core.scoring.criteria.tree import Decision, Grade, Node
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.scoring.rules.reading import parsed_band
from cchc.core.scoring.votes import USUAL_VOTING, MajorityBase, VotingRules
from cchc.core.words.messages import Message

QUORUM_TEXT = re.compile(
    r"(?P<above>[0-9]{1,4}) ?/ ?(?P<below>[0-9]{1,4})|(?P<percent>[0-9]{1,3}) ?%", re.ASCII
)


class SettingsReader:
    """The settings of one document, each fault noted in its check."""

    def __init__(self, check: Check, document: Document) -> None:
        self.check = check
        self.document = document

    def refuse_unknown(self) -> None:
        """Note the settings that no set has."""
        self.check.only_known(self.document.settings, SETTINGS, self.document.place)

    def text(self, name: str) -> str:
        return text_of(self.document.settings, name)

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        field = self.document.settings.get(name)
        if field is None or field.text in allowed:
            return field.text if field else default
        self.check.fault(
            field,
            Message("one of: {allowed}", allowed=tuple(str(one) for one in allowed)),
            Message('"{found}" is no {name}', found=field.text, name=name),
        )
        return default

    def yes(self, name: str, default: bool) -> bool:
        return self.one_of(name, ("yes", "no"), "yes" if default else "no") == "yes"

    def year(self, name: str) -> int | None:
        field = self.document.settings.get(name)
        if field is None:
            return None
        if YEAR_TEXT.fullmatch(field.text):
            return int(field.text)
        self.check.fault(field, Message("a year"), Message('"{found}" is no year', found=field.text))
        return None

    def places(self) -> int:
        return int(self.one_of("places", ("0", "1", "2", "3", "4", "5", "6"), "2"))

    def decision(self) -> Decision | None:
        settings = self.document.settings
        if not any(self.text(f"decision_{part}") for part in ("number", "date", "issuer")):
            return None
        field = settings.get("decision_date")
        issued = (
            self.check.value(field, Message("a date as 2026-01-31"), iso_date)
            if field and field.text
            else None
        )
        return Decision(self.text("decision_number"), issued, self.text("decision_issuer"))

    def voting(self) -> VotingRules:
        """The rules of a council's votes; the usual ones where the set is silent."""
        field = self.document.settings.get("quorum")
        expected = Message('a share of the members, above 0 and at most 1, as "2/3" or "75%"')
        quorum = self.check.value(field, expected, parsed_quorum) if field else None
        base = self.one_of("majority", tuple(MajorityBase), USUAL_VOTING.base)
        return VotingRules(USUAL_VOTING.quorum if quorum is None else quorum, MajorityBase(base))

    def grades(self, nodes: tuple[Node, ...]) -> tuple[Grade, ...]:
        """The classes of the index by their bands."""
        grades: list[tuple[Grade, Field]] = []
        for fields in self.document.grades:
            self.check.only_known(fields, GRADE_FIELDS, self.document.place)
            name, band = fields.get("name"), fields.get("band")
            if name is None or band is None:
                place = next(iter(fields.values())).place if fields else self.document.place
                self.check.fault(
                    place, Message("name and band"), Message("a grade needs its name and its band")
                )
                continue
            band_read = self.check.value(band, Message('a band such as ">= 90" or "80..<90"'), parsed_band)
            if band_read is not None:
                grades.append((Grade(name.text, band_read), band))
        if grades:
            check_grades(self.check, grades, nodes, self.yes("bonus_above_total", True))
        return tuple(grade for grade, _field in grades)


def parsed_quorum(text: str) -> Fraction:
    """The share of the members that `text` asks for. Raises `FormulaFault` where it is none.

    >>> str(parsed_quorum("2/3")), str(parsed_quorum("75%"))
    ('2/3', '3/4')
    """
    found = QUORUM_TEXT.fullmatch(text.strip())
    if found:
        above, below = found.group("above", "below") if found["below"] else (found["percent"], "100")
        if 0 < int(above) <= int(below):
            return Fraction(int(above), int(below))
    raise FormulaFault(Message('"{found}" is no share of the members', found=text))


def iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FormulaFault(Message('"{found}" is no date of the form 2026-01-31', found=text)) from None
