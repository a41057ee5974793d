"""Report frames as Excel files: downloaded, and brought to replace a draft."""

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
from cchc.core.plans.reports.content import frame_document_of, hash_of_frame
from cchc.documents.models import Errand
from cchc.documents.queries.downloads import made_file
from cchc.documents.views import dear
from cchc.following.exchange.frame_workbook import write_frame_workbook
from cchc.following.forms.frames import ReportFrameFileForm, frame_lines_turned
from cchc.following.staged import FRAMES, differences_of_frame
from cchc.following.views.frames import frame_version_of
from cchc.intake.actions import undo
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files
from cchc.intake.views import Addresses, Fact, Frame, Undoing


@needs(Permission.FOLLOWING_READ)
@require_GET
def frame_excel(request: Request, pk: int) -> HttpResponse:
    """Send the report frame as an Excel file that can be brought back."""
    version = frame_version_of(request, pk)
    data = write_frame_workbook(frame_document_of(version.content))
    return made_file(data, f"khung-bao-cao-{version.key}-{version.number}.xlsx")


def _frame(request: Request, pk: int) -> Frame:
    """Return the frame of the pages of files that replace a draft."""
    version = frame_version_of(request, pk)
    rows = staged_files(FRAMES, str(pk))
    last = rows.filter(state=StagedFile.State.APPLIED).first()
    undoing = None
    if last is not None and version.is_draft and version.sha256 == hash_of_frame(last.read["text"]):
        asked = _("The draft becomes what it was before this file. Go on?")
        undoing = Undoing(last.pk, reverse("following:frame_file_undo", args=[pk, last.pk]), asked)
    return Frame(
        request=request,
        kind=FRAMES,
        rows=rows,
        addresses=Addresses(
            "following:frame_files",
            "following:frame_file",
            "following:frame_file_content",
            apply="following:frame_file_apply",
            again="following:frame_file_again",
            give_up="following:frame_file_give_up",
            args=(pk,),
        ),
        title=_("Replace the draft by a file"),
        crumbs=[
            (_("Report frames"), reverse("following:frames")),
            (version.name, reverse("following:frame", args=[pk])),
        ],
        template="following/frame_staged.html",
        listing="following/frame_files.html",
        difference=lambda staged: {"rows": frame_lines_turned(differences_of_frame(staged))},
        facts=lambda staged: [Fact(_("Rows"), staged.counts.get("rows", 0))],
        undoing=undoing,
        about=str(pk),
        version=version.sha256,
        may_change=version.is_draft,
    )


@needs(Permission.FRAME_EDIT)
@dear(Errand.What.IMPORT)
def frame_files(request: Request, pk: int) -> HttpResponse:
    """Bring a file that is to replace a draft; below, the earlier ones."""
    frame = _frame(request, pk)
    if request.method != "POST":
        return frame.listed(ReportFrameFileForm())
    return frame.bring(ReportFrameFileForm(request.POST, request.FILES))


@needs(Permission.FRAME_EDIT)
@require_GET
def frame_file(request: Request, pk: int, file: int) -> HttpResponse:
    """Show what a file would change in the draft, or did change."""
    frame = _frame(request, pk)
    return frame.shown(frame.found(file))


@needs(Permission.FRAME_EDIT)
@require_GET
def frame_file_content(request: Request, pk: int, file: int) -> HttpResponseBase:
    """Send the file as it was brought."""
    frame = _frame(request, pk)
    return frame.file(frame.found(file))


@needs(Permission.FRAME_EDIT)
@require_POST
def frame_file_apply(request: Request, pk: int, file: int) -> HttpResponse:
    """Put what the file says in place of the draft."""
    frame = _frame(request, pk)
    if not frame.may_change:
        raise Http404

    def then(_version: object) -> HttpResponse:
        messages.success(request, _("The draft is what the file says."))
        return redirect("following:frame", pk=pk)

    return frame.apply(frame.found(file), then)


@needs(Permission.FRAME_EDIT)
@require_POST
@dear(Errand.What.IMPORT)
def frame_file_again(request: Request, pk: int, file: int) -> HttpResponse:
    """Compare the same file with the draft as it is now."""
    frame = _frame(request, pk)
    return frame.again(frame.found(file))


@needs(Permission.FRAME_EDIT)
@require_POST
def frame_file_give_up(request: Request, pk: int, file: int) -> HttpResponse:
    """Give up a file that waits."""
    frame = _frame(request, pk)
    return frame.give_up(frame.found(file))


@needs(Permission.FRAME_EDIT)
@require_POST
def frame_file_undo(request: Request, pk: int, file: int) -> HttpResponse:
    """Give the draft back what it was before a file replaced it."""
    frame = _frame(request, pk)
    staged = frame.found(file)
    done = _("“%(file)s” was taken back: the draft is what it was before.") % {"file": staged.file.name}
    return frame.undo(lambda: undo(by=request.actor, staged=staged), done, ReportFrameFileForm())
