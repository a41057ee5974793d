"""The final act: the points of a cycle are final, all at once, or no longer final for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.appraisal.queries.sight import sight_in
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import change_alone, hold
from cchc.audit.models import by_line
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.council.actions.agenda import checked_reason
from cchc.council.models import FinalPoints, FinalUndoing
from cchc.council.policies import may_make_final
from cchc.council.queries.final import (
    FinalCells,
    before_final,
    final_cells,
    final_faults,
    standing_final,
    stored_cells,
)
from cchc.cycles.actions.applicability import CellsChanged, set_decided_cells
from cchc.cycles.actions.changing import days_of
from cchc.cycles.models import Cycle, PhaseKind
from cchc.notices.actions import tell
from cchc.notices.kinds import NoticeKind, notice_kind
from cchc.notices.queries.recipients import people_of_the_province
from cchc.scores.actions.stages import write_final
from cchc.self_scoring.queries.submissions import content_hash

FINAL = verb(
    "council.made_final", _("made the points of {subject} final: {leaves} criteria of {units} units")
)
UNDONE = verb("council.final_undone", _("made the points of {subject} no longer final: {reason}"))
say_facts("council", leaves=FactWords(_("criteria")), units=FactWords(_("units")))

TOLD_FINAL = notice_kind("council.made_final", _("The points of {cycle} are final: {count} units."))
TOLD_UNDONE = notice_kind(
    "council.final_undone",
    _("The points of {cycle} are no longer final: {reason}"),
    letter=_("The points of {cycle} are no longer final."),
)

RELEASED = _(
    "The results are released since %(day)s: their points stay final. A single score is corrected with a second"
    " person, and another release says what changed."
)

FORM = 1  # of the content: another form gets another number, old contents stay as they are


def final_content(cells: FinalCells) -> dict[str, object]:
    """Return what would be final as plain JSON: what is written, what was decided there before, what is decided already
    and stays, what no longer applies."""
    changed = cells.changed
    return {
        "form": FORM,
        "cells": stored_cells(changed),
        "before": stored_cells({cell: what for cell, what in cells.decided.items() if cell in changed}),
        "kept": stored_cells({cell: what for cell, what in cells.counts.items() if cell not in changed}),
        "off": [list(cell) for cell in sorted(cells.off)],
    }


def final_seal(content: dict[str, object]) -> str:
    """Return what tells what would be final, as a page shows it, from everything else."""
    return content_hash(content)[:32]


@transaction.atomic
def make_final(
    *, by: Actor, cycle: Cycle, seen: str, basis: LegalBasis = NO_BASIS, now: datetime | None = None
) -> FinalPoints:
    """Make the points of a cycle final: what counts for every leaf of every unit that is scored by the round, with what
    the council decided, is decided in one act, and the index follows at once. Nothing writes to its scores from then
    on.

    `seen` is the seal of what the page showed (`final_seal`). Raises `NotPermitted`, `Changed` when something else
    would be final, ValidationError with everything that is left to do, where there are no such units, and where the
    points are final already.
    """
    held = _held(by, cycle)
    if standing_final(held) is not None:
        raise ValidationError(_("The points are final already."))
    cells = final_cells(held)
    if not cells.participants:
        raise ValidationError(
            _("No unit of this cycle is scored by the round: points files decide its points.")
        )
    faults = final_faults(held, cells, sight_in(by, held).apart)
    if faults:
        raise ValidationError([str(one) for one in faults])
    content = final_content(cells)
    if final_seal(content) != seen:
        raise Changed(seen=seen, now=final_seal(content))
    off = _applied(held, off=cells.off)
    scores = write_final(cycle=held, cells=cells.changed)
    row = FinalPoints.objects.create(
        cycle=held,
        number=1 + held.final_points.count(),
        units=len(cells.participants),
        leaves=len(cells.counts),
        basis_number=basis.number,
        basis_date=basis.on,
        content=content,
        sha256=content_hash(content),
        at=now or timezone.now(),
        **by_line(by),
    )
    facts = {
        "number": row.number,
        "units": row.units,
        "leaves": row.leaves,
        "sha256": row.sha256,
        **basis.facts(),
    }
    record(
        by=by,
        verb=FINAL,
        subject=held.name,
        subject_id=held.pk,
        facts=facts,
        wrote=[row, *scores, *off.wrote],
        removed=off.removed,
    )
    _tell(TOLD_FINAL, by, held, count=row.units)
    return row


@transaction.atomic
def undo_final(*, by: Actor, cycle: Cycle, reason: str, now: datetime | None = None) -> FinalUndoing:
    """Make the points of a cycle no longer final, for a reason, before its release: what counted before the act counts
    again, and the index follows at once. The act itself stays to be seen.

    Raises `NotPermitted`, and ValidationError without a reason, where the points are not final, and once they are
    released.
    """
    held = _held(by, cycle)
    if held.released_at is not None:
        raise ValidationError(RELEASED, params={"day": f"{localtime(held.released_at):%d/%m/%Y}"})
    final = standing_final(held)
    said = checked_reason(reason, gettext("Say why the points are final no longer."))
    if final is None:
        raise ValidationError(_("The points are not final."))
    undone = FinalUndoing.objects.create(final=final, reason=said, at=now or timezone.now(), **by_line(by))
    on = _applied(held, on=frozenset((pk, leaf) for pk, leaf in final.content["off"]))
    scores: list[Model] = write_final(cycle=held, cells=before_final(final))
    record(
        by=by,
        verb=UNDONE,
        subject=held.name,
        subject_id=held.pk,
        facts={"number": final.number, "reason": said},
        wrote=[undone, *scores, *on.wrote],
        removed=on.removed,
    )
    _tell(TOLD_UNDONE, by, held, reason=said)
    return undone


def refuse_when_final(*, cycle: Cycle) -> Sequence[Model]:
    """Refuse that who takes part in `cycle`, or what applies to whom, changes while its points are final; the answer to
    `participation_changed`."""
    check_not_final(cycle)
    return []


def check_not_final(cycle: Cycle) -> None:
    """Raise ValidationError where the points of a cycle are final."""
    final = standing_final(cycle)
    if final is not None:
        words = _("The points of “%(name)s” are final since %(day)s: that is undone first, with a reason.")
        raise ValidationError(words, params={"name": cycle.name, "day": f"{localtime(final.at):%d/%m/%Y}"})


def _held(by: Actor, cycle: Cycle) -> Cycle:
    """Return the cycle, held, with the days of all its phases, so that nobody is still saving into it."""
    by.require(Permission.COUNCIL_FINAL)
    held = hold(Cycle.objects.all(), cycle.pk)
    if not may_make_final(by, held):
        raise ValidationError(
            _("“%(name)s” does not run: nothing in it is open."), params={"name": held.name}
        )
    for kind in PhaseKind:
        change_alone(days_of(held.pk, kind))
    return held


def _applied(
    cycle: Cycle,
    *,
    off: frozenset[tuple[int, str]] = frozenset(),
    on: frozenset[tuple[int, str]] = frozenset(),
) -> CellsChanged:
    if not off and not on:
        return CellsChanged(0, {}, [], [])
    return set_decided_cells(cycle=cycle, off=off, on=on, reason=gettext("Decided by the council"))


def _tell(kind: NoticeKind, by: Actor, cycle: Cycle, **more: str | int) -> None:
    people = people_of_the_province(Permission.COUNCIL_READ, timezone.localdate())
    href = reverse("council:year", args=[cycle.year])
    tell(kind=kind, to=people, facts={"cycle": cycle.name, **more}, href=href, by=by)
