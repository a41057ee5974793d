"""What follows when somebody opens a document."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.documents.consequences import document_seen
from cchc.documents.models import OfficialDocument


def look_at_document(*, by: Actor, document: OfficialDocument, now: datetime | None = None) -> None:
    """Let whatever uses `document` know that `by` looks at it, where `by` reads as an appraiser; the looks of everybody
    else follow nothing and cost nothing."""
    if by.may(Permission.APPRAISAL_GIVE):
        document_seen(by=by, document=document, now=now or timezone.now())
