"""Releases are cut before anybody asks for their pages; what is cut is not cut again, and a bundle that cannot be read
holds up no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cchc.documents.queries import path_of
from cchc.portal.queries import slices
from cchc.portal.queries.readying import make_ready
from cchc.portal.queries.software import SOFTWARE
from cchc.releases.models import Release
from tests.builders.releases import a_final_cycle, a_release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(slices, "FOLDER", tmp_path / "slices")


def sliced(tmp_path: Path) -> set[str]:
    """The sums of the releases that are cut."""
    folder = tmp_path / "slices" / SOFTWARE
    return {one.name for one in folder.iterdir()} if folder.exists() else set()


def test_every_release_is_cut_corrections_too_and_what_is_cut_stays_as_it_is(tmp_path: Path):
    cycle = a_final_cycle()
    first = a_release(cycle)
    assert (make_ready(), sliced(tmp_path)) == (1, {first.sha256})
    second = a_release(cycle, reason="Nhập nhầm")
    before = {one: one.stat().st_mtime_ns for one in (tmp_path / "slices").rglob(f"{first.sha256}/*")}
    assert (make_ready(), sliced(tmp_path)) == (2, {first.sha256, second.sha256})
    assert {one: one.stat().st_mtime_ns for one in before} == before != {}


def test_a_bundle_that_is_gone_holds_up_no_other_and_nothing_released_needs_nothing(tmp_path: Path):
    assert make_ready() == 0
    lost, there = a_release(a_final_cycle()), a_release(a_final_cycle(2027))
    path_of(lost.sha256).unlink()
    assert (make_ready(), sliced(tmp_path)) == (1, {there.sha256})
    assert Release.objects.count() == 2
