"""How a public address is answered: from what is kept in the memory of this process, by its tag, or rendered anew.

Answers are kept by everything that they depend on (what is released, boundaries, software) and by their address, so
that nothing is ever out of date and a correction needs no clearing.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import resolve

from cchc.portal.queries.released import PublicState, state_now
from cchc.portal.views.about import not_found
from cchc.portal.views.frame import PublicAnswer, PublicFrame

if TYPE_CHECKING:
    from cchc.portal.views.pages import PublicPage

PORTAL = "/cong-khai/"
MOST_KEPT = 48_000_000  # bytes in each process
FRESH = "public, max-age=60"  # a correction is seen by everybody within a minute
COMPRESSED = ("text/", "application/atom+xml", "application/xml", "application/json", "image/svg")


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it is sent: plain and, where that is shorter, compressed."""

    answer: PublicAnswer
    zipped: bytes | None

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return len(self.answer.body) + len(self.zipped or b"")


class Shelter:
    """The answers that this process keeps, those that were asked for least lately given up first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most, self.size = most, 0
        self._kept: OrderedDict[tuple[str, ...], KeptAnswer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, ...]) -> KeptAnswer | None:
        """Return what is kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, ...], kept: KeptAnswer) -> None:
        """Keep an answer."""
        with self._lock:
            before = self._kept.pop(key, None)
            self.size += kept.size - (before.size if before else 0)
            self._kept[key] = kept
            while self.size > self.most and self._kept:
                self.size -= self._kept.popitem(last=False)[1].size


SHELTER = Shelter()


def answered(request: HttpRequest, page: PublicPage, values: dict[str, Any]) -> HttpResponse:
    """Answer a public address, without scripts unless its page computes. Raises Http404 where it leads to nothing."""
    response = _answered(request, page, values)
    if page.computes:
        response.headers["Content-Security-Policy"] = COMPUTING
    return response


def _answered(request: HttpRequest, page: PublicPage, values: dict[str, Any]) -> HttpResponse:
    state = state_now()
    path = request.path_info.removeprefix(PORTAL)
    origin = settings.ADDRESS or f"{request.scheme}://{request.get_host()}"
    if not page.is_kept:
        query = {name: tuple(_clean(one) for one in request.GET.getlist(name)) for name in page.asks}
        return respond(request, kept_from(_made(state, page, values, path, query, origin)), "")
    key = (state.key, origin, path)
    tag = hashlib.sha256("\n".join(key).encode()).hexdigest()[:32]
    if _has(request, tag):
        return _with_headers(HttpResponseNotModified(), tag)
    kept = SHELTER.get(key)
    if kept is None:
        kept = kept_from(_made(state, page, values, path, {}, origin))
        SHELTER.put(key, kept)
    return respond(request, kept, tag)


def answer_at(
    state: PublicState, path: str, query: Mapping[str, tuple[str, ...]] | None = None, origin: str = ""
) -> PublicAnswer:
    """Return what stands at a path below the portal ("2025/don-vi/so-noi-vu/"), asked of no request: what is written as
    a file is what is served. Raises Http404 (`Resolver404` among it) where there is nothing."""
    match = resolve(f"{PORTAL}{path}")
    return _made(state, vars(match.func)["public_page"], match.kwargs, path, query or {}, origin)


def _made(
    state: PublicState,
    page: PublicPage,
    values: Mapping[str, Any],
    path: str,
    query: Mapping[str, tuple[str, ...]],
    origin: str,
) -> PublicAnswer:
    own = {name: value for name, value in values.items() if name not in ("year", "edition")}
    frame = frame_of(state, values.get("year"), values.get("edition"))
    return page.view(replace(frame, path=path, query=query, origin=origin), **own)


def frame_of(state: PublicState, year: int | None, number: int | None) -> PublicFrame:
    """Return the frame of an edition, of the latest one without a year. Raises Http404 where it is not released."""
    if year is None:
        latest = next(iter(state.shelf.standing), None)
        return PublicFrame(state.shelf, latest, stem=latest.path if latest else "", outlines=state.outlines)
    edition = state.shelf.of(year, number)
    if edition is None:
        raise Http404
    stem = f"{year}/" if number is None else f"{year}/lan-{number}/"
    return PublicFrame(state.shelf, edition, stem=stem, outlines=state.outlines)


def _clean(text: str) -> str:
    """A typed text without the signs that no page may hold."""
    return "".join(letter for letter in text if letter.isprintable())


def kept_from(answer: PublicAnswer) -> KeptAnswer:
    """Return an answer as it is sent; the compression names no time, so that it is the same each time."""
    if not answer.kind.startswith(COMPRESSED):
        return KeptAnswer(answer, None)
    zipped = gzip.compress(answer.body, 6, mtime=0)
    return KeptAnswer(answer, zipped if len(zipped) < len(answer.body) else None)


def respond(request: HttpRequest, kept: KeptAnswer, tag: str) -> HttpResponse:
    """Answer with what is kept, compressed where the browser takes it."""
    takes = kept.zipped is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    body = kept.zipped if takes and kept.zipped is not None else kept.answer.body
    response = HttpResponse(body, content_type=kept.answer.kind, status=kept.answer.status)
    if takes:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(body))
    return _with_headers(response, tag)


def missing(request: HttpRequest) -> HttpResponse:
    """Answer an address that leads to nothing, in the frame of the portal."""
    frame = replace(frame_of(state_now(), None, None), path=request.path_info.removeprefix(PORTAL))
    return respond(request, kept_from(not_found(frame)), "")


def _has(request: HttpRequest, tag: str) -> bool:
    asked = request.headers.get("If-None-Match", "")
    return any(one.strip().removeprefix("W/").strip('"') == tag for one in asked.split(","))


def _with_headers(response: HttpResponse, tag: str) -> HttpResponse:
    if tag:
        response.headers["ETag"] = f'W/"{tag}"'  # weak: plain and compressed are one
    response.headers["Cache-Control"] = FRESH
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Content-Language"] = "vi"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-PublicFrame-Options"] = settings.X_FRAME_OPTIONS
    return response


def _policy(sources: Mapping[str, str]) -> str:
    return "; ".join(
        f"{name} {value}" for name, value in {**settings.CONTENT_SECURITY_POLICY, **sources}.items()
    )


POLICY = _policy({"script-src": "'none'", "connect-src": "'none'"})
COMPUTING = _policy({})
