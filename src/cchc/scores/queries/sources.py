"""The figures of the last cycle as a source of this one's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from cchc.core.scoring.criteria.feeding import FedFigure, FedInput
from cchc.core.scoring.criteria.sameness import is_same_figure
from cchc.core.scoring.sources import BY_NAME, KnownSource, closed_sources
from cchc.core.words.messages import Message
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Participant
from cchc.cycles.policies import is_provisional
from cchc.scores.queries.last_year import participants_in
from cchc.scores.queries.stages import counting_scores
from cchc.scores.queries.untold import Untold, unsent_in

LAST_YEAR = BY_NAME["last_year"]


def sources_of_last_year(*, year: int | None) -> tuple[KnownSource, ...]:
    """Return the one source that this room has for a cycle of any `year`: what was declared in the cycle before."""
    return closed_sources(LAST_YEAR)


def figures_of_last_year(*, year: int, inputs: Collection[FedInput]) -> list[FedFigure]:
    """Return, for the `inputs` that last year's figures feed, what the same unit has in the cycle of the year before.

    Only where it is the same figure (`is_same_figure`) of the same unit, under whatever name: a unit that was merged or
    split has none, and nothing is carried across a change of formula. An appraisal of a year that still runs counts
    once it was sent. A constant number of queries.
    """
    wanted = [one for one in inputs if one.source.kind == LAST_YEAR.name]
    earlier = participants_in(year - 1, {one.unit for one in wanted})
    cycles = {row.cycle_id: row.cycle for row in earlier.values()}
    unsent = {pk: stages for cycle in cycles.values() for pk, stages in unsent_in(cycle).items()}
    figures = _figures({row.pk for row in earlier.values()}, {one.leaf.number for one in wanted}, unsent)
    return list(_fed(wanted, earlier, figures))


def _figures(
    participants: Collection[int], leaves: Collection[str], unsent: Untold
) -> dict[tuple[int, str], Mapping[str, str]]:
    """Return the declared figures that count without what is `unsent`, by participant and leaf."""
    held = counting_scores(unsent).filter(participant__in=participants, leaf__in=leaves)
    rows = held.filter(figures__isnull=False)
    return {
        (participant, leaf): figures or {}
        for participant, leaf, figures in rows.values_list("participant_id", "leaf", "figures")
    }


def _fed(
    wanted: Collection[FedInput],
    earlier: Mapping[int, Participant],
    figures: Mapping[tuple[int, str], Mapping[str, str]],
) -> Iterator[FedFigure]:
    for one in wanted:
        row = earlier.get(one.unit)
        if row is None:
            continue
        value = figures.get((row.pk, one.leaf.number), {}).get(one.variable.name)
        then = criteria_of(row.cycle_set.version).leaves.get(one.leaf.number)
        if value is not None and then is not None and is_same_figure(one.leaf, then, one.variable.name):
            fed = one.fed(value, date(row.cycle.year, 12, 31), _origin(row))
            if fed is not None:
                yield fed


def _origin(row: Participant) -> Message:
    year = str(row.cycle.year)
    if is_provisional(row.cycle):
        return Message("figure of {year} of {unit}, provisional", year=year, unit=row.name)
    return Message("figure of {year} of {unit}", year=year, unit=row.name)
