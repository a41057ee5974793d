"""The fourth date of a document: when an appraiser saw it first, at each leaf behind which it stands."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.documents.models import OfficialDocument
from cchc.scores.queries.interests import units_of_interest
from cchc.self_scoring.models import EvidenceLink, UnitSheet
from cchc.self_scoring.queries.documents import links_shown_to

SEEN = verb("self_scoring.evidence_seen", _("saw evidence of {subject} first, at {leaves}"))


def note_first_look(*, by: Actor, document: OfficialDocument, now: datetime) -> list[EvidenceLink]:
    """Store that `by` sees `document` now behind the leaves of submitted sheets where no appraiser saw it before;
    returns these links, of each sheet with one record.

    Whoever is no appraiser, or stands near to the unit of a sheet, leaves nothing there: a unit does not see its own
    evidence in the place of the appraiser. Later looks change nothing and cost one query.
    """
    if not by.may(Permission.APPRAISAL_GIVE):
        return []
    unseen = links_shown_to(by).filter(
        document=document, seen_at=None, sheet__state=UnitSheet.State.SUBMITTED
    )
    rows = list(unseen.select_related("sheet__participant__cycle").order_by("sheet", "leaf"))
    near = {cycle: units_of_interest(by, cycle) for cycle in {one.sheet.participant.cycle for one in rows}}
    seen = [one for one in rows if one.sheet.participant.unit_id not in near[one.sheet.participant.cycle]]
    noted: list[EvidenceLink] = []
    for _sheet, links in groupby(seen, key=lambda one: one.sheet_id):
        noted += _note(by, list(links), now)
    return noted


@transaction.atomic
def _note(by: Actor, links: list[EvidenceLink], now: datetime) -> list[EvidenceLink]:
    """Store the look at links of one sheet, unless somebody came before a moment ago; returns those that are stored."""
    held = EvidenceLink.objects.select_for_update().filter(pk__in=[one.pk for one in links], seen_at=None)
    noted = list(held.order_by("pk"))
    for one in noted:
        one.seen_at, one.seen_by_id, one.seen_by = now, by.person_id, by.person
    EvidenceLink.objects.bulk_update(noted, ["seen_at", "seen_by_id", "seen_by"])
    if noted:
        facts = {"leaves": ", ".join(one.leaf for one in noted)}
        sheet = links[0].sheet
        record(by=by, verb=SEEN, subject=sheet.participant.name, subject_id=sheet.pk, facts=facts)
    return noted
