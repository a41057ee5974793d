"""The headings of a points file: units, codes, groups, leaves by number, figures as `NUMBER:figure`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import Variable
from cchc.core.words.messages import Fault, Message, Place
from cchc.core.words.names import spelling_key
from cchc.files.tables import Percent, Row, Table, Value, as_text
from cchc.scores.exchange.cells import CellValue, RefusedCell, cell_refusal

LABELS = {
    spelling_key(word): name
    for name, words in {
        "unit": ("unit", "đơn vị"),
        "code": ("code", "mã"),
        "group": ("group", "khối"),
    }.items()
    for word in words
}


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """One column of scores: its place, its leaf, and the figure it declares (None: the leaf's points)."""

    at: int
    leaf: Node
    variable: Variable | None
    read: dict[Value, CellValue | RefusedCell] = field(default_factory=dict, compare=False, repr=False)

    @property
    def heading(self) -> str:
        return self.leaf.number if self.variable is None else f"{self.leaf.number}:{self.variable.name}"


class HeadingReader:
    """Tells the columns of a points table apart, its faults noted."""

    def __init__(self, table: Table, criteria: CriteriaSet) -> None:
        self.table = table
        self.criteria = criteria
        self.faults: list[Fault] = []
        self.labels: dict[str, int] = {}
        self.columns: list[ScoreColumn] = []
        self.numbers = by_spelling(criteria.leaves)

    def fault(self, place: Place, found: str, expected: Message, why: Message) -> None:
        """Keep a fault; all are told at the end."""
        self.faults.append(Fault(place, found, expected, why))

    def read(self, row: Row) -> None:
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
        if type(value) is int and set(possible_numbers(value)) & set(self.criteria.leaves) == {str(value)}:
            value = str(value)
        if not isinstance(value, str):
            self.turned(value, place)
            return None
        text = value.strip()
        label = LABELS.get(spelling_key(text))
        if label is not None:
            self.labels.setdefault(label, at)
            return label
        return self.score_heading(text, at, place)

    def score_heading(self, text: str, at: int, place: Place) -> str | None:
        """A heading that names a leaf, or a figure of a leaf; upper and lower case do not matter."""
        number, colon, name = (part.strip() for part in text.partition(":"))
        leaf = self.criteria.leaves.get(self.numbers.get(spelling_key(number), number))
        if leaf is None:
            self.unknown(number, text, place)
            return None
        if not colon:
            self.columns.append(ScoreColumn(at, leaf, None))
            return leaf.number
        declared = leaf.declared()
        variable = declared.get(name) or declared.get(by_spelling(declared).get(spelling_key(name), name))
        if variable is None:
            self.unknown_figure(leaf, name, text, place)
            return None
        self.columns.append(ScoreColumn(at, leaf, variable))
        return f"{leaf.number}:{variable.name}"

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
        near = tuple(get_close_matches(number, self.criteria.leaves, n=3, cutoff=0.5))
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
