"""Questionnaires and their versions: what people are asked, as it was when they were asked it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cchc.core.words.lengths import MOST


class Questionnaire(models.Model):
    """A questionnaire through all its versions; `code` is its name in sources of figures and in files."""

    code = models.CharField(_("code"), max_length=MOST["code"], unique=True)
    name = models.CharField(_("name"), max_length=MOST["name"])

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class QuestionnaireState(models.TextChoices):
    """Whether a version may still change."""

    DRAFT = "draft", _("Draft of a questionnaire")
    PUBLISHED = "published", _("Published questionnaire")


class QuestionnaireVersion(models.Model):
    """One version of a questionnaire; the database itself refuses changes of a published one.

    `content` is the questionnaire as canonical JSON, read by `core.surveys.questionnaires`; `sha256` its hash.
    `version` counts the saves of a draft, so that two who edit it at once do not overwrite each other.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=QuestionnaireState, default=QuestionnaireState.DRAFT)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    source = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="questionnaire_versions"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"], name="surveys_version_once_per_questionnaire"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=QuestionnaireState.values), name="surveys_version_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
                name="surveys_version_published_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} ({self.number})"
