"""The authorities under which signers are known: their certificates, loading some, removing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Faults
from cchc.documents.actions import cleaned_name
from cchc.documents.actions.signatures import load_anchors, remove_anchor
from cchc.documents.forms.anchors import AnchorForm, RemoveForm
from cchc.documents.models import Errand, TrustAnchor
from cchc.documents.queries.signatures import anchors_in_force, removed_anchors, signed_files
from cchc.documents.views import dear
from cchc.files.certificates import ANCHOR_FILE
from cchc.ui.forms import put_errors
from cchc.ui.grave import GraveAct, answer_grave, posted
from cchc.ui.pages import page


@needs(Permission.ANCHOR_MANAGE)
@dear(Errand.What.IMPORT)
def anchors(request: Request) -> HttpResponse:
    """Show the authorities under which signers are known; load those of a file, all or none."""
    form = AnchorForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _anchors(request, form)
    if not form.is_valid():
        return _anchors(request, form, status=422)
    file = form.cleaned_data["file"]
    name = cleaned_name(file.name)
    try:
        found = ANCHOR_FILE.read(file.read(), name)
        made = load_anchors(by=request.actor, certificates=found, file=name)
    except Faults as refused:
        return _anchors(request, form, status=422, faults=refused.faults, file=name)
    except ValidationError as refused:
        put_errors(form, refused)
        return _anchors(request, form, status=422)
    said = ngettext(
        "Loaded {count} certificate. Signed files are being checked anew.",
        "Loaded {count} certificates. Signed files are being checked anew.",
        len(made),
    )
    messages.success(request, said.format(count=len(made)))
    return redirect("documents:anchors")


def _anchors(request: Request, form: AnchorForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "title": _("Authorities for signatures"),
        "form": form,
        "anchors": anchors_in_force(),
        "removed": removed_anchors(),
        "today": timezone.localdate(),
        **more,
    }
    return page(request, "documents/anchors.html", context, status=status)


@needs(Permission.ANCHOR_MANAGE)
def anchor_remove(request: Request, pk: int) -> HttpResponse:
    """Remove the certificate of an authority, with the reason."""
    anchor = get_object_or_404(TrustAnchor, pk=pk, removed_at=None)
    form = RemoveForm(posted(request))
    back = reverse("documents:anchors")

    def told() -> GraveAct:
        count = signed_files()
        checked = ngettext(
            "{count} signed file is checked anew without it.",
            "{count} signed files are checked anew without it.",
            count,
        )
        return GraveAct(
            verb=_("Remove the certificate"),
            happens=(
                _("Whoever signs under {authority} is no longer a known signer.").format(
                    authority=anchor.subject
                ),
                checked.format(count=count),
            ),
            undoing=_("The certificate can be loaded again from its file; this removal stays in the log."),
            icon="trash",
        )

    def act() -> HttpResponse:
        remove_anchor(by=request.actor, anchor=anchor, reason=form.cleaned_data["reason"])
        messages.success(request, _("Removed the certificate of {name}.").format(name=anchor.subject))
        return redirect(back)

    context = {"title": _("Remove the certificate of an authority"), "anchor": anchor, "back": back}
    return answer_grave(request, "documents/anchor_remove.html", context, form=form, told=told, act=act)
