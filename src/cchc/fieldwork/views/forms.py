"""The forms that are out: the list of a survey, what becomes of ticked ones; an enumerator's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.surveys.codes import typed_form_number
from cchc.fieldwork.actions.outcomes import (
    issue_code,
    make_void,
    note_no_answer,
    reassign,
    send_out,
    take_back_no_answer,
)
from cchc.fieldwork.forms.assigning import NO_ANSWER, TickedFormsForm, no_such_form
from cchc.fieldwork.models import AssignmentState, CollectingMode, VoidReason
from cchc.fieldwork.policies import may_collect, may_read_fieldwork
from cchc.fieldwork.queries.forms import STILL_OUT, FormLine, counted_by_state, forms_of
from cchc.fieldwork.queries.handing_out import enumerators_on
from cchc.fieldwork.queries.standing import assignments_visible_to
from cchc.fieldwork.views.frame import field_context, survey_of
from cchc.surveys.models import Survey, SurveyState
from cchc.ui.pages import page
from cchc.ui.requests import requested_number
from cchc.ui.templatetags.ui import thousands

ROWS = 150
OUT = "chua-thu"
STATES = {
    "chuan-bi": AssignmentState.PREPARED,
    "da-phat": AssignmentState.SENT,
    "da-thu": AssignmentState.RETURNED,
    "tu-choi": AssignmentState.REFUSED,
    "khong-gap": AssignmentState.NOT_REACHED,
    "huy": AssignmentState.VOID,
}
MODES = {"giay": CollectingMode.PAPER, "mang": CollectingMode.ONLINE, "phong-van": CollectingMode.INTERVIEW}


@needs(Permission.FIELDWORK_READ)
@require_GET
def forms_page(request: Request, survey: int) -> HttpResponse:
    """The forms of a survey, by state, unit, enumerator and way; by number too."""
    if not may_read_fieldwork(request.actor):
        raise Http404
    return _forms_page(request, survey_of(request, survey))


def _forms_page(request: Request, survey: Survey, faults: Any = (), status: int = 200) -> HttpResponse:
    asked = request.GET
    chosen, mode = asked.get("trang-thai", ""), asked.get("cach", "")
    unit, hand = requested_number(asked.get("don-vi", "")), requested_number(asked.get("nguoi", ""))
    typed = asked.get("so", "").strip()
    rows = forms_of(survey)
    counted = counted_by_state(rows)
    if chosen == OUT:
        rows = rows.filter(state__in=STILL_OUT)
    elif chosen in STATES:
        rows = rows.filter(state=STATES[chosen])
    if mode in MODES:
        rows = rows.filter(mode=MODES[mode])
    if unit:
        rows = rows.filter(unit=unit)
    if hand:
        rows = rows.filter(enumerator=hand)
    if typed:
        rows = rows.filter(number=typed_form_number(typed) or 0)
        faults = faults or ([] if rows else [no_such_form(typed)])
    tabs = [
        ("", _("All"), sum(counted.values())),
        (OUT, _("Not back yet"), sum(counted.get(one, 0) for one in STILL_OUT)),
    ]
    tabs += [(slug, str(state.label), counted.get(state.value, 0)) for slug, state in STATES.items()]
    pages = Paginator(rows, ROWS).get_page(asked.get("page"))
    hands = list(enumerators_on(timezone.localdate()))
    rated = survey.rated.select_related("unit").order_by("unit__sort_key")
    context = field_context(request, survey, _("Forms that are out")) | {
        "rows": pages,
        "lines": [FormLine(one) for one in pages],
        "tabs": [(slug, name, count, slug == chosen) for slug, name, count in tabs],
        "chosen": chosen,
        "units": [(one.unit_id, one.unit.name, one.unit_id == unit) for one in rated],
        "hands": [(one.pk, f"{one.person.name} ({one.unit.name})", one.pk == hand) for one in hands],
        "modes": [(slug, one.label, slug == mode) for slug, one in MODES.items()],
        "number": typed,
        "void_reasons": VoidReason.choices,
        "faults": faults,
    }
    return page(request, "fieldwork/forms.html", context, status=status)


@needs(Permission.FIELDWORK_MANAGE)
@require_POST
def forms_act(request: Request, survey: int) -> HttpResponse:
    """Say of ticked forms that they went out, were refused or not reached, are void, or go to another enumerator."""
    held = survey_of(request, survey)
    form = TickedFormsForm(
        request.POST, offered=held.assignments.all(), hands=enumerators_on(timezone.localdate())
    )
    if not form.is_valid():
        return _forms_page(request, held, form.faults, 422)
    try:
        count = _done(request, held, form)
    except ValidationError as refused:
        return _forms_page(request, held, refused.messages, 422)
    said = ngettext("{count} form was changed.", "{count} forms were changed.", count)
    messages.success(request, said.format(count=thousands(count)))
    return redirect("fieldwork:forms", survey)


def _done(request: Request, survey: Survey, form: TickedFormsForm) -> int:
    """Do what was said of the ticked forms; how many changed."""
    by, typed, ids = request.actor, form.cleaned_data, form.ids
    act = typed["act"]
    if act == "sent":
        return send_out(by=by, survey=survey, forms=ids, on=typed["on"])
    if act in NO_ANSWER:
        return note_no_answer(by=by, survey=survey, forms=ids, state=NO_ANSWER[act], reason=typed["reason"])
    if act == "again":
        return take_back_no_answer(by=by, survey=survey, forms=ids)
    if act == "void":
        return make_void(by=by, survey=survey, forms=ids, reason=VoidReason(typed["void_reason"]))
    return reassign(by=by, survey=survey, forms=ids, enumerator=typed["enumerator"])


@needs(Permission.FIELDWORK_MANAGE)
@require_POST
def code_new(request: Request, survey: int, number: int) -> HttpResponse:
    """Give a new code for a form: the one before is good for nothing."""
    held = survey_of(request, survey)
    form = get_object_or_404(held.assignments.all(), number=number)
    try:
        issue_code(by=request.actor, assignment=form)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("fieldwork:forms", survey)
    said = _("Form no. {number} has a new code; the one before is good for nothing.")
    messages.success(request, said.format(number=number))
    return redirect("fieldwork:codes_sheet", survey, number)


@needs(Permission.FORM_COLLECT)
@require_GET
def own_forms(request: Request) -> HttpResponse:
    """An enumerator's own forms that are not back yet, over all surveys that collect, and what came of the others."""
    return _own_forms(request)


def _own_forms(request: Request, faults: Any = (), status: int = 200) -> HttpResponse:
    if not may_collect(request.actor):
        raise Http404
    related = ("survey", "form", "unit", "case__row", "enumerator__person", "enumerator__unit")
    mine = assignments_visible_to(request.actor).filter(survey__state=SurveyState.COLLECTING, is_test=False)
    shown = request.GET.get("xem", "")
    rows = mine.select_related(*related).order_by("survey__collects_until", "unit__sort_key", "number")
    counted = counted_by_state(mine)
    rows = rows if shown == "het" else rows.filter(state__in=STILL_OUT)
    pages = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "title": _("My forms"),
        "rows": pages,
        "lines": [FormLine(one) for one in pages],
        "all": shown == "het",
        "out": sum(counted.get(one, 0) for one in STILL_OUT),
        "back": counted.get(AssignmentState.RETURNED.value, 0),
        "whole": sum(counted.values()),
        "faults": faults,
    }
    return page(request, "fieldwork/own_forms.html", context, status=status)


@needs(Permission.FORM_COLLECT)
@require_POST
def own_form_act(request: Request, pk: int) -> HttpResponse:
    """Say of one of the own forms that it went out, or that there was no answer, or take that back."""
    form = get_object_or_404(assignments_visible_to(request.actor).select_related("survey"), pk=pk)
    said = TickedFormsForm(
        {**request.POST.dict(), "forms_ticked": [str(form.pk)], "numbers": ""},
        offered=form.survey.assignments.filter(pk=form.pk),
        hands=enumerators_on(timezone.localdate()).none(),
    )
    if not said.is_valid() or said.cleaned_data["act"] in ("void", "give"):
        return _own_forms(request, said.faults, 422)
    try:
        _done(request, form.survey, said)
    except ValidationError as refused:
        return _own_forms(request, refused.messages, 422)
    messages.success(request, _("Form no. {number}: noted.").format(number=form.number))
    return redirect("fieldwork:own_forms")
