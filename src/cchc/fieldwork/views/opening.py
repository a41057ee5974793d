"""What respondents read before they answer, and links by which anybody may answer."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.fieldwork.actions.opening import open_link, turn_link, write_consent
from cchc.fieldwork.exchange.pack import qr_picture
from cchc.fieldwork.forms.opening import ConsentForm, OpenLinkForm, TurnLinkForm
from cchc.fieldwork.models import AssignmentState, Fieldwork, OpenLink
from cchc.fieldwork.queries.consent import written_consent
from cchc.fieldwork.views.frame import field_context, survey_of
from cchc.surveys.models import Survey
from cchc.ui.forms import put_errors
from cchc.ui.pages import page


@needs(Permission.FIELDWORK_MANAGE)
def consent_page(request: Request, survey: int) -> HttpResponse:
    """Write what respondents read and agree to."""
    held = survey_of(request, survey)
    row = Fieldwork.objects.filter(survey=held).first()
    seen = row.version if row is not None else 1
    form = ConsentForm(request.POST or None, initial={"text": written_consent(held), "seen": seen})
    context = field_context(request, held, _("What respondents agree to")) | {"form": form}
    if request.method != "POST":
        return page(request, "fieldwork/consent.html", context)
    if not form.is_valid():
        return page(request, "fieldwork/consent.html", context, status=422)
    typed = form.cleaned_data
    try:
        write_consent(by=request.actor, survey=held, text=typed["text"], seen=typed["seen"])
    except Changed:
        again = ConsentForm(initial={"text": typed["text"], "seen": seen})
        context |= {"form": again, "meanwhile": written_consent(held)}
        return page(request, "fieldwork/consent.html", context, status=409)
    messages.success(request, _("Respondents read this from now on."))
    return redirect("fieldwork:consent", held.pk)


@needs(Permission.FIELDWORK_MANAGE)
def links(request: Request, survey: int) -> HttpResponse:
    """The links by which anybody may answer, how many came by each, and a form for another one."""
    held = survey_of(request, survey)
    form = OpenLinkForm(request.POST or None, survey=held)
    if request.method != "POST":
        return _links(request, held, form)
    if not form.is_valid():
        return _links(request, held, form, status=422)
    try:
        link = open_link(by=request.actor, survey=held, wanted=form.wanted)
    except ValidationError as refused:
        put_errors(form, refused)
        return _links(request, held, form, status=422)
    messages.success(request, _("Link no. {number} is open.").format(number=link.number))
    return redirect("fieldwork:links", held.pk)


def _links(request: Request, survey: Survey, form: OpenLinkForm, status: int = 200) -> HttpResponse:
    came = Count("assignments", filter=Q(assignments__state=AssignmentState.RETURNED))
    rows = survey.open_links.select_related("form", "unit").annotate(came=came).order_by("number")
    context = field_context(request, survey, _("Links for anybody")) | {
        "form": form,
        "links": [(one, _address(request, one)) for one in rows],
    }
    return page(request, "fieldwork/links.html", context, status=status)


def _address(request: Request, link: OpenLink) -> str:
    """The address under which anybody answers by a link."""
    site = settings.ADDRESS or f"{request.scheme}://{request.get_host()}"
    return f"{site}{reverse('door:link', args=[link.key])}"


@needs(Permission.FIELDWORK_MANAGE)
@require_GET
def link_picture(request: Request, survey: int, pk: int) -> HttpResponse:
    """The QR code of a link as SVG, to be printed on a notice."""
    link = get_object_or_404(OpenLink, survey=survey_of(request, survey), pk=pk)
    response = HttpResponse(qr_picture(_address(request, link)), "image/svg+xml")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@needs(Permission.FIELDWORK_MANAGE)
@require_POST
def link_turn(request: Request, survey: int, pk: int) -> HttpResponse:
    """Close a link to new forms, or open it again."""
    held = survey_of(request, survey)
    link = get_object_or_404(OpenLink, survey=held, pk=pk)
    form = TurnLinkForm(request.POST)
    if form.is_valid():
        turned = turn_link(by=request.actor, link=link, is_open=form.cleaned_data["is_open"] == "yes")
        said = _("Link no. {number} is open.") if turned.is_open else _("Link no. {number} is closed.")
        messages.success(request, said.format(number=turned.number))
    return redirect("fieldwork:links", held.pk)
