"""A questionnaire as it will be asked: on a phone, one question at a time; on paper; as a table. And two versions set
side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.core.surveys.keying import keys_of
from cchc.core.surveys.questionnaires.answers import read_answer, read_form
from cchc.core.surveys.questionnaires.comparing import differences
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSection, QuestionSet, SurveyItem
from cchc.core.words.messages import Message
from cchc.surveys.exchange.condition_words import asked_when
from cchc.surveys.forms.questionnaires import questionnaire_lines_turned
from cchc.surveys.models import QuestionnaireVersion
from cchc.surveys.queries.questionnaires import questions_in
from cchc.surveys.views.questionnaires import version_of
from cchc.ui.pages import page
from cchc.ui.templatetags.ui import message_text

ANSWER = "a-"  # before the code of a question, in the address of the phone's page


@dataclass(frozen=True, slots=True)
class ItemLook:
    """An item as it will be asked: when it is asked ("" for always), its boxes with the keys that are printed in them
    and their words."""

    item: SurveyItem
    when: str
    boxes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SectionLook:
    """A section as it will be asked: when it is asked at all ("" for always), its items."""

    section: QuestionSection
    when: str
    items: tuple[ItemLook, ...]


def _sections(questions: QuestionSet) -> list[SectionLook]:
    return [
        SectionLook(
            section,
            asked_when(questions, section.shown_when),
            tuple(
                ItemLook(item, asked_when(questions, item.shown_when), _boxes(item))
                for item in questions.items_of(section)
            ),
        )
        for section in questions.sections
    ]


def _boxes(item: SurveyItem) -> tuple[tuple[str, str], ...]:
    words = {option.code: option.text for option in item.options}
    return tuple((key, words[code]) for key, code in keys_of(item))


def _context(version: QuestionnaireVersion, title: str) -> dict[str, Any]:
    questions = questions_in(version)
    return {
        "title": title,
        "version": version,
        "questions": questions,
        "sections": _sections(questions),
        "scales": questions.scale_by_code,
    }


@needs(Permission.SURVEY_READ)
@require_GET
def on_paper(request: Request, pk: int) -> HttpResponse:
    """Show the questionnaire as the form that is printed."""
    return page(
        request, "surveys/look_paper.html", _context(version_of(request, pk), _("Questionnaire on paper"))
    )


@needs(Permission.SURVEY_READ)
@require_GET
def as_matrix(request: Request, pk: int) -> HttpResponse:
    """Show every question in one table: how it is answered, when it is asked, what it feeds."""
    return page(
        request, "surveys/look_matrix.html", _context(version_of(request, pk), _("Questionnaire as a table"))
    )


@needs(Permission.SURVEY_READ)
@require_GET
def on_phone(request: Request, pk: int) -> HttpResponse:
    """Show one question at a time, as on a phone; what was answered stands in the address and is stored nowhere."""
    version = version_of(request, pk)
    questions = questions_in(version)
    given = {
        code: ";".join(request.GET.getlist(f"{ANSWER}{code}"))
        for code in questions.by_code
        if f"{ANSWER}{code}" in request.GET
    }
    shown = read_form(questions, given).shown
    asked = request.GET.get("q", "")
    fault = _fault(questions.by_code.get(asked), given.get(asked, "")) if "next" in request.GET else ""
    item = _next_item(questions, shown, asked, fault, request)
    kept = [(code, text) for code, text in given.items() if item is None or code != item.code]
    place = shown.index(item.code) if item and item.code in shown else len(shown)
    context = {
        **_context(version, _("Questionnaire on a phone")),
        "item": item,
        "fault": fault,
        "kept": kept,
        "chosen": given.get(item.code, "").split(";") if item else [],
        "before": shown[place - 1] if place else "",
        "place": place + 1,
        "count": len(shown),
        "section": questions.section_by_code.get(item.section) if item else None,
        "number_kind": ItemKind.NUMBER,
    }
    return page(request, "surveys/look_phone.html", context)


def _fault(item: SurveyItem | None, text: str) -> str:
    """Return why a question cannot be left yet; "" where it can."""
    if item is None:
        return ""
    if not text.strip():
        return _("Please answer this question.") if item.required else ""
    answer = read_answer(item, text)
    return message_text(answer) if isinstance(answer, Message) else ""


def _next_item(
    questions: QuestionSet, shown: tuple[str, ...], asked: str, fault: str, request: Request
) -> SurveyItem | None:
    """Return the question to show: the one that was asked, as long as its answer cannot be taken, else the next; None
    at the end."""
    if asked in shown and (fault or "next" not in request.GET):
        return questions.by_code[asked]
    at = shown.index(asked) + 1 if asked in shown else 0
    return questions.by_code[shown[at]] if at < len(shown) else None


@needs(Permission.SURVEY_READ)
@require_GET
def questionnaire_compare(request: Request, pk: int, before: int) -> HttpResponse:
    """Show what differs between two versions of a questionnaire."""
    new, old = version_of(request, pk), version_of(request, before)
    if new.questionnaire_id != old.questionnaire_id:
        raise Http404
    context = {
        "title": _("Two versions compared"),
        "version": new,
        "before": old,
        "rows": questionnaire_lines_turned(differences(questions_in(old), questions_in(new))),
    }
    return page(request, "surveys/questionnaire_compare.html", context)
