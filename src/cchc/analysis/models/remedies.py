"""From lost points to a remediation plan: results that others published, the library of remedies, and proposals."""

from fractions import Fraction

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.scoring.rules.values import LOSS_CODES
from cchc.core.words.lengths import MOST

TEXTS = ("shortcomings", "task", "output", "lead", "cooperating", "deadline")
"""The texts of a proposed measure: each goes into the column of a plan's measure that has its name."""

_CODES = Q(code__in=["", *LOSS_CODES])


class PublishedResult(ByLine):
    """The result of a unit as somebody else published it, such as the province's own index by the Ministry.

    `lines` are its table as typed: number, name, maximum, points and points lost, parted by tabs. Who typed it last.
    """

    of_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="published_results")
    title = models.CharField(_("name of the result"), max_length=MOST["set_title"])
    year = models.PositiveSmallIntegerField(_("year"))
    document = models.CharField(_("published by"), max_length=MOST["reason"], blank=True)
    lines = models.TextField(_("table of points"))
    at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-year", "title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100), name="analysis_published_year"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Remedy(ByLine):
    """What helps against a loss: by the name of the criterion, and the code of the loss ("": any).

    Without a criterion it helps against the code wherever it occurs. `key` is the spelling key of the criterion.
    `origin` is the measure of a plan that it was read from, `origin_words` the plan as called then. `confirmed`: an
    editor wrote it or agreed to it; what was read from a plan is a suggestion until then.
    """

    criterion = models.CharField(_("criterion"), max_length=MOST["node"], blank=True)
    key = models.CharField(max_length=2 * MOST["node"], editable=False, blank=True, db_index=True)
    code = models.CharField(_("reason of the loss"), max_length=20, blank=True)
    task = models.TextField(_("task"))
    output = models.TextField(_("output"), blank=True)
    cooperating = models.TextField(_("cooperating agencies"), blank=True)
    origin = models.ForeignKey("plans.Measure", models.SET_NULL, null=True, related_name="remedies")
    origin_words = models.CharField(max_length=MOST["title"], blank=True)
    confirmed = models.BooleanField(default=True)
    at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["key", "code", "id"]
        constraints = [
            models.CheckConstraint(condition=_CODES, name="analysis_remedy_code_known"),
            models.UniqueConstraint(fields=["origin", "key"], name="analysis_remedy_of_measure_once"),
        ]

    def __str__(self) -> str:
        return self.task


class RemediationPlan(ByLine):
    """A remediation plan in the making: from which losses, for whom, and the plan that was drafted from it.

    Its losses come from the results of `cycle`, or from a `published` result. `plan` is empty until it is drafted, and
    again when that draft was deleted. Who made it, as printed then.
    """

    of_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="remediation_plans")
    year = models.PositiveSmallIntegerField(_("year of the plan"))
    title = models.CharField(_("title"), max_length=MOST["title"])
    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, null=True, related_name="remediation_plans")
    published = models.ForeignKey(
        PublishedResult, models.PROTECT, null=True, related_name="remediation_plans"
    )
    group = models.CharField(max_length=MOST["peer_group"], blank=True)
    plan = models.OneToOneField("plans.Plan", models.SET_NULL, null=True, related_name="remediation")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=1990, year__lte=2100), name="analysis_remediation_year"
            ),
            models.CheckConstraint(
                condition=Q(cycle__isnull=True, published__isnull=False)
                | Q(cycle__isnull=False, published__isnull=True),
                name="analysis_remediation_of_one_result",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProposedMeasure(models.Model):
    """What is proposed against one loss, of one unit or of several: its shortcoming, and the texts of the measure.

    `domain` and `number` are those of the result, `points` what was lost in all, as exact text; `rest`: points of a
    published result for which no reason is published. `suggested` names the texts that were proposed and that nobody
    has agreed to yet. `chosen`: it goes into the plan, where it became `measure`.
    """

    shortcomings: str
    task: str
    output: str
    lead: str
    cooperating: str
    deadline: str

    remediation = models.ForeignKey(RemediationPlan, models.CASCADE, related_name="proposals")
    place = models.PositiveIntegerField()
    domain = models.CharField(max_length=MOST["leaf"])
    domain_name = models.CharField(max_length=MOST["node"])
    number = models.CharField(max_length=MOST["leaf"])
    criterion = models.CharField(max_length=MOST["node"])
    code = models.CharField(max_length=20)
    points = models.TextField()
    rest = models.BooleanField(default=False)
    chosen = models.BooleanField(default=True)
    suggested = models.JSONField(default=list)
    remedy = models.ForeignKey(Remedy, models.SET_NULL, null=True, related_name="proposals")
    measure = models.ForeignKey("plans.Measure", models.SET_NULL, null=True, related_name="proposals")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["remediation", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["remediation", "number", "code"], name="analysis_proposal_of_loss_once"
            ),
            models.CheckConstraint(condition=_CODES, name="analysis_proposal_code_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.criterion}"


for _column in TEXTS:
    ProposedMeasure.add_to_class(_column, models.TextField(blank=True))


class RemediedLoss(models.Model):
    """One loss of one unit that a proposed measure takes up, as it stood then: all points as exact texts.

    `points` is the loss as it counts in the unit's account, `leaf_points` what the unit had for the criterion, empty
    for a loss above single criteria. Without a participant the result is one that others published.
    """

    proposal = models.ForeignKey(ProposedMeasure, models.CASCADE, related_name="losses")
    participant = models.ForeignKey("cycles.Participant", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=MOST["name"])
    points = models.TextField()
    leaf_points = models.TextField(blank=True)

    class Meta:
        ordering = ["proposal", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "participant"], name="analysis_remedied_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.points}"

    @property
    def amount(self) -> Fraction:
        """The points lost."""
        return Fraction(self.points)
