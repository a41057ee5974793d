"""Sharing out the work on a sheet among the people of its unit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.cycles.actions.locking import look_before_lock
from cchc.cycles.models import PhaseKind
from cchc.self_scoring.actions.telling import tell_of_share
from cchc.self_scoring.actions.writing import check_may_edit, held_filling
from cchc.self_scoring.models import UnitSheet, WorkShare
from cchc.self_scoring.queries.sharing import people_of, work_by_person
from cchc.self_scoring.queries.sheet import sheet_view, whole_sheets

SHARED = verb("self_scoring.work_shared", _("shared out work on the sheet of {subject}, {count} parts"))


@transaction.atomic
def share_out(
    *, by: Actor, sheet: UnitSheet, shares: Mapping[str, int | None], now: datetime | None = None
) -> list[WorkShare]:
    """Give domains, criteria or leaves, by number, to people of the unit (None: to nobody in particular); returns the
    shares that are new or others than before, all with one record.

    What is shared inside of something else is its own share. Work may be shared before the phase opens, not behind its
    lock. Raises ValidationError with the lock, or with every number that the set does not have, and where somebody does
    not fill in this sheet.
    """
    check_may_edit(by, sheet)
    look_before_lock(participant=sheet.participant, kind=PhaseKind.SELF_SCORING, now=now or timezone.now())
    held = held_filling(sheet)
    _check(held.criteria.names, {one.person_id for one in people_of(held.participant.unit_id)}, shares)
    present = {one.node: one for one in WorkShare.objects.filter(sheet=held.sheet, node__in=shares)}
    removed = [present[node] for node, person in shares.items() if person is None and node in present]
    given = [
        _given(held.sheet, present.get(node), node, person)
        for node, person in shares.items()
        if person is not None and (node not in present or present[node].person_id != person)
    ]
    for share in given:
        share.save()
    if given or removed:
        record(
            by=by,
            verb=SHARED,
            subject=held.participant.name,
            subject_id=held.sheet.pk,
            facts={"count": len(given) + len(removed)},
            wrote=given,
            removed=removed,
        )
    WorkShare.objects.filter(pk__in=[one.pk for one in removed]).delete()
    return given


def end_shares(sheets: Collection[UnitSheet]) -> None:
    """Tell each person whose share of these sheets is not marked as done that the lock has ended it; part of the act
    that froze them. More time gives the same shares back."""
    shared = set(WorkShare.objects.filter(sheet__in=sheets).values_list("sheet_id", flat=True))
    for sheet in whole_sheets().filter(pk__in=shared):
        for work in work_by_person(sheet_view(sheet)):
            if work.person_id is not None and work.done < work.leaves:
                tell_of_share(sheet, work.person_id, work.leaves - work.done)


def _given(sheet: UnitSheet, there: WorkShare | None, node: str, person: int) -> WorkShare:
    share = there or WorkShare(sheet=sheet, node=node)
    share.person_id = person
    return share


def _check(nodes: Mapping[str, str], people: set[int], shares: Mapping[str, int | None]) -> None:
    faults = [
        ValidationError(_("The set has no criterion %(number)s."), params={"number": node})
        for node in shares
        if node not in nodes
    ]
    if any(person is not None and person not in people for person in shares.values()):
        faults.append(ValidationError(_("Work is shared among people who fill in the sheet of this unit.")))
    if faults:
        raise ValidationError(faults)
