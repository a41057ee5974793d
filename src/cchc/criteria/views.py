"""Pages of criteria sets: the list, the set with its tree and leaves, upload, publication, downloads."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.scoring.criteria.crosschecks import check_words
from cchc.core.scoring.criteria.document import document_of
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.words.messages import Fault, Faults
from cchc.criteria import actions, queries
from cchc.criteria.exchange.excel import write_workbook
from cchc.criteria.exchange.reading import SET_FILE
from cchc.criteria.forms import TryForm, UploadForm, typed_example
from cchc.criteria.models import CriteriaVersion
from cchc.documents.models import Errand
from cchc.documents.queries import stored_file_response
from cchc.documents.queries.downloads import made_file
from cchc.documents.views import dear
from cchc.ui.grave import BasisForm, Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import plain

ROWS = 150
MOST_FAULTS = 200
TRYING = "f"  # the prefix of the fields in which a rule is tried


@needs(Permission.CRITERIA_READ)
def version_list(request: Request) -> HttpResponse:
    """Show the versions of all sets."""
    rows = Paginator(queries.versions(request.actor), ROWS).get_page(request.GET.get("page"))
    may_edit = request.actor.may(Permission.CRITERIA_EDIT)
    context = {"title": _("Criteria sets"), "rows": rows, "may_edit": may_edit}
    return page(request, "criteria/list.html", context)


def _version(request: Request, pk: int) -> CriteriaVersion:
    return get_object_or_404(queries.versions(request.actor).defer(None), pk=pk)


@needs(Permission.CRITERIA_READ)
def version_detail(request: Request, pk: int) -> HttpResponse:
    """Show a set: its tree, and beside it the chosen leaf, or the summary of the whole.

    `leaf` chooses a leaf, `q` searches the tree, fields prefixed `f-` try the leaf's rule.
    """
    version = _version(request, pk)
    criteria = queries.criteria_of(version)
    number, text = request.GET.get("leaf", ""), request.GET.get("q", "")
    leaf = criteria.leaves.get(number)
    if number and leaf is None:
        raise Http404
    context = {
        "title": version.title,
        "version": version,
        "criteria": criteria,
        "text": text,
        "branches": queries.tree(criteria, text, number),
        "may_edit": request.actor.may(Permission.CRITERIA_EDIT),
        "may_publish": request.actor.may(Permission.CRITERIA_PUBLISH),
    }
    if leaf is None:
        context |= {"summary": queries.summary(criteria)}
        return page(request, "criteria/version.html", context, part="tree" if "q" in request.GET else None)
    return _leaf_page(request, criteria, leaf, context)


def _leaf_page(request: Request, criteria: CriteriaSet, leaf: Node, context: dict[str, Any]) -> HttpResponse:
    """Show the set with one leaf, and its rule tried with the figures of the address, if there are any."""
    trying = any(name.startswith(f"{TRYING}-") for name in request.GET)
    form = TryForm(request.GET if trying else None, leaf=leaf, prefix=TRYING)
    derivation = form.derivation() if trying and form.is_valid() else None
    before, after = queries.neighbours(criteria, leaf.number)
    context |= {
        "leaf": leaf,
        "path": queries.path(criteria, leaf.number)[:-1],
        "before": before,
        "after": after,
        "wording": queries.wording(leaf.rule, leaf.terms, leaf.declared()) if leaf.rule else None,
        "checks": [check_words(check, leaf) for check in leaf.checks],
        "curve": queries.curve(leaf),
        "examples": [(one, _trial(one.example, leaf)) for one in queries.rechecked_examples(leaf)],
        "form": form,
        "derivation": derivation,
    }
    status = 422 if trying and form.errors else 200
    return page(
        request, "criteria/version.html", context, part="attempt" if trying else "leaf", status=status
    )


def _trial(example: Any, leaf: Node) -> str:
    """Return the query string that tries a worked example."""
    typed = typed_example(example, leaf)
    return urlencode({"leaf": leaf.number, **{f"{TRYING}-{name}": text for name, text in typed.items()}})


@needs(Permission.CRITERIA_EDIT)
@dear(Errand.What.IMPORT)
def version_upload(request: Request) -> HttpResponse:
    """Upload a set as a file: a set without faults becomes a draft; otherwise the page lists every fault and nothing
    is stored."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    context: dict[str, Any] = {"title": _("Upload a criteria set"), "form": form}
    context["back"] = reverse("criteria:list")
    if request.method != "POST":
        return page(request, "criteria/upload.html", context)
    if form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            read = SET_FILE.read(data, file.name)
            version = actions.upload_version(by=request.actor, read=read, data=data, file=file.name)
        except actions.SameFile as same:
            messages.info(request, _("This file is stored already as this version; nothing was changed."))
            return redirect("criteria:version", pk=same.version.pk)
        except Faults as refusal:
            context |= _told(refusal.faults, file.name)
        except ValidationError as refusal:
            form.add_error("file", refusal.messages)
        else:
            messages.success(request, _("The file was understood and stored as a draft."))
            return redirect("criteria:version", pk=version.pk)
    return page(request, "criteria/upload.html", context, status=422)


def _told(faults: tuple[Fault, ...], file: str) -> dict[str, Any]:
    """Return the context of the upload page for a faulty file; the longest lists end with a count."""
    count = len(faults)
    return {"file": file, "faults": faults[:MOST_FAULTS], "count": count, "more": count - MOST_FAULTS}


@needs(Permission.CRITERIA_PUBLISH)
def version_publish(request: Request, pk: int) -> HttpResponse:
    """Show what issuing the set means and what is left out of it, then do it."""
    version = _version(request, pk)
    if not version.is_draft:
        raise Http404
    criteria = queries.criteria_of(version)
    decision = criteria.decision
    stated = {"basis_number": decision.number, "basis_date": decision.date} if decision else {}
    form = BasisForm(posted(request), initial=stated)
    back = reverse("criteria:version", args=[pk])

    def act() -> HttpResponse:
        actions.publish_version(by=request.actor, version=version, basis=form.basis)
        messages.success(request, _("Published. From now on this version never changes."))
        return redirect(back)

    context = {"title": _("Publish the criteria set"), "version": version, "back": back}
    return answer_grave(
        request,
        "criteria/publish.html",
        context,
        form=form,
        told=lambda: publishing(version, criteria),
        act=act,
    )


def publishing(version: CriteriaVersion, criteria: CriteriaSet) -> GraveAct:
    """Return what issuing a set means, and which of its rules have no worked example, or which leaves no rule.

    Raises ValidationError where a figure names a source that is not there.
    """
    actions.require_sources(criteria)
    summary = queries.summary(criteria)
    holds = _("“%(title)s”, version %(version)s: %(leaves)s criteria on the lowest level, %(total)s points.")
    facts = {"title": version.title, "version": version.version, "leaves": summary.leaves}
    parts = (
        (
            ngettext(
                "%(count)s criterion has no rule: its points are typed.",
                "%(count)s criteria have no rule: their points are typed.",
                len(summary.without_rule),
            ),
            summary.without_rule,
        ),
        (
            ngettext(
                "%(count)s rule has no worked example that shows it as meant.",
                "%(count)s rules have no worked example that shows them as meant.",
                len(summary.without_examples),
            ),
            summary.without_examples,
        ),
    )
    return GraveAct(
        verb=_("Publish"),
        icon="lock",
        kind="primary",
        happens=(
            holds % {**facts, "total": plain(criteria.total)},
            _(
                "The version is frozen in the database: nobody, not even an administrator, changes or deletes it."
            ),
            _("Everybody who may read criteria sets sees it, and a cycle may put it in force."),
        ),
        unfinished=tuple(
            Counted(words % {"count": len(leaves)}, tuple(f"{leaf.number} {leaf.name}" for leaf in leaves))
            for words, leaves in parts
            if leaves
        ),
        undoing=_(
            "This cannot be taken back: a later change is a new version with its own number; scores of this version "
            "stay as they are."
        ),
    )


@needs(Permission.CRITERIA_EDIT)
def version_delete(request: Request, pk: int) -> HttpResponse:
    """Ask once more, then remove a draft."""
    version = _version(request, pk)
    if not version.is_draft:
        raise Http404
    if request.method == "POST":
        try:
            actions.delete_draft(by=request.actor, version=version)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("The draft was deleted."))
        return redirect("criteria:list")
    back = reverse("criteria:version", args=[pk])
    context = {"title": _("Delete the draft"), "version": version, "back": back}
    return page(request, "criteria/delete.html", context)


@needs(Permission.CRITERIA_EDIT)
def version_source(request: Request, pk: int) -> HttpResponseBase:
    """Send the file as it was uploaded."""
    source = _version(request, pk).source
    if source is None:
        raise Http404
    return stored_file_response(source, request)


@needs(Permission.CRITERIA_READ)
def version_toml(request: Request, pk: int) -> HttpResponse:
    """Send the set as a TOML file."""
    version = _version(request, pk)
    return made_file(version.text.encode(), f"bo-tieu-chi-{queries.file_name(version)}.toml")


@needs(Permission.CRITERIA_READ)
def version_excel(request: Request, pk: int) -> HttpResponse:
    """Send the set as an Excel file that can be uploaded again."""
    version = _version(request, pk)
    content = write_workbook(document_of(queries.criteria_of(version)))
    return made_file(content, f"bo-tieu-chi-{queries.file_name(version)}.xlsx")
