"""Every address of the platform: each room under its own word."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cchc.config.health import healthz
from cchc.config.views import first_page, set_language
from cchc.portal.urls import api_patterns, door_patterns, office_patterns

PREFIXES = {
    "desk": "",
    "accounts": "",
    "units": "don-vi/",
    "criteria": "bo-tieu-chi/",
    "notices": "thong-bao/",
    "cycles": "ky-danh-gia/",
    "scores": "",
    "results": "ket-qua/",
    "self_scoring": "tu-cham/",
    "appraisal": "tham-dinh/",
    "council": "hoi-dong/",
    "releases": "cong-bo/",
    "analysis": "phan-tich/",
    "portal": "cong-khai/",
    "following": "theo-doi/",
    "plans": "ke-hoach/",
    "surveys": "dieu-tra/",
    "fieldwork": "thuc-dia/",
    "documents": "tai-lieu/",
    "audit": "nhat-ky/",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("ngon-ngu/", set_language, name="set_language"),
    *(path(prefix, include(f"cchc.{room}.urls")) for room, prefix in PREFIXES.items()),
    path("api/public/", include((api_patterns, "public_api"))),
    path("tra-loi/", include((door_patterns, "door"))),
    path("trang-cong-khai/", include((office_patterns, "portal_office"))),
    path("", first_page, name="first_page"),
]

handler400 = "cchc.config.views.not_understood"
handler404 = "cchc.config.views.not_found"
handler500 = "cchc.config.views.server_error"
