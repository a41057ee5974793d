"""Feedback of citizens: read, forwarded, answered, set aside by who moderates; what was forwarded, for a unit."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.portal.actions.feedback import CONTACT_KEPT, settle_feedback
from cchc.portal.forms.feedback import SettlingForm
from cchc.portal.models import Feedback
from cchc.portal.policies import STEPS, State, may_manage_portal
from cchc.portal.queries.feedback import counts_by_state, forwarded_to, moderated_by
from cchc.ui.forms import put_errors
from cchc.ui.pages import page

ROWS = 50


@needs(Permission.FEEDBACK_MODERATE)
@require_GET
def feedback_list(request: Request) -> HttpResponse:
    """Show the feedback of one state, the latest first; new feedback to begin with."""
    rows = moderated_by(request.actor)
    asked = request.GET.get("trang-thai", "")
    state = State(asked) if asked in State.values else State.NEW
    counts = counts_by_state(rows)
    context = {
        "title": _("Feedback of citizens"),
        "manages": may_manage_portal(request.actor),
        "state": state,
        "states": [(one, counts.get(one.value, 0)) for one in State],
        "rows": Paginator(rows.filter(state=state), ROWS).get_page(request.GET.get("page")),
    }
    return page(request, "portal/office/feedback_list.html", context)


@needs(Permission.FEEDBACK_MODERATE)
def feedback_one(request: Request, pk: int) -> HttpResponse:
    """Show one piece of feedback with the contact of who wrote it; say what becomes of it."""
    found = get_object_or_404(moderated_by(request.actor), pk=pk)
    seen = request.POST.get("seen", "")
    form = SettlingForm(request.POST or None, state=State(seen if seen in State.values else found.state))
    if request.method != "POST":
        return _one(request, found, form)
    if not form.is_valid():
        return _one(request, found, form, status=422)
    typed = form.cleaned_data
    to = State(typed["to"])
    try:
        settle_feedback(by=request.actor, feedback=found, to=to, seen=typed["seen"], answer=typed["answer"])
    except Changed as changed:
        messages.error(
            request,
            _("Somebody else acted meanwhile: it is “{state}” now.").format(state=State(changed.now).label),
        )
        return redirect("portal_office:feedback_one", pk=pk)
    except ValidationError as refused:
        put_errors(form, refused)
        return _one(request, found, form, status=422)
    said = _("Feedback no. {number} on {unit}: {state}.")
    messages.success(request, said.format(number=pk, unit=found.key.unit.name, state=to.label))
    return redirect("portal_office:feedback")


def _one(request: Request, found: Feedback, form: SettlingForm, status: int = 200) -> HttpResponse:
    context = {
        "title": _("Feedback no. %(number)s") % {"number": found.pk},
        "feedback": found,
        "form": form if STEPS[State(found.state)] else None,
        "erased_on": found.at + CONTACT_KEPT,
        "manages": may_manage_portal(request.actor),
    }
    return page(request, "portal/office/feedback_one.html", context, status=status)


@needs(Permission.FEEDBACK_READ)
@require_GET
def feedback_forwarded(request: Request) -> HttpResponse:
    """Show what was forwarded to the own unit, without the contacts of who wrote it."""
    rows = forwarded_to(request.actor).order_by("-forwarded_at", "-pk")
    context = {
        "title": _("Feedback of citizens on our unit"),
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
    }
    return page(request, "portal/office/forwarded.html", context)
