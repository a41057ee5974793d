"""What happens in justifications when documents are registered for their leaves, get another file, or are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.appraisal.actions.justifying import hold_to_justify, link_to_justification
from cchc.appraisal.models import JustificationEvidence, UnitAppraisal
from cchc.appraisal.policies import OF_A_UNIT
from cchc.appraisal.queries.documents import KEY, handed_in_links, justification_links_shown_to
from cchc.appraisal.queries.held import WITH_SET
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.documents.consequences import GivenEvidence
from cchc.documents.models import OfficialDocument
from cchc.self_scoring.actions.documents import move_link
from cchc.self_scoring.actions.seeing import store_first_look
from cchc.ui.requests import requested_number

SEEN = verb(
    "appraisal.justification_seen",
    _("saw evidence of the justification of {subject} first, at {leaves}"),
    about=OF_A_UNIT,
)


def link_evidence_to_justifications(
    *, by: Actor, given: Sequence[GivenEvidence], now: datetime
) -> list[JustificationEvidence]:
    """Link documents to the leaves of justifications for which they were given (`queries.documents.key_of`); each link
    leaves its own record.

    Raises ValidationError for a leaf that was not lowered, `NotPermitted` for a unit for which `by` does not answer.
    """
    for one in given:
        if not one.wanted.startswith(KEY):
            continue
        number, leaf = one.wanted.removeprefix(KEY).partition(":")[::2]
        found = UnitAppraisal.objects.select_related(*WITH_SET).filter(pk=requested_number(number)).first()
        if found is None:
            raise ValidationError(_("The result to which a document was given is not there any more."))
        link_to_justification(by=by, appraised=found, leaf=leaf, document=one.document, now=now)
    return []


def move_justification_links(
    *, by: Actor, old: OfficialDocument, new: OfficialDocument, now: datetime
) -> list[JustificationEvidence]:
    """Let justifications that are being written show `new` where they showed `old`. One that was handed in, or whose
    phase is locked, keeps the file that it has. Returns the links that moved."""
    links = JustificationEvidence.objects.filter(document=old)
    moved: list[JustificationEvidence] = []
    rows = UnitAppraisal.objects.select_related(*WITH_SET).filter(pk__in=links.values("of"))
    for row in rows.order_by("pk"):
        try:
            view = hold_to_justify(by, row, now)
        except (NotPermitted, ValidationError):
            continue
        moved += list(links.filter(of=view.appraised))
    for link in moved:
        move_link(link, old, new)
    return moved


def note_first_look_at_justifications(
    *, by: Actor, document: OfficialDocument, now: datetime
) -> list[JustificationEvidence]:
    """Store that `by` sees `document` now behind leaves that units explained where no appraiser saw it before; returns
    these links, of each unit with one record. Whoever is no appraiser, or stands near to a unit, leaves nothing there.
    """
    unseen = JustificationEvidence.objects.filter(document=document, seen_at=None)
    if not by.may(Permission.APPRAISAL_GIVE) or not unseen.exists():
        return []
    unseen = justification_links_shown_to(by).filter(document=document, seen_at=None)
    far = unseen.filter(pk__in=handed_in_links().order_by().values("pk"))
    rows = list(far.select_related("of__participant").order_by("of", "leaf"))
    noted: list[JustificationEvidence] = []
    for _of, links in groupby(rows, key=lambda one: one.of_id):
        noted += _note(by, list(links), now)
    return noted


@transaction.atomic
def _note(by: Actor, links: list[JustificationEvidence], now: datetime) -> list[JustificationEvidence]:
    noted = store_first_look(by, JustificationEvidence.objects.all(), [one.pk for one in links], now)
    if noted:
        row = links[0].of
        facts = {"leaves": ", ".join(one.leaf for one in noted)}
        record(by=by, verb=SEEN, subject=row.participant.name, subject_id=row.pk, facts=facts)
    return noted
