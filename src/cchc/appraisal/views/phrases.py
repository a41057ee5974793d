"""The standing phrases, which whoever leads the appraisal adds and removes."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.appraisal.actions.phrasing import add_phrase, remove_phrase
from cchc.appraisal.forms.phrases import PhraseForm
from cchc.appraisal.models import StandingPhrase
from cchc.appraisal.queries.phrases import phrases_by_code
from cchc.core.scoring.appraised import TAKEN_CODES
from cchc.ui.forms import put_errors
from cchc.ui.pages import page
from cchc.ui.pictures.points import loss_word


@needs(Permission.APPRAISAL_ASSIGN)
def phrases_page(request: Request) -> HttpResponse:
    """Show the standing phrases of each coded reason, and add one."""
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_phrase(by=request.actor, **form.cleaned_data)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            messages.success(request, _("Added: appraisers are offered it from now on."))
            return redirect("appraisal:phrases")
    phrases = phrases_by_code()
    context = {
        "title": _("Standing phrases"),
        "form": form,
        "groups": [(loss_word(code), phrases[code]) for code in TAKEN_CODES if code in phrases],
    }
    return page(request, "appraisal/phrases.html", context, status=422 if form.errors else 200)


@needs(Permission.APPRAISAL_ASSIGN)
@repeatable
@require_POST
def phrase_remove(request: Request, phrase: int) -> HttpResponse:
    """Offer a phrase no more."""
    found = StandingPhrase.objects.filter(pk=phrase).first()
    if found is not None:
        with suppress(ValidationError):  # somebody was quicker: it is gone
            remove_phrase(by=request.actor, phrase=found)
        messages.success(request, _("Removed; where it was used it stays."))
    return redirect("appraisal:phrases")
