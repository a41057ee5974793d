"""What of a survey became scores: each act by which final figures were taken into a cycle, and its undoing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class SurveyTaking(ByLine):
    """One act by which the figures of final estimates became scores of the survey leaves of a cycle, for all units at
    once. `cells` are the scores old and new, as a staged points file keeps them; `sha256` is the hash of the figures.
    """

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="survey_takings")
    number = models.PositiveSmallIntegerField()
    units = models.PositiveIntegerField()
    leaves = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["cycle", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="surveys_taking_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.number}"


class TakenFigure(models.Model):
    """A figure of a survey that an act took for a declared figure of a leaf, with its error as it was then: numbers as
    `EstimateFigure` has them."""

    taking = models.ForeignKey(SurveyTaking, models.PROTECT, related_name="figures")
    participant = models.ForeignKey("cycles.Participant", models.PROTECT, related_name="taken_figures")
    leaf = models.CharField(max_length=MOST["leaf"])
    figure = models.CharField(max_length=MOST["name"])
    source = models.CharField(max_length=MOST["name"])
    estimate = models.ForeignKey("surveys.SurveyEstimate", models.PROTECT, related_name="taken")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=60)
    standard_error = models.CharField(max_length=60, blank=True)
    low = models.CharField(max_length=60, blank=True)
    high = models.CharField(max_length=60, blank=True)
    answers = models.PositiveIntegerField()
    base = models.PositiveIntegerField()

    class Meta:
        ordering = ["taking", "participant", "leaf", "figure"]
        constraints = [
            models.UniqueConstraint(
                fields=["taking", "participant", "leaf", "figure"], name="surveys_taken_figure_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}/{self.leaf}: {self.value}"


class SurveyTakingUndoing(ByLine):
    """That the latest act was taken back, for a reason: each score holds again what it held before it."""

    taking = models.OneToOneField(SurveyTaking, models.PROTECT, related_name="undone")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.taking_id}"
