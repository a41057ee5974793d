"""The points file to fill in: units down, what is asked for across, what is known filled in, the rule as a note.

Above the columns stand their domains and headings in words; below the headings a narrow row names each column for the
program that reads the file back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import groupby
from pathlib import Path

from cchc.core.scoring.criteria.figures import origin_words
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import HUNDRED, FigureKind, Value, Variable
from cchc.core.scoring.ledgers import NA, LeafScore
from cchc.core.scoring.rules.words import rule_words
from cchc.core.words.messages import Message
from cchc.core.words.names import spelling_key
from cchc.core.words.numerals import from_cell
from cchc.files.cells import Percent
from cchc.files.doors import Door
from cchc.files.limits import MOST_ROWS
from cchc.files.sheets import Places, Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes
from cchc.scores.exchange.cells import NOT_APPLICABLE_WORDS, plain_cell, wanted_words
from cchc.scores.exchange.headings import heading_words
from cchc.scores.exchange.points import POINTS_FILE, read_points_file

Say = Callable[[Message], str]
Asked = tuple[str, Node, Variable | None]

LABELS = (("Đơn vị", "đơn vị", 36), ("Mã", "mã", 12), ("Khối", "khối", 20))
MOST_EXACT = 10**15  # a cell stores fifteen digits


@dataclass(frozen=True, slots=True)
class FormUnit:
    """A unit for whom the form is written, the leaves that do not apply to it, and what is known of the others."""

    name: str
    code: str | None = None
    group: str | None = None
    without: frozenset[str] = frozenset()
    given: Mapping[str, LeafScore] = field(default_factory=dict)


def points_form(
    criteria: CriteriaSet,
    units: Sequence[FormUnit],
    say: Say,
    *,
    by_group: bool = False,
    leaves: Collection[str] | None = None,
) -> bytes:
    """The form as an .xlsx file: a row for each unit, KAD where a leaf does not apply, what is known of the others,
    and a page of guidance. With `by_group` the units of each peer group have a sheet of their own; with `leaves` only
    these are asked for."""
    asked = [one for one in asked_for(criteria) if leaves is None or one[1].number in leaves]
    groups = groups_of(units) if by_group and units else [(say(Message("Points")), list(units))]
    sheets = [points_sheet(name, criteria, asked, members, say) for name, members in groups]
    return workbook_bytes([*sheets, guidance(criteria, asked, say)])


def groups_of(units: Iterable[FormUnit]) -> list[tuple[str, list[FormUnit]]]:
    """The peer groups in the order of their first unit, each with its units."""
    groups: dict[str, list[FormUnit]] = {}
    for unit in units:
        groups.setdefault(unit.group or "–", []).append(unit)
    return list(groups.items())


def points_sheet(
    name: str, criteria: CriteriaSet, asked: Sequence[Asked], units: Sequence[FormUnit], say: Say
) -> Sheet:
    """One sheet of units and what is asked of them."""
    notes: dict[tuple[int, int], str] = {}
    rows: list[list[Written]] = []
    for unit in units:
        row: list[Written] = [unit.name, unit.code, unit.group]
        for _, leaf, variable in asked:
            written, note = known_cell(unit, leaf, variable, say)
            if note is not None:
                notes[len(rows), len(row)] = note
            row.append(written)
        rows.append(row)
    return Sheet(
        name,
        [*label_columns(), *(form_column(leaf, variable, say) for _, leaf, variable in asked)],
        rows,
        bands=(("", len(LABELS)), *domain_bands(criteria, asked)),
        codes=(*(code for _, code, _ in LABELS), *(heading for heading, _, _ in asked)),
        notes=notes,
        frozen_columns=len(LABELS),
    )


def label_columns() -> Iterator[SheetColumn]:
    """The columns that name a unit."""
    return (SheetColumn(heading, width, text=True) for heading, _, width in LABELS)


def domain_bands(criteria: CriteriaSet, asked: Iterable[Asked]) -> Iterator[tuple[str, int]]:
    """The domains over the columns, each with the number of its columns."""
    domain = {leaf.number: node for node in criteria.nodes for leaf in node.leaves()}
    for node, columns in groupby(asked, key=lambda one: domain[one[1].number]):
        yield f"{node.number}. {node.name}", len(list(columns))


def asked_for(criteria: CriteriaSet) -> Iterator[Asked]:
    """The columns of the form: a leaf's declared figures, or its points where it declares none."""
    for leaf in criteria.leaves.values():
        for variable in leaf.variables:
            yield f"{leaf.number}:{variable.name}", leaf, variable
        if not leaf.variables:
            yield leaf.number, leaf, None


def form_column(leaf: Node, variable: Variable | None, say: Say) -> SheetColumn:
    """A column headed by its criterion, figure and unit of measure; the note has the rule and what the cell takes."""
    lines = [
        f"{leaf.number}. {leaf.name}",
        *(say(line) for line in words_of(leaf)),
        say(wanted_words(leaf, variable)),
        *(say(one) for one in (origin_words(variable) if variable else None,) if one is not None),
    ]
    choices: tuple[str, ...] = ()
    if variable is not None and variable.kind is FigureKind.CHOICE:
        choices = variable.options
    elif variable is not None and variable.kind is FigureKind.YES_NO:
        choices = (say(Message("Yes")), say(Message("No")))
    kind = variable.kind if variable is not None else FigureKind.NUMBER
    number = None if kind in TEXTS else Places(0, 4)
    heading = heading_words(leaf, variable)
    return SheetColumn(heading, 18, number, "\n".join(lines), choices, text=kind in TEXTS)


# A day is a text too: a spreadsheet that takes the month for the first would turn what is typed round.
TEXTS = frozenset({FigureKind.CHOICE, FigureKind.YES_NO, FigureKind.TEXT, FigureKind.DATE})


def known_cell(unit: FormUnit, leaf: Node, variable: Variable | None, say: Say) -> tuple[Written, str | None]:
    """What a cell of the form holds, and the note on it. What no cell can hold exactly is noted and left empty, which
    changes nothing when the file comes back."""
    if leaf.number in unit.without:
        return "KAD", None
    given = unit.given.get(leaf.number)
    if isinstance(given, Fraction):
        written = in_cell(given) if variable is None else None
        return written, say(Message("points stated: {points}", points=given)) if written is None else None
    if isinstance(given, Mapping) and variable is not None and variable.name in given:
        return written_figure(variable, given[variable.name], say)
    return None, None


def written_figure(variable: Variable, value: Value, say: Say) -> tuple[Written, str | None]:
    """A declared figure as its cell holds it, and the note on it."""
    if value is None:
        return "Không", None
    if isinstance(value, bool):
        return say(Message("Yes")) if value else say(Message("No")), None
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}", None
    if isinstance(value, str):
        kept = plain_cell(value) == value and spelling_key(value) not in NOT_APPLICABLE_WORDS
        return (value, None) if kept else (None, value or None)
    written: Written = in_cell(value)
    if variable.kind is FigureKind.PERCENT:
        share = in_cell(value)
        written = Percent(value * HUNDRED) if share is not None else None
    return written, None if written is not None else say(Message("{figure}", figure=value))


def in_cell(amount: Fraction) -> Fraction | None:
    """The amount, where a cell of a spreadsheet holds it exactly."""
    if abs(amount) >= MOST_EXACT:
        return None
    return amount if amount.denominator == 1 or from_cell(float(amount)) == amount else None


def words_of(leaf: Node) -> tuple[Message, ...]:
    """Return the rule of a leaf in words; nothing without a rule."""
    return rule_words(leaf.rule, leaf.terms, leaf.declared()) if leaf.rule is not None else ()


def guidance(criteria: CriteriaSet, asked: Sequence[tuple[str, Node, Variable | None]], say: Say) -> Sheet:
    """The second sheet: every column explained in full."""
    columns = (
        SheetColumn(say(Message("Column")), 16),
        SheetColumn(say(Message("Criterion")), 40),
        SheetColumn(say(Message("Maximum")), 10, Places(0, 4)),
        SheetColumn(say(Message("Declared figure")), 36),
        SheetColumn(say(Message("How it is scored")), 54),
        SheetColumn(say(Message("A cell takes")), 30),
        SheetColumn(say(Message("Required evidence")), 40),
    )
    rows: list[list[Written]] = [
        [
            heading,
            leaf.name,
            leaf.maximum,
            variable.label if variable is not None else "",
            "\n".join(say(line) for line in words_of(leaf)),
            say(wanted_words(leaf, variable)),
            leaf.evidence,
        ]
        for heading, leaf, variable in asked
    ]
    how = say(
        Message(
            "Empty: not scored yet. KAD: not applicable. One row for each unit; do not change the headings."
        )
    )
    return Sheet(say(Message("Guidance")), columns, rows, titles=(criteria.title, how))


def read_form_units(
    source: bytes | Path,
    file: str,
    set_text: str,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[FormUnit, ...]:
    """The units of a list with the headings of a points file, the leaves that it marks KAD, and what it gives for
    others. Raises `Faults`."""
    points = read_points_file(source, file, set_text, most_units=MOST_ROWS, progress=progress).checked()
    return tuple(
        FormUnit(
            one.name,
            one.code,
            one.group,
            frozenset(number for number, what in one.given.items() if what == NA),
            {number: what for number, what in one.given.items() if what != NA},
        )
        for one in points.units
    )


UNITS_OF_A_FORM: Door[tuple[FormUnit, ...]] = Door(
    read_form_units, POINTS_FILE.kinds, POINTS_FILE.most_bytes, POINTS_FILE.limits
)
