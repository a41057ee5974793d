"""Frames as table files (.xlsx, .csv): dossiers, lists of staff, households; columns by their headings. No Django here.

A title may stand above the headings. What a column is called otherwise is said by `[frame]` of the design.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from cchc.core.surveys.sampling.design_reading import FRAME_FIELDS
from cchc.core.surveys.sampling.frame import MOST_OF_A_KIND, SamplingFrame
from cchc.core.surveys.sampling.samples import BETWEEN
from cchc.core.words.lengths import visible_text
from cchc.core.words.letters import composed_text, without_hidden_signs
from cchc.core.words.messages import Fault, Faults, Message
from cchc.core.words.names import spelling_key
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.tables import BEGINNING, ErrorCell, FormulaCell, Row, Table, Value, as_text, read_table

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "key": ("Mã", "Mã hồ sơ", "Số hồ sơ", "Mã số hồ sơ", "Mã cán bộ", "Mã công chức", "Số hiệu", "Mã hộ", "Mã số",
            "Key"),
    "unit": (
        "Đơn vị được đánh giá", "Cơ quan được đánh giá", "Đơn vị", "Tên đơn vị", "Cơ quan, đơn vị", "Cơ quan", 
        "Xã, phường", "Xã/phường", "Unit",
    ),
    "kind": ("Loại đơn vị", "Loại cơ quan", "Kind"),
    "group": ("Đối tượng trả lời", "Đối tượng", "Nhóm đối tượng", "Respondent group", "Group"),
    "stratum": ("Tầng", "Stratum"),
    "name": ("Họ và tên", "Họ tên", "Họ, tên", "Tên chủ hộ", "Chủ hộ", "Tên cá nhân, tổ chức", "Tên tổ chức", "Name"),
    "post": ("Chức vụ", "Chức danh", "Chức vụ, chức danh", "Post"),
    "workplace": ("Đơn vị công tác", "Nơi công tác", "Phòng, ban", "Phòng", "Workplace"),
    "household": ("Hộ", "Số nhà", "Địa chỉ", "Household"),
    "size": ("Quy mô", "Dân số", "Số hộ", "Số dân", "Số hồ sơ đã giải quyết", "Size"),
    "number": ("STT", "Số thứ tự", "TT", "Số TT", "No."),
}  # fmt: skip
MOST_BYTES = 50_000_000
MOST_FRAME_ROWS = 1_000_000
MOST_KEPT_ROWS = 20_000
"""Of a frame that is kept: bringing one of so many takes 1.5 seconds, writing it 2, drawing from it 1.3."""

_FIELD_OF = {spelling_key(word): name for name, words in HEADINGS.items() for word in words}
_RANK = {spelling_key(word): at for words in HEADINGS.values() for at, word in enumerate(words)}


def read_frame(
    source: bytes | Path,
    file: str,
    columns: Mapping[str, Sequence[str]],
    sheet: str | None = None,
    most_rows: int = MOST_FRAME_ROWS,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> SamplingFrame:
    """Return the frame in a table file, given as bytes or as a path; `columns` are the headings of fields as the design
    names them, of the key one or several. Raises `Faults` with everything that is wrong with its headings and cells,
    and where it has more than `most_rows`. `progress` is called once, at the end."""
    table = read_table(source, file, sheet, most_rows)
    reading = _FrameReading(table, columns)
    frame = reading.frame()
    if reading.faults:
        raise Faults(reading.faults)
    progress(1, 1)
    return frame


# 300,000 rows of five columns: of a .csv 3.4 seconds of computing and 510 megabytes, of a workbook 7.5 seconds and 500,
# 26 in the answer; 660,000 rows, as many as a .csv of this size holds: 7.5 seconds, 1,050 megabytes, 58 in the answer.
FRAME_FILE = Door(
    read_frame,
    (FileKind.XLSX, FileKind.CSV),
    MOST_BYTES,
    Limits(memory=2_000_000_000, computing=60, clock=120, answer=150_000_000),
)
KEPT_LIMITS = Limits(memory=1_000_000_000, computing=20, clock=40, answer=50_000_000)
"""For a frame of at most `MOST_KEPT_ROWS` rows."""


class _FrameReading:
    def __init__(self, table: Table, named: Mapping[str, Sequence[str]]) -> None:
        self.table = table
        self.named = named
        self.faults: list[Fault] = []
        self.wanted = {spelling_key(one) for words in named.values() for one in words}

    def frame(self) -> SamplingFrame:
        if not self.table.rows:
            why = Message("The table is empty.")
            raise Faults([Fault(self.table.place(1), "", Message("a heading row and rows below it"), why)])
        at = self.heading_row()
        headings = self.headings(self.table.rows[at])
        rows = self.table.rows[at + 1 :]
        columns = {heading: self.texts(rows, column, heading) for heading, column in headings.items()}
        by_spelling = {spelling_key(heading): heading for heading in columns}
        fields = {name: columns[heading] for name, heading in self.fields(by_spelling).items()}
        key = self.key(columns, by_spelling)
        if key is not None:
            fields["key"] = key
        self.check_keys(fields.get("key", ()), rows)
        return SamplingFrame(
            self.table.file, [row.number for row in rows], fields, columns, sheet=self.table.sheet
        )

    def heading_row(self) -> int:
        """The position of the row that names the columns: of the first rows that with most known headings."""
        known = [
            sum(spelling_key(as_text(value)) in _FIELD_OF.keys() | self.wanted for value in row.values)
            for row in self.table.rows[:BEGINNING]
        ]
        return known.index(max(known))

    def headings(self, row: Row) -> dict[str, int]:
        """The columns by their heading, each heading once."""
        texts = [_text(value) for value in row.values]
        spelled = Counter(spelling_key(text) for text in texts if text)
        found: dict[str, int] = {}
        for at, text in enumerate(texts):
            if text and spelled[spelling_key(text)] > 1:
                why = Message("This column stands twice.")
                self.faults.append(
                    Fault(self.table.place(row.number, at), text, Message("each heading once"), why)
                )
            if text:
                found.setdefault(text, at)
        for field, words in self.named.items():
            for word in words:
                if spelling_key(word) not in spelled:
                    near = tuple(get_close_matches(word, texts, n=3, cutoff=0.4)) or tuple(
                        filter(None, texts[:8])
                    )
                    why = Message(
                        "The design says that “{field}” is the column “{heading}”, and there is none.",
                        field=field, heading=word,
                    )  # fmt: skip
                    expected = Message("one of the columns {columns}", columns=near)
                    self.faults.append(Fault(self.table.place(row.number), word, expected, why))
        return found

    def fields(self, by_spelling: Mapping[str, str]) -> dict[str, str]:
        """The heading of each field: as the design says, else the first of the usual words."""
        found: dict[str, str] = {}
        for key in sorted((one for one in by_spelling if one in _FIELD_OF), key=_RANK.__getitem__):
            found.setdefault(_FIELD_OF[key], by_spelling[key])
        for field in FRAME_FIELDS:
            words = [
                by_spelling[key]
                for one in self.named.get(field, ())
                if (key := spelling_key(one)) in by_spelling
            ]
            if words:
                found[field] = words[0]
        return found

    def key(self, columns: Mapping[str, Sequence[str]], by_spelling: Mapping[str, str]) -> list[str] | None:
        """The keys of the rows, where the design puts them together of several columns."""
        parts = [
            columns[by_spelling[key]]
            for one in self.named.get("key", ())
            if (key := spelling_key(one)) in by_spelling
        ]
        if len(parts) < 2:
            return None
        return ["" if not all(texts) else BETWEEN.join(texts) for texts in zip(*parts, strict=True)]

    def texts(self, rows: Sequence[Row], column: int, heading: str) -> list[str]:
        """The texts of a column; cells that hold an error or no value are faults."""
        texts = []
        told = 0
        for row in rows:
            value = row.values[column] if column < len(row.values) else None
            if value is not None and type(value) is not str and told < MOST_OF_A_KIND:
                fault = self.broken(value, row.number, column, heading)
                if fault is not None:
                    told += 1
                    self.faults.append(fault)
            texts.append(_text(value))
        return texts

    def broken(self, value: Value, row: int, column: int, heading: str) -> Fault | None:
        """The fault of a cell that shows an error, or a formula that was never computed."""
        if not isinstance(value, ErrorCell | FormulaCell):
            return None
        why = Message(
            "The cell of “{column}” shows an error or was never computed: type what belongs there.",
            column=heading,
        )
        return Fault(self.table.place(row, column), as_text(value), Message("a text or a number"), why)

    def check_keys(self, keys: Sequence[str], rows: Sequence[Row]) -> None:
        """Refuse keys with signs that nobody sees: two of them would look like one."""
        for fault in list(self.unseen(keys, rows))[:MOST_OF_A_KIND]:
            self.faults.append(fault)

    def unseen(self, keys: Sequence[str], rows: Sequence[Row]) -> Iterator[Fault]:
        for at, key in enumerate(keys):
            if key and not key.isprintable():
                why = Message("The key holds signs that nobody sees: type it anew.")
                yield Fault(self.table.place(rows[at].number), visible_text(key), Message("a plain key"), why)


def _text(value: Value) -> str:
    """The text of a cell on one line, each letter as one sign."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else as_text(value)
    if text.isascii():
        return text if text.isalnum() else " ".join(text.split())
    return " ".join(without_hidden_signs(composed_text(text)).split())
