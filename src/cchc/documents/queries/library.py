"""The library of a unit: documents found by what stands on them, files that wait to be confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from cchc.access.actor import Actor
from cchc.core.papers.fitting import fitting_requirements
from cchc.core.words.names import search_key
from cchc.documents.models import DocumentFile, FileReading, IncomingFile, OfficialDocument, StoredFile
from cchc.documents.policies import edited_library


def with_files(of: str = "") -> Prefetch[str]:
    """Return what fetches the files of documents with them, in one query; `of` is the field that leads to documents."""
    return Prefetch(f"{of}__parts" if of else "parts", DocumentFile.objects.select_related("file"))


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What stands on a document; empty where it does not say it."""

    kind: str = ""
    number: str = ""
    date: date | None = None
    issuer: str = ""
    title: str = ""


def facts_of(document: OfficialDocument) -> DocumentFacts:
    """Return what is said of a document now."""
    return DocumentFacts(document.kind, document.number, document.date, document.issuer, document.title)


def search_text(facts: DocumentFacts, files: Iterable[StoredFile]) -> str:
    """Return the key by which a document is found: without marks, by anything that stands on it or names its files."""
    day = f"{facts.date:%d/%m/%Y}" if facts.date else ""
    names = (file.name for file in files)
    return search_key(" ".join((facts.kind, facts.number, day, facts.issuer, facts.title, *names)))


def found_documents(
    documents: QuerySet[OfficialDocument], *, text: str = "", kind: str = "", year: int | None = None
) -> QuerySet[OfficialDocument]:
    """Return those of `documents` that hold each word of `text` and are of this kind and year, the latest first;
    without those whose file was replaced."""
    found = documents.filter(replaced_by=None)
    for word in search_key(text).split():
        found = found.filter(search__contains=word)
    if kind:
        found = found.filter(kind=kind)
    if year:
        found = found.filter(date__year=year)
    return found.prefetch_related(with_files()).order_by("-received_at", "-pk")


def kinds_of(documents: QuerySet[OfficialDocument]) -> list[str]:
    """Return the kinds of `documents`, in the order of their letters."""
    return list(documents.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct())


def years_of(documents: QuerySet[OfficialDocument]) -> list[int]:
    """Return the years that stand on `documents`, the latest first."""
    days = documents.order_by().values_list("date", flat=True).distinct()
    # SQLite would ask Python for the year of each row
    return sorted({day.year for day in days if day is not None}, reverse=True)


def former_files(document: OfficialDocument) -> list[OfficialDocument]:
    """Return the documents in whose place this one stands, the latest first; one query for each."""
    former, before = [], document.replaces
    while before is not None:
        former.append(before)
        before = before.replaces
    return former


def replacement_of(document: OfficialDocument) -> OfficialDocument | None:
    """Return the document that stands in the place of this one; None where none does."""
    return OfficialDocument.objects.filter(replaces=document).prefetch_related(with_files()).first()


def incoming_of(actor: Actor) -> QuerySet[IncomingFile]:
    """Return the files of the own unit that wait to be confirmed, if `actor` may confirm them."""
    rows = IncomingFile.objects.select_related("file", "reading")
    unit = edited_library(actor)
    return rows.none() if unit is None else rows.filter(unit_id=unit)


def files_together(first: IncomingFile) -> list[IncomingFile]:
    """Return a file that waits and those that are put together with it, in their order; one query."""
    rows = IncomingFile.objects.filter(Q(pk=first.pk) | Q(joined_to=first.pk))
    return list(rows.select_related("file", "reading").order_by("place", "pk"))


@dataclass(frozen=True, slots=True)
class IncomingDocument:
    """Files that wait to be confirmed as one document, in their order; `first` came first and stands for them."""

    first: IncomingFile
    waiting: tuple[IncomingFile, ...]

    @property
    def reading(self) -> FileReading:
        """What was read of the document: of its first file in order."""
        return self.waiting[0].reading

    @property
    def files(self) -> tuple[StoredFile, ...]:
        """The stored files."""
        return tuple(one.file for one in self.waiting)

    @property
    def hashes(self) -> frozenset[str]:
        """The hashes of the files."""
        return frozenset(file.sha256 for file in self.files)


def incoming_documents(rows: Sequence[IncomingFile]) -> list[IncomingDocument]:
    """Return the documents for which `rows` stand, with all their files; one query."""
    joined: dict[int, list[IncomingFile]] = {one.pk: [one] for one in rows}
    others = IncomingFile.objects.filter(joined_to__in=joined).select_related("file", "reading")
    for one in others if rows else ():
        joined[one.joined_to_id or 0].append(one)
    return [
        IncomingDocument(one, tuple(sorted(joined[one.pk], key=lambda file: (file.place, file.pk))))
        for one in rows
    ]


def waiting_readings(unit_id: int) -> QuerySet[FileReading]:
    """Return the readings for which files of a unit wait."""
    return FileReading.objects.filter(state=FileReading.State.WAITING, incoming__unit_id=unit_id)


def requirements_to_offer(
    facts: DocumentFacts, wanted: Iterable[dict[str, str]], dropped_for: str
) -> list[str]:
    """Return the keys of the requirements that are offered for a document: the one for which it was dropped, and those
    that it fits. `wanted` are the words of the requirements of each sort by their keys."""
    sorts = list(wanted)
    fitting = [key for sort in sorts for key in fitting_requirements(facts.kind, facts.title, sort)]
    dropped = [dropped_for] if any(dropped_for in sort for sort in sorts) else []
    return list(dict.fromkeys([*dropped, *fitting]))
