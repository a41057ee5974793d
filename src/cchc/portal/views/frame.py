"""What a page of the portal is made from, and what it is made into.

A page is a pure function of a `PublicFrame`: it asks neither the database nor the request, so that it is served, shown
as a preview and written as a file alike. Its links are relative, and hold wherever the whole stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.template.loader import render_to_string
from django.utils import translation

from cchc.portal.exchange.licences import Licence
from cchc.portal.models import FeedbackRules
from cchc.portal.queries.shelf import Edition, Shelf
from cchc.releases.exchange.content import PublicContent

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """The bytes of a public address, their media type and status."""

    body: bytes
    kind: str = HTML
    status: int = 200


@dataclass(frozen=True, slots=True)
class PublicFrame:
    """An address of the portal: `path` below its first page, `stem` the part of it that names the edition ("2025/"),
    `query` the values asked for, and `site` the whole address of its first page, for the few links that must be whole;
    empty where nobody knows it: what cannot do without is left out. A page that `is_copy` is a file on another
    server, which answers nothing that is typed.

    Without anything released there is no edition. `outlines` are the boundaries of units by code, where there are any;
    `licence` is that of the data, where the province has chosen one; `rules` those for feedback, once they were set.
    """

    shelf: Shelf
    edition: Edition | None
    path: str = ""
    stem: str = ""
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    site: str = ""
    is_copy: bool = False
    outlines: Mapping[str, str] = field(default_factory=dict)
    licence: Licence | None = None
    rules: FeedbackRules | None = None

    @property
    def feedback(self) -> str:
        """Where the addresses begin at which feedback is sent: of a copy, at the installation itself, where the public
        reaches that under another address. Empty where none is taken, and on pages of what was replaced or is no
        release yet."""
        rules, edition = self.rules, self.edition
        if (
            rules is None
            or not rules.is_open
            or edition is None
            or edition.is_draft
            or not edition.is_standing
        ):
            return ""
        if not self.is_copy:
            return f"{self.up}gop-y/"
        return f"{rules.live_address}gop-y/" if rules.live_address not in ("", self.site) else ""

    @property
    def up(self) -> str:
        """The way from this page to the first page of the portal."""
        return "../" * self.path.count("/") or "./"

    @property
    def base(self) -> str:
        """The way from this page to the first page of its edition."""
        if self.stem and self.path.startswith(self.stem):
            return "../" * (self.path.count("/") - self.stem.count("/")) or "./"
        return f"{self.up if self.path else ''}{self.stem}" or "./"

    @property
    def here(self) -> Edition:
        """The edition of the page. Raises Http404 where nothing is released."""
        if self.edition is None:
            raise Http404
        return self.edition

    @property
    def content(self) -> PublicContent:
        """What its edition makes public. Raises Http404 where nothing is released."""
        return self.here.content

    def asked(self, name: str) -> str:
        """The first value of the query under that name; empty without one."""
        return next(iter(self.query.get(name, ())), "")


def page(frame: PublicFrame, template: str, context: dict[str, Any], status: int = 200) -> PublicAnswer:
    """Return a page in Vietnamese: the public reads one language, and no cookie chooses another."""
    with translation.override("vi"):
        head = frame.edition.content.head if frame.edition is not None else None
        whole = {"frame": frame, "up": frame.up, "base": frame.base, "head": head, **context}
        return PublicAnswer(render_to_string(template, whole).encode(), HTML, status)
