"""How public addresses are answered: without cookies, by their tag, nothing before its release."""

from __future__ import annotations

import gzip
import hashlib
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from django.test import Client
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.audit.models import by_line
from cchc.cycles.models import Cycle
from cchc.documents.actions import row_of_kept
from cchc.documents.models import StoredFile
from cchc.documents.queries import path_of
from cchc.portal.queries.shelf import criteria_of_set
from cchc.portal.queries.slices import leaves_at, sliced_content
from cchc.portal.views.answering import PORTAL
from cchc.portal.views.frame import PublicAnswer
from cchc.portal.views.keeping import KeptAnswer, Shelter
from cchc.releases.exchange.bundle import bundle_bytes, read_bundle
from cchc.releases.exchange.content import Level, PublicContent
from cchc.releases.models import Release
from tests import builders, markup
from tests.portal.shelves import NOW, a_year
from tests.releases.contents import KEY, SOFTWARE, a_correction

pytestmark = pytest.mark.django_db
HOME = f"{PORTAL}{NOW}/"


def stored(bundle: bytes) -> StoredFile:
    """The row of a bundle whose bytes are on the disk."""
    digest = hashlib.sha256(bundle).hexdigest()
    path_of(digest).parent.mkdir(parents=True, exist_ok=True)
    path_of(digest).write_bytes(bundle)
    return row_of_kept(by=builders.an_actor(), name="goi.zip", sha256=digest, size=len(bundle), kind="zip")


def a_release(content: PublicContent, state: str = "published") -> Release:
    """A row of a release with its bundle."""
    head, bundle = content.head, bundle_bytes(content, KEY, SOFTWARE)
    before = Release.objects.filter(year=head.year).order_by("-number").first()
    is_draft = state == "draft"
    return Release.objects.create(
        cycle=Cycle.objects.filter(year=head.year).first() or builders.a_cycle(year=head.year),
        year=head.year,
        number=head.number,
        state=state,
        level=head.level,
        decision_number=head.decision.number,
        decision_on=head.decision.on,
        signer=head.decision.signer,
        released_on=None if is_draft else head.published_on,
        replaces=before if head.number > 1 else None,
        reason=head.reason,
        bundle=stored(bundle),
        sha256=hashlib.sha256(bundle).hexdigest(),
        root=read_bundle(bundle).manifest.root,
        at=timezone.now(),
        published_at=None if is_draft else timezone.now(),
        published_by="" if is_draft else "Cán bộ đầu mối",
        **by_line(builders.an_actor()),
    )


def test_no_public_page_sets_a_cookie_or_depends_on_one(client: Client):
    a_release(a_year())
    client.cookies["sessionid"] = "mine"
    client.cookies["django_language"] = "en"
    for address in (PORTAL, HOME, f"{HOME}don-vi/so-1/", f"{PORTAL}tim/?q=so", f"{HOME}khong-co/"):
        answer = client.get(address)
        assert answer.cookies == {}
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["Content-Language"] == "vi"
        assert answer["Cache-Control"].startswith("public")
        assert "script-src 'none'" in answer["Content-Security-Policy"]
        assert "<title>" in answer.content.decode()


def test_a_page_that_was_read_before_is_answered_without_being_sent_again(client: Client):
    a_release(a_year())
    first = client.get(HOME)
    again = client.get(HOME, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert client.get(f"{HOME}ban-do/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_correction_changes_every_page_at_once_and_the_old_release_stays(client: Client):
    release = a_release(a_year())
    before = client.get(HOME)
    Release.objects.filter(pk=release.pk).update(state="superseded")
    a_release(a_correction(a_year()))
    after = client.get(HOME, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "Cộng sót điểm" in after.content.decode()
    assert "đã được thay bằng bản đính chính" in client.get(f"{HOME}lan-1/").content.decode()


def test_a_draft_is_nowhere_before_its_release(client: Client):
    a_release(a_year(), "draft")
    assert client.get(HOME).status_code == 404
    assert client.get(f"{HOME}lan-1/").status_code == 404
    assert client.get(f"{HOME}goi-du-lieu.zip").status_code == 404
    assert "Chưa có kết quả" in client.get(PORTAL).content.decode()
    assert "<entry>" not in client.get(f"{PORTAL}atom.xml").content.decode()


def test_the_preview_of_a_draft_is_what_the_public_will_see(client: Client, client_of):
    draft = a_release(a_year(), "draft")
    preview = f"{PORTAL}xem-truoc/{draft.pk}/"
    coordinator = client_of(Role.COORDINATOR)
    before = {
        rest: coordinator.get(f"{preview}{rest}")
        for rest in ("", "don-vi/so-1/", "ban-do/", "tieu-chi/so/1.1/")
    }
    assert {answer.status_code for answer in before.values()} == {200}
    assert {answer["Cache-Control"] for answer in before.values()} == {"private, no-store"}
    assert client.get(preview).status_code == 302
    assert client_of(Role.UNIT_CLERK).get(preview).status_code == 404
    Release.objects.all().delete()
    a_release(a_year())
    for rest, answer in before.items():
        shown = markup.read(answer.content.decode()).find("main")[0]
        public = markup.read(client.get(f"{HOME}{rest}").content.decode()).find("main")[0]
        banner = shown.find("p", class_="banner banner-draft")[0]
        assert shown.text == f"{banner.text} {public.text}"
    assert coordinator.get(preview).status_code == 404


def test_the_bundle_is_handed_out_byte_for_byte(client: Client):
    a_release(a_year())
    answer = client.get(f"{HOME}goi-du-lieu.zip")
    assert answer["Content-Type"] == "application/zip"
    assert answer.content == bundle_bytes(a_year(), KEY, SOFTWARE)


def test_a_browser_that_takes_it_gets_the_page_compressed(client: Client):
    a_release(a_year())
    plain, small = client.get(HOME), client.get(HOME, headers={"Accept-Encoding": "gzip"})
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert int(small["Content-Length"]) == len(small.content) < len(plain.content)


def test_what_is_no_page_is_said_in_the_frame_of_the_portal_and_a_lost_slash_is_added(client: Client):
    a_release(a_year())
    missing = client.get(f"{HOME}don-vi/so-99/")
    assert missing.status_code == 404
    assert "Không có trang nào ở địa chỉ này" in missing.content.decode()
    away = client.get(f"{PORTAL}{NOW}")
    assert (away.status_code, away["Location"]) == (301, f"{NOW}/")
    assert client.post(HOME).status_code == 405
    assert client.head(HOME).status_code == 200


def test_a_text_that_nobody_can_type_breaks_no_page(client: Client):
    a_release(a_year())
    for text in ("%00", "%F0%9F%98%80" * 50, "%27%22%3Cscript%3E", "%E2%80%8E"):
        answer = client.get(f"{PORTAL}tim/?q={text}")
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode()
        assert "\x00" not in answer.content.decode()


@pytest.mark.parametrize("level", Level)
def test_the_slices_of_a_release_say_what_its_bundle_says(level: Level):
    content = a_year(level=level)
    sliced = sliced_content(a_release(content))
    assert [dict(unit.leaves) for unit in sliced.units] == [dict(unit.leaves) for unit in content.units]
    bare = [
        replace(one, units=tuple(replace(unit, leaves={}) for unit in one.units), surveys=())
        for one in (sliced, content)
    ]
    assert bare[0] == bare[1]
    codes = {one.code: criteria_of_set(one).walk() for one in content.sets}
    for code, number in [(code, node.number) for code, nodes in codes.items() for node in nodes]:
        asked = [[one for one in units if one.set_code == code] for units in (sliced.units, content.units)]
        beside, known = (leaves_at(units, code, number) for units in asked)
        assert beside == known, number


def kept(size: int) -> KeptAnswer:
    """An answer of that many bytes."""
    return KeptAnswer.of(PublicAnswer(bytes(size), "image/png"))


def test_what_many_ask_for_at_once_is_made_once(tmp_path: Path):
    shelter, together, made = Shelter(tmp_path), Barrier(8), list[int]()

    def make() -> KeptAnswer:
        made.append(1)
        time.sleep(0.02)
        return kept(40)

    def asks(_number: int) -> KeptAnswer:
        together.wait()
        return shelter.once("now", "a", make)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(asks, range(8)))
    assert (len(made), answers) == (1, [kept(40)] * 8)


def test_what_is_kept_in_memory_stays_below_its_size_and_the_oldest_goes_first(tmp_path: Path):
    shelter = Shelter(tmp_path / "none" / "none", most=100)
    tmp_path.joinpath("none").write_bytes(b"")  # a disk that takes nothing
    for name in ("a", "b", "c"):
        shelter.put("now", name, kept(40))
    assert shelter.get("now", "a") is None
    assert shelter.get("now", "b") is not None
    shelter.put("now", "d", kept(40))
    assert shelter.get("now", "c") is None
    assert shelter.size == 80
    shelter.put("now", "huge", kept(400))
    assert shelter.size == 0


def test_another_process_finds_on_the_disk_what_is_of_the_present_state_alone(tmp_path: Path):
    Shelter(tmp_path).put("first", "a", kept(40))
    Shelter(tmp_path).put("first", "b", kept(50))
    assert Shelter(tmp_path).get("first", "b") == kept(50)
    assert Shelter(tmp_path).get("later", "b") is None
    Shelter(tmp_path).put("later", "b", kept(60))
    assert Shelter(tmp_path).get("later", "b") == kept(60)
    assert Shelter(tmp_path).get("first", "b") is None
    assert [path.name for path in tmp_path.iterdir()] == ["later"]
