"""Pages about what sends: the own telephones of an enumerator, the telephones and systems of a survey."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.surveys.codes import numbered_form
from cchc.fieldwork.actions.devices import connect_telephone, give_token, revoke_device
from cchc.fieldwork.actions.sending_back import send_back
from cchc.fieldwork.forms.devices import SendBackForm, SystemForm, TelephoneForm
from cchc.fieldwork.models import Device
from cchc.fieldwork.queries.devices import devices_in, devices_of_person, membership_that_collects
from cchc.fieldwork.views.frame import field_context
from cchc.surveys.models import Survey, SurveyState
from cchc.ui.forms import put_errors
from cchc.ui.pages import page


@needs(Permission.FORM_COLLECT)
def telephones(request: Request) -> HttpResponse:
    """The telephones of the person who looks; a new one is connected, and its application opens with its token, which
    stands behind the address where no server sees it."""
    form = TelephoneForm(request.POST or None)
    member = membership_that_collects(request.actor)
    if request.method == "POST" and form.is_valid() and member is not None:
        try:
            _device, token = connect_telephone(
                by=request.actor, membership=member, name=form.cleaned_data["name"]
            )
            return redirect(f"{reverse('fieldwork:shell')}#ket-noi={token}")
        except ValidationError as refused:
            put_errors(form, refused)
    context = {
        "title": _("Forms on the telephone"),
        "form": form,
        "rows": devices_of_person(request.actor.person_id),
        "may_connect": member is not None,
    }
    return page(request, "fieldwork/telephones.html", context, status=422 if form.errors else 200)


@needs(Permission.FORM_COLLECT)
@require_POST
def telephone_revoke(request: Request, pk: int) -> HttpResponse:
    """Disconnect one of one's own telephones."""
    device = get_object_or_404(devices_of_person(request.actor.person_id), pk=pk)
    revoke_device(by=request.actor, device=device)
    messages.success(request, _("“{name}” sends no more forms.").format(name=device.name))
    return redirect("fieldwork:telephones")


def _survey_of(survey: int) -> Survey:
    return get_object_or_404(Survey.objects.filter(state=SurveyState.COLLECTING), pk=survey)


@needs(Permission.FIELDWORK_MANAGE)
@require_GET
def devices(request: Request, survey: int) -> HttpResponse:
    """The telephones and systems that send forms of a survey."""
    found = _survey_of(survey)
    context = field_context(request, found, _("Telephones and systems")) | {
        "rows": devices_in(found),
        "new_system": reverse("fieldwork:system_new", args=[found.pk]),
        "send_back": reverse("fieldwork:form_send_back", args=[found.pk]),
    }
    return page(request, "fieldwork/devices.html", context)


@needs(Permission.FIELDWORK_MANAGE)
def system_new(request: Request, survey: int) -> HttpResponse:
    """Let another system send answers; its token is shown once."""
    found = _survey_of(survey)
    form = SystemForm(request.POST or None)
    back = reverse("fieldwork:devices", args=[found.pk])
    context = {"title": _("Let another system send"), "survey": found, "form": form, "back": back}
    if request.method == "POST" and form.is_valid():
        _device, token = give_token(by=request.actor, survey=found, name=form.cleaned_data["name"])
        response = page(request, "fieldwork/system_token.html", {**context, "token": token})
        response["Content-Location"] = back
        return response
    return page(request, "fieldwork/system_new.html", context, status=422 if form.errors else 200)


@needs(Permission.FIELDWORK_MANAGE)
@require_POST
def device_revoke(request: Request, survey: int, pk: int) -> HttpResponse:
    """Take the right to send from a telephone or system of a survey."""
    device = get_object_or_404(
        Device.objects.filter(pk__in=devices_in(_survey_of(survey)).values("pk")), pk=pk
    )
    revoke_device(by=request.actor, device=device)
    messages.success(request, _("“{name}” sends no more forms.").format(name=device.name))
    return redirect("fieldwork:devices", survey=survey)


@needs(Permission.FIELDWORK_MANAGE)
def form_send_back(request: Request, survey: int) -> HttpResponse:
    """Send a form back whose answers came from a telephone."""
    found = _survey_of(survey)
    form = SendBackForm(request.POST or None, survey=found)
    if request.method == "POST" and form.is_valid():
        assignment = form.cleaned_data["number"]
        try:
            send_back(by=request.actor, assignment=assignment, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            done = _("Form no. {number} goes back to the telephone of its enumerator.")
            messages.success(request, done.format(number=numbered_form(assignment.number)))
            return redirect("fieldwork:devices", survey=survey)
    context = {
        "title": _("Send a form back"),
        "survey": found,
        "form": form,
        "back": reverse("fieldwork:devices", args=[found.pk]),
    }
    return page(request, "fieldwork/form_send_back.html", context, status=422 if form.errors else 200)
