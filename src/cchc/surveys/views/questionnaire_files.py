"""Questionnaires as files: downloaded, and brought to replace a draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.surveys.questionnaires.document import document_of
from cchc.core.words.messages import message_of
from cchc.documents.models import Errand
from cchc.documents.queries.downloads import made_file
from cchc.documents.views import dear
from cchc.intake.queries import staged_files
from cchc.intake.views import Addresses, Frame
from cchc.surveys.exchange.questionnaire_texts import write_questionnaire_toml
from cchc.surveys.exchange.questionnaire_workbook import write_questionnaire_workbook
from cchc.surveys.exchange.xlsform_out import lost_in_xlsform, write_xlsform
from cchc.surveys.forms.questionnaires import QuestionnaireFileForm, questionnaire_lines_turned
from cchc.surveys.models import QuestionnaireState
from cchc.surveys.queries.questionnaires import questions_in
from cchc.surveys.staged import QUESTIONNAIRE, differences_of
from cchc.surveys.views.questionnaires import version_of
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import message_text


@needs(Permission.SURVEY_READ)
@require_GET
def questionnaire_excel(request: Request, pk: int) -> HttpResponse:
    """Send the questionnaire as an Excel file that can be brought back."""
    version = version_of(request, pk)
    data = write_questionnaire_workbook(document_of(questions_in(version)))
    return made_file(data, f"mau-phieu-{version.questionnaire.code}-{version.number}.xlsx")


@needs(Permission.SURVEY_READ)
@require_GET
def questionnaire_toml(request: Request, pk: int) -> HttpResponse:
    """Send the questionnaire as a TOML file."""
    version = version_of(request, pk)
    data = write_questionnaire_toml(document_of(questions_in(version))).encode()
    return made_file(data, f"mau-phieu-{version.questionnaire.code}-{version.number}.toml")


@needs(Permission.SURVEY_READ)
@require_GET
def questionnaire_xlsform(request: Request, pk: int) -> HttpResponse:
    """Say what an XLSForm cannot keep of the questionnaire, and offer it."""
    version = version_of(request, pk)
    lost = [message_text(one) for one in lost_in_xlsform(questions_in(version))]
    context = {"title": _("The questionnaire for KoboToolbox and ODK"), "version": version, "lost": lost}
    return page(request, "surveys/questionnaire_xlsform.html", context)


@needs(Permission.SURVEY_READ)
@require_GET
def questionnaire_xlsform_file(request: Request, pk: int) -> HttpResponse:
    """Send the questionnaire as an XLSForm."""
    version = version_of(request, pk)
    data = write_xlsform(questions_in(version))
    return made_file(data, f"mau-phieu-{version.questionnaire.code}-{version.number}-xlsform.xlsx")


def _frame(request: Request, pk: int) -> Frame:
    """Return the frame of the pages of files that replace a draft."""
    version = version_of(request, pk)
    return Frame(
        request=request,
        kind=QUESTIONNAIRE,
        rows=staged_files(QUESTIONNAIRE, str(pk)),
        addresses=Addresses(
            "surveys:questionnaire_files",
            "surveys:questionnaire_file",
            "surveys:questionnaire_file_content",
            apply="surveys:questionnaire_file_apply",
            again="surveys:questionnaire_file_again",
            give_up="surveys:questionnaire_file_give_up",
            args=(pk,),
        ),
        title=_("Replace the draft by a file"),
        crumbs=[
            (_("Questionnaires"), reverse("surveys:questionnaires")),
            (str(version.questionnaire), reverse("surveys:questionnaire", args=[pk])),
        ],
        template="surveys/questionnaire_staged.html",
        listing="surveys/questionnaire_files.html",
        difference=lambda staged: {
            "rows": questionnaire_lines_turned(differences_of(staged)),
            "lost": [message_text(message_of(one)) for one in staged.read["lost"]],
        },
        about=str(pk),
        version=version.sha256,
        may_change=version.state == QuestionnaireState.DRAFT,
    )


@needs(Permission.SURVEY_DESIGN)
@dear(Errand.What.IMPORT)
def questionnaire_files(request: Request, pk: int) -> HttpResponse:
    """Bring a file that is to replace a draft; below, the earlier ones."""
    frame = _frame(request, pk)
    if request.method != "POST":
        return frame.listed(QuestionnaireFileForm())
    return frame.bring(QuestionnaireFileForm(request.POST, request.FILES))


@needs(Permission.SURVEY_DESIGN)
@require_GET
def questionnaire_file(request: Request, pk: int, file: int) -> HttpResponse:
    """Show what a file would change in the draft, or did change."""
    frame = _frame(request, pk)
    return frame.shown(frame.found(file))


@needs(Permission.SURVEY_DESIGN)
@require_GET
def questionnaire_file_content(request: Request, pk: int, file: int) -> HttpResponseBase:
    """Send the file as it was brought."""
    frame = _frame(request, pk)
    return frame.file(frame.found(file))


@needs(Permission.SURVEY_DESIGN)
@require_POST
def questionnaire_file_apply(request: Request, pk: int, file: int) -> HttpResponse:
    """Put what the file says in place of the draft."""
    frame = _frame(request, pk)
    if not frame.may_change:
        raise Http404

    def then(_version: object) -> HttpResponse:
        messages.success(request, _("The draft is what the file says."))
        return redirect("surveys:questionnaire", pk=pk)

    return frame.apply(frame.found(file), then)


@needs(Permission.SURVEY_DESIGN)
@require_POST
@dear(Errand.What.IMPORT)
def questionnaire_file_again(request: Request, pk: int, file: int) -> HttpResponse:
    """Compare the same file with the draft as it is now."""
    frame = _frame(request, pk)
    return frame.again(frame.found(file))


@needs(Permission.SURVEY_DESIGN)
@require_POST
def questionnaire_file_give_up(request: Request, pk: int, file: int) -> HttpResponse:
    """Give up a file that waits."""
    frame = _frame(request, pk)
    return frame.give_up(frame.found(file))
