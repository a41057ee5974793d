"""The sheets on which units score themselves: answers, evidence, shared work, submissions and returns."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class UnitSheet(models.Model):
    """The sheet of one participant of a set that is scored by the round.

    `points`, `maximum` and `pending` are running sums as exact texts, `given` and `leaves` how many leaves are answered
    of those that the unit scores itself: kept by every act that writes an answer, so that lists ask nothing else.
    `overdue`: a lock froze it before it was handed in; it stays so when the unit gets more time.
    A sheet goes with its participant as long as nothing was ever written on it.
    """

    class State(models.TextChoices):
        """What happens to a sheet; whether it is late is computed from its phase."""

        FILLING = "filling", _("Being filled in")
        SUBMITTED = "submitted", _("Submitted")
        UNSUBMITTED = "unsubmitted", _("Not submitted at the lock")

    participant = models.OneToOneField("cycles.Participant", models.CASCADE, related_name="sheet")
    state = models.CharField(max_length=12, choices=State, default=State.FILLING)
    points = models.CharField(max_length=100, default="0")
    maximum = models.CharField(max_length=100, default="0")
    pending = models.CharField(max_length=100, default="0")
    given = models.PositiveIntegerField(default=0)
    leaves = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    overdue = models.BooleanField(default=False)

    class Meta:
        ordering = ["participant"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["filling", "submitted", "unsubmitted"]),
                name="self_scoring_sheet_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} ({self.state})"


class Answer(ByLine):
    """What a unit answers for one leaf: declared figures, from which the rule sets the points, or points with a reason.

    `points` are exact texts, typed where the leaf has no rule, else those that the rule gave; empty while it cannot
    be computed. `fed` keeps for each figure that came from a source what was proposed: source, value, day, and the
    reason where another value stands. `provisional` is why a figure is not final yet. An answer that was emptied
    keeps its row, so that its version never falls.
    """

    sheet = models.ForeignKey(UnitSheet, models.PROTECT, related_name="answers")
    leaf = models.CharField(max_length=MOST["leaf"])
    figures = models.JSONField(null=True)
    points = models.CharField(max_length=100, blank=True)
    reason = models.CharField(_("reason"), max_length=MOST["reason"], blank=True)
    provisional = models.CharField(_("provisional because"), max_length=MOST["reason"], blank=True)
    note = models.CharField(_("note"), max_length=MOST["title"], blank=True)
    fed = models.JSONField(default=dict)
    done = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        ordering = ["sheet", "leaf"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "leaf"], name="self_scoring_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.leaf}: {self.points}"


class LinkedEvidence(ByLine):
    """A document behind what a unit says to a leaf: which of its files, page and passage; when it was linked, and which
    appraiser saw it first, and when.

    `part` is the place of the file, from 1; None means the document as a whole.
    """

    leaf = models.CharField(max_length=MOST["leaf"])
    document = models.ForeignKey("documents.OfficialDocument", models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField(_("file"), null=True, blank=True)
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    passage = models.CharField(_("passage"), max_length=MOST["reason"], blank=True)
    linked_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by_id = models.BigIntegerField(null=True)
    seen_by = models.CharField(max_length=MOST["name"], blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.leaf}: {self.document_id}"


SEEN_BY_SOMEBODY = Q(seen_at=None, seen_by_id=None, seen_by="") | Q(
    seen_at__isnull=False, seen_by_id__isnull=False
)


class EvidenceLink(LinkedEvidence):
    """A document behind the answer to a leaf of a sheet."""

    sheet = models.ForeignKey(UnitSheet, models.PROTECT, related_name="evidence")

    class Meta:
        ordering = ["sheet", "leaf", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "leaf", "document"], name="self_scoring_evidence_linked_once"
            ),
            models.CheckConstraint(condition=SEEN_BY_SOMEBODY, name="self_scoring_evidence_seen_by_somebody"),
        ]


class WorkShare(models.Model):
    """A domain, criterion or leaf of a sheet that one person of the unit looks after."""

    sheet = models.ForeignKey(UnitSheet, models.PROTECT, related_name="shares")
    node = models.CharField(max_length=MOST["leaf"])
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sheet", "node"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "node"], name="self_scoring_share_once"),
        ]

    def __str__(self) -> str:
        return f"{self.node}: {self.person_id}"


class SheetSubmission(ByLine):
    """A sheet as it was handed in: numbered, immutable, with the hash of its content in canonical JSON.

    `taken_in`: it was not submitted at the lock, and the coordinator took it in as it stood.
    """

    sheet = models.ForeignKey(UnitSheet, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    signed = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    taken_in = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="self_scoring_submission_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.number}"


class SheetReturn(ByLine):
    """A submission given back to its unit, with the reason."""

    submission = models.OneToOneField(SheetSubmission, models.PROTECT, related_name="returned")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField()

    class Meta:
        ordering = ["submission"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="self_scoring_return_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}"
