"""What was estimated from the answers of a survey: one row for each unit and each item or factor."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class EstimateState(models.TextChoices):
    """Whether an estimate may still be made anew."""

    PROVISIONAL = "provisional", _("Provisional")
    FINAL = "final", _("Final")


class SurveyEstimate(ByLine):
    """All figures of a survey as they were estimated at one time; `sha256` is the hash of counts and design."""

    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="estimates")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=EstimateState, default=EstimateState.PROVISIONAL)
    sha256 = models.CharField(max_length=64)
    counts = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["survey", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="surveys_estimate_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=EstimateState.values), name="surveys_estimate_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.number}"


class EstimateFigure(models.Model):
    """One estimated figure: the rate (percent 0–100) or mean of an item or factor (`code`) of a questionnaire.

    It is of a unit, or of all where there is none, with its standard error, interval, number of answers and what they
    are counted of (`base`). Numbers are text as they were computed. `printed` says whether there are enough answers to
    print it.
    """

    estimate = models.ForeignKey(SurveyEstimate, models.CASCADE, related_name="figures")
    questionnaire = models.ForeignKey("surveys.Questionnaire", models.PROTECT, related_name="figures")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    respondent_group = models.CharField(max_length=MOST["name"], blank=True)
    code = models.CharField(max_length=MOST["code"])
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=60, blank=True)
    standard_error = models.CharField(max_length=60, blank=True)
    low = models.CharField(max_length=60, blank=True)
    high = models.CharField(max_length=60, blank=True)
    answers = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    degrees = models.PositiveIntegerField(default=0)
    design_effect = models.CharField(max_length=60, blank=True)
    printed = models.BooleanField(default=False)

    class Meta:
        ordering = ["estimate", "questionnaire", "code", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["estimate", "questionnaire", "unit", "respondent_group", "code"],
                name="surveys_figure_once",
            ),
            models.UniqueConstraint(
                fields=["estimate", "questionnaire", "respondent_group", "code"],
                condition=Q(unit__isnull=True),
                name="surveys_figure_of_all_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}/{self.unit_id}: {self.value}"


class EstimateOrder(ByLine):
    """That somebody asked for the figures of a survey that still collects, until the worker has made them: in which
    capacity, and why not where they cannot be made (`whys`, sentences)."""

    survey = models.OneToOneField("surveys.Survey", models.CASCADE, related_name="estimate_order")
    unit_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)
    scope = models.CharField(max_length=40)
    whys = models.JSONField(default=list)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["survey"]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.person}"
