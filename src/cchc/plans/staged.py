"""What of this room is staged: the Excel table of a plan, brought back; and what the worker reads: the file of a
plan, and of its annex."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cchc.documents.queries import content
from cchc.intake.kinds import Brought, Compared, KindOfFile, ReadKind, StagedKind
from cchc.intake.models import StagedFile
from cchc.plans.actions import annexes
from cchc.plans.actions.readings import (
    PLAN_FILE_KIND,
    keep_reading,
    open_unit,
    record_refused,
    remove_draft,
)
from cchc.plans.actions.sheets import (
    PLAN_SHEET,
    open_plan,
    record_given_up,
    version_to_edit,
    write_sheet,
)
from cchc.plans.actions.understanding import plan_as_stored
from cchc.plans.exchange.comparing import SHEET_FILE
from cchc.plans.exchange.difference import Difference
from cchc.plans.exchange.difference_json import as_json
from cchc.plans.models import Plan
from cchc.plans.queries.annexes import PLAN_ANNEX
from cchc.plans.queries.sheets import sheet_sections
from cchc.reading.plans import PLAN_FILE
from cchc.units.models import Unit


def _compare(brought: Brought) -> Compared:
    """What the table would change in the plan; where others changed the plan since the table was downloaded, both."""
    plan = plan_as_stored(Plan(pk=int(brought.about)))
    return compared_sheet(plan, SHEET_FILE.read(brought.data, brought.name, sheet_sections(plan)))


def compared_sheet(plan: Plan, change: Difference) -> Compared:
    """A difference from `plan` as a staged file keeps it."""
    return Compared(as_json(change), counts=change.counts._asdict(), seen=str(plan.version))


PLAN_SHEETS: StagedKind[Plan] = StagedKind(
    code=PLAN_SHEET,
    compare=_compare,
    open=open_plan,
    apply=write_sheet,
    give_up=record_given_up,
    version=version_to_edit,
)


def _take(staged: StagedFile, progress: Callable[[int, int], None]) -> None:
    """Read the file of a plan into a draft."""
    text = PLAN_FILE.read(content(staged.file), staged.file.name, progress=progress)
    keep_reading(staged=staged, text=text)


PLAN_FILES: ReadKind[Unit] = ReadKind(
    code=PLAN_FILE_KIND, open=open_unit, take=_take, refuse=record_refused, give_up=remove_draft
)


def _take_annex(staged: StagedFile, progress: Callable[[int, int], None]) -> None:
    """Read the file of an annex into the draft of its plan."""
    text = PLAN_FILE.read(content(staged.file), staged.file.name, progress=progress)
    annexes.keep_annex(staged=staged, text=text)


PLAN_ANNEXES: ReadKind[Plan] = ReadKind(
    code=PLAN_ANNEX,
    open=annexes.open_draft,
    take=_take_annex,
    refuse=annexes.record_refused,
    give_up=annexes.take_out,
)
KINDS: tuple[KindOfFile[Any], ...] = (PLAN_SHEETS, PLAN_FILES, PLAN_ANNEXES)
