"""Files as they were handed in: kept once by their hash, with who brought them and when."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cchc.core.lengths import MOST


class StoredFile(models.Model):
    """One upload of one file. Equal bytes are kept once on the disk; each upload has its own row."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=MOST["file"])
    size = models.PositiveBigIntegerField()
    type = models.CharField(max_length=10)
    person_id = models.BigIntegerField()
    person = models.CharField(max_length=250)
    unit_id = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=250)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name


class OfficialDocument(models.Model):
    """A document an office issued: kind ("KẾ HOẠCH"), number and symbol, date, issuer, what it is about, its file.

    What the document does not say is empty.
    """

    kind = models.CharField(_("kind of document"), max_length=MOST["document_kind"], blank=True)
    number = models.CharField(_("number and symbol"), max_length=MOST["number"], blank=True)
    date = models.DateField(pgettext_lazy("of a document", "date"), null=True, blank=True)
    issuer = models.CharField(
        pgettext_lazy("of a document", "issued by"), max_length=MOST["name"], blank=True
    )
    title = models.TextField(pgettext_lazy("of a document", "about"), blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-date", "number", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("title"), MOST["title"])),
                name="documents_official_title_length",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.number) if part) or self.title
