"""What people see otherwise in a file than it was read: rows and columns out of sight, tracked changes, struck text.

What may belong to the plan is read, told and left to the person who reviews it: rows out of sight are those of a filter
more often than those of a draft. A column out of sight was taken out of the table by its author: it is reported unread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cchc.core.papers.answers import Confidence
from cchc.core.plans.plan import Source, Told, ToldKind, Unread
from cchc.core.words.letters import words_of
from cchc.core.words.messages import Message
from cchc.core.words.names import search_key
from cchc.files.cells import column_letters
from cchc.files.documents import Spot, TextDocument
from cchc.files.documents.blocks import HiddenRows
from cchc.reading.plans.texts import MeasureText, SectionText

_MOST_NAMED = 12  # runs of rows, places of changes, struck texts that a finding names
_LONGEST_SHOWN = 80
_HIDDEN_ROW = Message(
    "This row is out of sight in the file, by a filter or by hand: does it belong to the plan?"
)
_STRUCK = Message(
    "A line is drawn through “{text}” in the file: it was printed with its changes. Take out what was deleted."
)


def told_of(document: TextDocument) -> tuple[Told, ...]:
    """Return what is to be told of how a document was read."""
    return (*map(_of_rows, document.hidden_rows), *_of_changes(document), *_of_struck(document))


def hidden_columns_of(document: TextDocument) -> Iterator[Unread]:
    """Yield each column of a workbook that is out of sight, as what is unread."""
    for one in document.hidden_columns:
        letters = column_letters(one.column)
        why = Message(
            "column {column} of the sheet “{sheet}” is out of sight in the file and was not read: if it belongs to the "
            "plan, show it and bring the file again",
            column=letters,
            sheet=one.sheet,
        )
        text = "\n".join(one.texts)
        yield Unread(
            text, sum(map(len, map(words_of, one.texts))), why, _source(one.spot), column=one.column + 1
        )


def doubt_told(sections: Iterable[SectionText], document: TextDocument) -> None:
    """Put the measures in doubt that stand out of sight, and the cells that hold struck text."""
    rows = {(spot.table, spot.row) for one in document.hidden_rows for spot in one.rows}
    struck = [(one.text, search_key(one.text), one.spot.page or 0) for one in document.struck]
    if not rows and not struck:
        return
    for measure in (one for section in sections for one in section.measures):
        if (measure.source.table, measure.source.row) in rows:
            measure.doubt(Confidence.LIKELY, _HIDDEN_ROW)
        _doubt_struck(measure, struck)


def _doubt_struck(measure: MeasureText, struck: Sequence[tuple[str, str, int]]) -> None:
    page = measure.source.page or 0
    near = [(text, key) for text, key, at in struck if page <= at <= page + 1]
    if not near:
        return
    for column, lines in measure.cells.items():
        held = search_key(" ".join(lines))
        for text, key in near:
            if key and key in held:
                measure.doubt(Confidence.UNSURE, Message(_STRUCK.text, text=_shown(text)), (column,))


def _of_rows(hidden: HiddenRows) -> Told:
    numbers = [spot.row or 0 for spot in hidden.rows]
    why = Message(
        "sheet “{sheet}”, rows {rows}: out of sight in the file, by a filter or by hand, and read like all others; "
        "take away those that do not belong to the plan",
        sheet=hidden.sheet,
        rows=_named(_runs(numbers)),
    )
    return Told(ToldKind.HIDDEN_ROWS, len(numbers), why, _source(hidden.rows[0]), numbers[-1])


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Yield rows as people name them: "5–7", "12"."""
    ends = [at for at, (before, after) in enumerate(pairwise(numbers), start=1) if after != before + 1]
    for begin, end in pairwise([0, *ends, len(numbers)]):
        first, last = numbers[begin], numbers[end - 1]
        yield str(first) if first == last else f"{first}–{last}"


def _of_changes(document: TextDocument) -> Iterator[Told]:
    if document.revised:
        why = Message(
            "the document has tracked changes that nobody has accepted or rejected: what they insert was read, what "
            "they delete was not; accept or reject them in Word and bring the file again if that is not what is meant"
        )
        yield Told(ToldKind.TRACKED_CHANGES, len(document.revised), why, _source(document.revised[0]))


def _of_struck(document: TextDocument) -> Iterator[Told]:
    if document.struck:
        why = Message(
            "text with a line through it was read as it is printed: {texts}; print the document anew without its "
            "tracked changes, or take out what was deleted",
            texts=_named(f"“{_shown(one.text)}”" for one in document.struck),
        )
        yield Told(ToldKind.STRUCK_TEXT, len(document.struck), why, _source(document.struck[0].spot))


def _named(names: Iterable[str]) -> tuple[str, ...]:
    every = tuple(names)
    return every if len(every) <= _MOST_NAMED else (*every[:_MOST_NAMED], "…")


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _source(spot: Spot) -> Source:
    return Source(spot.page, spot.paragraph, spot.table, spot.row, spot.lines)
