"""The empty points file of a set: units down, what has to be filled in across, the rule as a note on every heading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.formulas.tree import FigureKind, Variable
from cchc.core.scoring.ledgers import NA
from cchc.core.scoring.rules.words import rule_words
from cchc.core.words.messages import Message
from cchc.files.doors import Door
from cchc.files.limits import MOST_ROWS
from cchc.files.sheets import Places, Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes
from cchc.scores.exchange.cells import wanted_words
from cchc.scores.exchange.points import POINTS_FILE, read_points_file

Say = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class FormUnit:
    """A unit for whom the form is written, with the leaves that do not apply to it."""

    name: str
    code: str | None = None
    group: str | None = None
    without: frozenset[str] = frozenset()


def points_form(criteria: CriteriaSet, units: Sequence[FormUnit], say: Say) -> bytes:
    """The form as an .xlsx file: a row for each unit, KAD where a leaf does not apply, and a page of guidance."""
    asked = list(asked_for(criteria))
    columns = [
        SheetColumn("Đơn vị", 36),
        SheetColumn("Mã", 12),
        SheetColumn("Khối", 20),
        *(form_column(heading, leaf, variable, say) for heading, leaf, variable in asked),
    ]
    rows = [
        [
            unit.name,
            unit.code,
            unit.group,
            *("KAD" if leaf.number in unit.without else None for _, leaf, _ in asked),
        ]
        for unit in units
    ]
    points = Sheet(say(Message("Points")), columns, rows, frozen_columns=3)
    return workbook_bytes([points, guidance(criteria, asked, say)])


def asked_for(criteria: CriteriaSet) -> Iterator[tuple[str, Node, Variable | None]]:
    """The columns of the form: a leaf's declared figures, or its points where it declares none."""
    for leaf in criteria.leaves.values():
        for variable in leaf.variables:
            yield f"{leaf.number}:{variable.name}", leaf, variable
        if not leaf.variables:
            yield leaf.number, leaf, None


def form_column(heading: str, leaf: Node, variable: Variable | None, say: Say) -> SheetColumn:
    """A column whose heading carries the name, the rule in words, and what the cell takes."""
    lines = [f"{leaf.number}. {leaf.name}", *(say(line) for line in words_of(leaf))]
    if variable is not None:
        lines.insert(1, f"{variable.name}: {variable.label}")
    lines.append(say(wanted_words(leaf, variable)))
    is_text = variable is not None and variable.kind in (
        FigureKind.CHOICE,
        FigureKind.YES_NO,
        FigureKind.TEXT,
    )
    choices: tuple[str, ...] = ()
    if variable is not None and variable.kind is FigureKind.CHOICE:
        choices = variable.options
    elif variable is not None and variable.kind is FigureKind.YES_NO:
        choices = (say(Message("Yes")), say(Message("No")))
    return SheetColumn(heading, 14, None if is_text else Places(0, 4), "\n".join(lines), choices)


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
    """The units of a list with the headings of a points file, and the leaves that it marks KAD. Raises `Faults`."""
    points = read_points_file(source, file, set_text, most_units=MOST_ROWS, progress=progress).checked()
    return tuple(
        FormUnit(
            one.name,
            one.code,
            one.group,
            frozenset(number for number, what in one.given.items() if what is NA),
        )
        for one in points.units
    )


UNITS_OF_A_FORM: Door[tuple[FormUnit, ...]] = Door(
    read_form_units, POINTS_FILE.kinds, POINTS_FILE.most_bytes, POINTS_FILE.limits
)
