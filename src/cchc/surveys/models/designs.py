"""Surveys, their designs and samples: whom a survey asks about which units, and how each came to be asked.

Who a person of a sample is stands in the rows of a frame alone; cases and answers hold what the design made of them.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class SurveyPurpose(models.TextChoices):
    """What a survey is held for."""

    INDEX = "index", _("Survey for the index")
    SIPAS = "sipas", _("Satisfaction with public services")
    OTHER = "other", _("Another survey")


class SurveyState(models.TextChoices):
    """How far a survey is."""

    DESIGNING = "designing", _("Being designed")
    COLLECTING = "collecting", _("Collecting answers")
    CLOSED = "closed", _("Survey closed")


class Survey(models.Model):
    """One survey of one year: its design (canonical JSON of `core.surveys.sampling`), and from how many answers on the
    figure of a unit is printed."""

    code = models.CharField(_("code"), max_length=MOST["code"], unique=True)
    name = models.CharField(_("name"), max_length=MOST["name"])
    year = models.PositiveSmallIntegerField(_("year"))
    purpose = models.CharField(_("purpose"), max_length=10, choices=SurveyPurpose)
    state = models.CharField(max_length=10, choices=SurveyState, default=SurveyState.DESIGNING)
    design = models.TextField(blank=True)
    collects_from = models.DateField(_("first day of collecting"), null=True, blank=True)
    collects_until = models.DateField(_("last day of collecting"), null=True, blank=True)
    minimum_answers = models.PositiveSmallIntegerField(
        _("smallest number of answers that is printed"), default=5
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=SurveyPurpose.values), name="surveys_survey_purpose_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SurveyState.values), name="surveys_survey_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="surveys_survey_closed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})"


class SurveyedUnit(models.Model):
    """A unit that a survey asks about (đơn vị được đánh giá)."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="rated")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["survey", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "unit"], name="surveys_rated_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.unit_id}"


class SurveyForm(models.Model):
    """Which version of a questionnaire a group of respondents fills in a survey."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="forms")
    version = models.ForeignKey("surveys.QuestionnaireVersion", models.PROTECT, related_name="forms")
    respondent_group = models.CharField(_("respondent group"), max_length=MOST["name"])

    class Meta:
        ordering = ["survey", "respondent_group"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "version", "respondent_group"], name="surveys_form_once_per_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey}: {self.respondent_group}"


class SampleFrame(models.Model):
    """A list from which a sample is drawn, as it was read from a file; `sha256` is the hash of its rows."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="frames")
    name = models.CharField(_("name"), max_length=MOST["name"])
    source = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="frames")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["survey", "name"]
        constraints = [models.UniqueConstraint(fields=["survey", "name"], name="surveys_frame_once")]

    def __str__(self) -> str:
        return self.name


class FrameRow(models.Model):
    """One row of a frame: its key, the unit it belongs to, its stratum, primary unit and size, and who it is
    (`columns`; empty once the personal data were erased)."""

    frame = models.ForeignKey(SampleFrame, models.CASCADE, related_name="rows")
    key = models.CharField(max_length=MOST["name"])
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    stratum = models.CharField(max_length=MOST["name"], blank=True)
    primary_unit = models.CharField(max_length=MOST["name"], blank=True)
    size = models.PositiveBigIntegerField(null=True)
    columns = models.JSONField(default=dict)

    class Meta:
        ordering = ["frame", "key"]
        constraints = [models.UniqueConstraint(fields=["frame", "key"], name="surveys_frame_row_once")]

    def __str__(self) -> str:
        return self.key


class QuotaCell(models.Model):
    """How many answers are wanted about a unit, from a group of respondents, by a channel. Without a unit its people
    answer about all rated units together, each on one form."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="quota_cells")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    respondent_group = models.CharField(_("respondent group"), max_length=MOST["name"])
    channel = models.CharField(_("channel"), max_length=MOST["name"], blank=True)
    target = models.PositiveIntegerField()

    class Meta:
        ordering = ["survey", "unit", "respondent_group", "channel"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "unit", "respondent_group", "channel"], name="surveys_quota_cell_once"
            ),
            models.UniqueConstraint(
                fields=["survey", "respondent_group", "channel"],
                condition=Q(unit__isnull=True),
                name="surveys_quota_of_all_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.respondent_group}/{self.channel}: {self.target}"


class SampleDraw(ByLine):
    """One draw of cases from a frame for a group of respondents: anybody draws the same cases anew with its `seed`,
    the keys of the frame and what `method` says (canonical JSON: the kind of draw, and how many of each unit)."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="draws")
    number = models.PositiveSmallIntegerField()
    frame = models.ForeignKey(SampleFrame, models.PROTECT, related_name="draws")
    frame_sha256 = models.CharField(max_length=64)
    respondent_group = models.CharField(max_length=MOST["name"])
    channel = models.CharField(max_length=MOST["name"], blank=True)
    seed = models.CharField(max_length=MOST["name"])
    method = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["survey", "number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="surveys_draw_once")]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.number}"


class CaseState(models.TextChoices):
    """What becomes of a case of a sample."""

    DRAWN = "drawn", _("Drawn into the sample")
    RESERVE = "reserve", _("In reserve")
    REPLACED = "replaced", _("Replaced")


class SampleCase(models.Model):
    """One case of a sample: how it was drawn, and what weight it has.

    `probability` is the exact inclusion probability as a fraction in text, `weight` its exact decimal. `order` is the
    place among the reserves; `replaces` and `reason` say for whom a reserve stepped in, and why.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="cases")
    draw = models.ForeignKey(SampleDraw, models.CASCADE, null=True, related_name="cases")
    number = models.PositiveIntegerField()
    row = models.ForeignKey(FrameRow, models.PROTECT, null=True, related_name="cases")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    respondent_group = models.CharField(max_length=MOST["name"])
    channel = models.CharField(max_length=MOST["name"], blank=True)
    stratum = models.CharField(max_length=MOST["name"], blank=True)
    primary_unit = models.CharField(max_length=MOST["name"], blank=True)
    probability = models.CharField(max_length=MOST["name"])
    weight = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.DRAWN)
    order = models.PositiveIntegerField(default=0)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=MOST["reason"], blank=True)

    class Meta:
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="surveys_case_number_once"),
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="surveys_case_state_known"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""), name="surveys_case_replaces_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.number}"
