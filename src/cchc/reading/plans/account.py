"""What became of every word of a document that was read as a plan, reckoned from its blocks and from what was read.

The reckoning trusts no reader: it looks for the words of each row in the measures that say they come from it. What is
found nowhere, and is none of the things that every document of an office carries around its content, is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from cchc.core.plans.columns import NUMBER
from cchc.core.plans.plan import AsideKind, Placed, SetAside, Source, Unread, WordAccount
from cchc.core.words.letters import words_of
from cchc.core.words.messages import Message
from cchc.core.words.names import search_key
from cchc.files.documents import Block, Cell, Paragraph, Spot, TableRow, TextDocument, TextTable
from cchc.reading.furniture import furniture_of, is_layout
from cchc.reading.head import DocumentHead
from cchc.reading.plans.cells import day_of_serial
from cchc.reading.plans.columns import is_ordinals
from cchc.reading.plans.heading_words import column_of
from cchc.reading.plans.read_pieces import ReadPieces, bare_heading, key_of
from cchc.reading.plans.roles import without_roles
from cchc.reading.plans.texts import SectionText

# "x", "v" under the quarters; "nt", "Như trên": what they mean stands in the measure, not they
_MARK = re.compile(r"[xXvV✓✔]|nt|như trên", re.IGNORECASE)
# "Tổng cộng", "Cộng", "Tổng số" begin a row of sums
_TOTAL = re.compile(r"(?:tong(?: cong| so| diem)?|cong)\b")
# "Số: 21/KH-UBND", "Suối Mây, ngày 20 tháng 01 năm 2026": what was read of them stands in the head, or in its doubts
_NUMBER_OR_DAY = re.compile(r"Số\s*:?\s*\d*\s*[-/]|[^,;.]{0,60},?\s*ngày\s*\d*\s*tháng", re.IGNORECASE)
_LONGEST_OF_HEAD = 600
_LONGEST_NUMBER = 5  # "III.", "1.1." and the like are shorter
_LEAST_OF_MEASURE = 3  # cells: what is to be done, by whom, until when
_MOST_OF_NAME = 6  # words
_MOST_OF_HALF = 2  # cells: number and text
_MOST_BETWEEN = 4  # rows of repeated headings between two halves, and the other half
_MOST_TEXT = 300  # letters of what is unread that a finding shows
_TABLE = Message("this table was not read: its columns are not those of a plan")
_ROWS = Message("neither a measure nor a heading was made of it")
_CELL = Message("words of this cell are in no column of the measure that was read from its row")


def account_of(
    blocks: Sequence[Block],
    head: DocumentHead,
    sections: Sequence[SectionText],
) -> WordAccount:
    """Return what became of the words of `blocks`, of which `head` and `sections` were read."""
    book = _Book()
    read = ReadPieces.of(blocks, head, sections)
    ends = False
    for block in blocks:
        if isinstance(block, Paragraph):
            ends = _note_paragraph(block, read, book, ends)
        else:
            ends = False
            _note_table(block, read, book)
    return WordAccount(dict(book.placed), tuple(book.aside), tuple(book.unread))


def with_words_of_no_block(account: WordAccount, document: TextDocument) -> WordAccount:
    """Return the account with the words beside the text, hidden or deleted in it, and remarked on it: all set aside."""
    book = _Book()
    for paragraph in document.beside:
        is_number = furniture_of(paragraph.text) is AsideKind.PAGE_NUMBER
        book.set_aside(
            AsideKind.PAGE_NUMBER if is_number else AsideKind.MARGIN, paragraph.text, paragraph.spot
        )
    for kind, paragraphs in (
        (AsideKind.HIDDEN, document.hidden),
        (AsideKind.DELETED, document.deleted),
        (AsideKind.COMMENT, document.comments),
    ):
        for paragraph in paragraphs:
            book.set_aside(kind, paragraph.text, paragraph.spot)
    return replace(account, aside=(*account.aside, *book.aside))


@dataclass(slots=True)
class _Book:
    """The account while it is written."""

    placed: Counter[Placed] = field(default_factory=Counter)
    aside: list[SetAside] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def set_aside(self, kind: AsideKind, text: str, spot: Spot) -> None:
        if count := len(words_of(text)):
            self.aside.append(SetAside(kind, text, count, _source(spot)))

    def report(self, text: str, why: Message, spot: Spot, column: int | None = None, *, words: int) -> None:
        """Report words; rows that follow each other in a table are one place."""
        last = self.unread[-1] if self.unread else None
        follows = last and column is None and last.column is None and last.why == why and spot.row
        if last and follows and last.place.table == spot.table and spot.row == (last.last_row or 0) + 1:
            shown = last.text if len(last.text) > _MOST_TEXT else f"{last.text}\n{text}"
            self.unread[-1] = replace(last, text=shown, words=last.words + words, last_row=spot.row)
        else:
            self.unread.append(Unread(text, words, why, _source(spot), spot.row, column))


def _source(spot: Spot) -> Source:
    return Source(spot.page, spot.paragraph, spot.table, spot.row, spot.lines)


# --- paragraphs --------------------------------------------------------------------------------------------


def _note_paragraph(paragraph: Paragraph, read: ReadPieces, book: _Book, ends: bool) -> bool:
    """Note one paragraph; return whether the document is at its end: from "Nơi nhận" on."""
    text, count = paragraph.text, len(words_of(paragraph.text))
    if not count:
        return ends
    taken = read.measures.get(key_of(paragraph.spot)) or any(
        read.lines.get(line)
        for first, last in [paragraph.spot.lines or (1, 0)]
        for line in range(first, last + 1)
    )
    kind = furniture_of(text)
    if taken:
        book.placed[Placed.MEASURE] += count
    elif ends or kind is AsideKind.RECIPIENTS:
        book.set_aside(kind or AsideKind.RECIPIENTS, text, paragraph.spot)
        return True
    elif kind is not None:
        book.set_aside(kind, text, paragraph.spot)
    elif bare_heading(text) in read.headings:
        book.placed[Placed.SECTION] += count
    elif _is_of_head(text, read):
        book.placed[Placed.HEAD] += count
    else:
        book.placed[Placed.PROSE] += count
    return ends


def _is_of_head(text: str, read: ReadPieces) -> bool:
    key = search_key(text)
    if not key or len(text) > _LONGEST_OF_HEAD:
        return False
    return key in read.title or bool(_NUMBER_OR_DAY.match(text)) or not Counter(words_of(text)) - read.head


# --- tables ------------------------------------------------------------------------------------------------


def _note_table(table: TextTable, read: ReadPieces, book: _Book) -> None:
    taken = [
        bool(_is_target(row, read) or read.of_row(row) or _is_heading(table, at, read))
        for at, row in enumerate(table.rows)
    ]
    if not any(taken):
        _note_foreign(table, read, book)
        return
    begins = taken.index(True)
    headings = {_texts(row) for row in table.rows[:begins]}
    is_signed = False
    for at, row in enumerate(table.rows):
        if _is_target(row, read):
            book.placed[Placed.TARGET] += len(words_of(_shown(row)))
        elif taken[at]:
            _note_taken(row, read, book)
        elif _is_label(row, headings, above=at < begins, table=table):
            _set_row_aside(AsideKind.HEADINGS, row, book)
        elif _TOTAL.match(search_key(next((cell.text for cell in row.filled), ""))):
            _set_row_aside(AsideKind.TOTAL, row, book)
        elif kind := _furniture_in(row):
            is_signed = kind is AsideKind.SIGNATURE
            _set_row_aside(kind, row, book)
        elif is_signed and all(map(_is_name, row.filled)):
            _set_row_aside(AsideKind.SIGNATURE, row, book)
        else:
            _report_row(row, _ROWS, book)


def _is_target(row: TableRow, read: ReadPieces) -> bool:
    """Whether a target was read from a row: it holds every cell of its row."""
    return key_of(row.spot) in read.targets


def _is_name(cell: Cell) -> bool:
    """Whether a cell below a signature holds a name: words with capitals, no more than six."""
    words = cell.text.split()
    return 0 < len(words) <= _MOST_OF_NAME and all(word[:1].isupper() for word in words)


def _furniture_in(row: TableRow) -> AsideKind | None:
    """Which part of a page a row holds whose cells are all such parts, as recipients beside a signature are."""
    kinds = [furniture_of(cell.text) for cell in row.filled]
    if not kinds or None in kinds or AsideKind.PAGE_NUMBER in kinds:
        return None
    return kinds[0]


def _note_foreign(table: TextTable, read: ReadPieces, book: _Book) -> None:
    """Note a table of which nothing was read: it arranges the head or the end of the page, or it is a loss."""
    if not is_layout(table):
        for row in table.rows:
            _report_row(row, _TABLE, book)
        return
    kind = AsideKind.MOTTO
    for row in table.rows:
        for cell in row.filled:
            kind = furniture_of(cell.text) or kind
            if _is_of_head(cell.text, read):
                book.placed[Placed.HEAD] += len(words_of(cell.text))
            else:
                book.set_aside(kind, cell.text, row.spot)


def _is_heading(table: TextTable, at: int, read: ReadPieces) -> bool:
    """Whether a row is the heading of a section, or of a group that hands down what its other cells say; or half of one
    that a page has cut."""
    row = table.rows[at]
    if sum(column_of(cell.text) is not None for cell in row.filled) >= _LEAST_OF_MEASURE:
        return False  # "Chỉ tiêu" heads a column, and the section above the table
    if any(bare_heading(cell.text) in read.headings for cell in row.filled):
        return True
    if len(row.filled) > _MOST_OF_HALF:
        return False
    above, below = table.rows[max(0, at - _MOST_BETWEEN) : at], table.rows[at + 1 : at + 1 + _MOST_BETWEEN]
    pairs = [*((one, row) for one in above), *((row, one) for one in below)]
    return any(bare_heading(_joined(pair)) in read.headings for pair in pairs)


def _joined(rows: Sequence[TableRow]) -> str:
    """The text of rows without what numbers them."""
    cells = (cell for row in rows for cell in row.filled)
    return " ".join(cell.text for cell in cells if len(cell.text.strip(" .()")) >= _LONGEST_NUMBER)


def _texts(row: TableRow) -> tuple[str, ...]:
    return tuple(search_key(cell.text) for cell in row.filled)


def _is_label(row: TableRow, headings: Iterable[tuple[str, ...]], *, above: bool, table: TextTable) -> bool:
    """Whether a row names or numbers the columns: above the first measure, or repeated on a later page."""
    if not row.filled or is_ordinals([cell.text for cell in row.cells]):
        return True
    if not above:
        return row.heading or _texts(row) in headings or _begins_with_number_heading(row)
    named = sum(column_of(cell.text) is not None for cell in row.filled)
    numbered = row.filled[0].column == 0 and row.filled[0].text.strip(" .()").isdigit()
    return row.heading or (not numbered and (named > 0 or len(row.filled) < table.columns))


def _begins_with_number_heading(row: TableRow) -> bool:
    """Whether a row names the columns of another table further down: "STT" before headings that are known."""
    named = [column_of(cell.text) for cell in row.filled]
    return len(named) >= _LEAST_OF_MEASURE and named[0] == NUMBER and any(named[1:])


def _note_taken(row: TableRow, read: ReadPieces, book: _Book) -> None:
    """Note a row of which something was read, cell by cell: words that stand nowhere in it are reported."""
    held = [read.words_of(one) for one in read.of_row(row)]
    if not held:
        _note_heading(row, read, book)
        return
    for cell in row.filled:
        if (day := day_of_serial(cell.text)) and any(one.holds(day) for one in held):
            book.placed[Placed.MEASURE] += len(words_of(cell.text))
            continue
        own = Counter(words_of(without_roles(cell.text)))
        dropped = len(words_of(cell.text)) - own.total()
        lost = own
        for one in held:
            lost = one.without(lost)
        whole = not lost or any(one.holds(cell.text) for one in held)
        if whole or _MARK.fullmatch(cell.text.strip(" -.")):
            book.placed[Placed.MEASURE] += own.total() + dropped
            continue
        book.placed[Placed.MEASURE] += (own - lost).total() + dropped
        book.report(cell.text, _CELL, row.spot, cell.column + 1, words=lost.total())


def _note_heading(row: TableRow, read: ReadPieces, book: _Book) -> None:
    """Note the heading of a section or group: what it hands down stands in the measures below; what else it says, such
    as "Theo từng mốc dưới đây", is its own. A row with too much of its own is no heading: it is reported."""
    own = [cell for cell in row.filled if not _is_of_heading(cell.text, read)]
    for cell in row.filled:
        if cell not in own:
            book.placed[Placed.SECTION] += len(words_of(cell.text))
        elif len(own) < _LEAST_OF_MEASURE:
            book.set_aside(AsideKind.GROUP, cell.text, row.spot)
        else:
            book.report(cell.text, _ROWS, row.spot, cell.column + 1, words=len(words_of(cell.text)))


def _is_of_heading(text: str, read: ReadPieces) -> bool:
    """Whether a cell of a heading's row is its text, its number, or what it hands down to the measures below."""
    bare = bare_heading(text)
    is_number = not any(letter.isalpha() for letter in text) or len(text.strip(" .()")) < _LONGEST_NUMBER
    return is_number or bare in read.headings or search_key(" ".join(text.split())) in read.cells


def _set_row_aside(kind: AsideKind, row: TableRow, book: _Book) -> None:
    book.set_aside(kind, _shown(row), row.spot)


def _report_row(row: TableRow, why: Message, book: _Book) -> None:
    text = _shown(row)
    if count := len(words_of(text)):
        book.report(text, why, row.spot, words=count)


def _shown(row: TableRow) -> str:
    return " · ".join(" ".join(cell.lines) for cell in row.filled)
