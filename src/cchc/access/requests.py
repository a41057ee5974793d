"""What a view is handed: a request, and who makes it."""

from __future__ import annotations

from django.http import HttpRequest

from cchc.access.actor import Actor


class Request(HttpRequest):
    """A request of somebody who acts here: `@needs` lets nobody else pass."""

    actor: Actor


class AnyRequest(HttpRequest):
    """A request of anybody: its actor is None for who is not signed in, or acts for no unit."""

    actor: Actor | None
