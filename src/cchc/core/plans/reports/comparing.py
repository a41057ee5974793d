"""What differs between two versions of a report frame, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cchc.core.plans.reports.document import FRAME, KEYS, SETTINGS, TABLES, document_of_frame
from cchc.core.plans.reports.frame import ReportFrame
from cchc.core.scoring.criteria.document import Fields
from cchc.core.words.comparing import Turn, TurnedField, turned_fields, turned_rows
from cchc.core.words.messages import Message


@dataclass(frozen=True, slots=True)
class FrameDifference:
    """A row that differs: its table ("frame" for the settings), its key, how it is called, what became of it, and the
    fields that differ; of a row that came or went, all that it says."""

    table: str
    key: str
    name: str
    turn: Turn
    fields: tuple[TurnedField, ...] = ()

    @property
    def what(self) -> Message:
        """What became of it, as a sentence."""
        return FRAME_TURNS[self.table, self.turn]


FRAME_TURNS = {
    (FRAME, Turn.CHANGED): Message("frame changed"),
    ("section", Turn.ADDED): Message("section of the outline added"),
    ("section", Turn.REMOVED): Message("section of the outline taken out"),
    ("section", Turn.CHANGED): Message("section of the outline changed"),
    ("section", Turn.MOVED): Message("section of the outline moved"),
    ("annex", Turn.ADDED): Message("annex added"),
    ("annex", Turn.REMOVED): Message("annex taken out"),
    ("annex", Turn.CHANGED): Message("annex changed"),
    ("annex", Turn.MOVED): Message("annex moved"),
    ("row", Turn.ADDED): Message("row added"),
    ("row", Turn.REMOVED): Message("row taken out"),
    ("row", Turn.CHANGED): Message("row changed"),
    ("row", Turn.MOVED): Message("row moved"),
}


def frame_differences(before: ReportFrame, after: ReportFrame) -> tuple[FrameDifference, ...]:
    """Return every row that differs between two versions, told apart by codes and numbers: what the frame is, its
    outline, its annexes, their rows. Equal frames give none.

    >>> one = ReportFrame("Báo cáo quý", "commune", "", (), ())
    >>> two = ReportFrame("Báo cáo năm", "commune", "", (), ())
    >>> [(str(row.what), row.fields[0].name) for row in frame_differences(one, two)]
    [('frame changed', 'name')]
    """
    old, new = document_of_frame(before), document_of_frame(after)
    settings = tuple(turned_fields(_texts(old.settings), _texts(new.settings), SETTINGS))
    found = [FrameDifference(FRAME, after.code, after.name, Turn.CHANGED, settings)] if settings else []
    for table, names in TABLES.items():
        key = KEYS[table]
        was, now = ({row[key].text: _texts(row) for row in one.tables[table]} for one in (old, new))
        for code, turn, fields in turned_rows(was, now, names):
            name = _name(table, now.get(code) or was[code])
            if turn in (Turn.ADDED, Turn.REMOVED):
                beside = [one for one in names if one not in NAMING]
                fields = tuple(turned_fields(was.get(code, {}), now.get(code, {}), beside))
            found.append(FrameDifference(table, code, name, turn, fields))
    return tuple(found)


NAMING = ("number", "wording", "title")  # what a row is called


def _name(table: str, row: Mapping[str, str]) -> str:
    words = row.get("wording" if table == "row" else "title", "")
    return f"{row.get('number', '')} {words}".strip() or row.get("code", "")


def _texts(fields: Fields) -> dict[str, str]:
    return {name: field.text for name, field in fields.items()}
