"""How documents are named on pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template

from cchc.documents.consequences import DocumentUse
from cchc.documents.models import OfficialDocument

register = template.Library()


@register.filter
def name_of_document(document: OfficialDocument) -> str:
    """Return what a document is about; its number or the name of its file where nobody said that."""
    return document.title or str(document) or (document.file.name if document.file else "")


@register.filter
def of_document(uses: Mapping[int, Sequence[DocumentUse]], document: int) -> Sequence[DocumentUse]:
    """Return the uses of the document with this id."""
    return uses.get(document, ())
