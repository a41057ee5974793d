"""What of this room is staged: the Excel file of what one person appraises, brought back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from cchc.appraisal.actions.files import (
    WORK,
    OpenWork,
    open_work,
    record_given_up,
    typed_in_file,
    write_back,
    write_work,
)
from cchc.appraisal.actions.judging import appraisal_as_typed
from cchc.appraisal.exchange.work_file import VERDICTS
from cchc.appraisal.exchange.work_in import WORK_FILE, WorkRow
from cchc.appraisal.queries.cells import AppraisedCell
from cchc.appraisal.queries.content import AppraisalContent, content_as_json, same_judged
from cchc.appraisal.queries.files import by_name, own_cells, owner_of, reason_words, set_texts
from cchc.core.words.messages import Fault, Faults, Message
from cchc.intake.kinds import Brought, Compared, KindOfFile, StagedKind


def _compare(brought: Brought) -> Compared:
    """What the file would change in what the person appraises. What a unit has answered anew since is named, and is not
    part of it."""
    work = open_work(brought.by, brought.about)
    own = own_cells(brought.by, work.cycle, work.stage)
    cells = by_name(own)
    texts, units = set_texts(own)
    owner = owner_of(brought.by, work.cycle, work.stage)
    read = WORK_FILE.read(brought.data, brought.name, texts, units, owner, reason_words())
    faults, found, left = list[Fault](), list[dict[str, Any]](), list[dict[str, str]]()
    for row in read:
        cell = cells.get((row.unit, row.leaf))
        if cell is None:
            faults.append(_not_own(row))
        elif cell.read != row.given.claim:
            left.append({"unit": row.unit, "leaf": row.leaf})
        else:
            becomes = _becomes(row, cell, work.cycle.year, faults)
            if becomes is not None and not same_judged(becomes, cell.content):
                found.append(_difference(row, cell, becomes))
    if faults:
        raise Faults(faults)
    return Compared(
        difference=found,
        read={"left": left},
        counts={
            "leaves": len(found),
            "units": len({one["participant"] for one in found}),
            "clashes": sum(one["base"] != one["version"] for one in found),
            "left": len(left),
        },
    )


def _becomes(row: WorkRow, cell: AppraisedCell, year: int, faults: list[Fault]) -> AppraisalContent | None:
    """What a leaf would hold, as if it were typed on its page; None, and faults, where that is refused."""
    declared = cell.claim.content.figures
    others = [name for name, text in row.cells.figures.items() if text != declared.get(name)]
    if row.cells.verdict == "accepted" and (others or row.cells.points):
        why = Message("“Chấp nhận” keeps what the unit declared: choose another result, or empty the cells.")
        faults.append(Fault(row.place, "", Message("one of: {labels}", labels=tuple(VERDICTS)), why))
        return None
    typed = typed_in_file(cell.leaf, row.cells)
    if typed.takes_back and not cell.content.is_given:
        return None
    try:
        return appraisal_as_typed(cell.leaf, typed, cell.claim, cell.content, year)
    except ValidationError as refused:
        expected = Message("what can be saved on the page of the criterion")
        faults += [Fault(row.place, "", expected, Message("{text}", text=why)) for why in refused.messages]
        return None


def _not_own(row: WorkRow) -> Fault:
    why = Message(
        "You cannot appraise this now: it is given to another person, its result was sent, or it waits for a decision"
        " whether it applies. Take the file anew."
    )
    return Fault(row.place, f"{row.unit}, {row.leaf}", Message("what you appraise"), why)


def _difference(row: WorkRow, cell: AppraisedCell, becomes: AppraisalContent) -> dict[str, Any]:
    return {
        "participant": cell.participant.pk,
        "unit": row.unit,
        "leaf": row.leaf,
        "claim": cell.read,
        "base": row.given.version,
        "version": cell.content.version,
        "cells": row.cells.as_json(),
        "before": content_as_json(cell.content),
        "becomes": content_as_json(becomes),
    }


WORK_FILES: StagedKind[OpenWork] = StagedKind(
    code=WORK,
    own=True,
    compare=_compare,
    open=open_work,
    apply=write_work,
    undo=write_back,
    give_up=record_given_up,
)
KINDS: tuple[KindOfFile[Any], ...] = (WORK_FILES,)
