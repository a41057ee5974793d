"""The documents behind what units explain of their results: which of them a person may see, and at which leaf; what may
still be added.

A link shows its document to the unit from the first moment; once the justification is handed in, to whoever reads
appraisals and does not stand near to the unit, as far as the leaf is explained.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.appraisal.models import Justification, JustificationEvidence, UnitAppraisal
from cchc.appraisal.policies import may_read_appraisals
from cchc.appraisal.queries.explained import standing_submissions
from cchc.appraisal.queries.held import WITH_SET
from cchc.appraisal.queries.justified import open_justifications
from cchc.core.papers.deadlines.windows import Standing
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.cycles.models import Cycle, PhaseKind, State, in_this_world
from cchc.cycles.policies import own_units
from cchc.cycles.queries.windows import window_of
from cchc.documents.consequences import (
    DocumentKeeper,
    DocumentUse,
    HandedInDocuments,
    ShownDocuments,
    WantedEvidence,
)
from cchc.documents.models import OfficialDocument
from cchc.scores.models import Stage
from cchc.scores.queries.interests import participants_of_interest
from cchc.self_scoring.queries.documents import MOST_LETTERS
from cchc.self_scoring.queries.sums import criteria_in_force

KEY = "giai-trinh:"  # before the id of an appraisal and the number of a leaf, where documents name what they are for


def _links() -> QuerySet[JustificationEvidence]:
    return JustificationEvidence.objects.filter(in_this_world("of__participant__cycle__"))


def handed_in_links() -> QuerySet[JustificationEvidence]:
    """Return the documents that units handed in with what they explained, of every unit."""
    explained = Justification.objects.filter(
        of=OuterRef("of"), leaf=OuterRef("leaf"), kind=Justification.Kind.EXPLAINED
    )
    return _links().filter(Exists(explained), of__in=standing_submissions().values("of"))


def justification_links_shown_to(actor: Actor) -> QuerySet[JustificationEvidence]:
    """Return the documents behind explanations that `actor` may see: of the own unit all, of others those that are
    handed in, where `actor` reads appraisals and the unit does not stand near."""
    own = Q(pk__in=[])
    if actor.may(Permission.SHEET_READ):
        own = Q(of__participant__unit__in=own_units(actor))
    if not may_read_appraisals(actor):
        return _links().filter(own)
    handed_in = handed_in_links()
    cycles = Cycle.objects.filter(participants__appraisals__in=handed_in.order_by().values("of")).distinct()
    near = {pk for cycle in cycles for pk in participants_of_interest(actor, cycle)}
    far = Q(pk__in=handed_in.order_by().values("pk")) & ~Q(of__participant__in=near)
    return _links().filter(own | far)


def documents_of_justifications(*, actor: Actor) -> list[ShownDocuments]:
    """Return the documents behind explanations that `actor` may see."""
    return [ShownDocuments(justification_links_shown_to(actor).order_by().values("document"))]


def documents_handed_in_with_justifications() -> list[HandedInDocuments]:
    """Return the documents that were handed in with explanations, of every unit."""
    return [HandedInDocuments(handed_in_links().order_by().values("document"))]


def uses_in_justifications(*, actor: Actor, documents: Collection[int]) -> list[DocumentUse]:
    """Return the explanations that `actor` may see behind which one of `documents` stands."""
    shown = justification_links_shown_to(actor).filter(document__in=documents)
    rows = shown.select_related("of__participant__cycle", "of__participant__cycle_set__version")
    sets: dict[int, CriteriaSet] = {}
    kept = set(standing_submissions().values_list("of", flat=True))
    uses = []
    for link in rows.order_by("-of__participant__cycle__year", "leaf", "pk"):
        participant = link.of.participant
        version = participant.cycle_set.version_id
        sets[version] = sets.get(version) or criteria_in_force(participant)
        leaf = sets[version].leaves.get(link.leaf)
        uses.append(
            DocumentUse(
                document=link.document_id,
                text=link.leaf if leaf is None else f"{link.leaf} {leaf.name}"[:MOST_LETTERS],
                href=reverse(
                    "appraisal:justified_leaf",
                    args=(participant.cycle.year, participant.unit_id, link.leaf),
                ),
                year=participant.cycle.year,
                frozen=link.of_id in kept,
                linked_at=link.linked_at,
                seen_at=link.seen_at,
            )
        )
    return uses


def justifications_keeping(*, document: OfficialDocument, now: datetime, held: bool) -> list[DocumentKeeper]:
    """Return the justifications that have a document and take no other any more: handed in, locked, or of a closed
    cycle. They go on showing it as it is."""
    links = JustificationEvidence.objects.filter(document=document)
    rows = (
        UnitAppraisal.objects.select_related(*WITH_SET)
        .filter(in_this_world("participant__cycle__"), pk__in=links.values("of"))
        .order_by("pk")
    )
    if held:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return [
        DocumentKeeper(f"{one.participant.name}, {one.participant.cycle.year}")
        for one in rows
        if not is_being_explained(one, now)
    ]


def is_being_explained(row: UnitAppraisal, now: datetime) -> bool:
    """Whether a unit may answer now to the result of its first appraisal `row`: its cycle runs, the phase is not
    locked, and it has not handed in."""
    if row.participant.cycle.state != State.OPEN or not open_justifications([row.participant_id]):
        return False
    window = window_of(row.participant, PhaseKind.JUSTIFICATION)
    return window is not None and window.standing(now) is not Standing.LOCKED


def evidence_wanted_for_justification(*, actor: Actor, now: datetime) -> list[WantedEvidence]:
    """Return the leaves that the result of the own unit lowered and that `actor` may explain now."""
    if actor.everywhere or actor.unit_id is None or not actor.may(Permission.JUSTIFICATION_EDIT):
        return []
    rows = UnitAppraisal.objects.filter(
        in_this_world("participant__cycle__"),
        participant__unit=actor.unit_id,
        participant__cycle__state=State.OPEN,
        stage=Stage.FIRST_APPRAISAL,
        state=UnitAppraisal.State.SENT,
    ).select_related("participant__cycle")
    views = open_justifications([row.participant_id for row in rows if is_being_explained(row, now)])
    return [
        WantedEvidence(
            key_of(view.appraised, one.leaf.number),
            f"{one.leaf.number} {one.leaf.name}"[:MOST_LETTERS],
            one.leaf.name,
        )
        for view in views
        for one in view.leaves
    ]


def key_of(appraised: UnitAppraisal, leaf: str) -> str:
    """Return the key by which documents name a leaf that is explained: "giai-trinh:12:1.1.3"."""
    return f"{KEY}{appraised.pk}:{leaf}"
