"""How documents are named on pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django import template

from cchc.documents.consequences import DocumentUse
from cchc.documents.models import OfficialDocument, StoredFile
from cchc.documents.queries.viewing import document_address

register = template.Library()
register.simple_tag(document_address)


@register.filter
def name_of_document(document: OfficialDocument) -> str:
    """Return what a document is about; its number or the name of its file where nobody said that."""
    return document.title or str(document) or next((file.name for file in document.files), "")


@register.filter
def names_of_files(files: Iterable[StoredFile]) -> str:
    """Return the names of files, one behind the other."""
    return ", ".join(file.name for file in files)


@register.filter
def of_document(uses: Mapping[int, Sequence[DocumentUse]], document: int) -> Sequence[DocumentUse]:
    """Return the uses of the document with this id."""
    return uses.get(document, ())
