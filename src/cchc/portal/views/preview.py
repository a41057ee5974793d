"""The preview of a draft: the portal's own pages, exactly as the public will see them, for who prepares the release."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse

from cchc.access.requests import Request
from cchc.documents.queries.downloads import mark_as_download
from cchc.portal.queries.released import edition_of, state_now
from cchc.portal.views.answering import PORTAL, site_of
from cchc.portal.views.frame import PublicFrame
from cchc.portal.views.pages import PublicPage
from cchc.releases.models import Release

LOOKED_AT = ("text/html", "image/")
"""What is looked at in the browser; what else a draft has to offer leaves the house as a file."""


def previewed(request: Request, page: PublicPage, draft: int, values: dict[str, Any]) -> HttpResponse:
    """Answer an address below the preview of a draft. Raises Http404 where there is no such draft.

    A file of a draft, unlike a file that is public, leaves a record of access.
    """
    release = Release.objects.select_related("bundle").filter(pk=draft, state=Release.State.DRAFT).first()
    if release is None:
        raise Http404
    edition = replace(edition_of(release), is_standing=True)
    state = state_now()
    query = {name: tuple(request.GET.getlist(name)) for name in page.asks}
    frame = PublicFrame(
        shelf=state.shelf.with_draft(edition),
        edition=edition,
        path=request.path_info.removeprefix(PORTAL),
        stem=edition.path,
        query=query,
        site=site_of(request),
        outlines=state.outlines,
        licence=state.licence,
    )
    answer = page.answer(frame, values)
    response = HttpResponse(answer.body, content_type=answer.kind, status=answer.status)
    if not answer.kind.startswith(LOOKED_AT):
        name = frame.path.rpartition("/")[2]
        mark_as_download(
            response, f"du-thao-{name}", name.rpartition(".")[2]
        )  # an attachment leaves a record
    return response
