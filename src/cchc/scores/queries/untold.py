"""What a reader is not told of the scores of a running cycle: the points of an appraisal before its unit has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Q

from cchc.cycles.consequences import unsent_stages
from cchc.cycles.models import Cycle
from cchc.cycles.policies import is_provisional

Untold = Mapping[int, frozenset[str]]
"""By participant, the stages whose scores a reader does not see."""

ALL_TOLD: Untold = {}


def unsent_in(cycle: Cycle) -> Untold:
    """Return what the units of `cycle` were not sent of their appraisals: nothing once it is released. One query."""
    if not is_provisional(cycle):
        return ALL_TOLD
    found: dict[int, set[str]] = defaultdict(set)
    for one in unsent_stages(cycle=cycle):
        found[one.participant].add(one.stage)
    return {participant: frozenset(stages) for participant, stages in found.items()}


def hidden_by(untold: Untold) -> Q:
    """Return the rows of scores that are left out."""
    by_stage: dict[str, list[int]] = defaultdict(list)
    for participant, stages in untold.items():
        for stage in stages:
            by_stage[stage].append(participant)
    return Q(
        *(Q(stage=stage, participant__in=some) for stage, some in sorted(by_stage.items())), _connector=Q.OR
    )


PlainUntold = list[tuple[int, list[str]]]


def as_plain(untold: Untold) -> PlainUntold:
    """Return the same in plain values, always in one order: with them a file for such readers is asked for."""
    return [(participant, sorted(stages)) for participant, stages in sorted(untold.items())]


def from_plain(plain: PlainUntold) -> Untold:
    """Return what `as_plain` made plain."""
    return {participant: frozenset(stages) for participant, stages in plain}
