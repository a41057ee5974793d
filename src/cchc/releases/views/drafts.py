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
from cchc.documents.queries.background import TaskStanding
from cchc.releases.actions.preparing import order_preparation
from cchc.releases.actions.releasing import throw_away
from cchc.releases.forms.releasing import ReleaseForm, typed_terms
from cchc.releases.models import Preparation, WorkOrder
from cchc.releases.queries.drafts import drafted, terms_of
from cchc.releases.queries.faults import release_faults
from cchc.releases.queries.orders import PREPARING_WORDS, preparation_of
from cchc.releases.queries.published import published
from cchc.releases.tasks import prepare
from cchc.releases.views.frame import cycle_to_prepare, draft_for, release_context
from cchc.releases.views.orders import OrderPage, hand_over, lead_on, standing_of
from cchc.ui.forms import put_errors
from cchc.ui.grave import Counted, posted
from cchc.ui.pages import page


@needs(Permission.RELEASE_PREPARE)
def release_prepare(request: Request, year: int) -> HttpResponse:
    """Prepare the next release of a year, or its draft anew, with everything that is left to do first."""
    cycle = cycle_to_prepare(request, year)
    standing, draft = published(year), drafted(year)
    stood = standing_of(Preparation.objects.filter(cycle=cycle), prepare)
    order = preparation_of(cycle)
    waits = order is not None and order.state == WorkOrder.State.WAITING
    if request.method != "POST" and waits and stood not in (None, TaskStanding.INTERRUPTED):
        return redirect("releases:preparing", year)
    begun = order or draft or standing
    initial = {} if begun is None else typed_terms(terms_of(begun))
    if begun is standing:
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
                ordered, is_new = order_preparation(
                    by=request.actor, cycle=cycle, terms=form.terms(), file=file
                )
                if is_new:
                    hand_over(ordered, prepare)
        except ValidationError as refused:
            put_errors(form, refused)
        else:
            if form.is_valid():
                return redirect("releases:preparing", year)
    context = release_context(request, cycle) | {
        "title": _("Prepare the release of {year}").format(year=year),
        "form": form,
        "faults": [Counted(one.sentence, one.names) for one in faults] if status == 200 else [],
        "standing": standing,
        "back": reverse("releases:year", args=[year]),
    }
    return page(request, "releases/prepare.html", context, status=status)


@needs(Permission.RELEASE_PREPARE)
def preparing(request: Request, year: int) -> HttpResponse:
    """Show how far the worker is with preparing a release, and lead on to its draft; a POST has it begin anew what was
    interrupted or refused. 404 where nothing was ordered and nothing is prepared."""
    cycle = cycle_to_prepare(request, year)
    standing = standing_of(Preparation.objects.filter(cycle=cycle), prepare)
    order = preparation_of(cycle)
    if order is None:
        draft_for(year)
        said = _("The draft is prepared: look at it as the public will see it.")
        return lead_on(request, reverse("releases:draft", args=[year]), said)
    return OrderPage(
        request,
        release_context(request, cycle) | {"title": _("Preparing the release of {year}").format(year=year)},
        address=reverse("releases:preparing", args=[year]),
        task=prepare,
        steps=PREPARING_WORDS,
        waits=_("The draft waits to be prepared"),
        runs=_("The draft is being prepared"),
        interrupted=_("The draft is not prepared yet"),
        refused=_("The draft was not prepared."),
        anew=_("Prepare it anew"),
        back=(_("Change what was typed"), reverse("releases:prepare", args=[year])),
        explained=_(
            "Every public figure is computed from the final points, and the bundle is made that the public would"
            " read. Nothing is public by it: you see the draft first. If the work is interrupted, it can begin anew."
        ),
    ).answer(order, standing)


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
