"""The library of remedies, and results that others published."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.analysis.actions.library import (
    RemedyTexts,
    adopt_model_remedies,
    delete_remedy,
    gather_remedies,
    write_remedy,
)
from cchc.analysis.actions.published import delete_published, write_published
from cchc.analysis.forms.remedies import PublishedForm, RemedyForm, code_words
from cchc.analysis.models import PublishedResult, Remedy
from cchc.analysis.policies import may_edit_remedies
from cchc.analysis.queries.library import models_of_remedies_left, visible_remedies
from cchc.analysis.queries.remediation import visible_published
from cchc.audit.changed import Changed
from cchc.core.words.messages import Faults
from cchc.ui.forms import put_errors
from cchc.ui.pages import page

ROWS = 150


@needs(Permission.PLAN_EDIT)
@require_GET
def remedies(request: Request) -> HttpResponse:
    """The library of remedies, with what is only suggested told apart."""
    words = request.GET.get("tim", "")
    rows = Paginator(visible_remedies(request.actor, words), ROWS).get_page(request.GET.get("page"))
    context = {
        "title": _("Library of remedies"),
        "rows": rows,
        "remedies": [(one, code_words(one.code)) for one in rows.object_list],
        "words": words,
        "may_edit": may_edit_remedies(request.actor),
        "models": len(models_of_remedies_left()) if may_edit_remedies(request.actor) else 0,
    }
    return page(request, "analysis/remedies.html", context)


@needs(Permission.REMEDY_EDIT)
def remedy_new(request: Request) -> HttpResponse:
    """Write a new remedy."""
    return _remedy(request, None)


@needs(Permission.REMEDY_EDIT)
def remedy(request: Request, pk: int) -> HttpResponse:
    """Write a remedy anew, or agree to one that was only suggested."""
    return _remedy(request, get_object_or_404(visible_remedies(request.actor), pk=pk))


def _remedy(request: Request, found: Remedy | None) -> HttpResponse:
    form = RemedyForm(request.POST or None, remedy=found)
    status, meanwhile = 422 if form.is_bound else 200, False
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        texts = RemedyTexts(
            typed["criterion"], typed["code"], typed["task"], typed["output"], typed["cooperating"]
        )
        try:
            write_remedy(by=request.actor, texts=texts, remedy=found, version=typed["version"])
        except ValidationError as refused:
            put_errors(form, refused)
        except Changed as changed:
            form = RemedyForm(remedy=changed.now)
            status, meanwhile = 409, True
        else:
            messages.success(request, _("The remedy is in the library."))
            return redirect("analysis:remedies")
    context = {
        "title": _("Remedy") if found else _("New remedy"),
        "form": form,
        "remedy": found,
        "meanwhile": meanwhile,
        "back": reverse("analysis:remedies"),
    }
    return page(request, "analysis/remedy.html", context, status=status)


@needs(Permission.REMEDY_EDIT)
@require_POST
def remedy_delete(request: Request, pk: int) -> HttpResponse:
    """Take a remedy out of the library."""
    found = get_object_or_404(visible_remedies(request.actor), pk=pk)
    delete_remedy(by=request.actor, remedy=found)
    messages.success(request, _("The remedy was taken out of the library."))
    return redirect("analysis:remedies")


@needs(Permission.REMEDY_EDIT)
@require_POST
def remedies_gather(request: Request) -> HttpResponse:
    """Read the measures of remediation plans in force into the library."""
    count = len(gather_remedies(by=request.actor))
    said = ngettext(
        "%(count)s remedy is new in the library.", "%(count)s remedies are new in the library.", count
    )
    messages.success(
        request, said % {"count": count} if count else _("The library knows all of them already.")
    )
    return redirect("analysis:remedies")


@needs(Permission.REMEDY_EDIT)
@require_POST
def remedies_adopt(request: Request) -> HttpResponse:
    """Take over the remedies that come with the platform."""
    count = len(adopt_model_remedies(by=request.actor))
    said = ngettext(
        "%(count)s remedy is new in the library.", "%(count)s remedies are new in the library.", count
    )
    messages.success(
        request, said % {"count": count} if count else _("The library knows all of them already.")
    )
    return redirect("analysis:remedies")


@needs(Permission.PLAN_EDIT)
def published_new(request: Request) -> HttpResponse:
    """Type a result that others published."""
    return _published(request, None)


@needs(Permission.PLAN_EDIT)
def published(request: Request, pk: int) -> HttpResponse:
    """Mend a published result."""
    return _published(request, get_object_or_404(visible_published(request.actor), pk=pk))


def _published(request: Request, found: PublishedResult | None) -> HttpResponse:
    form = PublishedForm(request.POST or None, actor=request.actor, result=found)
    status, meanwhile = 422 if form.is_bound else 200, False
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        try:
            kept = write_published(by=request.actor, result=found, **typed)
        except Faults as refused:
            form.refuse(refused.faults)
        except ValidationError as refused:
            put_errors(form, refused)
        except Changed as changed:
            form = PublishedForm(actor=request.actor, result=changed.now)
            status, meanwhile = 409, True
        else:
            return redirect("analysis:remediation_of_published", kept.pk)
    context = {
        "title": _("Published result"),
        "form": form,
        "result": found,
        "meanwhile": meanwhile,
        "may_delete": found is not None and not found.remediation_plans.exists(),
        "back": reverse("analysis:remediation_new"),
    }
    return page(request, "analysis/published.html", context, status=status)


@needs(Permission.PLAN_EDIT)
@require_POST
def published_delete(request: Request, pk: int) -> HttpResponse:
    """Delete a published result from which no plan is made."""
    found = get_object_or_404(visible_published(request.actor), pk=pk)
    try:
        delete_published(by=request.actor, result=found)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("analysis:published", found.pk)
    messages.success(request, _("The result was deleted."))
    return redirect("analysis:remediation_new")
