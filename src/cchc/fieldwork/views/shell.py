"""The application of enumerators as files: a page that is the same for everybody, its manifest, its worker. They hold
nothing about anybody: forms come by the protocol, with a token."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cchc.access.decorators import public
from cchc.fieldwork.views.words import words_of_the_application
from cchc.ui.pages import page

FOLDER = Path(__file__).resolve().parent.parent / "static" / "fieldwork" / "app"
WORKER = "worker.js"
FONTS = tuple(
    f"vendor/be-vietnam-pro/be-vietnam-pro-{subset}-{weight}-normal.woff2"
    for subset in ("latin", "vietnamese")
    for weight in (400, 600)
)


def assets() -> tuple[str, ...]:
    """The addresses of everything that the application consists of besides its page. Its scripts name each other, so
    they are asked for by their plain names."""
    prefix = settings.STATIC_URL
    own = sorted(one.name for one in FOLDER.iterdir() if one.suffix in (".js", ".css") and one.name != WORKER)
    return (
        *(f"{prefix}fieldwork/app/{name}" for name in own),
        static("ui/shell.css"),
        static("ui/mark.svg"),
        *map(static, FONTS),
    )


@cache
def _hash_of_files() -> str:
    content = sha256()
    for path in sorted(FOLDER.iterdir()):
        content.update(path.read_bytes())
    return content.hexdigest()


def version(shell: bytes) -> str:
    """The name of this version of the application: another one whenever its page or a file of it is another."""
    told = "\n".join([_hash_of_files(), *assets()]).encode()
    return sha256(told + shell).hexdigest()[:16]


@public
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The page of the application: without a token it only says how to connect the telephone."""
    context = {"title": _("Filling forms"), "words": words_of_the_application()}
    response = page(request, "fieldwork/shell.html", context)
    policy = {**settings.CONTENT_SECURITY_POLICY, "manifest-src": "'self'", "worker-src": "'self'"}
    response["Content-Security-Policy"] = "; ".join(f"{name} {value}" for name, value in policy.items())
    return response


@public
@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """What a telephone asks before it installs the application."""
    told = {
        "name": _("Filling forms"),
        "short_name": _("Survey forms"),
        "lang": get_language(),
        "start_url": reverse("fieldwork:shell"),
        "scope": reverse("fieldwork:shell"),
        "display": "standalone",
        "background_color": "#f5f3ee",
        "theme_color": "#0b5563",
        "icons": [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@public
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of what it keeps."""
    body = shell(request).content
    carried = JsonResponse(
        {"version": version(body), "shell": reverse("fieldwork:shell"), "assets": assets()}
    ).content
    script = (FOLDER / WORKER).read_bytes()
    return HttpResponse(b"self.CARRIED = " + carried + b";\n" + script, content_type="text/javascript")
