"""Feedback of citizens: sent without cookies, held against floods, moderated, never public; contacts go in time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.actor import NotPermitted
from cchc.access.permissions import GRANTS, Permission, Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.notices.models import PersonalNotice
from cchc.portal.actions.feedback import (
    CONTACT_KEPT,
    MOST_OF_A_SENDER,
    erase_contacts,
    set_feedback_rules,
    settle_feedback,
)
from cchc.portal.exchange.addresses import whole_address
from cchc.portal.forms.feedback import LEAST, MOST, new_token
from cchc.portal.models import Feedback, FeedbackRules
from cchc.portal.policies import STEPS, State
from cchc.portal.queries.feedback import forwarded_to, moderated_by
from cchc.portal.views.answering import PORTAL, answer_at
from cchc.portal.waiting import waiting_for
from cchc.releases.models import UnitKey
from tests import builders, markup
from tests.acts.table import the_province
from tests.portal.shelves import NOW, a_year, state_of
from tests.portal.shelves import a_shelf as shelf_of
from tests.portal.test_answers import a_release

pytestmark = pytest.mark.django_db
ADDRESS = f"{PORTAL}gop-y/{NOW}/so-1/"
CONTACT = "0912 345 678"


def rules(is_open: bool = True, live_address: str = "") -> FeedbackRules:
    """The rules as the coordinator sets them."""
    seen = FeedbackRules.objects.count()
    by = builders.an_actor(Role.COORDINATOR)
    return set_feedback_rules(by=by, is_open=is_open, live_address=live_address, seen=seen)


def a_key(key: str = "so-1") -> UnitKey:
    """The key of a unit that is released."""
    unit = builders.a_unit("Sở Nội vụ", parent=the_province())
    return UnitKey.objects.create(unit=unit, key=key)


@pytest.fixture
def key() -> UnitKey:
    """A released unit about which feedback is taken."""
    a_release(a_year())
    rules()
    return a_key()


def typed(**other: Any) -> dict[str, Any]:
    """A form that was open for a minute."""
    token = new_token(NOW, "so-1", timezone.now() - timedelta(minutes=1))
    return {"text": "Hồ sơ đất đai trả chậm.", "contact": CONTACT, "website": "", "form": token, **other}


def some_feedback(key: UnitKey, at: datetime | None = None, **other: Any) -> Feedback:
    """Feedback that came."""
    count = Feedback.objects.count()
    values = {
        "text": "Cán bộ niềm nở.",
        "contact": CONTACT,
        "form": f"{count:064}",
        "sender": "a" * 64,
        **other,
    }
    return Feedback.objects.create(key=key, year=NOW, at=at or timezone.now(), **values)


def sent(client: Client, **other: Any) -> Any:
    """What is answered to a form."""
    headers = other.pop("headers", None)
    data = "&".join(f"{name}={value}" for name, value in typed(**other).items())
    return client.post(ADDRESS, data, content_type="application/x-www-form-urlencoded", headers=headers)


def test_feedback_is_off_until_the_coordinator_lets_it_in(client: Client):
    a_release(a_year())
    a_key()
    unit = f"{PORTAL}{NOW}/don-vi/so-1/"
    assert "gop-y" not in client.get(unit).content.decode()
    assert client.get(ADDRESS).status_code == sent(client).status_code == 404
    rules()
    assert f'href="../../../gop-y/{NOW}/so-1/"' in client.get(unit).content.decode()
    assert client.get(ADDRESS).status_code == 200
    rules(is_open=False)
    assert client.get(ADDRESS).status_code == sent(client).status_code == 404
    assert "gop-y" not in client.get(unit).content.decode()
    assert not Feedback.objects.exists()


def test_the_form_is_taken_without_a_cookie_once_and_kept_in_no_cache(client: Client, key: UnitKey):
    shown = client.get(ADDRESS)
    assert (shown["Cache-Control"], shown.cookies) == ("no-store", {})
    assert "Access-Control-Allow-Origin" not in shown  # another site reads no token
    assert "script-src 'none'" in shown["Content-Security-Policy"]
    form = typed()
    for _again in range(2):
        answer = client.post(ADDRESS, "&".join(f"{k}={v}" for k, v in form.items()),
                             content_type="application/x-www-form-urlencoded")  # fmt: skip
        assert (answer.status_code, answer["Location"], answer.cookies) == (303, "da-gui/", {})
    assert "Cảm ơn" in client.get(f"{ADDRESS}da-gui/").content.decode()
    found = Feedback.objects.get()
    assert (found.key, found.year, found.text, found.contact, found.state) == (
        key, NOW, "Hồ sơ đất đai trả chậm.", CONTACT, State.NEW,
    )  # fmt: skip
    assert "127.0.0.1" not in found.sender
    entry = Entry.objects.get(verb="portal.feedback_received")
    assert CONTACT not in f"{entry.facts} {entry.wrote} {entry.subject}"
    assert (
        "đất đai" not in f"{entry.facts} {entry.wrote}"
    )  # the log is for good, and names what came, not what it says


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"form": ""}, "không còn dùng được"),
    ({"form": "x" * 5_000}, "không còn dùng được"),
    ({"form": new_token(NOW, "so-2", datetime(2026, 1, 1))}, "không còn dùng được"),
    ({"text": "%20"}, "Xin viết nội dung"),
    ({"text": "x" * 3_001}, "3001"),
    ({"text": "a%00b", "contact": "y" * 201}, "U+0000"),
    ({"headers": {"Origin": "https://elsewhere.example"}}, "trang của một nơi khác"),
    ({"headers": {"Origin": "null"}}, "trang của một nơi khác"),
    ({"headers": {"Sec-Fetch-Site": "cross-site"}}, "trang của một nơi khác"),
)


def test_what_is_refused_says_why_and_loses_nothing(client: Client, key: UnitKey):
    for other, said in REFUSED:
        answer = sent(client, **other)
        page = markup.read(answer.content.decode())
        assert (answer.status_code, said in page.text) == (422, True), other
        if "text" not in other:
            assert "Hồ sơ đất đai" in answer.content.decode()
        assert page.find("input", name="form")[0].get("value")
    assert not Feedback.objects.exists()
    assert sent(client, headers={"Origin": "http://testserver"}).status_code == 303


def test_a_form_that_was_open_too_short_or_too_long_is_sent_once_more(client: Client, key: UnitKey):
    for age in (LEAST / 2, MOST + timedelta(minutes=1)):
        token = new_token(NOW, "so-1", timezone.now() - age)
        answer = sent(client, form=token)
        assert answer.status_code == 422
        kept = markup.read(answer.content.decode()).find("input", name="form")[0].get("value") == token
        assert not kept
    assert not Feedback.objects.exists()


def test_who_fills_in_what_people_do_not_see_is_thanked_and_not_taken(client: Client, key: UnitKey):
    assert sent(client, website="http://spam.example").status_code == 303
    assert not Feedback.objects.exists()


def test_what_is_no_small_form_is_not_read(client: Client, key: UnitKey):
    assert client.post(ADDRESS, {"text": "a"}).status_code == 413  # a form with files
    assert sent(client, text="x" * 100_001).status_code == 413
    assert client.put(ADDRESS).status_code == 405
    assert client.get(f"{PORTAL}gop-y/{NOW}/so-99/").status_code == 404
    assert client.get(f"{PORTAL}gop-y/1999/so-1/").status_code == 404


def test_a_flood_from_one_place_is_held_off_and_what_was_written_stays(client: Client, key: UnitKey):
    answers = [sent(client) for _one in range(MOST_OF_A_SENDER + 1)]
    assert [one.status_code for one in answers] == [303] * MOST_OF_A_SENDER + [429]
    assert "Hồ sơ đất đai" in answers[-1].content.decode()
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert sent(other).status_code == 303


def test_a_flood_from_everywhere_is_held_off_for_a_day(client: Client, key: UnitKey, monkeypatch):
    monkeypatch.setattr("cchc.portal.actions.feedback.MOST_OF_A_DAY", 3)
    for number in range(3):
        some_feedback(key, sender=f"{number:064}")
    assert sent(client).status_code == 429
    Feedback.objects.update(at=timezone.now() - timedelta(days=2))
    assert sent(client).status_code == 303


def test_a_unit_sees_what_was_forwarded_to_it_without_the_contact_and_is_told(key: UnitKey, client: Client):
    member = builders.a_member(Role.UNIT_CLERK, unit=key.unit)
    stranger = builders.a_member(
        Role.UNIT_CLERK, unit=builders.a_unit("Sở Tài chính", parent=key.unit.parent)
    )
    moderator = builders.an_actor(Role.COORDINATOR)
    one, other = some_feedback(key), some_feedback(key, text="Chưa chuyển")
    settle_feedback(by=moderator, feedback=one, to=State.FORWARDED, seen=State.NEW)
    assert [row.pk for row in forwarded_to(builders.actor_for(member))] == [one.pk]
    assert not forwarded_to(builders.actor_for(stranger)).exists()
    assert PersonalNotice.objects.filter(kind="portal.feedback_forwarded").get().person_id == member.person_id
    client.force_login(member.person)
    page = client.get(reverse("portal_office:forwarded")).content.decode()
    assert one.text in page
    assert CONTACT not in page
    assert other.text not in page
    for name, args in (("feedback", []), ("feedback_one", [one.pk]), ("settings", [])):
        assert client.get(reverse(f"portal_office:{name}", args=args)).status_code == 404
    client.force_login(stranger.person)
    assert one.text not in client.get(reverse("portal_office:forwarded")).content.decode()


def test_only_who_moderates_reads_feedback_and_contacts(key: UnitKey):
    row = some_feedback(key)
    holders = {
        capacity.role for capacity, granted in GRANTS.items() if Permission.FEEDBACK_MODERATE in granted
    }
    assert holders == {Role.COORDINATOR}
    for role in Role:
        actor = builders.an_actor(role)
        assert moderated_by(actor).exists() == (role in holders)
        assert bool(list(waiting_for(actor, date(2026, 6, 1)))) == (role in holders)
        if role not in holders:
            with pytest.raises(NotPermitted):
                settle_feedback(by=actor, feedback=row, to=State.READ, seen=State.NEW)


def test_each_step_is_allowed_as_the_table_says_and_leaves_its_record(key: UnitKey):
    by = builders.an_actor(Role.COORDINATOR)
    builders.a_member(Role.UNIT_HEAD, unit=key.unit)
    for before in State:
        for to in State:
            row = some_feedback(
                key,
                state=before,
                answer="Đã gọi điện." if before is State.ANSWERED else "",
                forwarded_at=timezone.now() if before is State.FORWARDED else None,
            )
            entries = Entry.objects.count()
            act = {"by": by, "feedback": row, "to": to, "seen": before, "answer": "Đã gọi lại."}
            if to in STEPS[before]:
                settled = settle_feedback(**act)
                assert (settled.state, bool(settled.answer)) == (to, to is State.ANSWERED)
                assert Entry.objects.count() == entries + 1
                with pytest.raises(Changed):
                    settle_feedback(**act)
            else:
                with pytest.raises(ValidationError):
                    settle_feedback(**act)
                assert Entry.objects.count() == entries
    with pytest.raises(ValidationError):
        settle_feedback(by=by, feedback=some_feedback(key), to=State.ANSWERED, seen=State.NEW, answer=" ")


def test_nothing_is_forwarded_to_nobody(key: UnitKey):
    row = some_feedback(key)
    with pytest.raises(ValidationError, match="no people here"):
        settle_feedback(
            by=builders.an_actor(Role.COORDINATOR), feedback=row, to=State.FORWARDED, seen=State.NEW
        )
    row.refresh_from_db()
    assert row.state == State.NEW


def test_contacts_are_erased_when_their_time_is_over_and_senders_the_next_day(key: UnitKey):
    now = timezone.now()
    old = some_feedback(key, now - CONTACT_KEPT)
    young = some_feedback(key, now - timedelta(days=2))
    fresh = some_feedback(key, now)
    assert erase_contacts(now=now) == 1
    rows = {row.pk: (row.contact, row.sender) for row in Feedback.objects.all()}
    assert rows == {old.pk: ("", ""), young.pk: (CONTACT, ""), fresh.pk: (CONTACT, "a" * 64)}
    assert Entry.objects.get(verb="portal.feedback_contacts_erased").facts == {"count": 1}
    assert erase_contacts(now=now) == 0
    assert Entry.objects.filter(verb="portal.feedback_contacts_erased").count() == 1


def test_rules_are_set_by_who_may_and_against_what_was_seen():
    by = builders.an_actor(Role.COORDINATOR)
    with pytest.raises(NotPermitted):
        set_feedback_rules(by=builders.an_actor(Role.LEADER), is_open=True, live_address="", seen=0)
    first = set_feedback_rules(by=by, is_open=True, live_address="", seen=0)
    assert set_feedback_rules(by=by, is_open=True, live_address="", seen=1) == first
    with pytest.raises(Changed):
        set_feedback_rules(by=by, is_open=False, live_address="", seen=0)
    assert Entry.objects.filter(verb__startswith="portal.feedback").count() == 1


@pytest.mark.parametrize(
    "text", ["cchc.example", "ftp://a/", "https://a/?b", "https://a/ b", "javascript:x", "//a"]
)
def test_what_is_no_whole_address_is_refused(text: str):
    with pytest.raises(ValueError, match=r".*"):
        whole_address(text)


@pytest.mark.parametrize(
    ("live", "site", "link"),
    [
        ("", "", ""),
        ("https://live.example/cong-khai/", "", "https://live.example/cong-khai/gop-y/"),
        ("https://live.example/cong-khai/", "https://copy.example/", "https://live.example/cong-khai/gop-y/"),
        ("https://copy.example/", "https://copy.example/", ""),
    ],
)
def test_a_copy_leads_to_the_live_form_where_its_address_is_known_and_has_none_itself(
    live: str, site: str, link: str
):
    shelf = shelf_of(a_year())
    state = state_of(shelf, FeedbackRules(number=1, is_open=True, live_address=live))
    page = answer_at(state, f"{NOW}/don-vi/so-1/", site=site, is_copy=True).body.decode()
    assert (f'href="{link}{NOW}/so-1/"' in page) == bool(link)
    assert ("gop-y" in page) == bool(link)
    assert 'method="post"' not in page
