"""Frames of periodic reports and their versions: what a circular asks for, as it was when it was reported."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cchc.core.words.lengths import MOST


class FrameState(models.TextChoices):
    """Whether a version of a frame may still change."""

    DRAFT = "draft", _("Draft of a report frame")
    PUBLISHED = "published", _("Issued report frame")


class FrameVersion(models.Model):
    """One version of a report frame; the database itself refuses changes of a published one.

    `key` is the name of the frame through all its versions. `content` is the frame as canonical JSON, read by
    `core.plans.reports`; `sha256` its hash, `name` and `level` are taken from it. `version` counts the saves of a
    draft, so that two who edit it at once do not overwrite each other; `basis` is the document by which it was issued.
    """

    key = models.CharField(_("code"), max_length=MOST["code"])
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=MOST["name"])
    level = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=FrameState, default=FrameState.DRAFT)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    basis = models.CharField(max_length=MOST["reason"], blank=True)
    source = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="frame_versions"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["key", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="following_frame_version_once"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="draft"), name="following_one_draft_of_a_frame"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=FrameState.values), name="following_frame_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
                name="following_frame_published_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def is_draft(self) -> bool:
        """Whether it may still change."""
        return self.state == FrameState.DRAFT
