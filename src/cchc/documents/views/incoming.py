"""Files that are to become documents: brought, looked at while they are read, confirmed together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.forms import BoundField
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.actor import Actor
from cchc.access.decorators import needs, repeatable
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Message, message_of
from cchc.core.words.names import spelling_key
from cchc.documents.actions.incoming import bring_files, put_aside
from cchc.documents.actions.library import DocumentDraft, register_documents
from cchc.documents.consequences import DocumentUse, uses_of, wanted_evidence
from cchc.documents.forms.library import OFFERED_KINDS, ConfirmForm, NotSecretForm
from cchc.documents.models import FileReading, IncomingFile, StoredFile
from cchc.documents.policies import edited_library
from cchc.documents.queries import stored_file_response, unnamed
from cchc.documents.queries.background import TaskStanding, task_standing
from cchc.documents.queries.library import (
    DocumentFacts,
    Twins,
    incoming_of,
    requirements_to_offer,
    twins_of,
    waiting_readings,
)
from cchc.documents.queries.uploads import brought_files
from cchc.documents.queries.viewing import TO_LOOK_AT, file_view
from cchc.documents.tasks import read_incoming_files
from cchc.reading.documents import FACTS, ReadIn
from cchc.ui.pages import page
from cchc.ui.requests import own_address, requested_number

ROWS = 50
SHOWN = ("number", "date", "kind", "issuer", "title")  # in the order in which they stand on a document
MOST_AT_ONCE = 100
SOON = (TaskStanding.WAITING, TaskStanding.UNATTENDED)

READ_IN = {
    ReadIn.BOTH: gettext_lazy("first page and file name"),
    ReadIn.PAGE: gettext_lazy("first page"),
    ReadIn.NAME: gettext_lazy("file name only"),
}


@dataclass(frozen=True, slots=True)
class ConfirmField:
    """A field of a file to be confirmed: in words where what stands in it was read, and what the name says instead."""

    name: str
    bound: BoundField
    read_in: str = ""
    named: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmRow:
    """A file to be confirmed: its form, its fields, why only its name could be read, its twins, and how the twins of
    the own library were used."""

    incoming: IncomingFile
    form: ConfirmForm
    fields: tuple[ConfirmField, ...]
    why: Message | None
    twins: Twins
    used: tuple[DocumentUse, ...]


@needs(Permission.DOCUMENT_EDIT)
@repeatable
def bring(request: Request) -> HttpResponse:
    """Let stored files, named by their ids, wait to be confirmed, and have them read; without files, read on.

    A browser without JavaScript comes back here with the files that it has brought, and is asked to go on.
    """
    sent = request.POST.getlist("file") or request.GET.getlist("tep")
    ids = [requested_number(text) for text in sent[:MOST_AT_ONCE]]
    files = list(brought_files(request.actor).filter(pk__in=ids))
    if request.method != "POST":
        return page(
            request, "documents/brought.html", {"title": _("Files that were brought"), "files": files}
        )
    said = _brought(request, files)
    _have_them_read(request.actor)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"waiting": incoming_of(request.actor).count(), "said": said})
    for one in said:
        messages.warning(request, one)
    return redirect("documents:new")


def _brought(request: Request, files: list[StoredFile]) -> list[str]:
    """Let the files wait, and return what is to be said: why none of them does, or which stand in the library."""
    try:
        waiting = bring_files(by=request.actor, files=files, wanted=request.POST.get("wanted", "")[:50])
    except ValidationError as refused:
        return list(refused.messages)
    new = {one.file_id for one in waiting}
    known = [file.name for file in files if file.pk not in new]
    return (
        [_("These files stand in the library already: %(names)s.") % {"names": ", ".join(known)}]
        if known
        else []
    )


def _have_them_read(actor: Actor) -> None:
    """Tell the worker to read what waits, unless it is going to begin with it anyway."""
    unit = edited_library(actor)
    if unit is None or not waiting_readings(unit).exists():
        return
    if task_standing(read_incoming_files.module_path, unit) not in SOON:
        read_incoming_files.enqueue(unit)


@needs(Permission.DOCUMENT_EDIT)
def confirm(request: Request) -> HttpResponse:
    """Say of each file which document it is: what was read stands in the fields, and counts once it is ticked."""
    standing = _standing(request.actor)
    read = incoming_of(request.actor).exclude(reading__state=FileReading.State.WAITING)
    rows = Paginator(read, ROWS).get_page(request.GET.get("page"))
    wanted = {one.key: one for one in wanted_evidence(actor=request.actor, now=timezone.now())}
    labels = {key: one.label for key, one in wanted.items()}
    words = {key: one.text for key, one in wanted.items()}
    secret = NotSecretForm(request.POST or None)
    if request.method == "POST":
        forms = {one.pk: _form(one, labels, words, request.POST) for one in rows.object_list}
        answer = _confirmed(request, list(rows.object_list), forms, secret)
        if answer is not None:
            return answer
    else:
        forms = {one.pk: _form(one, labels, words) for one in rows.object_list}
    return _shown(request, rows, forms, secret, standing)


def _form(
    one: IncomingFile, labels: Mapping[str, str], words: dict[str, str], typed: Any = None
) -> ConfirmForm:
    facts = facts_read(one.reading, one.unit)
    keys = requirements_to_offer(facts, words, one.wanted)
    initial = {**{name: getattr(facts, name) for name in FACTS}, "wanted": [one.wanted]}
    choices = [(key, labels[key]) for key in keys]
    return ConfirmForm(typed, prefix=f"f{one.pk}", initial=initial, wanted=choices)


def facts_read(reading: FileReading, unit: str) -> DocumentFacts:
    """Return what was read of a file as the facts of a document; guesses, for a person to confirm. An issuer that is
    the unit itself, printed in capitals, is written as the unit is called."""
    texts = {name: read[0] for name, read in reading.facts.items() if name != "date"}
    day = reading.facts.get("date")
    if spelling_key(texts.get("issuer", "")) == spelling_key(unit):
        texts["issuer"] = unit
    return DocumentFacts(**texts, date=date.fromisoformat(day[0]) if day else None)


def _confirmed(
    request: Request, rows: list[IncomingFile], forms: dict[int, ConfirmForm], secret: NotSecretForm
) -> HttpResponse | None:
    """Return the answer once the ticked files are documents; None where something is to be mended or looked at."""
    valid = {one.pk: forms[one.pk].is_valid() for one in rows}
    ticked = [one for one in rows if forms[one.pk].cleaned_data.get("ticked")]
    secret.is_valid()
    gone = _ticked_in(request) - {one.pk for one in rows}
    if gone:
        why = ngettext(
            "Somebody else has confirmed or put aside %(count)s of these files meanwhile. The others stand below.",
            "Somebody else has confirmed or put aside %(count)s of these files meanwhile. The others stand below.",
            len(gone),
        )
        secret.add_error(None, why % {"count": len(gone)})
    elif not ticked:
        secret.add_error(None, _("Tick the files that you have looked at."))
    faulty = bool(gone) or not ticked or not all(valid[one.pk] for one in ticked)
    if not faulty:
        sought = [(one.file.sha256, forms[one.pk].facts) for one in ticked]
        for one, twins in zip(ticked, twins_of(request.actor, sought), strict=True):
            if twins.mark != forms[one.pk].cleaned_data["twins"]:
                forms[one.pk].add_error(
                    None, _("See below who has this document already, then save once more.")
                )
                faulty = True
    if faulty:
        return None
    drafts = [
        DocumentDraft(one.file, forms[one.pk].facts, tuple(forms[one.pk].cleaned_data["wanted"]))
        for one in ticked
    ]
    not_secret = bool(secret.cleaned_data.get("not_secret"))
    try:
        made = register_documents(by=request.actor, drafts=drafts, not_secret=not_secret)
    except ValidationError as refused:
        _put_faults(refused, ticked, forms, secret)
        return None
    said = ngettext("%(count)s document was added.", "%(count)s documents were added.", len(made))
    messages.success(request, said % {"count": len(made)})
    back = own_address(request, request.GET.get("ve", ""))
    return redirect(back or ("documents:new" if incoming_of(request.actor).exists() else "documents:list"))


def _ticked_in(request: Request) -> set[int]:
    """Return the ids of the files that were ticked on the page, whether they still wait or not."""
    names = (name.partition("-") for name in request.POST if name.endswith("-ticked"))
    return {requested_number(row.removeprefix("f")) for row, _sign, _rest in names} - {0}


def _put_faults(
    refused: ValidationError,
    ticked: Iterable[IncomingFile],
    forms: dict[int, ConfirmForm],
    secret: NotSecretForm,
) -> None:
    """Show each fault at the file to which it belongs, others above the page."""
    by_file = {str(one.file_id): forms[one.pk] for one in ticked}
    if not hasattr(refused, "error_dict"):
        secret.add_error(None, refused)
        return
    for key, errors in refused.error_dict.items():
        (by_file.get(key) or secret).add_error(None, ValidationError(errors))


def _shown(
    request: Request,
    rows: Page[Any],
    forms: Mapping[int, ConfirmForm],
    secret: NotSecretForm,
    standing: TaskStanding | None,
) -> HttpResponse:
    context = {
        "title": _("Files to be confirmed"),
        "rows": rows,
        "lines": _lines(request.actor, list(rows.object_list), forms),
        "secret": secret,
        "standing": standing,
        "unread": waiting_readings(edited_library(request.actor) or 0).count(),
        "unit": edited_library(request.actor),
        "kinds": OFFERED_KINDS,
        "in_place": request.headers.get("HX-Request") == "true",
        "bring_url": reverse("documents:bring"),
    }
    status = 422 if secret.is_bound else 200
    return page(request, "documents/confirm.html", context, part="unread", status=status)


def _standing(actor: Actor) -> TaskStanding | None:
    """Return how the reading of the unit's files stands; None where none waits. The queue is asked first: what ends in
    between is then seen as ended."""
    unit = edited_library(actor) or 0
    now = task_standing(read_incoming_files.module_path, unit)
    return now if waiting_readings(unit).exists() else None


def _lines(actor: Actor, rows: list[IncomingFile], forms: Mapping[int, ConfirmForm]) -> list[ConfirmRow]:
    sought = [(one.file.sha256, _facts_now(one, forms[one.pk])) for one in rows]
    twins = twins_of(actor, sought)
    ids = [known.pk for one in twins for known in one.own]
    uses = uses_of(actor=actor, documents=ids) if ids else []
    lines = []
    for one, found in zip(rows, twins, strict=True):
        own = {known.pk for known in found.own}
        used = tuple(use for use in uses if use.document in own)
        why = message_of(one.reading.why) if one.reading.why else None
        forms[one.pk].show_twins(found.mark)
        lines.append(ConfirmRow(one, forms[one.pk], _fields(one.reading, forms[one.pk]), why, found, used))
    return lines


def _facts_now(one: IncomingFile, form: ConfirmForm) -> DocumentFacts:
    """Return what stands in the fields of a file, as far as it can be understood."""
    if not form.is_bound:
        return facts_read(one.reading, one.unit)
    typed = form.cleaned_data
    texts = {name: typed.get(name) or "" for name in FACTS if name != "date"}
    return DocumentFacts(**texts, date=typed.get("date"))


def _fields(reading: FileReading, form: ConfirmForm) -> tuple[ConfirmField, ...]:
    fields = []
    for name in SHOWN:
        _text, where, named = reading.facts.get(name) or ("", "", "")
        read_in = str(READ_IN[ReadIn(where)]) if where else ""
        fields.append(ConfirmField(name, form[name], read_in, _said(name, named)))
    return tuple(fields)


def _said(name: str, text: str) -> str:
    """Return what the name of a file says, as people write it."""
    return date_format(date.fromisoformat(text), "d/m/Y") if text and name == "date" else text


@needs(Permission.DOCUMENT_EDIT)
@require_GET
def incoming(request: Request, pk: int) -> HttpResponse:
    """Show a file that waits to be confirmed; asked for in place, the file alone."""
    one = get_object_or_404(incoming_of(request.actor), pk=pk)
    context = {
        "title": one.file.name,
        "viewer": file_view(one.file, reverse("documents:incoming_file", args=[pk])),
        "incoming": one,
    }
    return page(request, "documents/incoming.html", context, part="viewer")


@needs(Permission.DOCUMENT_EDIT)
@require_GET
def incoming_file(request: Request, pk: int) -> HttpResponseBase:
    """The file that waits, as it was handed in."""
    file = get_object_or_404(incoming_of(request.actor), pk=pk).file
    return unnamed(
        stored_file_response(file, request, inline=TO_LOOK_AT in request.GET),
        _("a file that waits in the library (no. %(number)s)") % {"number": pk},
    )


@needs(Permission.DOCUMENT_EDIT)
@require_POST
def incoming_put_aside(request: Request, pk: int) -> HttpResponse:
    """Let a file wait no longer."""
    one = get_object_or_404(incoming_of(request.actor), pk=pk)
    try:
        put_aside(by=request.actor, incoming=one)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("“%(file)s” was put aside.") % {"file": one.file.name})
    return redirect("documents:new")
