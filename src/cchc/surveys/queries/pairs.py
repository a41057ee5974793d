"""Two units beside each other, figure by figure, with what may be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cchc.core.surveys.estimating.comparing import (
    ComparisonVerdict,
    EstimateComparison,
    compared,
    difference_in,
)
from cchc.core.surveys.estimating.estimates import prepared_survey
from cchc.surveys.models import Questionnaire, SurveyEstimate
from cchc.surveys.queries.counts import counted_in
from cchc.surveys.queries.results import EstimatedValue, ResultHeading, ResultTable


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One figure of two units, and what may be said of the first beside the second."""

    heading: ResultHeading
    first: EstimatedValue | None
    second: EstimatedValue | None
    comparison: EstimateComparison | None

    @property
    def verdict(self) -> ComparisonVerdict:
        """What may be said; undecided where a figure is not printed."""
        return self.comparison.verdict if self.comparison else ComparisonVerdict.UNDECIDED


def compared_units(
    estimate: SurveyEstimate, questionnaire: Questionnaire, table: ResultTable, first: int, second: int
) -> list[ComparedFigure]:
    """Return the figures of a table of an estimate for two of its units, each difference with its error under the
    design of the survey (units may share primary units and even people), corrected for the number of figures (Holm).
    Differences are of the answers that the estimate counted, as the figures beside them are."""
    rows = {row.unit: row.cells for row in table.rows}
    pairs = list(zip(table.headings, rows[first], rows[second], strict=True))
    counted = counted_in(estimate, questionnaire)
    if counted is None:
        return [ComparedFigure(heading, one, other, None) for heading, one, other in pairs]
    prepared = prepared_survey(counted.counts, counted.design)
    estimands = {one.code: one.estimand for one in counted.figures}
    known = [heading for heading, one, other in pairs if _printed(one) and _printed(other)]
    where = ({"unit": [str(first)]}, {"unit": [str(second)]})
    differences = [difference_in(prepared, estimands[one.code], *where) for one in known]
    said = dict(zip((one.code for one in known), compared(differences), strict=True))
    return [ComparedFigure(heading, one, other, said.get(heading.code)) for heading, one, other in pairs]


def _printed(value: EstimatedValue | None) -> bool:
    return value is not None and value.value is not None


def pair_sentence_counts(found: Sequence[ComparedFigure]) -> tuple[int, int, int]:
    """Return of how many figures the first is surely higher, surely lower, and not surely either."""
    verdicts = [one.verdict for one in found]
    return (
        verdicts.count(ComparisonVerdict.HIGHER),
        verdicts.count(ComparisonVerdict.LOWER),
        verdicts.count(ComparisonVerdict.UNDECIDED),
    )
