"""The log: entries that are only ever appended, and the seals that chain them."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One thing that somebody did. Names are kept as printed then, without links: the log outlives accounts
    and units.

    `facts` are what the sentence of the entry needs; `wrote` the rows that the act wrote, as machine values by kind of
    row and key (None: the act removed it). `digest_version` says how the entry goes into the chain.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    person_id = models.BigIntegerField()
    person = models.CharField(max_length=200)
    unit_id = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=40)
    verb = models.CharField(max_length=80, db_index=True)
    subject = models.CharField(max_length=500)
    subject_id = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)
    search = models.CharField(max_length=1000, editable=False)
    scope = models.CharField(max_length=20, blank=True)
    wrote = models.JSONField(default=dict)
    digest_version = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["person_id"], name="audit_entry_person"),
            models.Index(fields=["verb", "subject_id"], name="audit_entry_subject"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.person}: {self.verb} {self.subject}"


class Seal(models.Model):
    """The place of one entry in the chain. `digest` covers the entry and the digest before it."""

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.position}: {self.digest[:12]}"
