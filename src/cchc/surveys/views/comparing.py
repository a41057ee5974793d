"""Two units beside each other."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.surveys.estimating.comparing import ComparisonVerdict
from cchc.surveys.forms.results import CompareForm
from cchc.surveys.queries.pairs import compared_units, pair_sentence_counts
from cchc.surveys.queries.results import result_table
from cchc.surveys.views.results import asked_results, main_headings
from cchc.ui.pages import page

VERDICT_WORDS = {
    ComparisonVerdict.HIGHER: gettext_lazy("enough ground to say higher"),
    ComparisonVerdict.LOWER: gettext_lazy("enough ground to say lower"),
    ComparisonVerdict.UNDECIDED: gettext_lazy("not enough ground"),
}


@needs(Permission.SURVEY_READ)
@require_GET
def compare(request: Request, pk: int) -> HttpResponse:
    """Choose two units, and see their figures side by side with what may be said of each difference."""
    asked = asked_results(request, pk)
    context = {
        "title": _("Compare units: %(survey)s") % {"survey": asked.survey.name},
        **asked.context("compare"),
    }
    if found := asked.found:
        table = result_table(found.estimate, found.questionnaire, main_headings(found.questions))
        is_asked = "mot" in request.GET
        form = CompareForm(request.GET if is_asked else None, rows=table.rows)
        context |= {"form": form}
        if is_asked and form.is_valid():
            first, second = (int(form.cleaned_data[one]) for one in ("mot", "hai"))
            names = {row.unit: row.name for row in table.rows}
            lines = compared_units(found.estimate, found.questionnaire, table, first, second)
            higher, lower, undecided = pair_sentence_counts(lines)
            context |= {
                "first": names[first],
                "second": names[second],
                "lines": [(one, VERDICT_WORDS[one.verdict]) for one in lines],
                "said": _(
                    "%(first)s beside %(second)s: enough ground to say higher in %(higher)s, lower in %(lower)s; "
                    "in %(undecided)s there is not enough ground to say either."
                )
                % {
                    "first": names[first],
                    "second": names[second],
                    "higher": higher,
                    "lower": lower,
                    "undecided": undecided,
                },
            }
    return page(request, "surveys/result_compare.html", context)
