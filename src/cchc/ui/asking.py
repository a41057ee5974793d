"""Grave acts ask once more before they are done: in a dialogue of the page, or without JavaScript on a page of its own.

A form that must be confirmed carries its question in a hidden field (`{% ask_first %}` in the template). The script of
the shell asks it in a dialogue and takes the field away; what arrives with the field has not been asked yet.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from cchc.ui import once
from cchc.ui.pages import page

FIELD = "ask_first"
_NOT_SENT_AGAIN = {FIELD, once.FIELD, "csrfmiddlewaretoken"}


def parts(words: str) -> tuple[str, str]:
    """Return the question of `words` and what follows it.

    >>> parts("Delete the group? Its 3 units stay."), parts("An Lạc stops acting today.")
    (('Delete the group?', 'Its 3 units stay.'), ('An Lạc stops acting today.', ''))
    """
    question, sign, rest = words.partition("? ")
    return (question + "?", rest) if sign else (words, "")


class AskFirst:
    """Middleware: answers a form that carries its question with a page that asks it and sends the same form again.

    It stands before the one-time keys, so that the question uses no key up. Forms with files carry no question: a
    page could not send the files again.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response: HttpResponse = self.get_response(request)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return the page that asks; None for what needs no question."""
        if request.method != "POST" or FIELD not in request.POST or request.FILES:
            return None
        question, rest = parts(request.POST[FIELD])
        sent = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in _NOT_SENT_AGAIN
            for value in values
        ]
        context = {"question": question, "rest": rest, "sent": sent, "back": _page_before(request)}
        return page(request, "ui/ask_first.html", context)


def _page_before(request: HttpRequest) -> str:
    """Return the address of the page with the form, when the browser names it and it is one of ours; else the first
    page."""
    asked = urlsplit(request.headers.get("Referer", ""))
    if asked.netloc != request.get_host():
        return "/"
    return f"{asked.path}?{asked.query}" if asked.query else asked.path
