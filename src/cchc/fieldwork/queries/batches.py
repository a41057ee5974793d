"""Batches of paper forms: which there are, how the forms of each stand, which two people key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from cchc.core.surveys.keying import BatchCount
from cchc.core.words.messages import Message
from cchc.fieldwork.models import AssignmentState, CollectingMode, FieldAssignment, PaperBatch
from cchc.surveys.models import Survey

_STATE = "forms__assignment__state"


@dataclass(frozen=True, slots=True)
class BatchStanding:
    """A batch with how its forms stand: those counted, and of the open ones those that were keyed once and wait for the
    second person (`once`), and those that two people keyed differently (`differing`)."""

    batch: PaperBatch
    count: BatchCount
    once: int
    differing: int

    @property
    def left(self) -> int:
        """How many forms are still to be keyed."""
        return self.count.open

    @property
    def faults(self) -> Sequence[Message]:
        """Why the batch cannot be closed, whatever was counted on the table."""
        faults = []
        if self.once:
            faults.append(Message("forms that wait for the second keying: {count}", count=self.once))
        if self.differing:
            faults.append(
                Message(
                    "forms that two people keyed differently and nobody decided yet: {count}",
                    count=self.differing,
                )
            )
        return faults


def batch_standings(batches: QuerySet[PaperBatch]) -> list[BatchStanding]:
    """How the forms of these batches stand, in the order of the batches: a constant number of statements."""
    keyed = Q(forms__assignment__keyings__turn=1) & ~Q(forms__assignment__keyings__body="")
    counted = (
        batches.select_related("unit", "enumerator__person", "enumerator__unit")
        .annotate(
            printed_=Count("forms", distinct=True),
            returned_=Count("forms", filter=Q(**{_STATE: AssignmentState.RETURNED}), distinct=True),
            void_=Count("forms", filter=Q(**{_STATE: AssignmentState.VOID}), distinct=True),
            keyed_=Count("forms", filter=keyed & ~Q(**{_STATE: AssignmentState.VOID}), distinct=True),
            twice_=Count(
                "forms",
                filter=Q(forms__assignment__keyings__turn=2)
                & ~Q(forms__assignment__keyings__body="")
                & ~Q(**{_STATE: AssignmentState.VOID}),
                distinct=True,
            ),
        )
        .order_by("survey", "number")
    )
    return [
        BatchStanding(
            one,
            BatchCount(one.printed_, one.returned_, one.void_, one.printed_ - one.returned_ - one.void_),
            once=one.keyed_ - one.twice_,
            differing=one.twice_,
        )
        for one in counted
    ]


def batch_standing(batch: PaperBatch) -> BatchStanding:
    """How the forms of one batch stand."""
    (standing,) = batch_standings(PaperBatch.objects.filter(pk=batch.pk))
    return standing


def unbatched_forms(survey: Survey) -> QuerySet[FieldAssignment]:
    """The paper forms of a survey that were handed out and are in no batch yet, tests left aside."""
    return survey.assignments.filter(mode=CollectingMode.PAPER, in_batch__isnull=True, is_test=False).exclude(
        state=AssignmentState.VOID
    )


def numbers_of(batch: PaperBatch) -> list[int]:
    """The numbers of the forms of a batch, in order."""
    return list(batch.forms.order_by("assignment__number").values_list("assignment__number", flat=True))


def next_to_key(batch: PaperBatch, person: int) -> int | None:
    """The number of the first form of a batch that this person can still key; None where there is none."""
    left = batch.forms.exclude(
        assignment__state__in=[AssignmentState.RETURNED, AssignmentState.VOID]
    ).exclude(assignment__keyings__person_id=person)
    return (
        left.annotate(number=F("assignment__number"))
        .order_by("number")
        .values_list("number", flat=True)
        .first()
    )
