"""Linking documents to the answers that they stand behind."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.cycles.policies import is_of_unit
from cchc.documents.models import OfficialDocument
from cchc.self_scoring.actions.writing import HeldSheet, hold_to_edit
from cchc.self_scoring.models import EvidenceLink, UnitSheet

MOST_PAGES = 9_999

LINKED = verb("self_scoring.evidence_linked", _("linked a document to {leaf} in the sheet of {subject}"))
UNLINKED = verb(
    "self_scoring.evidence_unlinked", _("took a document away from {leaf} in the sheet of {subject}")
)


@transaction.atomic
def link_document(
    *,
    by: Actor,
    sheet: UnitSheet,
    leaf: str,
    document: OfficialDocument,
    part: int | None = None,
    page: int | None = None,
    passage: str = "",
    now: datetime | None = None,
) -> EvidenceLink:
    """Put a document of the unit's library behind the answer to a leaf, at one of its files (`part`, from 1), a page
    and a passage.

    A repetition changes the place and keeps the day of the link; one that says the same is not recorded again.
    Raises ValidationError with every fault, and for a document of another unit, or one whose file was replaced.
    """
    arrived = now or timezone.now()
    held = hold_to_edit(by, sheet, arrived)
    held.own_leaf(leaf)
    check_in_library(by, document)
    where = checked_place(document, part, page, passage)
    link = EvidenceLink.objects.filter(sheet=held.sheet, leaf=leaf, document=document).first()
    if link is not None and (link.part, link.page, link.passage) == where:
        return link
    if link is None:
        link = EvidenceLink(sheet=held.sheet, leaf=leaf, document=document, linked_at=arrived, **by_line(by))
    link.part, link.page, link.passage = where
    link.save()
    held.touch()
    _record(by, LINKED, held, link)
    return link


@transaction.atomic
def unlink_document(*, by: Actor, sheet: UnitSheet, link: EvidenceLink, now: datetime | None = None) -> None:
    """Take a document away from the answer to a leaf; the document stays in the library. One that somebody took away
    already is not taken away again."""
    held = hold_to_edit(by, sheet, now or timezone.now())
    found = EvidenceLink.objects.filter(pk=link.pk, sheet=held.sheet).first()
    if found is None:
        return
    held.touch()
    _record(by, UNLINKED, held, found, removed=True)
    found.delete()


def check_in_library(by: Actor, document: OfficialDocument) -> None:
    """Raise ValidationError where a document is not in the library of the own unit, or its file was replaced."""
    if document.unit_id is None or not is_of_unit(by, document.unit_id):
        raise ValidationError({"document": _("This document is not in the library of your unit.")})
    if OfficialDocument.objects.filter(replaces=document).exists():
        raise ValidationError(
            {"document": _("The file of this document was replaced: link the document that replaced it.")}
        )


def checked_place(
    document: OfficialDocument, part: int | None, page: int | None, passage: str
) -> tuple[int | None, int | None, str]:
    """Return where in a document something stands: the file (None where it has one), the page and the passage. Raises
    ValidationError with every fault, by `part`, `page` and `passage`."""
    faults: dict[str, list[str]] = {}
    count = len(document.files)
    if part is not None and not 1 <= part <= count:
        faults["part"] = [gettext("The document has %(count)s files.") % {"count": count}]
    if page is not None and not 1 <= page <= MOST_PAGES:
        faults["page"] = [gettext("Pages count from 1 to %(most)s.") % {"most": MOST_PAGES}]
    text = ""
    try:
        text = accepted_text(passage, MOST["reason"], lines=False).strip()
    except RefusedText as refused:
        faults["passage"] = [say(why, gettext, number_in_full) for why in refused.whys]
    if faults:
        raise ValidationError(faults)
    return part if count > 1 else None, page, text


def _record(by: Actor, what: str, held: HeldSheet, link: EvidenceLink, *, removed: bool = False) -> None:
    """Make the one record; it does not name the document, for the log is read by the province."""
    record(
        by=by,
        verb=what,
        subject=held.participant.name,
        subject_id=held.sheet.pk,
        facts={"leaf": link.leaf},
        wrote=() if removed else [link],
        removed=[link] if removed else (),
    )
