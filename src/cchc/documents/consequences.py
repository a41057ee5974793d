"""What the rooms above know of documents (which they show to whom, where each is used, what evidence is wanted), what
they are told, and what follows from it: who may see a document.

A document is seen by the people of the unit whose library holds it, and by whoever may see something that uses it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.access.events import event, question
from cchc.access.permissions import Permission
from cchc.documents.models import OfficialDocument
from cchc.documents.policies import library_unit


@dataclass(frozen=True, slots=True)
class ShownDocuments:
    """Documents that something shows to an Actor: a query for their ids."""

    ids: QuerySet[Any, Any]


@question(ShownDocuments)
def shown_documents(*, actor: Actor) -> None:
    """Which documents belong to something that `actor` may see?"""


@dataclass(frozen=True, slots=True)
class DocumentUse:
    """Something that uses a document and that the asker may see: its name, its address, its year; when the document was
    linked to it, and when an appraiser saw it there. `frozen`: it keeps this very file whatever is brought later."""

    document: int
    text: str
    href: str
    year: int | None = None
    frozen: bool = False
    linked_at: datetime | None = None
    seen_at: datetime | None = None


@question(DocumentUse)
def uses_of(*, actor: Actor, documents: Collection[int]) -> None:
    """What uses these documents, of what `actor` may see?"""


@dataclass(frozen=True, slots=True)
class DocumentKeeper:
    """Something that was handed in, locked or closed with a document and goes on showing it as it is: its name."""

    text: str


@question(DocumentKeeper)
def keepers_of(*, document: OfficialDocument, now: datetime, held: bool) -> None:
    """What keeps this document as it is now? `held`: whatever uses it stays as it is until the transaction ends."""


@dataclass(frozen=True, slots=True)
class WantedEvidence:
    """A requirement for evidence that the unit of the asker has to meet now: its key (at most 50 letters), its name for
    people, and the words of the requirement."""

    key: str
    label: str
    text: str


@question(WantedEvidence)
def wanted_evidence(*, actor: Actor, now: datetime) -> None:
    """Which evidence is wanted of the unit of `actor` now, by requirements to which `actor` may add some?"""


@dataclass(frozen=True, slots=True)
class GivenEvidence:
    """A document that a person gives for a requirement, named by the key of its `WantedEvidence`."""

    document: OfficialDocument
    wanted: str


@event
def evidence_given(*, by: Actor, given: Sequence[GivenEvidence], now: datetime) -> None:
    """These documents were registered now and are to stand behind these requirements. Whoever answers refuses a key to
    which `by` may not add anything."""


@event
def document_replaced(*, by: Actor, old: OfficialDocument, new: OfficialDocument, now: datetime) -> None:
    """Another document stands in the place of `old`, with other files or facts: `new` is to stand wherever `old` stood,
    except in what keeps it."""


@event
def document_seen(*, by: Actor, document: OfficialDocument, now: datetime) -> None:
    """Somebody who reads as an appraiser looks at a document that `by` may see."""


def visible_to(actor: Actor) -> QuerySet[OfficialDocument]:
    """Return the documents that `actor` may see: those of the own unit, and those of which something visible to `actor`
    makes use."""
    if not actor.may(Permission.DOCUMENT_READ):
        return OfficialDocument.objects.none()
    own = library_unit(actor)
    seen = Q(pk__in=[]) if own is None else Q(unit_id=own)
    for shown in shown_documents(actor=actor):
        seen |= Q(pk__in=shown.ids)
    return OfficialDocument.objects.filter(seen)


def unused_by_anything(actor: Actor, documents: QuerySet[OfficialDocument]) -> QuerySet[OfficialDocument]:
    """Return those of `documents` of which, and of those in whose place they stand, nothing that `actor` may see makes
    use."""
    used = Q(pk__in=[])
    for shown in shown_documents(actor=actor):
        used |= Q(pk__in=shown.ids)
    later: set[int] = set()
    found = OfficialDocument.objects.filter(used, replaced_by__isnull=False).values_list(
        "replaced_by", flat=True
    )
    while fresh := set(found) - later:
        later |= fresh
        found = OfficialDocument.objects.filter(replaces__in=fresh).values_list("pk", flat=True)
    return documents.exclude(used | Q(pk__in=later))


def uses_with_former(*, actor: Actor, documents: Collection[int]) -> list[DocumentUse]:
    """Return what uses these documents, and the documents in whose place they stand, of what `actor` may see: each use
    of a former one told as one of the document that stands there now."""
    now = {pk: pk for pk in documents}
    fresh = set(now)
    while fresh:
        pairs = OfficialDocument.objects.filter(replaced_by__in=fresh).values_list("pk", "replaced_by")
        former = {old: now[new] for old, new in pairs if old not in now}
        now |= former
        fresh = set(former)
    uses = uses_of(actor=actor, documents=list(now))
    return [replace(use, document=now[use.document]) for use in uses]


def may_see(actor: Actor, document: OfficialDocument) -> bool:
    """Whether `actor` may see `document`."""
    return visible_to(actor).filter(pk=document.pk).exists()
