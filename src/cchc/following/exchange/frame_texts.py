"""A report frame as TOML, as the models are written: `[frame]`, then its sections, annexes and rows, in strings."""

from __future__ import annotations

from collections.abc import Mapping

from cchc.core.plans.reports.document import FRAME, TABLES, FrameDocument
from cchc.core.words.messages import Fault, Place
from cchc.criteria.exchange.toml import TomlReader, lines_of

TOML_TABLES: Mapping[str, type] = {FRAME: dict, **dict.fromkeys(TABLES, list)}


def read_frame_toml(text: str, file: str, faults: list[Fault]) -> FrameDocument:
    """Return the document in a TOML text; values that are no text are added to `faults`. Raises `Faults` for other
    files."""
    reading = TomlReader(file, lines_of(text), faults, TOML_TABLES)
    content = reading.content(text)
    tables = {
        name: [reading.fields(name, at, row) for at, row in enumerate(content.get(name, []))]
        for name in TABLES
    }
    settings = reading.fields(FRAME, 0, content.get(FRAME, {}))
    return FrameDocument(Place(file=file, line=1), settings, tables)
