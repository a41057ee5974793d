"""A ranking as plain data for scripts and as a table for the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any
from unicodedata import combining, east_asian_width

from cchc.core.scoring.criteria.tree import CriteriaSet, Ties
from cchc.core.scoring.explanations import loss_reason
from cchc.core.scoring.index import GroupIndex, UnitIndex, UnitScores
from cchc.core.scoring.rules.values import Loss
from cchc.core.words.messages import Message, Notice
from cchc.core.words.numbers import exact, plain, printed_number, rounded_number
from cchc.core.words.ties import PrintedValue, printed_values
from cchc.files.faults import notice_data, printable

Say = Callable[[Message], str]
Data = dict[str, Any]


def ranking_json(
    criteria: CriteriaSet,
    groups: Sequence[GroupIndex],
    provisional: bool,
    say: Say,
    notices: Sequence[Notice] = (),
    year: int | None = None,
) -> Iterator[str]:
    """The whole ranking as the lines of one JSON text, a unit on each, so that a whole country fits into memory.

    Figures are strings in plain notation, what does not exist is null. Where a figure does not terminate it has
    12 places, and its fraction stands under "exact" beside it.
    """
    reason = reasons(criteria, say, year)
    units = [unit for group in groups for unit in group.units]
    yield f'{{"set": {dumped(criteria.id)},\n"units": [\n'
    for position, unit in enumerate(units, start=1):
        yield dumped(unit_data(criteria, unit, provisional, reason)) + (
            ",\n" if position < len(units) else "\n"
        )
    yield f'],\n"groups": {dumped([group_data(criteria, group) for group in groups])},\n'
    yield f'"notices": {dumped([notice_data(notice, say) for notice in notices])}}}\n'


def dumped(data: object) -> str:
    """Return JSON in one line, Vietnamese letters as they are."""
    return json.dumps(data, ensure_ascii=False)


def reasons(criteria: CriteriaSet, say: Say, year: int | None) -> Callable[[UnitScores, Loss], str]:
    """A function from a loss of a unit to its reason in words; what is the same for every unit is said once."""
    known: dict[tuple[str, int], str] = {}

    def reason(unit: UnitScores, loss: Loss) -> str:
        """Return the reason of one loss in words, with the figures of the unit where it declared some."""
        given = unit.given.get(loss.number)
        if isinstance(given, Mapping):
            return say(loss_reason(criteria, loss, given, year))
        key = (loss.number, id(loss.line))
        if key not in known:
            known[key] = say(loss_reason(criteria, loss))
        return known[key]

    return reason


def unit_data(
    criteria: CriteriaSet, unit: UnitIndex, provisional: bool, reason: Callable[[UnitScores, Loss], str]
) -> Data:
    """Return one unit as JSON has it: its account, index, rank and class, its domains, every loss with its reason."""
    total = unit.total
    data: Data = {
        "unit": unit.unit.name,
        "code": unit.unit.code,
        "group": unit.unit.group,
        **figures(
            points=total.points,
            maximum=total.maximum,
            bonus=total.bonus,
            penalty=total.penalty,
            pending=total.pending,
        ),
        "index": fixed(criteria, unit.index),
        "rank": unit.rank,
        "grade": unit.grade,
        "domains": [
            domain_data(criteria, unit, number, name, provisional) for number, name in domains_of(criteria)
        ],
        "losses": [
            {
                "number": loss.number,
                "code": loss.code,
                **figures(points=loss.points),
                "why": reason(unit.unit, loss),
            }
            for loss in total.losses
        ],
    }
    if provisional:
        data["provisional"] = bool(total.waiting)
    return data


def domains_of(criteria: CriteriaSet) -> list[tuple[str, str]]:
    """Return number and name of every domain of a set."""
    return [(node.number, node.name) for node in criteria.domains]


def domain_data(criteria: CriteriaSet, unit: UnitIndex, number: str, name: str, provisional: bool) -> Data:
    """Return the account of one domain of a unit as JSON has it."""
    ledger = unit.nodes[number]
    return {
        "number": number,
        "name": name,
        **figures(points=ledger.points, maximum=ledger.maximum, loss=ledger.lost, pending=ledger.pending),
        "index": fixed(criteria, ledger.percent(provisional)),
    }


def group_data(criteria: CriteriaSet, group: GroupIndex) -> Data:
    """Return a peer group as JSON has it: how many units, the mean, highest and lowest of their indices."""
    return {
        "group": group.group,
        "units": len(group.units),
        "mean": fixed(criteria, group.mean),
        "highest": fixed(criteria, group.highest),
        "lowest": fixed(criteria, group.lowest),
    }


def figures(**values: Fraction) -> Data:
    """Values in plain notation; the fractions of those that do not terminate together under "exact"."""
    data: Data = {}
    endless: dict[str, str] = {}
    for name, value in values.items():
        data[name], fraction = notation(value.numerator, value.denominator)
        if fraction is not None:
            endless[name] = fraction
    if endless:
        data["exact"] = endless
    return data


@lru_cache(maxsize=50_000)
def notation(numerator: int, denominator: int) -> tuple[str, str | None]:
    """A value in plain notation, and as a fraction where that does not terminate; most amounts occur often."""
    value = Fraction(numerator, denominator)
    return plain(value), exact(value)


def fixed(criteria: CriteriaSet, value: Fraction | None, decimal: str = ".") -> str | None:
    """A percentage to the places of the set; None stays None."""
    if value is None:
        return None
    return printed_number(value, criteria.places, decimal, "", criteria.rounding)


TIE_RULES = {
    Ties.COMPETITION: Message("Equal indices share a rank; the next rank is left out (1, 2, 2, 4)."),
    Ties.DENSE: Message("Equal indices share a rank; no rank is left out (1, 2, 2, 3)."),
    Ties.ORDINAL: Message(
        "Every rank is given once; equal indices stand in alphabetical order (1, 2, 3, 4)."
    ),
}


def ranking_text(
    criteria: CriteriaSet, groups: Sequence[GroupIndex], provisional: bool, decimal: str, say: Say
) -> str:
    """The ranking as a table to read: a block for each peer group, its mean, highest and lowest, the tie rule below."""
    lines = [printable(criteria.title)]
    for group in groups:
        lines += ["", *group_lines(criteria, group, provisional, decimal, say)]
    lines += ["", say(TIE_RULES[criteria.ties])]
    everyone = [unit for group in groups for unit in group.units]
    lines += [say(note) for note in notes_below(everyone, provisional)]
    return "\n".join(lines) + "\n"


def notes_below(units: Sequence[UnitIndex], provisional: bool) -> Iterator[Message]:
    """What the marks of a ranking mean, those that occur in it."""
    if any(unit.total.waiting for unit in units):
        yield PROVISIONAL if provisional else PENDING
    if not provisional and any(unit.total.waiting and not unit.total.pending for unit in units):
        yield ONLY_BLOCKS
    if any(unit.index is None and not unit.total.waiting for unit in units):
        yield NOTHING_APPLIES


def close_index(unit: str, index: Fraction) -> Message:
    """The exact index of a unit that prints like another one."""
    return Message("≈ {unit}: exactly {index}", unit=unit, index=index)


PROVISIONAL = Message("* provisional: computed over what is scored so far.")
PENDING = Message("– no index yet: criteria of this unit are not scored.")
ONLY_BLOCKS = Message(
    "Pending 0: only bonus or penalty cells are still empty; write 0 where there is none, or give --provisional."
)
NOTHING_APPLIES = Message("– no index: none of the criteria applies to this unit.")


def group_lines(
    criteria: CriteriaSet, group: GroupIndex, provisional: bool, decimal: str, say: Say
) -> list[str]:
    """Return the ranking of a peer group as lines of text; columns in which no unit has anything are left out."""
    headings = [
        say(one)
        for one in (
            Message("Rank"), Message("Unit"), Message("Points"), Message("Maximum"), Message("Index %"),
            Message("Class"), Message("Pending"),
        )
    ]  # fmt: skip
    prints = index_prints(criteria, group)
    rows = [row_of(prints, unit, provisional) for unit in group.units]
    for at in POINT_COLUMNS:
        line_up(rows, at, decimal)
    used = [at for at in range(len(headings)) if any(row[at] for row in rows)]
    table = aligned([headings, *rows], used)
    title = [say(Message("Group: {group}", group=printable(group.group)))] if group.group else []
    close = [
        say(close_index(unit.unit.name, unit.index))
        for unit in group.units
        if unit.index is not None and prints[unit.index].about
    ]
    return [*title, *table, say(summary(criteria, group, decimal)), *close]


def index_prints(criteria: CriteriaSet, group: GroupIndex) -> dict[Fraction, PrintedValue]:
    """How each index of a peer group prints beside the others, by its exact value."""
    known = [unit.index for unit in group.units if unit.index is not None]
    return printed_values(known, criteria.places, criteria.rounding)


def summary(criteria: CriteriaSet, group: GroupIndex, decimal: str) -> Message:
    """How many units a peer group has, and the mean, highest and lowest of their indices."""
    return Message(
        "Units: {count} · mean {mean} · highest {highest} · lowest {lowest}",
        count=len(group.units),
        mean=fixed(criteria, group.mean, decimal) or "–",
        highest=fixed(criteria, group.highest, decimal) or "–",
        lowest=fixed(criteria, group.lowest, decimal) or "–",
    )


def row_of(prints: Mapping[Fraction, PrintedValue], unit: UnitIndex, provisional: bool) -> list[str]:
    """Return the cells of one unit: rank, name, points, maximum, index, class, and what is pending."""
    total = unit.total
    mark = " *" if provisional and total.waiting else ""
    return [
        str(unit.rank) if unit.rank is not None else "–",
        printable(unit.unit.name) + mark,
        plain(rounded_number(total.points, PRINTED_PLACES)),
        plain(rounded_number(total.maximum, PRINTED_PLACES)),
        "–" if unit.index is None else index_text(prints[unit.index]),
        unit.grade or "",
        plain(rounded_number(total.pending, PRINTED_PLACES)) if total.waiting else "",
    ]


def index_text(printed: PrintedValue) -> str:
    """Return an index as it prints beside the others."""
    return ("≈ " if printed.about else "") + printed_number(printed.value, printed.places, ".", "")


def line_up(rows: list[list[str]], at: int, decimal: str) -> None:
    """Give every number of a column the same decimals, and the decimal sign of the language."""
    places = max((len(row[at].partition(".")[2]) for row in rows), default=0)
    for row in rows:
        whole, _, decimals = row[at].partition(".")
        if whole.lstrip("≈- ").isdigit() and places:
            row[at] = f"{whole}{decimal}{decimals.ljust(places, '0')}"


PRINTED_PLACES = 4
POINT_COLUMNS = (2, 3, 4, 6)
RIGHT = (0, 2, 3, 4, 6)


def aligned(rows: Sequence[Sequence[str]], used: Sequence[int]) -> list[str]:
    """The `used` columns of rows as lines under each other, numbers to the right, a rule below the headings."""
    widths = {at: max(columns_of(row[at]) for row in rows) for at in used}
    lines = ["  ".join(padded(row[at], widths[at], at in RIGHT) for at in used).rstrip() for row in rows]
    return [lines[0], "  ".join("─" * width for width in widths.values()), *lines[1:]]


def padded(text: str, width: int, right: bool) -> str:
    """Return a text filled with spaces to `width` columns of a terminal."""
    space = " " * (width - columns_of(text))
    return space + text if right else text + space


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes: marks set upon letters take none, wide signs two.

    >>> columns_of("Sở"), columns_of("So\u031b\u0309"), columns_of("市")
    (2, 2, 2)
    """
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)
