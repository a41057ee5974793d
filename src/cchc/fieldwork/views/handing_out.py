"""Handing out forms: what is missing, by which way and through whom; seen first, then done."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.fieldwork.actions.assigning import FormWanted, forms_wanted, hand_out_missing
from cchc.fieldwork.forms.assigning import HandingOutForm, SeenCountForm
from cchc.fieldwork.queries.handing_out import HandedTo, columns_of, enumerators_on, missing_forms
from cchc.fieldwork.views.frame import field_context, survey_of
from cchc.surveys.models import CaseState, Survey, SurveyState
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import thousands

SLUGS = {"mau": HandedTo.CASES, "chi-tieu": HandedTo.QUOTAS}


@needs(Permission.FIELDWORK_MANAGE)
def hand_out_page(request: Request, survey: int) -> HttpResponse:
    """What is missing of the sample (`theo=mau`) or of the quotas; a first sending shows what would go to whom, the
    second, with the number that was seen, hands it out."""
    held = survey_of(request, survey)
    if held.state != SurveyState.COLLECTING:
        raise Http404
    has_cases = held.cases.filter(state=CaseState.DRAWN).exists()
    to = SLUGS.get(request.GET.get("theo", ""), HandedTo.CASES if has_cases else HandedTo.QUOTAS)
    missing = missing_forms(held, to)
    form = HandingOutForm(
        request.POST or None,
        columns=columns_of(missing),
        hands=enumerators_on(timezone.localdate()),
        initial={"to": to.value},
    )
    context = field_context(request, held, _("Hand out forms")) | {
        "form": form,
        "to": to.value,
        "has_cases": has_cases,
        "missing": sum(one.count for one in missing),
        "back": reverse("fieldwork:board", args=[held.pk]),
    }
    if request.method != "POST":
        return page(request, "fieldwork/hand_out.html", context)
    if not form.is_valid():
        return page(request, "fieldwork/hand_out.html", context, status=422)
    wanted = forms_wanted(missing, form.chosen)
    seen = SeenCountForm(request.POST)
    if seen.is_valid() and "do" in request.POST:
        try:
            return _handed_out(request, held, form, seen.cleaned_data["seen"])
        except ValidationError as refused:
            put_errors(form, refused)
            return page(request, "fieldwork/hand_out.html", context | _seen(wanted), status=422)
    return page(request, "fieldwork/hand_out.html", context | _seen(wanted))


def _seen(wanted: list[FormWanted]) -> dict[str, Any]:
    """What would be handed out, by enumerator and way."""
    shares = Counter((one.enumerator, one.mode) for one in wanted)
    units: dict[Any, set[int | None]] = {}
    for one in wanted:
        units.setdefault((one.enumerator, one.mode), set()).add(one.unit.pk if one.unit else None)
    return {
        "wanted": len(wanted),
        "shares": [(*key, len(units[key]), count) for key, count in shares.items()],
        "seen_form": SeenCountForm(initial={"seen": len(wanted)}),
    }


def _handed_out(request: Request, survey: Survey, form: HandingOutForm, seen: int) -> HttpResponse:
    rows = hand_out_missing(by=request.actor, survey=survey, chosen=form.chosen, seen=seen)
    said = ngettext(
        "{count} form was handed out: no. {first} to {last}.",
        "{count} forms were handed out: no. {first} to {last}.",
        len(rows),
    )
    first, last = rows[0].number, rows[-1].number
    messages.success(request, said.format(count=thousands(len(rows)), first=first, last=last))
    return redirect("fieldwork:codes", survey.pk)
