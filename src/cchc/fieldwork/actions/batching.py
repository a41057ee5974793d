"""Paper forms are put into batches, whose share two people key, and which close when every form is told of."""

from __future__ import annotations

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.surveys.keying import ALL, BatchCount, batch_faults, doubled_forms
from cchc.core.words.lengths import MOST
from cchc.fieldwork.models import AssignmentState, BatchForm, FieldAssignment, PaperBatch
from cchc.fieldwork.policies import may_manage_fieldwork
from cchc.fieldwork.queries.batches import batch_standing, unbatched_forms
from cchc.surveys.models import Survey, SurveyState
from cchc.ui.templatetags.ui import message_text

MADE = verb("fieldwork.batches_made", _("put {count} paper forms of “{subject}” into {batches} batches"))
DOUBLED = verb(
    "fieldwork.doubling_set", _("has {percent} percent of batch {batch} of “{subject}” keyed by two people")
)
CLOSED = verb(
    "fieldwork.batch_closed",
    _("closed batch {batch} of “{subject}”: {returned} returned, {void} void, {open} not returned"),
)
REOPENED = verb("fieldwork.batch_opened_again", _("opened batch {batch} of “{subject}” again: {reason}"))

MOST_IN_A_BATCH = 100
"""How many forms make a batch: what one person carries and one box holds."""


@transaction.atomic
def make_batches(*, by: Actor, survey: Survey, doubled: int) -> list[PaperBatch]:
    """Put every paper form that is in no batch yet into one, apart by unit and enumerator, `doubled` percent of each to
    be keyed by two people; returns the new batches.

    Raises `NotPermitted`, and ValidationError unless the survey collects and there are such forms.
    """
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(Survey.objects.all(), survey.pk)
    if held.state != SurveyState.COLLECTING:
        raise ValidationError(_("Forms are printed while the survey collects answers."))
    _check_percent(doubled)
    apart: dict[tuple[int | None, int | None], list[FieldAssignment]] = defaultdict(list)
    for one in unbatched_forms(held).order_by("number"):
        apart[one.unit_id, one.enumerator_id].append(one)
    if not apart:
        raise ValidationError(_("Every paper form is in a batch already."))
    last = held.batches.aggregate(last=Max("number"))["last"] or 0
    pieces = [
        (unit, enumerator, forms[at : at + MOST_IN_A_BATCH])
        for (unit, enumerator), forms in apart.items()
        for at in range(0, len(forms), MOST_IN_A_BATCH)
    ]
    batches = PaperBatch.objects.bulk_create(
        PaperBatch(survey=held, number=number, unit_id=unit, enumerator_id=enumerator, doubled=doubled)
        for number, (unit, enumerator, _forms) in enumerate(pieces, last + 1)
    )
    rows = []
    for batch, (_unit, _enumerator, forms) in zip(batches, pieces, strict=True):
        twice = doubled_forms(_seed(held, batch), (one.number for one in forms), doubled)
        rows += [BatchForm(batch=batch, assignment=one, is_doubled=one.number in twice) for one in forms]
    BatchForm.objects.bulk_create(rows)
    facts = {"count": len(rows), "batches": len(batches)}
    record(by=by, verb=MADE, subject=held.name, subject_id=held.pk, facts=facts)
    return batches


def _seed(survey: Survey, batch: PaperBatch) -> str:
    return f"{survey.code}/{batch.number}"


def _check_percent(percent: int) -> None:
    if not 0 <= percent <= ALL:
        raise ValidationError({"doubled": _("A percentage is from 0 to 100.")})


@transaction.atomic
def set_doubling(*, by: Actor, batch: PaperBatch, percent: int, seen_version: int) -> PaperBatch:
    """Have another percentage of a batch keyed by two people. Forms that were keyed stay as they were.

    Raises `NotPermitted`, `Changed`, and ValidationError for a closed batch.
    """
    held = _held(by, batch, seen_version)
    _check_percent(percent)
    numbers = dict(held.forms.values_list("assignment__number", "pk"))
    twice = doubled_forms(_seed(held.survey, held), numbers, percent)
    untouched = held.forms.exclude(assignment__state=AssignmentState.RETURNED).filter(
        assignment__keyings__isnull=True
    )
    chosen = Q(pk__in=[numbers[one] for one in twice])
    free = list(untouched.values_list("pk", flat=True))
    BatchForm.objects.filter(chosen, pk__in=free).update(is_doubled=True)
    BatchForm.objects.filter(~chosen, pk__in=free).update(is_doubled=False)
    held.doubled = percent
    held.version += 1
    held.save(update_fields=["doubled", "version"])
    facts = {"percent": percent, "batch": held.number}
    record(by=by, verb=DOUBLED, subject=held.survey.name, subject_id=held.survey_id, facts=facts)
    return held


@transaction.atomic
def close_batch(*, by: Actor, batch: PaperBatch, counted: BatchCount, seen_version: int) -> PaperBatch:
    """Close a batch with what was counted on the table: nothing of it is keyed any more.

    Raises `NotPermitted`, `Changed`, and ValidationError with everything that differs from what was keyed, and while
    forms wait for the second keying or a decision.
    """
    held = _held(by, batch, seen_version)
    standing = batch_standing(held)
    faults = [*standing.faults, *batch_faults(standing.count, counted)]
    if faults:
        raise ValidationError([message_text(one) for one in faults])
    held.returned, held.void, held.open = counted.returned, counted.void, counted.open
    held.closed_at = timezone.now()
    held.version += 1
    held.save(update_fields=["returned", "void", "open", "closed_at", "version"])
    facts = {
        "batch": held.number,
        "returned": counted.returned,
        "void": counted.void,
        "open": counted.open,
    }
    record(by=by, verb=CLOSED, subject=held.survey.name, subject_id=held.survey_id, facts=facts)
    return held


@transaction.atomic
def open_batch_again(*, by: Actor, batch: PaperBatch, reason: str, seen_version: int) -> PaperBatch:
    """Open a closed batch again, because a form of it came after all.

    Raises `NotPermitted`, `Changed`, and ValidationError without a reason and for a batch that is open.
    """
    held = _held(by, batch, seen_version, is_closed=True)
    told = reason.strip()
    if not told or len(told) > MOST["reason"]:
        raise ValidationError({"reason": _("Write the reason.")})
    held.returned = held.void = held.open = held.closed_at = None
    held.version += 1
    held.save(update_fields=["returned", "void", "open", "closed_at", "version"])
    facts = {"batch": held.number, "reason": told}
    record(by=by, verb=REOPENED, subject=held.survey.name, subject_id=held.survey_id, facts=facts)
    return held


def _held(by: Actor, batch: PaperBatch, seen_version: int, *, is_closed: bool = False) -> PaperBatch:
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(PaperBatch.objects.select_related("survey"), batch.pk)
    if held.version != seen_version:
        raise Changed(seen=seen_version, now=held)
    if held.survey.state != SurveyState.COLLECTING:
        raise ValidationError(_("The survey takes no answers now."))
    if bool(held.closed_at) != is_closed:
        raise ValidationError(
            _("This batch is not closed.") if is_closed else _("This batch is closed: open it again first.")
        )
    return held
