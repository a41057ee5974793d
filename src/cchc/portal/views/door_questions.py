"""The questions of a form at the door of respondents, one a page, and sending it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from cchc.core.surveys.answering import (
    AnsweringPage,
    AnsweringPath,
    answer_fault,
    answers_left_open,
    path_through,
)
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet, SurveyItem
from cchc.fieldwork.actions.answering import keep_answers, kept_texts, send_form
from cchc.fieldwork.actions.receiving import Superseded, UsedUp
from cchc.fieldwork.actions.storing import questions_for
from cchc.fieldwork.models import AnswerDraft
from cchc.fieldwork.queries.door import RespondentDoor, units_behind
from cchc.portal.actions.feedback import visitor
from cchc.portal.views.door import END, FIRST, behind
from cchc.portal.views.door_pages import door_page, fault_of_sending, leading_to
from cchc.ui.templatetags.ui import message_text
from cchc.units.models import Unit

NAME = "a-"  # before the id of a unit, in what a page sends
MOST_OPEN_SHOWN = 12  # questions without an answer that the last page names


@dataclass
class _Filling:
    """A form that is being filled: its questions, about which units, what was typed, and the pages that follow."""

    door: RespondentDoor
    draft: AnswerDraft
    questions: QuestionSet
    units: dict[int, Unit]
    texts: dict[int, dict[str, str]]
    path: AnsweringPath = field(init=False)

    def __post_init__(self) -> None:
        self.path = path_through(self.questions, list(self.units), self.texts)

    @property
    def has_several(self) -> bool:
        """Whether several units are rated, so that each question names them."""
        return len(self.units) > 1


def _filling(request: HttpRequest, code: str) -> _Filling | HttpResponse:
    door = behind(request, code)
    if isinstance(door, HttpResponse):
        return door
    if door.draft is None:
        return leading_to(request, "door:form", code)
    units = {one.pk: one for one in units_behind(door)}
    return _Filling(door, door.draft, questions_for(door.form), units, kept_texts(door.draft))


def question(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Show a question, and take its answer: then the next one follows, or the page on which the form is sent."""
    with translation.override("vi"):
        filling = _filling(request, code)
        if isinstance(filling, HttpResponse):
            return filling
        page = filling.path.page(key)
        if page is None:
            return _leading(request, code, filling.path.after("" if key == FIRST else key))
        if request.method != "POST":
            return _question(request, code, filling, page)
        refused = fault_of_sending(request)
        if refused:
            return _question(request, code, filling, page, refused=refused, status=413)
        return _answered(request, code, filling, page)


def _answered(request: HttpRequest, code: str, filling: _Filling, page: AnsweringPage) -> HttpResponse:
    item = filling.questions.by_code[page.item]
    texts = {unit: _typed(request, item, unit) for unit in page.units}
    faults = {}
    for unit, text in texts.items():
        found = answer_fault(filling.questions, item.code, text)
        if found is not None:
            faults[unit] = message_text(found)
    is_left_open = item.required and not all(text.strip() for text in texts.values())
    if faults or (is_left_open and "skip" not in request.POST):
        refused = "" if faults else _left_open(filling)
        return _question(request, code, filling, page, texts, faults, refused, status=422)
    for unit, text in texts.items():
        filling.texts.setdefault(unit, {})[item.code] = text
    following = path_through(filling.questions, list(filling.units), filling.texts).after(page.key)
    try:
        keep_answers(
            draft=filling.draft, item=item.code, texts=texts, reached=following.key if following else END
        )
    except ValidationError:
        return leading_to(request, "door:form", code)  # it was sent meanwhile, which that page says
    return _leading(request, code, following)


def _typed(request: HttpRequest, item: SurveyItem, unit: int) -> str:
    values = request.POST.getlist(f"{NAME}{unit}")
    return ";".join(values) if item.kind is ItemKind.MULTIPLE else (values[-1] if values else "")


def _left_open(filling: _Filling) -> str:
    if filling.has_several:
        return _("Some units have no answer yet. Answer for them, or leave them open and go on.")
    return _("There is no answer yet. Answer, or leave the question open and go on.")


def _leading(request: HttpRequest, code: str, page: AnsweringPage | None) -> HttpResponse:
    return (
        leading_to(request, "door:send", code)
        if page is None
        else leading_to(request, "door:page", code, page.key)
    )


def _question(
    request: HttpRequest,
    code: str,
    filling: _Filling,
    page: AnsweringPage,
    texts: dict[int, str] | None = None,
    faults: dict[int, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    item = filling.questions.by_code[page.item]
    before = filling.path.before(page.key)
    asked = [
        {
            "name": f"{NAME}{unit}",
            "unit": filling.units[unit],
            "text": text,
            "chosen": text.split(";") if item.options else [],
            "fault": (faults or {}).get(unit, ""),
        }
        for unit in page.units
        for text in [texts[unit] if texts else filling.texts.get(unit, {}).get(item.code, "")]
    ]
    pages = filling.path.pages
    context: dict[str, Any] = {
        "code": code,
        "survey": filling.door.survey,
        "is_test": filling.door.is_test,
        "about": None if filling.has_several else next(iter(filling.units.values())),
        "section": filling.questions.section_by_code.get(item.section),
        "item": item,
        "asked": asked,
        "refused": refused,
        "is_left_open": bool(refused) and status == 422,
        "is_one": item.is_chosen_once,
        "is_text": item.kind is ItemKind.TEXT,
        "before": before.key if before else "",
        "place": pages.index(page) + 1,
        "count": len(pages),
    }
    return door_page(request, "question", context, status)


def send(request: HttpRequest, code: str) -> HttpResponse:
    """Say what was answered and what was left open, and send the form."""
    with translation.override("vi"):
        filling = _filling(request, code)
        if isinstance(filling, HttpResponse):
            return filling
        if request.method != "POST":
            return _before_sending(request, code, filling)
        refused = fault_of_sending(request)
        if refused:
            return _before_sending(request, code, filling, refused)
        try:
            send_form(by=visitor(), door=filling.door)
        except (UsedUp, Superseded):
            return leading_to(
                request, "door:form", code
            )  # answered meanwhile, which that page says with the day
        except ValidationError as fault:
            return _before_sending(request, code, filling, " ".join(fault.messages))
        return leading_to(request, "door:form", code)


def _before_sending(request: HttpRequest, code: str, filling: _Filling, refused: str = "") -> HttpResponse:
    open_pages = answers_left_open(filling.questions, list(filling.units), filling.texts)
    before = filling.path.before("")
    context = {
        "code": code,
        "survey": filling.door.survey,
        "is_test": filling.door.is_test,
        "answered": sum(any(text.strip() for text in told.values()) for told in _by_item(filling).values()),
        "count": len({page.item for page in filling.path.pages}),
        "left_open": [
            (page.key, filling.questions.by_code[page.item]) for page in open_pages[:MOST_OPEN_SHOWN]
        ],
        "more": max(len(open_pages) - MOST_OPEN_SHOWN, 0),
        "before": before.key if before else "",
        "refused": refused,
    }
    return door_page(request, "send", context, status=422 if refused else 200)


def _by_item(filling: _Filling) -> dict[str, dict[int, str]]:
    """What was typed to each item that is asked, by unit."""
    return {
        page.item: {unit: filling.texts.get(unit, {}).get(page.item, "") for unit in filling.units}
        for page in filling.path.pages
    }
