"""Reading a frame: from the texts of a document to a `ReportFrame`, or to every fault in it with its place."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from cchc.core.plans.reports.document import FrameDocument
from cchc.core.plans.reports.frame import (
    MOST_PLACES,
    Covers,
    FrameAnnex,
    FrameLevel,
    OutlineSection,
    ReportFrame,
    ReportRow,
    WholeBy,
)
from cchc.core.plans.reports.laws import check_codes, check_formulas, check_sources, check_wholes
from cchc.core.plans.reports.rows import FrameCheck
from cchc.core.scoring.checks.check import text_of
from cchc.core.scoring.criteria.document import Fields
from cchc.core.scoring.sources import KnownSource
from cchc.core.words.messages import Fault, Faults, Message, Place


class FrameReading(NamedTuple):
    """What was read of a document: the frame as far as it can be understood, and every fault."""

    frame: ReportFrame
    faults: tuple[Fault, ...]


def frame_of_document(document: FrameDocument) -> ReportFrame:
    """Return the frame that `document` writes; raises `Faults` with everything wrong in it, in the order of its
    rows."""
    read = read_frame(document)
    if read.faults:
        raise Faults(read.faults)
    return read.frame


def read_frame(document: FrameDocument, known: Collection[KnownSource] | None = None) -> FrameReading:
    """Return the frame of a document that may be a draft with faults: what cannot be understood is left out.

    With the sources `known` in an installation, a row that none of them can feed is a fault too; without them every
    source that can be written will do.
    """
    check = FrameCheck(document)
    check.needed(check.settings, "code", "name")
    if text_of(check.settings, "code"):
        check.is_code(check.settings["code"])
    level = check.one_of(check.settings, "level", FrameLevel, FrameLevel.COMMUNE)
    check.needed(check.settings, "level")
    outline = tuple(
        OutlineSection(number, text_of(row, "title"), text_of(row, "guidance"))
        for number, row in check.keyed("section")
    )
    for row in (*check.rows["section"], *check.rows["annex"]):
        check.needed(row, "title")
    frame = ReportFrame(
        text_of(check.settings, "name"),
        level,
        text_of(check.settings, "legal_basis"),
        outline,
        _annexes(check),
        text_of(check.settings, "code"),
    )
    if not check.rows["section"] and not check.rows["row"]:
        why = Message("the frame asks for nothing")
        check.fault(check.place, Message("at least one section or one row"), why)
    check_codes(check, frame)
    check_formulas(check, frame)
    check_sources(check, frame, known)
    check_wholes(check, frame)
    return FrameReading(frame, tuple(sorted(check.faults, key=lambda fault: _order(fault.place))))


TABLE_ORDER = ("frame", "section", "annex", "row")


def _order(place: Place) -> tuple[int, int, str, int]:
    known = TABLE_ORDER.index(place.sheet) if place.sheet in TABLE_ORDER else len(TABLE_ORDER)
    return (place.line or 0, known, place.sheet or "", place.row or 0)


def _annexes(check: FrameCheck) -> tuple[FrameAnnex, ...]:
    annexes = dict(check.keyed("annex"))
    rows: dict[str, list[ReportRow]] = {number: [] for number in annexes}
    for code, row in check.keyed("row"):
        check.needed(row, "annex", "wording", "covers", "whole")
        annex = text_of(row, "annex")
        read = _row(check, code, row)
        if annex in rows:
            rows[annex].append(read)
        elif annex:
            why = Message('there is no annex "{found}"', found=annex)
            check.unknown(row["annex"], why, annexes)
    named = {text_of(row, "annex") for row in check.rows["row"]}
    for number in rows:
        if number not in named:
            why = Message('no row belongs to the annex "{number}"', number=number)
            check.fault(check.at("annex", number, "number"), Message("at least one row"), why)
    return tuple(
        FrameAnnex(number, text_of(annexes[number], "title"), tuple(found)) for number, found in rows.items()
    )


def _row(check: FrameCheck, code: str, row: Fields) -> ReportRow:
    return ReportRow(
        code,
        text_of(row, "number"),
        text_of(row, "wording"),
        text_of(row, "unit"),
        _places(check, row),
        Covers(check.one_of(row, "covers", Covers, Covers.PERIOD)),
        text_of(row, "source"),
        text_of(row, "formula"),
        WholeBy(check.one_of(row, "whole", WholeBy, WholeBy.NONE)),
        text_of(row, "note"),
    )


def _places(check: FrameCheck, row: Fields) -> int:
    """Return how many decimals a row prints; 0 where the file is silent."""
    text = text_of(row, "places")
    if not text:
        return 0
    if text.isdecimal() and text.isascii() and int(text) <= MOST_PLACES:
        return int(text)
    why = Message('"{found}" is no count of decimals', found=text)
    check.fault(row["places"], Message("a whole number from 0 to {most}", most=MOST_PLACES), why)
    return 0
