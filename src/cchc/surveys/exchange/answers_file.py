"""Counts of a file of answers: Excel, CSV or Parquet, read in a process of its own; or every fault with its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from cchc.core.surveys.estimating.counted import OutsideScale, counts_of_rows
from cchc.core.surveys.estimating.counts import AnswerCounts
from cchc.core.surveys.estimating.questions import CountedItem, CountedRatio, Question, has_text
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.cells import column_letters
from cchc.files.sandbox import Limits, run
from cchc.surveys.exchange.asking import (
    CELL,
    RESULT_TEXTS,
    AskedOfFile,
    CountedFile,
    StrangeValue,
    Suspects,
    tidy,
)
from cchc.surveys.exchange.microdata import count_large, strange_in_large
from cchc.surveys.exchange.small_tables import count_table, strange_in_table
from cchc.surveys.exchange.written_numbers import NO_NUMBER, plain_numbers, plain_weights

MOST_SMALL = 4_000_000
"""From how many bytes on a CSV file is read by DuckDB."""
LIMITS_OF_ANSWERS = Limits(memory=3_000_000_000, computing=1_200, clock=1_200, answer=200_000_000)
ENDINGS = (".csv", ".parquet", ".xlsx")


@dataclass(frozen=True, slots=True)
class KnownValues:
    """The only values that a column of the plan may have (None: any but nothing), and what they are called in a
    sentence."""

    values: frozenset[str] | None
    expected: Message

    def has(self, text: str) -> bool:
        """Whether a text is one of them."""
        return bool(text) if self.values is None else text in self.values


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """What is asked of a file, and which values its columns may have."""

    asked: AskedOfFile
    known: Mapping[str, KnownValues] = field(default_factory=dict)


def counts_of_file(path: Path, question: FileQuestion) -> AnswerCounts:
    """Return the counts of a file of answers. Raises `Faults` with every value that has no business in its column."""
    name, asked = path.name, question.asked
    if path.suffix.lower() not in ENDINGS:
        raise Faults([Fault(Place(file=name), name, _KINDS, _OTHER)])
    try:
        is_large = path.suffix.lower() == ".parquet" or (
            path.suffix.lower() == ".csv" and path.stat().st_size > MOST_SMALL
        )
    except OSError as error:
        raise Faults([Fault(Place(file=name), name, _KINDS, _NOT_OPENED)]) from error
    counted = run(count_large if is_large else count_table, path, name, asked, limits=LIMITS_OF_ANSWERS)
    suspects, counts = _suspects(counted, question)
    if counts is not None:
        return counts
    look = strange_in_large if is_large else strange_in_table
    found = run(look, path, name, asked, suspects, limits=LIMITS_OF_ANSWERS)
    expected = {"weight": weights_in(counted), **numbers_in(counted, question)[1]}
    raise Faults([_fault(name, question, one, expected) for one in found])


def _suspects(counted: CountedFile, question: FileQuestion) -> tuple[Suspects, AnswerCounts | None]:
    """The values of a file that have no business in their columns; its counts where there are none."""
    plan = question.asked.plan
    weights = weights_in(counted)
    counted, numbers = numbers_in(counted, question)
    named = {
        column: tuple(text for text, plain in texts.items() if isinstance(plain, Message))
        for column, texts in {"weight": weights, **numbers}.items()
    }
    for column, known in question.known.items():
        named[column] = tuple(text for text in counted.labels[column] if not known.has(tidy(text)))
    others_than: dict[str, tuple[str, ...]] = {}
    counts = None
    try:
        if not any(named.values()):
            labels = {**counted.labels, "weight": tuple(map(str, weights.values()))}
            counts = counts_of_rows(plan, counted._replace(labels=labels).rows())
    except OutsideScale as error:
        others = error.strange
    else:
        others = {} if counts else _outside(counted, question)
    for asked in plan.questions:
        if asked.code in others:
            others_than |= _columns_with_levels(asked)
    return Suspects({column: values for column, values in named.items() if values}, others_than), counts


def _outside(counted: CountedFile, question: FileQuestion) -> Mapping[str, tuple[str, ...]]:
    """Answers outside their scale in a file whose weights or units are wrong as well: all is told at once."""
    labels = {**counted.labels, "weight": ("1",) * len(counted.labels["weight"])}
    rows = counted._replace(labels=labels).rows()
    try:
        counts_of_rows(question.asked.plan, rows)
    except OutsideScale as error:
        return error.strange
    return {}


def weights_in(counted: CountedFile) -> dict[str, str | Message]:
    """Return the weights of a file in plain notation by their texts as they stand there, or what was expected."""
    texts = counted.labels["weight"]
    plain = plain_weights(map(tidy, texts))
    return {text: plain[tidy(text)] for text in texts}


def numbers_in(
    counted: CountedFile, question: FileQuestion
) -> tuple[CountedFile, dict[str, dict[str, str | Message]]]:
    """Return what was counted with every number in plain notation (0 where it cannot be read), and by column the texts
    as they stand there with their plain notation, or what was expected."""
    codes = dict(counted.codes)
    known = {
        part: {text: code for code, text in enumerate(counted.labels[part])}
        for part in RESULT_TEXTS
        if part in counted.labels
    }
    found: dict[str, dict[str, str | Message]] = defaultdict(dict)
    item = np.frombuffer(counted.item, dtype="<i2")
    for at, asked in enumerate(question.asked.plan.questions, start=1):
        for part, column in _columns_of_numbers(asked):
            own = np.flatnonzero(item == at)
            coded = np.frombuffer(codes[part], dtype="<i4").copy()
            used, which = np.unique(coded[own], return_inverse=True)
            texts = [counted.labels[part][code] for code in used.tolist()]
            plain = plain_numbers(tidy(text) for text in texts if text)
            found[column] |= {text: plain[tidy(text)] for text in texts if text}
            told = [_or_nought(plain.get(tidy(text), "")) for text in texts]
            place = [known[part].setdefault(text, len(known[part])) for text in told]
            coded[own] = np.array(place, dtype="<i4")[which]
            codes[part] = coded.tobytes()
    labels = {**counted.labels, **{part: tuple(texts) for part, texts in known.items()}}
    return counted._replace(labels=labels, codes=codes), found


def _columns_of_numbers(question: Question) -> list[tuple[str, str]]:
    """The columns whose answers are numbers, each behind the part of a count in which it stands."""
    if isinstance(question, CountedRatio):
        return [("level", question.above), ("base", question.below)]
    return [("level", question.column)] if isinstance(question, CountedItem) and has_text(question) else []


def _or_nought(plain: str | Message) -> str:
    return "0" if isinstance(plain, Message) else plain


def _columns_with_levels(question: Question) -> dict[str, tuple[str, ...]]:
    """The columns of a question with a scale, with the values that they may have."""
    if isinstance(question, CountedRatio):
        return {}
    if isinstance(question, CountedItem):
        known = () if question.levels is None else (*question.levels, *question.missing, *question.not_asked)
        return {question.column: known} if known else {}
    return {item.column: (*item.amounts, *item.missing, *item.not_asked) for item in question.items}


def _fault(
    file: str,
    question: FileQuestion,
    found: StrangeValue,
    read: Mapping[str, Mapping[str, str | Message]],
) -> Fault:
    asked = question.asked
    heading = " × ".join(asked.cells) if found.column == "cell" else asked.headings[found.column]
    number = read.get(found.column, {}).get(found.value)
    if isinstance(number, Message):
        what = number
    elif found.column in question.known:
        what = question.known[found.column].expected
    else:
        what = _answers(asked.plan.questions, found.column)
    letters = None if found.position is None else column_letters(found.position)
    expected = Message("in column “{column}”: {what}", column=heading, what=what)
    why = Message("So in {times} rows, for the first time in row {row}.", times=found.times, row=found.row)
    return Fault(
        Place(file=file, row=found.row, column=letters),
        found.value.replace(CELL, " × ") or "–",
        expected,
        why,
    )


def _answers(questions: Sequence[Question], column: str) -> Message:
    for question in questions:
        if known := _columns_with_levels(question).get(column):
            return Message("one of the answers {levels}, or nothing", levels=known)
    return NO_NUMBER


_KINDS = Message("a file of answers: .csv, .xlsx or .parquet")
_OTHER = Message("Files with this ending are not read: save the answers as one of these.")
_NOT_OPENED = Message("The file cannot be opened: check its name and that you may read it.")
