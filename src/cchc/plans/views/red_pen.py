"""The red pen: the file of a plan comes back with what was found in its margin."""

from __future__ import annotations

from pathlib import PurePath

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Faults
from cchc.documents.queries.downloads import slug_of
from cchc.documents.views import FileRequest, file_or_progress
from cchc.files.converting import BECOMES
from cchc.files.kinds import kind_of
from cchc.plans.exchange.red_pen import ending_of
from cchc.plans.queries.red_pen import file_read_of, marked_content, version_of_marks
from cchc.plans.tasks import make_marked
from cchc.plans.views.addressing import plan_or_404
from cchc.ui.templatetags.ui import message_text

SMALL = (
    1_000_000  # bytes of a file that is marked in the request; larger ones take the worker more than a second
)


@needs(Permission.PLAN_READ)
def marked_file(request: Request, pk: int) -> HttpResponseBase:
    """The file that a plan was read from, with every open finding in its margin, or as a list for a PDF or a text; made
    by the worker where it is large or in an old format."""
    plan = plan_or_404(request, pk)
    file = file_read_of(plan)
    if file is None:
        raise Http404
    ending = ending_of(file.name)
    stem = slug_of(PurePath(file.name).stem) or "ke-hoach"
    asked = FileRequest(
        of=f"plans.red_pen:{plan.pk}",
        audience=Permission.PLAN_READ,
        version=version_of_marks(plan),
        about={"plan": plan.pk, "version": plan.version},
        name=f"{stem}-but-do.{ending}",
        type=ending,
        small=file.size <= SMALL and kind_of(file.name) not in BECOMES,
        language="vi",
    )
    findings = reverse("plans:findings", args=[plan.pk])
    try:
        return file_or_progress(request, asked, marked_content, make_marked, (plan.title, findings))
    except Faults as refused:
        whys = " ".join(message_text(one.why) for one in refused.faults)
        messages.error(request, _("The file could not be marked: %(why)s") % {"why": whys})
        return redirect(findings)
