"""The form by which anybody sends feedback on a unit: without cookies, without a script, kept in no cache."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext

from cchc.portal.actions.feedback import (
    CONTACT_KEPT,
    NoFeedbackTaken,
    TooMuchFeedback,
    receive_feedback,
    visitor,
)
from cchc.portal.forms.feedback import SALT, FeedbackForm, new_token
from cchc.portal.queries.feedback import is_feedback_taken
from cchc.portal.queries.released import state_now
from cchc.portal.queries.shelf import unit_of
from cchc.portal.views.answering import PORTAL, at_once, frame_of
from cchc.portal.views.frame import PublicFrame, page
from cchc.portal.views.guarding import TYPED, is_of_another_site, sender_of, size_of
from cchc.releases.exchange.content import PublicUnit
from cchc.releases.models import UnitKey

MOST_BYTES = 100_000  # three thousand letters of three bytes, each written as "%E1", and what stands around


def feedback(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Show the form, and take what is sent. Raises Http404 where no feedback is taken, or the unit is not released."""
    frame, unit = _place(request, year, key)
    with translation.override("vi"):
        if request.method != "POST":
            return _form(request, frame, unit, FeedbackForm())
        if request.content_type != TYPED or size_of(request) > MOST_BYTES:
            return HttpResponse(status=413)
        form = FeedbackForm(request.POST)
        if form.data.get("website"):
            return _thanks(unit)  # a program filled in everything
        now = timezone.now()
        refused = _refused(request) or form.token_fault(year, key, now)
        if not form.is_valid() or refused:
            return _form(request, frame, unit, form, refused, status=422)
        typed = form.cleaned_data
        try:
            receive_feedback(
                by=visitor(),
                key=UnitKey.objects.select_related("unit").get(key=key),
                year=year,
                text=typed["text"],
                contact=typed["contact"],
                form=form.digest,
                sender=sender_of(request, SALT),
                now=now,
            )
        except NoFeedbackTaken:
            raise Http404 from None
        except TooMuchFeedback as flood:
            return _form(request, frame, unit, form, _too_much(flood), status=429)
    return _thanks(unit)


def feedback_sent(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Say that it has come, and what becomes of it."""
    frame, unit = _place(request, year, key)
    return at_once(request, page(frame, "portal/feedback_sent.html", {"unit": unit}))


def _place(request: HttpRequest, year: int, key: str) -> tuple[PublicFrame, PublicUnit]:
    """The frame of the page and its unit; whether feedback is taken is asked at this moment."""
    if not is_feedback_taken() or not UnitKey.objects.filter(key=key).exists():
        raise Http404
    frame = frame_of(state_now(), year, None)
    unit = unit_of(frame.content, key)
    if unit is None:
        raise Http404
    return PublicFrame(
        frame.shelf,
        frame.edition,
        path=request.path_info.removeprefix(PORTAL),
        stem=frame.stem,
        rules=frame.rules,
    ), unit


def _form(
    request: HttpRequest,
    frame: PublicFrame,
    unit: PublicUnit,
    form: FeedbackForm,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form, with what was typed; what it carries is new where the old one is of no use."""
    token = new_token(frame.here.year, unit.key, timezone.now())
    if form.is_bound and not form.token_fault(frame.here.year, unit.key, timezone.now()):
        token = str(form.data["form"])
    context = {"unit": unit, "form": form, "token": token, "refused": refused, "days": CONTACT_KEPT.days}
    return at_once(request, page(frame, "portal/feedback.html", context, status))


def _thanks(unit: PublicUnit) -> HttpResponse:
    """Lead on to a page that can be loaded again without sending anything."""
    response = HttpResponse(status=303)
    response["Location"] = "da-gui/"
    response["Cache-Control"] = "no-store"
    return response


def _refused(request: HttpRequest) -> str:
    """In words, where a page of another site sent the form; a browser says of itself from which one it comes."""
    if is_of_another_site(request):
        return gettext(
            "This came from the page of another site. Look at what you wrote and send it from here."
        )
    return ""


def _too_much(flood: TooMuchFeedback) -> str:
    if flood.is_of_all:
        return gettext(
            "Very much feedback came today, and no more is taken. What you wrote stands here: send it tomorrow."
        )
    return gettext(
        "Much feedback came from your connection within an hour. What you wrote stands here: send it later."
    )
