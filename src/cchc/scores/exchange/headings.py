"""The headings of a points file: units, codes, groups, leaves by number, figures as `NUMBER:figure`; or in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import FigureKind, Variable
from cchc.core.words.messages import Fault, Message, Place
from cchc.core.words.names import spelling_key
from cchc.files.tables import BEGINNING, Percent, Row, Table, Value, as_text
from cchc.scores.exchange.cells import cell_refusal, plain_cell
from cchc.scores.exchange.columns import ScoreColumn, leaf_words

LABELS = {
    spelling_key(word): name
    for name, words in {
        "unit": ("unit", "đơn vị"),
        "code": ("code", "mã"),
        "group": ("group", "khối"),
    }.items()
    for word in words
}


# The column in which offices number their rows; it says nothing that the rows do not say.
SERIAL = frozenset(spelling_key(word) for word in ("STT", "STT.", "TT", "Số TT", "Số thứ tự"))
MEASURES = {FigureKind.PERCENT: "%", FigureKind.DATE: "ngày/tháng/năm"}
Meant = tuple[Node, Variable | None]


def heading_words(leaf: Node, variable: Variable | None) -> str:
    """Return the heading of a column for people: the criterion, its figure and the unit of measure.

    >>> from fractions import Fraction
    >>> from cchc.core.scoring.criteria.tree import Part
    >>> done = Variable("done", "Số nhiệm vụ hoàn thành", FigureKind.COUNT, "nhiệm vụ")
    >>> heading_words(Node("1.1", "Kế hoạch", Fraction(2), Part.APPRAISED), done)
    '1.1. Kế hoạch\\nSố nhiệm vụ hoàn thành (nhiệm vụ)'
    """
    words = leaf_words(leaf)
    if variable is None:
        return f"{words}\nĐiểm"
    unit = MEASURES.get(variable.kind, variable.unit)
    return f"{words}\n{variable.label} ({unit})" if unit else f"{words}\n{variable.label}"


class KnownHeadings:
    """The headings that a points file of one set may have, as machines and as people write them."""

    def __init__(self, criteria: CriteriaSet) -> None:
        self.criteria = criteria
        self.numbers = by_spelling(criteria.leaves)
        meant: dict[str, Meant | None] = {}
        for leaf in criteria.leaves.values():
            for variable in (None, *leaf.variables):
                headings = {heading_words(leaf, variable)} | (
                    {leaf_words(leaf)} if variable is None else set()
                )
                headings |= {words.replace(". ", " ", 1) for words in headings}
                for key in {spelling_key(words) for words in headings}:
                    meant[key] = None if key in meant else (leaf, variable)
        self.in_words = {key: one for key, one in meant.items() if one is not None}

    def label(self, value: Value) -> str | None:
        """The name ("unit", "code", "group") that a heading has; None for all others."""
        return LABELS.get(spelling_key(value)) if isinstance(value, str) else None

    def leaf(self, number: str) -> Node | None:
        """The leaf of this number; upper and lower case do not matter."""
        return self.criteria.leaves.get(self.numbers.get(spelling_key(number), number))

    def coded(self, value: Value) -> Meant | None:
        """The leaf, or the figure of a leaf, that a heading for machines names."""
        if type(value) is int:
            return (
                self.coded(str(value)) if set(possible_numbers(value)) & set(self.criteria.leaves) else None
            )
        if not isinstance(value, str):
            return None
        number, colon, name = (part.strip() for part in value.partition(":"))
        leaf = self.leaf(number)
        if leaf is None or not colon:
            return (leaf, None) if leaf is not None else None
        variable = figure_called(leaf, name)
        return (leaf, variable) if variable is not None else None

    def named(self, value: Value) -> Meant | None:
        """The leaf, or the figure of a leaf, that a heading for people names."""
        return self.in_words.get(spelling_key(value)) if isinstance(value, str) else None

    def is_points_table(self, beginning: Table) -> bool:
        """Whether the first rows of a sheet are those of a points file: units are headed, and some criterion."""
        cells = [value for row in beginning.rows for value in row.values]
        if not any(self.label(value) for value in cells):
            return False
        return any(isinstance(value, str) and (self.coded(value) or self.named(value)) for value in cells)


def figure_called(leaf: Node, name: str) -> Variable | None:
    """Return the figure of a leaf by its name; upper and lower case do not matter."""
    declared = leaf.declared()
    return declared.get(name) or declared.get(by_spelling(declared).get(spelling_key(name), name))


class HeadingReader:
    """Tells the columns of a points table apart, its faults noted.

    Of the headings that stand one below the other the row for machines counts, in whatever order, else the row for
    people; what stands above them are titles. `first` is the position of the first row below.
    """

    def __init__(self, table: Table, known: KnownHeadings) -> None:
        self.table = table
        self.known = known
        self.criteria = known.criteria
        self.faults: list[Fault] = []
        self.labels: dict[str, int] = {}
        self.columns: list[ScoreColumn] = []
        block = self.block()
        self.first = block[-1] + 1
        self.row = self.spread(self.table.rows[max(block, key=self.worth)])
        self.read(self.row)
        for position in block:
            self.compare(self.spread(self.table.rows[position]))

    def fault(self, place: Place, found: str, expected: Message, why: Message) -> None:
        """Keep a fault; all are told at the end."""
        self.faults.append(Fault(place, found, expected, why))

    def block(self) -> list[int]:
        """The positions of the heading rows: the first rows with a name such as "đơn vị", else the first row."""
        found: list[int] = []
        for position, row in enumerate(self.table.rows[:BEGINNING]):
            if any(self.known.label(plain_cell(value)) for value in self.spread(row).values):
                found.append(position)
            elif found:
                break
        return found or [0]

    def worth(self, position: int) -> tuple[int, int, int]:
        """How much a heading row tells: columns for machines, then those for people; of equals the first."""
        values = [plain_cell(value) for value in self.spread(self.table.rows[position]).values]
        coded = sum(self.known.coded(value) is not None for value in values)
        return coded, sum(self.known.named(value) is not None for value in values), -position

    def spread(self, row: Row) -> Row:
        """A row among the headings with the text of merged cells in all of them."""
        values = list(row.values)
        for merged in self.table.merged:
            if merged.row <= row.number < merged.row + merged.rows and merged.rows > 1:
                above = next((one for one in self.table.rows[:BEGINNING] if one.number == merged.row), None)
                text = above.at(merged.column) if above is not None else None
                values += [None] * (merged.column + 1 - len(values))
                values[merged.column] = values[merged.column] if text is None else text
        return row._replace(values=tuple(values))

    def read(self, row: Row) -> None:
        """Tell the columns apart; every heading that is not understood is a fault."""
        width = max(len(one.values) for one in (row, *self.table.rows[self.first :]))
        seen: set[str] = set()
        for at in range(width):
            heading = self.heading(row, at)
            if heading is not None and heading in seen:
                self.twice(heading, row, at)
            seen.update([heading] if heading is not None else [])
        if not seen:
            self.no_headings(row)
        elif "unit" not in self.labels:
            why = Message("no column is headed unit or đơn vị; add the column with the names of the units")
            self.fault(self.table.place(row.number), "", Message('a column "đơn vị"'), why)

    def compare(self, row: Row) -> None:
        """Refuse a heading for people that names another criterion than the one for machines in its column."""
        meant = {column.at: column for column in self.columns}
        for at, value in enumerate(row.values):
            column, named = meant.get(at), self.known.named(plain_cell(value))
            if column is None or named is None or row.number == self.row.number:
                continue
            leaf, variable = named
            if leaf is not column.leaf or (variable or column.variable) is not (column.variable or variable):
                why = Message(
                    "the headings of this column name two criteria: {coded} and {named}; were cells moved aside?",
                    coded=column.heading, named=heading_words(leaf, variable).replace("\n", ": "),
                )  # fmt: skip
                expected = Message("headings that name one criterion")
                self.fault(self.table.place(row.number, at), as_text(value), expected, why)

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
        value, place = plain_cell(row.at(at)), self.table.place(row.number, at)
        if value is None:
            if any(plain_cell(one.at(at)) is not None for one in self.table.rows[self.first :]):
                why = Message("the column has values and no heading; give it one, or clear it")
                self.fault(place, "", Message("a heading"), why)
            return None
        if type(value) is int and set(possible_numbers(value)) & set(self.criteria.leaves) == {str(value)}:
            value = str(value)
        if not isinstance(value, str):
            self.turned(value, place)
            return None
        if spelling_key(value) in SERIAL:
            return None
        label = self.known.label(value)
        if label is not None:
            self.labels.setdefault(label, at)
            return label
        meant = self.known.coded(value) or self.known.named(value)
        if meant is None:
            self.not_understood(value, place)
            return None
        column = ScoreColumn(at, *meant)
        self.columns.append(column)
        return column.heading

    def not_understood(self, text: str, place: Place) -> None:
        """Refuse a heading that names no leaf and no figure of one."""
        number, colon, name = (part.strip() for part in text.partition(":"))
        leaf = self.known.leaf(number)
        if leaf is not None and colon:
            self.unknown_figure(leaf, name, text, place)
        else:
            self.unknown(number, text, place)

    def unknown_figure(self, leaf: Node, name: str, text: str, place: Place) -> None:
        """Refuse a figure that its criterion does not declare, naming those that it does."""
        headings = tuple(f"{leaf.number}:{one}" for one in leaf.declared()) or (leaf.number,)
        why = Message('criterion {number} declares no figure "{name}"', number=leaf.number, name=name)
        self.fault(place, text, Message("one of: {names}", names=headings), why)

    def unknown(self, number: str, text: str, place: Place) -> None:
        """Refuse a heading that is no criterion of the lowest level, naming those that look like it."""
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
        called = tuple(
            one.number
            for one in self.criteria.leaves.values()
            if spelling_key(one.name) == spelling_key(text)
        )
        near = called[:3] or tuple(get_close_matches(number, self.criteria.leaves, n=3, cutoff=0.5))
        expected = Message(
            "đơn vị, mã, khối, or a criterion such as {numbers}", numbers=near or self.some_numbers()
        )
        self.fault(place, text, expected, why)

    def some_numbers(self) -> tuple[str, ...]:
        """Return the first criteria of the set, as examples."""
        return tuple(list(self.criteria.leaves)[:3])

    def turned(self, value: Value, place: Place) -> None:
        """Refuse a heading that the spreadsheet turned into a number or a date, naming what it may have been."""
        possible = set(possible_numbers(value))
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


def by_spelling(names: Iterable[str]) -> dict[str, str]:
    """The names by their spelling key; names that differ by case alone are left out."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(spelling_key(name), []).append(name)
    return {key: names[0] for key, names in found.items() if len(names) == 1}


def possible_numbers(value: Value) -> Iterator[str]:
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
