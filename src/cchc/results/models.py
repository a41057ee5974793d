"""Scores per unit and leaf, the imports that brought them, and the index computed from them, run after run."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.core.words.lengths import MOST


class Origin(models.TextChoices):
    """Where a score comes from."""

    IMPORTED = "imported", _("From a points file")
    DECIDED = "decided", _("Decided by hand")


class Cause(models.TextChoices):
    """Why the index was computed anew."""

    IMPORT = "import", _("Import of scores")
    CORRECTION = "correction", _("Correction of a score")
    UNDO = "undo", _("Import undone")
    CYCLE = "cycle", _("Change of what applies or who takes part")


class ScoreImport(models.Model):
    """A points file read against the scores of that moment: every cell old → new, kept to be applied and undone.

    `difference` is a list of cells as `queries.imports.Change` writes them. While `applied_at` is empty it waits.
    """

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="score_imports")
    cycle_set = models.ForeignKey("cycles.CycleSet", models.PROTECT, related_name="score_imports")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=MOST["sheet"], blank=True)
    decimal = models.CharField(max_length=1, blank=True)
    person_id = models.BigIntegerField()
    person = models.CharField(max_length=250)
    unit = models.CharField(max_length=250)
    at = models.DateTimeField(auto_now_add=True)
    counts = models.JSONField(default=dict)
    difference = models.JSONField(default=list)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False),
                name="results_import_undone_after_applied",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} ({self.at:%d/%m/%Y})"


class Score(models.Model):
    """What a unit is given for one leaf: points as exact text ("1.35", "1/3") or declared figures as machine texts.

    With neither the leaf is pending: a score that was emptied keeps its row, so that its version never falls.
    """

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="scores")
    participant = models.ForeignKey("cycles.Participant", models.PROTECT, related_name="scores")
    leaf = models.CharField(max_length=MOST["leaf"])
    points = models.CharField(max_length=100, blank=True)
    figures = models.JSONField(null=True)
    origin = models.CharField(max_length=10, choices=Origin)
    source = models.ForeignKey(ScoreImport, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=MOST["reason"], blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["participant", "leaf"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "leaf"], name="results_score_once"),
            models.CheckConstraint(
                condition=Q(points="") | Q(figures__isnull=True), name="results_score_points_or_figures"
            ),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="results_score_origin_known"),
        ]

    def __str__(self) -> str:
        return f"{self.leaf}: {self.points}"


class IndexRun(models.Model):
    """One computation of the index of a cycle. Runs are only added; the latest one holds.

    `populations`: the ends of the relative leaves, by cycle set, peer group and leaf, as exact texts.
    """

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="index_runs")
    at = models.DateTimeField(auto_now_add=True)
    cause = models.CharField(max_length=10, choices=Cause)
    populations = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="results_run_cause_known"),
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
