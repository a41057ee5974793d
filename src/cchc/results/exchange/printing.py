"""A ranking as a formatted workbook: ranking, groups, domains, losses, and how every point came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from cchc.access.practising import MARK
from cchc.core.scoring.criteria.derivation import Derivation, without_peers
from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.explanations import (
    PEERS_NOT_OPEN,
    STATE_WORDS,
    explanation_of,
    loss_reason,
)
from cchc.core.scoring.index import GroupIndex, UnitIndex, printed_index
from cchc.core.scoring.reasons import step_words
from cchc.core.scoring.rules.values import LOSS_WORDS
from cchc.core.scoring.rules.words import rule_words
from cchc.core.words.messages import Message
from cchc.core.words.numbers import exact
from cchc.core.words.ties import MOST_PLACES, PrintedValue
from cchc.files.sheets import Places, Sheet, SheetColumn, Written
from cchc.files.workbooks import workbook_bytes
from cchc.results.exchange.report import TIE_RULES, close_index, index_prints, notes_below

Say = Callable[[Message], str]
MOST_ROWS = 100_000
POINTS = Places(2, 4)

UNRELEASED = Message("PROVISIONAL: the results of this year are not released; every figure may still change.")
BY_STAGE = {
    "self_score": Message("Computed by the self-scores of the units."),
    "first_appraisal": Message(
        "Computed by the first appraisal; what is not appraised yet, by the self-scores."
    ),
    "second_appraisal": Message("Computed by the second appraisal; what has had the first only, by that."),
}
NOT_OPEN = Message("Ranks, means and other units are not open to units yet.")


def ranking_workbook(
    criteria: CriteriaSet,
    groups: Sequence[GroupIndex],
    year: int | None,
    provisional: bool,
    say: Say,
    *,
    marks: Sequence[Message] = (),
    whole: bool = True,
) -> bytes:
    """The workbook as the bytes of an .xlsx file.

    `marks` stand above each sheet. Not `whole`: for readers who see these units alone, without
    ranks, without figures of the groups, without what derivations take from other units.
    """
    sheets = [
        ranking_sheet(criteria, groups, provisional, say, whole),
        *([group_sheet(criteria, groups, say)] if whole else []),
        domain_sheet(criteria, groups, provisional, say),
        loss_sheet(criteria, groups, year, say),
        derivation_sheet(criteria, groups, year, say, whole),
    ]
    said = tuple(say(mark) for mark in marks)
    return workbook_bytes([replace(sheet, titles=(*sheet.titles, *said)) for sheet in sheets])


def marks_of(stage: str, *, unreleased: bool, practice: bool = False) -> list[Message]:
    """Return what is to be said above figures that are not final: that they are practice, that they are not released,
    and by which stage they are computed where it is not the decision."""
    return [
        *([MARK] if practice else []),
        *([UNRELEASED] if unreleased else []),
        *([BY_STAGE[stage]] if stage in BY_STAGE else []),
    ]


def everyone(groups: Sequence[GroupIndex]) -> Iterator[tuple[GroupIndex, UnitIndex]]:
    """Yield every unit with its peer group, in rank order."""
    for group in groups:
        for unit in group.units:
            yield group, unit


def ranking_sheet(
    criteria: CriteriaSet, groups: Sequence[GroupIndex], provisional: bool, say: Say, whole: bool = True
) -> Sheet:
    """Return the sheet of ranks: every unit with its account, index and class, and the notes below; no column of ranks
    where it is not `whole`."""
    prints = {id(group): index_prints(criteria, group) for group in groups}
    index = Places(criteria.places, max(criteria.places, MOST_PLACES))
    rank = SheetColumn(say(Message("Rank")), 8, centred=True)
    columns = (
        *((rank,) if whole else ()),
        SheetColumn(say(Message("Unit")), 42),
        SheetColumn(say(Message("Code")), 12),
        SheetColumn(say(Message("Group")), 22),
        SheetColumn(say(Message("Points")), 11, POINTS),
        SheetColumn(say(Message("Maximum")), 11, POINTS),
        SheetColumn(say(Message("Bonus")), 10, POINTS),
        SheetColumn(say(Message("Penalty")), 10, POINTS),
        SheetColumn(say(Message("Pending")), 11, POINTS),
        SheetColumn(say(Message("Index %")), 11, index),
        SheetColumn(say(Message("Class")), 16),
    )
    notes = [say(TIE_RULES[criteria.ties] if whole else NOT_OPEN)]
    notes += [say(note) for note in notes_below([unit for _, unit in everyone(groups)], provisional)]
    notes += [
        say(close_index(unit.unit.name, unit.index))
        for group, unit in everyone(groups)
        if unit.index is not None and prints[id(group)][unit.index].about
    ]
    rows = [
        ranking_row(prints[id(group)], unit, provisional)[0 if whole else 1 :]
        for group, unit in everyone(groups)
    ]
    titles = (criteria.title, " ".join(notes))
    return Sheet(say(Message("Ranking")), columns, rows, titles, frozen_columns=2 if whole else 1)


def group_sheet(criteria: CriteriaSet, groups: Sequence[GroupIndex], say: Say) -> Sheet:
    """The peer groups: units, mean, highest and lowest index, and how many units stand in each class."""
    index = Places(criteria.places)
    columns = (
        SheetColumn(say(Message("Group")), 42),
        SheetColumn(say(Message("Units")), 11, Places()),
        SheetColumn(say(Message("Mean")), 14, index),
        SheetColumn(say(Message("Highest")), 14, index),
        SheetColumn(say(Message("Lowest")), 14, index),
        *(SheetColumn(grade.name, 14, Places()) for grade in criteria.grades),
    )
    rows = [group_row(criteria, group) for group in groups]
    return Sheet(say(Message("Groups")), columns, rows, (criteria.title,), frozen_columns=1)


def group_row(criteria: CriteriaSet, group: GroupIndex) -> list[Written]:
    """Return the cells of one peer group."""
    grades = Counter(unit.grade for unit in group.units)
    figures = (group.mean, group.highest, group.lowest)
    return [
        group.group or "",
        len(group.units),
        *(percent_cell(criteria, one) for one in figures),
        *(grades[grade.name] for grade in criteria.grades),
    ]


def percent_cell(criteria: CriteriaSet, index: Fraction | None) -> Fraction | None:
    """An index for a cell; an empty one where there is none."""
    return None if index is None else printed_index(criteria, index)


def ranking_row(prints: Mapping[Fraction, PrintedValue], unit: UnitIndex, provisional: bool) -> list[Written]:
    """Return the cells of one unit."""
    total = unit.total
    index = None if unit.index is None else prints[unit.index].value
    name = unit.unit.name + (" *" if provisional and total.waiting else "")
    return [
        unit.rank, name, unit.unit.code, unit.unit.group, total.points, total.maximum, total.bonus, total.penalty,
        total.pending, index, unit.grade,
    ]  # fmt: skip


def domain_sheet(criteria: CriteriaSet, groups: Sequence[GroupIndex], provisional: bool, say: Say) -> Sheet:
    """Return the sheet of domains: the account of each domain of each unit."""
    columns = (
        SheetColumn(say(Message("Unit")), 32),
        SheetColumn(say(Message("Number")), 9, centred=True),
        SheetColumn(say(Message("Domain")), 52),
        SheetColumn(say(Message("Points")), 11, POINTS),
        SheetColumn(say(Message("Maximum")), 11, POINTS),
        SheetColumn(say(Message("Lost")), 11, POINTS),
        SheetColumn(say(Message("Pending")), 11, POINTS),
        SheetColumn(say(Message("Index %")), 11, Places(criteria.places)),
    )
    rows = [
        domain_row(criteria, unit, domain, provisional)
        for _, unit in everyone(groups)
        for domain in criteria.domains
    ]
    return Sheet(say(Message("Domains")), columns, rows, (criteria.title,), frozen_columns=1)


def domain_row(criteria: CriteriaSet, unit: UnitIndex, domain: Node, provisional: bool) -> list[Written]:
    """Return the cells of one domain of one unit."""
    ledger = unit.nodes[domain.number]
    shown_index = percent_cell(criteria, ledger.percent(provisional))
    figures = [ledger.points, ledger.maximum, ledger.lost, ledger.pending, shown_index]
    return [unit.unit.name, domain.number, domain.name, *figures]


def loss_sheet(criteria: CriteriaSet, groups: Sequence[GroupIndex], year: int | None, say: Say) -> Sheet:
    """Return the sheet of losses: each with its code and its reason in a sentence, or that they are too many."""
    columns = (
        SheetColumn(say(Message("Unit")), 32),
        SheetColumn(say(Message("Number")), 9, centred=True),
        SheetColumn(say(Message("Criterion")), 44),
        SheetColumn(say(Message("Points lost")), 12, POINTS),
        SheetColumn(say(Message("Reason")), 24),
        SheetColumn(say(Message("In words")), 54),
    )
    title = say(Message("Losses"))
    count = sum(len(unit.total.losses) for _, unit in everyone(groups))
    if count > MOST_ROWS:
        return Sheet(title, columns, [], (criteria.title, too_many(count, say)))
    names = {node.number: node.name for node in criteria.walk()}
    rows: list[list[Written]] = [
        [
            unit.unit.name, loss.number, names[loss.number], loss.points, say(LOSS_WORDS[loss.code]),
            say(loss_reason(criteria, loss, unit.unit.given.get(loss.number), year)),
        ]
        for _, unit in everyone(groups)
        for loss in unit.total.losses
    ]  # fmt: skip
    return Sheet(title, columns, rows, (criteria.title,), frozen_columns=1)


def too_many(count: int, say: Say) -> str:
    """Return the sentence that stands instead of more rows than a sheet holds."""
    return say(
        Message(
            "{count} rows are too many for one sheet, which holds {most}; score fewer units at a time.",
            count=count, most=MOST_ROWS,
        )
    )  # fmt: skip


def derivation_sheet(
    criteria: CriteriaSet, groups: Sequence[GroupIndex], year: int | None, say: Say, whole: bool = True
) -> Sheet:
    """Return the sheet that derives every leaf of every unit, or says that these are too many; not `whole`, without
    the figures of other units."""
    columns = (
        SheetColumn(say(Message("Unit")), 32),
        SheetColumn(say(Message("Number")), 9, centred=True),
        SheetColumn(say(Message("Criterion")), 36),
        SheetColumn(say(Message("Maximum")), 10, POINTS),
        SheetColumn(say(Message("Declared figures")), 38),
        SheetColumn(say(Message("Rule")), 46),
        SheetColumn(say(Message("Steps")), 42),
        SheetColumn(say(Message("Points")), 10, POINTS),
        SheetColumn(say(Message("Exactly")), 14),
    )
    count = sum(len(group.units) for group in groups) * len(criteria.leaves)
    title = say(Message("Derivations"))
    if count > MOST_ROWS:
        return Sheet(title, columns, [], (criteria.title, too_many(count, say)))
    rules = {leaf.number: rule_text(leaf, say) for leaf in criteria.leaves.values()}
    rows = [
        derivation_row(group, unit, leaf, rules[leaf.number], year, say, whole)
        for group, unit in everyone(groups)
        for leaf in criteria.leaves.values()
    ]
    return Sheet(title, columns, rows, (criteria.title,), frozen_columns=2)


def rule_text(leaf: Node, say: Say) -> str:
    """Return the rule of a leaf in words, a line each; empty without a rule."""
    if leaf.rule is None:
        return ""
    return "\n".join(say(line) for line in rule_words(leaf.rule, leaf.terms, leaf.declared()))


def derivation_row(
    group: GroupIndex, unit: UnitIndex, leaf: Node, rule: str, year: int | None, say: Say, whole: bool = True
) -> list[Written]:
    """One leaf of one unit: what was declared, the rule, the steps and the points."""
    explanation = explanation_of(leaf, unit, group, year)
    points, derivation = explanation.points, explanation.derivation
    if derivation is not None and not whole:
        derivation = without_peers(derivation)
    if explanation.state == "computed" and derivation is not None:
        variables = leaf.declared()
        told = [step_words(step, variables) for step in derivation.steps]
        told += [*([PEERS_NOT_OPEN] if derivation.withheld else [])]
        steps = "\n".join(say(one) for one in told)
    else:
        steps = say(STATE_WORDS[explanation.state])
    fraction = exact(points) if points is not None else None
    return [
        unit.unit.name, leaf.number, leaf.name, leaf.maximum, figures_text(derivation, say), rule, steps,
        points, fraction,
    ]  # fmt: skip


def figures_text(derivation: Derivation | None, say: Say) -> str:
    """Return the declared figures of a leaf in words, a line each; empty without a derivation."""
    if derivation is None:
        return ""
    return "\n".join(
        say(Message("{label}: {value}", label=variable.label, value=figure_words(variable, value)))
        for variable, value in derivation.figures
    )
