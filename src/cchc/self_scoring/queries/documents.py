"""The documents behind the answers of sheets: which of them a person may see, and at which leaf; the evidence that a
unit still wants.

A link shows its document to the unit from the first moment, to the province once the sheet that has it is submitted;
what is linked after a sheet was given back waits for the next submission.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.core.papers.fitting import fitting_requirements
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.cycles.models import NotApplicable, PhaseKind, State, in_this_world
from cchc.cycles.policies import own_units, sight_of
from cchc.cycles.queries.windows import window_of
from cchc.documents.consequences import (
    DocumentKeeper,
    DocumentUse,
    HandedInDocuments,
    ShownDocuments,
    WantedEvidence,
)
from cchc.documents.models import OfficialDocument
from cchc.following.queries.products import products_of_library
from cchc.following.queries.words import words_of_measure
from cchc.self_scoring.models import EvidenceLink, UnitSheet
from cchc.self_scoring.queries.sheet import whole_sheets
from cchc.self_scoring.queries.sums import criteria_in_force, own_leaves

MOST_PRODUCTS = 300  # of a unit, the latest, among which fitting ones are looked for
MOST_SHOWN = 5
MOST_LETTERS = 80  # of the name of a leaf, where a use or an offer names it


def _links() -> QuerySet[EvidenceLink]:
    return EvidenceLink.objects.filter(in_this_world("sheet__participant__cycle__"))


def links_shown_to(actor: Actor) -> QuerySet[EvidenceLink]:
    """Return the links of the sheets whose content `actor` may see: the same as `policies.may_see_content`."""
    if not actor.may(Permission.SHEET_READ):
        return EvidenceLink.objects.none()
    if actor.everywhere:
        return _links().filter(sheet__state=UnitSheet.State.SUBMITTED)
    handed_in = Q(sheet__state=UnitSheet.State.SUBMITTED, sheet__participant__unit__in=sight_of(actor).units)
    return _links().filter(_of_unit(actor) | handed_in)


def _of_unit(actor: Actor) -> Q:
    return Q(sheet__participant__unit__in=own_units(actor))


def documents_of_sheets(*, actor: Actor) -> list[ShownDocuments]:
    """Return the documents linked in sheets whose content `actor` may see."""
    return [ShownDocuments(links_shown_to(actor).order_by().values("document"))]


def documents_handed_in() -> list[HandedInDocuments]:
    """Return the documents linked in sheets that are submitted, of every unit."""
    links = _links().filter(sheet__state=UnitSheet.State.SUBMITTED)
    return [HandedInDocuments(links.order_by().values("document"))]


def uses_in_sheets(*, actor: Actor, documents: Collection[int]) -> list[DocumentUse]:
    """Return the leaves, of sheets whose content `actor` may see, behind which one of `documents` stands."""
    links = (
        links_shown_to(actor)
        .filter(document__in=documents)
        .order_by("-sheet__participant__cycle__year", "leaf")
    )
    rows = list(links.select_related("sheet__participant__cycle", "sheet__participant__cycle_set__version"))
    sets: dict[int, CriteriaSet] = {}
    uses = []
    for link in rows:
        participant = link.sheet.participant
        version = participant.cycle_set.version_id
        sets[version] = sets.get(version) or criteria_in_force(participant)
        address = (participant.cycle.year, participant.unit_id, link.leaf)
        uses.append(
            DocumentUse(
                document=link.document_id,
                text=_named(sets[version], link.leaf),
                href=reverse("self_scoring:leaf", args=address),
                year=participant.cycle.year,
                frozen=link.sheet.state == UnitSheet.State.SUBMITTED,
                linked_at=link.linked_at,
                seen_at=link.seen_at,
            )
        )
    return uses


def sheets_keeping(*, document: OfficialDocument, now: datetime, held: bool) -> list[DocumentKeeper]:
    """Return the sheets that have a document and are not being filled in now: handed in, locked, or of a closed cycle.
    They go on showing it as it is."""
    links = EvidenceLink.objects.filter(document=document)
    sheets = whole_sheets().filter(pk__in=links.values("sheet")).order_by("pk")
    if held:
        sheets = sheets.select_for_update(of=("self",))
    return [
        DocumentKeeper(f"{one.participant.name}, {one.participant.cycle.year}")
        for one in sheets
        if not _is_filled_in(one, now)
    ]


def _is_filled_in(sheet: UnitSheet, now: datetime) -> bool:
    is_running = sheet.participant.cycle.state == State.OPEN
    return is_running and sheet.state == UnitSheet.State.FILLING and _is_open(sheet, now)


def _named(criteria: CriteriaSet, number: str) -> str:
    leaf = criteria.leaves.get(number)
    return number if leaf is None else f"{number} {leaf.name}"[:MOST_LETTERS]


def evidence_wanted(*, actor: Actor, now: datetime) -> list[WantedEvidence]:
    """Return the leaves of the sheets that `actor` may fill in now for the own unit, with the evidence they require."""
    if actor.everywhere or actor.unit_id is None or not actor.may(Permission.SHEET_EDIT):
        return []
    sheets = whole_sheets().filter(
        participant__unit=actor.unit_id,
        state=UnitSheet.State.FILLING,
        participant__cycle__state=State.OPEN,
    )
    return [wanted for sheet in sheets if _is_open(sheet, now) for wanted in _wanted(sheet)]


def _is_open(sheet: UnitSheet, now: datetime) -> bool:
    window = window_of(sheet.participant, PhaseKind.SELF_SCORING)
    return window is not None and window.takes(None, now).is_taken


def _wanted(sheet: UnitSheet) -> list[WantedEvidence]:
    off = NotApplicable.objects.filter(participant=sheet.participant).values_list("leaf", flat=True)
    leaves = own_leaves(criteria_in_force(sheet.participant), frozenset(off))
    return [
        WantedEvidence(
            key_of(sheet, number), f"{number} {leaf.name}"[:MOST_LETTERS], f"{leaf.name}. {leaf.evidence}"
        )
        for number, leaf in leaves.items()
    ]


@dataclass(frozen=True, slots=True)
class OfferedProduct:
    """A product of a plan that fits a leaf: its document, and what the plan calls it."""

    document: OfficialDocument
    output: str


def products_for_leaf(sheet: UnitSheet, leaf: str) -> list[OfferedProduct]:
    """Return the products that the unit of a sheet has reported, that fit the evidence of a leaf and are not linked to
    it, the latest first: what was brought for a plan is not brought once more."""
    words = {one.key: one.text for one in _wanted(sheet)}
    linked = set(sheet.evidence.filter(leaf=leaf).values_list("document", flat=True))
    found: dict[int, OfferedProduct] = {}
    for one in products_of_library(sheet.participant.unit_id)[:MOST_PRODUCTS]:
        document, measure = one.document, one.record.measure
        output = " ".join((measure.output or words_of_measure(measure)).split())
        fits = fitting_requirements(document.kind, f"{document.title}. {output}", words)
        if document.pk not in linked and key_of(sheet, leaf) in fits:
            found.setdefault(document.pk, OfferedProduct(document, output))
    return list(found.values())[:MOST_SHOWN]


def key_of(sheet: UnitSheet, leaf: str) -> str:
    """Return the key by which documents name a leaf of a sheet: "12:1.1.3"."""
    return f"{sheet.pk}:{leaf}"
