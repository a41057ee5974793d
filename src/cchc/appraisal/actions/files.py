"""What one person appraises goes out as an Excel file and comes back: what it would change is shown, then applied,
given up, taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.appraisal.actions.appraising import (
    appraisal_row,
    hold_to_appraise,
    judged_leaf,
    put_appraisal,
)
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.exchange.work_file import WorkCells
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT, may_appraise
from cchc.appraisal.queries.content import (
    AppraisalContent,
    TakenReason,
    appraisal_content,
    content_from_json,
    same_judged,
)
from cchc.appraisal.queries.coverage import announced_coverage
from cchc.appraisal.queries.held import WITH_SET, HeldAppraisal
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.verbs import verb
from cchc.core.scoring.criteria.tree import Node
from cchc.cycles.models import Cycle
from cchc.intake.actions import apply
from cchc.intake.models import StagedFile

APPLIED = verb(
    "appraisal.file_applied", _("appraised {count} criteria of {subject} by an Excel file"), about=OF_A_UNIT
)
UNDONE = verb(
    "appraisal.file_undone",
    _("took back an Excel file, {count} criteria of the appraisal of {subject}"),
    about=OF_A_UNIT,
)
GIVEN_UP = verb("appraisal.file_given_up", _("gave up an Excel file of the appraisal {subject}"))

WORK = "appraisal_work"  # the kind of staged file
Verdict = Appraisal.Verdict


@dataclass(frozen=True, slots=True)
class OpenWork:
    """The work of one person in one stage of a cycle, of which a file is."""

    cycle: Cycle
    stage: str


@dataclass(frozen=True, slots=True)
class WorkDifference:
    """A leaf of a unit, by its id, that a file changes.

    `claim` is the hash of what is judged (`HeldAppraisal.read`), `base` and `version` those of the appraisal when the
    file was given out and now; `cells` what the file says, `before` what stands there now, `becomes` what would.
    """

    participant: int
    unit: str
    leaf: str
    claim: str
    base: int
    version: int
    cells: WorkCells
    before: AppraisalContent
    becomes: AppraisalContent

    @property
    def is_clash(self) -> bool:
        """Whether somebody has changed it since the file was given out."""
        return self.base != self.version


def about_work(actor: Actor, cycle: Cycle, stage: str) -> str:
    """Return what a file of `actor`'s work is about."""
    return f"{cycle.pk}:{stage}:{actor.person_id}"


def apply_work(*, by: Actor, staged: StagedFile, over: bool = False) -> list[Appraisal]:
    """Appraise as a staged file says, all of it or nothing; returns what was appraised, one record for each unit.

    `over`: what others changed since the file was given out may be replaced. Raises `Changed` without it, and where
    something was changed since the file was compared; ValidationError when the file changes nothing, and what
    `save_appraisal` raises.
    """
    changed: list[Appraisal] = apply(by=by, staged=staged, ready=over)
    return changed


def open_work(by: Actor, about: str) -> OpenWork:
    """Return the work that a file is `about`. Raises `NotPermitted` for whoever it is not, and where nobody appraises;
    the units are held when something is written to them."""
    cycle_pk, stage, person = about.split(":")
    cycle = Cycle.objects.filter(pk=int(cycle_pk)).first()
    if cycle is None or int(person) != by.person_id or not may_appraise(by, cycle):
        raise NotPermitted(Permission.APPRAISAL_GIVE)
    return OpenWork(cycle, stage)


def write_work(by: Actor, work: OpenWork, staged: StagedFile, over: bool | None) -> list[Appraisal]:
    """Write what a staged file says, and record it; see `apply_work`."""
    found = differences_in(staged)
    if not found:
        raise ValidationError(_("The file changes nothing."))
    clashes = [one for one in found if one.is_clash]
    if clashes and not over:
        raise Changed(seen=[one.base for one in clashes], now=clashes)
    written, now = list[Appraisal](), timezone.now()
    for held, own in _held(by, work, found, now):
        rows, more = list[Appraisal](), list[Model]()
        for one in own:
            row, before, what = judged_leaf(held, one.leaf, typed_in_file(held.leaves[one.leaf], one.cells))
            if before.version != one.version or held.read(one.leaf) != one.claim:
                raise Changed(seen=one.before, now=before, who=before.who)
            more += put_appraisal(by, held, row, what, now)
            rows.append(row)
        _record(by, APPLIED, held, staged, rows, more)
        written += rows
    return written


def write_back(by: Actor, work: OpenWork, staged: StagedFile) -> list[Appraisal]:
    """Give every leaf that an applied file wrote exactly what it held before, and record it.

    Raises `Changed` with the leaves that were changed since.
    """
    written, now = list[Appraisal](), timezone.now()
    for held, own in _held(by, work, differences_in(staged), now):
        present = {one.leaf: appraisal_row(held, one.leaf) for one in own}
        touched = [one for one in own if not same_judged(appraisal_content(present[one.leaf]), one.becomes)]
        if touched:
            raise Changed(seen=[one.becomes for one in touched], now=touched)
        more = list[Model]()
        for one in own:
            if held.read(one.leaf) != one.claim or one.leaf in held.doubles:
                raise Changed(seen=one.becomes, now=[one])
            more += put_appraisal(by, held, present[one.leaf], one.before, now)
        _record(by, UNDONE, held, staged, list(present.values()), more)
        written += present.values()
    return written


def record_given_up(by: Actor, work: OpenWork, staged: StagedFile) -> None:
    """Record that a file is forgotten before it was applied."""
    facts = {"stored": staged.file_id, "sha256": staged.file.sha256}
    record(by=by, verb=GIVEN_UP, subject=work.cycle.name, subject_id=work.cycle.pk, facts=facts)


def differences_in(staged: StagedFile) -> list[WorkDifference]:
    """Return the leaves that a staged file changes."""
    return [
        WorkDifference(
            **{
                **one,
                "cells": WorkCells.from_json(one["cells"]),
                "before": replace(content_from_json(one["before"]), version=one["version"]),
                "becomes": content_from_json(one["becomes"]),
            }
        )
        for one in staged.difference
    ]


def typed_in_file(leaf: Node, cells: WorkCells) -> TypedAppraisal:
    """Return what the cells of a file say for a leaf, as it would be typed on its page."""
    if not cells.verdict:
        return TypedAppraisal(takes_back=True)
    is_accepted = cells.verdict == Verdict.ACCEPTED
    return TypedAppraisal(
        figures=None if is_accepted or leaf.rule is None else cells.figures,
        points=None if is_accepted else cells.points or None,
        reasons=tuple(TakenReason(code, text) for code, text in cells.reasons),
        provisional=cells.provisional,
        note=cells.note,
        decimal=None,
    )


def _held(
    by: Actor, work: OpenWork, found: Sequence[WorkDifference], now: datetime
) -> Iterator[tuple[HeldAppraisal, list[WorkDifference]]]:
    """Yield each unit of which something is written, held, with what: in one order, so that nobody waits for another
    who waits for them."""
    by_unit: dict[int, list[WorkDifference]] = defaultdict(list)
    for one in found:
        by_unit[one.participant].append(one)
    rows: Mapping[int, UnitAppraisal] = {
        one.participant_id: one
        for one in UnitAppraisal.objects.filter(
            participant__in=by_unit, participant__cycle=work.cycle, stage=work.stage
        ).select_related(*WITH_SET)
    }
    coverage = announced_coverage(work.cycle, work.stage)
    for row in sorted(rows.values(), key=lambda one: one.pk):
        own = by_unit[row.participant_id]
        yield hold_to_appraise(by, row, [one.leaf for one in own], now, coverage), own


def _record(
    by: Actor,
    what: str,
    held: HeldAppraisal,
    staged: StagedFile,
    rows: Sequence[Appraisal],
    more: Sequence[Model],
) -> None:
    facts: dict[str, Any] = {
        "count": len(rows),
        "leaves": [one.leaf for one in rows],
        "stage": held.row.stage,
        "stored": staged.file_id,
        "sha256": staged.file.sha256,
    }
    record(
        by=by,
        verb=what,
        subject=held.participant.name,
        subject_id=held.row.pk,
        facts=facts,
        wrote=[*rows, *more],
    )
