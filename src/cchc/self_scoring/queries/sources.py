"""What is known already when a unit fills in its sheet: what sources propose, and the evidence of last year."""

from __future__ import annotations

from collections import defaultdict

from cchc.core.scoring.checks.feeding import fed_figures_of
from cchc.core.scoring.criteria.feeding import FedFigure
from cchc.criteria.queries import criteria_of
from cchc.cycles.actions.feeding import fed_cells
from cchc.cycles.models import Participant
from cchc.documents.queries.library import with_files
from cchc.scores.queries.last_year import participant_before
from cchc.self_scoring.models import EvidenceLink


def proposals_of(participant: Participant) -> dict[str, dict[str, FedFigure]]:
    """Return what the sources have for the figures of a participant, by leaf and figure. The number of queries depends
    on the sources alone: none for a set that names no source."""
    if not any(fed_figures_of(criteria_of(participant.cycle_set.version))):
        return {}
    found: dict[str, dict[str, FedFigure]] = defaultdict(dict)
    for key, fed in fed_cells(participant.cycle, [participant.pk]).items():
        found[key.leaf][key.figure] = fed
    return dict(found)


def evidence_of_last_year(participant: Participant) -> dict[str, list[EvidenceLink]]:
    """Return the documents that the same unit linked last year, by the leaf of then."""
    before = participant_before(participant)
    found: dict[str, list[EvidenceLink]] = defaultdict(list)
    if before is not None:
        links = EvidenceLink.objects.filter(sheet__participant=before)
        for link in links.select_related("document").prefetch_related(with_files("document")).order_by("pk"):
            found[link.leaf].append(link)
    return dict(found)
