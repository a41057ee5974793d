"""What a file of answers would add: its rows against the units, groups and cases of a survey and what came before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cchc.core.surveys.questionnaires.answers import SEVERAL
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet
from cchc.core.surveys.receiving.columns import (
    ColumnPart,
    ColumnUse,
    Surely,
    headings_key,
    proposed_columns,
    use_of,
)
from cchc.core.surveys.receiving.rows import AnswerTable, FilledRow, ReadRows, read_rows
from cchc.core.words.messages import Fault
from cchc.surveys.models import (
    AnswerColumns,
    QuestionnaireVersion,
    Survey,
)
from cchc.surveys.queries.answer_rows import AnswerOptions, AnswerRowReader

SAMPLES = 4  # values of a column that are shown beside its heading


@dataclass(slots=True)
class ComparedAnswers:
    """The forms that are new, as plain JSON; how many are known with the same answers, and which ones with others."""

    new: list[dict[str, Any]] = field(default_factory=list)
    same: int = 0
    other: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    empty: int = 0
    not_asked: int = 0
    missing: int = 0


def questions_in(version: QuestionnaireVersion) -> QuestionSet:
    """The questionnaire of a version as a value."""
    return questions_of(version.content)


def remembered_columns(
    survey: Survey, version: QuestionnaireVersion, headings: Sequence[str]
) -> tuple[ColumnUse, ...] | None:
    """What was said of these headings, None where nobody has said it yet."""
    row = AnswerColumns.objects.filter(
        survey=survey, version=version, headings=headings_key(headings)
    ).first()
    if row is None:
        return None
    uses = [use_of(text) for text in row.columns["uses"]]
    return tuple(one or ColumnUse(ColumnPart.NOTHING) for one in uses)


def columns_to_say(table: AnswerTable, questions: QuestionSet) -> list[dict[str, Any]]:
    """The columns of a table as plain JSON: heading, some of its values, what is proposed."""
    proposals = proposed_columns(table.headings, questions)
    return [
        {
            "letters": table.letters[at],
            "heading": table.headings[at],
            "values": list(_some_values(table, at)),
            "use": proposal.use.text,
            "surely": proposal.surely.value if table.headings[at] else Surely.SURE.value,
            "why": proposal.why.text,
        }
        for at, proposal in enumerate(proposals)
    ]


def _some_values(table: AnswerTable, column: int) -> Iterator[str]:
    seen: dict[str, None] = {}
    for _number, values in table.rows:
        text = values[column].strip()
        if text and text not in seen:
            seen[text] = None
            yield text if len(text) <= 60 else f"{text[:60]}…"
        if len(seen) == SAMPLES:
            return


def compared_answers(
    survey: Survey,
    options: AnswerOptions,
    tables: Sequence[AnswerTable],
    uses: Sequence[ColumnUse],
    progress: Callable[[int, int], None],
) -> ComparedAnswers:
    """What the forms of tables with the same headings add to a survey; `progress` is told how many rows of how many are
    read."""
    version = QuestionnaireVersion.objects.get(pk=options.version)
    questions = questions_in(version)
    reader = AnswerRowReader(survey, version, options, uses)
    found = ComparedAnswers()
    rows: list[tuple[AnswerTable, FilledRow]] = []
    total, before = sum(len(one.rows) for one in tables), 0
    for table in tables:
        read = read_rows(table, uses, questions, partial(_note, progress, before, total))
        before += len(table.rows)
        found.faults += read.faults
        _add(found, read)
        rows += [(table, one) for one in read.rows]
    told = [(reader.told(table, row, found.faults), row) for table, row in rows]
    crossed = _is_crossed([row for _form, row in told])
    stored = _stored(survey)
    several = {one.code for one in questions.items if one.kind is ItemKind.MULTIPLE}
    for form, _row in told:
        if form is None:
            continue
        plain_key, crossed_key = form["key"], f"{form['key']}/{form['unit']}"
        known = next((key for key in (crossed_key, plain_key) if key in stored), None)
        if known is None:
            new = {**form, "key": crossed_key if crossed else plain_key, "form_key": plain_key}
            found.new.append(new)
        elif _say_the_same(stored[known], form["answers"], several):
            found.same += 1
        else:
            found.other.append(form["key"])
    return found


def _say_the_same(stored: Mapping[str, str], told: Mapping[str, str], several: Collection[str]) -> bool:
    """Whether two forms answer alike; the options of an item that takes `several` stand in any order: forms from before
    they were one text keep them as they came."""
    if stored == told:
        return True
    return stored.keys() == told.keys() and all(
        text == told[code] or (code in several and set(text.split(SEVERAL)) == set(told[code].split(SEVERAL)))
        for code, text in stored.items()
    )


def _note(progress: Callable[[int, int], None], before: int, total: int, done: int, _of_table: int) -> None:
    progress(before + done, total)


def _add(found: ComparedAnswers, read: ReadRows) -> None:
    found.empty += read.empty
    found.not_asked += read.not_asked
    found.missing += read.missing


def _is_crossed(rows: Sequence[FilledRow]) -> bool:
    """Whether one person rates several units in the file: keys of its own come back in several rows."""
    keys = Counter(one.key for one in rows if one.has_own_key)
    return any(count > 1 for count in keys.values())


def _stored(survey: Survey) -> dict[str, dict[str, str]]:
    """The answers that came before, by the key of the form."""
    return dict(survey.responses.order_by().values_list("key", "answers").iterator())
