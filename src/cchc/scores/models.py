"""Scores per unit, leaf and stage."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.core.words.lengths import MOST


class Stage(models.TextChoices):
    """On which way to the decision a score stands; the index is computed from the one that is decided."""

    DECIDED = "decided", _("Decided")


class Origin(models.TextChoices):
    """Where a score comes from."""

    IMPORTED = "imported", _("From a points file")
    DECIDED = "decided", _("Decided by hand")


class Score(models.Model):
    """What a unit is given for one leaf in one stage: points as exact text ("1.35", "1/3") or declared figures as
    machine texts.

    With neither the leaf is pending: a score that was emptied keeps its row, so that its version never falls.
    """

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="scores")
    participant = models.ForeignKey("cycles.Participant", models.PROTECT, related_name="scores")
    leaf = models.CharField(max_length=MOST["leaf"])
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DECIDED)
    points = models.CharField(max_length=100, blank=True)
    figures = models.JSONField(null=True)
    origin = models.CharField(max_length=10, choices=Origin)
    source = models.ForeignKey("intake.StagedFile", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=MOST["reason"], blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["participant", "leaf", "stage"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "leaf", "stage"], name="scores_score_once"),
            models.CheckConstraint(
                condition=Q(points="") | Q(figures__isnull=True), name="scores_score_points_or_figures"
            ),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="scores_score_origin_known"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="scores_score_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.leaf}: {self.points}"
