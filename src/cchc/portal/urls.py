"""Addresses of the portal, for everybody: those that stand, those of every release by its number, the preview."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter

from cchc.access.decorators import needs, public
from cchc.access.permissions import Permission
from cchc.access.requests import Request
from cchc.portal.views import boundaries, door, door_questions, feedback, moderating, settings
from cchc.portal.views.answering import answered
from cchc.portal.views.pages import API_PAGES, PAGES, PublicPage
from cchc.portal.views.preview import previewed

app_name = "portal"


class CountedConverter(IntConverter):
    """A number as it is printed: an address with noughts before it is another one, which leads nowhere. Each address
    that is answered is kept, so no page may have more than one."""

    regex = "[1-9][0-9]{0,8}"


register_converter(CountedConverter, "counted")


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
            ("xem-truoc/<counted:draft>/", "_preview", _preview),
            ("<counted:year>/lan-<counted:edition>/", "_numbered", _public),
            ("<counted:year>/", "", _public),
        )
        for page in PAGES
        if not page.whole
    ),
    path("gop-y/<counted:year>/<slug:key>/", public(feedback.feedback), name="feedback"),
    path("gop-y/<counted:year>/<slug:key>/da-gui/", public(feedback.feedback_sent), name="feedback_sent"),
]

# For who is signed in, apart from what a server may show to the public.
office_patterns: list[URLPattern] = [
    path("", settings.portal_settings, name="settings"),
    path("gop-y/", moderating.feedback_list, name="feedback"),
    path("gop-y/<int:pk>/", moderating.feedback_one, name="feedback_one"),
    path("gop-y/chuyen-den/", moderating.feedback_forwarded, name="forwarded"),
    path("ranh-gioi/", boundaries.boundaries, name="boundaries"),
    path("ranh-gioi/<int:pk>/", boundaries.PAGES.detail, name="boundaries_detail"),
    path("ranh-gioi/<int:pk>/tep/", boundaries.PAGES.file, name="boundaries_file"),
    path("ranh-gioi/<int:pk>/ap-dung/", boundaries.boundaries_apply, name="boundaries_apply"),
    path("ranh-gioi/<int:pk>/xem-lai/", boundaries.PAGES.again, name="boundaries_again"),
    path("ranh-gioi/<int:pk>/bo/", boundaries.PAGES.give_up, name="boundaries_give_up"),
]

# Where respondents answer a survey, at an address that is short enough to be typed.
door_patterns: list[URLPattern] = [
    path("", public(door.door_entry), name="entry"),
    path("mo/<slug:key>/", public(door.through_link), name="link"),
    path("<str:code>/", public(door.form), name="form"),
    path("<str:code>/cau/<slug:key>/", public(door_questions.question), name="page"),
    path("<str:code>/gui/", public(door_questions.send), name="send"),
]

api_patterns: list[URLPattern] = [
    *(path(page.route, _public(page), name=page.name) for page in API_PAGES if page.whole),
    *(
        path(f"{stem}{page.route}", _public(page), name=f"{page.name}{ending}")
        for stem, ending in (("<counted:year>/lan-<counted:edition>/", "_numbered"), ("<counted:year>/", ""))
        for page in API_PAGES
        if not page.whole
    ),
]
