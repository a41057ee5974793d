"""The one statement by which answers are counted, in SQL that SQLite, PostgreSQL, DuckDB and Spark read alike.

It asks a relation `answers` with one row for each response, which each engine makes of what it has (a view of a file,
a common table expression over the tables of the product). Its columns are texts under names of ours, so that no word
of a file stands in the statement: those of `PLACE_COLUMNS` and `WHO_COLUMNS` that the survey has, and the answers, each
under the `column` that its question names here (missing: NULL). An engine that has answers as whole numbers says so,
and one that has many responses may number who answered: then the columns are whole numbers.

The statement has two halves. The first (`asked_of_each`) makes of a response one small whole number for each question:
of an item the position of its level, of a factor its two sums, packed. The second counts them. `CASE`, `COUNT` and
`GROUP BY` do it: no function, no cast, no quoted name, in which dialects differ. What comes back are counts only, and
`counted.counts_of_rows` takes the numbers apart again: an engine adds whole numbers and computes nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from cchc.core.surveys.estimating.questions import (
    CountedItem,
    CountedRatio,
    CountingPlan,
    Packing,
    Question,
    SummedItem,
    has_text,
    largest_total,
)

RELATION = "answers"
ASKED = "asked"
_WHOLE = re.compile(r"(0|-?[1-9][0-9]{0,8})\Z")


def statement(
    plan: CountingPlan, relation: str = "", whole: Collection[str] = (), numbered: Sequence[str] = ()
) -> str:
    """Return the counting statement of a plan; its columns: those of who answered, item (0 the response itself, from 1
    on the question), level and base where a question has no scale, total, n. `relation` is the query that gives the
    relation `answers`, where it is no table or view; for the others see `asked_of_each`.

    >>> plan = CountingPlan(("weight",), (CountedItem("q1", "q1", ("4", "5")),))
    >>> print(statement(plan))
    WITH asked AS (SELECT weight, CASE WHEN q1 IS NULL THEN 0 ELSE \
CASE q1 WHEN '4' THEN 1 WHEN '5' THEN 2 ELSE 3 END END AS asked_1 FROM answers)
    SELECT weight, 0 AS item, 0 AS total, COUNT(*) AS n FROM asked GROUP BY weight
    UNION ALL
    SELECT weight, 1, asked_1, COUNT(*) FROM asked WHERE asked_1 IS NOT NULL GROUP BY weight, asked_1
    """
    given = f"{RELATION} AS ({relation}), " if relation else ""
    of_each = asked_of_each(plan, whole, numbered)
    return f"WITH {given}{ASKED} AS ({of_each})\n{counted_of_asked(plan, numbered)}"


def asked_of_each(plan: CountingPlan, whole: Collection[str] = (), numbered: Sequence[str] = ()) -> str:
    """Return the first half: of each response its answers as they are counted, NULL where it was not asked. Columns of
    answers that hold `whole` numbers are compared with numbers; `numbered` are columns that number who answered, in
    place of those of the plan.

    >>> plan = CountingPlan(("weight",), (CountedItem("q1", "q1", ("4", "5")),))
    >>> print(asked_of_each(plan, ["q1"], ["who"]))
    SELECT who, CASE WHEN q1 BETWEEN 4 AND 5 THEN q1 - 3 WHEN q1 IS NULL THEN 0 ELSE 3 END AS asked_1 FROM answers
    """
    columns = list(numbered or plan.columns)
    for at, question in enumerate(plan.questions, start=1):
        conditions = [*(["wanted = '1'"] if plan.is_domain else []), *_was_asked(question, whole)]
        for name, answer in zip(_names(at, question), _answer(question, whole), strict=True):
            if conditions:
                answer = f"CASE WHEN {' AND '.join(conditions)} THEN {answer} END"
            columns.append(f"{answer} AS {name}")
    return f"SELECT {', '.join(columns)} FROM {RELATION}"  # noqa: S608 - of names alone


def counted_of_asked(plan: CountingPlan, numbered: Sequence[str] = ()) -> str:
    """Return the second half, which counts the rows of the first, named `asked`."""
    who = ", ".join(numbered or plan.columns)
    texts = ", '' AS level, '' AS base" if plan.has_texts else ""
    whole = f"SELECT {who}, 0 AS item{texts}, 0 AS total, COUNT(*) AS n FROM {ASKED} GROUP BY {who}"  # noqa: S608 - of names alone
    parts = [whole]
    for at, question in enumerate(plan.questions, start=1):
        names = _names(at, question)
        counted = names[0]
        if has_text(question):
            counted = ", ".join((*names, *["''"] * (2 - len(names)), "0"))
        elif plan.has_texts:
            counted = f"'', '', {counted}"
        by = ", ".join((who, *names))
        parts.append(
            f"SELECT {who}, {at}, {counted}, COUNT(*) FROM {ASKED} WHERE {names[0]} IS NOT NULL GROUP BY {by}"  # noqa: S608 - of names alone
        )
    return "\nUNION ALL\n".join(parts)


def asked_columns(plan: CountingPlan) -> dict[str, int | None]:
    """Return by column of the first half that is no column of who answered the largest number it can hold; None: texts.

    >>> asked_columns(CountingPlan(("weight",), (CountedItem("q1", "q1", ("4", "5")), CountedItem("q2", "q2", None))))
    {'asked_1': 3, 'asked_2': None}
    """
    return {
        name: None if has_text(question) else largest_total(question)
        for at, question in enumerate(plan.questions, start=1)
        for name in _names(at, question)
    }


def _names(at: int, question: Question) -> tuple[str, ...]:
    if isinstance(question, CountedRatio):
        return f"{ASKED}_{at}_above", f"{ASKED}_{at}_below"
    return (f"{ASKED}_{at}",)


def _answer(question: Question, whole: Collection[str]) -> tuple[str, ...]:
    """The expressions for the columns of an answer."""
    if isinstance(question, CountedItem):
        return (_level(question, whole),)
    if isinstance(question, CountedRatio):
        both = f"{question.above} IS NULL OR {question.below} IS NULL"
        return tuple(f"CASE WHEN {both} THEN '' ELSE {one} END" for one in (question.above, question.below))
    packing = question.packing
    return (" + ".join(_amount(item, packing, whole) for item in question.items),)


def _level(item: CountedItem, whole: Collection[str]) -> str:
    """The position of a level, from 1 on, 0 where it is missing; of what has no scale, what is written."""
    column = item.column
    if item.levels is None:
        missing = f" OR {_one_of(column, item.missing, whole)}" if item.missing else ""
        return f"CASE WHEN {column} IS NULL{missing} THEN '' ELSE {column} END"
    positions = dict(zip(item.levels, range(1, len(item.levels) + 1), strict=True))
    positions |= dict.fromkeys(item.missing, 0)
    return _numbered(column, positions, len(item.levels) + 1, whole)


def _amount(item: SummedItem, packing: Packing, whole: Collection[str]) -> str:
    """What an item adds to the total of a person: nothing where it is missing, more than any sum outside its scale."""
    amounts = {level: packing.packed(above, below) for level, (above, below) in item.amounts.items()}
    amounts |= dict.fromkeys((*item.missing, *item.not_asked), 0)
    return _numbered(item.column, amounts, packing.outside, whole)


def _numbered(column: str, numbers: Mapping[str, int], outside: int, whole: Collection[str]) -> str:
    """The expression of the number of each text, 0 for NULL and `outside` for every other."""
    if column not in whole:
        cases = " ".join(f"WHEN '{text}' THEN {number}" for text, number in numbers.items())
        return f"CASE WHEN {column} IS NULL THEN 0 ELSE CASE {column} {cases} ELSE {outside} END END"
    # Neighbours are compared together, and NULL, which is rare, at the end: comparisons are what a row costs.
    runs: list[tuple[int, int, int, int]] = []
    for value, number in sorted(
        (int(text), number) for text, number in numbers.items() if _WHOLE.match(text)
    ):
        first, last, begun, step = runs[-1] if runs else (value, value - 2, 0, 0)
        if value == last + 1 and first == last and number - begun in (0, 1):
            runs[-1] = (first, value, begun, number - begun)
        elif value == last + 1 and number == begun + step * (value - first):
            runs[-1] = (first, value, begun, step)
        else:
            runs.append((value, value, number, 0))
    cases = "".join(
        f"WHEN {column} BETWEEN {first} AND {last} THEN {f'{column} - {first - begun}' if step else begun} "
        for first, last, begun, step in runs
    )
    return f"CASE {cases}WHEN {column} IS NULL THEN 0 ELSE {outside} END"


def _was_asked(question: Question, whole: Collection[str]) -> Iterator[str]:
    """The condition that leaves out who was not asked: to a factor belongs who was asked one of its items."""
    if isinstance(question, CountedRatio):
        return
    items: Sequence[CountedItem | SummedItem] = (
        (question,) if isinstance(question, CountedItem) else question.items
    )
    if all(item.not_asked for item in items):
        none = " AND ".join(_one_of(item.column, item.not_asked, whole) for item in items)
        yield f"CASE WHEN {none} THEN 0 ELSE 1 END = 1"


def _one_of(column: str, texts: Sequence[str], whole: Collection[str]) -> str:
    if column not in whole:
        literals = ", ".join(f"'{text}'" for text in texts)
        return f"{column} IN ({literals})"
    numbers = [text for text in texts if _WHOLE.match(text)]
    return f"{column} IN ({', '.join(numbers)})" if numbers else "1 = 0"
