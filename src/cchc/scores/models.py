"""Scores per unit, leaf and stage, and the changes that people made to them or ask for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class Stage(models.TextChoices):
    """The stages of a score on its way to the decision, in their order. A later one never changes a row of an earlier
    one; the index is computed from the furthest that holds something."""

    SELF_SCORE = "self_score", _("Self-score")
    FIRST_APPRAISAL = "first_appraisal", _("First appraisal")
    SECOND_APPRAISAL = "second_appraisal", _("Second appraisal")
    DECIDED = "decided", _("Decided")


class Origin(models.TextChoices):
    """Where a score comes from."""

    SELF_SCORED = "self_scored", _("Self-scored by the unit")
    APPRAISED = "appraised", _("Appraised")
    IMPORTED = "imported", _("From a points file")
    DECIDED = "decided", _("Decided by hand")
    COUNCIL = "council", _("Made final after the council")
    SURVEY = "survey", _("From a survey")


class Score(models.Model):
    """What a unit is given for one leaf in one stage: points as exact text ("1.35", "1/3") or declared figures as
    machine texts.

    With neither it holds nothing: a score that was emptied keeps its row. Each writing of one leaf of a unit, in
    whatever stage, gets a version higher than all before.
    """

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="scores")
    participant = models.ForeignKey("cycles.Participant", models.PROTECT, related_name="scores")
    leaf = models.CharField(max_length=MOST["leaf"])
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.DECIDED)
    points = models.CharField(max_length=100, blank=True)
    figures = models.JSONField(null=True)
    origin = models.CharField(max_length=20, choices=Origin)
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


class ScoreMark(models.Model):
    """That scores of a cycle are others than the last index run saw. Marks are only added by who scores in a round, and
    taken away by the worker once a run has seen what they stand for; a mark costs nobody a wait."""

    cycle = models.ForeignKey("cycles.Cycle", models.CASCADE, related_name="score_marks")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.cycle_id} ({self.at:%d/%m/%Y %H:%M})"


class Correction(ByLine):
    """A change of scores of one unit: made at once, or asked for where it needs a second person of another unit.

    `cells` are the scores as a staged points file keeps them, old and new. Nothing of a correction that waits, was
    refused or was withdrawn counts. `source` is the points file whose rows it holds or takes back, `undoes` the
    correction that it takes back. `effect` is what it did to points, index, class and ranks when it was made.
    """

    class Kind(models.TextChoices):
        """By what the scores are to change."""

        HAND = "hand", _("By hand")
        IMPORT = "import", _("Rows of a points file")
        UNDO = "undo", _("Taking back")

    class State(models.TextChoices):
        """Whether it counts."""

        WAITING = "waiting", _("Waiting for a second person")
        MADE = "made", _("Made")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    participant = models.ForeignKey("cycles.Participant", models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State)
    cells = models.JSONField(default=list)
    reason = models.CharField(max_length=MOST["reason"])
    document = models.ForeignKey("documents.OfficialDocument", models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey("intake.StagedFile", models.PROTECT, null=True, related_name="+")
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undoings")
    effect = models.JSONField(null=True)
    unit_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=250, blank=True)
    decided_unit = models.CharField(max_length=250, blank=True)
    answer = models.CharField(max_length=MOST["reason"], blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["hand", "import", "undo"]), name="scores_correction_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "made", "refused", "withdrawn"]),
                name="scores_correction_state_known",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(state="waiting"),
                name="scores_correction_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.kind} ({self.state})"

    @property
    def is_of_file(self) -> bool:
        """Whether it holds rows of a points file, or takes them back; what a file did is undone with the file."""
        return self.source_id is not None

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a second person."""
        return self.state == self.State.WAITING
