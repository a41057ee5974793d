"""Preparing a release, and throwing its draft away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.releases.actions.releasing import prepare_release, throw_away
from cchc.releases.forms.releasing import ReleaseForm, typed_terms
from cchc.releases.queries.drafts import drafted, terms_of
from cchc.releases.queries.faults import release_faults
from cchc.releases.queries.published import published
from cchc.releases.views.frame import cycle_to_prepare, draft_for, release_context
from cchc.ui.forms import put_errors
from cchc.ui.grave import Counted, posted
from cchc.ui.pages import page


@needs(Permission.RELEASE_PREPARE)
def release_prepare(request: Request, year: int) -> HttpResponse:
    """Prepare the next release of a year, or its draft anew, with everything that is left to do first."""
    cycle = cycle_to_prepare(request, year)
    standing, draft = published(year), drafted(year)
    begun = draft or standing
    initial = {} if begun is None else typed_terms(terms_of(begun))
    if draft is None:
        initial = {name: initial[name] for name in ("level", "signer") if name in initial}
    form = ReleaseForm(
        posted(request), request.FILES or None, correction=standing is not None, initial=initial
    )
    status, faults = 200, release_faults(cycle)
    if request.method == "POST":
        status = 422
        file = form.cleaned_data.get("file") if form.is_valid() else None
        try:
            if form.is_valid():
                prepare_release(by=request.actor, cycle=cycle, terms=form.terms(), file=file)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            if form.is_valid():
                messages.success(request, _("The draft is prepared: look at it as the public will see it."))
                return redirect("releases:draft", year)
    context = release_context(request, cycle) | {
        "title": _("Prepare the release of {year}").format(year=year),
        "form": form,
        "faults": [Counted(one.sentence, one.names) for one in faults] if status == 200 else [],
        "standing": standing,
        "back": reverse("releases:year", args=[year]),
    }
    return page(request, "releases/prepare.html", context, status=status)


@needs(Permission.RELEASE_PREPARE)
@require_POST
def draft_throw_away(request: Request, year: int) -> HttpResponse:
    """Throw the draft of a year away."""
    cycle_to_prepare(request, year)
    draft = draft_for(year)
    try:
        throw_away(by=request.actor, release=draft)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The draft was thrown away; nothing of it was public."))
    return redirect("releases:year", year)
