"""The crawled portal at each level."""

from __future__ import annotations

from functools import cache

import pytest

from cchc.releases.exchange.content import Level
from tests.portal.shelves import CrawledPage, a_corrected_shelf, crawled


@cache
def _crawled(level: Level) -> dict[str, CrawledPage]:
    return {page.path: page for page in crawled(a_corrected_shelf(level))}


@pytest.fixture(scope="module", params=Level)
def level(request: pytest.FixtureRequest) -> Level:
    """Each level of a release."""
    return Level(request.param)


@pytest.fixture(scope="module")
def pages(level: Level) -> dict[str, CrawledPage]:
    """Every page of a portal at that level, by its path."""
    return _crawled(level)
