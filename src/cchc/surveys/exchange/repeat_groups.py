"""Repeat groups of KoboToolbox and ODK: sheets whose rows belong to those of another, joined to one table.

No Django here.

An export has the form in its first sheet (`_index`) and each repeat group in one of its own, whose rows name theirs
(`_parent_index`, `_parent_table_name`). One group may have several rows for a form: each then is a row of its own, with
what the form says beside it, as where one person rates several units. Of two such groups nobody can say which rows
belong together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cchc.core.surveys.receiving.rows import AnswerTable
from cchc.core.words.messages import Fault, Faults, Message

INDEX, PARENT, PARENT_TABLE = "_index", "_parent_index", "_parent_table_name"
Rows = Mapping[str, list[tuple[int, tuple[str, ...]]]]


def joined_groups(tables: Sequence[AnswerTable]) -> list[AnswerTable]:
    """Return the tables of a file, those of repeat groups joined to that of their form. Raises `Faults` for groups that
    cannot be joined, each with what to do."""
    groups = [one for one in tables if PARENT in one.headings]
    forms = [one for one in tables if INDEX in one.headings and PARENT not in one.headings]
    if not groups or not forms:
        return list(tables)
    of_form: dict[int, list[AnswerTable]] = defaultdict(list)
    faults: list[Fault] = []
    for group in groups:
        named = next(iter(_column(group, PARENT_TABLE)), "")
        at = next((at for at, one in enumerate(forms) if one.sheet == named), 0 if not named else None)
        if at is None:
            faults.append(Fault(group.place(group.heading_row), named, IN_A_FORM, NESTED))
        else:
            of_form[at].append(group)
    for of_one in of_form.values():
        several = [one for one in of_one if any(len(rows) > 1 for rows in _by_form(one).values())]
        faults += [
            Fault(one.place(one.heading_row), one.sheet or "", ONE_GROUP, TWO_GROUPS) for one in several[1:]
        ]
    if faults:
        raise Faults(faults)
    joined = {at: _joined(forms[at], of_one) for at, of_one in of_form.items()}
    others = [one for one in tables if one not in groups and one not in forms]
    return [*(joined.get(at, one) for at, one in enumerate(forms)), *others]


def _joined(form: AnswerTable, groups: Sequence[AnswerTable]) -> AnswerTable:
    """A form with its groups: a row for each row of the one that has several, else for each form."""
    by_form = [_by_form(one) for one in groups]
    several = next(
        (at for at, rows in enumerate(by_form) if any(len(one) > 1 for one in rows.values())), None
    )
    columns = [[at for at, name in enumerate(one.headings) if not name.startswith("_")] for one in groups]
    keys = _column(form, INDEX)
    rows: list[tuple[int, tuple[str, ...]]] = []
    rows_in: dict[str, dict[int, int]] = defaultdict(dict)
    base = form if several is None else groups[several]
    for key, (number, values) in zip(keys, form.rows, strict=True):
        own = [one.get(key, []) for one in by_form]
        repeated = [(number, ())] if several is None or not own[several] else own[several]
        for at, _told in repeated:
            told = list(values)
            for place, (group, found) in enumerate(zip(groups, own, strict=True)):
                there = next((one for one in found if place != several or one[0] == at), None)
                told += [there[1][column] if there else "" for column in columns[place]]
                if there:
                    rows_in[group.sheet or ""][at] = there[0]
            rows_in[form.sheet or ""][at] = number
            rows.append((at, tuple(told)))
    letters = [*form.letters]
    sheets = [form.sheet or ""] * len(form.letters)
    headings = [*form.headings]
    for group, places in zip(groups, columns, strict=True):
        letters += [group.letters[at] for at in places]
        headings += [group.headings[at] for at in places]
        sheets += [group.sheet or ""] * len(places)
    hidden = form.hidden + sum(one.hidden for one in groups)
    return AnswerTable(
        file=form.file,
        sheet=base.sheet,
        heading_row=form.heading_row,
        headings=tuple(headings),
        letters=tuple(letters),
        rows=tuple(rows),
        hidden=hidden,
        sheets=tuple(sheets),
        rows_in={name: dict(one) for name, one in rows_in.items()},
    )


def _by_form(group: AnswerTable) -> Rows:
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for key, row in zip(_column(group, PARENT), group.rows, strict=True):
        found[key].append(row)
    return found


def _column(table: AnswerTable, heading: str) -> list[str]:
    at = table.headings.index(heading) if heading in table.headings else None
    return [] if at is None else [values[at] for _number, values in table.rows]


IN_A_FORM = Message("a repeat group of a form")
NESTED = Message(
    "This repeat group lies within another one, and cannot be joined to its form: bring it in a file of its own, with "
    "the key of the form in each row."
)
ONE_GROUP = Message("one repeat group with several rows for a form")
TWO_GROUPS = Message(
    "Two repeat groups have several rows for one form, and nothing says which of them belong together: bring each in a "
    "file of its own, with the key of the form in each row."
)
