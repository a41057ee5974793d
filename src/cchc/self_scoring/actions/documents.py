"""What happens in sheets when documents are registered for their leaves, or get another file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.documents.consequences import GivenEvidence
from cchc.documents.models import OfficialDocument
from cchc.self_scoring.actions.evidence import link_document
from cchc.self_scoring.actions.writing import hold_to_edit
from cchc.self_scoring.models import EvidenceLink, LinkedEvidence, UnitSheet
from cchc.self_scoring.queries.sheet import whole_sheets
from cchc.ui.requests import requested_number


def link_given_evidence(*, by: Actor, given: Sequence[GivenEvidence], now: datetime) -> list[EvidenceLink]:
    """Link documents to the leaves of sheets for which they were given (`queries.documents.key_of`); each link leaves
    its own record.

    Raises ValidationError for a leaf that is not there, `NotPermitted` for a sheet that `by` does not fill in.
    """
    own = [one for one in given if one.wanted[:1].isdigit()]
    numbers = {requested_number(one.wanted.partition(":")[0]) for one in own}
    sheets = {sheet.pk: sheet for sheet in whole_sheets().filter(pk__in=numbers)}
    for one in own:
        sheet, leaf = one.wanted.partition(":")[::2]
        found = sheets.get(requested_number(sheet))
        if found is None:
            raise ValidationError(_("The sheet for which a document was given is not there any more."))
        link_document(by=by, sheet=found, leaf=leaf, document=one.document, now=now)
    return []


def move_links(
    *, by: Actor, old: OfficialDocument, new: OfficialDocument, now: datetime
) -> list[EvidenceLink]:
    """Let the sheets that are being filled in show `new` where they showed `old`, at the same file, page and passage.

    A sheet that was submitted, or whose phase is locked, keeps the file that it has. Returns the links that moved."""
    moved: list[EvidenceLink] = []
    links = EvidenceLink.objects.filter(document=old, sheet__state=UnitSheet.State.FILLING)
    for sheet in whole_sheets().filter(pk__in=links.values("sheet")).order_by("pk"):
        try:
            held = hold_to_edit(by, sheet, now)
        except (NotPermitted, ValidationError):
            continue
        moved += list(links.filter(sheet=held.sheet))
    for link in moved:
        move_link(link, old, new)
    return moved


def move_link(link: LinkedEvidence, old: OfficialDocument, new: OfficialDocument) -> None:
    """Store that a link which led to `old` leads to `new`, at the same file, page and passage."""
    link.document = new
    link.part, link.page = _place_in(new, old, link)
    link.save(update_fields=["document", "part", "page"])


def _place_in(
    new: OfficialDocument, old: OfficialDocument, link: LinkedEvidence
) -> tuple[int | None, int | None]:
    """Return the file and the page of `new` that a link to `old` means: the same file wherever it stands now, else the
    one at the same place."""
    if len(new.files) == 1 or link.part is None:
        return None, link.page if link.part in (None, 1) else None
    meant, files = old.files[link.part - 1], new.files
    if meant in files:
        return files.index(meant) + 1, link.page
    return (link.part, link.page) if link.part <= len(files) else (None, None)
