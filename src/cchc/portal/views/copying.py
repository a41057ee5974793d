"""The whole public side as files for a web server that knows nothing of us: every address to which a link leads, asked
of the view that answers it, its links relative; the answers of `/api/public/` among them.

What links lead to is what is written, so that a page that is added to the portal is in the copy too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from cchc.portal.exchange.copies import CopiedFile
from cchc.portal.queries.released import PublicState
from cchc.portal.views.about import not_found
from cchc.portal.views.answering import PORTAL, answer_at, frame_of, page_at
from cchc.portal.views.api import API, FILE
from cchc.portal.views.frame import HTML
from cchc.portal.views.pages import API_PAGES, PAGES, PublicPage

LINK = re.compile(r'\b(href|src|action|content|data-bundle)="([^"#?]*)')
OF_STYLES = re.compile(r"""url\(["']?([^"')#?]+)""")
OF_SCRIPTS = re.compile(r"""\b(?:from|import)\s*["'](\.[^"']+)["']""")
ADDRESS = re.compile(r'"address": "(\.\./[^"]*)"')
STATIC = "static/"
MISSING = "404.html"


def copied_files(state: PublicState, site: str) -> Iterator[CopiedFile]:
    """Yield every file of a copy of the portal whose first page has the whole address `site` (empty: nobody knows it;
    what cannot do without is left out). Pages come first, one year after the other, then what they show."""
    waiting, written, shown = _Waiting(), set[str](), set[str]()
    for path in _first_addresses(state, site):
        waiting.add(path)
    for path in waiting:
        page, values = page_at(path)
        twin = _twin(state, page, values, path)
        if path in written:
            continue
        answer = answer_at(state, path, site=site, is_copy=True)
        body = answer.body
        if answer.kind == HTML:
            text = body.decode()
            body = with_relative_links(text, "../" * path.count("/") or "./").encode()
            for link in _links(text, path, site):
                if link.startswith(settings.STATIC_URL):
                    shown.add(link.removeprefix(settings.STATIC_URL))
                elif link.startswith(PORTAL):
                    waiting.add(path_of(link.removeprefix(PORTAL)))
        elif page in API_PAGES:
            for found in ADDRESS.findall(body.decode()):
                waiting.add(path_of(urljoin(f"/{path}", found).removeprefix("/")))
        yield file_of(path), body
        if twin:
            written.add(twin)
            yield file_of(twin), body
    yield MISSING, _missing(state, site)
    yield from _shown_files(shown)


class _Waiting:
    """The paths that are still to be written, each once; those of one year together, whose content is in memory."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._years: dict[str, list[str]] = {}

    def add(self, path: str) -> None:
        """Add a path that was not there yet."""
        if path not in self.seen:
            self.seen.add(path)
            self._years.setdefault(_year_of(path), []).append(path)

    def __iter__(self) -> Iterator[str]:
        """Take one path after the other, also those that are added meanwhile; of another year only where nothing of the
        last one waits."""
        while self._years:
            year = next(iter(self._years))
            while self._years[year]:
                yield self._years[year].pop()
            del self._years[year]


def _year_of(path: str) -> str:
    return path.removeprefix(API.removeprefix("/")).partition("/")[0]


def _twin(state: PublicState, page: PublicPage, values: Mapping[str, Any], path: str) -> str:
    """The path of the same bytes: by the number of the release that stands, for what was asked by its year, and the
    other way round; empty for what has none."""
    edition = state.shelf.of(values["year"], values.get("edition")) if page.is_sealed else None
    if edition is None or not edition.is_standing:
        return ""
    stems = (edition.path, f"{edition.path}lan-{edition.number}/")
    here, there = reversed(stems) if "edition" in values else stems
    return f"{there}{path.removeprefix(here)}"


def file_of(path: str) -> str:
    """Return the name of the file for an address below the portal, or of the API.

    >>> [file_of(path) for path in ("", "2025/don-vi/so-noi-vu/", "atom.xml", "api/public/2025/")]
    ['index.html', '2025/don-vi/so-noi-vu/index.html', 'atom.xml', 'api/public/2025/index.json']
    """
    if f"/{path}".startswith(API):
        return f"{path}{FILE}"
    return f"{path}index.html" if path.endswith("/") or not path else path


def path_of(file: str) -> str:
    """Return the path at which a file of the API is answered; other paths as they are.

    >>> [path_of(file) for file in ("api/public/2025/index.json", "2025/du-lieu/index.json")]
    ['api/public/2025/', '2025/du-lieu/index.json']
    """
    return file.removesuffix(FILE) if f"/{file}".startswith(API) else file


def with_relative_links(html: str, up: str) -> str:
    """Return a page whose links to styles, scripts and pictures begin with the way up to the first page."""
    return html.replace(f'="{settings.STATIC_URL}', f'="{up}{STATIC}')


def _first_addresses(state: PublicState, site: str) -> Iterator[str]:
    """The addresses that hold no key: of the portal, of each edition, and of what stands under its number too."""
    editions = state.shelf.editions
    stems = dict.fromkeys(stem for one in editions for stem in (one.path, f"{one.year}/lan-{one.number}/"))
    api = API.removeprefix("/")
    yield from (f"{api}{year}/releases/" for year in dict.fromkeys(one.year for one in editions))
    for page in API_PAGES:
        if "<" not in page.route:
            yield from (
                [f"{api}{page.route}"] if page.whole else [f"{api}{stem}{page.route}" for stem in stems]
            )
    for page in PAGES:
        if "<" in page.route or (page.is_whole_addressed and not site):
            continue
        yield from [page.route] if page.whole else [f"{stem}{page.route}" for stem in stems]


def _links(html: str, path: str, site: str) -> Iterator[str]:
    """Where the links of a page lead, from the first letter of the host on."""
    for attribute, found in LINK.findall(html):
        link = unescape(found)
        if site and link.startswith(site):
            link = f"{PORTAL}{link.removeprefix(site)}"
        elif attribute == "content":  # words, unless it is the whole address of a picture
            continue
        if not urlsplit(link).scheme:
            yield unquote(urljoin(f"{PORTAL}{path}", link))


def _missing(state: PublicState, site: str) -> bytes:
    """The page for what is not there: it is shown at any address, so its links begin at the host."""
    frame = replace(frame_of(state, None, None), path=MISSING, site=site, is_copy=True)
    root = urlsplit(site).path or "/"
    return with_relative_links(not_found(frame).body.decode().replace('="./', f'="{root}'), root).encode()


def _shown_files(names: set[str]) -> Iterator[CopiedFile]:
    """Styles, scripts and pictures, with all that they name themselves."""
    waiting, seen = sorted(names), set(names)
    while waiting:
        name = waiting.pop()
        body = _static(name)
        named = OF_STYLES if name.endswith(".css") else OF_SCRIPTS if name.endswith(".js") else None
        for other in named.findall(body.decode()) if named is not None else ():
            target = urljoin(f"/{name}", other).lstrip("/")
            if not other.startswith("data:") and target not in seen:
                seen.add(target)
                waiting.append(target)
        yield f"{STATIC}{name}", body


def _static(name: str) -> bytes:
    """The bytes of a style, script or picture: as it was collected for the server, else as it lies in its room."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as stored:
            body: bytes = stored.read()
            return body
    return Path(str(finders.find(name))).read_bytes()
