"""Following what leads to another document, in journeys."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from tests import builders

FORBIDDEN = 403


def follow(leading: Locator | Page, selector: str = "") -> None:
    """Press a link or button that leads to another document, and wait until that one has come.

    A press alone ends while the page before still stands, so what is asked next may be asked of that one.
    """
    link = leading.locator(selector).first if isinstance(leading, Page) else leading
    with link.page.expect_navigation():
        link.click()


def press_while_searching(found: Locator, field: Locator, text: str) -> None:
    """Press on what was found, type another text, and let go once the answer to it has come: the press counts."""
    page = found.page
    found.hover()
    page.mouse.down()
    with page.expect_response(lambda answer: answer.request.headers.get("hx-request") == "true"):
        field.fill(text)
    page.evaluate("() => new Promise(done => setTimeout(done, 100))")  # in which an answer would be shown
    with page.expect_navigation():
        page.mouse.up()


def sign_in_at(page: Page, membership: Any) -> None:
    """Sign in at the door that a page shows; once more where another tab of the browser was answered meanwhile, and the
    sign of the form is another one by now."""
    for _ in range(2):
        page.fill("[name=login]", membership.person.username)
        page.fill("[name=password]", builders.PASSWORD)
        with page.expect_navigation() as answer:
            page.click(".door-sheet .button-primary")
        if answer.value is None or answer.value.status != FORBIDDEN:
            return
        page.goto("/")


def leave(page: Page) -> None:
    """The person leaves the computer: the page is closed before its cookies go.

    An answer that a page still waits for would bring a cookie of the old session after they were cleared,
    and the form by which the next person signs in would be refused.
    """
    page.goto("about:blank")
    page.context.clear_cookies()
