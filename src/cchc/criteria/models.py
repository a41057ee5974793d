"""Criteria versions as they are stored: the text, its identity, and the columns that lists show."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cchc.core.words.lengths import MOST


class VersionState(models.TextChoices):
    """Whether a version may still change."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class UnitKind(models.TextChoices):
    """The kinds of units for which a set is made, named as in the criteria files."""

    PROVINCE = "province", _("Provinces")
    DEPARTMENT = "department", _("Departments and agencies of the province")
    DISTRICT = "district", _("Districts")
    COMMUNE = "commune", _("Communes, wards and special zones")
    DIVISION = "division", _("Divisions")
    CENTRE = "centre", _("Centres")
    CENTRAL_AGENCY = "central_agency", _("Central agencies in the province")


class CriteriaVersion(models.Model):
    """One version of a criteria set; the database itself refuses changes of a published one.

    `text` is the set as TOML, written by `criteria.exchange`; `source` the file from which it was uploaded. The
    columns from `title` to `total` repeat facts of the text, so that lists need not read it; `total` is in plain
    notation.
    """

    set_id = models.CharField(max_length=MOST["set_id"])
    version = models.CharField(max_length=MOST["set_version"])
    title = models.CharField(max_length=MOST["set_title"])
    unit_kind = models.CharField(max_length=20, choices=UnitKind)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    leaves = models.PositiveIntegerField(default=0)
    total = models.CharField(max_length=60, default="0")
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    source = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="criteria_versions"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.JSONField(null=True, blank=True)
    basis = models.CharField(max_length=MOST["reason"], blank=True)

    class Meta:
        ordering = ["set_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["set_id", "version"], name="criteria_version_once_per_set"),
            models.CheckConstraint(
                condition=models.Q(state__in=VersionState.values), name="criteria_version_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
                name="criteria_version_published_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def is_draft(self) -> bool:
        """Whether it may still be replaced or deleted."""
        return self.state == VersionState.DRAFT
