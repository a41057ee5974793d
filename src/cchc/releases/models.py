"""Releases of final points, orders to the worker to prepare them and to make them public, the acts by which points of
files are final, and the public keys of units."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST
from cchc.releases.exchange.papers.naming import PaperKind


class FileFinal(ByLine):
    """The act that made the points of those sets of a cycle final that are scored by points files: how many scores, and
    the hash of them all; never changed. Another act after an undoing gets the next number."""

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="file_finals")
    number = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    leaves = models.PositiveIntegerField()
    basis_number = models.CharField(max_length=MOST["number"])
    basis_date = models.DateField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="releases_file_final_numbered"),
            models.CheckConstraint(condition=~Q(basis_number=""), name="releases_file_final_has_a_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}/{self.number}"


class FileFinalUndoing(ByLine):
    """Points of files that were final and are so no longer, with the reason."""

    final = models.OneToOneField(FileFinal, models.PROTECT, related_name="undone")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField()

    class Meta:
        ordering = ["final"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="releases_file_undoing_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.final_id}"


class Release(ByLine):
    """One release of the final points of a year; the author is who prepared it.

    A draft becomes published in one act, which computes its points anew and seals them, and is frozen from then on; a
    correction, the next number, puts it aside and it stays. `released_on` is the day that the public reads: empty in a
    draft that is released on the day of the act. `bundle` is the file that holds all that is public at its `level`,
    `root` names all members of it at once. `reason` is public: why a correction `replaces` the release before.
    """

    class State(models.TextChoices):
        """Whether it is public, and whether it is the one that stands."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Released")
        SUPERSEDED = "superseded", _("Replaced by a correction")

    class Extent(models.TextChoices):
        """How much of the results is public (`exchange.content.Level`), each with what stands before it."""

        INDEX = "index", _("Ranks, indices and classes")
        CRITERIA = "criteria", _("And the points of domains and criteria")
        LEAVES = "leaves", _("And every scored criterion, with how its points came about")

    cycle = models.ForeignKey("cycles.Cycle", models.PROTECT, related_name="releases")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    level = models.CharField(_("what is public"), max_length=10, choices=Extent)
    decision_number = models.CharField(_("number and symbol"), max_length=MOST["number"])
    decision_on = models.DateField(_("day of the decision"))
    signer = models.CharField(_("signed by"), max_length=MOST["person"])
    released_on = models.DateField(_("day of the release"), null=True, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(_("reason"), max_length=MOST["reason"], blank=True)
    document = models.ForeignKey("documents.OfficialDocument", models.PROTECT, null=True, related_name="+")
    bundle = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=250, blank=True)
    published_unit = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="releases_release_numbered"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state="published"), name="releases_one_stands"
            ),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state="draft"), name="releases_one_is_drafted"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "superseded"]), name="releases_state_known"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["index", "criteria", "leaves"]), name="releases_level_known"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="releases_numbered_from_one"),
            models.CheckConstraint(
                condition=~Q(decision_number="") & ~Q(signer=""), name="releases_has_a_decision"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(published_at__isnull=False, released_on__isnull=False)
                & ~Q(state="draft")
                & ~Q(published_by=""),
                name="releases_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, number=1, reason="")
                | Q(replaces__isnull=False, number__gt=1) & ~Q(reason=""),
                name="releases_correction_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number} ({self.state})"

    @property
    def is_draft(self) -> bool:
        """Whether it is not public yet."""
        return self.state == self.State.DRAFT


class WorkOrder(ByLine):
    """What the worker was told to do with the results of a year, until it is done: by whom, in which capacity and
    language. A refused one keeps the reasons as sentences (`whys`)."""

    class State(models.TextChoices):
        """Where an order stands; whether the worker is at it now is in the queue."""

        WAITING = "waiting", _("Waiting for the background work")
        REFUSED = "refused", _("Not done")

    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    unit_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)
    scope = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    whys = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "refused"]), name="%(app_label)s_%(class)s_state_known"
            ),
        ]


class Preparation(WorkOrder):
    """The order to prepare the next release of a cycle by these terms (`queries.drafts.ReleaseTerms`), with the file of
    the decision where one came. It goes when the draft is there; another order for the cycle takes its place, which
    `at` tells apart."""

    cycle = models.OneToOneField("cycles.Cycle", models.CASCADE, related_name="preparation")
    level = models.CharField(max_length=10, choices=Release.Extent)
    decision_number = models.CharField(max_length=MOST["number"])
    decision_on = models.DateField()
    signer = models.CharField(max_length=MOST["person"])
    released_on = models.DateField(null=True)
    reason = models.CharField(max_length=MOST["reason"], blank=True)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.cycle_id} ({self.state})"


class Publication(WorkOrder):
    """The order to make a draft public, with the hash of the draft as that person saw it (`seen`).

    It goes with its draft, and in the act that makes the draft public.
    """

    release = models.OneToOneField(Release, models.CASCADE, related_name="publication")
    seen = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.release_id} ({self.state})"


class UnitKey(models.Model):
    """The public name of a unit in addresses and files: given once, and never to another unit.

    A unit under a new name or in another place keeps it: it is found over its lineage (`queries.keys`).
    """

    unit = models.OneToOneField("units.Unit", models.PROTECT, related_name="public_key")
    key = models.CharField(max_length=MOST["public_key"], unique=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="releases_key_says_something")]

    def __str__(self) -> str:
        return self.key


class PaperTemplate(ByLine):
    """A template that an office brought for a kind of paper, or, without a file, the act that went back to the standard
    one. The last of a kind counts; none is ever changed."""

    class Paper(models.TextChoices):
        """The papers that are made from templates (`exchange.papers.naming.PaperKind`)."""

        DECISION = PaperKind.DECISION.value, _("Decision on the results")
        PRESS_NOTE = PaperKind.PRESS_NOTE.value, _("Note for the press")
        DISPATCH = PaperKind.DISPATCH.value, _("Official letter with the results")
        LETTER = PaperKind.LETTER.value, _("Letter to a unit")
        COUNCIL_DRAFT = PaperKind.COUNCIL_DRAFT.value, _("Draft decision of the council")
        URGING = PaperKind.URGING.value, _("Letter that urges a late unit")
        SURVEY_REPORT = PaperKind.SURVEY_REPORT.value, _("Report of a survey")
        BACK_CHECK_REPORT = PaperKind.BACK_CHECK_REPORT.value, _("Report of back-checks")
        ANALYSIS_REPORT = PaperKind.ANALYSIS_REPORT.value, _("Analysis of the results")

    kind = models.CharField(max_length=20, choices=Paper)
    number = models.PositiveIntegerField()
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="releases_template_numbered"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PaperKind]),
                name="releases_template_of_a_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.number}"
