"""Keying paper forms: the number first, then the form; where two people differ, what stands on the paper."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.surveys.codes import numbered_form
from cchc.core.surveys.keying import end_of_numbers, form_meant, shown_keys
from cchc.fieldwork.actions.keying import KeyedAs, key_form, settle_keying
from cchc.fieldwork.actions.receiving import WrongAnswers
from cchc.fieldwork.forms.keying import FormNumberForm, KeyingForm
from cchc.fieldwork.models import FieldAssignment, PaperBatch
from cchc.fieldwork.queries.batches import batch_standing, next_to_key, numbers_of
from cchc.fieldwork.queries.keying import differences_of, differing_forms, questions_on, units_on
from cchc.fieldwork.views.frame import survey_context, survey_of
from cchc.surveys.models import Survey
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

ROWS = 150


@needs(Permission.FORM_KEY)
@require_GET
def key_number(request: Request, survey: int) -> HttpResponse:
    """Ask for the number of the next form, of a batch or of any."""
    found = survey_of(request, survey)
    number = requested_number(request.GET.get("lo", ""))
    batch = get_object_or_404(PaperBatch, survey=found, number=number) if number else None
    form = FormNumberForm(request.GET if "so" in request.GET else None)
    if form.is_valid():
        meant = _meant(found, batch, form.cleaned_data["so"])
        if meant is not None:
            return redirect("fieldwork:key", survey, meant)
        form.add_error("so", _not_meant(batch))
    numbers = numbers_of(batch) if batch else []
    following = next_to_key(batch, request.actor.person_id) if batch else None
    context = survey_context(found, _("Key paper forms")) | {
        "form": form,
        "batch": batch,
        "standing": batch_standing(batch) if batch else None,
        "end": end_of_numbers(numbers) if numbers else 0,
        "following": following,
        "following_printed": numbered_form(following) if following else "",
        "differing": differing_forms(found).count(),
    }
    return page(request, "fieldwork/keying.html", context, status=422 if form.errors else 200)


def _meant(survey: Survey, batch: PaperBatch | None, typed: str) -> int | None:
    if batch is not None:
        return form_meant(typed, numbers_of(batch))
    return form_meant(typed, survey.assignments.values_list("number", flat=True))


def _not_meant(batch: PaperBatch | None) -> str:
    if batch is None:
        return _("No form of this survey has this number: look at the check digit.")
    return _("No form of batch %(batch)s has this number: look at the check digit.") % {"batch": batch.number}


def _form_of(request: Request, survey: int, number: int) -> FieldAssignment:
    rows = FieldAssignment.objects.select_related("survey", "form__version", "unit", "in_batch__batch")
    return get_object_or_404(rows, survey=survey_of(request, survey), number=number)


def _begin(assignment: FieldAssignment) -> str:
    """The address where the next number is asked for."""
    address = reverse("fieldwork:key_number", args=[assignment.survey_id])
    batched = getattr(assignment, "in_batch", None)
    return address if batched is None else f"{address}?lo={batched.batch.number}"


@needs(Permission.FORM_KEY)
def key_one(request: Request, survey: int, number: int) -> HttpResponse:
    """Key one form."""
    assignment = _form_of(request, survey, number)
    form = KeyingForm(
        request.POST if request.method == "POST" else None,
        questions=questions_on(assignment),
        units=units_on(assignment),
    )
    if request.method == "POST" and form.is_valid():
        try:
            became = key_form(
                by=request.actor,
                assignment=assignment,
                keyed=form.keyed,
                key=str(form.cleaned_data["key"]),
            )
        except WrongAnswers as refused:
            form.put_faults(refused.faults)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            _tell(request, became, number)
            return redirect(_begin(assignment))
    context = survey_context(assignment.survey, _("Form %(number)s") % {"number": numbered_form(number)}) | {
        "form": form,
        "assignment": assignment,
        "back": _begin(assignment),
    }
    context["crumbs"] = [*context["crumbs"], (_("Key paper forms"), _begin(assignment))]
    return page(request, "fieldwork/keying_one.html", context, status=422 if form.errors else 200)


def _tell(request: Request, became: KeyedAs, number: int) -> None:
    told = {"number": numbered_form(number)}
    match became:
        case KeyedAs.STORED:
            messages.success(request, _("Form %(number)s is stored.") % told)
        case KeyedAs.ONCE:
            messages.success(request, _("Form %(number)s is keyed; another person keys it too.") % told)
        case KeyedAs.DIFFERS:
            messages.warning(request, _("Two people keyed form %(number)s differently.") % told)


@needs(Permission.FORM_KEY)
@require_GET
def differing_list(request: Request, survey: int) -> HttpResponse:
    """The forms that two people keyed differently."""
    found = survey_of(request, survey)
    rows = Paginator(differing_forms(found), ROWS).get_page(request.GET.get("page"))
    context = survey_context(found, _("Keyed differently")) | {
        "rows": rows,
        "forms": [(one, numbered_form(one.number)) for one in rows],
    }
    return page(request, "fieldwork/differing.html", context)


@needs(Permission.FORM_KEY)
def differing_one(request: Request, survey: int, number: int) -> HttpResponse:
    """Decide what stands on the paper where two people keyed a form differently."""
    assignment = _form_of(request, survey, number)
    differing = differences_of(assignment)
    form: KeyingForm | None = None
    if differing:
        form = KeyingForm(
            request.POST if request.method == "POST" else None,
            questions=questions_on(assignment),
            units=units_on(assignment),
            beside=_keyed_beside(assignment),
        )
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            settle_keying(by=request.actor, assignment=assignment, chosen=form.chosen)
        except WrongAnswers as refused:
            form.put_faults(refused.faults)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("Form %(number)s is stored.") % {"number": numbered_form(number)})
            return redirect("fieldwork:differing", survey)
    context = survey_context(assignment.survey, _("Form %(number)s") % {"number": numbered_form(number)}) | {
        "form": form,
        "back": reverse("fieldwork:differing", args=[survey]),
    }
    context["crumbs"] = [*context["crumbs"], (_("Keyed differently"), context["back"])]
    status = 422 if form is not None and form.errors else 200
    return page(request, "fieldwork/differing_one.html", context, status=status)


def _keyed_beside(assignment: FieldAssignment) -> dict[tuple[int, str], tuple[str, str]]:
    """What the two people keyed, as keys, by unit and item."""
    items = questions_on(assignment).by_code
    return {
        (one.unit, one.item): (
            shown_keys(items[one.item], one.first),
            shown_keys(items[one.item], one.second),
        )
        for one in differences_of(assignment)
    }
