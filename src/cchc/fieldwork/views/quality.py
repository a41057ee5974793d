"""Marks of forms that should be looked at: found by the laws, decided by people."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.fieldwork.actions.quality import decide_mark, look_for_marks
from cchc.fieldwork.forms.checking import DecideMarkForm
from cchc.fieldwork.models import QualityFlag, QualityState
from cchc.fieldwork.queries.quality import flags_of_survey, message_of_flag
from cchc.fieldwork.views.checking import survey_checked
from cchc.fieldwork.views.frame import field_context
from cchc.surveys.models import Survey, SurveyState
from cchc.ui.pages import page

ROWS = 50


@needs(Permission.BACK_CHECK_DECIDE)
@require_GET
def quality(request: Request, survey: int) -> HttpResponse:
    """The marks of a survey, those to be looked at first."""
    return _page(request, survey_checked(request, survey))


def _page(
    request: Request, survey: Survey, refused: DecideMarkForm | None = None, status: int = 200
) -> HttpResponse:
    rows = Paginator(flags_of_survey(survey), ROWS).get_page(request.GET.get("page"))
    collects = survey.state == SurveyState.COLLECTING
    context = field_context(request, survey, _("Forms that should be looked at")) | {
        "rows": rows,
        "marks": [(one, message_of_flag(one), _form_of(one, refused) if collects else None) for one in rows],
        "faults": [why for whys in refused.errors.values() for why in whys] if refused else [],
    }
    return page(request, "fieldwork/quality.html", context, status=status)


def _form_of(flag: QualityFlag, refused: DecideMarkForm | None) -> DecideMarkForm:
    if refused is not None and refused.data.get("flag") == str(flag.pk):
        return refused
    return DecideMarkForm(initial={"flag": flag.pk, "seen": flag.version}, auto_id=f"id_{flag.pk}_%s")


@needs(Permission.BACK_CHECK_DECIDE)
@require_POST
def quality_look(request: Request, survey: int) -> HttpResponse:
    """Look for marks in all forms that came."""
    found = survey_checked(request, survey)
    try:
        count = look_for_marks(by=request.actor, survey=found)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        said = ngettext("{count} new mark was found.", "{count} new marks were found.", count)
        messages.success(request, said.format(count=count) if count else _("No new mark was found."))
    return redirect("fieldwork:quality", survey)


@needs(Permission.BACK_CHECK_DECIDE)
@require_POST
def quality_decide(request: Request, survey: int) -> HttpResponse:
    """Confirm or dismiss a mark."""
    found = survey_checked(request, survey)
    form = DecideMarkForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    told = form.cleaned_data
    flag: QualityFlag = get_object_or_404(found.quality_flags.all(), pk=told["flag"])
    try:
        decide_mark(
            by=request.actor,
            flag=flag,
            state=QualityState(told["state"]),
            reason=told["reason"],
            seen=told["seen"],
        )
    except Changed:
        form.add_error(None, _("Somebody has decided meanwhile: look at the mark again."))
        return _page(request, found, form, 409)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return _page(request, found, form, 422)
    messages.success(request, _("The mark was decided."))
    return redirect("fieldwork:quality", survey)
