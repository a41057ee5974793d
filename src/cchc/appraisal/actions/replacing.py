"""Letting somebody else appraise second what a draw gave to a person who cannot any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.accounts.models import Person
from cchc.appraisal.actions.assigning import (
    TOLD_CHANGED,
    appraising_people,
    held_plan,
    own_work_address,
)
from cchc.appraisal.actions.drawing import hold_drawn_units, in_short
from cchc.appraisal.models import AppraisalPlan, DoubleCell, DoubleDraw, DoubleOpinion, SecondReplacement
from cchc.appraisal.queries.coverage import coverage_of
from cchc.appraisal.queries.drawing import open_seconds
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.notices.actions import tell
from cchc.scores.queries.interests import people_apart
from cchc.self_scoring.actions.submitting import required_text

REPLACED = verb(
    "appraisal.second_replaced",
    _("let somebody else appraise second {count} criteria of units in {subject}"),
)


@transaction.atomic
def replace_second(
    *,
    by: Actor,
    draw: DoubleDraw,
    leaving: Person,
    coming: Person,
    reason: str,
    now: datetime | None = None,
) -> SecondReplacement:
    """Let `coming` appraise second whatever a draw gave to `leaving` and to which that one has given nothing that
    stands; the rest stays as it is. What the one who leaves had taken back is removed, so that the other never sees it.
    Once the plan is announced both are told.

    Raises ValidationError with every fault, by `leaving`, `coming` and `reason`: nothing is left to hand over, the one
    who comes does not appraise, decides where two differ, is the first appraiser of some of it or near to its unit, no
    reason.
    """
    plan = held_plan(by, draw.plan)
    hold_drawn_units(plan)
    found = hold(DoubleDraw.objects.all(), draw.pk)
    cells = list(open_seconds(found, leaving.pk).select_related("participant").order_by("pk"))
    faults = _faults(plan, cells, leaving, coming)
    try:
        why = required_text(reason, gettext("Say why somebody else appraises it."))
    except ValidationError as refused:
        faults |= refused.message_dict
    if faults:
        raise ValidationError(faults)
    gone = list(DoubleOpinion.objects.filter(cell__in=cells, part="second"))
    DoubleOpinion.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for one in cells:
        one.second = coming
    DoubleCell.objects.bulk_update(cells, ["second"])
    made = SecondReplacement.objects.create(
        draw=found,
        leaving=leaving,
        coming=coming,
        cells=len(cells),
        reason=why,
        at=now or timezone.now(),
        **by_line(by),
    )
    record(
        by=by,
        verb=REPLACED,
        subject=plan.cycle.name,
        subject_id=found.pk,
        facts={"count": len(cells), "stage": plan.stage},
        wrote=[made, *cells],
        removed=gone,
    )
    if plan.announced_at is not None:
        tell(
            kind=TOLD_CHANGED,
            to={leaving.pk, coming.pk},
            facts={"cycle": plan.cycle.name},
            href=own_work_address(plan.cycle, plan.stage),
            by=by,
        )
    return made


def _faults(
    plan: AppraisalPlan, cells: Sequence[DoubleCell], leaving: Person, coming: Person
) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not cells:
        words = gettext("{name} has nothing left of this draw: what was given stays as it is.")
        faults["leaving"] = [words.format(name=leaving.name)]
    found = []
    if coming == leaving:
        found.append(gettext("Choose somebody else."))
    if coming.pk not in appraising_people():
        words = gettext("{name} has no role in which one appraises: an administrator gives it first.")
        found.append(words.format(name=coming.name))
    if any(one.third_id == coming.pk for one in cells):
        words = gettext("{name} decides where two differ: choose somebody else.")
        found.append(words.format(name=coming.name))
    coverage = coverage_of(plan)
    apart = people_apart({coming.pk}, plan.cycle)[coming.pk]
    barred = []
    for one in cells:
        first = coverage.appraiser_of(one.participant, one.leaf)
        if one.participant_id in apart or (first is not None and first.person == coming.pk):
            barred.append(f"{one.participant.name} {one.leaf}")
    if barred:
        words = ngettext(
            "{name} is the first appraiser of {count} criterion, or near to its unit: {cells}.",
            "{name} is the first appraiser of {count} criteria, or near to their units: {cells}.",
            len(barred),
        )
        found.append(words.format(name=coming.name, count=len(barred), cells=in_short(barred)))
    if found:
        faults["coming"] = found
    return faults
