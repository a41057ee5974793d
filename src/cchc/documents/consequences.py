"""What the rooms above know of documents (which they show to whom, where each is used, what evidence is wanted), what
they are told, and what follows from it: who may see a document, and which others are the same.

A document is seen by the people of the unit whose library holds it, and by whoever may see something that uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from cchc.access.actor import Actor
from cchc.access.events import event, question
from cchc.access.permissions import Permission
from cchc.core.words.names import search_key
from cchc.documents.models import DocumentFile, OfficialDocument
from cchc.documents.policies import library_unit
from cchc.documents.queries.library import DocumentFacts, with_files


@dataclass(frozen=True, slots=True)
class BroughtTemplate:
    """A template that an office brought for a kind of paper: the bytes of the Word file."""

    data: bytes


@question(BroughtTemplate)
def brought_template(*, kind: str) -> None:
    """Which template did an office bring for this kind of paper in place of the standard one?"""


def template_now(kind: str, standard: Callable[[], bytes]) -> bytes:
    """Return the template of a kind of paper that stands: the one that an office brought, else the standard one. Raises
    `FileMissing`."""
    brought = brought_template(kind=kind)
    return brought[0].data if brought else standard()


@dataclass(frozen=True, slots=True)
class ShownDocuments:
    """Documents that something shows to an Actor: a query for their ids."""

    ids: QuerySet[Any, Any]


@question(ShownDocuments)
def shown_documents(*, actor: Actor) -> None:
    """Which documents belong to something that `actor` may see?"""


@dataclass(frozen=True, slots=True)
class HandedInDocuments:
    """Documents that units have handed in to the province: a query for their ids."""

    ids: QuerySet[Any, Any]


@question(HandedInDocuments)
def handed_in_documents() -> None:
    """Which documents stand behind something that a unit, whichever, has handed in?"""


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
    people, the words of the requirement, and its sort: a document fits the words of one sort better than others of
    that sort."""

    key: str
    label: str
    text: str
    sort: str = ""


@question(WantedEvidence)
def wanted_evidence(*, actor: Actor, now: datetime) -> None:
    """Which evidence is wanted of the unit of `actor` now, by requirements to which `actor` may add some?"""


@dataclass(frozen=True, slots=True)
class DocumentMeaning:
    """What a document is besides what stands on it: the words of what it was made for (the output of a plan)."""

    document: int
    text: str


@question(DocumentMeaning)
def meanings_of(*, actor: Actor, documents: Collection[int]) -> None:
    """What were these documents made for, of what `actor` may see?"""


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


def requirements_by_sort(
    actor: Actor, now: datetime
) -> tuple[dict[str, WantedEvidence], list[dict[str, str]]]:
    """Return the requirements that are to be met now by the unit of `actor`, by their keys, and the words of those of
    each sort by their keys."""
    wanted = {one.key: one for one in wanted_evidence(actor=actor, now=now)}
    sorts: dict[str, dict[str, str]] = {}
    for key, one in wanted.items():
        sorts.setdefault(one.sort, {})[key] = one.text
    return wanted, list(sorts.values())


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


@dataclass(frozen=True, slots=True)
class Twins:
    """Documents that are the same as one that is about to be saved: those of the own library, and whether other units
    have handed it in. Which units is nobody's business here, nor what they hold and have not handed in."""

    own: tuple[OfficialDocument, ...] = ()
    others: bool = False

    @property
    def mark(self) -> str:
        """A text that is the same as long as the twins are: what a page has shown."""
        return " ".join([*(str(one.pk) for one in self.own), *(["+"] if self.others else [])])


def twins_of(actor: Actor, sought: Iterable[tuple[Set[str], DocumentFacts]]) -> list[Twins]:
    """Return the twins of each document of `sought`, given as the hashes of its files and its facts: documents that
    have a file with equal bytes, or the same number, date and issuer. Of other units, only what they have handed in
    is looked at. Two queries, however many are sought."""
    asked = list(sought)
    hashes = {sha256 for some, _facts in asked for sha256 in some}
    numbers = {facts.number for _some, facts in asked if facts.number and facts.date}
    of_files = DocumentFile.objects.filter(file__sha256__in=hashes).values("document")
    own = library_unit(actor)
    looked_at = Q(pk__in=[]) if own is None else Q(unit_id=own, replaced_by=None)
    for handed_in in handed_in_documents():
        looked_at |= Q(pk__in=handed_in.ids) & ~Q(unit_id=own)
    rows = OfficialDocument.objects.filter(looked_at, unit_id__isnull=False)
    rows = (
        rows.filter(Q(pk__in=of_files) | Q(number__in=numbers)).prefetch_related(with_files()).order_by("pk")
    )
    known = list(rows) if asked else []
    return [_twins(actor, some, facts, known) for some, facts in asked]


def _twins(actor: Actor, hashes: Set[str], facts: DocumentFacts, known: list[OfficialDocument]) -> Twins:
    same = [one for one in known if _is_twin(one, hashes, facts)]
    own = tuple(one for one in same if one.unit_id == library_unit(actor))
    return Twins(own, len(own) < len(same))


def _is_twin(one: OfficialDocument, hashes: Set[str], facts: DocumentFacts) -> bool:
    if not hashes.isdisjoint(file.sha256 for file in one.files):
        return True
    issuers = {search_key(issuer) for issuer in (one.issuer, facts.issuer) if issuer}
    named = bool(facts.number and facts.date)
    return named and (one.number, one.date) == (facts.number, facts.date) and len(issuers) < 2
