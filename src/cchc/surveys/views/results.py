"""What a survey found: rates with intervals by unit and factor, one figure in full, the table as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.surveys.models import Questionnaire, Survey, SurveyEstimate
from cchc.surveys.queries.results import (
    EstimatedValue,
    ResultHeading,
    ResultRow,
    ResultTable,
    estimated_questionnaires,
    factor_headings,
    figure_over_years,
    item_headings,
    level_shares,
    other_headings,
    questions_in,
    result_table,
    standing_estimate,
)
from cchc.surveys.queries.unit_standings import standing_sentences
from cchc.surveys.views.estimating import estimate_under_way
from cchc.ui.pages import page
from cchc.ui.pictures.intervals import (
    LevelShare,
    ValueWithInterval,
    interval_rows,
    levels_key,
    shares_bar,
)
from cchc.ui.templatetags.ui import thousands
from cchc.units.models import Unit

ROWS = 150


@dataclass(frozen=True, slots=True)
class FoundResults:
    """The results of one questionnaire of a survey, in its standing estimate."""

    survey: Survey
    estimate: SurveyEstimate
    questionnaire: Questionnaire
    questions: QuestionSet

    def address(self, name: str, *args: Any) -> str:
        """Return the address of a page about the same questionnaire."""
        return (
            f"{reverse(name, args=[self.survey.pk, *args])}?{urlencode({'phieu': self.questionnaire.code})}"
        )


@dataclass(frozen=True, slots=True)
class AskedResults:
    """What a page of results is about: the survey, the questionnaires to choose from, what was found by the one that
    was asked for; None before the first estimate."""

    survey: Survey
    questionnaires: list[Questionnaire]
    found: FoundResults | None

    def context(self, tab: str) -> dict[str, Any]:
        """Return what the frame of a page of results shows."""
        found = self.found
        chosen = found.questionnaire.code if found and len(self.questionnaires) > 1 else ""
        return {
            "survey": self.survey,
            "estimate": found.estimate if found else None,
            "questionnaires": self.questionnaires,
            "questionnaire": found.questionnaire if found else None,
            "asked_by": f"?{urlencode({'phieu': chosen})}" if chosen else "",
            "tab": tab,
        }


def asked_results(request: Request, pk: int) -> AskedResults:
    """Return the survey with its standing estimate, and the questionnaire that was asked for, the first where none was.

    Raises Http404 for an unknown one.
    """
    survey = get_object_or_404(Survey, pk=pk)
    estimate = standing_estimate(survey)
    if estimate is None:
        return AskedResults(survey, [], None)
    choice = estimated_questionnaires(estimate)
    code = request.GET.get("phieu", "")
    chosen = next((one for one in choice if not code or one.code == code), None)
    if chosen is None:
        if code:
            raise Http404
        return AskedResults(survey, [], None)
    found = FoundResults(survey, estimate, chosen, questions_in(survey, chosen))
    return AskedResults(survey, choice, found)


def found_results(request: Request, pk: int) -> tuple[AskedResults, FoundResults]:
    """Return what was asked for, of a survey that has an estimate. Raises Http404 for any other."""
    asked = asked_results(request, pk)
    if asked.found is None:
        raise Http404
    return asked, asked.found


@needs(Permission.SURVEY_READ)
@require_GET
def results(request: Request, pk: int) -> HttpResponse:
    """The rates of every unit by factor, or by question where the questionnaire has no factors; below, of all units
    together, means of numbers and shares of options."""
    asked = asked_results(request, pk)
    context = {
        "title": _("Results: %(survey)s") % {"survey": asked.survey.name},
        **asked.context("results"),
        **estimate_under_way(request, asked.survey),
    }
    if request.headers.get("HX-Request") == "true":
        if context.get("standing"):
            return page(request, "surveys/result_under_way.html", context, status=202)
        return HttpResponse(headers={"HX-Redirect": request.path})
    if found := asked.found:
        headings, others = main_headings(found.questions), other_headings(found.survey, found.questions)
        table = result_table(found.estimate, found.questionnaire, headings)
        beside = result_table(found.estimate, found.questionnaire, others).whole if others else None
        rows: Page[Any] = Paginator(table.rows, ROWS).get_page(request.GET.get("page"))
        context |= {
            "measured": measured_as(headings),
            "headings": [(one, found.address("surveys:result_figure", one.code)) for one in headings],
            "whole": list(zip(headings, table.whole.cells, strict=True)),
            "others": list(zip(others, beside.cells, strict=True)) if beside else [],
            "rows": rows,
            "lines": [(row.name, list(zip(headings, row.cells, strict=True))) for row in rows.object_list],
        }
    return page(request, "surveys/results.html", context)


def measured_as(headings: Sequence[ResultHeading]) -> str:
    """Return what figures under these headings are, in words: rates, means of marks, or both."""
    kinds = {one.is_rate for one in headings}
    if len(kinds) > 1:
        return _("Rate or mean of marks (%)")
    return _("Mean of marks (%)") if kinds == {False} else _("Rate (%)")


def main_headings(questions: QuestionSet) -> list[ResultHeading]:
    """Return what stands across the table of results: factors, else questions."""
    return factor_headings(questions) or item_headings(questions)


@needs(Permission.SURVEY_READ)
@require_GET
def figure(request: Request, pk: int, code: str) -> HttpResponse:
    """One factor or question: its units by rate with their intervals, its course over the years, its levels."""
    asked, found = found_results(request, pk)
    everything = [*factor_headings(found.questions), *item_headings(found.questions)]
    headings: dict[str, ResultHeading] = {one.code: one for one in everything}
    if code not in headings:
        raise Http404
    table = result_table(found.estimate, found.questionnaire, [headings[code]])
    context = {
        "title": _("Results: %(survey)s") % {"survey": asked.survey.name},
        **asked.context("results"),
        "heading": headings[code],
        "measured": measured_as([headings[code]]),
        "whole": table.whole.cells[0],
        "years": _years(found, code),
        **_by_unit(table),
        **_levels(found, code),
        "items": _items(found, code),
    }
    return page(request, "surveys/result_figure.html", context)


def _by_unit(table: ResultTable) -> dict[str, Any]:
    printed = [(row, cell) for row in table.rows if (cell := row.cells[0]) and cell.value is not None]
    printed.sort(key=lambda one: (-(one[1].value or 0), one[0].name))
    few = [row.name for row in table.rows if row.cells[0] and row.cells[0].value is None]
    whole = table.whole.cells[0]
    return {
        "dots": interval_rows(
            [drawn_row(row, cell) for row, cell in printed], whole=whole.value if whole else None
        ),
        "few": ", ".join(few),
        "said": standing_sentences(table),
    }


def drawn_row(row: ResultRow, cell: EstimatedValue) -> ValueWithInterval:
    """Return a unit with its figure as a row of the picture; a figure that has an interval."""
    value, low, high = cell.value, cell.low, cell.high
    assert value is not None
    return ValueWithInterval(
        row.name,
        value,
        value if low is None else low,
        value if high is None else high,
        f"n = {thousands(cell.answers)}",
    )


def _years(found: FoundResults, code: str) -> list[tuple[int, str, EstimatedValue]]:
    years = figure_over_years(found.survey, found.questionnaire, code, None)
    return [(one.year, one.name, one.value) for one in years] if len(years) > 1 else []


def _levels(found: FoundResults, code: str) -> dict[str, Any]:
    item = found.questions.by_code.get(code)
    if item is None:
        return {}
    valid = [one for one in item.options if one.valid]
    rising = sorted(range(len(valid)), key=lambda at: valid[at].points or 0)  # marks stand from the best on
    labels = [valid[at].text for at in rising]
    shares = level_shares(found.estimate, found.questionnaire, item)
    least = found.survey.minimum_answers
    names_of: dict[int | None, str] = {None: _("All units together")}
    for pk, name in Unit.objects.filter(pk__in=[one for one in shares if one]).values_list("pk", "name"):
        names_of[pk] = name
    rows = [
        (
            names_of[unit],
            shares_bar([LevelShare(valid[at].text, one.shares[at]) for at in rising]),
            one.answers,
        )
        for unit, one in sorted(shares.items(), key=lambda pair: (pair[0] is not None, names_of[pair[0]]))
        if one.answers >= least
    ]
    return {"shares": rows, "shares_key": levels_key(labels)}


def _items(found: FoundResults, code: str) -> Sequence[tuple[ResultHeading, str, EstimatedValue | None]]:
    """The questions of a factor with their figures over all units."""
    factor = found.questions.factor_by_code.get(code)
    if factor is None:
        return []
    headings = item_headings(found.questions, factor)
    whole = result_table(found.estimate, found.questionnaire, headings).whole
    return [
        (one, found.address("surveys:result_figure", one.code), cell)
        for one, cell in zip(headings, whole.cells, strict=True)
    ]
