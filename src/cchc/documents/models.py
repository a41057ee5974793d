"""Stored files, kept once by their hash, with the person and time of each upload; official documents and the files that
wait to become some; files that the worker makes; errands; and what signatures of files are worth."""

from base64 import b64decode

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class StoredFile(ByLine):
    """One upload of one file. Equal bytes are kept once on the disk; each upload has its own row."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=MOST["file"])
    size = models.PositiveBigIntegerField()
    type = models.CharField(max_length=10)
    unit_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name


class OfficialDocument(models.Model):
    """A document that an office issued: kind ("KẾ HOẠCH"), number and symbol, date, issuer, subject; its files.

    Facts that the document does not state are empty. `date` stands on it, `received_at` is when it came to us. A unit
    whose library holds it is known by id and printed name; without one it belongs to the platform (the basis of a plan
    or a correction). `not_secret` is what its bringer declared. A document whose files are replaced keeps its row: the
    new one names it in `replaces`.
    """

    kind = models.CharField(_("kind of document"), max_length=MOST["document_kind"], blank=True)
    number = models.CharField(_("number and symbol"), max_length=MOST["number"], blank=True)
    date = models.DateField(pgettext_lazy("of a document", "date"), null=True, blank=True)
    issuer = models.CharField(
        pgettext_lazy("of a document", "issued by"), max_length=MOST["name"], blank=True
    )
    title = models.TextField(pgettext_lazy("of a document", "about"), blank=True)
    unit_id = models.BigIntegerField(null=True, db_index=True)
    unit_name = models.CharField(max_length=MOST["name"], blank=True)
    received_at = models.DateTimeField(default=timezone.now, null=True)
    not_secret = models.BooleanField(_("holds no state secret"), default=False)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    search = models.TextField(editable=False, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-date", "number", "id"]
        indexes = [models.Index(fields=["number", "date"], name="documents_by_number")]
        constraints = [
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("title"), MOST["title"])),
                name="documents_official_title_length",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.number) if part) or self.title

    @property
    def files(self) -> list[StoredFile]:
        """The files in their order; a query, unless they were fetched before (`queries.library.with_files`)."""
        return [part.file for part in self.parts.all()]

    @property
    def first_file(self) -> StoredFile | None:
        """The document itself, before its annexes; None where no file was brought."""
        files = self.files
        return files[0] if files else None


class DocumentFile(models.Model):
    """A file of a document at its place, from 1: the document itself, then its annexes; or the pages of a scan.

    A file may belong to several documents: to one that was replaced, and to the one that stands in its place.
    """

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="parts")

    class Meta:
        ordering = ["document", "place"]
        constraints = [
            models.UniqueConstraint(fields=["document", "place"], name="documents_file_at_its_place"),
            models.UniqueConstraint(fields=["document", "file"], name="documents_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.place}"


class Upload(ByLine):
    """A file on its way in, part by part; once all of it is here and on the disk, the row names the stored file.

    `key` is made of the hash that the browser computed, the unit and the document: the same file sent twice, by whom
    in the unit ever, is one upload. Parts that have come are known to the disk alone (`queries.uploads`). A row
    without a stored file is thrown away after some days.
    """

    key = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=MOST["file"])
    unit_id = models.BigIntegerField(null=True)
    document = models.ForeignKey(OfficialDocument, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["person_id"], condition=Q(stored=None), name="documents_upload_unfinished"),
            models.Index(fields=["unit_id", "at"], name="documents_upload_of_a_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stored=None, finished_at=None)
                | Q(stored__isnull=False, finished_at__isnull=False),
                name="documents_upload_finished_when_stored",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FileReading(models.Model):
    """What was read of a file that somebody brought as a document: once for its bytes under its name, however often it
    is brought.

    `facts` are guesses (`reading.documents`): by their names their text, where it was read, and what the name of the
    file says instead. `pieces` are the paragraphs and rows of a Word or Excel file, to be shown; `cut` says that there
    are more. `why` is the message of the reason why only the name could be read.
    """

    class State(models.TextChoices):
        """The state of a reading; whether the worker is at it is in the queue."""

        WAITING = "waiting", _("Waiting to be read")
        READ = "read", _("Read")
        UNREAD = "unread", _("Only its name was read")

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=MOST["file"])
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    facts = models.JSONField(default=dict)
    pages = models.PositiveIntegerField(null=True)
    pieces = models.JSONField(default=list)
    cut = models.BooleanField(default=False)
    why = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sha256", "name"], name="documents_reading_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "read", "unread"]), name="documents_reading_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class IncomingFile(ByLine):
    """A file that waits until a clerk of the unit has confirmed which document it is.

    `wanted` is the key of the requirement for which it was dropped, as `documents.consequences.WantedEvidence` gives
    it; empty where it was dropped in the library. Files that are to be one document name the first of them that came
    in `joined_to`; `place` is their order.
    """

    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="incoming")
    reading = models.ForeignKey(FileReading, models.PROTECT, related_name="incoming")
    unit_id = models.BigIntegerField(db_index=True)
    wanted = models.CharField(max_length=MOST["code"], blank=True)
    joined_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="joined")
    place = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.file)


class PreparedFile(models.Model):
    """A heavy file that the worker makes on the first request, and that serves every reader who may have it.

    `of` names the file: its kind, its subject and its readers (who see the same in it); `version` the state of the
    rows from which it is made, so that each state is made once. `about` tells the file's room what to make, in
    `language`. The file is no record: it can be made again at any time, and is deleted.
    """

    class State(models.TextChoices):
        """The state of a file; whether the worker makes it at the moment is in the queue."""

        WAITING = "waiting", _("Waiting to be made")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    of = models.CharField(max_length=200)
    version = models.CharField(max_length=70)
    about = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    person_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["of", "version", "language"], name="documents_prepared_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "failed"]), name="documents_prepared_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Errand(models.Model):
    """Costly work that a person has started: a task that waits or runs, or a request that is being answered.

    Errands are counted, so that nobody starts so much at once that others wait. `task` is the id of the task in the
    queue; empty while a request does the work.
    """

    class What(models.TextChoices):
        """The kinds of errands."""

        READING = "reading", _("plan files being read")
        FILE = "file", _("files being made")
        IMPORT = "import", _("files being checked before they are imported")

    person_id = models.BigIntegerField(db_index=True)
    what = models.CharField(max_length=10, choices=What)
    task = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["reading", "file", "import"]), name="documents_errand_what_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.what}"


class TrustAnchor(ByLine):
    """A certificate of an authority, loaded by an administrator: signatures whose chain ends at it are of a known
    signer. One that was removed stays as a row, with who removed it and why.

    `sha256` and `content` (Base64 of its DER) are those of the certificate; `file` is the name of the file in which it
    came.
    """

    sha256 = models.CharField(max_length=64)
    subject = models.CharField(max_length=MOST["certificate_name"])
    issuer = models.CharField(max_length=MOST["certificate_name"])
    serial = models.CharField(max_length=MOST["certificate_name"])
    valid_from = models.DateField()
    valid_to = models.DateField()
    content = models.TextField(editable=False)
    file = models.CharField(max_length=MOST["file"])
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=250, blank=True)
    removed_unit = models.CharField(max_length=250, blank=True)
    reason = models.CharField(_("reason"), max_length=MOST["reason"], blank=True)

    class Meta:
        ordering = ["subject", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(removed_at=None), name="documents_anchor_once"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | ~Q(reason=""), name="documents_anchor_removed_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def der(self) -> bytes:
        """The bytes of the certificate."""
        return b64decode(self.content)


class SignatureCheck(models.Model):
    """The signatures of a PDF by its hash, judged by the certificates loaded at that time (`anchors`, a mark of all of
    them); checked anew when others are loaded.

    `signatures` are the answers (`files.signatures`); `why` says what could not be read. The row is no record: it can
    be made again at any time.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    anchors = models.CharField(max_length=64)
    is_signed = models.BooleanField()
    signatures = models.JSONField(default=list)
    why = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.sha256
