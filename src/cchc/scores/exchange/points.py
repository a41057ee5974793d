"""The points file: units down, leaves or declared figures across. Read with every fault, written as an empty form.

Headings: `unit`/`đơn vị`, `code`/`mã`, `group`/`khối`, a leaf's number for its points, `NUMBER:figure` for a figure.
Cells: empty is pending; KAD, N/A or "Không áp dụng" is not applicable; anything else is what the column asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

from cchc.core.scoring.criteria.figures import figure
from cchc.core.scoring.criteria.tree import CriteriaSet, Node, Part
from cchc.core.scoring.formulas.tree import HUNDRED, NUMERIC, FormulaFault, Kind, Variable
from cchc.core.scoring.formulas.tree import Value as FigureValue
from cchc.core.scoring.index import ScoreFault, UnitScores
from cchc.core.scoring.ledgers import NA, Given, NotApplicable
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.names import same
from cchc.core.words.numerals import DecimalSign, NumberFault, from_cell, from_percent, from_table, settle
from cchc.criteria.exchange.reading import read_known_set
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.tables import ErrorCell, FormulaCell, Percent, Row, Table, Value, as_text, read_table

LABELS = {
    same(word): name
    for name, words in {
        "unit": ("unit", "đơn vị"),
        "code": ("code", "mã"),
        "group": ("group", "khối"),
    }.items()
    for word in words
}
NOT_APPLICABLE_WORDS = frozenset(same(word) for word in ("KAD", "N/A", "Không áp dụng"))

MOST_BYTES = 20_000_000
MOST_UNITS = 1_000
LONGEST_LABEL = MOST["name"]

Taken = Fraction | FigureValue | NotApplicable


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a value cannot stand in a column: a mistake made all the way down a column is put into words once."""

    found: str
    expected: Message
    why: Message


@dataclass(frozen=True, slots=True)
class Column:
    """One column of scores: its place, its leaf, and the figure it declares (None: the leaf's points)."""

    at: int
    leaf: Node
    variable: Variable | None
    read: dict[Value, Taken | Refused] = field(default_factory=dict, compare=False, repr=False)

    @property
    def heading(self) -> str:
        return self.leaf.number if self.variable is None else f"{self.leaf.number}:{self.variable.name}"


@dataclass(frozen=True, slots=True)
class PointsFile:
    """What a points file says: the units in its order, and where everything stands."""

    table: Table
    units: tuple[UnitScores, ...]
    rows: tuple[int, ...]
    columns: tuple[Column, ...]

    def place(self, position: int, number: str) -> Place:
        """Where the leaf `number` (or the figure `number:name`) of the unit at `position` stands."""
        at = next((one.at for one in self.columns if number in (one.heading, one.leaf.number)), None)
        return self.table.place(self.rows[position], at)

    def faults(self, refused: Sequence[ScoreFault]) -> list[Fault]:
        """Scores that the rules refuse, as faults of this file."""
        expected = Message("figures to which the rule applies")
        return [
            Fault(self.place(one.unit, one.number), self.declared(one), expected, one.why) for one in refused
        ]

    def declared(self, refused: ScoreFault) -> str:
        row = self.table.rows[refused.unit + 1]
        return "; ".join(
            f"{one.heading} = {as_text(row.at(one.at))}"
            for one in self.columns
            if one.leaf.number == refused.number and row.at(one.at) is not None
        )


def read_points_file(
    source: bytes | Path,
    file: str,
    set_text: str,
    sheet: str = "",
    decimal: DecimalSign | None = None,
    most_units: int = MOST_UNITS,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> PointsFile:
    """What a points file says, its bytes or its path, of the set with our own TOML text `set_text`; raises `Faults`.

    `sheet` names the sheet, "" the first visible one; `progress` is told once, at the end.
    """
    table = read_table(source, file, sheet or None, most_units)
    points = read_points(table, read_known_set(set_text), decimal)
    progress(1, 1)
    return points


# 150 communes with 128 figures each take a quarter of a second, 60 megabytes, and 0.3 in the answer.
POINTS_FILE = Door(
    read_points_file,
    (FileKind.XLSX, FileKind.CSV),
    MOST_BYTES,
    Limits(memory=700_000_000, computing=30, clock=60, answer=10_000_000),
)


def read_points(table: Table, criteria: CriteriaSet, decimal: DecimalSign | None = None) -> PointsFile:
    """The units of a points file with their points, figures and "not applicable"; raises `Faults`, all at once.

    `decimal` settles the decimal sign of text cells; without it the file's unambiguous cells do.
    """
    reading = Reading(table, criteria)
    if not table.rows:
        why = Message("the table is empty; put the headings in its first row, a unit in each row below")
        reading.fault(table.place(1), "", Message("a row of headings"), why)
        raise Faults(reading.faults)
    reading.headings(table.rows[0])
    if reading.faults:
        raise Faults(reading.faults)
    reading.settle(decimal)
    units = [reading.unit(row) for row in table.rows[1:]]
    if not units:
        why = Message("there is no unit below the headings; put each unit in a row of its own")
        reading.fault(table.place(table.rows[0].number + 1), "", Message("a row for each unit"), why)
    reading.once(units)
    if reading.faults:
        raise Faults(sorted(reading.faults, key=reading_order))
    return PointsFile(
        table, tuple(units), tuple(row.number for row in table.rows[1:]), tuple(reading.columns)
    )


def reading_order(fault: Fault) -> tuple[int, int, str]:
    """Faults from top to bottom, in a row from left to right."""
    column = fault.place.column or ""
    return (fault.place.row or 0, len(column), column)


class Reading:
    """One reading of a points table: its columns, its decimal sign, and the faults met so far."""

    def __init__(self, table: Table, criteria: CriteriaSet) -> None:
        self.table = table
        self.criteria = criteria
        self.faults: list[Fault] = []
        self.labels: dict[str, int] = {}
        self.columns: list[Column] = []
        self.by_leaf: list[tuple[str, list[Column]]] = []
        self.sign: DecimalSign | None = None
        self.groups: dict[str, str] = {}
        self.numbers = by_spelling(criteria.leaves)

    def fault(self, place: Place, found: str, expected: Message, why: Message) -> None:
        self.faults.append(Fault(place, found, expected, why))

    # --- headings ------------------------------------------------------------------------------------------------

    def headings(self, row: Row) -> None:
        """Tell the columns apart; every heading that is not understood is a fault."""
        width = max(len(one.values) for one in self.table.rows)
        seen: set[str] = set()
        for at in range(width):
            heading = self.heading(row, at)
            if heading is not None and heading in seen:
                self.twice(heading, row, at)
            seen.update([heading] if heading is not None else [])
        if not seen:
            self.no_headings(row)
        elif "unit" not in self.labels and not self.faults:
            why = Message("no column is headed unit or đơn vị; add the column with the names of the units")
            self.fault(self.table.place(row.number), "", Message('a column "đơn vị"'), why)
        leaves: dict[str, list[Column]] = {}
        for column in self.columns:
            leaves.setdefault(column.leaf.number, []).append(column)
        self.by_leaf = list(leaves.items())

    def no_headings(self, row: Row) -> None:
        """One fault instead of one for each cell where the first row is a title, or no points file at all."""
        self.faults.clear()
        found = "; ".join(as_text(value) for value in row.values if value is not None)
        expected = Message(
            "headings: đơn vị, mã, khối, and criteria such as {numbers}", numbers=self.some_numbers()
        )
        why = Message(
            "the first filled row holds no heading of a points file; delete what stands above the headings"
        )
        self.fault(self.table.place(row.number), found, expected, why)

    def twice(self, heading: str, row: Row, at: int) -> None:
        """Refuse a heading that stands twice, naming 1.10 where a spreadsheet may have made a second 1.1 of it."""
        place, found = self.table.place(row.number, at), as_text(row.at(at)).strip()
        lost_zero = heading + "0"
        if lost_zero in self.criteria.leaves:
            why = Message(
                'the heading "{heading}" stands twice; was one of them {other}, which spreadsheets shorten?',
                heading=found, other=lost_zero,
            )  # fmt: skip
        else:
            why = Message('the heading "{heading}" stands twice; keep one of the columns', heading=found)
        self.fault(place, found, Message("each heading once"), why)

    def heading(self, row: Row, at: int) -> str | None:
        """The heading of a column once understood; None where the column is empty or the heading a fault."""
        value, place = row.at(at), self.table.place(row.number, at)
        if value is None:
            if any(one.at(at) is not None for one in self.table.rows[1:]):
                why = Message("the column has values and no heading; give it one, or clear it")
                self.fault(place, "", Message("a heading"), why)
            return None
        if type(value) is int and set(meant(value)) & set(self.criteria.leaves) == {str(value)}:
            value = str(value)
        if not isinstance(value, str):
            self.turned(value, place)
            return None
        text = value.strip()
        label = LABELS.get(same(text))
        if label is not None:
            self.labels.setdefault(label, at)
            return label
        return self.score_heading(text, at, place)

    def score_heading(self, text: str, at: int, place: Place) -> str | None:
        """A heading that names a leaf, or a figure of a leaf; upper and lower case do not matter."""
        number, colon, name = (part.strip() for part in text.partition(":"))
        leaf = self.criteria.leaves.get(self.numbers.get(same(number), number))
        if leaf is None:
            self.unknown(number, text, place)
            return None
        if not colon:
            self.columns.append(Column(at, leaf, None))
            return leaf.number
        declared = leaf.declared()
        variable = declared.get(name) or declared.get(by_spelling(declared).get(same(name), name))
        if variable is None:
            self.unknown_figure(leaf, name, text, place)
            return None
        self.columns.append(Column(at, leaf, variable))
        return f"{leaf.number}:{variable.name}"

    def unknown_figure(self, leaf: Node, name: str, text: str, place: Place) -> None:
        headings = tuple(f"{leaf.number}:{one}" for one in leaf.declared()) or (leaf.number,)
        why = Message('criterion {number} declares no figure "{name}"', number=leaf.number, name=name)
        self.fault(place, text, Message("one of: {names}", names=headings), why)

    def unknown(self, number: str, text: str, place: Place) -> None:
        if any(node.number == number for node in self.criteria.walk()):
            why = Message(
                "{number} has criteria below it; only the lowest level is scored, give its points there",
                number=number,
            )
        else:
            why = Message(
                '"{heading}" is no heading of a points file and no criterion of this set; correct or delete the column',
                heading=text,
            )
        near = tuple(get_close_matches(number, self.criteria.leaves, n=3, cutoff=0.5))
        expected = Message(
            "đơn vị, mã, khối, or a criterion such as {numbers}", numbers=near or self.some_numbers()
        )
        self.fault(place, text, expected, why)

    def some_numbers(self) -> tuple[str, ...]:
        return tuple(list(self.criteria.leaves)[:3])

    def turned(self, value: Value, place: Place) -> None:
        """Refuse a heading that the spreadsheet turned into a number or a date, naming what it may have been."""
        possible = set(meant(value))
        numbers = tuple(
            number
            for number in self.criteria.leaves
            if number in possible or number.replace("-", ".") in possible
        )
        if isinstance(value, (date, int, float, Percent)) and not isinstance(value, bool):
            why = Message(
                "the spreadsheet turned the heading into a number or a date; format the cell as text and retype it"
            )
        else:
            why = cell_refusal(value) or Message(
                "this is no heading; write the number of a criterion as text"
            )
        expected = (
            Message("as text: {numbers}", numbers=numbers)
            if numbers
            else Message("a criterion number as text")
        )
        self.fault(place, as_text(value), expected, why)

    # --- cells ---------------------------------------------------------------------------------------------------

    def settle(self, decimal: DecimalSign | None) -> None:
        """Find the decimal sign of the file's text cells; signs of both kinds are a fault."""
        numeric = [one.at for one in self.columns if one.variable is None or one.variable.kind in NUMERIC]
        texts: dict[str, Place] = {}
        for row in self.table.rows[1:]:
            for at in numeric:
                value = row.at(at)
                if isinstance(value, str):
                    texts.setdefault(value, self.table.place(row.number, at))
        try:
            self.sign = settle(texts, decimal)
        except NumberFault as fault:
            place = next(place for text, place in texts.items() if text.strip() in fault.found.split(", "))
            self.faults.append(fault.at(place))
            raise Faults(self.faults) from None

    def unit(self, row: Row) -> UnitScores:
        name = self.label(row, "unit")
        if name is None:
            why = Message("the row has values and no unit; name the unit, or clear the row")
            place = self.table.place(row.number, self.labels["unit"])
            self.fault(place, "", Message("the name of the unit"), why)
        given: dict[str, Given] = {}
        for number, columns in self.by_leaf:
            value = self.leaf(row, columns)
            if value is not None:
                given[number] = value
        group = self.label(row, "group")
        if group is not None:
            group = self.groups.setdefault(same(group), group)
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

    def leaf(self, row: Row, columns: Sequence[Column]) -> Given | None:
        """What a row gives for one leaf: points, or its declared figures, or "not applicable", or nothing."""
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
        return points if points is not None else figures or None

    def contradiction(self, row: Row, columns: Sequence[Column], without: bool) -> None:
        filled = [one for one in columns if row.at(one.at) is not None]
        found = "; ".join(f"{one.heading} = {as_text(row.at(one.at))}" for one in filled)
        if without:
            why = Message("the same criterion is not applicable and scored; keep one of the two")
        else:
            why = Message("points and figures are given for the same criterion; keep one of the two")
        self.fault(self.table.place(row.number, filled[0].at), found, Message("one of the two"), why)

    def cell(self, column: Column, value: Value, row: Row) -> Taken:
        """The value of a cell, None where it is refused; what was met once in this column is not read again."""
        known = {} if isinstance(value, bool) else column.read  # for Python, TRUE is 1
        if value not in known:
            known[value] = self.judged(column, value)
        taken = known[value]
        if isinstance(taken, Refused):
            place = self.table.place(row.number, column.at)
            self.fault(place, taken.found, taken.expected, taken.why)
            return None
        return taken

    def judged(self, column: Column, value: Value) -> Taken | Refused:
        try:
            return self.taken(column, value)
        except NumberFault as fault:
            return Refused(fault.found, wanted_words(column.leaf, column.variable), fault.why)
        except FormulaFault as fault:
            return Refused(as_text(value), wanted_words(column.leaf, column.variable), fault.message)

    def taken(self, column: Column, value: Value) -> Taken:
        if isinstance(value, str) and same(value) in NOT_APPLICABLE_WORDS:
            return NA
        refusal = cell_refusal(value)
        if refusal is not None:
            raise FormulaFault(refusal)
        if column.variable is None:
            return self.points(column.leaf, value)
        if column.variable.kind is Kind.PERCENT:
            return figure_within(column.variable, self.percent(value) / HUNDRED)
        if column.variable.kind in NUMERIC:
            return figure_within(column.variable, self.number(value))
        return other_figure(column.variable, value)

    def points(self, leaf: Node, value: Value) -> Fraction:
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

    def once(self, units: Sequence[UnitScores]) -> None:
        """Refuse a unit that stands twice: by its code, or without one by its name within the group."""
        seen: dict[tuple[str, ...], int] = {}
        for row, unit in zip(self.table.rows[1:], units, strict=True):
            key = (
                ("code", unit.code.casefold())
                if unit.code
                else ("name", same(unit.group or ""), same(unit.name))
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


def by_spelling(names: Iterable[str]) -> dict[str, str]:
    """The names by their spelling key; names that differ by case alone are left out."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(same(name), []).append(name)
    return {key: names[0] for key, names in found.items() if len(names) == 1}


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
    return figure(variable, "", lambda _: amount * HUNDRED if variable.kind is Kind.PERCENT else amount)


def other_figure(variable: Variable, value: Value) -> FigureValue:
    """A date, choice, yes/no or text of a cell."""
    if variable.kind is Kind.DATE and isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if variable.kind is Kind.YES_NO and isinstance(value, bool):
        return value
    return figure(variable, as_text(value))


def wanted_words(leaf: Node, variable: Variable | None) -> Message:
    """What a cell of a leaf's points or of a figure takes, in words."""
    if variable is None:
        low, high = leaf.stated_span()
        return Message("points from {low} to {high}; KAD; or empty while not scored", low=low, high=high)
    if variable.kind is Kind.CHOICE:
        return Message("one of: {options}", options=variable.options)
    return KIND_WORDS[variable.kind]


KIND_WORDS = {
    Kind.COUNT: Message("a whole number"),
    Kind.NUMBER: Message("a number"),
    Kind.PERCENT: Message("a percentage such as 80%"),
    Kind.DATE: Message("a date, or Không when there is none"),
    Kind.YES_NO: Message("Có or Không"),
    Kind.TEXT: Message("a text"),
}


def meant(value: Value) -> Iterator[str]:
    """The criterion numbers that a spreadsheet may have made `value` of: 1.1 from 1.1 or 1.10, 1 February from 1.2."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, date):
        day, month, year = value.day, value.month, value.year
        yield from (
            f"{day}.{month}",
            f"{month}.{day}",
            f"{day}.{month}.{year % 100}",
            f"{day}.{month}.{year}",
        )
        yield from (f"{month}.{day}.{year % 100}", f"{month}.{year % 100}", f"{month}.{year}")
        yield f"{year % 100}.{month}.{day}"
    elif isinstance(value, (int, float)):
        text = as_text(value)
        yield text
        padded = text if "." in text else text + "."
        yield from (padded + "0", padded + "00")
