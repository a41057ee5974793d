"""What of a survey names people, where it stands and until when; who keeps the link looks it up."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.fieldwork.actions.links import look_up_link
from cchc.fieldwork.actions.retention import set_kept_until
from cchc.fieldwork.forms.checking import KeptUntilForm, LinkLookForm
from cchc.fieldwork.models import Fieldwork
from cchc.fieldwork.policies import may_manage_fieldwork, may_read_fieldwork, may_read_links
from cchc.fieldwork.queries.privacy import names_kept
from cchc.fieldwork.views.frame import field_context
from cchc.surveys.models import Response, Survey
from cchc.ui.forms import put_errors
from cchc.ui.pages import page


def _survey(request: Request, survey: int) -> Survey:
    """The survey with this id; 404 for who does not see the fieldwork of the province."""
    seen = Survey.objects.all() if may_read_fieldwork(request.actor) else Survey.objects.none()
    return get_object_or_404(seen, pk=survey)


@needs(Permission.FIELDWORK_READ)
@require_GET
def privacy(request: Request, survey: int) -> HttpResponse:
    """Where what names people stands, and until when it is kept."""
    return _page(request, _survey(request, survey))


def _page(
    request: Request,
    survey: Survey,
    kept: KeptUntilForm | None = None,
    link: LinkLookForm | None = None,
    found: list[Response] | None = None,
    status: int = 200,
) -> HttpResponse:
    by = request.actor
    row = Fieldwork.objects.filter(survey=survey).first()
    known = {"kept_until": row.kept_until if row else None}
    context = field_context(request, survey, _("Personal data")) | {
        "kept": names_kept(survey),
        "fieldwork": row,
        "kept_form": (kept or KeptUntilForm(initial=known)) if may_manage_fieldwork(by) else None,
        "link_form": (link or LinkLookForm()) if may_read_links(by) else None,
        "found": found,
    }
    return page(request, "fieldwork/privacy.html", context, status=status)


@needs(Permission.FIELDWORK_MANAGE)
@require_POST
def privacy_keep(request: Request, survey: int) -> HttpResponse:
    """Say until when what names people is kept."""
    found, form = _survey(request, survey), KeptUntilForm(request.POST)
    if form.is_valid():
        try:
            set_kept_until(by=request.actor, survey=found, day=form.cleaned_data["kept_until"])
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("The day was kept."))
            return redirect("fieldwork:privacy", survey)
    return _page(request, found, kept=form, status=422)


@needs(Permission.LINK_READ)
@require_POST
def privacy_link(request: Request, survey: int) -> HttpResponse:
    """Look up which answers came of a form; each look stands in the log."""
    seen, form = _survey(request, survey), LinkLookForm(request.POST)
    if form.is_valid():
        try:
            found = look_up_link(by=request.actor, survey=seen, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            return _page(request, seen, link=form, found=found)
    return _page(request, seen, link=form, status=422)
