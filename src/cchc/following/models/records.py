"""Plans as they are followed: what was approved, the record of each measure, unit and period, and what was said of it.

Records are made and moved by settling alone (`actions.settling`); what people say of the work is appended, in reports
and decisions, and a record holds what the last of them left. Done late, waiting for its event, overdue are never
stored: they follow from the days.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.plans.following.states import WHOLE, ProgressState
from cchc.core.words.lengths import MOST

LONGEST_PERIOD = 30  # letters of the name of a period: "2026-03 lần 2"
STATES = [one.value for one in ProgressState]
PERCENT = Q(percent__gte=0, percent__lte=WHOLE)


class FollowedPlan(models.Model):
    """A plan that is followed: since when, and on which day and at which version its records were last settled; None
    while something has changed since (units, groups, an amendment, an event)."""

    plan = models.OneToOneField("plans.Plan", models.CASCADE, related_name="followed")
    at = models.DateTimeField(auto_now_add=True)
    settled_on = models.DateField(null=True)
    settled_version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["plan"]

    def __str__(self) -> str:
        return f"{self.plan_id} ({self.settled_on})"


class Baseline(ByLine):
    """A plan as it was put in force: sections, measures, targets and the units of its agencies as canonical JSON, with
    its hash. Frozen as long as the plan is in force; the last one is what amendments are compared with."""

    plan = models.ForeignKey("plans.Plan", models.CASCADE, related_name="baselines")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="following_baseline_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.sha256[:12]}"


class ProgressRecord(models.Model):
    """The work of one lead unit on one measure in one period, as its last report and the last decision left it.

    `period` is a name that never changes; `starts` is None while the event of the measure has not happened. `due` is
    None where no day is set; `due_below` binds it from the plans that carry it out: the earliest day of what is late
    there or still to come. `kept_by_owner`: no unit was found for the lead, the plan's own unit reports.
    `passed_to`: the unit was merged into one that has a record of its own, which goes on; this one only keeps what was
    reported. `closed_at`: the owner of the plan took the outcome; `returned` is why they did not. `set_by_hand` is
    why the state differs from that of the plans below that carry the measure out.
    """

    measure = models.ForeignKey("plans.Measure", models.CASCADE, related_name="records")
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="progress")
    period = models.CharField(max_length=LONGEST_PERIOD)
    starts = models.DateField(null=True)
    ends = models.DateField()
    due = models.DateField(null=True, db_index=True)
    due_below = models.DateField(null=True)
    kept_by_owner = models.BooleanField(default=False)
    passed_to = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="passed_from", db_index=False
    )
    state = models.CharField(
        max_length=20, choices=[(one, one) for one in STATES], default=ProgressState.NOT_BEGUN.value
    )
    percent = models.PositiveSmallIntegerField(default=0)
    done_on = models.DateField(null=True)
    text = models.TextField(blank=True)
    reason = models.CharField(_("reason"), max_length=MOST["reason"], blank=True)
    document_number = models.CharField(_("number of the document"), max_length=MOST["number"], blank=True)
    reported_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=MOST["person"], blank=True)
    returned = models.CharField(_("returned because"), max_length=MOST["reason"], blank=True)
    set_by_hand = models.CharField(_("set by hand because"), max_length=MOST["reason"], blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["measure", "starts", "period", "unit"]
        indexes = [
            models.Index(fields=["unit", "due"], name="following_record_of_unit"),
            models.Index(  # all that boards and tables count by, so that they look at no row
                fields=[
                    "measure",
                    "due",
                    "state",
                    "passed_to",
                    "starts",
                    "due_below",
                    "unit",
                    "done_on",
                    "reported_at",
                ],
                name="following_record_counted",
            ),
            # of few: an index of all would be one of nothing, and SQLite would take it first
            models.Index(
                fields=["passed_to"], condition=Q(passed_to__isnull=False), name="following_record_passed_on"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["measure", "unit", "period"], name="following_record_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="following_record_state_known"),
            models.CheckConstraint(condition=PERCENT, name="following_record_percent"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(starts__lte=F("ends")), name="following_record_days"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProgressState.CANCELLED.value) | ~Q(document_number=""),
                name="following_record_cancelled_by_document",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProgressState.NOT_DONE.value) | ~Q(reason=""),
                name="following_record_not_done_for_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProgressState.DONE.value) | Q(done_on__isnull=False),
                name="following_record_done_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}/{self.unit_id}/{self.period}: {self.state}"


class Through(models.TextChoices):
    """The ways in which a report comes."""

    PAGE = "page", _("on the page")
    PHONE = "phone", _("on a phone")
    BULK = "bulk", _("several at once")
    SHEET = "sheet", _("in an Excel file")


class ProgressReport(ByLine):
    """What a unit said of its work, numbered within the record and never changed: a later report says something else.

    `figures` are rows of a name, a target and what was achieved. `done_on` is the day that counts for the work.
    """

    record = models.ForeignKey(ProgressRecord, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20)
    percent = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    figures = models.JSONField(default=list)
    done_on = models.DateField(null=True)
    reason = models.CharField(max_length=MOST["reason"], blank=True)
    document_number = models.CharField(max_length=MOST["number"], blank=True)
    through = models.CharField(max_length=10, choices=Through)
    at = models.DateTimeField()

    class Meta:
        ordering = ["record", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="following_report_number_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="following_report_state_known"),
            models.CheckConstraint(condition=PERCENT, name="following_report_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}/{self.number}: {self.state}"


class ProgressDecision(ByLine):
    """The owner of the plan closed a record, or returned it to its unit for a reason; numbered, never changed."""

    class Kind(models.TextChoices):
        """What was decided."""

        CLOSED = "closed", _("Outcome taken")
        RETURNED = "returned", _("Returned")

    record = models.ForeignKey(ProgressRecord, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=MOST["reason"], blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["record", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="following_decision_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["closed", "returned"]), name="following_decision_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="closed") | ~Q(reason=""), name="following_decision_returned_for_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}/{self.number}: {self.kind}"


class ReportedProduct(ByLine):
    """An official document that a unit brought as a product of its work: linked, never uploaded a second time."""

    record = models.ForeignKey(ProgressRecord, models.PROTECT, related_name="products")
    document = models.ForeignKey("documents.OfficialDocument", models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["record", "id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "document"], name="following_product_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.document_id}"


class CooperationNote(ByLine):
    """A cooperating unit confirms what was reported, or adds to it; never changed."""

    record = models.ForeignKey(ProgressRecord, models.PROTECT, related_name="notes")
    of_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    confirms = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["record", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirms=True) | ~Q(text=""), name="following_note_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.of_unit_id}"
