"""Criteria versions as they are stored: the text of the file and what identifies it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Whether a version may still change."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class CriteriaVersion(models.Model):
    """One version of a criteria set: its TOML text, its fingerprint, and who published it when."""

    set_id = models.CharField(max_length=100)
    version = models.CharField(max_length=50)
    title = models.CharField(max_length=300)
    unit_kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["set_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["set_id", "version"], name="criteria_version_once_per_set"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"
