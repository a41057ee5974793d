"""The one statement by which answers are counted, in SQL that SQLite, PostgreSQL, DuckDB and Spark read alike.

It asks a relation `answers` with one row for each response, which each engine makes of what it has (a view of a file,
a common table expression over the tables of the product). Its columns are texts under names of ours, so that no word
of a file stands in the statement: those of `PLACE_COLUMNS` and `WHO_COLUMNS` that the survey has, and the answers, each
under the `column` that its question names here (missing: NULL). `CASE`, `COUNT` and `GROUP BY` do the rest: no
function, no cast, no quoted name, in which dialects differ.

What comes back are counts only. Of a factor, the two sums of a person travel as one whole number (`total`), which
`counts_of_rows` takes apart again: an engine adds whole numbers and computes nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cchc.core.surveys.estimating.counts import (
    PLACE_COLUMNS,
    RESPONSE,
    WHO_COLUMNS,
    AnswerCounts,
    Coded,
    counts_of,
)
from cchc.core.words.numbers import decimal_places, plain

RELATION = "answers"
NOT_ASKED = "-"
OUTSIDE = "?"
"""What the statement says instead of a level that is not on the scale."""
MOST_QUESTIONS = 400
"""SQLite joins at most 500 selects in one statement."""
_INTEGER = 2**31
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?\Z")
_NOT_IN_LITERALS = re.compile(r"['\\\x00]")


@dataclass(frozen=True, slots=True)
class CountedItem:
    """An item whose levels are counted one by one; `levels` None counts whatever is written (numbers).

    `missing` are the codes of "don't know" and "no answer", counted with the missing answers; `not_asked` those of
    who was not asked, who are not counted.
    """

    code: str
    column: str
    levels: tuple[str, ...] | None
    missing: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SummedItem:
    """An item inside a factor: what each level adds to the sum above the line and to that below it (0 or more)."""

    column: str
    amounts: Mapping[str, tuple[Fraction, Fraction]]
    missing: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedFactor:
    """A factor: of each person the sums over its items; satisfied and valid answers, or points and valid answers."""

    code: str
    items: tuple[SummedItem, ...]


@dataclass(frozen=True, slots=True)
class CountedRatio:
    """A ratio of two numbers that each person wrote; a person who wrote only one of them is missing."""

    code: str
    above: str
    below: str


Question = CountedItem | CountedFactor | CountedRatio


@dataclass(frozen=True, slots=True)
class CountingPlan:
    """What is counted: the columns of `PLACE_COLUMNS` and `WHO_COLUMNS` that the relation has, and the questions.

    With `is_domain` only responses whose column `wanted` is "1" are asked; the others stay in the sample.
    Raises ValueError for names and levels that cannot stand in a statement, and for codes that occur twice.
    """

    columns: tuple[str, ...]
    questions: tuple[Question, ...]
    is_domain: bool = False

    def __post_init__(self) -> None:
        if unknown := set(self.columns) - {*PLACE_COLUMNS, *WHO_COLUMNS}:
            raise ValueError(f"no columns of a response: {', '.join(sorted(unknown))}")
        if "weight" not in self.columns:
            raise ValueError("a response has a weight")
        codes = [question.code for question in self.questions]
        if len(set(codes)) != len(codes) or len(codes) > MOST_QUESTIONS:
            raise ValueError(f"codes that occur twice, or more than {MOST_QUESTIONS}")
        for name in (*codes, *self.answer_columns):
            if not _NAME.match(name):
                raise ValueError(f"no name for a statement: {name!r}")
        for question in self.questions:
            for text in _levels_of(question):
                if not is_countable_level(text):
                    raise ValueError(f"no level that can be counted: {text!r}")

    @property
    def answer_columns(self) -> tuple[str, ...]:
        """The columns of answers that the questions name, each once."""
        return tuple(dict.fromkeys(name for question in self.questions for name in _columns_of(question)))


def is_countable_level(text: str) -> bool:
    """Whether a level can stand in the statement: not empty, without quotation marks, backslashes, marks of ours.

    >>> is_countable_level("Rất hài lòng"), is_countable_level("it's"), is_countable_level("?")
    (True, False, False)
    """
    return text not in ("", OUTSIDE, NOT_ASKED) and not _NOT_IN_LITERALS.search(text)


def statement(plan: CountingPlan) -> str:
    """Return the counting statement of a plan; its columns: `plan.columns`, item, level, base, total, n.

    >>> plan = CountingPlan(("weight",), (CountedItem("q1", "q1", ("1", "2")),))
    >>> print(statement(plan))
    SELECT weight, '' AS item, '' AS level, '' AS base, 0 AS total, COUNT(*) AS n FROM answers GROUP BY weight
    UNION ALL
    SELECT weight, 'q1', level, base, total, COUNT(*) FROM (SELECT weight, \
CASE WHEN q1 IS NULL THEN '' WHEN q1 IN ('1', '2') THEN q1 ELSE '?' END AS level, '' AS base, 0 AS total \
FROM answers) AS asked GROUP BY weight, level, base, total
    """
    who = ", ".join(plan.columns)
    responses = (
        f"SELECT {who}, '{RESPONSE}' AS item, '' AS level, '' AS base, 0 AS total, COUNT(*) AS n"  # noqa: S608 - of names alone
        f" FROM {RELATION} GROUP BY {who}"
    )
    return "\nUNION ALL\n".join([responses, *(_asked(plan, question) for question in plan.questions)])


def _asked(plan: CountingPlan, question: Question) -> str:
    """The part of the statement that counts the answers to one question."""
    who = ", ".join(plan.columns)
    level, base, total = _answer(question)
    conditions = [*(["wanted = '1'"] if plan.is_domain else []), *_was_asked(question)]
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return (
        f"SELECT {who}, '{question.code}', level, base, total, COUNT(*) FROM (SELECT {who}, "  # noqa: S608 - of names alone
        f"{level} AS level, {base} AS base, {total} AS total FROM {RELATION}{where}) AS asked"
        f" GROUP BY {who}, level, base, total"
    )


def _answer(question: Question) -> tuple[str, str, str]:
    """The expressions for level, base and total of an answer."""
    if isinstance(question, CountedItem):
        return _level(question), "''", "0"
    if isinstance(question, CountedRatio):
        both = f"{question.above} IS NULL OR {question.below} IS NULL"
        written = [f"CASE WHEN {both} THEN '' ELSE {one} END" for one in (question.above, question.below)]
        return written[0], written[1], "0"
    packing = Packing.of(question)
    return "''", "''", " + ".join(_amount(item, packing) for item in question.items)


def _level(item: CountedItem) -> str:
    column = item.column
    known = [f"WHEN {column} IS NULL THEN ''"]
    if item.missing:
        known.append(f"WHEN {column} IN ({_literals(item.missing)}) THEN ''")
    if item.levels is None:
        return f"CASE {' '.join(known)} ELSE {column} END"
    known.append(f"WHEN {column} IN ({_literals(item.levels)}) THEN {column}")
    return f"CASE {' '.join(known)} ELSE '{OUTSIDE}' END"


def _amount(item: SummedItem, packing: Packing) -> str:
    """What an item adds to the total of a person: nothing where it is missing, more than any sum outside its scale."""
    amounts = {level: packing.packed(above, below) for level, (above, below) in item.amounts.items()}
    amounts |= dict.fromkeys((*item.missing, *item.not_asked), 0)
    cases = " ".join(f"WHEN '{level}' THEN {amount}" for level, amount in amounts.items())
    column = item.column
    return f"CASE WHEN {column} IS NULL THEN 0 ELSE CASE {column} {cases} ELSE {packing.outside} END END"


def _was_asked(question: Question) -> Iterator[str]:
    """The condition that leaves out who was not asked: to a factor belongs who was asked one of its items."""
    if isinstance(question, CountedRatio):
        return
    items: Sequence[CountedItem | SummedItem] = (
        (question,) if isinstance(question, CountedItem) else question.items
    )
    if all(item.not_asked for item in items):
        none = " AND ".join(f"{item.column} IN ({_literals(item.not_asked)})" for item in items)
        yield f"CASE WHEN {none} THEN 0 ELSE 1 END = 1"


def _literals(texts: Sequence[str]) -> str:
    return ", ".join(f"'{text}'" for text in texts)


def _columns_of(question: Question) -> tuple[str, ...]:
    if isinstance(question, CountedItem):
        return (question.column,)
    if isinstance(question, CountedRatio):
        return question.above, question.below
    return tuple(item.column for item in question.items)


def _levels_of(question: Question) -> Iterator[str]:
    if isinstance(question, CountedItem):
        yield from (*(question.levels or ()), *question.missing, *question.not_asked)
    elif isinstance(question, CountedFactor):
        for item in question.items:
            yield from (*item.amounts, *item.missing, *item.not_asked)


class Packing(NamedTuple):
    """How the two sums of a person are one whole number: (above · `step` + below), both in parts of 1/`scale`; from
    `outside` on, one of the answers was not on its scale."""

    scale: int
    step: int
    outside: int

    @classmethod
    def of(cls, factor: CountedFactor) -> Packing:
        """Return the packing of a factor. Raises ValueError for amounts below zero, endless, or too fine for 64 bits.

        >>> half = {"5": (Fraction(1, 2), Fraction(1, 2)), "1": (Fraction(0), Fraction(1, 2))}
        >>> Packing.of(CountedFactor("f", (SummedItem("q1", half), SummedItem("q2", half))))
        Packing(scale=2, step=3, outside=9)
        """
        pairs = [pair for item in factor.items for pair in item.amounts.values()]
        if not pairs or any(amount < 0 for pair in pairs for amount in pair):
            raise ValueError(f"factor {factor.code!r} adds nothing, or less")
        if any(decimal_places(amount) is None for pair in pairs for amount in pair):
            raise ValueError(f"the amounts of factor {factor.code!r} are no decimals")
        scale = lcm(*[amount.denominator for pair in pairs for amount in pair])
        most = [
            int(sum(max(pair[part] for pair in item.amounts.values()) for item in factor.items) * scale)
            for part in (0, 1)
        ]
        step = most[1] + 1
        outside = (most[0] + 1) * step
        if outside * (len(factor.items) + 1) >= _INTEGER:
            outside = max(outside, _INTEGER)  # a literal that makes the sums of every engine 64 bits wide
        if outside * (len(factor.items) + 1) >= 2**62:
            raise ValueError(f"the amounts of factor {factor.code!r} are too fine to be counted")
        return cls(scale, step, outside)

    def packed(self, above: Fraction, below: Fraction) -> int:
        """Return two amounts as one whole number."""
        return int(above * self.scale) * self.step + int(below * self.scale)

    def texts(self, total: int) -> tuple[str, str]:
        """Return the two sums of a total, as exact decimals."""
        above, below = divmod(total, self.step)
        return plain(Fraction(above, self.scale)), plain(Fraction(below, self.scale))


class CountedRows(NamedTuple):
    """What an engine answered to `statement(plan)`, by columns: of each of `columns` and of item, level and base the
    texts or their codes; `total` and `n` as whole numbers."""

    columns: Mapping[str, Sequence[str] | Coded]
    total: NDArray[np.int64]
    n: NDArray[np.int64]


class OutsideScale(ValueError):
    """Answers that are not on the scale of their question: by its code, of what should be a number what was written
    instead (of a scale, the statement does not tell)."""

    def __init__(self, strange: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(f"answers outside the scale: {', '.join(sorted(strange))}")
        self.strange = strange


def counts_of_rows(plan: CountingPlan, rows: CountedRows) -> AnswerCounts:
    """Return the counts that an engine answered, equal whichever engine it was.

    Raises `OutsideScale` where answers are not on their scale, and ValueError as `counts_of` does.
    """
    columns = {name: _coded(column) for name, column in rows.columns.items()}
    item, level, base = (columns[name] for name in ("item", "level", "base"))
    levels, bases = _Growing(level), _Growing(base)
    strange: dict[str, tuple[str, ...]] = {}
    rows_of = _rows_of(item)
    for question in plan.questions:
        asked = rows_of.get(question.code)
        if asked is None:
            continue
        if isinstance(question, CountedFactor):
            packing = Packing.of(question)
            totals, which = np.unique(rows.total[asked], return_inverse=True)
            if totals[-1] >= packing.outside:
                strange[question.code] = ()
                continue
            texts = [packing.texts(total) for total in totals.tolist()]
            levels.put(asked, which, [above for above, _below in texts])
            bases.put(asked, which, [below for _above, below in texts])
            continue
        texts_in = (text for part in (levels, bases) for text in part.texts_in(asked))
        if wrong := tuple(text for text in texts_in if not _is_answer(question, text)):
            strange[question.code] = wrong
    if strange:
        raise OutsideScale(strange)
    return counts_of({**columns, "level": levels.column(), "base": bases.column(), "n": rows.n})


def _is_answer(question: Question, text: str) -> bool:
    """Whether a level is none outside the scale; of what has no scale, whether it is a number."""
    if isinstance(question, CountedItem) and question.levels is not None:
        return text != OUTSIDE
    return not text or bool(_NUMBER.match(text))


class _Growing:
    """A column whose rows get new labels."""

    def __init__(self, column: Coded) -> None:
        self.codes = np.array(column.codes, dtype=np.int64)
        self.labels = {text: code for code, text in enumerate(column.labels)}

    def put(self, rows: NDArray[np.int64], which: NDArray[np.int64], texts: Sequence[str]) -> None:
        """Give `rows` the label that `which` says of `texts`."""
        codes = [self.labels.setdefault(text, len(self.labels)) for text in texts]
        self.codes[rows] = np.array(codes, dtype=np.int64)[which]

    def texts_in(self, rows: NDArray[np.int64]) -> list[str]:
        """The labels of `rows`, each once."""
        used = set(np.unique(self.codes[rows]).tolist())
        return [text for text, code in self.labels.items() if code in used]

    def column(self) -> Coded:
        """The column as it became."""
        return Coded(self.codes, tuple(self.labels))


def _rows_of(item: Coded) -> dict[str, NDArray[np.int64]]:
    """Of each item its rows."""
    codes = np.asarray(item.codes, dtype=np.int64)
    order = np.argsort(codes, kind="stable")
    used, starts = np.unique(codes[order], return_index=True)
    pieces = np.split(order, starts[1:])
    return {item.labels[code]: piece for code, piece in zip(used.tolist(), pieces, strict=True)}


def _coded(column: Sequence[str] | Coded) -> Coded:
    if isinstance(column, Coded):
        return column
    found: dict[str, int] = {}
    codes = np.array([found.setdefault(text, len(found)) for text in column], dtype=np.int64)
    return Coded(codes, tuple(found))
