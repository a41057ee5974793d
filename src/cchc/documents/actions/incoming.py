"""Files on their way into a library: brought, put together into one document and apart again, read, put aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from cchc.documents.models import DocumentFile, FileReading, IncomingFile, StoredFile
from cchc.documents.policies import MOST_FILES, edited_library
from cchc.documents.queries.library import files_together
from cchc.documents.queries.uploads import brought_files, order_of_names
from cchc.reading.documents import PaperText

PUT_ASIDE = verb("documents.put_aside", _("put a file of {subject} aside that was to become a document"))

FEWEST_TOGETHER = 2
MOST_WAITING = 300  # files of one unit that wait to be confirmed; a round of 100 leaves brings about as many


@transaction.atomic
def bring_files(*, by: Actor, files: Iterable[StoredFile], wanted: str = "") -> list[IncomingFile]:
    """Let files brought into the library of `by` wait to be confirmed as documents, in the order of their names;
    returns those that wait now.

    A file that waits already, or that is a document already, is left as it is. That they were stored is recorded
    already. Raises ValidationError when too many wait.
    """
    unit, brought = edited_library(by), {file.pk: file for file in files}
    if unit is None or brought_files(by).filter(pk__in=brought).count() != len(brought):
        raise NotPermitted(Permission.DOCUMENT_EDIT)
    known = set(DocumentFile.objects.filter(file__in=brought).values_list("file_id", flat=True))
    fresh = sorted((file for file in brought.values() if file.pk not in known), key=order_of_names)
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
    """Let a file wait no longer, and those that are put together with it: they become no document. Their bytes stay
    stored."""
    for held in _held_together(by, incoming):
        held.delete()
        record(by=by, verb=PUT_ASIDE, subject=by.unit, subject_id=held.file_id)


@transaction.atomic
def put_together(*, by: Actor, incoming: Sequence[IncomingFile]) -> None:
    """Let files that wait become one document, with whatever is put together with them already, in this order. Nothing
    is recorded: they are no document yet.

    Raises ValidationError for fewer than two, for too many, and when one does not wait any more.
    """
    held = [one for first in incoming for one in _held_together(by, first)]
    whole = list({one.pk: one for one in held}.values())
    if len(whole) < FEWEST_TOGETHER:
        raise ValidationError(_("Choose at least two files that are one document."))
    if len(whole) > MOST_FILES:
        raise ValidationError(
            _("A document has at most %(most)s files; these are %(count)s."),
            params={"most": MOST_FILES, "count": len(whole)},
        )
    _put_in_order(whole)


@transaction.atomic
def take_apart(*, by: Actor, incoming: IncomingFile) -> None:
    """Let a file be a document of its own again; the others stay together."""
    rest = [one for one in _held_together(by, incoming) if one.pk != incoming.pk]
    _put_in_order(rest)
    _put_in_order([incoming])


@transaction.atomic
def move_before(*, by: Actor, incoming: IncomingFile) -> None:
    """Let a file stand one place earlier in its document; the first one stays the first."""
    files = _held_together(by, incoming)
    at = next(at for at, one in enumerate(files) if one.pk == incoming.pk)
    if at:
        files[at - 1 : at + 1] = [files[at], files[at - 1]]
    _put_in_order(files)


def _held_together(by: Actor, incoming: IncomingFile) -> list[IncomingFile]:
    """Return a file that waits and those that are put together with it, in their order, held."""
    first = hold(IncomingFile.objects.all(), incoming.joined_to_id or incoming.pk)
    if first.unit_id != edited_library(by):
        raise NotPermitted(Permission.DOCUMENT_EDIT)
    together = files_together(first)
    if incoming.pk not in {one.pk for one in together}:
        raise ValidationError(
            _("Somebody has put these files together otherwise meanwhile: look at them again.")
        )
    return together


def _put_in_order(files: Sequence[IncomingFile]) -> None:
    """Write that these files are one document, in this order. The one that came first stands for all of them, whatever
    its place, so that what is typed of them keeps its place on the page."""
    if not files:
        return
    first = min(files, key=lambda one: one.pk)
    for place, one in enumerate(files, 1):
        one.place, one.joined_to = place, None if one.pk == first.pk else first
    IncomingFile.objects.bulk_update(files, ["place", "joined_to"])
