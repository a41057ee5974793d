"""The calendar of a person: one secret address, own deadlines alone, ended with the account, in no log."""

from __future__ import annotations

import io
import logging
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from icalendar import Calendar

from cchc.access.permissions import Role
from cchc.accounts.actions.people import close_person, reopen_person
from cchc.audit.models import AccessRecord, Entry
from cchc.config.secret_addresses import SecretAddressesMasked, masked_text
from cchc.core.plans.following.states import ProgressState
from cchc.following.actions.calendar import end_calendar_address, make_calendar_address
from cchc.following.models import CalendarAddress
from cchc.following.queries.calendar import hash_of_token, person_of_token
from tests.builders import (
    a_followed_plan,
    a_member,
    a_province,
    a_unit,
    actor_for,
    an_actor,
    reported,
    the_record,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    province = a_province()
    for name in ("Sở Nội vụ", "Sở Y tế"):
        a_unit(name, parent=province)
    return a_followed_plan(
        province,
        [
            {"number": "1", "task": "Rà soát; đơn giản hóa", "lead": "Sở Nội vụ", "deadline": "30/6/2026"},
            {"number": "2", "task": "Tập huấn", "lead": "Sở Y tế", "deadline": "31/12/2026"},
            {"number": "3", "task": "Vận động", "lead": "Sở Nội vụ", "deadline": "Thường xuyên"},
        ],
    )


def a_clerk(plan, name: str = "Sở Nội vụ"):
    return a_member(Role.UNIT_CLERK, unit=plan.unit.children.get(name=name))


def fetched(token: str) -> Calendar:
    response = Client().get(reverse("following:calendar", args=[token]))
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def days_of(token: str) -> list[tuple[date, str]]:
    return [(one.decoded("dtstart"), str(one["summary"])) for one in fetched(token).walk("VEVENT")]


def test_the_calendar_holds_the_own_open_deadlines_and_nothing_else(plan):
    clerk = a_clerk(plan)
    token = make_calendar_address(by=actor_for(clerk))
    assert days_of(token) == [(date(2026, 6, 30), "Rà soát; đơn giản hóa")]
    reported(the_record(plan, clerk.unit, "lần 1"), ProgressState.DONE_WITHOUT_PRODUCT)
    assert days_of(token) == []


def test_the_key_of_a_day_stays_while_the_day_moves(plan):
    token = make_calendar_address(by=actor_for(a_clerk(plan)))
    (before,) = fetched(token).walk("VEVENT")
    record = the_record(plan, plan.unit.children.get(name="Sở Nội vụ"), "lần 1")
    type(record).objects.filter(pk=record.pk).update(due=date(2026, 9, 30))
    (after,) = fetched(token).walk("VEVENT")
    assert (after["uid"], after.decoded("dtstart")) == (before["uid"], date(2026, 9, 30))


def test_the_address_is_a_secret_of_256_bits_of_which_the_hash_alone_is_kept(plan):
    token = make_calendar_address(by=actor_for(a_clerk(plan)))
    assert len(token) == 43  # 32 bytes in letters of six bits
    kept = CalendarAddress.objects.get()
    assert kept.token_hash == hash_of_token(token)
    assert token not in repr(list(Entry.objects.values())) + repr(list(CalendarAddress.objects.values()))


def test_an_address_made_anew_ends_the_one_before_and_an_ended_one_gives_nothing(plan):
    actor = actor_for(a_clerk(plan))
    first, second = make_calendar_address(by=actor), make_calendar_address(by=actor)
    assert person_of_token(first) is None
    assert person_of_token(second) is not None
    end_calendar_address(by=actor)
    answer = Client().get(reverse("following:calendar", args=[second]))
    assert (answer.status_code, answer.content) == (404, b"")


def test_the_address_ends_with_the_account_for_good(plan):
    clerk = a_clerk(plan)
    token = make_calendar_address(by=actor_for(clerk))
    close_person(by=an_actor(), person=clerk.person)
    assert person_of_token(token) is None
    reopen_person(by=an_actor(), person=clerk.person)
    assert person_of_token(token) is None


def test_it_is_the_same_for_a_closed_account_that_no_act_closed(plan):
    clerk = a_clerk(plan)
    token = make_calendar_address(by=actor_for(clerk))
    type(clerk.person).objects.filter(pk=clerk.person_id).update(is_active=False)
    assert person_of_token(token) is None


def test_a_membership_that_ended_shows_nothing_any_more(plan):
    clerk = a_clerk(plan)
    token = make_calendar_address(by=actor_for(clerk))
    type(clerk).objects.filter(pk=clerk.pk).update(valid_until=clerk.valid_from)
    assert days_of(token) == []


def test_fetching_is_reading_alone_under_strict_headers_and_leaves_no_record(plan):
    token = make_calendar_address(by=actor_for(a_clerk(plan)))
    address = reverse("following:calendar", args=[token])
    answer = Client().get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert not answer.cookies
    assert Client().post(address).status_code == 405
    assert not AccessRecord.objects.exists()


def test_no_log_of_the_service_holds_a_secret_address(client, plan):
    actor = actor_for(a_clerk(plan))
    token = make_calendar_address(by=actor)
    end_calendar_address(by=actor)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(SecretAddressesMasked())
    logging.getLogger().addHandler(handler)
    try:
        client.get(reverse("following:calendar", args=[token]))
        client.get(f"/theo-doi/lich/{token}")
        try:
            resolve(f"/theo-doi/lich/{token}")
        except Resolver404:
            logging.getLogger("django.request").exception("what names the address that was tried")
    finally:
        logging.getLogger().removeHandler(handler)
    assert "/theo-doi/lich/…" in written.getvalue()
    assert token not in written.getvalue()
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["secrets"]
    assert masked_text(f'GET "/theo-doi/lich/{token}.ics" 404') == 'GET "/theo-doi/lich/…" 404'


def test_the_page_shows_the_address_once(client, plan):
    clerk = a_clerk(plan)
    client.force_login(clerk.person)
    told = client.post(reverse("following:calendar_make"))
    token = told.context["address"].rpartition("/")[2].removesuffix(".ics")
    assert person_of_token(token) == clerk.person
    assert token in told.content.decode()
    assert token not in client.get(reverse("following:own_calendar")).content.decode()
    client.post(reverse("following:calendar_end"))
    assert person_of_token(token) is None


def test_the_calendar_asks_as_much_for_many_deadlines_as_for_few(plan, django_assert_num_queries):
    token = make_calendar_address(by=actor_for(a_clerk(plan)))
    with django_assert_num_queries(3):
        Client().get(reverse("following:calendar", args=[token]))
    a_followed_plan(
        plan.unit,
        [
            {"number": str(n), "task": f"Việc {n}", "lead": "Sở Nội vụ", "deadline": "30/9/2026"}
            for n in range(30)
        ],
        title="Kế hoạch khác",
    )
    with django_assert_num_queries(3):
        assert len(days_of(token)) == 31
