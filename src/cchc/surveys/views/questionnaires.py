"""Pages of questionnaires: the list, a new one, a version with its tree and its rows, issuing, deleting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.audit.changed import Changed
from cchc.core.surveys.questionnaires.comparing import differences
from cchc.core.surveys.questionnaires.content import document_of_text
from cchc.core.surveys.questionnaires.document import TABLES
from cchc.core.surveys.questionnaires.values import QuestionSection, QuestionSet, SurveyItem
from cchc.core.words.messages import Faults
from cchc.documents.actions import store
from cchc.documents.models import Errand
from cchc.documents.views import dear
from cchc.surveys.actions import questionnaires as actions
from cchc.surveys.exchange.condition_words import asked_when
from cchc.surveys.exchange.questionnaire_file import QUESTIONNAIRE_FILE
from cchc.surveys.forms.questionnaires import NewQuestionnaireForm, QuestionnaireRowForm
from cchc.surveys.models import Questionnaire, QuestionnaireState, QuestionnaireVersion
from cchc.surveys.policies import may_design
from cchc.surveys.queries.questionnaires import (
    drafted,
    lines_with,
    model_questionnaires,
    published_before,
    questionnaire_lines,
    row_of,
    tree_of,
    visible_questionnaires,
    visible_versions,
)
from cchc.ui.grave import BasisForm, Counted, GraveAct, answer_grave, posted
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import message_text

ROWS = 150
MOST_FAULTS = 200


@needs(Permission.SURVEY_READ)
@require_GET
def questionnaire_list(request: Request) -> HttpResponse:
    """Show the questionnaires with their versions."""
    rows = Paginator(visible_questionnaires(request.actor), ROWS).get_page(request.GET.get("page"))
    context = {
        "title": _("Questionnaires"),
        "rows": rows,
        "lines": questionnaire_lines(request.actor, list(rows.object_list)),
        "may_design": may_design(request.actor),
    }
    return page(request, "surveys/questionnaires.html", context)


@needs(Permission.SURVEY_DESIGN)
@dear(Errand.What.IMPORT)
def questionnaire_new(request: Request) -> HttpResponse:
    """Begin a questionnaire from a model or a file; a file with faults is answered with every one of them."""
    form = NewQuestionnaireForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"title": _("New questionnaire"), "form": form}
    context |= {"back": reverse("surveys:questionnaires"), "models": model_questionnaires()}
    if request.method != "POST":
        return page(request, "surveys/questionnaire_new.html", context)
    if form.is_valid():
        try:
            version = _created(request, form)
        except Faults as refused:
            count = len(refused.faults)
            context |= {"faults": refused.faults[:MOST_FAULTS], "count": count, "more": count - MOST_FAULTS}
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            messages.success(request, _("The questionnaire was stored as a draft."))
            return redirect("surveys:questionnaire", pk=version.pk)
    return page(request, "surveys/questionnaire_new.html", context, status=422)


def _created(request: Request, form: NewQuestionnaireForm) -> QuestionnaireVersion:
    """Create the draft that the form asks for, and say what of a file was left out."""
    file = form.cleaned_data["file"]
    if not file:
        model = next(one for one in model_questionnaires() if one.name == form.cleaned_data["model"])
        return actions.create_questionnaire(by=request.actor, text=model.text)
    data = file.read()
    read = QUESTIONNAIRE_FILE.read(data, file.name)
    stored = store(by=request.actor, name=file.name, data=data)
    version = actions.create_questionnaire(by=request.actor, text=read.text, source=stored)
    for one in read.lost:
        messages.warning(request, message_text(one.what))
    return version


def version_of(request: Request, pk: int) -> QuestionnaireVersion:
    """Return the version with this id; 404 for one that this person may not see."""
    return get_object_or_404(visible_versions(request.actor), pk=pk)


def version_context(request: Request, version: QuestionnaireVersion) -> dict[str, Any]:
    """Return what every page of a version shows: its name, its tree, what is wrong in it, what may be done."""
    reading = drafted(version)
    document = document_of_text(version.content)
    is_draft = version.state == QuestionnaireState.DRAFT
    text = request.GET.get("q", "").strip()
    return {
        "title": version.questionnaire.name,
        "version": version,
        "questions": reading.questions,
        "faults": reading.faults[:MOST_FAULTS],
        "tree": lines_with(tree_of(document, reading.faults), text),
        "text": text,
        "document": document,
        "is_draft": is_draft,
        "may_edit": is_draft and may_design(request.actor),
        "may_design": may_design(request.actor),
        "has_draft": version.questionnaire.versions.filter(state=QuestionnaireState.DRAFT).exists(),
        "before": published_before(version),
    }


@needs(Permission.SURVEY_READ)
@require_GET
def questionnaire_version(request: Request, pk: int) -> HttpResponse:
    """Show a version: its tree, and beside it what it is as a whole and what is wrong in it."""
    context = version_context(request, version_of(request, pk))
    named = {
        (table, at): (table, row["code"].text if "code" in row else "")
        for table, rows in context["document"].tables.items()
        for at, row in enumerate(rows, start=1)
    }
    context["faults"] = [
        (fault, *named.get((fault.place.sheet or "", fault.place.row or 0), ("questionnaire", "")))
        for fault in context["faults"]
    ]
    return _page(request, context)


def _page(request: Request, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page of a version, or in place its tree and what stands beside it."""
    return page(request, "surveys/questionnaire.html", context, part="quest", status=status)


@needs(Permission.SURVEY_READ)
def questionnaire_row(request: Request, pk: int, table: str, code: str) -> HttpResponse:
    """Show one row of a version, in a draft as a form; save it."""
    posted = request.POST if request.method == "POST" else None
    context = _row_context(request, version_of(request, pk), table, code, posted)
    return _page(request, context) if posted is None else _saved(request, context, context["form"], code)


def _row_context(
    request: Request, version: QuestionnaireVersion, table: str, code: str, posted: QueryDict | None = None
) -> dict[str, Any]:
    """What the page of a row shows; 404 where there is none."""
    context = version_context(request, version)
    row = row_of(context["document"], table, code) if table in (*TABLES, "questionnaire") else None
    if row is None:
        raise Http404
    form = QuestionnaireRowForm(
        posted, table=table, document=context["document"], row=row, initial={"seen": version.version}
    )
    when = _asked_when(context["questions"], table, code)
    return {**context, "form": form, "table": table, "code": code, "row": row, "when": when}


def _asked_when(questions: QuestionSet, table: str, code: str) -> str:
    """When a question or a section is asked, in words; "" for always and for other rows."""
    of_table: Mapping[str, Mapping[str, SurveyItem | QuestionSection]] = {
        "item": questions.by_code,
        "section": questions.section_by_code,
    }
    row = of_table.get(table, {}).get(code)
    return "" if row is None else asked_when(questions, row.shown_when)


@needs(Permission.SURVEY_DESIGN)
def questionnaire_add(request: Request, pk: int, table: str) -> HttpResponse:
    """Add a row to a table of a draft; `section` of the address says to which section a question comes."""
    version = version_of(request, pk)
    context = version_context(request, version)
    if table not in TABLES or not context["is_draft"]:
        raise Http404
    initial = {"seen": version.version, "section": request.GET.get("section", "")}
    form = QuestionnaireRowForm(
        request.POST if request.method == "POST" else None,
        table=table,
        document=context["document"],
        row=None,
        initial=initial,
    )
    context |= {"form": form, "table": table, "code": "", "row": {}, "adding": True}
    if request.method != "POST":
        return _page(request, context)
    return _saved(request, context, form, "")


def _saved(request: Request, context: dict[str, Any], form: QuestionnaireRowForm, code: str) -> HttpResponse:
    """Save the row that a form says and show it; 422 with its faults, 409 where others saved meanwhile."""
    version: QuestionnaireVersion = context["version"]
    if not context["may_edit"]:
        raise Http404
    if not form.is_valid():
        return _page(request, context, 422)
    texts = form.texts()
    edit = actions.RowEdit(form.table, code if form.table != "questionnaire" else "", texts, form.after)
    try:
        actions.edit_draft(by=request.actor, version=version, edit=edit, seen=form.cleaned_data["seen"])
    except Changed:
        fresh = version_context(request, version_of(request, version.pk))
        theirs = row_of(fresh["document"], form.table, code)
        context |= {name: fresh[name] for name in ("version", "tree", "document", "questions")}
        context |= {"meanwhile": True, "theirs": theirs, "now": fresh["version"].version}
        return _page(request, context, 409)
    except actions.FaultyRow as refused:
        form.refuse(refused.faults)
        return _page(request, context, 422)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return _page(request, context, 422)
    return _after_saving(request, version, form.table, texts.get("code", code))


def _after_saving(request: Request, version: QuestionnaireVersion, table: str, code: str) -> HttpResponse:
    """The row that was saved, or the question behind it where that is asked; in place without another request."""
    fresh = version_of(request, version.pk)
    if "next" in request.POST and table == "item":
        codes = [one.code for one in drafted(fresh).questions.items]
        behind = codes[codes.index(code) + 1 :] if code in codes else []
        code = next(iter(behind), code)
    address = reverse("surveys:questionnaire_row", args=[version.pk, table, code])
    if request.headers.get("HX-Request") == "true":
        shown = _page(request, _row_context(request, fresh, table, code) | {"saved": True})
        shown.headers["HX-Push-Url"] = address
        return shown
    messages.success(request, _("Saved."))
    whole = reverse("surveys:questionnaire", args=[version.pk])
    return redirect(whole if table == "questionnaire" else f"{address}#row")


@needs(Permission.SURVEY_DESIGN)
@require_POST
def questionnaire_remove(request: Request, pk: int, table: str, code: str) -> HttpResponse:
    """Take a row out of a draft."""
    version = version_of(request, pk)
    if table not in TABLES:
        raise Http404
    edit = actions.RowEdit(table, code, None)
    seen = request.POST.get("seen", "")
    try:
        actions.edit_draft(
            by=request.actor, version=version, edit=edit, seen=int(seen) if seen.isdecimal() else 0
        )
    except Changed:
        messages.error(request, _("Others saved this draft meanwhile: look at it and do it again."))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Taken out."))
    return redirect("surveys:questionnaire", pk=pk)


@needs(Permission.SURVEY_DESIGN)
@require_POST
def questionnaire_continue(request: Request, questionnaire: int) -> HttpResponse:
    """Begin a new version of a questionnaire."""
    found = get_object_or_404(Questionnaire, pk=questionnaire)
    try:
        version = actions.continue_questionnaire(by=request.actor, questionnaire=found)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("surveys:questionnaires")
    messages.success(request, _("A new version was begun as a draft."))
    return redirect("surveys:questionnaire", pk=version.pk)


@needs(Permission.SURVEY_DESIGN)
def questionnaire_publish(request: Request, pk: int) -> HttpResponse:
    """Show what issuing the questionnaire means, then do it."""
    version = version_of(request, pk)
    if version.state != QuestionnaireState.DRAFT:
        raise Http404
    form = BasisForm(posted(request))
    back = reverse("surveys:questionnaire", args=[pk])

    def act() -> HttpResponse:
        actions.publish_questionnaire(by=request.actor, version=version, basis=form.basis)
        messages.success(request, _("Issued. From now on this version never changes."))
        return redirect(back)

    context = {"title": _("Issue the questionnaire"), "version": version, "back": back}
    return answer_grave(
        request,
        "surveys/questionnaire_publish.html",
        context,
        form=form,
        told=lambda: issuing(version),
        act=act,
    )


def issuing(version: QuestionnaireVersion) -> GraveAct:
    """Return what issuing a questionnaire means. Raises ValidationError where it has faults."""
    actions.refuse_with_faults(version)
    questions = drafted(version).questions
    before = published_before(version)
    breaking = (
        [row.name for row in differences(drafted(before).questions, questions) if row.breaks]
        if before
        else []
    )
    facts = {"title": questions.title, "number": version.number, "items": len(questions.items)}
    said = ngettext(
        "%(count)s question is worded or answered otherwise than in the version before: its figures are not compared "
        "across the two.",
        "%(count)s questions are worded or answered otherwise than in the version before: their figures are not "
        "compared across the two.",
        len(breaking),
    )
    return GraveAct(
        verb=_("Issue"),
        icon="lock",
        kind="primary",
        happens=(
            _("“%(title)s”, version %(number)s: %(items)s questions.") % facts,
            _(
                "The version is frozen in the database: nobody, not even an administrator, changes or deletes it."
            ),
            _("Surveys may ask it from now on; answers keep the version that was filled."),
        ),
        affected=(Counted(said % {"count": len(breaking)}, tuple(breaking)),) if breaking else (),
        undoing=_("This cannot be taken back: a later change is a new version with its own number."),
    )


@needs(Permission.SURVEY_DESIGN)
def questionnaire_delete(request: Request, pk: int) -> HttpResponse:
    """Ask once more, then remove a draft."""
    version = version_of(request, pk)
    if version.state != QuestionnaireState.DRAFT:
        raise Http404
    if request.method == "POST":
        try:
            actions.delete_questionnaire_draft(by=request.actor, version=version)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("The draft was deleted."))
        return redirect("surveys:questionnaires")
    context = {
        "title": _("Delete the draft"),
        "version": version,
        "questions": drafted(version).questions,
        "back": reverse("surveys:questionnaire", args=[pk]),
    }
    return page(request, "surveys/questionnaire_delete.html", context)
