"""Forms that are handed out: to whom, by which way, by which enumerator, and what became of each.

An assignment never says what was answered; which answers came of it is in `AnswerLink` alone.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.core.words.lengths import MOST


class Fieldwork(models.Model):
    """What the collecting of a survey stands on: the words by which a respondent agrees, until when what names people
    is kept, and when the link between people and answers was cut."""

    survey = models.OneToOneField("surveys.Survey", models.CASCADE, related_name="fieldwork")
    consent = models.TextField(_("consent"), blank=True)
    kept_until = models.DateField(_("personal data kept until"), null=True, blank=True)
    unlinked_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["survey"]

    def __str__(self) -> str:
        return str(self.survey)


class CollectingMode(models.TextChoices):
    """How a form is filled."""

    PAPER = "paper", _("on paper")
    ONLINE = "online", _("online by the respondent")
    INTERVIEW = "interview", _("by an enumerator's telephone")


class AssignmentState(models.TextChoices):
    """What became of a form that is handed out."""

    PREPARED = "prepared", _("Form prepared")
    SENT = "sent", _("Form sent out")
    RETURNED = "returned", _("Form returned")
    REFUSED = "refused", _("Respondent refused")
    NOT_REACHED = "not_reached", _("Respondent not reached")
    VOID = "void", _("Assignment void")


class VoidReason(models.TextChoices):
    """Why a form that was handed out counts no more; kept as `FieldAssignment.reason`."""

    LOST = "lost", _("the form was lost")
    SPOILED = "spoiled", _("the form was damaged or cannot be read")
    INCOMPLETE = "incomplete", _("too little of the form is answered")
    TWICE = "twice", _("the respondent has another form")
    NOT_MEANT = "not_meant", _("the respondent is not among those who are asked")
    UNRELIABLE = "unreliable", _("the answers of the form cannot be relied on")
    BACK_CHECK = "back_check", _("the back-check did not confirm the form")
    WITHDRAWN = "withdrawn", _("the respondent has withdrawn the answers")

    @property
    def of_responses(self) -> str:
        """The code of `surveys.ResponseReason` for what was answered on such a form."""
        return "unreliable" if self.value in ("lost", "spoiled") else self.value


class FieldAssignment(models.Model):
    """One numbered form for one respondent of a survey: of a case of the sample, or of a place in a quota (`unit`,
    None: about all rated units). It is about `unit`, or about all rated units.

    `code_sha256` is the hash of the respondent's code: the code itself is computed anew from the installation's key,
    the number and `issue`, and is stored nowhere. `version` counts the changes of its state, for devices that were
    without a network. `returned_on` is a day and no time. What came by an open link names it (`open_link`): nobody was
    drawn or sent for, and it is counted apart.
    """

    survey = models.ForeignKey(  # found by the number
        "surveys.Survey", models.PROTECT, related_name="assignments", db_index=False
    )
    number = models.PositiveIntegerField()
    form = models.ForeignKey("surveys.SurveyForm", models.PROTECT, related_name="assignments")
    case = models.OneToOneField("surveys.SampleCase", models.PROTECT, null=True, related_name="assignment")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=MOST["name"], blank=True)
    mode = models.CharField(max_length=10, choices=CollectingMode)
    enumerator = models.ForeignKey(
        "accounts.Membership", models.PROTECT, null=True, related_name="assignments"
    )
    issue = models.PositiveSmallIntegerField(default=1)
    code_sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=12, choices=AssignmentState, default=AssignmentState.PREPARED)
    reason = models.CharField(max_length=MOST["reason"], blank=True)
    version = models.PositiveIntegerField(default=1)
    sent_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    is_test = models.BooleanField(default=False)
    open_link = models.ForeignKey("fieldwork.OpenLink", models.PROTECT, null=True, related_name="assignments")

    class Meta:
        ordering = ["survey", "number"]
        indexes = [
            # Without the state, which changes once for each form: PostgreSQL would write to every index then.
            models.Index(fields=["survey", "enumerator"], name="fieldwork_assignment_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="fieldwork_assignment_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=AssignmentState.values), name="fieldwork_assignment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=CollectingMode.values), name="fieldwork_assignment_mode_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(returned_on__isnull=False),
                name="fieldwork_assignment_returned_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.number}"
