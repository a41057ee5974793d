"""The whole public side as files for a web server that knows nothing of us: every address to which a link leads, asked
of the view that answers it, its links relative.

What links lead to is what is written, so that a page that is added to the portal is in the copy too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from cchc.portal.exchange.copies import CopiedFile
from cchc.portal.queries.released import PublicState
from cchc.portal.views.about import not_found
from cchc.portal.views.answering import PORTAL, answer_at, frame_of
from cchc.portal.views.frame import HTML
from cchc.portal.views.pages import PAGES

LINK = re.compile(r'\b(href|src|action|content|data-bundle)="([^"#?]*)')
OF_STYLES = re.compile(r"""url\(["']?([^"')#?]+)""")
OF_SCRIPTS = re.compile(r"""\b(?:from|import)\s*["'](\.[^"']+)["']""")
STATIC = "static/"
MISSING = "404.html"


def copied_files(state: PublicState, site: str) -> Iterator[CopiedFile]:
    """Yield every file of a copy of the portal whose first page has the whole address `site` (empty: nobody knows it;
    what cannot do without is left out). Pages come first, then what they show."""
    waiting = list(_first_addresses(state, site))
    seen, shown = set(waiting), set[str]()
    while waiting:
        path = waiting.pop()
        answer = answer_at(state, path, site=site, is_copy=True)
        body = answer.body
        if answer.kind == HTML:
            text = body.decode()
            body = with_relative_links(text, "../" * path.count("/") or "./").encode()
            for link in _links(text, path, site):
                if link.startswith(settings.STATIC_URL):
                    shown.add(link.removeprefix(settings.STATIC_URL))
                elif link.startswith(PORTAL) and link.removeprefix(PORTAL) not in seen:
                    seen.add(link.removeprefix(PORTAL))
                    waiting.append(link.removeprefix(PORTAL))
        yield file_of(path), body
    yield MISSING, _missing(state, site)
    yield from _shown_files(shown)


def file_of(path: str) -> str:
    """Return the name of the file for an address below the portal.

    >>> [file_of(path) for path in ("", "2025/don-vi/so-noi-vu/", "atom.xml")]
    ['index.html', '2025/don-vi/so-noi-vu/index.html', 'atom.xml']
    """
    return f"{path}index.html" if path.endswith("/") or not path else path


def with_relative_links(html: str, up: str) -> str:
    """Return a page whose links to styles, scripts and pictures begin with the way up to the first page."""
    return html.replace(f'="{settings.STATIC_URL}', f'="{up}{STATIC}')


def _first_addresses(state: PublicState, site: str) -> Iterator[str]:
    """The addresses that hold no key: of the portal, of each edition, and of what stands under its number too."""
    editions = state.shelf.editions
    stems = dict.fromkeys(stem for one in editions for stem in (one.path, f"{one.year}/lan-{one.number}/"))
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
