"""What respondents do on the page where they answer: forms that are begun, links that anybody may use, attempts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.core.words.lengths import MOST


class LinkAbout(models.TextChoices):
    """About which units somebody answers who came by an open link."""

    ONE = "one", _("one unit, that of the link")
    CHOSEN = "chosen", _("one unit, which the respondent chooses")
    ALL = "all", _("all rated units, on one form")


class OpenLink(models.Model):
    """A link by which anybody may answer a survey, whom nobody drew: what comes by it has a channel of its own, and
    leaves quotas and estimates.

    `key` names it in its address. A closed link opens no new forms.
    """

    survey = models.ForeignKey("surveys.Survey", models.PROTECT, related_name="open_links")
    number = models.PositiveSmallIntegerField()
    form = models.ForeignKey("surveys.SurveyForm", models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=LinkAbout)
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=MOST["name"])
    key = models.CharField(max_length=MOST["public_key"], unique=True)
    is_test = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="fieldwork_open_link_number_once"),
            models.CheckConstraint(condition=Q(about__in=LinkAbout.values), name="fieldwork_open_link_about"),
            models.CheckConstraint(
                condition=Q(about="one", unit__isnull=False) | ~Q(about="one") & Q(unit__isnull=True),
                name="fieldwork_open_link_names_its_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.number}"


class AnswerDraft(models.Model):
    """A form that a respondent has begun and not sent: of an assignment, or of an open link, which makes an assignment
    only of what is sent. Whoever has the code goes on where it was left.

    `texts` is what was typed, by unit and item; `reached` the page to be shown next ("" the first), `key` the name that
    the filled form will have. Sending deletes the row, closing the survey too.
    """

    code_sha256 = models.CharField(max_length=64, unique=True)
    assignment = models.OneToOneField(
        "fieldwork.FieldAssignment", models.PROTECT, null=True, related_name="draft"
    )
    link = models.ForeignKey(OpenLink, models.PROTECT, null=True, related_name="drafts")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=MOST["code"], unique=True)
    texts = models.JSONField(default=dict)
    reached = models.CharField(max_length=MOST["name"], blank=True)
    touched_on = models.DateField(db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(assignment__isnull=False, link__isnull=True)
                | Q(assignment__isnull=True, link__isnull=False),
                name="fieldwork_draft_of_an_assignment_or_a_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.reached}"


class AttemptKind(models.TextChoices):
    """What somebody tried at the door of respondents."""

    UNKNOWN_CODE = "unknown_code", _("a code that nobody has")
    OPENED = "opened", _("a form by an open link")


class DoorAttempt(models.Model):
    """Something that is counted to hold floods off; `sender` is a keyed hash of the address, and the row is kept for a
    day."""

    kind = models.CharField(max_length=12, choices=AttemptKind)
    sender = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "at"], name="fieldwork_attempt_of_kind")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AttemptKind.values), name="fieldwork_attempt_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"
