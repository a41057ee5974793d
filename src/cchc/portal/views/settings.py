"""What the coordinator says of the public pages: whether they take feedback."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.portal.actions.feedback import set_feedback_rules
from cchc.portal.forms.feedback import FeedbackRulesForm
from cchc.portal.policies import may_moderate_feedback
from cchc.portal.queries.feedback import standing_rules
from cchc.ui.pages import page


@needs(Permission.PORTAL_MANAGE)
def portal_settings(request: Request) -> HttpResponse:
    """Show and change what holds for the public pages."""
    standing = standing_rules()
    known = {
        "is_open": standing is not None and standing.is_open,
        "live_address": standing.live_address if standing else "",
        "seen": standing.number if standing else 0,
    }
    form = FeedbackRulesForm(request.POST or None, initial=known)
    status, meanwhile = 200, False
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_feedback_rules(by=request.actor, **form.cleaned_data)
            except Changed:
                form, status, meanwhile = FeedbackRulesForm(initial=known), 409, True
            else:
                messages.success(request, _("Saved. The public pages follow within a minute."))
                return redirect("portal_office:settings")
    context = {
        "title": _("Public pages"),
        "form": form,
        "standing": standing,
        "meanwhile": meanwhile,
        "moderates": may_moderate_feedback(request.actor),
    }
    return page(request, "portal/office/settings.html", context, status=status)
