"""A bundle holds a content whole, is the same for the same content, and shows any byte that was changed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from cchc.releases.exchange.bundle import bundle_bytes, read_bundle
from cchc.releases.exchange.content import FigureChange, Level, PublicContent
from tests.releases.contents import KEY, SOFTWARE, a_content, a_correction, contents

drawn = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@drawn
@given(contents())
def test_a_content_comes_out_of_its_bundle_as_it_went_in(content: PublicContent) -> None:
    assert read_bundle(bundle_bytes(content, KEY, SOFTWARE)).content == content


@pytest.mark.parametrize("level", Level)
def test_a_year_of_two_sets_comes_out_as_it_went_in_at_every_level(level: Level) -> None:
    change = FigureChange("so-1", "1.1", "points", "1/3", "0.5")
    content = a_correction(a_content(level), [change])
    bundle = read_bundle(bundle_bytes(content, KEY, SOFTWARE))
    assert (bundle.content, bundle.key, bundle.manifest.software) == (content, KEY.public, SOFTWARE)
