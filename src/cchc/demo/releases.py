"""The releases of the demonstration: 2024 as it was released by the decision of then, 2025 with a correction
afterwards."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from cchc.core.papers.basis import LegalBasis
from cchc.cycles.models import Cycle, ScoredBy
from cchc.demo.scores import Hands, is_corrected_to_best
from cchc.releases.actions.files import make_files_final
from cchc.releases.actions.releasing import prepare_release, publish_release
from cchc.releases.models import Release
from cchc.releases.queries.drafts import ReleaseTerms
from cchc.releases.queries.faults import file_cells, seal_of_cells
from cchc.scores.actions import approve
from cchc.scores.models import Correction, Score, Stage

SIGNER = "Phó Chủ tịch UBND tỉnh"
WRONG = "Nhập nhầm số liệu của đơn vị khác"


def load_first_release(cycle: Cycle, hands: Hands, decision: LegalBasis) -> None:
    """Load the release of a year that is closed, ranks and indices only, by its decision of then."""
    _release(cycle, hands, decision, level=Release.Extent.INDEX)


def load_releases(cycle: Cycle, hands: Hands, decision: LegalBasis, correcting: LegalBasis) -> None:
    """Load the release of a year that runs: points of files made final, domains and criteria public, one score of a
    commune found wrong afterwards, approved by a second person, and the release that corrects it by the decision
    `correcting`, with everything public."""
    decided = timezone.make_aware(datetime.combine(decision.on, time(10))) if decision.on else None
    seen = seal_of_cells(file_cells(cycle))
    make_files_final(by=hands.by, cycle=cycle, seen=seen, basis=decision, now=decided)
    _release(cycle, hands, decision, level=Release.Extent.CRITERIA)
    rows = Score.objects.filter(
        cycle=cycle, stage=Stage.DECIDED, participant__cycle_set__scored_by=ScoredBy.FILE
    ).exclude(figures=None)
    wrong = rows.select_related("participant__cycle_set__version", "participant__cycle")
    next(
        one
        for one in wrong.order_by("participant__place", "leaf")
        if is_corrected_to_best(one, WRONG, hands.by)
    )
    asked = Correction.objects.get(participant__cycle=cycle, state=Correction.State.WAITING)
    approve(by=hands.second, correction=asked)
    reason = f"{WRONG}: {asked.participant.name}"
    _release(cycle, hands, correcting, level=Release.Extent.LEAVES, reason=reason)


def _release(cycle: Cycle, hands: Hands, decision: LegalBasis, *, level: str, reason: str = "") -> None:
    released = decision.on + timedelta(days=2) if decision.on else None
    terms = ReleaseTerms(level, decision.number, decision.on, SIGNER, released, reason)
    row = Cycle.objects.select_related("province").get(pk=cycle.pk)
    draft = prepare_release(by=hands.by, cycle=row, terms=terms)
    publish_release(by=hands.by, release=draft, seen=draft.sha256)
