"""Forms on paper: the batches in which they are printed, what was keyed of them, and who is paid for them.

A keying holds answers beside the number of a form only until both people agree; then its texts are deleted.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST

TURNS = (1, 2)


class PaperBatch(models.Model):
    """A batch of paper forms (lô phiếu), printed and brought back together: those of one unit, or of one enumerator.

    `doubled` percent of it are keyed by two people. Once closed it holds how many forms were counted on the table:
    returned, void, and open (neither).
    """

    survey = models.ForeignKey("surveys.Survey", models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    enumerator = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, related_name="batches")
    doubled = models.PositiveSmallIntegerField(_("percentage keyed twice"), default=0)
    returned = models.PositiveIntegerField(null=True)
    void = models.PositiveIntegerField(null=True)
    open = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="fieldwork_batch_number_once"),
            models.CheckConstraint(
                condition=Q(doubled__gte=0, doubled__lte=100), name="fieldwork_batch_doubled_percent"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | Q(returned__isnull=False, void__isnull=False, open__isnull=False),
                name="fieldwork_batch_closed_when_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.number}"


class BatchForm(models.Model):
    """A form that was printed in a batch; `is_doubled`: two people key it."""

    assignment = models.OneToOneField(
        "fieldwork.FieldAssignment", models.PROTECT, related_name="in_batch", primary_key=True
    )
    batch = models.ForeignKey(PaperBatch, models.PROTECT, related_name="forms")
    is_doubled = models.BooleanField(default=False)

    class Meta:
        ordering = ["batch", "assignment"]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.assignment_id}"


class Keying(ByLine):
    """What one person keyed of a form that two people key: `body` are the texts of its answers by unit and item (JSON),
    and empty once both agree. `differences` says in how many items the second keying differed from the first."""

    assignment = models.ForeignKey("fieldwork.FieldAssignment", models.PROTECT, related_name="keyings")
    turn = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True)
    differences = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["assignment", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "turn"], name="fieldwork_keying_turn_once"),
            models.UniqueConstraint(
                fields=["assignment", "person_id"], name="fieldwork_keying_by_two_people"
            ),
            models.CheckConstraint(condition=Q(turn__in=TURNS), name="fieldwork_keying_turn_known"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}/{self.turn}"


class PaymentEntry(ByLine):
    """For how many forms an enumerator was paid by a signed list, and how much each, in dong. It names no form: what
    was paid, who was asked and what was answered stand in three places."""

    survey = models.ForeignKey("surveys.Survey", models.PROTECT, related_name="payments")
    list_number = models.PositiveIntegerField()
    enumerator = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="payments")
    name = models.CharField(max_length=MOST["person"])
    forms = models.PositiveIntegerField()
    each = models.PositiveIntegerField()
    at = models.DateField()

    class Meta:
        ordering = ["survey", "list_number", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "list_number", "enumerator"], name="fieldwork_payment_once_in_a_list"
            ),
            models.CheckConstraint(condition=Q(forms__gt=0), name="fieldwork_payment_of_forms"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.list_number}: {self.enumerator_id}"

    @property
    def amount(self) -> int:
        """What was paid, in dong."""
        return self.forms * self.each
