"""Browser journeys: a real server on a database of its own, Debian's chromium, axe.

The triggers of the log forbid deleting, so the database is made anew for each journey instead of being
flushed: one migrated SQLite file is copied for each test. `CCHC_SCREENSHOTS` names a folder for pictures.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cchc.accounts.models import Membership
from tests.builders import PASSWORD
from tests.e2e.fitting import session_of
from tests.e2e.following import follow
from tests.e2e.serving import chromium, serving
from tests.installation import Installation

DESKTOP = {"width": 1366, "height": 768}
TELEPHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds; two cores are shared with other tests
expect.set_options(timeout=PATIENCE)
AXE = settings.NODE_MODULES / "axe-core" / "axe.min.js"


def _use(path: Path) -> None:
    """Point every connection of this process at the SQLite file `path`."""
    for connection in connections.all(initialized_only=True):
        connection.close()
    settings.DATABASES["default"]["NAME"] = path
    connections["default"].settings_dict["NAME"] = path


@pytest.fixture
def database(untouched: Installation, tmp_path: Path, django_db_blocker: Any) -> Iterator[None]:
    """A database of this journey's own, for the server and for the builders."""
    if connections["default"].vendor != "sqlite":
        pytest.skip("the journeys run on SQLite")
    path, before = tmp_path / "journey.sqlite3", settings.DATABASES["default"]["NAME"]
    shutil.copy(untouched.folder / "cchc.sqlite3", path)
    with django_db_blocker.unblock():
        _use(path)
        yield
        _use(before)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the running platform."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def window(browser: Browser, server: str, database: None) -> Iterator[Callable[..., Page]]:
    """Opens the window of somebody who has signed in, or of a new visitor, on an office computer.

    Errors of scripts and of the security policy fail the test.
    """
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def window(membership: Membership | None = None, **options: Any) -> Page:
        context = browser.new_context(
            **{"viewport": DESKTOP, "base_url": server, "locale": "vi-VN"} | options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if membership is not None:
            session = session_of(membership.person.username)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        return page

    yield window
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def visit(window: Callable[..., Page]) -> Page:
    """An empty page of a new visitor."""
    return window()


@pytest.fixture
def sign_in(visit: Page) -> Callable[..., Page]:
    """Sign in as a member made by `builders.a_member`; returns the page that opens."""

    def sign_in(membership: Any, password: str = PASSWORD) -> Page:
        visit.goto("/dang-nhap/")
        visit.fill("[name=login]", membership.person.username)
        visit.fill("[name=password]", password)
        follow(visit, ".door-sheet .button-primary")
        visit.wait_for_url(lambda address: "/dang-nhap/" not in address)
        return visit

    return sign_in


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe finds against WCAG 2.2 AA, one line for each fault."""

    def axe(page: Page) -> list[str]:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        found = page.evaluate(f"axe.run(document, {json.dumps(rules)})")
        return [
            f"{fault['id']}: {fault['help']}: {node['html'][:160]}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]

    return axe


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Keep screenshots of a page at both sizes in the folder that `CCHC_SCREENSHOTS` names, if it does."""
    folder = os.environ.get("CCHC_SCREENSHOTS")

    def picture(page: Page, name: str) -> None:
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        for size in (TELEPHONE, DESKTOP):
            page.set_viewport_size(size)
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", caret="initial")

    return picture
