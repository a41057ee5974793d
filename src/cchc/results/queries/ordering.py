"""In which order the rows of a ranking stand, and which of them are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cchc.core.words import names
from cchc.results.queries.rows import RankingRow

DOMAIN = "lv-"
Key = Callable[[RankingRow], Any]


@dataclass(frozen=True, slots=True)
class Order:
    """The column by which rows stand in order, from the lowest or `down` from the highest."""

    column: str
    down: bool = False

    def __str__(self) -> str:
        return f"-{self.column}" if self.down else self.column


FIRST = Order("hang")
FALLING = ("chi-so", "mat-diem", "thay-doi")  # columns that are read from the highest value down


def requested_order(text: str, domains: Sequence[str] = ()) -> Order:
    """The order that an address asks for: a column, with "-" before it from the highest; else by rank."""
    column = text.removeprefix("-")
    known = column in KEYS or column == "xep-loai" or column in {DOMAIN + number for number in domains}
    return Order(column, text.startswith("-")) if known else FIRST


def next_order(column: str, now: Order) -> Order:
    """The order after a click on the heading of `column`: first as it is usually read, then the other way round."""
    if column == now.column:
        return Order(column, not now.down)
    return Order(column, column in FALLING or column.startswith(DOMAIN))


def ordered_rows(rows: Sequence[RankingRow], order: Order, grades: Sequence[str]) -> list[RankingRow]:
    """`rows` in this order; those without a value stand last, equal ones as before. `grades`: best first."""
    key = _key(order.column, grades)
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return sorted(known, key=key, reverse=order.down) + unknown


def _key(column: str, grades: Sequence[str]) -> Key:
    if column == "xep-loai":
        places = {name: place for place, name in enumerate(grades)}
        return lambda row: places.get(row.grade)
    if column.startswith(DOMAIN):
        return lambda row: _domain_index(row, column.removeprefix(DOMAIN))
    return KEYS[column]


def _domain_index(row: RankingRow, number: str) -> Fraction | None:
    return next((cell.index for cell in row.cells if cell.number == number), None)


KEYS: dict[str, Key] = {
    "hang": lambda row: row.rank,
    "hang-truoc": lambda row: row.before.rank if row.before else None,
    "don-vi": lambda row: names.sort_key(row.name),
    "chi-so": lambda row: row.index,
    "mat-diem": lambda row: row.lost,
    "thay-doi": lambda row: row.change.amount if row.change else None,
}


def matching_rows(rows: Sequence[RankingRow], text: str) -> list[RankingRow]:
    """The rows whose name contains `text` or whose code it is, whatever its diacritics; their ranks stay."""
    key = names.search_key(text)
    return [
        row
        for row in rows
        if key in names.search_key(row.name) or (key and key == names.search_key(row.code))
    ]
