"""Codes to be sent to respondents: for each enumerator a file with texts, for each form a page and a QR code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.surveys.codes import numbered_form, printed_code
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.fieldwork.actions.assigning import code_to_send
from cchc.fieldwork.actions.letters import queue_code_letters
from cchc.fieldwork.exchange.codes import codes_csv, codes_workbook
from cchc.fieldwork.exchange.pack import qr_picture
from cchc.fieldwork.forms.assigning import CodeLettersForm
from cchc.fieldwork.models import CollectingMode, FieldAssignment
from cchc.fieldwork.queries.forms import STILL_OUT, FormLine, forms_of
from cchc.fieldwork.queries.letters import letters_standing
from cchc.fieldwork.views.forms import MODES
from cchc.fieldwork.views.frame import field_context, survey_of
from cchc.surveys.models import Survey
from cchc.ui.pages import page
from cchc.ui.requests import requested_number
from cchc.ui.templatetags.ui import thousands

CARDS = 60


def _home(request: Request) -> str:
    return str(settings.ADDRESS or request.build_absolute_uri("/").rstrip("/"))


def _asked_for(request: Request, survey: Survey) -> QuerySet[FieldAssignment]:
    """The forms that are out, of the enumerator, unit and way that the address names."""
    rows = (
        forms_of(survey)
        .select_related(None)
        .select_related("survey", "form", "unit", "case__row", "enumerator__person")
    )
    rows = rows.filter(state__in=STILL_OUT, is_test=False)
    unit, hand = (
        requested_number(request.GET.get("don-vi", "")),
        requested_number(request.GET.get("nguoi", "")),
    )
    if unit:
        rows = rows.filter(unit=unit)
    if hand:
        rows = rows.filter(enumerator=hand)
    if request.GET.get("cach", "") in MODES:
        rows = rows.filter(mode=MODES[request.GET["cach"]])
    return rows


@needs(Permission.FIELDWORK_MANAGE)
@require_GET
def codes(request: Request, survey: int) -> HttpResponse:
    """How many codes are to be sent through each enumerator and way, each with its files."""
    held = survey_of(request, survey)
    rows = _asked_for(request, held).order_by()
    slugs = {mode.value: slug for slug, mode in MODES.items()}
    told = (
        rows.values("enumerator", "enumerator__person__name", "enumerator__unit__name", "mode")
        .annotate(count=Count("pk"))
        .order_by("enumerator__unit__sort_key", "enumerator__person__name_key", "enumerator", "mode")
    )
    lines = [
        {
            "enumerator": one["enumerator__person__name"],
            "unit": one["enumerator__unit__name"],
            "mode": CollectingMode(one["mode"]).label,
            "count": one["count"],
            "query": f"nguoi={one['enumerator'] or ''}&cach={slugs[one['mode']]}",
        }
        for one in told
    ]
    first = _asked_for(request, held).first()
    context = field_context(request, held, _("Codes to send")) | {
        "lines": lines,
        "whole": sum(one["count"] for one in lines),
        "example": code_to_send(first, _home(request)) if first else None,
        "sends_letters": settings.MAIL_SERVER is not None,
        "letters": letters_standing(held),
    }
    return page(request, "fieldwork/codes.html", context)


@needs(Permission.FIELDWORK_MANAGE)
@require_POST
def codes_mail(request: Request, survey: int) -> HttpResponse:
    """Have the codes sent by e-mail whose respondents have an address and no letter yet."""
    held = survey_of(request, survey)
    form = CodeLettersForm(request.POST)
    if not form.is_valid():
        return redirect("fieldwork:codes", survey)
    try:
        count = queue_code_letters(by=request.actor, survey=held, seen=form.cleaned_data["seen"])
    except Changed:
        messages.error(request, _("Another number of letters is to be sent by now: look again."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        said = ngettext("{count} letter is being sent.", "{count} letters are being sent.", count)
        messages.success(request, said.format(count=thousands(count)))
    return redirect("fieldwork:codes", survey)


@needs(Permission.FIELDWORK_MANAGE)
@require_GET
def codes_file(request: Request, survey: int) -> HttpResponse:
    """The codes with their texts as a table, Excel or (`tep=csv`) CSV."""
    held = survey_of(request, survey)
    rows = [code_to_send(one, _home(request)) for one in _asked_for(request, held)]
    stem = f"{slug_of(held.name)}-ma-tra-loi"
    if request.GET.get("tep") == "csv":
        return made_file(codes_csv(rows), f"{stem}.csv")
    now = timezone.localtime()
    made = _("At {time} by {person}").format(time=f"{now:%H:%M %d/%m/%Y}", person=request.actor.person)
    return made_file(codes_workbook((held.name, made), rows), f"{stem}.xlsx")


@needs(Permission.FIELDWORK_MANAGE)
@require_GET
def codes_cards(request: Request, survey: int) -> HttpResponse:
    """Cards with QR codes to be printed and cut."""
    held = survey_of(request, survey)
    pages = Paginator(_asked_for(request, held), CARDS).get_page(request.GET.get("page"))
    context = field_context(request, held, _("Cards with codes")) | {
        "rows": pages,
        "cards": [_card(one, request) for one in pages],
    }
    return page(request, "fieldwork/codes_cards.html", context)


def _card(form: FieldAssignment, request: Request) -> dict[str, Any]:
    sent = code_to_send(form, _home(request))
    return {
        "form": form,
        "number": numbered_form(form.number),
        "code": printed_code(sent.code),
        "sent": sent,
    }


@needs(Permission.FIELDWORK_MANAGE)
@require_GET
def codes_sheet(request: Request, survey: int, number: int) -> HttpResponse:
    """The code of one form: its card, the texts to be sent, and a new code where this one got into wrong hands."""
    held = survey_of(request, survey)
    form = get_object_or_404(forms_of(held).select_related("survey"), number=number)
    line = FormLine(form)
    context = field_context(request, held, _("Form no. {number}").format(number=line.number)) | {
        "line": line,
        "may_send": line.is_out or line.has_no_answer,
        "card": _card(form, request),
    }
    return page(request, "fieldwork/codes_sheet.html", context)


@needs(Permission.FIELDWORK_MANAGE)
@require_GET
def codes_picture(request: Request, survey: int, number: int) -> HttpResponse:
    """The QR code of one form as SVG."""
    held = survey_of(request, survey)
    form = get_object_or_404(
        held.assignments.select_related("survey", "form", "unit", "enumerator__person"), number=number
    )
    response = HttpResponse(qr_picture(code_to_send(form, _home(request)).address), "image/svg+xml")
    response.headers["Cache-Control"] = "private, no-store"
    return response
