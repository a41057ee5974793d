"""What the nightly check asks of sheets."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from cchc.core.words.messages import Message
from cchc.documents.models import OfficialDocument
from cchc.self_scoring.models import EvidenceLink


def links_without_document() -> Iterator[Message]:
    """Yield a message for each link that leads to no document: a database that was restored in parts, or written to by
    hand."""
    known = OfficialDocument.objects.filter(pk=OuterRef("document_id"))
    rows = EvidenceLink.objects.filter(~Exists(known)).select_related("sheet__participant")
    for link in rows.iterator(chunk_size=2000):
        yield Message(
            "The evidence link {link} at {leaf} of {unit} leads to no document.",
            link=link.pk,
            leaf=link.leaf,
            unit=link.sheet.participant.name,
        )
