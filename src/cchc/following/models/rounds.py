"""Rounds of periodic reports: opened by who draws together, written by units, frozen at the cut-off.

What a unit types stands in its draft; every sending is a row of its own that never changes, and so is what was returned
and why, asked back, refused, or withdrawn. Whether a part is late, missing or carried is never stored: it follows from
these rows.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.plans.reports.periods import ReportKind
from cchc.core.words.lengths import MOST


class ReportRound(ByLine):
    """One periodic report that `collector` draws together: its frame, its days, and the text of each section by its
    place in the outline, as the collector wrote it.

    `due` is the last day for the parts of the units, `cut_off` the day on which the figures are frozen at the latest.
    `opening`: one that was opened by mistake and withdrawn stays, the same report is then opened once more.
    """

    class Kind(models.TextChoices):
        """The four reports of a year, in the words of offices."""

        Q1 = ReportKind.Q1.value, _("Quarter I")
        SIX_MONTHS = ReportKind.SIX_MONTHS.value, _("6 months")
        Q3 = ReportKind.Q3.value, _("Quarter III")
        YEAR = ReportKind.YEAR.value, _("Year")

    frame = models.ForeignKey("following.FrameVersion", models.PROTECT, related_name="rounds")
    collector = models.ForeignKey("units.Unit", models.PROTECT, related_name="report_rounds")
    kind = models.CharField(_("report"), max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    data_from = models.DateField(_("figures from"))
    data_to = models.DateField(_("figures up to"))
    due = models.DateField(_("parts are due on"), db_index=True)
    cut_off = models.DateField(_("figures are frozen on"))
    opening = models.PositiveSmallIntegerField(default=1)
    texts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-data_to", "frame", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["frame", "collector", "kind", "year", "opening"], name="following_round_opened_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ReportKind]), name="following_round_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(data_from__lte=F("data_to"), due__lte=F("cut_off")), name="following_round_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frame_id}: {self.kind}/{self.year}"


class RoundWithdrawal(ByLine):
    """A round was opened by mistake and withdrawn before its figures were frozen: nothing is written in it any more,
    what was written stays to be read."""

    round = models.OneToOneField(ReportRound, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="following_withdrawal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.reason}"


class PartDraft(ByLine):
    """What a unit of a round has typed so far: figures by code (exact, as text), why a figure differs from what its
    source proposes, and its text of each section by its place in the outline. It stands from the opening on: it says
    which units report."""

    round = models.ForeignKey(ReportRound, models.PROTECT, related_name="drafts")
    of_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)
    whys = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["round", "of_unit"]
        constraints = [
            models.UniqueConstraint(fields=["round", "of_unit"], name="following_part_of_a_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.of_unit_id}"


class ReportPart(ByLine):
    """One sending of the part of a unit, numbered, never changed: figures by code, where they come from, texts.

    `carried_in`: it has no figures of its own, but is carried inside the part that the unit sends to that report (báo
    cáo lồng ghép): the figures with the same codes are read from there.
    """

    round = models.ForeignKey(ReportRound, models.PROTECT, related_name="parts")
    of_unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    values = models.JSONField(default=dict)
    origins = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    carried_in = models.ForeignKey(ReportRound, models.PROTECT, null=True, related_name="carries")
    at = models.DateTimeField()

    class Meta:
        ordering = ["round", "of_unit", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "of_unit", "number"], name="following_sending_numbered"),
            models.CheckConstraint(
                condition=Q(carried_in__isnull=True) | ~Q(carried_in=F("round")),
                name="following_not_carried_in_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.of_unit_id}/{self.number}"


class PartReturn(ByLine):
    """A sending was returned for a reason; `incomplete`: it was not whole, and its day does not count."""

    part = models.OneToOneField(ReportPart, models.PROTECT, related_name="returned")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    incomplete = models.BooleanField(_("not complete"), default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["part"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="following_return_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.part_id}: {self.reason}"


class PartRecall(ByLine):
    """A unit asks for a sending back, to change it. Answered by a `PartReturn` of the sending or by a refusal."""

    part = models.ForeignKey(ReportPart, models.PROTECT, related_name="recalls")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["part", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="following_recall_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.part_id}: {self.reason}"


class RecallRefusal(ByLine):
    """A sending that a unit asked for stays, for a reason."""

    recall = models.OneToOneField(PartRecall, models.PROTECT, related_name="refused")
    reason = models.CharField(_("reason"), max_length=MOST["reason"])
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["recall"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="following_refusal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.recall_id}: {self.reason}"


class FrozenReport(ByLine):
    """A report as it was frozen: the whole with every part, source and row behind as canonical JSON, and its hash."""

    round = models.OneToOneField(ReportRound, models.PROTECT, related_name="frozen")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["round"]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.sha256[:12]}"


class ArchivedReport(ByLine):
    """A frozen report was issued: the official document that it became, with its files."""

    frozen = models.OneToOneField(FrozenReport, models.PROTECT, related_name="archived")
    document = models.ForeignKey("documents.OfficialDocument", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["frozen"]

    def __str__(self) -> str:
        return f"{self.frozen_id}: {self.document_id}"
