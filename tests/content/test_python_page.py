"""The page on scoring from Python is true: what it shows is run, from the root of the repository."""

from __future__ import annotations

import doctest
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "python.md"


def test_every_example_of_the_page_gives_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    outcome = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert outcome.failed == 0
    assert outcome.attempted >= 20


def test_the_page_leads_only_to_what_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = {part.split(")")[0] for part in text.split("](")[1:]}
    assert {one for one in named if not os.path.exists(PAGE.parent / one)} == set()
