"""What of this room is staged: the Excel file of a sheet, brought back."""

from __future__ import annotations

from typing import Any

from cchc.access.practising import year_in_files
from cchc.intake.kinds import Brought, Compared, KindOfFile, StagedKind
from cchc.self_scoring.actions.files import (
    ANSWERS,
    open_sheet,
    record_given_up,
    version_of,
    write_answers,
    write_back,
)
from cchc.self_scoring.actions.writing import HeldSheet
from cchc.self_scoring.exchange.sheet_file import cell_differences
from cchc.self_scoring.exchange.sheet_in import ANSWERS_FILE
from cchc.self_scoring.queries.files import cells_now
from cchc.self_scoring.queries.sheet import LeafKind, sheet_view, whole_sheets


def _compare(brought: Brought) -> Compared:
    """What the file would change in the sheet; where others changed the same since it was given out, both."""
    sheet = whole_sheets().get(pk=int(brought.about))
    view = sheet_view(sheet)
    without = tuple(leaf.node.number for leaf in view.leaves() if leaf.kind is LeafKind.NOT_APPLICABLE)
    participant = sheet.participant
    read = ANSWERS_FILE.read(
        brought.data,
        brought.name,
        participant.cycle_set.version.text,
        participant.name,
        year_in_files(view.year, practice=participant.cycle.practice),
        without,
    )
    cells = cell_differences(read.given, read.cells, cells_now(view))
    return Compared(
        difference=[[one.leaf, one.part, one.base, one.mine, one.theirs] for one in cells],
        counts={
            "cells": len(cells),
            "leaves": len({one.leaf for one in cells}),
            "clashes": sum(one.is_clash for one in cells),
        },
        seen=str(sheet.version),
    )


ANSWERS_FILES: StagedKind[HeldSheet] = StagedKind(
    code=ANSWERS,
    own=True,
    compare=_compare,
    open=open_sheet,
    apply=write_answers,
    undo=write_back,
    give_up=record_given_up,
    version=version_of,
)
KINDS: tuple[KindOfFile[Any], ...] = (ANSWERS_FILES,)
