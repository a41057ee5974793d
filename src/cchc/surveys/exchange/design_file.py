"""The design of a survey as a TOML file (docs/survey-design-format.md): read with all its faults. No Django here."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from cchc.core.surveys.sampling.design import SurveyDesign
from cchc.core.surveys.sampling.design_reading import KEYS, survey_design
from cchc.core.surveys.sampling.design_tables import DesignTables, plain_tables, tables_of
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.criteria.exchange.toml import TOML_ERRORS, broken, lines_of, refuse_unruly
from cchc.files.doors import Door
from cchc.files.encodings import utf8_text
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits

MOST_BYTES = 1_000_000
_FORM = Message("tables {tables}, and lines such as count = 30", tables=tuple(KEYS))
_UNRULY = Message(
    "No design file has a line as long as this, or brackets and keys so deep: write it in several lines."
)
_TABLE_TWICE = Message(
    "The table or key stands twice; groups, stages, quotas stand in double brackets: [[group]]."
)


@dataclass(frozen=True, slots=True)
class DesignFile:
    """A design that was read, and its tables as canonical JSON, from which `stored_design` reads it again."""

    design: SurveyDesign
    content: str


def read_design_file(
    source: bytes | Path, file: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> DesignFile:
    """Return the design in a file, given as bytes or as a path. Raises `Faults` with everything that is wrong in it.
    `progress` is called once, at the end."""
    tables = design_tables(utf8_text(source if isinstance(source, bytes) else bytes_at(source), file), file)
    design = survey_design(tables, file)
    progress(1, 1)
    return DesignFile(design, canonical_design(tables))


# The longest of our templates has three kilobytes; 500 quotas take a hundredth of a second.
DESIGN_FILE = Door(
    read_design_file,
    (FileKind.TOML,),
    MOST_BYTES,
    Limits(memory=500_000_000, computing=20, clock=40, answer=4_000_000),
)


def design_tables(text: str, file: str) -> DesignTables:
    """Return the tables in the text of a design file, each value with its line. Raises `Faults` for other texts."""
    try:
        refuse_unruly(text, file)
    except Faults as refused:
        raise Faults([replace(one, expected=_FORM, why=_UNRULY) for one in refused.faults]) from None
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        fault = broken(str(error), text, file)
        why = _TABLE_TWICE if fault.why in TOML_ERRORS.values() and "Cannot" in str(error) else fault.why
        raise Faults([replace(fault, why=why)]) from None
    return tables_of(content, lines_of(text))


def canonical_design(tables: DesignTables) -> str:
    """Return the tables of a design as JSON, equal for equal designs: keys in order, no blanks."""
    return json.dumps(plain_tables(tables), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def stored_design(content: str) -> SurveyDesign:
    """Return the design that was kept as canonical JSON. Raises `Faults` should it not be one."""
    return survey_design(tables_of(json.loads(content)), "")


def bytes_at(path: Path) -> bytes:
    """Return the bytes of a design file. Raises `Faults` when it cannot be opened."""
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError:
        why = Message("“{file}” cannot be opened: check its name and that you may read it.", file=str(path))
        fault = Fault(Place(file=path.name), path.name, Message("a design of a survey (.toml)"), why)
        raise Faults([fault]) from None


@cache
def designs_in(folder: Path) -> dict[str, DesignFile]:
    """Return the designs in a folder by the names of their files, without their ending; read once."""
    return {path.stem: read_design_file(path, path.name) for path in sorted(folder.glob("*.toml"))}
