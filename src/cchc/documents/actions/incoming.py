"""Files on their way into a library: brought, read, put aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words.messages import Message, data_of
from cchc.documents.models import FileReading, IncomingFile, OfficialDocument, StoredFile
from cchc.documents.policies import edited_library
from cchc.documents.queries.uploads import brought_files
from cchc.reading.documents import PaperText

PUT_ASIDE = verb("documents.put_aside", _("put a file of {subject} aside that was to become a document"))

MOST_WAITING = 300  # files of one unit that wait to be confirmed; a round of 100 leaves brings about as many


@transaction.atomic
def bring_files(*, by: Actor, files: Iterable[StoredFile], wanted: str = "") -> list[IncomingFile]:
    """Let files brought into the library of `by` wait to be confirmed as documents; returns those that wait now.

    A file that waits already, or that is a document already, is left as it is. That they were stored is recorded
    already. Raises ValidationError when too many wait.
    """
    unit, brought = edited_library(by), {file.pk: file for file in files}
    if unit is None or brought_files(by).filter(pk__in=brought).count() != len(brought):
        raise NotPermitted(Permission.DOCUMENT_EDIT)
    known = OfficialDocument.objects.filter(file__in=brought).values_list("file_id", flat=True)
    fresh = [file for file in brought.values() if file.pk not in set(known)]
    waiting = IncomingFile.objects.filter(unit_id=unit).count()
    if waiting + len(fresh) > MOST_WAITING:
        raise ValidationError(
            _(
                "%(waiting)s files wait to be confirmed: confirm these before you bring more. At most %(most)s wait."
            ),
            params={"waiting": waiting, "most": MOST_WAITING},
        )
    return [_waiting_file(by, file, wanted) for file in fresh]


def _waiting_file(by: Actor, file: StoredFile, wanted: str) -> IncomingFile:
    reading, _fresh = FileReading.objects.get_or_create(sha256=file.sha256, name=file.name)
    fresh = {"reading": reading, "unit_id": by.unit_id, "wanted": wanted, **by_line(by)}
    row, _fresh = IncomingFile.objects.get_or_create(file=file, defaults=fresh)
    return row


@transaction.atomic
def keep_reading(*, reading: FileReading, paper: PaperText, why: Message | None = None) -> None:
    """Keep what was read of a file; `why` says why it was its name alone. Nothing is recorded: it is a guess."""
    reading.state = FileReading.State.READ if why is None else FileReading.State.UNREAD
    reading.facts = {key: _fact_data(fact) for key, fact in paper.facts.items()}
    reading.pages, reading.pieces, reading.cut = paper.pages, list(paper.pieces), paper.cut
    reading.why = data_of(why) if why else None
    reading.save()


def _fact_data(fact: Any) -> list[str]:
    return [fact.text.replace("\x00", ""), fact.read_in.value, fact.named]


@transaction.atomic
def put_aside(*, by: Actor, incoming: IncomingFile) -> None:
    """Let a file wait no longer: it becomes no document. Its bytes stay stored."""
    held = hold(IncomingFile.objects.select_related("file"), incoming.pk)
    if held.unit_id != edited_library(by):
        raise NotPermitted(Permission.DOCUMENT_EDIT)
    held.delete()
    record(by=by, verb=PUT_ASIDE, subject=by.unit, subject_id=held.file_id)
