"""The rows of a points file: each unit with what is known of its leaves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from cchc.core.scoring.criteria.crosschecks import broken_checks
from cchc.core.scoring.formulas.tree import Value as FigureValue
from cchc.core.scoring.index import UnitScores
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Fault, Message, Notice, Place
from cchc.core.words.names import spelling_key
from cchc.core.words.numerals import DecimalSign, NumberFault, settle
from cchc.files.tables import Merged, Row, Table, Value, as_text
from cchc.scores.exchange.asides import Aside, aside_of
from cchc.scores.exchange.cells import (
    Blank,
    CellReader,
    CellValue,
    RefusedCell,
    label_refusal,
    plain_cell,
)
from cchc.scores.exchange.columns import DayOrder, ScoreColumn, each_value, traits_of
from cchc.scores.exchange.headings import HeadingReader

LONGEST_LABEL = MOST["name"]
plain_text = lru_cache(maxsize=8192)(plain_cell)


def plain_value(value: Value) -> Value:
    """Return a cell as it is read; what was met before is not worked out again."""
    return plain_text(value) if isinstance(value, str) else value


class RowReader:
    """Reads the rows of a points table under its headings: units with their points, figures and "not applicable".

    `rows` are those of its units; rows that are none are left out, and `notices` says so.
    """

    def __init__(self, headings: HeadingReader) -> None:
        self.table, self.labels = headings.table, headings.labels
        self.columns, self.columns_of = headings.columns, columns_by_leaf(headings.columns)
        self.faults: list[Fault] = []
        self.notices: list[Notice] = []
        self.asides: list[tuple[Place, str]] = []
        self.cells = CellReader(None)
        self.known: dict[int, dict[Value, CellValue | RefusedCell | Blank]] = {
            one.at: {} for one in self.columns
        }
        self.places = sorted(one.at for one in self.columns)
        self.merged = merged_groups(self.table, self.labels)
        self.across = frozenset(one.row for one in self.table.merged if self.is_across(one))
        self.rows = list(self.rows_of_units(self.table.rows[headings.first :]))
        self.settle_columns()
        self.refuse_merged()

    def fault(self, row: int, at: int | None, found: str, expected: Message, why: Message) -> None:
        """Keep a fault; all are told at the end."""
        self.faults.append(Fault(self.table.place(row, at), found, expected, why))

    def is_across(self, merged: Merged) -> bool:
        """Whether merged cells reach from the names of the units into the scores: the heading of a section."""
        return merged.column <= self.labels.get("unit", 0) and self.holds_scores(merged, merged.column + 1)

    def holds_scores(self, merged: Merged, first: int) -> bool:
        """Whether merged cells, from the column `first` on, stand in a column of scores."""
        at = bisect_left(self.places, first)
        return at < len(self.places) and self.places[at] < merged.column + merged.columns

    def rows_of_units(self, rows: Iterable[Row]) -> Iterable[Row]:
        """The rows that name a unit, or hold something and name none; what other rows are is noticed."""
        for row in rows:
            if all(plain_value(value) is None for value in row.values):
                continue
            at, text = self.named(row)
            aside = self.aside(row, text)
            if aside is None:
                yield row
            elif aside is Aside.DOUBTFUL:
                why = Message(aside.words.text, text=text)
                self.fault(row.number, at, text, Message("the name of one unit"), why)
                yield row
            else:
                place = self.table.place(row.number, at)
                self.notices.append(Notice(place, Message(aside.words.text, text=text)))
                self.asides.append((place, text))

    def named(self, row: Row) -> tuple[int | None, str]:
        """Where a row is named, and how: by its unit, else by the first text of its other names."""
        for label in ("unit", "code", "group"):
            at = self.labels.get(label)
            value = plain_value(row.at(at)) if at is not None else None
            if isinstance(value, str):
                return at, value
        return self.labels.get("unit"), ""

    def aside(self, row: Row, text: str) -> Aside | None:
        """What a row is that is no unit. What has a code of its own is a unit, whatever it is called."""
        if row.number in self.across:
            return Aside.SECTION
        unit = plain_value(row.at(self.labels["unit"])) if "unit" in self.labels else None
        if (
            "code" in self.labels
            and unit is not None
            and plain_value(row.at(self.labels["code"])) is not None
        ):
            return None
        if any(
            isinstance(value := plain_value(row.at(at)), str) and spelling_key(value) == spelling_key(text)
            for label, at in self.labels.items()
            if label == "unit" and spelling_key(text) in UNIT_HEADINGS
        ):
            return Aside.HEADING
        return aside_of(text, has_values=any(plain_value(row.at(one.at)) is not None for one in self.columns))

    def settle_columns(self) -> None:
        """Work out what the cells of each column say of each other."""
        values = [row.values for row in self.rows]
        for column in self.columns:
            traits = traits_of(column, each_value(values, column.at, plain_value))
            column.traits.days, column.traits.has_shares = traits.days, traits.has_shares
            if traits.days is DayOrder.MONTH_FIRST:
                what = Message(
                    "the days of {criterion} are read with the month in front, for one of them is “{found}”",
                    criterion=column.words, found=traits.first_month,
                )  # fmt: skip
                self.notices.append(Notice(self.table.place(self.rows[0].number, column.at), what))

    def refuse_merged(self) -> None:
        """Refuse merged cells that hold one value for several units or criteria: whose it is nobody knows."""
        numbers = [row.number for row in self.rows]
        for merged in self.table.merged:
            at = bisect_left(numbers, merged.row)
            if at == len(numbers) or numbers[at] != merged.row or merged.row in self.across:
                continue
            value = plain_value(self.rows[at].at(merged.column))
            if value is not None and self.holds_scores(merged, merged.column):
                why = Message(
                    "the cells {cells} are merged; unmerge them and write each value in its own cell",
                    cells=merged.reference,
                )
                expected = Message("one cell for each unit")
                self.fault(merged.row, merged.column, as_text(value), expected, why)

    def units(self, sign: DecimalSign | None) -> list[UnitScores]:
        """The units of the table, whose text cells use the decimal `sign`."""
        self.cells = CellReader(sign)
        return [self.unit(row) for row in self.rows]

    def unit(self, row: Row) -> UnitScores:
        """The unit of a row."""
        name = self.label(row, "unit")
        if name is None and "unit" in self.labels:
            why = Message("the row has values and no unit; name the unit, or clear the row")
            self.fault(row.number, self.labels["unit"], "", Message("the name of the unit"), why)
        given: dict[str, LeafScore] = {}
        for number, columns in self.columns_of:
            value = self.leaf(row, columns)
            if value is not None:
                given[number] = value
        return UnitScores(name or "", given, self.label(row, "code"), self.label(row, "group"))

    def label(self, row: Row, name: str) -> str | None:
        """The text of a name, code or group; None where it is empty. What a spreadsheet made of a text is refused."""
        at = self.labels.get(name)
        if at is None:
            return None
        value = self.merged.get(row.number) if name == "group" else None
        value = plain_value(row.at(at)) if value is None else value
        if name == "group" and isinstance(value, str) and spelling_key(value) in DITTOS:
            return None
        why = label_refusal(value)
        text = as_text(value)
        if why is None and len(text) > LONGEST_LABEL:
            why = Message(
                "the text is longer than {most} signs; names, codes and groups are short", most=LONGEST_LABEL
            )
        if why is not None:
            self.fault(row.number, at, as_text(value), Message("a text"), why)
        return text or None

    def leaf(self, row: Row, columns: Sequence[ScoreColumn]) -> LeafScore | None:
        """The score of one leaf in a row: points, or its declared figures, or "not applicable", or nothing."""
        figures: dict[str, FigureValue] = {}
        points: Fraction | None = None
        without = False
        for column in columns:
            value = row.at(column.at)
            taken = self.cell(column, value, row) if value is not None else Blank.BLANK
            if taken is Blank.BLANK:
                continue
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
            filled = [one for one in columns if plain_value(row.at(one.at)) is not None]
            expected = Message("figures that keep the cross-checks of the criterion")
            self.fault(row.number, columns[0].at, found_words(row, filled), expected, why)

    def contradiction(self, row: Row, columns: Sequence[ScoreColumn], without: bool) -> None:
        """Refuse a row that gives two things for one criterion."""
        filled = [one for one in columns if plain_value(row.at(one.at)) is not None]
        found = found_words(row, filled)
        if without:
            why = Message("the same criterion is not applicable and scored; keep one of the two")
        else:
            why = Message("points and figures are given for the same criterion; keep one of the two")
        self.fault(row.number, filled[0].at, found, Message("one of the two"), why)

    def cell(self, column: ScoreColumn, value: Value, row: Row) -> CellValue | Blank:
        """The value of a cell, blank where it is refused; what was met once in this column is not read again."""
        known = {} if isinstance(value, bool) else self.known[column.at]  # for Python, TRUE is 1
        if value not in known:
            known[value] = self.cells.read(column, value)
        taken = known[value]
        if isinstance(taken, RefusedCell):
            self.fault(row.number, column.at, taken.found, taken.expected, taken.why)
            return Blank.BLANK
        return taken


# Signs for "as above": a group of this name would rank its units by themselves.
DITTOS = frozenset(
    map(spelling_key, ("nt", "n.t", "như trên", '"', "''", "“", "”", "″", "〃", "-", "–", "...", "…"))
)
UNIT_HEADINGS = frozenset({spelling_key("unit"), spelling_key("đơn vị")})


def found_words(row: Row, columns: Sequence[ScoreColumn]) -> str:
    """Return what stands in these columns of a row, each under the name of its figure, points under the number."""
    names = (
        (one.variable.label if one.variable is not None else one.leaf.number, row.at(one.at))
        for one in columns
    )
    return "; ".join(f"{name} = {as_text(plain_value(value))}" for name, value in names)


def merged_groups(table: Table, labels: dict[str, int]) -> dict[int, Value]:
    """Return the peer group of each row whose cell is merged with one above that names it."""
    at = labels.get("group")
    if at is None:
        return {}
    numbers = [row.number for row in table.rows]
    found: dict[int, Value] = {}
    reached = 0
    for merged in sorted(one for one in table.merged if one.column == at and one.columns == 1):
        first = max(bisect_left(numbers, merged.row), reached)
        last = bisect_left(numbers, merged.row + merged.rows)
        if first < last and numbers[first] == merged.row:
            group = plain_value(table.rows[first].at(at))
            found.update((numbers[place], group) for place in range(first, last) if group is not None)
        reached = max(reached, last)
    return found


def columns_by_leaf(columns: Sequence[ScoreColumn]) -> list[tuple[str, list[ScoreColumn]]]:
    """The columns of each leaf, in the order of the file."""
    leaves: dict[str, list[ScoreColumn]] = {}
    for column in columns:
        leaves.setdefault(column.leaf.number, []).append(column)
    return list(leaves.items())


def settled_sign(
    sheets: Sequence[RowReader], decimal: DecimalSign | None
) -> tuple[DecimalSign | None, list[Fault]]:
    """Return the decimal sign of the text cells of a file: as asked for, as its texts show it, or as those of whose
    readings one alone fits its column. Signs of both kinds are a fault, and no sign."""
    texts: dict[str, tuple[Place, ScoreColumn]] = {}
    for one in sheets:
        for row in one.rows:
            for column in one.columns:
                value = row.at(column.at)
                if isinstance(value, str) and column.is_number and value not in texts:
                    texts[value] = (one.table.place(row.number, column.at), column)
    try:
        return settle(texts, decimal, lambda text, value: texts[text][1].fits(value)), []
    except NumberFault as fault:
        shown = fault.found.split(", ")
        place = next(place for text, (place, _) in texts.items() if text.strip() in shown)
        return None, [fault.at(place)]
