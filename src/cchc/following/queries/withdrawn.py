"""What hangs on a round that is withdrawn: who had begun, what is carried inside it, what was written in it before the
same report is opened anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from cchc.core.plans.reports.content import frame_of
from cchc.core.plans.reports.drawn import means_the_same
from cchc.core.plans.reports.frame import ReportFrame
from cchc.core.plans.reports.sending import PartState
from cchc.following.models import PartDraft, ReportPart, ReportRound, RoundWithdrawal
from cchc.following.queries.rounds import NOTHING_SENT, sendings_of
from cchc.units.models import Unit


def units_that_began(round_: ReportRound) -> list[Unit]:
    """Return the units that have typed something in a round, or sent their part, in their order; one query."""
    sent = ReportPart.objects.filter(round=OuterRef("round"), of_unit=OuterRef("of_unit"))
    drafts = PartDraft.objects.filter(Q(version__gt=1) | Exists(sent), round=round_)
    return [one.of_unit for one in drafts.select_related("of_unit").order_by("of_unit__sort_key", "of_unit")]


def carried_inside(round_: ReportRound) -> list[tuple[ReportPart, bool]]:
    """Return the sendings in open reports that are carried inside a round, and whether their figures have come; a
    constant number of queries."""
    own = sendings_of(ReportPart.objects.filter(round=round_))
    parts = ReportPart.objects.filter(
        carried_in=round_,
        returned__isnull=True,
        round__frozen__isnull=True,
        round__withdrawal__isnull=True,
    )
    return [
        (one, own.get((round_.pk, one.of_unit_id), NOTHING_SENT).state is PartState.SENT)
        for one in parts.select_related("round__frame").order_by("pk")
    ]


def frozen_naming(round_: ReportRound) -> list[ReportRound]:
    """Return the frozen reports that say of a part that it is carried inside this round; one query."""
    carried = ReportPart.objects.filter(carried_in=round_, returned__isnull=True).values("round")
    frozen = ReportRound.objects.filter(pk__in=carried, frozen__isnull=False)
    return list(frozen.select_related("frame").order_by("pk"))


@dataclass(frozen=True, slots=True)
class WrittenBefore:
    """What a unit had typed in a withdrawn report, as far as it means the same in the one that is opened now."""

    values: Mapping[str, str | None]
    whys: Mapping[str, str]
    texts: Mapping[str, str]


def written_before(round_: ReportRound) -> dict[int, WrittenBefore]:
    """Return by unit what was typed in the last withdrawn round of the same report that asked the unit: figures of rows
    with the same meaning, texts of sections with the same title; two queries."""
    withdrawn = RoundWithdrawal.objects.filter(
        round__frame__key=round_.frame.key,
        round__collector=round_.collector_id,
        round__kind=round_.kind,
        round__year=round_.year,
    )
    frame, found = frame_of(round_.frame.content), {}
    drafts = PartDraft.objects.filter(round__in=withdrawn.values("round")).select_related("round__frame")
    for one in drafts.order_by("round__withdrawal"):
        before = frame_of(one.round.frame.content)
        same = means_the_same(before, frame)
        typed = {code for code in same if not frame.row(code).formula}
        sections = _same_sections(before, frame)
        found[one.of_unit_id] = WrittenBefore(
            {code: value for code, value in one.values.items() if code in typed},
            {code: why for code, why in one.whys.items() if code in typed and frame.row(code).source},
            {sections[number]: text for number, text in one.texts.items() if number in sections},
        )
    return found


def _same_sections(before: ReportFrame, frame: ReportFrame) -> dict[str, str]:
    """From the number of a section before to that of the one with the same title now."""
    now = {one.title: one.number for one in frame.outline}
    return {one.number: now[one.title] for one in before.outline if one.title in now}
