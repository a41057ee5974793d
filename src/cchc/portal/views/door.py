"""The door of respondents: a code or an open link leads to a form, which is filled a page at a time and sent once.

Nobody is signed in, there is no cookie and no script, and no browser keeps a page. Who has a code goes on with what was
answered under it; opening a page stores nothing.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cchc.core.surveys.codes import typed_code
from cchc.fieldwork.actions.answering import (
    NotOpen,
    TooManyOpened,
    begin_form,
    note_unknown_code,
    open_form,
)
from cchc.fieldwork.actions.assigning import hash_of_code
from cchc.fieldwork.queries.consent import consent_of
from cchc.fieldwork.queries.door import (
    DoorState,
    RespondentDoor,
    choices_of,
    door_of,
    is_held_off,
    link_state,
    usable_link,
)
from cchc.portal.views.door_pages import SALT, door_page, fault_of_sending, leading_to, sentence_page
from cchc.portal.views.guarding import sender_of

FIRST, END = "dau", "het"
"""What stands for the first page of a form in addresses, and for its end in what is kept of it."""

LONGEST_CODE = 60  # letters of a typed code with whatever parts it


def door_entry(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and lead on to its form."""
    with translation.override("vi"):
        if request.method != "POST":
            return door_page(request, "code", {})
        refused = fault_of_sending(request)
        if refused:
            return door_page(request, "code", {"fault": refused}, status=422)
        typed = request.POST.get("code", "")[:LONGEST_CODE]
        code = typed_code(typed)
        if code is None:
            return door_page(request, "code", {"fault": _mistyped(), "typed": typed}, status=422)
        return leading_to(request, "door:form", code)


def _mistyped() -> str:
    return _(
        "This is no code: a letter or digit is wrong or missing. Look at the paper again; 13 letters and digits stand "
        "there, among them no 0, 1, I, L or O."
    )


def behind(request: HttpRequest, code: str) -> RespondentDoor | HttpResponse:
    """Return what a code in an address opens, or the answer that says why it opens nothing."""
    right = typed_code(code[:LONGEST_CODE])
    if right is None:
        return door_page(request, "code", {"fault": _mistyped(), "typed": code[:LONGEST_CODE]}, status=404)
    if right != code:
        return leading_to(request, "door:form", right)
    sender, now = sender_of(request, SALT), timezone.now()
    if is_held_off(sender, now):
        return sentence_page(
            request,
            _("Wait an hour, please"),
            _(
                "Many codes that nobody has came from your connection. Your own code stays good: use it later."
            ),
            status=429,
        )
    door = door_of(hash_of_code(right))
    if door is None:
        note_unknown_code(sender=sender, now=now)
        words = _(
            "This code is written rightly, but no form belongs to it. Perhaps another code was given to you later: "
            "then that one counts."
        )
        return door_page(request, "code", {"fault": words, "typed": right}, status=404)
    return door if door.state is DoorState.OPEN else _ended(request, door)


def _ended(request: HttpRequest, door: RespondentDoor) -> HttpResponse:
    """Say why a form takes no answers: they have come, or it is over."""
    match door.state:
        case DoorState.USED:
            return door_page(request, "thanks", {"door": door, "survey": door.survey})
        case DoorState.VOID:
            words = _("This form is no longer used: nothing more is wanted of you.")
        case _:
            words = _("“{survey}” takes no answers now.").format(survey=door.survey.name)
    return sentence_page(request, _("This form takes no answers"), words, status=410)


def form(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether somebody agrees to answer; who has agreed already goes on where the form was left. A form that was
    answered says thanks, with the day."""
    with translation.override("vi"):
        door = behind(request, code)
        if isinstance(door, HttpResponse):
            return door
        if request.method != "POST":
            if door.draft is not None:
                return leading_on(request, door, code)
            return _consent(request, door)
        refused = fault_of_sending(request) or _not_agreed(request)
        if refused:
            return _consent(request, door, refused)
        try:
            begin_form(door=door)
        except NotOpen:
            return leading_to(request, "door:form", code)
        begun = door_of(hash_of_code(code))
        return leading_to(request, "door:form", code) if begun is None else leading_on(request, begun, code)


def leading_on(request: HttpRequest, door: RespondentDoor, code: str) -> HttpResponse:
    """Lead to the page at which a form was left."""
    reached = door.draft.reached if door.draft is not None else ""
    return (
        leading_to(request, "door:send", code)
        if reached == END
        else leading_to(request, "door:page", code, reached or FIRST)
    )


def _not_agreed(request: HttpRequest) -> str:
    return "" if request.POST.get("agree") == "yes" else _("Tick that you agree, or close this page.")


def _consent(request: HttpRequest, door: RespondentDoor, fault: str = "") -> HttpResponse:
    context = {"door": door, "survey": door.survey, "consent": consent_of(door.survey), "fault": fault}
    return door_page(request, "consent", context, status=422 if fault else 200)


def through_link(request: HttpRequest, key: str) -> HttpResponse:
    """Let anybody begin a form by an open link, about the unit of the link or one that is chosen."""
    with translation.override("vi"):
        link = usable_link(key)
        if link is None:
            words = _("The address is cut off or wrong. Scan the code again, or open the link once more.")
            return sentence_page(request, _("There is no form at this address"), words, status=404)
        if link_state(link) is not DoorState.OPEN:
            words = _("“{survey}” takes no answers by this link now.").format(survey=link.survey.name)
            return sentence_page(request, _("This form takes no answers"), words, status=410)
        context: dict[str, Any] = {
            "link": link,
            "survey": link.survey,
            "consent": consent_of(link.survey),
            "choices": choices_of(link),
            "is_test": link.is_test,
        }
        if request.method != "POST":
            return door_page(request, "consent", context)
        chosen = next((one for one in context["choices"] if str(one.pk) == request.POST.get("unit")), None)
        refused = fault_of_sending(request) or _not_agreed(request)
        if not refused and context["choices"] and chosen is None:
            refused = _("Choose the unit about which you want to answer.")
        if refused:
            return door_page(request, "consent", {**context, "fault": refused, "chosen": chosen}, status=422)
        try:
            code = open_form(link=link, unit=chosen, sender=sender_of(request, SALT), now=timezone.now())
        except (NotOpen, ValidationError):
            return leading_to(request, "door:link", key)
        except TooManyOpened:
            words = _("Very many forms were begun within an hour. Come back later, please: nothing is lost.")
            return sentence_page(request, _("Wait an hour, please"), words, status=429)
        return leading_to(request, "door:page", code, FIRST)
