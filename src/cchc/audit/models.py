"""The log of acts: entries that are only ever appended, and the seals that chain them; and the log of access."""

from __future__ import annotations

from typing import TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.core.words.lengths import MOST

LONGEST_PAGE = 500  # letters of the address of a page that a record of access keeps


class ByLine(models.Model):
    """The author of a row, as printed then: the row outlives the account and the unit, so it holds no link to them."""

    person_id = models.BigIntegerField()
    person = models.CharField(max_length=250)
    unit = models.CharField(max_length=250)

    class Meta:
        abstract = True


class ByLineFields(TypedDict):
    """The values of the fields of a `ByLine`."""

    person_id: int
    person: str
    unit: str


def by_line(by: Actor) -> ByLineFields:
    """Return the fields of a `ByLine` for a row whose author is `by`."""
    return {"person_id": by.person_id, "person": by.person, "unit": by.unit}


class Entry(ByLine):
    """One act of a person. Names are kept as printed then, without links: the log outlives accounts and units.

    `facts` fill the gaps of the entry's sentence; `wrote` are the rows that the act wrote, as machine values by kind
    of row and key (None: the act removed the row). `digest_version` names the version of the digest of this entry.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    person = models.CharField(max_length=MOST["person"])
    unit_id = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=40)
    verb = models.CharField(max_length=80, db_index=True)
    subject = models.CharField(max_length=MOST["title"])
    subject_id = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)
    search = models.TextField(editable=False)
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


class AccessRecord(models.Model):
    """One access: a sign-in, a failed one, a sign-out, a file taken away.

    Access is recorded apart from acts, because there are many more records and they need not be kept as long: until
    `kept_until` the database refuses to change or remove a record, afterwards the worker deletes it. `person_id` is
    empty when no account has the typed name; the name itself is not kept, because now and then it is a password typed
    into the wrong field.
    """

    class Kind(models.TextChoices):
        """The kinds of access, in the order in which the filter offers them."""

        SIGNED_IN = "signed_in", _("signed in")
        FAILED = "failed", _("failed to sign in")
        LOCKED = "locked", _("has to wait after wrong passwords")
        WRONG_OWN = "wrong_own", _("typed the present password wrong")
        SIGNED_OUT = "signed_out", _("signed out")
        PASSWORD_CHANGED = "password_changed", _("changed the own password")
        EXPORTED = "exported", _("exported a file")
        DOWNLOADED = "downloaded", _("downloaded a stored file")

    at = models.DateTimeField(db_index=True)
    kept_until = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    person_id = models.BigIntegerField(null=True)
    person = models.CharField(max_length=MOST["person"], blank=True)
    unit_id = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=40, blank=True)
    scope = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=45, blank=True)
    subject = models.CharField(max_length=MOST["title"], blank=True)
    page = models.CharField(max_length=LONGEST_PAGE, blank=True)
    search = models.TextField(editable=False)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["person_id"], name="audit_access_person"),
            models.Index(fields=["kind", "at"], name="audit_access_kind"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.person}: {self.kind} {self.subject}"
