"""Pages of report frames: the list, a new one, a version with its outline and annexes, its rows, issuing, deleting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.plans.reports.comparing import frame_differences
from cchc.core.plans.reports.content import frame_document_of
from cchc.core.plans.reports.document import FRAME, KEYS, TABLES, key_of_row
from cchc.core.words.messages import Faults
from cchc.documents.actions import store
from cchc.documents.models import Errand
from cchc.documents.views import dear
from cchc.following.actions import frames as actions
from cchc.following.exchange.frame_file import REPORT_FRAME_FILE
from cchc.following.forms.frames import FrameRowForm, NewFrameForm, frame_lines_turned
from cchc.following.models import FrameState, FrameVersion
from cchc.following.queries.frames import (
    drafted_frame,
    frame_in,
    frame_lines,
    model_frames,
    models_left,
    published_frame_before,
    row_of_frame,
    visible_frames,
)
from cchc.ui.grave import BasisForm, GraveAct, answer_grave, posted
from cchc.ui.pages import page
from cchc.ui.requests import requested_number

MOST_FAULTS = 200


@needs(Permission.FOLLOWING_READ)
@require_GET
def frame_list(request: Request) -> HttpResponse:
    """Show the report frames with their versions."""
    context = {
        "title": _("Report frames"),
        "lines": frame_lines(visible_frames(request.actor)),
        "models": models_left(),
        "may_edit": request.actor.may(Permission.FRAME_EDIT),
    }
    return page(request, "following/frames.html", context)


@needs(Permission.FRAME_EDIT)
@require_POST
def frame_models(request: Request) -> HttpResponse:
    """Take the model frames over as issued first versions."""
    try:
        taken = actions.adopt_model_frames(by=request.actor)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        names = "; ".join(one.name for one in taken)
        messages.success(request, _("Issued as first versions: %(names)s.") % {"names": names})
    return redirect("following:frames")


@needs(Permission.FRAME_EDIT)
@dear(Errand.What.IMPORT)
def frame_new(request: Request) -> HttpResponse:
    """Begin a report frame from a model or a file; a file with faults is answered with every one of them."""
    form = NewFrameForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"title": _("New report frame"), "form": form}
    context |= {"back": reverse("following:frames")}
    if request.method != "POST":
        return page(request, "following/frame_new.html", context)
    if form.is_valid():
        try:
            version = _created(request, form)
        except Faults as refused:
            context |= {"faults": refused.faults[:MOST_FAULTS], "count": len(refused.faults)}
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("The report frame was stored as a draft."))
            return redirect("following:frame", pk=version.pk)
    return page(request, "following/frame_new.html", context, status=422)


def _created(request: Request, form: NewFrameForm) -> FrameVersion:
    """Create the draft that the form asks for."""
    file = form.cleaned_data["file"]
    if not file:
        model = next(one for one in model_frames() if one.code == form.cleaned_data["model"])
        return actions.create_frame(by=request.actor, text=model.text)
    data = file.read()
    read = REPORT_FRAME_FILE.read(data, file.name)
    stored = store(by=request.actor, name=file.name, data=data)
    return actions.create_frame(by=request.actor, text=read.text, source=stored)


def frame_version_of(request: Request, pk: int) -> FrameVersion:
    """Return the version with this id; 404 for one that this person may not see."""
    return get_object_or_404(visible_frames(request.actor), pk=pk)


@needs(Permission.FOLLOWING_READ)
@require_GET
def frame_version(request: Request, pk: int) -> HttpResponse:
    """Show a version: its outline, its annexes with their rows, and what is wrong in it."""
    version = frame_version_of(request, pk)
    reading = drafted_frame(version)
    document = frame_document_of(version.content)
    keys = {
        (table, at): key_of_row(table, row)
        for table, rows in document.tables.items()
        for at, row in enumerate(rows, start=1)
    }
    may_edit = request.actor.may(Permission.FRAME_EDIT)
    faults = [
        (fault, fault.place.sheet or FRAME, keys.get((fault.place.sheet or "", fault.place.row or 0), ""))
        for fault in reading.faults[:MOST_FAULTS]
    ]
    context = {
        "title": version.name,
        "version": version,
        "frame": reading.frame,
        "faults": faults,
        "faulty": {(table, key) for _fault, table, key in faults},
        "lost": [
            (table, key, row)
            for table, rows in document.tables.items()
            for row in rows
            if (key := key_of_row(table, row)) and not _is_shown(reading.frame, table, key)
        ],
        "may_edit": may_edit and version.is_draft,
        "may_continue": may_edit
        and not FrameVersion.objects.filter(key=version.key, state=FrameState.DRAFT).exists(),
        "before": published_frame_before(version),
    }
    return page(request, "following/frame.html", context)


def _is_shown(frame: Any, table: str, key: str) -> bool:
    """Return whether a row of a draft was understood, so that it stands in its table."""
    if table == "row":
        return key in frame.by_code
    rows = frame.outline if table == "section" else frame.annexes
    return any(one.number == key for one in rows)


@needs(Permission.FRAME_EDIT)
def frame_row(request: Request, pk: int, table: str, key: str) -> HttpResponse:
    """Show one row of a draft as a form; save it."""
    return _row_page(request, pk, table, key)


@needs(Permission.FRAME_EDIT)
def frame_add(request: Request, pk: int, table: str) -> HttpResponse:
    """Add a row to a table of a draft; `annex` of the address says to which annex it comes."""
    if table not in TABLES:
        raise Http404
    return _row_page(request, pk, table, "")


def _row_page(request: Request, pk: int, table: str, key: str) -> HttpResponse:
    """Show the form of a row, or save it: 422 with its faults, 409 where others saved meanwhile."""
    version = frame_version_of(request, pk)
    document = frame_document_of(version.content)
    row = row_of_frame(document, table, key) if key and table in (*TABLES, FRAME) else None
    if not version.is_draft or (key and row is None):
        raise Http404
    form = FrameRowForm(
        request.POST if request.method == "POST" else None,
        table=table,
        document=document,
        row=row,
        initial={"seen": version.version, "annex": request.GET.get("annex", "")},
    )
    context = {
        "title": _("A row of the report frame"),
        "version": version,
        "form": form,
        "table": table,
        "key": key,
        "back": reverse("following:frame", args=[pk]),
    }
    if request.method != "POST":
        return page(request, "following/frame_row.html", context)
    if not form.is_valid():
        return page(request, "following/frame_row.html", context, status=422)
    edit = actions.FrameEdit(table, "" if table == FRAME else key, form.texts(), form.after)
    try:
        actions.edit_frame(by=request.actor, version=version, edit=edit, seen=form.cleaned_data["seen"])
    except Changed:
        fresh = frame_version_of(request, pk)
        theirs = row_of_frame(frame_document_of(fresh.content), table, key) if key else None
        context |= {"meanwhile": True, "theirs": theirs, "now": fresh.version}
        return page(request, "following/frame_row.html", context, status=409)
    except actions.FaultyFrameRow as refused:
        form.refuse(refused.faults)
        return page(request, "following/frame_row.html", context, status=422)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return page(request, "following/frame_row.html", context, status=422)
    messages.success(request, _("Saved."))
    anchor = "" if table == FRAME else f"#{table}-{form.texts().get(KEYS[table], '')}"
    return redirect(reverse("following:frame", args=[pk]) + anchor)


@needs(Permission.FRAME_EDIT)
@require_POST
def frame_remove(request: Request, pk: int, table: str, key: str) -> HttpResponse:
    """Take a row out of a draft."""
    version = frame_version_of(request, pk)
    if table not in TABLES:
        raise Http404
    edit = actions.FrameEdit(table, key, None)
    seen = requested_number(request.POST.get("seen", ""))
    try:
        actions.edit_frame(by=request.actor, version=version, edit=edit, seen=seen)
    except Changed:
        messages.error(request, _("Others saved this draft meanwhile: look at it and do it again."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Taken out."))
    return redirect("following:frame", pk=pk)


@needs(Permission.FRAME_EDIT)
@require_POST
def frame_continue(request: Request, pk: int) -> HttpResponse:
    """Begin a new version of a report frame."""
    try:
        version = actions.continue_frame(by=request.actor, version=frame_version_of(request, pk))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("following:frame", pk=pk)
    messages.success(request, _("A new version was begun as a draft."))
    return redirect("following:frame", pk=version.pk)


@needs(Permission.FRAME_EDIT)
def frame_publish(request: Request, pk: int) -> HttpResponse:
    """Show what issuing the report frame means, then do it."""
    version = frame_version_of(request, pk)
    if not version.is_draft:
        raise Http404
    form = BasisForm(posted(request))
    back = reverse("following:frame", args=[pk])

    def act() -> HttpResponse:
        try:
            actions.publish_frame(by=request.actor, version=version, basis=form.basis, seen=version.sha256)
        except Changed:
            raise ValidationError(_("Others saved this draft meanwhile: look at it again.")) from None
        messages.success(request, _("Issued. From now on this version never changes."))
        return redirect(back)

    context = {"title": _("Issue the report frame"), "version": version, "back": back}
    return answer_grave(
        request,
        "following/frame_publish.html",
        context,
        form=form,
        told=lambda: frame_issuing(version),
        act=act,
    )


def frame_issuing(version: FrameVersion) -> GraveAct:
    """Return what issuing a report frame means. Raises ValidationError where it has faults."""
    actions.refuse_faulty_frame(version)
    frame = frame_in(version)
    facts = {
        "name": frame.name,
        "number": version.number,
        "rows": len(frame.rows),
        "annexes": len(frame.annexes),
        "sections": len(frame.outline),
    }
    return GraveAct(
        verb=_("Issue"),
        icon="lock",
        kind="primary",
        happens=(
            _("“%(name)s”, version %(number)s: %(sections)s sections, %(annexes)s annexes, %(rows)s rows.")
            % facts,
            _(
                "The version is frozen in the database: nobody, not even an administrator, changes or deletes it."
            ),
            _("Reports may be asked for by it from now on; earlier reports keep their version."),
            _("Mark of what is issued: {seal}").format(seal=version.sha256[:12]),
        ),
        undoing=_("This cannot be taken back: a later change is a new version with its own number."),
    )


@needs(Permission.FRAME_EDIT)
def frame_delete(request: Request, pk: int) -> HttpResponse:
    """Ask once more, then remove a draft."""
    version = frame_version_of(request, pk)
    if not version.is_draft:
        raise Http404
    if request.method == "POST":
        try:
            actions.delete_frame_draft(by=request.actor, version=version)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("The draft was deleted."))
        return redirect("following:frames")
    context = {
        "title": _("Delete the draft"),
        "version": version,
        "frame": frame_in(version),
        "back": reverse("following:frame", args=[pk]),
    }
    return page(request, "following/frame_delete.html", context)


@needs(Permission.FOLLOWING_READ)
@require_GET
def frame_compare(request: Request, pk: int, before: int) -> HttpResponse:
    """Show what differs between two versions of a report frame."""
    new, old = frame_version_of(request, pk), frame_version_of(request, before)
    if new.key != old.key:
        raise Http404
    context = {
        "title": _("Two versions compared"),
        "version": new,
        "before": old,
        "rows": frame_lines_turned(frame_differences(frame_in(old), frame_in(new))),
    }
    return page(request, "following/frame_compare.html", context)
