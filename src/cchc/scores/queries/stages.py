"""Which row of a score counts: that of the furthest stage that holds something."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Case, Exists, Max, OuterRef, Q, QuerySet, SmallIntegerField, Value, When

from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.ledgers import LeafScore
from cchc.cycles.models import Participant
from cchc.scores.models import Score, Stage
from cchc.scores.queries.content import core_value
from cchc.scores.queries.untold import ALL_TOLD, Untold, hidden_by

PLACES = {stage.value: place for place, stage in enumerate(Stage)}
HOLDS = Q(points__gt="") | Q(figures__isnull=False)


def counting_scores(untold: Untold = ALL_TOLD) -> QuerySet[Score]:
    """Return of every participant and leaf the row that counts: of the rows that hold something the furthest, of rows
    that all hold nothing the furthest too; in no order. As if those `untold` were not there."""
    weighed = told_scores(untold).alias(weight=_weight())
    further = weighed.filter(
        participant=OuterRef("participant"), leaf=OuterRef("leaf"), weight__gt=OuterRef("weight")
    )
    return weighed.filter(Q(HOLDS, stage=Stage.DECIDED) | ~Exists(further.order_by())).order_by()


def _weight() -> Case:
    """Return the place of a row's stage, where it holds nothing below every row that holds something."""
    stages = [When(HOLDS, stage=stage, then=Value(place)) for stage, place in PLACES.items()]
    empty = [When(stage=stage, then=Value(place - len(PLACES))) for stage, place in PLACES.items()]
    return Case(*stages, *empty, output_field=SmallIntegerField())


def scores_until(rows: Iterable[Score], stage: str) -> dict[tuple[int, str], Score]:
    """Return of `rows` the one that counts of every participant and leaf as if the stages behind `stage` were not there
    yet. What was decided without passing through the round (surveys, points files) counts in every stage."""
    last, own, decided = PLACES[stage], {}, {}
    passed = set()
    for row in sorted(rows, key=lambda row: PLACES[row.stage]):
        if not (row.points or row.figures is not None):
            continue
        cell = (row.participant_id, row.leaf)
        if row.stage == Stage.DECIDED:
            decided[cell] = row
        else:
            passed.add(cell)
        if PLACES[row.stage] <= last:
            own[cell] = row
    return {**{cell: row for cell, row in decided.items() if cell not in passed}, **own}


def reached_stage(scores: Iterable[Score]) -> str:
    """Return the furthest stage of those scores that hold something and are not decided; decided once they all are, ""
    where none holds anything. Survey leaves and corrections are decided long before the rest."""
    stages = {score.stage for score in scores if score.points or score.figures}
    return max(stages - {Stage.DECIDED} or stages, key=PLACES.__getitem__, default="")


def undecided_values(participant: Participant, leaves: Mapping[str, Node]) -> dict[str, LeafScore]:
    """Return, for those of `leaves` that have it, what counts for a participant while nothing is decided; one query."""
    rows = Score.objects.filter(HOLDS, participant=participant, leaf__in=list(leaves))
    found: dict[str, LeafScore] = {}
    for row in sorted(rows.exclude(stage=Stage.DECIDED), key=lambda row: PLACES[row.stage]):
        value = core_value(leaves[row.leaf], row.points, row.figures)
        if value is not None:
            found[row.leaf] = value
    return found


def told_scores(untold: Untold) -> QuerySet[Score]:
    """Return the scores of every stage without those `untold`."""
    return Score.objects.exclude(hidden_by(untold)) if untold else Score.objects.all()


def scores_by_stage(participant: Participant, leaf: str, untold: Untold = ALL_TOLD) -> list[Score]:
    """Return the scores of one leaf of a participant that hold something, in the order of their stages, without those
    `untold`."""
    rows = told_scores(untold).filter(HOLDS, participant=participant, leaf=leaf)
    return sorted(rows.select_related("source__file"), key=lambda row: PLACES[row.stage])


def latest_versions(participants: Collection[int]) -> dict[tuple[int, str], int]:
    """Return the version of the latest writing of every leaf of these participants; one query."""
    rows = Score.objects.filter(participant__in=participants).order_by().values_list("participant_id", "leaf")
    return {(participant, leaf): latest for participant, leaf, latest in rows.annotate(latest=Max("version"))}
