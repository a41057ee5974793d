"""Appraising one leaf of a unit by two people who do not know of each other, and deciding where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.appraisal.actions.advising import check_not_asked_off
from cchc.appraisal.actions.appraising import (
    appraisal_row,
    check_open,
    give,
    hold_to_appraise,
    hold_unit,
    put_appraisal,
)
from cchc.appraisal.actions.judging import TypedAppraisal, appraisal_as_typed
from cchc.appraisal.models import Appraisal, DoubleCell, DoubleDecision, DoubleOpinion, UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT, OF_TWO, may_decide_double
from cchc.appraisal.queries.content import AppraisalContent, appraisal_content, same_judged
from cchc.appraisal.queries.coverage import announced_coverage
from cchc.appraisal.queries.doubles import (
    agreed_content,
    both_of,
    double_cell,
    opinion_content,
    opinions_by_cell,
    part_of,
    parties_of,
    stored_opinion,
)
from cchc.appraisal.queries.held import HeldAppraisal, held_appraisal
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.cycles.actions.applicability import check_not_near
from cchc.notices.actions import tell
from cchc.notices.kinds import notice_kind
from cchc.notices.queries.recipients import people_of_the_province
from cchc.scores.queries.interests import people_apart
from cchc.self_scoring.actions.submitting import required_text

GIVEN = verb("appraisal.opinion_given", _("appraised {leaf} of {subject}, as one of two"), about=OF_TWO)
TAKEN_BACK = verb(
    "appraisal.opinion_taken_back",
    _("took back the own appraisal of {leaf} of {subject}, as one of two"),
    about=OF_TWO,
)
DECIDED = verb(
    "appraisal.double_decided",
    _("decided what {leaf} of {subject} is given, which two had appraised"),
    about=OF_A_UNIT,
)

TOLD_DIFFER = notice_kind(
    "appraisal.double_differs",
    _("Two people appraised {leaf} of {unit} and differ: somebody else decides."),
    letter=_("Two people appraised one criterion of a unit and differ: somebody else decides."),
)


@dataclass(frozen=True, slots=True)
class SavedGiven:
    """What an appraiser gave a leaf, as it is stored: its appraisal, or the own opinion of one of two; and the
    appraisal of the unit as the act held it."""

    row: Appraisal | DoubleOpinion
    held: HeldAppraisal


@transaction.atomic
def save_given(
    *,
    by: Actor,
    appraised: UnitAppraisal,
    leaf: str,
    typed: TypedAppraisal,
    version: int,
    now: datetime | None = None,
) -> SavedGiven:
    """Store what an appraiser gives a unit for one leaf: as its appraisal, or, where two people appraise it, as the own
    opinion. Raises what `save_appraisal` and `save_opinion` raise."""
    arrived = now or timezone.now()
    held = hold_to_appraise(by, appraised, [leaf], arrived)
    giving = _give_opinion if leaf in held.doubles else give
    return SavedGiven(giving(by, held, leaf, typed, version, arrived), held)


@transaction.atomic
def save_opinion(
    *,
    by: Actor,
    appraised: UnitAppraisal,
    leaf: str,
    typed: TypedAppraisal,
    version: int,
    now: datetime | None = None,
) -> DoubleOpinion:
    """Store what one of two people gives a unit for one leaf. It counts for nothing until the other has given
    something as well: then the two are fixed, and where they say the same the appraisal is written in the same act;
    where they differ, whoever decides is told.

    `version` is that of the own opinion that was seen. Raises `NotPermitted` for whoever is none of the two, `Changed`
    when another own opinion stands there, ValidationError with every fault, with the lock, and once both stand.
    """
    arrived = now or timezone.now()
    held = hold_to_appraise(by, appraised, [leaf], arrived)
    return _give_opinion(by, held, leaf, typed, version, arrived)


def _give_opinion(
    by: Actor, held: HeldAppraisal, leaf: str, typed: TypedAppraisal, version: int, arrived: datetime
) -> DoubleOpinion:
    double, node = held.doubles.get(leaf), held.leaves.get(leaf)
    if node is None or double is None:
        raise ValidationError(_("%(leaf)s is not appraised for this unit."), params={"leaf": leaf})
    if not typed.takes_back and leaf in held.asked:
        check_not_asked_off(held.participant.pk, leaf)
    opinions = opinions_by_cell([double])[double.pk]
    if both_of(opinions) is not None:
        raise ValidationError(_("Both have appraised it: nobody of them changes it now."), code="locked")
    part = part_of(double, by.person_id, by.person_id)
    row = opinions.get(part) or DoubleOpinion(cell=double, part=part, version=0)
    before = opinion_content(row)
    what = appraisal_as_typed(node, typed, held.claim(leaf), before, held.year)
    if same_judged(what, before):
        return row
    if version != before.version:
        raise Changed(seen=typed, now=before, who=before.who)
    row.content, row.stands = stored_opinion(what), what.is_given
    row.read, row.version, row.at = held.read(leaf), row.version + 1, arrived
    for name, value in by_line(by).items():
        setattr(row, name, value)
    row.save()
    both = both_of({**opinions, part: row})
    agreed = agreed_content(both) if both is not None else None
    wrote = [] if agreed is None else _write(by, held, leaf, agreed, arrived)
    record(
        by=by,
        verb=GIVEN if row.stands else TAKEN_BACK,
        subject=held.participant.name,
        subject_id=double.pk,
        facts={"leaf": leaf, "stage": held.row.stage},
        wrote=[row, *wrote],
    )
    if both is not None and agreed is None:
        _tell_third(held, double, {one.person_id for one in opinions.values()} | {by.person_id})
    return row


@transaction.atomic
def decide_double(
    *,
    by: Actor,
    appraised: UnitAppraisal,
    leaf: str,
    typed: TypedAppraisal,
    reason: str,
    version: int,
    now: datetime | None = None,
) -> Appraisal:
    """Give a unit for one leaf what a third decides who knows what the two gave, with the reason; also where they
    agreed. The appraisal is written as by everybody else.

    `version` is that of the appraisal that was seen. Raises `NotPermitted` for whoever appraised it, or neither leads
    nor is named; `Changed`; ValidationError with every fault, with the lock, before both stand, without a reason, and
    where the unit stands near to the person.
    """
    arrived = now or timezone.now()
    row = hold_unit(appraised, arrived)
    participant = row.participant
    double = double_cell(row, leaf)
    opinions = {} if double is None else opinions_by_cell([double])[double.pk]
    coverage = announced_coverage(participant.cycle, row.stage)
    if double is None or not may_decide_double(
        by, double, parties_of(double, opinions, coverage, participant)
    ):
        raise NotPermitted(Permission.APPRAISAL_ASSIGN)
    check_not_near(by, participant.cycle, {participant.pk})
    check_open(row)
    held = held_appraisal(row)
    if leaf not in held.leaves or both_of(opinions) is None:
        raise ValidationError(_("Both appraise it first: before that nobody knows what either gave."))
    why = required_text(reason, gettext("Say why this is given."))
    stored = appraisal_row(held, leaf)
    before = appraisal_content(stored)
    what = appraisal_as_typed(held.leaves[leaf], typed, held.claim(leaf), before, held.year)
    if version != before.version:
        raise Changed(seen=typed, now=before, who=before.who)
    decision = DoubleDecision.objects.create(cell=double, reason=why, at=arrived, **by_line(by))
    scores = put_appraisal(by, held, stored, what, arrived)
    record(
        by=by,
        verb=DECIDED,
        subject=participant.name,
        subject_id=row.pk,
        facts={"leaf": leaf, "stage": row.stage},
        wrote=[decision, stored, *scores],
    )
    return stored


def _write(by: Actor, held: HeldAppraisal, leaf: str, agreed: AppraisalContent, now: datetime) -> list[Model]:
    """The rows of the appraisal on which two people agree."""
    row = appraisal_row(held, leaf)
    scores = put_appraisal(by, held, row, agreed, now)
    return [row, *scores]


def _tell_third(held: HeldAppraisal, double: DoubleCell, parties: set[int]) -> None:
    """Tell whoever decides, of whom the unit does not stand near."""
    participant = held.participant
    leading = people_of_the_province(Permission.APPRAISAL_ASSIGN, timezone.localdate())
    asked = {double.third_id} if double.third_id is not None else leading - parties
    apart = people_apart(asked, participant.cycle)
    tell(
        kind=TOLD_DIFFER,
        to={one for one in asked if participant.pk not in apart[one]},
        facts={"unit": participant.name, "leaf": double.leaf},
        href=reverse(
            "appraisal:double_decide", args=[held.year, held.row.stage, participant.unit_id, double.leaf]
        ),
        by=None,  # nobody is told who the two are
    )
