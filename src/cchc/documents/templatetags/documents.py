"""How documents are named on pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cchc.documents.consequences import DocumentUse
from cchc.documents.models import OfficialDocument, StoredFile
from cchc.documents.queries.signatures import FileSignatures, SignatureStanding
from cchc.documents.queries.viewing import document_address
from cchc.ui.templatetags.ui import badge

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
def of_key(signs: Mapping[int, FileSignatures], key: int) -> FileSignatures | None:
    """Return the signatures of the file or document with this id; None where nothing is signed in this way."""
    return signs.get(key)


@register.simple_tag
def signature_mark(signatures: FileSignatures | None) -> SafeString | str:
    """Return how the signatures of a file stand, as a small word; empty for a file without any."""
    if signatures is None or signatures.standing not in _STANDINGS:
        return ""
    words, look = _STANDINGS[signatures.standing]
    return badge(str(words), look)


_STANDINGS = {
    SignatureStanding.WAITING: (_("signatures not checked yet"), "neutral"),
    SignatureStanding.HOLDS: (_("signed, signer known"), "good"),
    SignatureStanding.NOT_CHECKED: (_("signed, signer not checked"), "neutral"),
    SignatureStanding.DOUBTFUL: (_("signed, look at the signature"), "late"),
    SignatureStanding.UNREAD: (_("signature not readable"), "late"),
    SignatureStanding.BROKEN: (_("changed after signing"), "loss"),
}


@register.filter
def of_document(uses: Mapping[int, Sequence[DocumentUse]], document: int) -> Sequence[DocumentUse]:
    """Return the uses of the document with this id."""
    return uses.get(document, ())
