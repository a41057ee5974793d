"""What happens to a followed plan beside its records: targets, events, amendments, links to plans below, its end; and
the calendars of people."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST
from cchc.following.models.records import LONGEST_PERIOD, ProgressRecord


class TargetReport(ByLine):
    """What a unit achieved of a target of a plan in a period: the text as it is printed, and its exact number where it
    is one (machine notation)."""

    target = models.ForeignKey("plans.PlanTarget", models.PROTECT, related_name="achieved")
    of_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    period = models.CharField(max_length=LONGEST_PERIOD)
    achieved = models.CharField(_("achieved"), max_length=MOST["figure"])
    number = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["target", "period", "of_unit"]
        constraints = [
            models.UniqueConstraint(fields=["target", "of_unit", "period"], name="following_target_once"),
            models.CheckConstraint(condition=~Q(achieved=""), name="following_target_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.period}: {self.achieved}"


class PlanEvent(ByLine):
    """Something for which measures of plans wait, by its wording; `recurs`: it happens again and again."""

    wording = models.CharField(_("event"), max_length=MOST["wording"])
    spelling = models.TextField(unique=True, editable=False)
    recurs = models.BooleanField(_("happens again"), default=False)
    at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["wording", "id"]

    def __str__(self) -> str:
        return self.wording


class EventOccurrence(ByLine):
    """One time that an event happened: its day and document, and when the work that waited is due; None: no term is
    set (chưa ấn định)."""

    event = models.ForeignKey(PlanEvent, models.PROTECT, related_name="occurrences")
    number = models.PositiveSmallIntegerField()
    on = models.DateField(_("day"))
    term = models.DateField(_("due"), null=True, blank=True)
    document = models.ForeignKey("documents.OfficialDocument", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="following_occurrence_once"),
            models.CheckConstraint(
                condition=Q(term__isnull=True) | Q(term__gte=F("on")), name="following_occurrence_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}/{self.number}: {self.on}"


class AwaitedEvent(ByLine):
    """A person joined a measure to the event for which it waits."""

    event = models.ForeignKey(PlanEvent, models.PROTECT, related_name="awaited")
    measure = models.OneToOneField("plans.Measure", models.CASCADE, related_name="awaits")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["event", "measure"]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.event_id}"


class Amendment(ByLine):
    """A change of a plan in force, by its number in the plan, its date, reason and document; never changed.

    `content` is canonical JSON: what was extended, changed, added, withdrawn, by measure, each column before and
    after; `sha256` is its hash.
    """

    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    date = models.DateField(_("date"))
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    document = models.ForeignKey("documents.OfficialDocument", models.PROTECT, null=True, related_name="+")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="following_amendment_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="following_amendment_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.number}"


class UndoneAmendment(ByLine):
    """An amendment was undone, for a reason: what it changed says again what it said before. It stays, marked."""

    amendment = models.OneToOneField(Amendment, models.PROTECT, related_name="undone")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["amendment"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="following_undone_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.amendment_id}: {self.reason}"


class PlanLink(ByLine):
    """A measure of a plan below carries out the work of a record above."""

    measure = models.OneToOneField("plans.Measure", models.CASCADE, related_name="carries_out")
    record = models.ForeignKey(ProgressRecord, models.PROTECT, related_name="carried_out_by")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["record", "measure"]

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.record_id}"


class PlanEnding(ByLine):
    """A plan came to its end on a day: nothing recurs in it any more, and what remained was settled by name."""

    plan = models.OneToOneField("plans.Plan", models.PROTECT, related_name="ending")
    on = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["plan"]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.on}"


class RemainingMeasure(models.Model):
    """What became of a measure that was not finished when its plan ended: carried over into another plan, or
    dropped."""

    class Kind(models.TextChoices):
        """What became of it."""

        CARRIED = "carried", _("Carried over")
        DROPPED = "dropped", _("Dropped")

    ending = models.ForeignKey(PlanEnding, models.PROTECT, related_name="remaining")
    measure = models.OneToOneField("plans.Measure", models.PROTECT, related_name="remained")
    kind = models.CharField(max_length=10, choices=Kind)
    carried_to = models.ForeignKey("plans.Measure", models.SET_NULL, null=True, related_name="carried_from")
    reason = models.CharField(_("reason"), max_length=MOST["reason"], blank=True)

    class Meta:
        ordering = ["ending", "measure"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["carried", "dropped"]), name="following_remaining_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.kind}"


class CalendarAddress(models.Model):
    """The secret address of the calendar of one person: the SHA-256 of 256 random bits, which stand nowhere."""

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="calendar_addresses")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["person", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="following_calendar_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.made_at}"
