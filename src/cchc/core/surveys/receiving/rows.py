"""The rows of an answer file, read by what its columns were said to hold; everything that is wrong is said at once.

A column most of whose values are outside its scale is named once, as one that seems to be shifted: a fault for each of
its cells would hide that. Texts are texts: what looks like a formula or a script is kept as it was written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cchc.core.surveys.questionnaires.answers import (
    AnswerFault,
    AnswerReader,
    FormFault,
    read_answer,
    read_form,
)
from cchc.core.surveys.questionnaires.conditions import Answer
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet, SurveyItem
from cchc.core.surveys.receiving.columns import ColumnPart, ColumnUse
from cchc.core.words.messages import Fault, Message, Place
from cchc.core.words.names import text_key

ROWS_BETWEEN_NOTES = 500
FEWEST_TO_SHIFT = 3  # values outside the scale from which a column is called shifted
_TICKED = frozenset({"y", "yes", "có", "1", "1.0", "true", "x", "đúng", "đã chọn", "☑", "✓"})
_NOT_TICKED = frozenset({"", "n", "no", "không", "0", "0.0", "false", "sai", "n/a", "chưa chọn"})
_NO_ANSWER = frozenset({"", "n/a"})  # as LimeSurvey writes a question that was not asked


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The table of a file as texts: its headings, its rows with their numbers, and the letters of its columns; how many
    of its rows are hidden in the file. Where it is joined of several sheets, `sheets` name that of each column, and
    `rows_in` the row there of each row."""

    file: str
    sheet: str | None
    heading_row: int
    headings: tuple[str, ...]
    letters: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    hidden: int = 0
    sheets: tuple[str, ...] = ()
    rows_in: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    def place(self, row: int, column: int | None = None) -> Place:
        """Return the place of a cell; `column` is counted from 0."""
        if column is None or column >= len(self.letters):
            return Place(file=self.file, sheet=self.sheet, row=row)
        sheet = self.sheets[column] if self.sheets else self.sheet
        there = self.rows_in.get(sheet, {}).get(row, row) if sheet else row
        return Place(file=self.file, sheet=sheet, row=there, column=self.letters[column])


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One filled form: the number of its row, its parts besides answers, and its answers by item.

    `key` is what the file calls it, else the hash of its row, numbered where equal rows come several times.
    """

    row: int
    key: str
    parts: Mapping[ColumnPart, str]
    answers: Mapping[str, Answer]
    has_own_key: bool = True


@dataclass(slots=True)
class ReadRows:
    """What was read: the filled forms, the faults, how many rows hold no answer, how many answers were given to
    questions that were not asked (these are left out), and how many are missing to questions that were."""

    rows: list[FilledRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    empty: int = 0
    not_asked: int = 0
    missing: int = 0


class _Remembering:
    """Reads answers, those of a closed question once for each text: 20,000 forms give the same few."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Answer | Message] = {}

    def __call__(self, item: SurveyItem, text: str) -> Answer | Message:
        if item.kind in (ItemKind.NUMBER, ItemKind.TEXT):
            return read_answer(item, text)
        answer = self.known.get((item.code, text))
        if answer is None:
            answer = self.known[item.code, text] = read_answer(item, text)
        return answer


def read_rows(
    table: AnswerTable,
    uses: Sequence[ColumnUse],
    questions: QuestionSet,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> ReadRows:
    """Return what the rows of `table` say, by what its columns hold (`uses`, one for each heading). `progress` is told
    how many rows of how many are read."""
    read, reader = ReadRows(), _Remembering()
    columns = _columns(table, uses, questions)
    read.faults += _use_faults(table, uses, questions)
    read.faults += _version_faults(table, uses)
    shifted = dict(_shifted(table, columns, reader))
    read.faults += shifted.values()
    readable = [one for one in columns if one.column not in shifted]
    places = {one.item.code: one.column for one in readable}
    equal: Counter[str] = Counter()
    for done, (number, values) in enumerate(table.rows):
        if done % ROWS_BETWEEN_NOTES == 0:
            progress(done, len(table.rows))
        if _is_heading_again(table, values):
            read.faults.append(Fault(table.place(number), "", ONE_HEADING, HEADING_AGAIN))
            continue
        texts = _texts(table, number, values, readable, read.faults)
        if not any(texts.values()):
            read.empty += not shifted
            continue
        form = read_form(questions, texts, reader)
        read.faults += _form_faults(table, number, form.faults, places, questions)
        read.not_asked += sum(one.what is AnswerFault.SKIPPED for one in form.faults)
        read.missing += sum(one.what is AnswerFault.MISSING for one in form.faults)
        parts: dict[ColumnPart, str] = {
            use.part: values[at].strip()
            for at, use in enumerate(uses)
            if use.part not in (ColumnPart.ITEM, ColumnPart.TICK, ColumnPart.NOTHING) and at < len(values)
        }
        own = parts.get(ColumnPart.KEY, "")
        key = own or _row_key(values, equal)
        read.rows.append(FilledRow(number, key, parts, form.answers, bool(own)))
    read.faults += _repeated(table, uses, read.rows)
    read.faults.sort(key=lambda one: one.place.row or 0)
    return read


def _is_heading_again(table: AnswerTable, values: Sequence[str]) -> bool:
    """Whether a row repeats the headings, as where two exports were put one below the other."""
    return sum(bool(one) for one in values) > 1 and all(
        text_key(value) == text_key(heading) for value, heading in zip(values, table.headings, strict=False)
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """Columns of one item: its own, or those of its options by their codes."""

    column: int
    item: SurveyItem
    option: str = ""


def _columns(table: AnswerTable, uses: Sequence[ColumnUse], questions: QuestionSet) -> list[_Column]:
    return [
        _Column(at, questions.by_code[use.item], use.option)
        for at, use in enumerate(uses[: len(table.headings)])
        if use.part in (ColumnPart.ITEM, ColumnPart.TICK) and use.item in questions.by_code
    ]


def _texts(
    table: AnswerTable, row: int, values: Sequence[str], columns: Iterable[_Column], faults: list[Fault]
) -> dict[str, str]:
    """The texts of a row by item; the options that are ticked in columns of their own are joined."""
    texts: dict[str, str] = {}
    ticked: dict[str, list[str]] = defaultdict(list)
    for one in columns:
        text = values[one.column].strip() if one.column < len(values) else ""
        if not one.option:
            texts[one.item.code] = _answered(text)
            continue
        tick = _ticked(text)
        if tick is None:
            faults.append(Fault(table.place(row, one.column), text, TICKS, NO_TICK))
        elif tick:
            ticked[one.item.code].append(one.option)
    return texts | {item: "; ".join(options) for item, options in ticked.items()}


def _answered(text: str) -> str:
    return "" if text_key(text) in _NO_ANSWER else text


def _form_faults(
    table: AnswerTable,
    row: int,
    faults: Iterable[FormFault],
    places: Mapping[str, int],
    questions: QuestionSet,
) -> Iterator[Fault]:
    """The answers of a row that are none, each at its cell."""
    for one in faults:
        if one.what is AnswerFault.UNREADABLE:
            place = table.place(row, places[one.item])
            yield Fault(place, one.found, expected_of(questions.by_code[one.item]), one.why)


def _ticked(text: str) -> bool | None:
    key = text_key(text)
    return True if key in _TICKED else False if key in _NOT_TICKED else None


def _is_outside(item: SurveyItem, text: str, reader: AnswerReader) -> bool:
    return isinstance(reader(item, text), Message)


def expected_of(item: SurveyItem) -> Message:
    """Return what an answer to an item may be, for a fault."""
    if item.kind is ItemKind.NUMBER:
        return Message("a number for “{item}”", item=item.text)
    if item.kind is ItemKind.TEXT:
        return Message("any text")
    return Message("one of {options}", options=tuple(f"{one.code} ({one.text})" for one in item.options))


def _shifted(
    table: AnswerTable, columns: Sequence[_Column], reader: AnswerReader
) -> Iterator[tuple[int, Fault]]:
    """Yield the columns most of whose values are outside their scale, each with its fault."""
    for at, one in enumerate(columns):
        if one.option or one.item.kind is ItemKind.TEXT:
            continue
        told = _values(table, one.column)
        outside = sum(_is_outside(one.item, text, reader) for text in told)
        if outside < FEWEST_TO_SHIFT or 2 * outside <= len(told):
            continue
        around = [*columns[max(at - 1, 0) : at], *columns[at + 1 : at + 2]]
        meant = next((other for other in around if _fits(other, told, reader)), None)
        found = ", ".join(dict.fromkeys(told[:3]))
        why = (
            Message(
                "{outside} of {count} values are no answers to this question, but answers to “{other}”: the columns "
                "seem to be shifted.",
                outside=outside,
                count=len(told),
                other=meant.item.text,
            )
            if meant is not None
            else Message(
                "{outside} of {count} values are no answers to this question: the columns seem to be shifted, or "
                "this column was said to hold something else.",
                outside=outside,
                count=len(told),
            )
        )
        yield one.column, Fault(table.place(table.heading_row, one.column), found, expected_of(one.item), why)


def _fits(column: _Column, told: Sequence[str], reader: AnswerReader) -> bool:
    if column.option or column.item.kind is ItemKind.TEXT:
        return False
    return not any(_is_outside(column.item, text, reader) for text in told)


def _values(table: AnswerTable, column: int) -> list[str]:
    found = (values[column].strip() for _number, values in table.rows if column < len(values))
    return [text for text in found if text_key(text) not in _NO_ANSWER]


def _use_faults(table: AnswerTable, uses: Sequence[ColumnUse], questions: QuestionSet) -> Iterator[Fault]:
    """Two columns for one item, an item that the questionnaire does not have, and no item at all."""
    first: dict[ColumnUse, int] = {}
    for at, use in enumerate(uses[: len(table.headings)]):
        place = table.place(table.heading_row, at)
        if use.part is ColumnPart.NOTHING:
            continue
        if use in first:
            why = Message(
                "The column {other} is this already. Where two versions of a questionnaire stand in one file, part "
                "them.",
                other=table.letters[first[use]],
            )
            yield Fault(place, table.headings[at], Message("each question in one column"), why)
        elif use.item and use.item not in questions.by_code:
            yield Fault(place, use.item, Message("a question of this questionnaire"), NO_ITEM)
        first.setdefault(use, at)
    if not any(use.item for use in uses):
        yield Fault(table.place(table.heading_row), "", Message("a column with answers"), NO_ANSWERS)


def _version_faults(table: AnswerTable, uses: Sequence[ColumnUse]) -> Iterator[Fault]:
    """More than one version of the questionnaire in one file, each with its rows."""
    for at, use in enumerate(uses[: len(table.headings)]):
        if use.part is not ColumnPart.VERSION:
            continue
        rows: dict[str, list[int]] = defaultdict(list)
        for number, values in table.rows:
            if at < len(values) and values[at].strip():
                rows[values[at].strip()].append(number)
        if len(rows) > 1:
            told = tuple(
                Message(
                    "“{version}”: {count} rows from row {first} on",
                    version=name,
                    count=len(of_it),
                    first=of_it[0],
                )
                for name, of_it in rows.items()
            )
            why = Message(
                "Two versions of the questionnaire stand in one file ({told}): bring each in its own.",
                told=told,
            )
            place = table.place(table.heading_row, at)
            yield Fault(place, ", ".join(rows), Message("one version of the questionnaire"), why)


def _row_key(values: Sequence[str], equal: Counter[str]) -> str:
    """A key for a row without one: two persons may answer alike, so equal rows are numbered."""
    stem = sha256("\x00".join(one.strip() for one in values).encode()).hexdigest()[:24]
    equal[stem] += 1
    return stem if equal[stem] == 1 else f"{stem}-{equal[stem]}"


def _repeated(table: AnswerTable, uses: Sequence[ColumnUse], rows: Iterable[FilledRow]) -> Iterator[Fault]:
    """The keys that stand several times about the same unit, each with the first row that has it."""
    column = next((at for at, use in enumerate(uses) if use.part is ColumnPart.KEY), None)
    first: dict[tuple[str, str], int] = {}
    for one in rows:
        if not one.has_own_key:
            continue
        at = first.setdefault((one.key, text_key(one.parts.get(ColumnPart.UNIT, ""))), one.row)
        if at != one.row:
            why = Message("The row {row} has this key already.", row=at)
            yield Fault(table.place(one.row, column), one.key, Message("a key that no other row has"), why)


ONE_HEADING = Message("one row of headings")
HEADING_AGAIN = Message(
    "The headings stand here once more, as where two files were put together: delete the row, or bring each file alone."
)
TICKS = Message("yes or no: whether this was ticked")
NO_TICK = Message("This says neither that it was ticked nor that it was not.")
NO_ITEM = Message("The questionnaire has no such question: say anew what the columns hold.")
NO_ANSWERS = Message("No column was said to hold answers.")
