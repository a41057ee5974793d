"""The index computed from the scores, run after run."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.core.words.lengths import MOST
from cchc.scores.models import Stage


class Cause(models.TextChoices):
    """Why the index was computed anew."""

    IMPORT = "import", _("Import of scores")
    CORRECTION = "correction", _("Correction of a score")
    UNDO = "undo", _("Import undone")
    SUBMISSION = "submission", _("Scores of a unit handed in or returned")
    CYCLE = "cycle", _("Change of what applies or who takes part")
    ROUND = "round", _("Scores given in the round")
    FINAL = "final", _("Points made final, or no longer final")
    SURVEY = "survey", _("Results of surveys taken, or taken back")


class IndexRun(models.Model):
    """One computation of the index of a cycle. Runs are only added; the latest one holds.

    `stage` is the furthest stage of the scores in it that are not decided, decided once all are, empty while nothing is
    scored. `populations`: the ends of the
    relative leaves, by cycle set, peer group and leaf, as exact texts.
    """

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="index_runs")
    at = models.DateTimeField(auto_now_add=True)
    cause = models.CharField(max_length=10, choices=Cause)
    stage = models.CharField(max_length=20, choices=Stage, blank=True)
    populations = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="results_run_cause_known"),
            models.CheckConstraint(
                condition=Q(stage="") | Q(stage__in=Stage.values), name="results_run_stage_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} ({self.at:%d/%m/%Y %H:%M})"


class UnitIndex(models.Model):
    """One unit's account in a run, all figures as exact texts. Its name and group stay as they were printed.

    `exact` is the index (percent), `printed` the same rounded to the places of its set; `losses` are the amounts by
    code. Without an index (something is pending, or nothing applies) exact, printed, rank and class are empty.
    """

    run = models.ForeignKey(IndexRun, models.PROTECT, related_name="units")
    participant = models.ForeignKey("cycles.Participant", models.SET_NULL, null=True, related_name="indices")
    cycle_set = models.ForeignKey("cycles.CycleSet", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=MOST["name"])
    code = models.CharField(max_length=MOST["code"], blank=True)
    peer_group = models.CharField(max_length=MOST["peer_group"])
    place = models.PositiveIntegerField()
    points = models.TextField()
    maximum = models.TextField()
    bonus = models.TextField()
    penalty = models.TextField()
    pending = models.TextField()
    survey = models.TextField()
    waiting = models.PositiveIntegerField(default=0)
    exact = models.TextField(blank=True)
    printed = models.CharField(max_length=30, blank=True)
    rank = models.PositiveIntegerField(null=True)
    grade = models.CharField(max_length=MOST["grade"], blank=True)
    losses = models.JSONField(default=dict)

    class Meta:
        ordering = ["run", "cycle_set", "place"]
        constraints = [
            models.UniqueConstraint(fields=["run", "participant"], name="results_unit_index_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.printed}"


class DomainIndex(models.Model):
    """One domain of a unit's account in a run, all figures as exact texts; `losses` are the amounts by code.

    A `block` of bonus or penalty stands beside the domains and has no index of its own.
    """

    unit_index = models.ForeignKey(UnitIndex, models.PROTECT, related_name="domains")
    place = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=MOST["leaf"])
    name = models.CharField(max_length=MOST["node"])
    block = models.BooleanField(default=False)
    points = models.TextField()
    maximum = models.TextField()
    bonus = models.TextField()
    loss = models.TextField()
    pending = models.TextField()
    survey = models.TextField()
    waiting = models.PositiveIntegerField(default=0)
    losses = models.JSONField(default=dict)

    class Meta:
        ordering = ["unit_index", "place"]
        constraints = [
            models.UniqueConstraint(fields=["unit_index", "number"], name="results_domain_index_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.points}"
