"""A stored plan as the rows of its Excel table, and the texts that a file would change, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import QuerySet

from cchc.access.actor import Actor
from cchc.plans.exchange.difference import (
    Difference,
    Removed,
    RowDifference,
    SectionDifference,
    row_title,
)
from cchc.plans.exchange.sheet import COLUMNS, HEADINGS, SheetRow, SheetSection
from cchc.plans.models import Measure, Plan, Section, SheetImport
from cchc.plans.policies import can_edit_plan

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST_COMPARED = 4000


def sheet_sections(plan: Plan) -> list[SheetSection]:
    """The sections of `plan` with their measures, keyed by their ids."""
    return [_section(section) for section in plan.sections.prefetch_related("measures")]


def _section(section: Section) -> SheetSection:
    rows = tuple(_row(measure) for measure in section.measures.all())
    return SheetSection(str(section.pk), section.number, section.heading, rows)


def _row(measure: Measure) -> SheetRow:
    return SheetRow(str(measure.pk), **{column.value: getattr(measure, column.value) for column in COLUMNS})


def imports_of(actor: Actor, plan: Plan) -> QuerySet[SheetImport]:
    """The Excel tables brought back for `plan`, the latest first; none for those who may not work on it."""
    rows = plan.imports.select_related("file")
    return rows if can_edit_plan(actor, plan) else rows.none()


@dataclass(frozen=True, slots=True)
class Line:
    """A measure that is added, changed or moved."""

    row: RowDifference

    @property
    def cells(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The headings of the columns that change, each with its texts compared word by word."""
        return [(HEADINGS[one.column], words_changed(one.old, one.new)) for one in self.row.changes]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of a file: the measures that change in it, and the titles of those that it loses."""

    section: SectionDifference
    lines: list[Line]
    gone: list[str]


def chapters_of(change: Difference) -> list[Chapter]:
    """The sections of a file of which anything becomes, in its order."""
    gone = {one.section.key: titles_of(one) for one in change.removed}
    chapters = [
        Chapter(
            section,
            [Line(row) for row in section.rows if row.changes or row.left is not None],
            gone.get(section.key, []),
        )
        for section in change.sections
    ]
    return [one for one in chapters if one.lines or one.gone or _becomes(one.section)]


def titles_of(removed: Removed) -> list[str]:
    """The measures that a section loses, as people know them."""
    return [row_title(row) for row in removed.section.rows]


def _becomes(section: SectionDifference) -> bool:
    """Whether the section itself is new, renamed or moved."""
    return not section.key or section.was is not None or section.moved


def words_changed(old: str, new: str) -> list[tuple[str, str]]:
    """What stays ("same"), goes ("old") and comes ("new") between two texts, word by word.

    >>> words_changed("Quý II năm 2026", "Quý III năm 2026")
    [('same', 'Quý '), ('old', 'II'), ('new', 'III'), ('same', ' năm 2026')]
    """
    if len(old) + len(new) > MOST_COMPARED:
        return [(kind, text) for kind, text in (("old", old), ("new", new)) if text]
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    parts: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(("same", "".join(before[a:b])))
        else:
            parts += [("old", "".join(before[a:b])), ("new", "".join(after[c:d]))]
    return [(kind, text) for kind, text in parts if text]
