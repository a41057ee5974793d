"""What was received in the field: each sending with its receipt, and the one table that joins people and answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.core.words.lengths import MOST


class AnswerLink(models.Model):
    """Which answers came of an assignment, until the survey is closed: making this row uses the assignment up, once.

    `form_key` is the key of the forms of `surveys.Response`, and nothing else joins the two. Closing puts a random key
    in its place, which nothing else has: the assignment stays used up.
    """

    assignment = models.OneToOneField(
        "fieldwork.FieldAssignment", models.PROTECT, related_name="link", primary_key=True
    )
    form_key = models.CharField(max_length=MOST["name"])

    class Meta:
        ordering = ["assignment"]
        constraints = [models.UniqueConstraint(fields=["form_key"], name="fieldwork_link_key_once")]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.form_key}"


class SubmissionSource(models.TextChoices):
    """By which door answers came."""

    ONLINE = "online", _("by the page for respondents")
    APP = "app", _("by an enumerator's application")
    KEYED = "keyed", _("keyed from paper")
    ENDPOINT = "endpoint", _("by another system")


class SubmissionOutcome(models.TextChoices):
    """What the receipt of a sending says."""

    ACCEPTED = "accepted", _("Sending accepted")
    REFUSED = "refused", _("Sending refused")


class FormSubmission(models.Model):
    """One version of one filled form, as it was sent; its `pk` is the number of its receipt.

    `device` is the telephone or system that sent it, where one did. `key` is made by whoever filled the form and is one
    over everything, test answers among it; an edit is the next `version` of the same key, and every version is kept
    until the survey is closed. `sha256` is the hash of `body`.

    `begun_at`, `ended_at` and `was_paused` say how the form was filled, by the clock of the device set right; `machine`
    is a hash of the name that the device gave itself. They are told by the application and by other systems that know
    them, decide nothing, and go with the row.
    """

    key = models.CharField(max_length=MOST["code"])
    version = models.PositiveIntegerField()
    assignment = models.ForeignKey(
        "fieldwork.FieldAssignment", models.PROTECT, null=True, related_name="submissions"
    )
    source = models.CharField(max_length=10, choices=SubmissionSource)
    device = models.ForeignKey("fieldwork.Device", models.PROTECT, null=True, related_name="submissions")
    sha256 = models.CharField(max_length=64)
    body = models.TextField()
    outcome = models.CharField(max_length=10, choices=SubmissionOutcome)
    reason = models.TextField(blank=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    was_paused = models.BooleanField(default=False)
    machine = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="fieldwork_submission_once"),
            models.CheckConstraint(
                condition=Q(source__in=SubmissionSource.values), name="fieldwork_submission_source_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=SubmissionOutcome.values), name="fieldwork_submission_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}/{self.version}"
