"""The documents of a unit's library: files confirmed as documents, facts corrected, files replaced.

The records name no document, only its id: the province reads the log, and what a unit has not handed in is its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.queries import last_person
from cchc.audit.verbs import verb
from cchc.documents.actions.official import write_document
from cchc.documents.consequences import GivenEvidence, document_replaced, evidence_given, keepers_of
from cchc.documents.models import DocumentFile, IncomingFile, OfficialDocument, StoredFile
from cchc.documents.policies import MOST_FILES, edited_library, may_edit_document
from cchc.documents.queries.library import DocumentFacts, facts_of, replacement_of

REGISTERED = verb("documents.registered", _("added {count} documents to the library of {subject}"))
CHANGED = verb("documents.changed", _("corrected a document in the library of {subject}"))
REPLACED = verb("documents.replaced", _("replaced files of a document in the library of {subject}"))

NOT_SECRET = _("Confirm that no file holds a state secret; such a document does not belong on this platform.")
REPLACED_ALREADY = _("Another one stands in the place of this document already: open that one.")
NAMELESS = _("Give the number and symbol of the document, or say what it is about.")


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """The stored files of a document in their order, what a person has confirmed of it, and the requirements that it
    is to prove."""

    files: tuple[StoredFile, ...]
    facts: DocumentFacts
    wanted: tuple[str, ...] = ()


@transaction.atomic
def register_documents(
    *, by: Actor, drafts: Sequence[DocumentDraft], not_secret: bool, now: datetime | None = None
) -> list[OfficialDocument]:
    """Add files to the library of the unit of `by` as the documents that a person says they are, all or none; returns
    the documents in their order.

    Raises ValidationError with every fault at once: by the id of its first file what is wrong with a draft, else what
    is wrong with all.
    """
    unit = edited_library(by)
    files = [file for draft in drafts for file in draft.files]
    if unit is None or any(file.unit_id != unit for file in files):
        raise NotPermitted(Permission.DOCUMENT_EDIT)
    incoming = IncomingFile.objects.filter(file__in=files)
    list(incoming.order_by("pk").select_for_update(of=("self",)))
    taken = _in_documents(files)
    faults: dict[str, list[Any]] = {} if not_secret else {"__all__": [NOT_SECRET]}
    for draft in drafts:
        whys = _faults_of(draft, taken)
        if whys:
            faults[str(draft.files[0].pk)] = whys
    if faults:
        raise ValidationError(faults)
    made = [_new_document(by, draft.files, draft.facts) for draft in drafts]
    incoming.delete()
    given = [GivenEvidence(one, key) for one, draft in zip(made, drafts, strict=True) for key in draft.wanted]
    if given:
        evidence_given(by=by, given=given, now=now or timezone.now())
    facts = {"count": len(made), "documents": [one.pk for one in made]}
    record(by=by, verb=REGISTERED, subject=by.unit, subject_id=unit, facts=facts)
    return made


def _in_documents(files: Sequence[StoredFile]) -> set[int]:
    """Return the ids of those of `files` that belong to a document."""
    return set(DocumentFile.objects.filter(file__in=files).values_list("file_id", flat=True))


def _faults_of(draft: DocumentDraft, taken: Collection[int]) -> list[Any]:
    whys: list[Any] = [] if draft.facts.number or draft.facts.title else [NAMELESS]
    known = [file.name for file in draft.files if file.pk in taken]
    if known:
        why = _("Somebody has confirmed this meanwhile: %(names)s. It is in the library.")
        whys.append(ValidationError(why, params={"names": ", ".join(known)}))
    return whys + _faults_together(draft.files)


def _faults_together(files: Sequence[StoredFile]) -> list[Any]:
    """Return what is wrong with these files as the files of one document."""
    whys: list[Any] = []
    if len(files) > MOST_FILES:
        why = _("A document has at most %(most)s files; these are %(count)s.")
        whys.append(ValidationError(why, params={"most": MOST_FILES, "count": len(files)}))
    hashes = [file.sha256 for file in files]
    twice = [file.name for at, file in enumerate(files) if file.sha256 in hashes[:at]]
    if twice:
        why = _("The same file would stand twice in the document: %(names)s.")
        whys.append(ValidationError(why, params={"names": ", ".join(twice)}))
    return whys


def _new_document(
    by: Actor,
    files: Sequence[StoredFile],
    facts: DocumentFacts,
    replaces: OfficialDocument | None = None,
) -> OfficialDocument:
    """Write a document, in the place of `replaces` if there is one."""
    made = OfficialDocument(
        **_columns(facts),
        unit_id=by.unit_id,
        unit_name=by.unit,
        received_at=max(file.at for file in files),
        not_secret=True,
        replaces=replaces,
    )
    return write_document(made, files=files)


def _columns(facts: DocumentFacts) -> dict[str, Any]:
    return {one.name: getattr(facts, one.name) for one in fields(facts)}


@transaction.atomic
def change_document(
    *,
    by: Actor,
    document: OfficialDocument,
    facts: DocumentFacts,
    version: int,
    now: datetime | None = None,
) -> OfficialDocument:
    """Correct what is said of a document that was seen as it was in `version`; returns the document that says it now.

    Where something keeps the document as it is (a sheet that was handed in), that goes on showing it in its old words,
    and the correction is a new document with the same files in its place. Raises `Changed` with the facts of both when
    it is another now, ValidationError when nothing names it or another stands in its place. Nothing to change: nothing
    is recorded.
    """
    held = _held(by, document)
    before = facts_of(held)
    if before == facts:
        return held
    if version != held.version:
        raise Changed(seen=facts, now=held, who=last_person(CHANGED, held.pk))
    whys = [REPLACED_ALREADY] if replacement_of(held) else []
    if not (facts.number or facts.title):
        whys.append(NAMELESS)
    if whys:
        raise ValidationError([ValidationError(why) for why in whys])
    changed = [one.name for one in fields(facts) if getattr(before, one.name) != getattr(facts, one.name)]
    at = now or timezone.now()
    if keepers_of(document=held, now=at, held=True):
        new = _new_document(by, held.files, facts, replaces=held)
        moved = document_replaced(by=by, old=held, new=new, now=at)
        _record(by, CHANGED, new, moved, fields=changed, before=held.pk)
        return new
    for name, value in _columns(facts).items():
        setattr(held, name, value)
    held.version += 1
    write_document(held)
    _record(by, CHANGED, held, fields=changed)
    return held


def _record(
    by: Actor, what: str, document: OfficialDocument, wrote: Sequence[Model] = (), **more: Any
) -> None:
    facts = {"document": document.pk, **more}
    record(by=by, verb=what, subject=by.unit, subject_id=document.pk, facts=facts, wrote=wrote)


@transaction.atomic
def replace_files(
    *,
    by: Actor,
    document: OfficialDocument,
    files: Sequence[StoredFile],
    not_secret: bool,
    now: datetime | None = None,
) -> OfficialDocument:
    """Give a document other files: `files` are all of them in their order, kept ones and new ones; returns the new
    document, which names the old one.

    The old one keeps its row and its files: what is frozen goes on showing it. Raises ValidationError when another
    stands in its place already, when nothing would change, or when a new file belongs to a document of the library.
    """
    held = _held(by, document)
    kept = {file.pk for file in held.files}
    new_files = [file for file in files if file.pk not in kept]
    if any(file.unit_id != by.unit_id for file in new_files):
        raise NotPermitted(Permission.DOCUMENT_EDIT)
    whys: list[Any] = [] if not_secret else [NOT_SECRET]
    if replacement_of(held):
        whys.append(REPLACED_ALREADY)
    taken = _in_documents(new_files)
    if taken:
        names = ", ".join(file.name for file in new_files if file.pk in taken)
        whys.append(
            ValidationError(
                _("These files stand in the library already: %(names)s."), params={"names": names}
            )
        )
    if not files:
        whys.append(_("A document of the library has at least one file."))
    if [file.sha256 for file in files] == [file.sha256 for file in held.files]:
        whys.append(_("This is the very same file."))
    whys += _faults_together(files)
    if whys:
        raise ValidationError([ValidationError(why) for why in whys])
    new = _new_document(by, files, facts_of(held), replaces=held)
    IncomingFile.objects.filter(file__in=new_files).delete()
    moved = document_replaced(by=by, old=held, new=new, now=now or timezone.now())
    _record(by, REPLACED, new, moved, before=held.pk)
    return new


def _held(by: Actor, document: OfficialDocument) -> OfficialDocument:
    """Return a document held; others may link it meanwhile."""
    held = hold(OfficialDocument.objects.all(), document.pk)
    if not may_edit_document(by, held):
        raise NotPermitted(Permission.DOCUMENT_EDIT)
    return held
