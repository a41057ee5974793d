"""The filled forms of a survey: the list, one form, what becomes of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import CharField, Count, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.surveys.actions.responses import accept_all, judge_responses
from cchc.surveys.forms.answers import JudgeForm
from cchc.surveys.models import Response, ResponseReason, ResponseState, Survey
from cchc.surveys.queries.comparing import questions_in
from cchc.surveys.queries.responses import answers_shown
from cchc.surveys.views.surveys import ROWS, survey_context, survey_of
from cchc.ui.pages import page
from cchc.ui.requests import requested_number
from cchc.ui.templatetags.ui import thousands

TEST = "thu"
STATE_SLUGS = {
    "cho": ResponseState.RECEIVED,
    "hop-le": ResponseState.ACCEPTED,
    "khong-dat": ResponseState.REJECTED,
    "huy": ResponseState.VOID,
}


@needs(Permission.SURVEY_ANSWERS)
@require_GET
def responses(request: Request, pk: int) -> HttpResponse:
    """The filled forms of a survey, by state and unit."""
    return _responses_page(request, survey_of(request, pk))


def _responses_page(request: Request, survey: Survey, faults: Any = (), status: int = 200) -> HttpResponse:
    chosen = request.GET.get("trang-thai", "")
    unit = requested_number(request.GET.get("don-vi", ""))
    shown = survey.responses.filter(is_test=chosen == TEST).select_related("unit", "form")
    if chosen in STATE_SLUGS:
        shown = shown.filter(state=STATE_SLUGS[chosen])
    if unit:
        shown = shown.filter(unit=unit)
    if request.GET.get("vuot") == "1":
        shown = shown.filter(over_quota=True)
    counted = dict(
        survey.responses.filter(is_test=False).order_by().values_list("state").annotate(count=Count("pk"))
    )
    tests = survey.responses.filter(is_test=True).count()
    tabs = [("", _("All"), sum(counted.values()))]
    tabs += [(slug, str(state.label), counted.get(state.value, 0)) for slug, state in STATE_SLUGS.items()]
    tabs += [(TEST, _("Test answers"), tests)] if tests else []
    rated = survey.rated.select_related("unit").order_by("unit__sort_key")
    rows = Paginator(shown, ROWS).get_page(request.GET.get("page"))
    called = Coalesce(NullIf("form_key", Value("")), "key")
    form = Concat("form_id", Value("/"), called, output_field=CharField())
    filled = survey.responses.filter(is_test=False).order_by().annotate(called=form)
    context = survey_context(request, survey, _("Filled forms")) | {
        "rows": rows,
        "has_channels": any(one.channel for one in rows.object_list),
        "ratings": sum(counted.values()),
        "forms": filled.aggregate(count=Count("called", distinct=True))["count"],
        "tabs": [(slug, name, count, slug == chosen) for slug, name, count in tabs],
        "chosen": chosen,
        "units": [(one.unit_id, one.unit.name, one.unit_id == unit) for one in rated],
        "over": request.GET.get("vuot") == "1",
        "waiting": counted.get("received", 0),
        "reasons": ResponseReason.choices,
        "faults": faults,
    }
    return page(request, "surveys/responses.html", context, status=status)


@needs(Permission.SURVEY_ANSWERS)
@require_POST
def responses_judge(request: Request, pk: int) -> HttpResponse:
    """Accept, reject, void or take back the ticked forms."""
    survey = survey_of(request, pk)
    form = JudgeForm(request.POST, offered=survey.responses.all())
    if not form.is_valid():
        return _responses_page(request, survey, form.faults, 422)
    ids = [one.pk for one in form.cleaned_data["responses"]]
    state, reason = ResponseState(form.cleaned_data["state"]), form.cleaned_data["reason"]
    try:
        count = judge_responses(by=request.actor, survey=survey, responses=ids, state=state, reason=reason)
    except ValidationError as refused:
        return _responses_page(request, survey, refused.messages, 422)
    said = ngettext("{count} form was changed.", "{count} forms were changed.", count)
    messages.success(request, said.format(count=thousands(count)))
    return redirect("surveys:responses", pk)


@needs(Permission.SURVEY_ANSWERS)
@require_POST
def responses_accept(request: Request, pk: int) -> HttpResponse:
    """Accept all forms that wait to be checked."""
    survey = survey_of(request, pk)
    try:
        count = accept_all(by=request.actor, survey=survey)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        said = ngettext("{count} form was accepted.", "{count} forms were accepted.", count)
        messages.success(request, said.format(count=thousands(count)))
    return redirect("surveys:responses", pk)


@needs(Permission.SURVEY_ANSWERS)
@require_GET
def response(request: Request, pk: int, response: int) -> HttpResponse:
    """One filled form, question by question; open answers are shown as they were written."""
    survey = survey_of(request, pk)
    rows = survey.responses.select_related("unit", "form__version__questionnaire", "staged__file")
    filled: Response = get_object_or_404(rows, pk=response)
    questions = questions_in(filled.form.version)
    context = survey_context(request, survey, _("Form {key}").format(key=filled.form_key)) | {
        "filled": filled,
        "lines": answers_shown(filled, questions),
        "weight": Fraction(filled.weight),
        "reasons": ResponseReason.choices,
        "back": reverse("surveys:responses", args=[pk]),
    }
    return page(request, "surveys/response.html", context)
