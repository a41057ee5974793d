"""The types of requests that views receive, each with its actor."""

from __future__ import annotations

from django.http import HttpRequest

from cchc.access.actor import Actor


class Request(HttpRequest):
    """A request with an actor; `@needs` admits no other."""

    actor: Actor


class AnyRequest(HttpRequest):
    """A request of any reader; `actor` is None for a reader who is not signed in or acts for no unit."""

    actor: Actor | None
