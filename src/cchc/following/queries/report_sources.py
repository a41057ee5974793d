"""How punctual the periodic reports of units are, as a source of declared figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils import timezone

from cchc.core.plans.reports.sending import DuePart, PartState, Punctuality, punctuality
from cchc.core.scoring.criteria.feeding import FedFigure, FedInput
from cchc.core.scoring.sources import BY_NAME, KnownSource, closed_sources
from cchc.core.words.messages import Message
from cchc.following.models import PartDraft, ReportPart
from cchc.following.queries.completion import cut_off
from cchc.following.queries.rounds import NOTHING_SENT, sendings_of
from cchc.units.queries.lineage import continuities

REPORTS = BY_NAME["reports"]


def sources_of_reports(*, year: int | None) -> tuple[KnownSource, ...]:
    """Return the sources that this room has for a cycle of any `year`: reports that were due, late, and missing."""
    return closed_sources(REPORTS)


def figures_of_reports(*, year: int, inputs: Collection[FedInput]) -> list[FedFigure]:
    """Return, for the `inputs` that periodic reports feed, the figure of the unit for the reports of `year` that were
    due up to today; nothing for a unit of which none was due. A constant number of queries."""
    wanted = [one for one in inputs if one.source.kind == REPORTS.name]
    today = timezone.localdate()
    day = cut_off(year, today)
    if not wanted or day is None:
        return []
    counts = punctuality_of({one.unit for one in wanted}, year, today)
    origin = Message("periodic reports of {year} that were due", year=str(year))
    found = []
    for one in wanted:
        count = counts[one.unit]
        if count.due:
            fed = one.fed(str(getattr(count, one.source.parts[0])), day, origin)
            found += [fed] if fed is not None else []
    return found


def punctuality_of(units: Collection[int], year: int, today: date) -> dict[int, Punctuality]:
    """Return how punctual each of `units`, by their ids, was with the reports of `year`; what a unit sent under a
    former name is its own, and what was withdrawn was not due."""
    return _punctuality(units, Q(round__year=year), today)


def punctuality_between(
    units: Collection[int], first: date, last: date, today: date
) -> dict[int, Punctuality]:
    """Return the same for the reports that were due from `first` to `last`, of whatever year."""
    return _punctuality(units, Q(round__due__range=(first, last)), today)


def _punctuality(units: Collection[int], which: Q, today: date) -> dict[int, Punctuality]:
    chains = continuities(units)
    present = {pk: unit for unit, chain in chains.items() for pk in chain.ids}
    sent = sendings_of(ReportPart.objects.filter(which, of_unit__in=present))
    owed: dict[int, list[DuePart]] = defaultdict(list)
    drafts = PartDraft.objects.filter(which, of_unit__in=present, round__withdrawal__isnull=True).order_by()
    rows = drafts.values_list("round_id", "of_unit_id", "round__due", "round__frozen__pk")
    for round_id, unit, due, frozen in rows:
        one = sent.get((round_id, unit), NOTHING_SENT)
        closed = frozen is not None
        day = None if closed and one.state is PartState.RETURNED else one.day
        part = DuePart(due, day, closed=closed, carried=one.state is PartState.CARRIED)
        owed[present[unit]].append(part)
    return {unit: punctuality(owed[unit], today) for unit in chains}
