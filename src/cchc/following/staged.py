"""What of this room is staged: Excel files with the progress of a unit, and report frames that replace a draft."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.core.plans.following.states import ProgressState, state_said
from cchc.core.plans.reports.comparing import FrameDifference, frame_differences
from cchc.core.plans.reports.content import frame_document_of, frame_of, hash_of_frame
from cchc.core.plans.reports.reading import read_frame
from cchc.core.words.messages import Fault, Faults, Message
from cchc.following.actions.frames import put_frame_back, record_frame_file_given_up, replace_frame
from cchc.following.actions.reporting import checked_texts
from cchc.following.actions.several import (
    PROGRESS_SHEET,
    OpenUnit,
    faults_by_field,
    open_unit,
    record_given_up,
    report_of,
    write_sheet,
)
from cchc.following.exchange.frame_file import REPORT_FRAME_FILE
from cchc.following.exchange.progress_file import (
    ProgressCell,
    ProgressDifference,
    progress_differences,
)
from cchc.following.exchange.progress_in import PROGRESS_FILE, ProgressFile
from cchc.following.models import FrameVersion, ProgressRecord, ReportedProduct, Through
from cchc.following.queries.files import cells_of, figures_wanted, open_records
from cchc.intake.kinds import Brought, Compared, KindOfFile, StagedKind
from cchc.intake.models import StagedFile


def _compare(brought: Brought) -> Compared:
    """What the file would change in the records that the person may report; where others reported since it was given
    out, both. What could not be reported on the page is refused with its cell."""
    open_unit(brought.by, brought.about)
    records = {one.pk: one for one in open_records(brought.by)}
    names = {pk: list(figures_wanted(one.measure)) for pk, one in records.items()}
    read = PROGRESS_FILE.read(brought.data, brought.name, brought.by.unit, names)
    theirs = cells_of(records.values())
    now = {ProgressCell(pk, part): text for pk, held in theirs.items() for part, text in held.items()}
    cells = progress_differences(read.given, _as_stored(read, records), now)
    faults = _faults(cells, theirs, read, records)
    if faults:
        raise Faults(faults)
    return Compared(
        difference=[[one.record, one.part, one.base, one.mine, one.theirs] for one in cells],
        counts={
            "cells": len(cells),
            "records": len({one.record for one in cells}),
            "clashes": sum(one.is_clash for one in cells),
        },
    )


def _as_stored(read: ProgressFile, records: dict[int, ProgressRecord]) -> dict[ProgressCell, str]:
    """The cells of a file as they will be stored: work is done without its product where none is linked, and only what
    is under way has a percentage. So the same file changes nothing the second time."""
    rows = ReportedProduct.objects.filter(record__in=records).values_list("record", flat=True)
    products = Counter(rows)
    stored = dict(read.cells)
    for pk in {cell.record for cell in read.cells}:
        state = state_said(
            ProgressState(stored[ProgressCell(pk, "state")]),
            names_output=bool(records[pk].measure.output),
            products=products[pk],
        )
        stored[ProgressCell(pk, "state")] = state.value
        if state is not ProgressState.UNDER_WAY:
            stored[ProgressCell(pk, "percent")] = ""
        elif not stored[ProgressCell(pk, "percent")]:
            stored[ProgressCell(pk, "percent")] = "0"
    return stored


def _faults(
    cells: list[ProgressDifference],
    theirs: dict[int, dict[str, str]],
    read: ProgressFile,
    records: dict[int, ProgressRecord],
) -> list[Fault]:
    """What cannot be reported as the file says, at its cells: a reason that is missing, the number of a document."""
    found = []
    changed: dict[int, dict[str, str]] = {}
    for one in cells:
        changed.setdefault(one.record, {})[one.part] = one.mine
    for pk, mine in changed.items():
        parts = {**theirs[pk], **mine}
        try:
            checked_texts(report_of(parts, figures_wanted(records[pk].measure), Through.SHEET))
        except ValidationError as refused:
            expected = Message("what can be reported on the page of the measure")
            for name, whys in faults_by_field(refused).items():
                place = read.places[ProgressCell(pk, name)]
                found += [Fault(place, "", expected, Message("{text}", text=why)) for why in whys]
    return found


PROGRESS_SHEETS: StagedKind[OpenUnit] = StagedKind(
    code=PROGRESS_SHEET,
    own=True,
    compare=_compare,
    open=open_unit,
    apply=write_sheet,
    give_up=record_given_up,
)


def _compare_frame(brought: Brought) -> Compared:
    """What a file says, and the text of the draft against which it is set."""
    version = get_object_or_404(FrameVersion, pk=int(brought.about))
    read = REPORT_FRAME_FILE.read(brought.data, brought.name)
    if read.code != version.key:
        raise ValidationError(
            _("The file is of the report frame “%(found)s”, this one is “%(code)s”.")
            % {"found": read.code, "code": version.key}
        )
    return Compared(version.content, {"text": read.text}, {"rows": read.rows}, version.sha256)


def differences_of_frame(staged: StagedFile) -> tuple[FrameDifference, ...]:
    """Return what a staged file changes in the draft with which it was compared."""
    before = read_frame(frame_document_of(staged.difference)).frame
    return frame_differences(before, frame_of(staged.read["text"]))


def _open_frame(by: Actor, about: str) -> FrameVersion:
    by.require(Permission.FRAME_EDIT)
    return FrameVersion.objects.select_for_update().get(pk=int(about))


def _apply_frame(by: Actor, version: FrameVersion, staged: StagedFile, _ready: None) -> FrameVersion:
    return replace_frame(
        by=by, version=version, text=staged.read["text"], seen=staged.seen, source=staged.file
    )


def _give_up_frame(by: Actor, version: FrameVersion, _staged: StagedFile) -> None:
    record_frame_file_given_up(by=by, version=version)


def _undo_frame(by: Actor, version: FrameVersion, staged: StagedFile) -> FrameVersion:
    seen = hash_of_frame(staged.read["text"])
    return put_frame_back(by=by, version=version, text=staged.difference, seen=seen)


FRAMES: StagedKind[FrameVersion] = StagedKind(
    code="report_frame",
    compare=_compare_frame,
    open=_open_frame,
    apply=_apply_frame,
    give_up=_give_up_frame,
    undo=_undo_frame,
    version=lambda version: version.sha256,
)
KINDS: tuple[KindOfFile[Any], ...] = (PROGRESS_SHEETS, FRAMES)
