"""Many records reported at once, from the page for several or from an Excel file: all of it or nothing, with one entry
in the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record as record_act
from cchc.audit.changed import Changed
from cchc.audit.verbs import verb
from cchc.core.plans.following.states import ProgressState
from cchc.following.actions.reporting import ReportedWork, held_to_report, write_report
from cchc.following.exchange.progress_file import ProgressDifference, figures_in
from cchc.following.models import ProgressRecord, ProgressReport, ReportedProduct, Through
from cchc.following.queries.files import cells_of, figure_rows, figures_wanted
from cchc.intake.actions import apply
from cchc.intake.models import StagedFile

SEVERAL = verb("following.several_reported", _("reported on {count} measures at once, for {subject}"))
APPLIED = verb("following.sheet_applied", _("reported on {count} measures by an Excel file, for {subject}"))
GIVEN_UP = verb("following.sheet_given_up", _("gave up an Excel file with the progress of {subject}"))

PROGRESS_SHEET = "progress_sheet"  # the kind of staged file


@dataclass(frozen=True, slots=True)
class SeenReport:
    """What is reported of a record among many, and the version of the record that was seen."""

    record: ProgressRecord
    version: int
    report: ReportedWork


@transaction.atomic
def report_several(
    *, by: Actor, reports: Sequence[SeenReport], now: datetime | None = None
) -> list[ProgressReport]:
    """Take what a unit reports of many records.

    Raises `Changed` with every record that is not as it was seen, ValidationError with the faults of all by the id of
    the record and the field ("12 reason"), `NotPermitted` for a record of another unit.
    """
    arrived = now or timezone.now()
    made, linked = _written(by, reports, arrived)
    if made:
        record_act(
            by=by,
            verb=SEVERAL,
            subject=by.unit,
            subject_id=by.unit_id,
            facts={"count": len(made)},
            wrote=[*made, *linked],
        )
    return made


def _written(
    by: Actor, reports: Sequence[SeenReport], now: datetime
) -> tuple[list[ProgressReport], list[ReportedProduct]]:
    held = {
        one.record.pk: held_to_report(by, one.record)
        for one in sorted(reports, key=lambda one: one.record.pk)
    }
    changed = [held[one.record.pk] for one in reports if held[one.record.pk].version != one.version]
    if changed:
        raise Changed(seen=[one.report for one in reports], now=changed)
    made: list[ProgressReport] = []
    linked: list[ReportedProduct] = []
    faults: dict[str, list[Any]] = {}
    for one in reports:
        try:
            report, products = write_report(by, held[one.record.pk], one.report, now)
            made.append(report)
            linked += products
        except ValidationError as refused:
            for name, whys in faults_by_field(refused).items():
                faults.setdefault(f"{one.record.pk} {name}", []).extend(whys)
    if faults:
        raise ValidationError(faults)
    return made, linked


def faults_by_field(refused: ValidationError) -> dict[str, list[str]]:
    """Return what is refused by the field it is about; under "state" what is about none."""
    if hasattr(refused, "error_dict"):
        return {name: list(whys) for name, whys in refused.message_dict.items()}
    return {"state": list(refused.messages)}


def report_of(cells: Mapping[str, str], names: Mapping[str, str], through: Through) -> ReportedWork:
    """Return what the cells of a record say as a report; `names` are the figures that the plan asks for with what is
    wanted of each."""
    achieved = figures_in(cells["figures"])
    return ReportedWork(
        state=ProgressState(cells["state"]),
        percent=int(cells["percent"] or 0),
        text=cells["text"],
        figures=figure_rows(names, achieved),
        reason=cells["reason"],
        document_number=cells["document_number"],
        through=through,
    )


# The Excel file


@dataclass(frozen=True, slots=True)
class OpenUnit:
    """The unit whose records a file is about, for whom it is applied."""

    by: Actor


def open_unit(by: Actor, about: str) -> OpenUnit:
    """Return the unit of which `about` is the id. Raises ValidationError for another than the own."""
    if by.unit_id is None or str(by.unit_id) != about:
        raise ValidationError(_("This file is about the records of another unit."))
    return OpenUnit(by)


def apply_progress(*, by: Actor, staged: StagedFile, over: bool = False) -> list[ProgressReport]:
    """Report what a staged file says, all of it or nothing.

    `over`: what others reported since the file was given out may be replaced where the file says otherwise. Raises
    `Changed` without it, ValidationError when the file changes nothing.
    """
    made: list[ProgressReport] = apply(by=by, staged=staged, ready=over)
    return made


def write_sheet(by: Actor, unit: OpenUnit, staged: StagedFile, over: bool | None) -> list[ProgressReport]:
    """Write what a staged file says into the records, and record it; see `apply_progress`."""
    cells = differences_in(staged)
    if not cells:
        raise ValidationError(_("The file changes nothing."))
    clashes = [one for one in cells if one.is_clash]
    if clashes and not over:
        raise Changed(seen=[one.base for one in clashes], now=clashes)
    records = {
        one.pk: one
        for one in ProgressRecord.objects.filter(pk__in={one.record for one in cells}).select_related(
            "measure"
        )
    }
    now = cells_of(records.values())
    moved = [one for one in cells if one.record not in records or now[one.record][one.part] != one.theirs]
    if moved:
        raise Changed(seen=[one.theirs for one in moved], now=moved)
    mine: dict[int, dict[str, str]] = {}
    for one in cells:
        mine.setdefault(one.record, {})[one.part] = one.mine
    reports = []
    for pk, record in records.items():
        report = report_of({**now[pk], **mine[pk]}, figures_wanted(record.measure), Through.SHEET)
        reports.append(SeenReport(record, record.version, report))
    made, linked = _written(by, reports, timezone.now())
    _record(by, APPLIED, staged, [*made, *linked], len(made))
    return made


def record_given_up(by: Actor, unit: OpenUnit, staged: StagedFile) -> None:
    """Record that a file is forgotten before it was applied."""
    _record(by, GIVEN_UP, staged, [], 0)


def differences_in(staged: StagedFile) -> list[ProgressDifference]:
    """Return the cells that a staged file changes."""
    return [ProgressDifference(*one) for one in staged.difference]


def _record(by: Actor, what: str, staged: StagedFile, made: Sequence[Model], count: int) -> None:
    facts = {"stored": staged.file_id, "sha256": staged.file.sha256, "count": count}
    record_act(by=by, verb=what, subject=by.unit, subject_id=by.unit_id, facts=facts, wrote=made)
