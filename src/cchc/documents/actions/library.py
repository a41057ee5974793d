"""The documents of a unit's library: files confirmed as documents, facts corrected, files replaced.

The records name no document, only its id: the province reads the log, and what a unit has not handed in is its own.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from cchc.documents.consequences import GivenEvidence, document_replaced, evidence_given
from cchc.documents.models import IncomingFile, OfficialDocument, StoredFile
from cchc.documents.policies import edited_library, may_edit_document
from cchc.documents.queries.library import DocumentFacts, facts_of, search_text

REGISTERED = verb("documents.registered", _("added {count} documents to the library of {subject}"))
CHANGED = verb("documents.changed", _("corrected a document in the library of {subject}"))
REPLACED = verb("documents.replaced", _("replaced the file of a document in the library of {subject}"))

NOT_SECRET = _("Confirm that no file holds a state secret; such a document does not belong on this platform.")
NAMELESS = _("Give the number and symbol of the document, or say what it is about.")


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A stored file, what a person has confirmed of its document, and the requirements that it is to prove."""

    file: StoredFile
    facts: DocumentFacts
    wanted: tuple[str, ...] = ()


@transaction.atomic
def register_documents(
    *, by: Actor, drafts: Sequence[DocumentDraft], not_secret: bool, now: datetime | None = None
) -> list[OfficialDocument]:
    """Add files to the library of the unit of `by` as the documents that a person says they are, all or none; returns
    them in their order.

    Raises ValidationError with every fault at once: by the id of its file what is wrong with a draft, else what is
    wrong with all.
    """
    unit = edited_library(by)
    if unit is None or any(draft.file.unit_id != unit for draft in drafts):
        raise NotPermitted(Permission.DOCUMENT_EDIT)
    files = [draft.file.pk for draft in drafts]
    incoming = {one.file_id: one for one in IncomingFile.objects.select_for_update().filter(file__in=files)}
    taken = set(OfficialDocument.objects.filter(file__in=files).values_list("file_id", flat=True))
    faults: dict[str, list[Any]] = {} if not_secret else {"__all__": [NOT_SECRET]}
    for draft in drafts:
        whys = _faults_of(draft, draft.file.pk in taken)
        if whys:
            faults[str(draft.file.pk)] = whys
    if faults:
        raise ValidationError(faults)
    made = [_new_document(by, draft.file, draft.facts) for draft in drafts]
    IncomingFile.objects.filter(pk__in=[one.pk for one in incoming.values()]).delete()
    given = [GivenEvidence(one, key) for one, draft in zip(made, drafts, strict=True) for key in draft.wanted]
    if given:
        evidence_given(by=by, given=given, now=now or timezone.now())
    facts = {"count": len(made), "documents": [one.pk for one in made]}
    record(by=by, verb=REGISTERED, subject=by.unit, subject_id=unit, facts=facts)
    return made


def _faults_of(draft: DocumentDraft, is_taken: bool) -> list[Any]:
    whys = [] if draft.facts.number or draft.facts.title else [NAMELESS]
    if is_taken:
        whys.append(_("Somebody has confirmed this file meanwhile: it is in the library."))
    return whys


def _new_document(
    by: Actor, file: StoredFile, facts: DocumentFacts, replaces: OfficialDocument | None = None
) -> OfficialDocument:
    return OfficialDocument.objects.create(
        **_columns(facts, file.name),
        file=file,
        unit_id=by.unit_id,
        unit_name=by.unit,
        received_at=file.at,
        not_secret=True,
        replaces=replaces,
    )


def _columns(facts: DocumentFacts, file: str) -> dict[str, Any]:
    return {
        **{one.name: getattr(facts, one.name) for one in fields(facts)},
        "search": search_text(facts, file),
    }


@transaction.atomic
def change_document(
    *, by: Actor, document: OfficialDocument, facts: DocumentFacts, version: int
) -> OfficialDocument:
    """Correct what is said of a document that was seen as it was in `version`.

    Raises `Changed` with the facts of both when it is another now, ValidationError when nothing names it. Nothing to
    change: nothing is recorded.
    """
    held = _held(by, document)
    before = facts_of(held)
    if before == facts:
        return held
    if version != held.version:
        raise Changed(seen=facts, now=held, who=last_person(CHANGED, held.pk))
    if not (facts.number or facts.title):
        raise ValidationError(NAMELESS)
    for name, value in _columns(facts, held.file.name if held.file else "").items():
        setattr(held, name, value)
    held.version += 1
    held.save()
    changed = [one.name for one in fields(facts) if getattr(before, one.name) != getattr(facts, one.name)]
    _record(by, CHANGED, held, fields=changed)
    return held


def _record(
    by: Actor, what: str, document: OfficialDocument, wrote: Sequence[Model] = (), **more: Any
) -> None:
    facts = {"document": document.pk, **more}
    record(by=by, verb=what, subject=by.unit, subject_id=document.pk, facts=facts, wrote=wrote)


@transaction.atomic
def replace_file(
    *,
    by: Actor,
    document: OfficialDocument,
    file: StoredFile,
    not_secret: bool,
    now: datetime | None = None,
) -> OfficialDocument:
    """Put another file in the place of a document's; returns the new document, which names the old one.

    The old one keeps its row and its file: what is frozen goes on showing it. Raises ValidationError when it was
    replaced before, or when the file is the same or stands in the library already.
    """
    held = _held(by, document)
    if file.unit_id != by.unit_id:
        raise NotPermitted(Permission.DOCUMENT_EDIT)
    whys = [] if not_secret else [NOT_SECRET]
    if OfficialDocument.objects.filter(replaces=held).exists():
        whys.append(_("Another file stands in the place of this one already: open that one."))
    if OfficialDocument.objects.filter(file=file).exists():
        whys.append(_("This file stands in the library already."))
    if held.file is not None and held.file.sha256 == file.sha256:
        whys.append(_("This is the very same file."))
    if whys:
        raise ValidationError([ValidationError(why) for why in whys])
    new = _new_document(by, file, facts_of(held), replaces=held)
    IncomingFile.objects.filter(file=file).delete()
    moved = document_replaced(by=by, old=held, new=new, now=now or timezone.now())
    _record(by, REPLACED, new, moved, before=held.pk)
    return new


def _held(by: Actor, document: OfficialDocument) -> OfficialDocument:
    held = hold(OfficialDocument.objects.select_related("file"), document.pk)
    if not may_edit_document(by, held):
        raise NotPermitted(Permission.DOCUMENT_EDIT)
    return held
