"""Saying of files that wait which documents they are: looked at, put together, confirmed many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cchc.access.actor import Actor
from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.words.messages import Message, message_of
from cchc.core.words.names import spelling_key
from cchc.documents.actions.incoming import move_before, put_together, take_apart
from cchc.documents.actions.library import DocumentDraft, register_documents
from cchc.documents.consequences import (
    DocumentUse,
    Twins,
    requirements_by_sort,
    twins_of,
    uses_with_former,
)
from cchc.documents.forms.library import OFFERED_KINDS, ConfirmForm, NotSecretForm
from cchc.documents.models import FileReading, IncomingFile
from cchc.documents.policies import edited_library
from cchc.documents.queries.background import TaskStanding, task_standing
from cchc.documents.queries.library import (
    DocumentFacts,
    IncomingDocument,
    incoming_documents,
    incoming_of,
    requirements_to_offer,
    waiting_readings,
)
from cchc.documents.tasks import read_incoming_files
from cchc.reading.documents import FACTS, ReadIn
from cchc.ui.pages import page
from cchc.ui.requests import own_address, requested_number

TOGETHER, APART, EARLIER = "together", "apart", "earlier"  # buttons of the page
ROWS = 50
SHOWN = ("number", "date", "kind", "issuer", "title")  # in the order in which they stand on a document

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
    """A document to be confirmed: its files, its form, its fields, why only its name could be read, its twins, and how
    the twins of the own library were used."""

    incoming: IncomingDocument
    form: ConfirmForm
    fields: tuple[ConfirmField, ...]
    why: Message | None
    twins: Twins
    used: tuple[DocumentUse, ...]


@needs(Permission.DOCUMENT_EDIT)
def confirm(request: Request) -> HttpResponse:
    """Say of files which documents they are: what was read stands in the fields, and counts once it is ticked. Several
    files are put together into one document, and apart again; whatever was typed stays."""
    standing = _standing(request.actor)
    secret = NotSecretForm(request.POST or None)
    arranged = request.method == "POST" and _arranged(request)
    read = incoming_of(request.actor).filter(joined_to=None)
    read = read.exclude(reading__state=FileReading.State.WAITING)
    rows = Paginator(read, ROWS).get_page(request.GET.get("page"))
    wanted, words = requirements_by_sort(request.actor, timezone.now())
    labels = {key: one.label for key, one in wanted.items()}
    documents = incoming_documents(list(rows.object_list))
    forms = {one.first.pk: _form(one, labels, words, request.POST) for one in documents}
    if request.method == "POST" and not arranged:
        answer = _confirmed(request, documents, forms, secret)
        if answer is not None:
            return answer
    status = 422 if secret.is_bound and not arranged else 200
    return _shown(request, rows, documents, forms, secret, standing, status)


def _arranged(request: Request) -> bool:
    """Put files together, apart or in another order as a button of the page says; returns whether one was pressed."""
    sent = request.POST
    waiting = incoming_of(request.actor)
    try:
        if TOGETHER in sent:
            chosen = {requested_number(text) for text in sent.getlist("chosen")}
            put_together(by=request.actor, incoming=list(waiting.filter(pk__in=chosen)))
        elif APART in sent:
            take_apart(by=request.actor, incoming=_waiting(waiting, sent[APART]))
        elif EARLIER in sent:
            move_before(by=request.actor, incoming=_waiting(waiting, sent[EARLIER]))
        else:
            return False
    except ValidationError as refused:
        for why in refused.messages:
            messages.error(request, why)
    return True


def _waiting(waiting: QuerySet[IncomingFile], number: str) -> IncomingFile:
    return get_object_or_404(waiting, pk=requested_number(number))


def _form(
    one: IncomingDocument, labels: Mapping[str, str], words: list[dict[str, str]], sent: QueryDict
) -> ConfirmForm:
    """Return the form of a document; with what was typed in it, if the page that was sent had it."""
    prefix = f"f{one.first.pk}"
    facts = facts_read(one.reading, one.first.unit)
    keys = requirements_to_offer(facts, words, one.first.wanted)
    initial = {**{name: getattr(facts, name) for name in FACTS}, "wanted": [one.first.wanted]}
    choices = [(key, labels[key]) for key in keys]
    typed = sent if any(name.startswith(f"{prefix}-") for name in sent) else None
    return ConfirmForm(typed, prefix=prefix, initial=initial, wanted=choices)


def facts_read(reading: FileReading, unit: str) -> DocumentFacts:
    """Return what was read of a file as the facts of a document; guesses, for a person to confirm. An issuer that is
    the unit itself, printed in capitals, is written as the unit is called."""
    texts = {name: read[0] for name, read in reading.facts.items() if name != "date"}
    day = reading.facts.get("date")
    if spelling_key(texts.get("issuer", "")) == spelling_key(unit):
        texts["issuer"] = unit
    return DocumentFacts(**texts, date=date.fromisoformat(day[0]) if day else None)


def _confirmed(
    request: Request,
    documents: list[IncomingDocument],
    forms: dict[int, ConfirmForm],
    secret: NotSecretForm,
) -> HttpResponse | None:
    """Return the answer once the ticked files are documents; None where something is to be mended or looked at."""
    valid = {pk for pk, form in forms.items() if form.is_valid()}
    sent = [one for one in documents if forms[one.first.pk].is_bound]
    ticked = [one for one in sent if forms[one.first.pk].cleaned_data.get("ticked")]
    secret.is_valid()
    gone = _ticked_in(request) - {one.first.pk for one in documents}
    if gone:
        why = ngettext(
            "Somebody else has confirmed or put aside %(count)s of these files meanwhile. The others stand below.",
            "Somebody else has confirmed or put aside %(count)s of these files meanwhile. The others stand below.",
            len(gone),
        )
        secret.add_error(None, why % {"count": len(gone)})
    elif not ticked:
        secret.add_error(None, _("Tick the files that you have looked at."))
    faulty = bool(gone) or not ticked or not all(one.first.pk in valid for one in ticked)
    if not faulty:
        sought = [(one.hashes, forms[one.first.pk].facts) for one in ticked]
        for one, twins in zip(ticked, twins_of(request.actor, sought), strict=True):
            form = forms[one.first.pk]
            if twins.mark != form.cleaned_data["twins"]:
                form.add_error(None, _("See below who has this document already, then save once more."))
                faulty = True
            if _files_mark(one) != (form.cleaned_data["shown"] or str(one.first.pk)):
                form.add_error(
                    None, _("Somebody has put these files together otherwise: look at them again.")
                )
                faulty = True
    if faulty:
        return None
    drafts = [_draft(one, forms[one.first.pk]) for one in ticked]
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


def _files_mark(one: IncomingDocument) -> str:
    """Return a text that is the same as long as a document has these files in this order."""
    return " ".join(str(file.pk) for file in one.waiting)


def _draft(one: IncomingDocument, form: ConfirmForm) -> DocumentDraft:
    return DocumentDraft(one.files, form.facts, tuple(form.cleaned_data["wanted"]))


def _ticked_in(request: Request) -> set[int]:
    """Return the ids of the files that were ticked on the page, whether they still wait or not."""
    names = (name.partition("-") for name in request.POST if name.endswith("-ticked"))
    return {requested_number(row.removeprefix("f")) for row, _sign, _rest in names} - {0}


def _put_faults(
    refused: ValidationError,
    ticked: Iterable[IncomingDocument],
    forms: dict[int, ConfirmForm],
    secret: NotSecretForm,
) -> None:
    """Show each fault at the file to which it belongs, others above the page."""
    by_file = {str(one.files[0].pk): forms[one.first.pk] for one in ticked}
    if not hasattr(refused, "error_dict"):
        secret.add_error(None, refused)
        return
    for key, errors in refused.error_dict.items():
        (by_file.get(key) or secret).add_error(None, ValidationError(errors))


def _shown(
    request: Request,
    rows: Page[Any],
    documents: list[IncomingDocument],
    forms: Mapping[int, ConfirmForm],
    secret: NotSecretForm,
    standing: TaskStanding | None,
    status: int,
) -> HttpResponse:
    context = {
        "title": _("Files to be confirmed"),
        "rows": rows,
        "lines": _lines(request.actor, documents, forms),
        "secret": secret,
        "standing": standing,
        "unread": waiting_readings(edited_library(request.actor) or 0).count(),
        "unit": edited_library(request.actor),
        "kinds": OFFERED_KINDS,
        "in_place": request.headers.get("HX-Request") == "true",
        "bring_url": reverse("documents:bring"),
    }
    return page(request, "documents/confirm.html", context, part="unread", status=status)


def _standing(actor: Actor) -> TaskStanding | None:
    """Return how the reading of the unit's files stands; None where none waits. The queue is asked first: what ends in
    between is then seen as ended."""
    unit = edited_library(actor) or 0
    now = task_standing(read_incoming_files.module_path, unit)
    return now if waiting_readings(unit).exists() else None


def _lines(
    actor: Actor, documents: list[IncomingDocument], forms: Mapping[int, ConfirmForm]
) -> list[ConfirmRow]:
    sought = [(one.hashes, _facts_now(one, forms[one.first.pk])) for one in documents]
    twins = twins_of(actor, sought)
    ids = [known.pk for one in twins for known in one.own]
    uses = uses_with_former(actor=actor, documents=ids) if ids else []
    lines = []
    for one, found in zip(documents, twins, strict=True):
        own = {known.pk for known in found.own}
        used = tuple(use for use in uses if use.document in own)
        why = message_of(one.reading.why) if one.reading.why else None
        form = forms[one.first.pk]
        form.show(twins=found.mark, shown=_files_mark(one))
        lines.append(ConfirmRow(one, form, _fields(one.reading, form), why, found, used))
    return lines


def _facts_now(one: IncomingDocument, form: ConfirmForm) -> DocumentFacts:
    """Return what stands in the fields of a document, as far as it can be understood."""
    if not form.is_bound:
        return facts_read(one.reading, one.first.unit)
    form.is_valid()
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
