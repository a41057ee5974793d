"""Writing an official document with its files, in the transaction of the room that makes it."""

from __future__ import annotations

from collections.abc import Sequence

from cchc.documents.models import DocumentFile, OfficialDocument, StoredFile
from cchc.documents.queries.library import facts_of, search_text


def write_document(
    document: OfficialDocument, *, files: Sequence[StoredFile] | None = None
) -> OfficialDocument:
    """Save `document` so that it is found by what stands on it now, and return it. `files` are those of a new one, in
    their order; None leaves the files as they are."""
    of_it = files if files is not None else document.files if document.pk else ()
    document.search = search_text(facts_of(document), of_it)
    document.save()
    if files is not None:
        rows = [
            DocumentFile(document=document, place=place, file=file) for place, file in enumerate(files, 1)
        ]
        DocumentFile.objects.bulk_create(rows)
    return document
