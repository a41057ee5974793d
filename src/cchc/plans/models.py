"""Plans as their texts, and beside the texts what they mean: due days and units.

The wording of a measure is what was issued and what prints. Due days, agencies and their units are worked out of it by
the core whenever it changes, and kept so that they can be searched.
"""

from functools import reduce
from operator import and_

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.papers.answers import Confidence
from cchc.core.papers.deadlines.values import DeadlineKind
from cchc.core.plans.columns import COLUMNS
from cchc.core.plans.plan import TARGET_TEXTS
from cchc.core.words.lengths import MOST


def _at_most(**most: int) -> Q:
    """Whether the texts of these columns have no more letters than that, as both databases count them."""
    shorter = (Q(LessThanOrEqual(Length(column), letters)) for column, letters in most.items())
    return reduce(and_, shorter)


class Plan(models.Model):
    """The plan of a unit for a year: a draft that only its makers see, until whoever heads the unit puts it in force.

    `reading` is the file that it was read from; a plan made by hand has none.
    `version` grows with every change of its head, and of the texts or the order of its sections and measures.
    """

    class Kind(models.TextChoices):
        """What a plan is for."""

        REFORM = "reform", _("Reform plan")
        REMEDIATION = "remediation", _("Remediation plan")

    class State(models.TextChoices):
        """Where a plan stands."""

        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted to the head")
        CURRENT = "current", _("In force")

    kind = models.CharField(_("kind of plan"), max_length=15, choices=Kind)
    title = models.TextField(_("title"))
    year = models.PositiveSmallIntegerField(_("year"))
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="plans", verbose_name=_("plan of"))
    document = models.OneToOneField(
        "documents.OfficialDocument", models.PROTECT, null=True, related_name="plan"
    )
    reading = models.OneToOneField("intake.StagedFile", models.PROTECT, null=True, related_name="plan")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    working_days = models.BooleanField(_("move due days to the next working day"), default=False)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "unit__sort_key", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=1990, year__lte=2100), name="plans_plan_year"),
            models.CheckConstraint(
                condition=Q(kind__in=["reform", "remediation"]), name="plans_plan_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "current"]), name="plans_plan_state_known"
            ),
            models.CheckConstraint(condition=_at_most(title=MOST["title"]), name="plans_plan_title_length"),
        ]

    def __str__(self) -> str:
        return self.title


class Submission(models.Model):
    """A draft laid before whoever may put it in force, and what came of it; people as printed then.

    It waits until `ended_at`. Given back: `ended_by` did so for `reason`; without a reason the plan was put in force,
    or its makers took it back themselves.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="submissions")
    person_id = models.BigIntegerField()
    person = models.CharField(max_length=MOST["person"])
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=MOST["person"], blank=True)
    reason = models.CharField(max_length=MOST["reason"], blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(ended_at__isnull=True), name="plans_submission_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.person} ({self.at:%d/%m/%Y})"


class Section(models.Model):
    """The measures under one heading (a domain, an index), in the order of `place`; no heading before the first."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    place = models.PositiveIntegerField()
    number = models.TextField(_("number"), blank=True)
    heading = models.TextField(_("heading"), blank=True)

    class Meta:
        ordering = ["plan", "place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=_at_most(number=MOST["row_number"], heading=MOST["title"]),
                name="plans_section_length",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.heading) if part)


class PlanTarget(models.Model):
    """A target as a table of the plan words it; `place` is its order in the section, for which it is to be followed.

    `value` is the text of its cell, `year` the year of the column where the heading named one, `agencies` who watches
    it, `other` what further columns say behind their headings, both a line each. `source` is where it was read.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="targets")
    place = models.PositiveIntegerField()
    number = models.TextField(_("number"), blank=True)
    name = models.TextField(_("target"))
    measured_in = models.TextField(_("unit of measurement"), blank=True)
    value = models.TextField(_("value"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    agencies = models.TextField(_("agencies"), blank=True)
    other = models.TextField(_("other columns"), blank=True)
    source = models.JSONField(default=dict)

    class Meta:
        ordering = ["section__place", "section", "place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=_at_most(**{name: MOST[kind] for name, kind in TARGET_TEXTS.items()}),
                name="plans_target_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class Measure(models.Model):
    """One measure by the texts of its columns, and what its deadline means; `place` is its order in the section.

    The columns are those of `core.plans.columns`: each is a field of its own, and those that the code asks for by name
    are declared here as well.
    `start`, `continues` and the rows of `dues` come from the deadline. `doubts` leads from a column, or "" for the
    whole row, to the reason why the reader was not sure; `checked`: a person has looked. `source` is where it was
    read. `search` is the folded text of all columns. `withdrawn`: an amendment took it out of the plan in force, where
    its row stays.
    """

    number: str
    objective: str
    task: str
    activity: str
    output: str
    shortcomings: str
    lead: str
    cooperating: str
    deadline: str
    budget: str

    section = models.ForeignKey(Section, models.CASCADE, related_name="measures")
    place = models.PositiveIntegerField()
    deadline_kind = models.CharField(max_length=12, blank=True)
    start = models.DateField(null=True)
    continues = models.BooleanField(default=False)
    confidence = models.CharField(max_length=10, default=Confidence.SURE.value)
    doubts = models.JSONField(default=dict)
    checked = models.BooleanField(default=False)
    source = models.JSONField(default=dict)
    search = models.TextField(editable=False)
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["section__place", "section", "place", "id"]
        indexes = [models.Index(fields=["section", "place"], name="plans_measure_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__in=[one.value for one in Confidence]),
                name="plans_measure_confidence_known",
            ),
            models.CheckConstraint(
                condition=Q(deadline_kind__in=["", *(kind.value for kind in DeadlineKind)]),
                name="plans_measure_deadline_known",
            ),
            models.CheckConstraint(
                condition=_at_most(**{column.key: column.most for column in COLUMNS}),
                name="plans_measure_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.task or self.activity}".strip()


for _column in COLUMNS:
    Measure.add_to_class(_column.key, models.TextField(_(_column.label.text), blank=True))


class Due(models.Model):
    """A day on which a measure is due; a deadline of several periods has several."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="dues")
    on = models.DateField(db_index=True)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["measure", "on"], name="plans_due_once")]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}"


class Agency(models.Model):
    """An agency or group of agencies as a plan words it, and the units it means; once for a plan.

    `reason` and `why` say how the units were found; `confirmed`: a person has chosen or agreed.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="agencies")
    text = models.TextField()
    spelling = models.CharField(max_length=300, editable=False)
    units = models.ManyToManyField("units.Unit", related_name="plan_agencies")
    confidence = models.CharField(max_length=10)
    reason = models.CharField(max_length=20)
    why = models.JSONField(default=dict)
    confirmed = models.BooleanField(default=False)

    meant: int  # how many units it means, where a query counted them

    class Meta:
        ordering = ["text", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "spelling"], name="plans_agency_once"),
            models.CheckConstraint(
                condition=Q(confidence__in=[one.value for one in Confidence]),
                name="plans_agency_confidence_known",
            ),
            models.CheckConstraint(condition=_at_most(text=MOST["cell"]), name="plans_agency_length"),
        ]

    def __str__(self) -> str:
        return self.text


class Involvement(models.Model):
    """An agency leads or cooperates in a measure; `place` is its order in the cell."""

    class Kind(models.TextChoices):
        """What an agency does in a measure."""

        LEAD = "lead", _("Leads")
        COOPERATING = "cooperating", _("Cooperates")

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="parts")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="parts")
    role = models.CharField(max_length=12, choices=Kind)
    place = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "plans_part"
        ordering = ["measure", "-role", "place"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "role", "place"], name="plans_part_place_once"),
            models.CheckConstraint(
                condition=Q(role__in=["lead", "cooperating"]), name="plans_part_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.agency_id}"


class Acceptance(ByLine):
    """A finding that stays as it is, and why; `fingerprint` says which finding. Who accepted it, as printed then."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="acceptances")
    fingerprint = models.CharField(max_length=64)
    reason = models.CharField(max_length=MOST["reason"])
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "fingerprint"], name="plans_acceptance_once"),
        ]

    def __str__(self) -> str:
        return self.reason
