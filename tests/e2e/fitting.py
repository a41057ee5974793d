"""Pages that fit: at the widths of an office computer, a small window and a telephone nothing is cut or lies beyond the
edge, no page scrolls sideways, and what is pressed is large enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Error, Page

from cchc.accounts.models import Person

FITTING = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
WIDTHS = (1366, 1024, 390)
HEIGHT = 768
MOST_TOLD = 4  # of one page at one width

# A matrix with two heads, which WCAG's reflow exempts; a document, a tree of criteria, and what stands beside one
# criterion of a long sheet, beside what is worked on.
MAY_SCROLL = ".ledger-frame:has(> .ledger-matrix), .source, .set-tree, .suggestions, .beside"
# Rows of a plan that need nothing are two lines; whole, with agencies large enough for a finger, in the full view.
MAY_BE_SHORT, MAY_BE_SMALL = ".short", ".measures-short .chip"
ASKED = {"mayScroll": MAY_SCROLL, "mayBeShort": MAY_BE_SHORT, "mayBeSmall": MAY_BE_SMALL}

# What a unit's own people, or leaders, see otherwise than who sees most.
DIFFER = {"desk:home", "results:cycle_ranking", "results:unit", "plans:detail"}
FILES = re.compile(r"\.(xlsx|docx|toml|csv|json)$|/(tep|tep-goc|tai-ve|excel)/$")
WAYS = {"xem", "dang"}  # parameters by which one page shows the same rows in another way
LINKS = "[...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))"


def faults_of(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """What does not fit on the page that is open, at each width."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{width}: {fault}" for fault in page.evaluate(FITTING, ASKED)[:MOST_TOLD]]
    return found


@contextmanager
def database_for_threads(folder: Path) -> Iterator[None]:
    """Let new threads connect to a file with all that this connection sees, what is not committed included."""
    path = folder / "pages.sqlite3"
    path.write_bytes(connection.connection.serialize())
    before = settings.DATABASES["default"]["NAME"]
    settings.DATABASES["default"]["NAME"] = path
    yield
    settings.DATABASES["default"]["NAME"] = before


def signed_in(browser: Browser, server: str, session: str) -> BrowserContext:
    """A window of somebody who has signed in."""
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": HEIGHT}, base_url=server)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}])
    return context


def session_of(username: str) -> str:
    """The key of a session of this person."""
    client = Client()
    client.force_login(Person.objects.get(username=username))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def kind_of(address: str) -> tuple[str, ...]:
    """Pages of one kind have one view, and show the same way of looking at it; empty where no page of ours is."""
    to = urlsplit(address)
    if to.netloc or FILES.search(to.path):
        return ()
    try:
        view = resolve(to.path).view_name
    except Resolver404:
        return ()
    return (view, *(f"{name}={value}" for name, value in sorted(parse_qsl(to.query)) if name in WAYS))


def look_at_every_page(context: BrowserContext, looked_at: set[tuple[str, ...]]) -> Iterator[str]:
    """Follow the links from the first page to one page of each kind that is not in `looked_at`, which grows, and say
    what does not fit on it."""
    page = context.new_page()
    coming = ["/viec-cua-toi/"]
    while coming:
        address = coming.pop(0)
        kind = kind_of(address)
        if not kind or kind in looked_at:
            continue
        looked_at.add(kind)
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        try:
            page.goto(address)
        except Error as said:
            if "Download is starting" in str(said):
                continue
            raise
        coming += [urljoin(address, link) for link in page.evaluate(LINKS)]
        yield from (f"{address} at {fault}" for fault in faults_of(page))
    page.close()
