"""How the pages of the door are made and answered, and what is asked of what is sent to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from cchc.portal.views.answering import at_once, led_on
from cchc.portal.views.frame import PublicAnswer
from cchc.portal.views.guarding import TYPED, is_of_another_site, size_of

SALT = "portal.door"
MOST_BYTES = 400_000  # ten open answers of four thousand letters of three bytes, each written as "%E1"
MOST_DRAINED = 20_000_000  # a browser shows the answer only once all it sends was taken


def door_page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a page of the door, which no browser keeps."""
    html = render_to_string(f"portal/door/{name}.html", context)
    return at_once(request, PublicAnswer(html.encode(), status=status))


def sentence_page(request: HttpRequest, title: str, words: str, status: int) -> HttpResponse:
    """Return a page that says one thing."""
    return door_page(request, "sentence", {"heading": title, "words": words}, status)


def leading_to(request: HttpRequest, name: str, *values: str) -> HttpResponse:
    """Lead on to a page of the door that can be loaded again without sending anything."""
    return led_on(request, reverse(name, args=values))


def fault_of_sending(request: HttpRequest) -> str:
    """Return in words why what is sent is not read at all; "" where it is. What is too large is taken from the wire and
    thrown away, as far as it is bounded."""
    size = size_of(request)
    is_empty = not request.headers.get("Content-Length", "").strip("0") and not request.content_type
    if not is_empty and (request.content_type != TYPED or size > MOST_BYTES):
        _drain(request, size)
        return _(
            "This was far more than a form takes, and nothing of it was kept. Write at most 4,000 letters for one "
            "answer."
        )
    if is_of_another_site(request):
        return _("This came from the page of another site. Look at what you answered and send it from here.")
    return ""


def _drain(request: HttpRequest, size: int) -> None:
    left = min(size, MOST_DRAINED)
    while left > 0:
        taken = len(request.read(min(left, 65_536)))
        if not taken:
            return
        left -= taken
