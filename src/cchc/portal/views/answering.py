"""How a public address is answered: by its tag, from what is kept, or rendered anew.

Answers are kept by everything that they depend on (what is released, boundaries, software) and by their address, so
that nothing is ever out of date and a correction needs no clearing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.urls import resolve

from cchc.portal.queries.released import PublicState, state_now
from cchc.portal.queries.shelf import Edition
from cchc.portal.views.about import not_found
from cchc.portal.views.api import API, FORMAT
from cchc.portal.views.data import as_json
from cchc.portal.views.frame import PublicAnswer, PublicFrame
from cchc.portal.views.keeping import KeptAnswer, Shelter
from cchc.portal.views.pages import PAGES, PublicPage

PORTAL = "/cong-khai/"
FRESH = "public, max-age=60"  # a correction is seen by everybody within a minute


SHELTER = Shelter(settings.VAR / "portal")


def kept_answer(request: HttpRequest) -> HttpResponse | None:
    """Answer an address that is kept, without asking which page it is: a process that has just begun need not know its
    pages. None for an address that is not kept."""
    state, address = state_now(), _address(request)
    tag = _tag(state, address)
    if _has(request, tag):
        return _with_headers(request, HttpResponseNotModified(), tag)
    kept = SHELTER.get(state.key, address)
    return None if kept is None else respond(request, kept, tag)


def answered(request: HttpRequest, page: PublicPage, values: dict[str, Any]) -> HttpResponse:
    """Answer a public address that is not kept. Raises Http404 where it leads to nothing."""
    state, path = state_now(), request.path_info.removeprefix(PORTAL)
    query = {name: tuple(_clean(one) for one in request.GET.getlist(name)) for name in page.asks}

    def make() -> KeptAnswer:
        return KeptAnswer.of(_made(state, page, values, path, query, site_of(request)))

    if not page.is_kept:
        return respond(request, make(), "")
    address = _address(request)
    return respond(request, SHELTER.once(state.key, address, make), _tag(state, address))


def site_of(request: HttpRequest) -> str:
    """Return the whole address of the first page of the portal, as who asks knows it."""
    return f"{settings.ADDRESS or f'{request.scheme}://{request.get_host()}'}{PORTAL}"


def _address(request: HttpRequest) -> str:
    return f"{site_of(request)}{request.path_info.removeprefix(PORTAL)}"


def _tag(state: PublicState, address: str) -> str:
    return hashlib.sha256(f"{state.key} {address}".encode()).hexdigest()[:32]


def answer_at(
    state: PublicState,
    path: str,
    query: Mapping[str, tuple[str, ...]] | None = None,
    site: str = "",
    is_copy: bool = False,
) -> PublicAnswer:
    """Return what stands at a path below the portal ("2025/don-vi/so-noi-vu/") or of the API ("api/public/2025/"),
    asked of no request: what is written as a file is what is served. Raises Http404 (`Resolver404` among it) where
    there is nothing."""
    page, values = page_at(path)
    return _made(state, page, values, path, query or {}, site, is_copy)


def page_at(path: str) -> tuple[PublicPage, dict[str, Any]]:
    """Return the page that stands at such a path, with the values in its address. Raises `Resolver404`."""
    match = resolve(f"/{path}" if f"/{path}".startswith(API) else f"{PORTAL}{path}")
    return vars(match.func)["public_page"], match.kwargs


def _made(
    state: PublicState,
    page: PublicPage,
    values: Mapping[str, Any],
    path: str,
    query: Mapping[str, tuple[str, ...]],
    site: str,
    is_copy: bool = False,
) -> PublicAnswer:
    own = {name: value for name, value in values.items() if name not in ("year", "edition")}
    frame = frame_of(state, values.get("year"), values.get("edition"))
    return page.answer(replace(frame, path=path, query=query, site=site, is_copy=is_copy), own)


def frame_of(state: PublicState, year: int | None, number: int | None) -> PublicFrame:
    """Return the frame of an edition, of the latest one without a year; its pages link to those of the edition that
    stands, by whatever number it was asked. Raises Http404 where it is not released."""
    if year is None:
        latest = next(iter(state.shelf.standing), None)
        return _frame(state, latest, latest.path if latest else "")
    edition = state.shelf.of(year, number)
    if edition is None:
        raise Http404
    return _frame(state, edition, edition.path)


def _frame(state: PublicState, edition: Edition | None, stem: str) -> PublicFrame:
    return PublicFrame(
        state.shelf, edition, stem=stem, outlines=state.outlines, licence=state.licence, rules=state.rules
    )


def _clean(text: str) -> str:
    """A typed text without the signs that no page may hold."""
    return "".join(letter for letter in text if letter.isprintable())


def respond(request: HttpRequest, kept: KeptAnswer, tag: str) -> HttpResponse:
    """Answer with what is kept, compressed where the browser takes it."""
    takes = kept.zipped is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    body = kept.zipped if takes and kept.zipped is not None else kept.answer.body
    response = HttpResponse(body, content_type=kept.answer.kind, status=kept.answer.status)
    if takes:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(body))
    return _with_headers(request, response, tag)


def missing(request: HttpRequest) -> HttpResponse:
    """Answer an address that leads to nothing, in the frame of the portal, or in JSON to who asked for JSON."""
    if request.path_info.startswith(API):
        nothing = as_json({"format": FORMAT, "error": "not_found", "years": API})
        return respond(request, KeptAnswer.of(replace(nothing, status=404)), "")
    frame = replace(frame_of(state_now(), None, None), path=request.path_info.removeprefix(PORTAL))
    return respond(request, KeptAnswer.of(not_found(frame)), "")


def at_once(request: HttpRequest, answer: PublicAnswer) -> HttpResponse:
    """Answer with what is made for this request alone, and kept nowhere."""
    response = respond(request, KeptAnswer.of(answer), "")
    response.headers["Cache-Control"] = "no-store"
    return response


def led_on(request: HttpRequest, address: str) -> HttpResponse:
    """Lead on, after something was sent, to a page that can be loaded again."""
    response = _with_headers(request, HttpResponseRedirect(address, status=303), "")
    response.headers["Cache-Control"] = "no-store"
    return response


def _has(request: HttpRequest, tag: str) -> bool:
    asked = request.headers.get("If-None-Match", "")
    return any(one.strip().removeprefix("W/").strip('"') == tag for one in asked.split(","))


def _with_headers(request: HttpRequest, response: HttpResponse, tag: str) -> HttpResponse:
    if tag:
        response.headers["ETag"] = f'W/"{tag}"'  # weak: plain and compressed are one
    response.headers["Cache-Control"] = FRESH
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Content-Language"] = "vi"
    response.headers["Content-Security-Policy"] = (
        COMPUTING if request.path_info.endswith(COMPUTING_ROUTES) else POLICY
    )
    response.headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
    return response


def _policy(sources: Mapping[str, str]) -> str:
    return "; ".join(
        f"{name} {value}" for name, value in {**settings.CONTENT_SECURITY_POLICY, **sources}.items()
    )


POLICY = _policy({"script-src": "'none'", "connect-src": "'none'"})
COMPUTING = _policy({})
COMPUTING_ROUTES = tuple(f"/{page.route}" for page in PAGES if page.computes)
"""How the addresses end whose pages have scripts of ours; told by the address, because an answer "not changed" has the
policy of its page too."""
