"""Which scores of a set come by points files: the others come by the round, or from a survey."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from cchc.core.scoring.criteria.tree import CriteriaSet, Part
from cchc.core.scoring.ledgers import NA
from cchc.core.words.messages import Fault, Message, Place
from cchc.criteria.queries import criteria_of
from cchc.cycles.models import Cycle, CycleSet, ScoredBy, SurveyedBy
from cchc.files.cells import column_letters
from cchc.scores.exchange.points import PointsFile

FROM_THE_ROUND = Message(
    "each unit scores this criterion itself on its own sheet, and appraisers check it; to correct it, open the page "
    "of the unit"
)
FROM_A_SURVEY = Message("the points of this criterion come from a survey")


def leaves_by_file(cycle_set: CycleSet) -> frozenset[str]:
    """Return the leaves of a set in force whose scores come by points files, its version already fetched."""
    survey, others = cycle_set.survey_by == SurveyedBy.FILE, cycle_set.scored_by == ScoredBy.FILE
    leaves = criteria_of(cycle_set.version).leaves
    return frozenset(
        number for number, leaf in leaves.items() if (survey if leaf.part is Part.SURVEY else others)
    )


def sets_by_file(cycle: Cycle) -> QuerySet[CycleSet]:
    """Return the sets of a cycle to which points files bring scores, each with its version."""
    sets = cycle.sets.select_related("version")
    return sets.filter(pk__in=[one.pk for one in sets if leaves_by_file(one)])


def columns_not_by_file(
    points: PointsFile, criteria: CriteriaSet, by_file: Collection[str]
) -> Iterator[Fault]:
    """Yield a fault for each column of a points file that has scores for a leaf whose scores do not come by files. An
    empty column, or one that says what does not apply, says nothing new."""
    for at, sheet in enumerate(points.sheets):
        own = [unit for unit, place in zip(points.units, points.places, strict=True) if place.sheet == at]
        for column in sheet.columns:
            number = column.leaf.number
            filled = sum(unit.given.get(number, NA) != NA for unit in own)
            if filled and number not in by_file:
                place = Place(
                    file=points.file,
                    sheet=sheet.table.sheet,
                    column=column_letters(column.at),
                    criterion=column.words,
                )
                survey = criteria.leaves[number].part is Part.SURVEY
                expected = Message("an empty column, or none; units with scores in it: {count}", count=filled)
                why = FROM_A_SURVEY if survey else FROM_THE_ROUND
                yield Fault(place, column.heading, expected, why)
