"""The dialogue in which a grave act is asked once more."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.following import follow


def agree(page: Page) -> str:
    """Press yes, and wait for the document to which the act leads; returns what was asked."""
    dialogue = page.locator("#ask")
    asked = dialogue.locator("h2").inner_text() + " " + dialogue.locator("p").inner_text()
    follow(dialogue.locator("button[value=yes]"))
    return asked.strip()
