"""The rows of a points file: each unit with what is known of its leaves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cchc.core.scoring.criteria.crosschecks import broken_checks
from cchc.core.scoring.formulas.tree import NUMERIC
from cchc.core.scoring.formulas.tree import Value as FigureValue
from cchc.core.scoring.index import UnitScores
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.names import spelling_key
from cchc.core.words.numerals import DecimalSign, NumberFault, settle
from cchc.files.tables import Row, Table, Value, as_text
from cchc.scores.exchange.cells import CellReader, CellValue, RefusedCell, label_refusal
from cchc.scores.exchange.headings import HeadingReader, ScoreColumn

LONGEST_LABEL = MOST["name"]


class RowReader:
    """Reads the rows of a points table under its headings: units with their points, figures and "not applicable"."""

    def __init__(self, headings: HeadingReader, decimal: DecimalSign | None) -> None:
        self.table, self.labels = headings.table, headings.labels
        self.faults: list[Fault] = []
        self.columns_of = columns_by_leaf(headings.columns)
        self.cells = CellReader(settled_sign(self.table, headings.columns, decimal))
        self.groups: dict[str, str] = {}

    def fault(self, place: Place, found: str, expected: Message, why: Message) -> None:
        """Keep a fault; all are told at the end."""
        self.faults.append(Fault(place, found, expected, why))

    def unit(self, row: Row) -> UnitScores:
        """The unit of a row."""
        name = self.label(row, "unit")
        if name is None:
            why = Message("the row has values and no unit; name the unit, or clear the row")
            place = self.table.place(row.number, self.labels["unit"])
            self.fault(place, "", Message("the name of the unit"), why)
        given: dict[str, LeafScore] = {}
        for number, columns in self.columns_of:
            value = self.leaf(row, columns)
            if value is not None:
                given[number] = value
        group = self.label(row, "group")
        if group is not None:
            group = self.groups.setdefault(spelling_key(group), group)
        return UnitScores(name or "", given, self.label(row, "code"), group)

    def label(self, row: Row, name: str) -> str | None:
        """The text of a name, code or group; None where it is empty. What a spreadsheet made of a text is refused."""
        if name not in self.labels:
            return None
        value = row.at(self.labels[name])
        why = label_refusal(value)
        if why is not None:
            self.fault(
                self.table.place(row.number, self.labels[name]), as_text(value), Message("a text"), why
            )
            return as_text(value)
        text = as_text(value).strip()
        if len(text) > LONGEST_LABEL:
            why = Message(
                "the text is longer than {most} signs; names, codes and groups are short", most=LONGEST_LABEL
            )
            self.fault(self.table.place(row.number, self.labels[name]), text, Message("a text"), why)
        return text or None

    def leaf(self, row: Row, columns: Sequence[ScoreColumn]) -> LeafScore | None:
        """The score of one leaf in a row: points, or its declared figures, or "not applicable", or nothing."""
        figures: dict[str, FigureValue] = {}
        points: Fraction | None = None
        without = False
        for column in columns:
            value = row.at(column.at)
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            taken = self.cell(column, value, row)
            if taken is NA:
                without = True
            elif column.variable is not None:
                figures[column.variable.name] = taken
            elif isinstance(taken, Fraction):
                points = taken
        if (points is not None) + bool(figures) + without > 1:
            self.contradiction(row, columns, without)
        if without:
            return NA
        self.cross_check(row, columns, figures)
        return points if points is not None else figures or None

    def cross_check(self, row: Row, columns: Sequence[ScoreColumn], figures: dict[str, FigureValue]) -> None:
        """Refuse figures that break a cross-check of their leaf."""
        leaf = columns[0].leaf
        for why in broken_checks(leaf, figures) if leaf.checks else ():
            filled = [one for one in columns if row.at(one.at) is not None]
            found = "; ".join(f"{one.heading} = {as_text(row.at(one.at))}" for one in filled)
            place = self.table.place(row.number, columns[0].at)
            self.fault(place, found, Message("figures that keep the cross-checks of the criterion"), why)

    def contradiction(self, row: Row, columns: Sequence[ScoreColumn], without: bool) -> None:
        """Refuse a row that gives two things for one criterion."""
        filled = [one for one in columns if row.at(one.at) is not None]
        found = "; ".join(f"{one.heading} = {as_text(row.at(one.at))}" for one in filled)
        if without:
            why = Message("the same criterion is not applicable and scored; keep one of the two")
        else:
            why = Message("points and figures are given for the same criterion; keep one of the two")
        self.fault(self.table.place(row.number, filled[0].at), found, Message("one of the two"), why)

    def cell(self, column: ScoreColumn, value: Value, row: Row) -> CellValue:
        """The value of a cell, None where it is refused; what was met once in this column is not read again."""
        known = {} if isinstance(value, bool) else column.read  # for Python, TRUE is 1
        if value not in known:
            known[value] = self.cells.read(column.leaf, column.variable, value)
        taken = known[value]
        if isinstance(taken, RefusedCell):
            place = self.table.place(row.number, column.at)
            self.fault(place, taken.found, taken.expected, taken.why)
            return None
        return taken

    def once(self, units: Sequence[UnitScores]) -> None:
        """Refuse a unit that stands twice: by its code, or without one by its name within the group."""
        seen: dict[tuple[str, ...], int] = {}
        for row, unit in zip(self.table.rows[1:], units, strict=True):
            key = (
                ("code", unit.code.casefold())
                if unit.code
                else ("name", spelling_key(unit.group or ""), spelling_key(unit.name))
            )
            if key in seen and unit.name:
                label = "code" if unit.code else "unit"
                why = Message(
                    "{unit} stands in row {row} already; delete one of the rows, or tell the units apart by code",
                    unit=unit.code or unit.name, row=seen[key],
                )  # fmt: skip
                place = self.table.place(row.number, self.labels[label])
                self.fault(place, unit.code or unit.name, Message("each unit once"), why)
            seen.setdefault(key, row.number)


def columns_by_leaf(columns: Sequence[ScoreColumn]) -> list[tuple[str, list[ScoreColumn]]]:
    """The columns of each leaf, in the order of the file."""
    leaves: dict[str, list[ScoreColumn]] = {}
    for column in columns:
        leaves.setdefault(column.leaf.number, []).append(column)
    return list(leaves.items())


def settled_sign(
    table: Table, columns: Sequence[ScoreColumn], decimal: DecimalSign | None
) -> DecimalSign | None:
    """The decimal sign of the file's text cells; raises `Faults` where there are signs of both kinds."""
    numeric = [one.at for one in columns if one.variable is None or one.variable.kind in NUMERIC]
    texts: dict[str, Place] = {}
    for row in table.rows[1:]:
        for at in numeric:
            value = row.at(at)
            if isinstance(value, str):
                texts.setdefault(value, table.place(row.number, at))
    try:
        return settle(texts, decimal)
    except NumberFault as fault:
        place = next(place for text, place in texts.items() if text.strip() in fault.found.split(", "))
        raise Faults([fault.at(place)]) from None
