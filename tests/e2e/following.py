"""Following what leads to another document, in journeys."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def follow(leading: Locator | Page, selector: str = "") -> None:
    """Press a link or button that leads to another document, and wait until that one has come.

    A press alone ends while the page before still stands, so what is asked next may be asked of that one.
    """
    link = leading.locator(selector).first if isinstance(leading, Page) else leading
    with link.page.expect_navigation():
        link.click()
