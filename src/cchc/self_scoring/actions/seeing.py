"""The fourth date of a document: when an appraiser saw it first, at each leaf behind which it stands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.verbs import verb
from cchc.documents.models import OfficialDocument
from cchc.scores.queries.interests import units_of_interest
from cchc.self_scoring.models import EvidenceLink, LinkedEvidence, UnitSheet
from cchc.self_scoring.queries.documents import links_shown_to

Link = TypeVar("Link", bound=LinkedEvidence)

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
    noted = store_first_look(by, EvidenceLink.objects.all(), [one.pk for one in links], now)
    if noted:
        facts = {"leaves": ", ".join(one.leaf for one in noted)}
        sheet = links[0].sheet
        record(by=by, verb=SEEN, subject=sheet.participant.name, subject_id=sheet.pk, facts=facts)
    return noted


def store_first_look(by: Actor, rows: QuerySet[Link], links: Collection[int], now: datetime) -> list[Link]:
    """Store the look at links among `rows`, by their ids, unless somebody came before a moment ago; returns those that
    are stored. Part of the act that makes the record."""
    noted = list(rows.select_for_update().filter(pk__in=links, seen_at=None).order_by("pk"))
    for one in noted:
        one.seen_at, one.seen_by_id, one.seen_by = now, by.person_id, by.person
    rows.model._default_manager.bulk_update(noted, ["seen_at", "seen_by_id", "seen_by"])
    return noted
