"""A periodic report as an official paper: who signs and who receives it, the Word file, the PDF where LibreOffice is
there."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.documents.views import FileRequest, file_or_progress
from cchc.files.converting import office
from cchc.following.forms.periodic import ReportPaperForm
from cchc.following.models import ReportRound
from cchc.following.queries.report_files import report_pdf, state_of_report, word_of_whole
from cchc.following.queries.report_papers import usual_wishes_of_report
from cchc.following.queries.report_words import round_name
from cchc.following.tasks import make_report_pdf
from cchc.following.views.report_whole import whole_round
from cchc.plans.views.printed import asked_form, wishes_of
from cchc.ui.pages import page


@needs(Permission.FOLLOWING_READ)
@require_GET
def round_paper(request: Request, pk: int) -> HttpResponse:
    """What the paper of the whole is to be like."""
    round_ = whole_round(request, pk)
    return _asking(request, round_, _form(request, round_))


@needs(Permission.FOLLOWING_READ)
@require_GET
def round_word(request: Request, pk: int) -> HttpResponse:
    """The whole as a Word file with its annexes."""
    round_ = whole_round(request, pk)
    form = _form(request, round_)
    wishes = wishes_of(form, usual_wishes_of_report(round_, round_.collector))
    if wishes is None:
        return _asking(request, round_, form)
    content = word_of_whole(round_, timezone.localdate(), wishes)
    return made_file(content, f"{slug_of(round_name(round_))}.docx")


@needs(Permission.FOLLOWING_READ)
def round_pdf(request: Request, pk: int) -> HttpResponseBase:
    """The same pages as a PDF, made by the worker; the page that says why where LibreOffice is not installed."""
    round_ = whole_round(request, pk)
    form = _form(request, round_)
    wishes = wishes_of(form, usual_wishes_of_report(round_, round_.collector))
    if wishes is None or not office():
        return _asking(request, round_, form)
    today = timezone.localdate()
    state = state_of_report(round_, today, wishes)
    asked = FileRequest(
        of=f"following.report.pdf:{round_.pk}",
        audience=Permission.FOLLOWING_READ,
        version=state,
        about={"round": round_.pk, "on": today.isoformat(), "wishes": wishes, "state": state},
        name=f"{slug_of(round_name(round_))}.pdf",
        type="pdf",
        small=False,
        language="vi",
    )
    back = (_("The report as a paper"), f"{reverse('following:round_paper', args=[pk])}?{urlencode(wishes)}")
    return file_or_progress(request, asked, report_pdf, make_report_pdf, back)


def _form(request: Request, round_: ReportRound) -> ReportPaperForm:
    form = asked_form(request, usual_wishes_of_report(round_, round_.collector), ReportPaperForm)
    assert isinstance(form, ReportPaperForm)
    return form


def _asking(request: Request, round_: ReportRound, form: ReportPaperForm) -> HttpResponse:
    context = {
        "title": _("The report as a paper"),
        "name": round_name(round_),
        "form": form,
        "word": reverse("following:round_word", args=[round_.pk]),
        "pdf": reverse("following:round_pdf", args=[round_.pk]) if office() else "",
        "back": reverse("following:round", args=[round_.pk]),
    }
    faulty = form.is_bound and not form.is_valid()
    return page(request, "following/report_paper.html", context, status=422 if faulty else 200)
