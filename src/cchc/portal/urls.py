"""Addresses of the portal, for everybody: those that stand, those of every release by its number, the preview."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from cchc.access.decorators import needs, public
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.portal.views.answering import answered
from cchc.portal.views.pages import API_PAGES, PAGES, PublicPage
from cchc.portal.views.preview import previewed

app_name = "portal"


def _public(page: PublicPage) -> Any:
    def view(request: HttpRequest, **values: Any) -> HttpResponse:
        return answered(request, page, values)

    vars(view)["public_page"] = page
    return public(view)


def _preview(page: PublicPage) -> Any:
    @needs(Permission.RELEASE_READ)
    def view(request: Request, /, draft: int, **values: Any) -> HttpResponse:
        return previewed(request, page, draft, values)

    return view


urlpatterns: list[URLPattern] = [
    *(path(page.route, _public(page), name=page.name) for page in PAGES if page.whole),
    *(
        path(f"{stem}{page.route}", make(page), name=f"{page.name}{ending}")
        for stem, ending, make in (
            ("xem-truoc/<int:draft>/", "_preview", _preview),
            ("<int:year>/lan-<int:edition>/", "_numbered", _public),
            ("<int:year>/", "", _public),
        )
        for page in PAGES
        if not page.whole
    ),
]

api_patterns: list[URLPattern] = [
    *(path(page.route, _public(page), name=page.name) for page in API_PAGES if page.whole),
    *(
        path(f"{stem}{page.route}", _public(page), name=f"{page.name}{ending}")
        for stem, ending in (("<int:year>/lan-<int:edition>/", "_numbered"), ("<int:year>/", ""))
        for page in API_PAGES
        if not page.whole
    ),
]
