"""Batches of paper forms: the list, one batch, what is printed of it, how it is closed; payments of enumerators."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.surveys.codes import numbered_form
from cchc.documents.views import FileRequest, file_or_progress
from cchc.fieldwork.actions.batching import close_batch, make_batches, open_batch_again, set_doubling
from cchc.fieldwork.actions.paying import list_payments
from cchc.fieldwork.forms.batches import (
    BatchCountForm,
    BatchReopenForm,
    DoublingForm,
    PaymentForm,
    SeenDoublingForm,
)
from cchc.fieldwork.models import PaperBatch
from cchc.fieldwork.policies import may_manage_fieldwork
from cchc.fieldwork.queries.batches import batch_standing, batch_standings, numbers_of, unbatched_forms
from cchc.fieldwork.queries.keying import differing_forms
from cchc.fieldwork.queries.paying import payments_due
from cchc.fieldwork.queries.printing import pack_state
from cchc.fieldwork.tasks import make_pack, pack_content
from cchc.fieldwork.views.frame import field_context, survey_of
from cchc.surveys.models import Survey, SurveyState
from cchc.ui.forms import put_errors
from cchc.ui.pages import page

ROWS = 150
FEW_FORMS = 5
"""Forms of a batch that is printed in the request; a larger one is made by the worker."""


@needs(Permission.FORM_KEY)
@require_GET
def batch_list(request: Request, survey: int) -> HttpResponse:
    """The batches of a survey, and how many paper forms are in none yet."""
    return _list(request, survey_of(request, survey))


def _list(request: Request, survey: Survey, form: forms.Form | None = None) -> HttpResponse:
    manages = may_manage_fieldwork(request.actor) and survey.state == SurveyState.COLLECTING
    batches = Paginator(survey.batches.order_by("number"), ROWS).get_page(request.GET.get("page"))
    context = field_context(request, survey, _("Batches of paper forms")) | {
        "rows": batches,
        "standings": batch_standings(PaperBatch.objects.filter(pk__in=[one.pk for one in batches])),
        "unbatched": unbatched_forms(survey).count(),
        "differing": differing_forms(survey).count(),
        "manages": manages,
        "form": form or DoublingForm(),
    }
    return page(request, "fieldwork/batches.html", context, status=200 if form is None else 422)


@needs(Permission.FIELDWORK_MANAGE)
@require_POST
def batches_make(request: Request, survey: int) -> HttpResponse:
    """Put all paper forms that are in no batch yet into batches."""
    found = survey_of(request, survey)
    form = DoublingForm(request.POST)

    def make() -> str:
        made = make_batches(by=request.actor, survey=found, doubled=form.cleaned_data["doubled"])
        words = ngettext("{count} batch was made.", "{count} batches were made.", len(made))
        return words.format(count=len(made))

    if _is_done(request, form, make):
        return redirect("fieldwork:batches", found.pk)
    return _list(request, found, form)


def _is_done(request: Request, form: forms.Form, act: Callable[[], str]) -> bool:
    """Whether what the form asks for was done: `act` does it and returns the words that say so. What was wrong or
    refused stands in the form."""
    if not form.is_valid():
        return False
    try:
        said = act()
    except ValidationError as refused:
        put_errors(form, refused)
        return False
    messages.success(request, said)
    return True


def batch_of(request: Request, survey: int, number: int) -> PaperBatch:
    """The batch with this number of a survey that the person may see; 404 for another."""
    rows = PaperBatch.objects.select_related("survey", "unit", "enumerator__person", "enumerator__unit")
    return get_object_or_404(rows, survey=survey_of(request, survey), number=number)


@needs(Permission.FORM_KEY)
@require_GET
def batch_detail(request: Request, survey: int, number: int) -> HttpResponse:
    """One batch: its forms, how they stand, what may be done with it."""
    return _one(request, batch_of(request, survey, number))


def _one(request: Request, batch: PaperBatch, status: int = 200, **given: Any) -> HttpResponse:
    standing = batch_standing(batch)
    collects = batch.survey.state == SurveyState.COLLECTING
    count = standing.count
    seen = {"seen": batch.version}
    context = field_context(request, batch.survey, _("Batch %(number)s") % {"number": batch.number}) | {
        "batch": batch,
        "standing": standing,
        "forms": [
            (numbered_form(one.assignment.number), one.assignment.get_state_display(), one.is_doubled)
            for one in batch.forms.select_related("assignment").order_by("assignment__number")
        ],
        "keying": f"{reverse('fieldwork:key_number', args=[batch.survey_id])}?lo={batch.number}",
        "manages": may_manage_fieldwork(request.actor) and collects,
        "keys": collects and batch.closed_at is None,
        "count_form": BatchCountForm(
            initial={"returned": count.returned, "void": count.void, "open": count.open} | seen
        ),
        "doubling_form": SeenDoublingForm(initial={"doubled": batch.doubled} | seen),
        "reopen_form": BatchReopenForm(initial=seen),
    }
    context["crumbs"].append(_batches_crumb(batch.survey))
    return page(request, "fieldwork/batch.html", context | given, status=status)


def _batches_crumb(survey: Survey) -> tuple[str, str]:
    return _("Batches of paper forms"), reverse("fieldwork:batches", args=[survey.pk])


def _changed(
    request: Request, batch: PaperBatch, name: str, form: forms.Form, act: Callable[[], str]
) -> HttpResponse:
    """The page of a batch after something was to be done with it, which `form`, on the page as `name`, asked for."""
    try:
        if _is_done(request, form, act):
            return redirect("fieldwork:batch", batch.survey_id, batch.number)
    except Changed:
        return _one(request, batch_of(request, batch.survey_id, batch.number), 409, meanwhile=True)
    return _one(request, batch, 422, **{name: form})


@needs(Permission.FIELDWORK_MANAGE)
@require_POST
def batch_doubling(request: Request, survey: int, number: int) -> HttpResponse:
    """Have another percentage of the batch keyed by two people."""
    batch = batch_of(request, survey, number)
    form = SeenDoublingForm(request.POST)

    def act() -> str:
        given = form.cleaned_data
        set_doubling(by=request.actor, batch=batch, percent=given["doubled"], seen_version=given["seen"])
        return _("Saved.")

    return _changed(request, batch, "doubling_form", form, act)


@needs(Permission.FIELDWORK_MANAGE)
@require_POST
def batch_close(request: Request, survey: int, number: int) -> HttpResponse:
    """Close the batch with what was counted on the table."""
    batch = batch_of(request, survey, number)
    form = BatchCountForm(request.POST)

    def act() -> str:
        counted, seen = form.counted(batch.forms.count()), form.cleaned_data["seen"]
        close_batch(by=request.actor, batch=batch, counted=counted, seen_version=seen)
        return _("Batch %(number)s is closed.") % {"number": number}

    return _changed(request, batch, "count_form", form, act)


@needs(Permission.FIELDWORK_MANAGE)
@require_POST
def batch_reopen(request: Request, survey: int, number: int) -> HttpResponse:
    """Open a closed batch again."""
    batch = batch_of(request, survey, number)
    form = BatchReopenForm(request.POST)

    def act() -> str:
        given = form.cleaned_data
        open_batch_again(by=request.actor, batch=batch, reason=given["reason"], seen_version=given["seen"])
        return _("Batch %(number)s is open again.") % {"number": number}

    return _changed(request, batch, "reopen_form", form, act)


@needs(Permission.FIELDWORK_MANAGE)
def batch_pack(request: Request, survey: int, number: int) -> HttpResponseBase:
    """Send the print pack of a batch, made by the worker where its forms are many."""
    batch = batch_of(request, survey, number)
    home = settings.ADDRESS or request.build_absolute_uri("/").rstrip("/")
    state = pack_state(batch)
    asked = FileRequest(
        of=f"fieldwork.pack:{batch.pk}",
        audience="fieldwork",
        version=hashlib.sha256(f"{state} {home}".encode()).hexdigest(),
        about={"batch": batch.pk, "state": state, "home": home},
        name=f"phieu-lo-{number}.pdf",
        type="pdf",
        small=len(numbers_of(batch)) <= FEW_FORMS,
        language="vi",
    )
    back = (
        _("Batch %(number)s") % {"number": number},
        reverse("fieldwork:batch", args=[survey, number]),
    )
    return file_or_progress(request, asked, pack_content, make_pack, back)


@needs(Permission.FIELDWORK_MANAGE)
@require_GET
def payment_list(request: Request, survey: int) -> HttpResponse:
    """What is due to enumerators, and the lists by which they were paid."""
    return _payments(request, survey_of(request, survey))


def _payments(request: Request, survey: Survey, form: forms.Form | None = None) -> HttpResponse:
    due = payments_due(survey)
    context = field_context(request, survey, _("Payments for forms")) | {
        "due": due,
        "is_due": any(one.due for one in due),
        "entries": survey.payments.select_related("enumerator__unit").order_by("-list_number", "name"),
        "form": form or PaymentForm(),
    }
    context["crumbs"].append(_batches_crumb(survey))
    return page(request, "fieldwork/payments.html", context, status=200 if form is None else 422)


@needs(Permission.FIELDWORK_MANAGE)
@require_POST
def payment_make(request: Request, survey: int) -> HttpResponse:
    """Make the next list of payments."""
    found = survey_of(request, survey)
    form = PaymentForm(request.POST)

    def make() -> str:
        entries = list_payments(by=request.actor, survey=found, each=form.cleaned_data["each"])
        told = {"number": entries[0].list_number}
        return _("List %(number)s was made: print it and have it signed.") % told

    if _is_done(request, form, make):
        return redirect("fieldwork:payments", found.pk)
    return _payments(request, found, form)
