"""The figures of an estimate, made of what was counted."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.core.surveys.estimating.canonical import estimate_text
from cchc.core.surveys.estimating.estimates import SurveyEstimated, estimates_of, prepared_survey
from cchc.core.surveys.reckoning import ReckonedFigure
from cchc.surveys.models import EstimateFigure, SurveyEstimate
from cchc.surveys.queries.counts import CountedQuestionnaire

DOMAINS = ((), ("unit",), ("respondent_group",), ("unit", "respondent_group"))


def standing_text(counted: list[CountedQuestionnaire]) -> str:
    """Return what an estimate of these counts stands on, as it is kept and hashed."""
    return estimate_text({one.questionnaire.code: (one.counts, one.design) for one in counted})


def figures_of_estimate(estimate: SurveyEstimate, counted: CountedQuestionnaire) -> Iterator[EstimateFigure]:
    """Yield the figures of a questionnaire as rows that are not stored: of all, by unit, by group of respondents, by
    both. Raises ValidationError where answers and design do not fit together."""
    try:
        prepared = prepared_survey(counted.counts, counted.design)
    except ValueError as error:
        raise ValidationError(
            _(
                "Answers and design of “%(questionnaire)s” do not fit: look at strata, primary units and sizes."
            ),
            params={"questionnaire": counted.questionnaire.name},
        ) from error
    for domain in DOMAINS:
        table = estimates_of(prepared, [figure.estimand for figure in counted.figures], domain)
        of_rows = (figure for figure in counted.figures for _domain in table.domains)
        for figure, row in zip(of_rows, table.rows(), strict=True):
            yield _figure(estimate, counted, figure, row, dict(zip(domain, row.domain, strict=True)))


def _figure(
    estimate: SurveyEstimate,
    counted: CountedQuestionnaire,
    figure: ReckonedFigure,
    row: SurveyEstimated,
    named: dict[str, str],
) -> EstimateFigure:
    def told(value: float | None) -> str:
        return "" if value is None else plain_text(figure.told(value))

    return EstimateFigure(
        estimate=estimate,
        questionnaire=counted.questionnaire,
        unit_id=int(named["unit"]) if "unit" in named else None,
        respondent_group=named.get("respondent_group", ""),
        code=figure.code,
        kind=figure.use.value,
        value=told(row.value),
        standard_error=told(row.se),
        low=told(row.low),
        high=told(row.high),
        answers=row.n,
        base=row.n + row.missing,
        degrees=max(0, row.df),
        design_effect="" if row.deff_replaced is None else plain_text(row.deff_replaced),
        printed=row.value is not None and row.n >= estimate.survey.minimum_answers,
    )


def plain_text(value: float) -> str:
    """Return a number as the shortest decimal that is it, in plain notation.

    >>> plain_text(98.33333333333333), plain_text(1e-7), plain_text(100.0)
    ('98.33333333333333', '0.0000001', '100')
    """
    text = f"{Decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
