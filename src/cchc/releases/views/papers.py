"""The papers of a release: the decision with its annexes, the note for the press, the letters; and the draft of the
decision before it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.council.views.frame import cycle_for as council_cycle_for
from cchc.cycles.policies import sight_of
from cchc.documents.queries.downloads import made_file, slug_of
from cchc.documents.views import FileRequest, file_or_progress
from cchc.releases.exchange.papers.naming import PaperKind
from cchc.releases.models import Release
from cchc.releases.policies import may_manage_templates
from cchc.releases.queries.papers import (
    council_draft,
    letters_content,
    paper_content,
    release_at,
    source_of,
)
from cchc.releases.queries.templates import standing_number
from cchc.releases.tasks import make_letters
from cchc.releases.views.frame import cycle_for, release_context
from cchc.ui.pages import page

FEW_LETTERS = 4  # that take about a second together


@needs(Permission.RELEASE_READ)
@require_GET
def papers(request: Request, year: int, number: int) -> HttpResponse:
    """Show what can be printed of a release: two papers, and the letters by peer group."""
    release = _release(request, year, number)
    source = source_of(release, _home(request))
    context: dict[str, Any] = release_context(request, cycle_for(year)) | {
        "title": _("Papers of the release of %(year)s") % {"year": year},
        "release": release,
        "groups": [
            (group.name, [source.units[key] for key in group.units]) for group in source.content.groups
        ],
        "root": source.root,
        "may_manage_templates": may_manage_templates(request.actor),
    }
    return page(request, "releases/papers.html", context)


@needs(Permission.RELEASE_READ)
@require_GET
def decision_word(request: Request, year: int, number: int) -> HttpResponse:
    """Send the decision with its annexes."""
    return _paper(request, year, number, PaperKind.DECISION)


@needs(Permission.RELEASE_READ)
@require_GET
def press_word(request: Request, year: int, number: int) -> HttpResponse:
    """Send the note for the press."""
    return _paper(request, year, number, PaperKind.PRESS_NOTE)


@needs(Permission.RELEASE_READ)
@require_GET
def dispatch_word(request: Request, year: int, number: int) -> HttpResponse:
    """Send the official letter with which the results go to all units."""
    return _paper(request, year, number, PaperKind.DISPATCH)


@needs(Permission.COUNCIL_READ)
@require_GET
def council_draft_word(request: Request, year: int) -> HttpResponse:
    """Send the draft of the decision that the council asks for, with its annexes: before any release."""
    cycle = council_cycle_for(request, year)
    return made_file(council_draft(sight_of(request.actor), cycle), f"du-thao-quyet-dinh-{year}.docx")


@needs(Permission.RELEASE_READ)
@require_GET
def letter_word(request: Request, year: int, number: int, key: str) -> HttpResponse:
    """Send the letter to one unit."""
    release = _release(request, year, number)
    source = source_of(release, _home(request))
    unit = source.units.get(key)
    if unit is None:
        raise Http404
    name = f"thong-bao-ket-qua-{year}-{slug_of(unit.name)}.docx"
    return made_file(paper_content(PaperKind.LETTER, source, unit), name)


@needs(Permission.RELEASE_READ)
def letters_zip(request: Request, year: int, number: int) -> HttpResponseBase:
    """Send the letters to all units in one archive, made by the worker where they are many."""
    release = _release(request, year, number)
    home = _home(request)
    stands = [release.sha256, release.state, standing_number(PaperKind.LETTER)]
    asked = FileRequest(
        of=f"releases.letters:{release.pk}",
        audience="all",
        version=hashlib.sha256(f"{stands} {home}".encode()).hexdigest(),
        about={"release": release.pk, "stands": stands, "home": home},
        name=f"thong-bao-ket-qua-{year}-lan-{number}.zip",
        type="zip",
        small=len(source_of(release, home).units) <= FEW_LETTERS,
        language="vi",
    )
    back = (
        _("Papers of the release of %(year)s") % {"year": year},
        reverse("releases:papers", args=[year, number]),
    )
    return file_or_progress(request, asked, letters_content, make_letters, back)


def _paper(request: Request, year: int, number: int, kind: PaperKind) -> HttpResponse:
    release = _release(request, year, number)
    content = paper_content(kind, source_of(release, _home(request)))
    return made_file(content, f"{kind}-{year}-lan-{number}.docx")


def _release(request: Request, year: int, number: int) -> Release:
    found = release_at(year, number)
    if found is None:
        raise Http404
    return found


def _home(request: Request) -> str:
    """Return the address of the platform: as it is set, else as the reader reached it."""
    return settings.ADDRESS or request.build_absolute_uri("/").rstrip("/")
