"""Back-checks and marks of forms: who is asked anew, what a supervisor was told, what should be looked at."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.surveys.quality import FlagKind
from cchc.core.words.lengths import MOST
from cchc.units.models import Unit


class BackCheck(ByLine):
    """One draw of forms that came back, to be asked anew by a supervising `body`: `share` percent of the forms of each
    enumerator, `least` at least, those of earlier draws counted among them. Anybody who knows `seed` and the numbers of
    the forms draws the same anew.

    `summary` keeps what the cases came to, by enumerator and by item, once the survey is closed and the cases are gone:
    a list for each closing.
    """

    survey = models.ForeignKey("surveys.Survey", models.PROTECT, related_name="back_checks")
    number = models.PositiveSmallIntegerField()
    body = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    seed = models.CharField(max_length=MOST["name"])
    share = models.PositiveSmallIntegerField()
    least = models.PositiveSmallIntegerField()
    summary = models.JSONField(default=list)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="fieldwork_back_check_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.number}"


class BackCheckState(models.TextChoices):
    """What became of a respondent who is to be asked anew."""

    WAITING = "waiting", _("To be asked anew")
    ASKED = "asked", _("Asked anew")
    DENIED = "denied", _("Says that nobody had asked")
    REFUSED = "refused", _("Does not want to be asked anew")
    NOT_REACHED = "not_reached", _("Not reached anew")


class BackCheckCase(models.Model):
    """A form whose respondent is asked anew: `answers` are what was told, as it was written, by the code of the item.
    Of a form about several units one is asked about, `unit`.

    `compared` and `different` count what both sides answered. A form is drawn once, whatever the draws. Closing the
    survey deletes the row: it joins a person with answers.
    """

    back_check = models.ForeignKey(BackCheck, models.PROTECT, related_name="cases")
    assignment = models.OneToOneField(
        "fieldwork.FieldAssignment", models.PROTECT, related_name="back_check_case"
    )
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=BackCheckState, default=BackCheckState.WAITING)
    answers = models.JSONField(default=dict)
    note = models.CharField(max_length=MOST["reason"], blank=True)
    asked_on = models.DateField(null=True)
    compared = models.PositiveIntegerField(default=0)
    different = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["back_check", "assignment__number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=BackCheckState.values), name="fieldwork_back_check_state_known"
            ),
            models.CheckConstraint(
                condition=Q(different__lte=models.F("compared")), name="fieldwork_back_check_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.back_check_id}/{self.assignment_id}"

    @property
    def about(self) -> Unit | None:
        """The unit that is asked about anew."""
        return self.unit or self.assignment.unit


class QualityKind(models.TextChoices):
    """What is strange about forms; the laws are those of `core.surveys.quality`."""

    STRAIGHT_LINES = FlagKind.STRAIGHT_LINES.value, _("The same level throughout")
    NEARLY_SAME = FlagKind.NEARLY_SAME.value, _("Forms nearly the same")
    TOO_FAST = FlagKind.TOO_FAST.value, _("Filled too fast")
    AT_NIGHT = FlagKind.AT_NIGHT.value, _("Many in one night")
    ONE_DEVICE = FlagKind.ONE_DEVICE.value, _("Many from one device")


class QualityState(models.TextChoices):
    """What people decided about a mark."""

    OPEN = "open", _("To be looked at")
    CONFIRMED = "confirmed", _("Mark confirmed")
    DISMISSED = "dismissed", _("Mark dismissed")


class QualityFlag(models.Model):
    """A mark of forms that should be looked at. `why` is its sentence with the figures (text and gaps of a `Message`),
    `forms` the numbers of the forms; closing the survey takes numbers and figures of single forms away.

    `decided_by` is who confirmed or dismissed it, as printed then, `reason` why. A mark decides nothing by itself.
    """

    survey = models.ForeignKey("surveys.Survey", models.PROTECT, related_name="quality_flags")
    kind = models.CharField(max_length=20, choices=QualityKind)
    enumerator = models.ForeignKey("accounts.Membership", models.PROTECT, null=True, related_name="+")
    why = models.JSONField()
    forms = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=QualityState, default=QualityState.OPEN)
    reason = models.CharField(max_length=MOST["reason"], blank=True)
    decided_by = models.CharField(max_length=250, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["survey", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=QualityKind.values), name="fieldwork_quality_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=QualityState.values), name="fieldwork_quality_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(reason=""), name="fieldwork_quality_decided_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.kind}: {self.pk}"
