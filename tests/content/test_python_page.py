"""The pages for scripts are true: what they show is run, from the root of the repository."""

from __future__ import annotations

import doctest
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = {"python.md": 20, "survey-formulas.md": 15}
"""How many examples each page has at least."""


@pytest.mark.parametrize("name", PAGES)
def test_every_example_of_the_page_gives_what_it_shows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    outcome = doctest.testfile(str(ROOT / "docs" / name), module_relative=False, encoding="utf-8")
    assert outcome.failed == 0
    assert outcome.attempted >= PAGES[name]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_leads_only_to_what_is_there(name: str) -> None:
    page = ROOT / "docs" / name
    named = {part.split(")")[0] for part in page.read_text(encoding="utf-8").split("](")[1:]}
    assert {one for one in named if not os.path.exists(page.parent / one)} == set()
