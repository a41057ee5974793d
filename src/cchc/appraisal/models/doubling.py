"""What two people appraise, neither knowing what the other gives."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.appraisal.models.appraising import AppraisalPlan
from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class DoubleDraw(ByLine):
    """A share of the leaves of units that two people appraise, drawn by a seed from `population`: the names of all
    from which was drawn. Who draws again by the same seed finds the same."""

    plan = models.ForeignKey(AppraisalPlan, models.PROTECT, related_name="draws")
    seed = models.CharField(max_length=MOST["code"])
    percent = models.PositiveSmallIntegerField()
    population = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["plan", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(seed=""), name="appraisal_draw_has_a_seed"),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100), name="appraisal_draw_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % ({self.seed})"


class DoubleCell(models.Model):
    """A leaf of a unit that two people appraise, neither knowing what the other gives: the one whom the plan names,
    and the `second`. Where they differ the `third` decides, or (None) whoever leads."""

    draw = models.ForeignKey(DoubleDraw, models.PROTECT, related_name="cells")
    plan = models.ForeignKey(AppraisalPlan, models.PROTECT, related_name="doubles")
    participant = models.ForeignKey("cycles.Participant", models.PROTECT, related_name="doubles")
    leaf = models.CharField(max_length=MOST["leaf"])
    second = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    third = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["plan", "participant", "leaf"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "participant", "leaf"], name="appraisal_double_once"),
            models.CheckConstraint(
                condition=~Q(second=models.F("third")), name="appraisal_double_third_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaf}: {self.participant_id}"


class SecondReplacement(ByLine):
    """Somebody appraises second, from `at` on, in the place of the one to whom a draw gave it: so many `cells`, all to
    which that one had given nothing that stands. `reason` says why."""

    draw = models.ForeignKey(DoubleDraw, models.PROTECT, related_name="replacements")
    leaving = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    coming = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    cells = models.PositiveIntegerField()
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField()

    class Meta:
        ordering = ["draw", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="appraisal_replacement_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(leaving=models.F("coming")), name="appraisal_replacement_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id}: {self.leaving_id} – {self.coming_id}"


class DoublePart(models.TextChoices):
    """Whose it is: of the one whom the plan names, or of the other."""

    FIRST = "first", _("First appraiser")
    SECOND = "second", _("Second appraiser")


class DoubleOpinion(ByLine):
    """What one of two people gives a leaf of a unit: it counts for nothing before both stand. `content` holds the
    parts of an appraisal; one that does not stand was taken back, or the unit answered anew."""

    cell = models.ForeignKey(DoubleCell, models.PROTECT, related_name="opinions")
    part = models.CharField(max_length=6, choices=DoublePart)
    content = models.JSONField()
    stands = models.BooleanField(default=True)
    read = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        ordering = ["cell", "part"]
        constraints = [
            models.UniqueConstraint(fields=["cell", "part"], name="appraisal_opinion_once"),
            models.CheckConstraint(
                condition=Q(part__in=["first", "second"]), name="appraisal_opinion_part_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell_id} {self.part}"


class DoubleDecision(ByLine):
    """Why a third gave a leaf what two had appraised."""

    cell = models.ForeignKey(DoubleCell, models.PROTECT, related_name="decisions")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField()

    class Meta:
        ordering = ["cell", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="appraisal_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.cell_id}"
