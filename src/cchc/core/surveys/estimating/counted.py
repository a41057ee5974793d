"""What an engine answered to the counting statement, taken apart to counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cchc.core.surveys.estimating.counts import RESPONSE, AnswerCounts, Coded, counts_of_kinds
from cchc.core.surveys.estimating.numbering import numbered
from cchc.core.surveys.estimating.questions import (
    CountedFactor,
    CountedItem,
    CountingPlan,
    Question,
    has_text,
    largest_total,
)

_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?\Z")


class CountedRows(NamedTuple):
    """What an engine answered to `statement(plan)`, by columns: of each kind of `who` answered the texts of the plan's
    columns, or their codes; by row its `kind`, level and base where the plan has texts, and as whole numbers `item`,
    `total` and `n`."""

    who: Mapping[str, Sequence[str] | Coded]
    kind: NDArray[np.integer]
    texts: Mapping[str, Sequence[str] | Coded]
    item: NDArray[np.integer]
    total: NDArray[np.int64]
    n: NDArray[np.int64]

    @classmethod
    def of(cls, plan: CountingPlan, rows: Iterable[Sequence[Any]]) -> CountedRows:
        """Return rows, as a database gives them one by one, by columns."""
        names = (*plan.columns, "item", *(("level", "base") if plan.has_texts else ()), "total", "n")
        columns = dict(zip(names, zip(*rows, strict=True), strict=False))
        item, total, n = (np.array(columns.pop(name, ()), dtype=np.int64) for name in ("item", "total", "n"))
        who = [columns.pop(name, ()) for name in plan.columns]
        kinds: dict[tuple[Any, ...], int] = {}
        kind = np.array([kinds.setdefault(one, len(kinds)) for one in zip(*who, strict=True)], dtype=np.int64)
        of_kinds = [[str(text) for text in texts] for texts in zip(*kinds, strict=True)] or [
            [] for _column in who
        ]
        texts = {name: [str(text) for text in column] for name, column in columns.items()}
        return cls(dict(zip(plan.columns, of_kinds, strict=True)), kind, texts, item, total, n)


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
    levels, bases = (_Growing(rows.texts.get(name), len(rows.n)) for name in ("level", "base"))
    strange: dict[str, tuple[str, ...]] = {}
    order = np.argsort(rows.item.astype(np.int16), kind="stable")
    ends = np.searchsorted(rows.item[order], np.arange(1, len(plan.questions) + 2))
    for at, question in enumerate(plan.questions):
        asked = order[ends[at] : ends[at + 1]]
        if has_text(question):
            texts_in = (text for part in (levels, bases) for text in part.texts_in(asked))
            if wrong := tuple(text for text in texts_in if text and not _NUMBER.match(text)):
                strange[question.code] = wrong
            continue
        found = numbered(rows.total[asked], largest_total(question) + 1)
        texts = _texts_of(question, found.codes.tolist())
        if texts is None:
            strange[question.code] = ()
            continue
        levels.put(asked, found.which, [level for level, _base in texts])
        if isinstance(question, CountedFactor):
            bases.put(asked, found.which, [base for _level, base in texts])
    if strange:
        raise OutsideScale(strange)
    item = Coded(rows.item, (RESPONSE, *(question.code for question in plan.questions)))
    answers = {"item": item, "level": levels.column(), "base": bases.column()}
    return counts_of_kinds(rows.who, rows.kind, answers, rows.n)


def _texts_of(question: Question, totals: Sequence[int]) -> list[tuple[str, str]] | None:
    """Level and base of the totals of a question with a scale; None where one is outside of it."""
    if isinstance(question, CountedFactor):
        packing = question.packing
        if totals and totals[-1] >= packing.outside:
            return None
        return [packing.texts(total) for total in totals]
    known = ("", *((question.levels or ()) if isinstance(question, CountedItem) else ()))
    if totals and totals[-1] >= len(known):
        return None
    return [(known[total], "") for total in totals]


class _Growing:
    """A column whose rows get new labels; not given, it is empty in every row."""

    def __init__(self, column: Sequence[str] | Coded | None, length: int) -> None:
        given = Coded(np.zeros(length, dtype=np.int32), ("",)) if column is None else _coded(column)
        self.codes = np.array(given.codes, dtype=np.int32)
        self.labels = {text: code for code, text in enumerate(given.labels)}

    def put(self, rows: NDArray[np.int64], which: NDArray[np.int64], texts: Sequence[str]) -> None:
        """Give `rows` the label that `which` says of `texts`."""
        codes = [self.labels.setdefault(text, len(self.labels)) for text in texts]
        self.codes[rows] = np.array(codes, dtype=np.int32)[which]

    def texts_in(self, rows: NDArray[np.int64]) -> list[str]:
        """The labels of `rows`, each once."""
        used = set(np.unique(self.codes[rows]).tolist())
        return [text for text, code in self.labels.items() if code in used]

    def column(self) -> Coded:
        """The column as it became."""
        return Coded(self.codes, tuple(self.labels))


def _coded(column: Sequence[str] | Coded) -> Coded:
    if isinstance(column, Coded):
        return column
    found: dict[str, int] = {}
    codes = np.array([found.setdefault(text, len(found)) for text in column], dtype=np.int64)
    return Coded(codes, tuple(found))
