"""Storing a file: its bytes once by their hash, each upload with the person who brought it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Message
from cchc.documents.actions.keeping import link_into_place, written_aside
from cchc.documents.models import StoredFile
from cchc.documents.policies import MOST_BYTES, TYPES
from cchc.documents.queries import has_room, path_of
from cchc.documents.queries.uploads import uploads_folder
from cchc.files.evidence import refusal
from cchc.files.kinds import is_of_kind, kind_of

STORED = verb("documents.stored", _("stored the file {subject}"))
BROUGHT = verb("documents.evidence_stored", _("stored a file of {subject}"))

MOST_NAME = MOST["file"]
LONGEST_ENDING = 10  # letters; a longer ending is the rest of a sentence behind its full stop
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


DISK_LOW = Message(
    "The platform has too little space left for this file: tell the administrator, and bring it later."
)


def refuse_without_room(name: str, size: int) -> None:
    """Raise `Faults` when a file of `size` bytes would leave less free space than the setting LEAST_FREE."""
    if not has_room(size):
        raise refusal(name, DISK_LOW)


@transaction.atomic
def store(*, by: Actor, name: str, data: bytes, own: bool = False) -> StoredFile:
    """Store `data` under its cleaned `name`; returns the row of this upload. The calling room has asked its own
    policy; `own` as in `row_of_kept`.

    Raises ValidationError when the file is empty, larger than `MOST_BYTES`, or of another type than its ending;
    `TYPES` lists the accepted endings; and when the disk is nearly full.
    """
    kept_name = cleaned_name(name)
    if not has_room(len(data)):
        raise ValidationError(gettext(DISK_LOW.text))
    kind = checked_type(kept_name, data)
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if not path.exists():
        with written_aside(uploads_folder()) as file:
            file.write(data)
            link_into_place(file, Path(file.name), path)
    return row_of_kept(by=by, name=kept_name, sha256=digest, size=len(data), kind=kind, own=own)


def row_of_kept(*, by: Actor, name: str, sha256: str, size: int, kind: str, own: bool = False) -> StoredFile:
    """Write the row and the record of a file whose bytes are on the disk, in the transaction of the caller; returns
    the row.

    A file of the unit's `own`, such as one of its library or its sheet, is the unit's alone until a sheet that uses it
    is handed in: the sentence of the log does not name it.
    """
    stored = StoredFile.objects.create(
        sha256=sha256, name=name, size=size, type=kind, unit_id=by.unit_id, **by_line(by)
    )
    facts = {"sha256": sha256, "size": size}
    what, subject = (BROUGHT, by.unit) if own else (STORED, name)
    record(by=by, verb=what, subject=subject, subject_id=stored.pk, facts=facts, wrote=[stored])
    return stored


def cleaned_name(name: str) -> str:
    """Return the last part of a file name, without signs that could mislead a reader or a system.

    >>> cleaned_name("../../etc/điểm.xlsx"), cleaned_name(r"C:\\tmp\\a<b>.csv"), cleaned_name("con.pdf")
    ('điểm.xlsx', 'a_b_.csv', '_con.pdf')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cf", "Cc", "Cs", "Co"))
    # Composed last: a mark behind a hidden sign belongs to the letter before that sign.
    safe = " ".join(_FORBIDDEN.sub("_", unicodedata.normalize("NFC", visible)).split()).strip(". ")
    if _RESERVED.match(safe):
        safe = f"_{safe}"
    stem, dot, ending = safe.rpartition(".")
    if not stem or len(ending) >= LONGEST_ENDING:
        return safe[:MOST_NAME].strip(". ")
    return f"{stem[: MOST_NAME - len(ending) - 1]}{dot}{ending}"


def checked_type(name: str, data: bytes) -> str:
    """Return the type of a file, named by its ending and confirmed by its bytes; nothing of the file is parsed.

    Raises ValidationError otherwise.
    """
    kind = kind_of(name)
    if kind is None:
        raise ValidationError(
            _("Files of this kind are not taken: %(name)s. Taken are %(types)s."),
            params={"name": name, "types": ", ".join(TYPES)},
        )
    if not data:
        raise ValidationError(_("The file %(name)s is empty."), params={"name": name})
    if len(data) > MOST_BYTES:
        raise ValidationError(
            _("The file %(name)s is larger than %(most)s megabytes."),
            params={"name": name, "most": MOST_BYTES // 1_000_000},
        )
    if not is_of_kind(kind, data):
        raise ValidationError(
            _("The content of %(name)s is not what its ending says."), params={"name": name}
        )
    return kind.value
