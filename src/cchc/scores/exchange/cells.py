"""The cells of a points file: points, figures of every kind, or not applicable; each refusal in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from cchc.core.scoring.criteria.figures import figure
from cchc.core.scoring.criteria.tree import Node, Part
from cchc.core.scoring.formulas.tree import HUNDRED, NUMERIC, FigureKind, FormulaFault, Variable
from cchc.core.scoring.formulas.tree import Value as FigureValue
from cchc.core.scoring.ledgers import NA, NotApplicable
from cchc.core.words.messages import Message
from cchc.core.words.names import spelling_key
from cchc.core.words.numerals import DecimalSign, NumberFault, from_cell, from_percent, from_table
from cchc.files.tables import ErrorCell, FormulaCell, Percent, Value, as_text

NOT_APPLICABLE_WORDS = frozenset(spelling_key(word) for word in ("KAD", "N/A", "Không áp dụng"))

CellValue = Fraction | FigureValue | NotApplicable


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """Why a value cannot stand in a column: a mistake made all the way down a column is put into words once."""

    found: str
    expected: Message
    why: Message


class CellReader:
    """Reads the cells of a points file whose text cells use the decimal `sign`."""

    def __init__(self, sign: DecimalSign | None) -> None:
        self.sign = sign

    def read(self, leaf: Node, variable: Variable | None, value: Value) -> CellValue | RefusedCell:
        """The value of a cell under the heading of a leaf or of its figure, or why it cannot stand there."""
        try:
            return self.value(leaf, variable, value)
        except NumberFault as fault:
            return RefusedCell(fault.found, wanted_words(leaf, variable), fault.why)
        except FormulaFault as fault:
            return RefusedCell(as_text(value), wanted_words(leaf, variable), fault.message)

    def value(self, leaf: Node, variable: Variable | None, value: Value) -> CellValue:
        """The value of a cell; raises `NumberFault` or `FormulaFault` where it cannot stand there."""
        if isinstance(value, str) and spelling_key(value) in NOT_APPLICABLE_WORDS:
            return NA
        refusal = cell_refusal(value)
        if refusal is not None:
            raise FormulaFault(refusal)
        if variable is None:
            return self.points(leaf, value)
        if variable.kind is FigureKind.PERCENT:
            return figure_within(variable, self.percent(value) / HUNDRED)
        if variable.kind in NUMERIC:
            return figure_within(variable, self.number(value))
        return other_figure(variable, value)

    def points(self, leaf: Node, value: Value) -> Fraction:
        """Points that the leaf can give."""
        points = self.number(value)
        low, high = leaf.stated_span()
        if points > high:
            raise FormulaFault(
                Message("{points} points are above the maximum of {maximum}", points=points, maximum=high)
            )
        if points < low and leaf.part is Part.PENALTY:
            raise FormulaFault(
                Message("{points} points take more than the penalty allows, {low}", points=points, low=low)
            )
        if points < low:
            raise FormulaFault(
                Message("{points} points are below the least allowed, {low}", points=points, low=low)
            )
        return points

    def number(self, value: Value) -> Fraction:
        """A number of a cell; dates, percentages and yes/no are no numbers."""
        if isinstance(value, Percent) or (isinstance(value, str) and value.rstrip().endswith("%")):
            raise FormulaFault(
                Message(
                    "a percentage stands where a number is expected; write the number, without the sign %"
                )
            )
        if isinstance(value, str):
            return from_table(value, self.sign)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return from_cell(value)
        if isinstance(value, (date, time)):
            raise FormulaFault(
                Message(
                    "the spreadsheet turned the number into a date; format the cell as a number and retype it"
                )
            )
        raise FormulaFault(Message('"{found}" is no number; write digits', found=as_text(value)))

    def percent(self, value: Value) -> Fraction:
        """A percentage 0–100; a bare number up to 1 may be a share, and is refused naming both readings."""
        if isinstance(value, Percent):
            return value.value
        if isinstance(value, str) and value.rstrip().endswith("%"):
            return from_percent(value, self.sign)
        amount = self.number(value)
        if 0 < amount <= 1:
            raise FormulaFault(
                Message("{found} may mean {found} % or {share} %; write the sign % or format the cell as a percentage",
                        found=amount, share=amount * HUNDRED)
            )  # fmt: skip
        return amount


def cell_refusal(value: Value) -> Message | None:
    """Why a cell without a usable value is refused; None where it has one."""
    if isinstance(value, ErrorCell):
        return Message(
            "the cell shows the error {code} of the spreadsheet; mend its formula", code=value.code
        )
    if isinstance(value, FormulaCell):
        return Message("the cell holds a formula that was never calculated; open and save the file once")
    return None


def label_refusal(value: Value) -> Message | None:
    """Why a cell cannot be a name, a code or a group: the spreadsheet made something else of the text."""
    if isinstance(value, (date, time, Percent, bool, float)):
        return Message(
            "the spreadsheet turned the text into something else; format the cell as text and retype it"
        )
    return cell_refusal(value)


def figure_within(variable: Variable, amount: Fraction) -> FigureValue:
    """Return a number as the figure of `variable`. Raises FormulaFault outside the bounds that the set states."""
    return figure(variable, "", lambda _: amount * HUNDRED if variable.kind is FigureKind.PERCENT else amount)


def other_figure(variable: Variable, value: Value) -> FigureValue:
    """A date, choice, yes/no or text of a cell."""
    if variable.kind is FigureKind.DATE and isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if variable.kind is FigureKind.YES_NO and isinstance(value, bool):
        return value
    return figure(variable, as_text(value))


def wanted_words(leaf: Node, variable: Variable | None) -> Message:
    """The values that a cell of a leaf's points or of a figure takes, in words."""
    if variable is None:
        low, high = leaf.stated_span()
        return Message("points from {low} to {high}; KAD; or empty while not scored", low=low, high=high)
    if variable.kind is FigureKind.CHOICE:
        return Message("one of: {options}", options=variable.options)
    return KIND_WORDS[variable.kind]


KIND_WORDS = {
    FigureKind.COUNT: Message("a whole number"),
    FigureKind.NUMBER: Message("a number"),
    FigureKind.PERCENT: Message("a percentage such as 80%"),
    FigureKind.DATE: Message("a date, or Không when there is none"),
    FigureKind.YES_NO: Message("Có or Không"),
    FigureKind.TEXT: Message("a text"),
}
