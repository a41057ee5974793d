"""A report frame as texts with their places: what the readers of files and of the browser give, what writers take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cchc.core.plans.reports.frame import FrameAnnex, ReportFrame, ReportRow
from cchc.core.scoring.criteria.document import Fields, in_fields
from cchc.core.words.messages import Message, Place

SETTINGS = ("code", "name", "level", "legal_basis")
TABLES: Mapping[str, tuple[str, ...]] = {
    "section": ("number", "title", "guidance"),
    "annex": ("number", "title"),
    "row": (
        "annex", "code", "number", "wording", "unit", "places", "covers", "source", "formula", "whole", "note",
    ),
}  # fmt: skip
KEYS: Mapping[str, str] = {"section": "number", "annex": "number", "row": "code"}
"""The field by which a row of each table is told from the others, from version to version."""
FRAME = "frame"  # the place of the settings among the tables
NOWHERE = Place()
FIELD_WORDS = {
    "code": Message("code"), "name": Message("name"), "level": Message("level of the report"),
    "legal_basis": Message("legal basis"), "number": Message("number"), "title": Message("title"),
    "guidance": Message("what is to be written"), "annex": Message("annex"), "wording": Message("wording"),
    "unit": Message("unit of measure"), "places": Message("decimals"), "covers": Message("counted for"),
    "source": Message("source"), "formula": Message("formula"), "whole": Message("figure of the whole"),
    "note": Message("note"),
}  # fmt: skip


def empty_tables() -> dict[str, list[Fields]]:
    """Return all tables of a document, without rows."""
    return {name: [] for name in TABLES}


@dataclass(frozen=True)
class FrameDocument:
    """A frame as texts: its settings, and the rows of its tables (`TABLES`) in their order."""

    place: Place
    settings: Fields
    tables: dict[str, list[Fields]] = field(default_factory=empty_tables)


def document_of_frame(frame: ReportFrame) -> FrameDocument:
    """Return the texts of a frame as a file holds them; what is empty is left out."""
    settings = {
        "code": frame.code,
        "name": frame.name,
        "level": str(frame.level),
        "legal_basis": frame.legal_basis,
    }
    tables = {
        "section": [
            {"number": one.number, "title": one.title, "guidance": one.guidance} for one in frame.outline
        ],
        "annex": [{"number": one.number, "title": one.title} for one in frame.annexes],
        "row": [_row_texts(annex, row) for annex in frame.annexes for row in annex.rows],
    }
    return FrameDocument(
        NOWHERE,
        in_fields(settings),
        {name: [in_fields(row) for row in rows] for name, rows in tables.items()},
    )


def _row_texts(annex: FrameAnnex, row: ReportRow) -> dict[str, str]:
    return {
        "annex": annex.number,
        "code": row.code,
        "number": row.number,
        "wording": row.wording,
        "unit": row.unit,
        "places": str(row.places) if row.places else "",
        "covers": str(row.covers),
        "source": row.source,
        "formula": row.formula,
        "whole": str(row.whole),
        "note": row.note,
    }


def key_of_row(table: str, row: Fields) -> str:
    """Return what tells a row of a table from the others; "" where it has nothing yet.

    >>> key_of_row("row", in_fields({"code": "received"}))
    'received'
    """
    name = KEYS[table]
    return row[name].text.strip() if name in row else ""
