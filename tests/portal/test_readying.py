"""What the public asks for first is made before anybody asks: each release is cut, and the first pages are kept under
the address that the platform knows; a bundle that cannot be read holds up no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cchc.documents.queries import path_of
from cchc.portal.queries import slices
from cchc.portal.queries.released import fresh_state
from cchc.portal.queries.software import SOFTWARE
from cchc.portal.views import answering
from cchc.portal.views.keeping import Shelter
from cchc.portal.views.readying import make_ready
from cchc.releases.models import Release
from tests.builders.releases import a_final_cycle, a_release

pytestmark = pytest.mark.django_db
SITE = "https://cchc.example.vn"


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelter:
    """An installation that has kept nothing yet."""
    settings.MEDIA_ROOT, settings.ADDRESS = tmp_path / "files", SITE
    monkeypatch.setattr(slices, "FOLDER", tmp_path / "slices")
    shelter = Shelter(tmp_path / "portal")
    for module in (answering, "cchc.portal.views.readying"):
        name = module if isinstance(module, str) else module.__name__
        monkeypatch.setattr(f"{name}.SHELTER", shelter)
    return shelter


def sliced(tmp_path: Path) -> set[str]:
    """The sums of the releases that are cut."""
    folder = tmp_path / "slices" / SOFTWARE
    return {one.name for one in folder.iterdir()} if folder.exists() else set()


def at(kept: Shelter, path: str) -> bytes | None:
    found = kept.get(fresh_state().key, f"{SITE}/cong-khai/{path}")
    return found and found.answer.body


def test_after_it_the_first_pages_are_kept_and_every_release_is_cut(kept: Shelter, tmp_path: Path):
    release = a_release(a_final_cycle())
    assert (make_ready(), sliced(tmp_path)) == (1, {release.sha256})
    answer = answering.answer_at(fresh_state(), f"{release.year}/", site=f"{SITE}/cong-khai/")
    assert at(kept, f"{release.year}/") == answer.body
    assert at(kept, "") is not None


def test_a_correction_is_ready_too_and_what_is_ready_is_not_made_again(kept: Shelter, tmp_path: Path):
    cycle = a_final_cycle()
    first = a_release(cycle)
    make_ready()
    second = a_release(cycle, reason="Nhập nhầm")
    before = {one: one.stat().st_mtime_ns for one in (tmp_path / "slices").rglob(f"{first.sha256}/*")}
    assert (make_ready(), sliced(tmp_path)) == (2, {first.sha256, second.sha256})
    assert {one: one.stat().st_mtime_ns for one in before} == before
    assert at(kept, f"{second.year}/") is not None


def test_an_installation_that_does_not_know_its_address_has_its_releases_cut(
    kept: Shelter, tmp_path: Path, settings: Any
):
    settings.ADDRESS = ""
    release = a_release(a_final_cycle())
    assert (make_ready(), sliced(tmp_path)) == (1, {release.sha256})
    assert not kept.folder.exists()


def test_a_bundle_that_is_gone_holds_up_no_other_and_nothing_released_needs_nothing(tmp_path: Path):
    assert make_ready() == 0
    lost, there = a_release(a_final_cycle()), a_release(a_final_cycle(2027))
    path_of(lost.sha256).unlink()
    assert (make_ready(), sliced(tmp_path)) == (1, {there.sha256})
    assert Release.objects.count() == 2
