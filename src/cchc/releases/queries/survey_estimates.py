"""Whether the answers in this installation still give what a release says that surveys found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from cchc.core.surveys.estimating.canonical import estimate_hash
from cchc.core.words.messages import Message
from cchc.releases.exchange.content import PublicContent, PublicEstimate
from cchc.releases.models import UnitKey
from cchc.surveys.models import EstimateFigure, EstimateState, SurveyEstimate
from cchc.surveys.queries.counts import counted_questionnaires
from cchc.surveys.queries.figures import figures_of_estimate, standing_text
from cchc.units.queries.lineage import continuities

Rows = dict[int | None, list[EstimateFigure]]


def survey_differences(content: PublicContent) -> Iterator[Message]:
    """Yield in what the estimates of a release are others than those that the accepted answers give now: estimates
    that are not here, whose counts have another hash, figures of units that none of theirs equals."""
    found = [
        (unit, number, one)
        for unit in content.units
        for number, leaf in unit.leaves.items()
        for one in leaf.estimates
    ]
    recomputed = {}
    for sha256 in dict.fromkeys(one.sha256 for _unit, _number, one in found):
        estimate = SurveyEstimate.objects.filter(sha256=sha256, state=EstimateState.FINAL).first()
        if estimate is None:
            yield Message("No estimate with the hash {sha256} is in this installation.", sha256=sha256)
            continue
        counted = counted_questionnaires(estimate.survey)
        if estimate_hash(standing_text(counted)) != sha256:
            yield Message(
                "{survey}: the answers are others than those that were counted ({sha256}).",
                survey=estimate.survey.name,
                sha256=sha256,
            )
        rows: Rows = defaultdict(list)
        for questionnaire in counted:
            for row in figures_of_estimate(estimate, questionnaire):
                rows[row.unit_id].append(row)
        recomputed[sha256] = rows
    ids = dict(UnitKey.objects.values_list("key", "unit_id"))
    keyed = {ids[unit.key] for unit, _number, _one in found if unit.key in ids}
    asked = {pk for rows in recomputed.values() for pk in rows if pk is not None}
    chains = {pk: frozenset(chain.ids) for pk, chain in continuities(keyed | asked).items()}
    for unit, number, one in found:
        known = ids.get(unit.key)
        own = [
            row
            for pk, rows in recomputed.get(one.sha256, {}).items()
            if pk is not None and known is not None and (known in chains[pk] or pk in chains[known])
            for row in rows
        ]
        if one.sha256 in recomputed and not any(_equals(row, one) for row in own):
            yield Message(
                "{unit}, {criterion}: the answers do not give {value}.",
                unit=unit.name,
                criterion=number,
                value=one.value,
            )


def _equals(row: EstimateFigure, one: PublicEstimate) -> bool:
    """Whether a figure is the published one, in percent or as its ratio."""
    if (row.answers, row.base) != (one.answers, one.base) or not row.value:
        return False
    return any(
        _times(row.value, scale) == one.value
        and _times(row.low, scale) == one.low
        and _times(row.high, scale) == one.high
        for scale in (Fraction(1), Fraction(1, 100))
    )


def _times(text: str, scale: Fraction) -> Fraction | None:
    return Fraction(text) * scale if text else None
