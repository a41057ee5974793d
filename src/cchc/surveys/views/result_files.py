"""The results of a survey as files: a table for offices, one for programs, the report as Word."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.consequences import template_now
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.surveys.exchange.report import SURVEY_REPORT, standard_survey_report, survey_report
from cchc.surveys.exchange.results_file import (
    AMOUNTS,
    FigureLine,
    results_csv,
    results_workbook,
)
from cchc.surveys.models import EstimateState
from cchc.surveys.queries.protecting import protected_table
from cchc.surveys.queries.report import report_of
from cchc.surveys.queries.results import (
    ResultHeading,
    factor_headings,
    item_headings,
    other_headings,
    result_table,
)
from cchc.surveys.views.results import FoundResults, found_results


@needs(Permission.SURVEY_READ)
@require_GET
def results_xlsx(request: Request, pk: int) -> HttpResponse:
    """Send the results as a workbook: a sheet for factors, one for questions, one for numbers and choices; always in
    Vietnamese."""
    _asked, found = found_results(request, pk)
    with override("vi"):
        factors, items = factor_headings(found.questions), item_headings(found.questions)
        others = other_headings(found.survey, found.questions)
        every = [*factors, *items, *others]
        tables = [
            (_("Factors"), _lines(found, every, factors)),
            (_("Questions"), _lines(found, every, items)),
            *([(_("Number and choice questions"), _lines(found, every, others))] if others else []),
        ]
        content = results_workbook(found.survey.name, _note(found), tables)
    return made_file(content, f"{_name(found)}.xlsx")


@needs(Permission.SURVEY_READ)
@require_GET
def results_table_csv(request: Request, pk: int) -> HttpResponse:
    """Send the results as a text table."""
    _asked, found = found_results(request, pk)
    headings = [
        *factor_headings(found.questions),
        *item_headings(found.questions),
        *other_headings(found.survey, found.questions),
    ]
    return made_file(results_csv(_lines(found, headings)), f"{_name(found)}.csv")


@needs(Permission.SURVEY_READ)
@require_GET
def result_report(request: Request, pk: int) -> HttpResponse:
    """Send the report of the survey as a Word file, by the template that stands."""
    _asked, found = found_results(request, pk)
    report = report_of(
        request.actor,
        found.survey,
        found.estimate,
        found.questionnaire,
        found.questions,
        timezone.localdate(),
    )
    made = survey_report(report, template_now(SURVEY_REPORT, standard_survey_report))
    return made_file(made, f"bao-cao-{slug_of(found.survey.name)}.docx")


def _name(found: FoundResults) -> str:
    return f"ket-qua-{slug_of(found.survey.name)}-{slug_of(found.questionnaire.code)}"


def _note(found: FoundResults) -> str:
    least = _(
        "A figure of fewer than %(least)s answers is not printed, and neither is one from which it would follow."
    ) % {"least": found.survey.minimum_answers}
    if found.estimate.state == EstimateState.FINAL:
        return least
    return f"{_('Provisional: the survey is not closed.')} {least}"


def _lines(
    found: FoundResults, of_file: list[ResultHeading], chosen: list[ResultHeading] | None = None
) -> Iterator[FigureLine]:
    """The lines of the `chosen` figures (all where none are) of a file with these headings, without what would give a
    hidden figure away beside all others of the file."""
    whole_file = result_table(found.estimate, found.questionnaire, of_file)
    table = protected_table(whole_file, found.survey.minimum_answers, found.questions)
    codes = {one.code for one in chosen or of_file}
    for row in (table.whole, *table.rows):
        for heading, cell in zip(table.headings, row.cells, strict=True):
            if cell is not None and heading.code in codes:
                yield FigureLine(
                    row.name,
                    heading.number,
                    f"{heading.name} ({AMOUNTS[heading.amount]})" if heading.amount else heading.name,
                    cell.value,
                    cell.standard_error,
                    cell.low,
                    cell.high,
                    cell.answers,
                    cell.base,
                )
