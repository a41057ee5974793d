"""Guessing passwords: how far it comes, whom it hinders, and what it leaves behind."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from cchc.access.permissions import Role
from cchc.accounts import actions
from cchc.accounts.models import Failures, Person
from tests.accounts.guessing import OFFICE, OTHER_OFFICE, attempt, locked, opens, visitor
from tests.builders import PASSWORD, a_member, a_province, actor_for
from tests.installation import PATIENCE, Installation

pytestmark = pytest.mark.django_db


# the door


def test_five_wrong_passwords_make_the_sixth_wait_whoever_types_it():
    assert not opens(visitor(), locked().username)


def test_random_names_from_everywhere_do_not_erase_a_wait():
    person = locked()
    for number in range(120):
        attempt(visitor(f"192.0.2.{number}"), f"random-{number}")
    assert not opens(visitor(), person.username)


def test_an_office_behind_one_address_signs_in_at_the_same_minute():
    names = [a_member(Role.UNIT_CLERK).person.username for _clerk in range(31)]
    assert all(opens(visitor(), name) for name in names)


def test_signing_in_counts_nowhere():
    name = a_member(Role.UNIT_CLERK).person.username
    assert opens(visitor(), name)
    assert all(row.clears <= timezone.now() for row in Failures.objects.all())


def test_a_stranger_who_makes_a_name_wait_does_not_stop_the_persons_own_browser():
    person = a_member(Role.UNIT_CLERK).person
    own = visitor()
    assert opens(own, person.username)
    own.post(reverse("account_logout"))
    for number in range(21):
        attempt(visitor(f"192.0.2.{number}"), person.username)
    assert not opens(visitor("192.0.2.200"), person.username)
    assert opens(own, person.username)


def test_a_neighbour_who_makes_the_whole_office_wait_does_not_stop_known_browsers():
    person = a_member(Role.UNIT_CLERK).person
    own = visitor()
    assert opens(own, person.username)
    own.post(reverse("account_logout"))
    answers = [attempt(visitor(), f"random-{number}") for number in range(51)]
    assert answers == [*[422] * 50, 429]
    assert not opens(visitor(), a_member(Role.UNIT_CLERK).person.username)
    assert opens(own, person.username)


def test_a_known_browser_guesses_no_more_than_ten_times():
    person = a_member(Role.UNIT_CLERK).person
    own = visitor()
    assert opens(own, person.username)
    own.post(reverse("account_logout"))
    assert [attempt(own, person.username) for _guess in range(11)] == [*[422] * 10, 429]


def test_a_browser_is_known_to_the_person_alone_who_signed_in_with_it():
    person, other = locked(), a_member(Role.UNIT_CLERK).person
    shared = visitor()
    assert opens(shared, other.username)
    shared.post(reverse("account_logout"))
    assert not opens(shared, person.username)


def test_a_new_password_makes_every_browser_a_stranger_again():
    province = a_province()
    administrator = actor_for(a_member(Role.ADMINISTRATOR, unit=province))
    person = a_member(Role.UNIT_CLERK, unit=province).person
    stolen = visitor()
    assert opens(stolen, person.username)
    stolen.post(reverse("account_logout"))
    given_password = actions.give_password(by=administrator, person=person)
    answers = [attempt(stolen, person.username) for _guess in range(6)]
    assert answers == [*[422] * 5, 429]
    assert opens(visitor(OTHER_OFFICE), person.username, given_password)


def test_the_own_browser_stays_known_when_the_person_changes_the_password_in_it():
    person = a_member(Role.UNIT_CLERK).person
    own = visitor()
    assert opens(own, person.username)
    new = "chim-xanh-vì-đâu-rừng"
    own.post(reverse("accounts:own_password"), {"old": PASSWORD, "new": new, "again": new})
    own.post(reverse("account_logout"))
    for _guess in range(5):
        attempt(visitor(), person.username)
    assert opens(own, person.username, new)


def test_the_mark_of_a_known_browser_cannot_be_made_by_hand():
    person = locked()
    forged = visitor()
    forged.cookies["known_browser"] = f'{{"browser": "x", "people": {{"{person.pk}": ""}}}}'
    assert not opens(forged, person.username)


def test_the_mark_of_a_known_browser_is_for_the_server_alone_and_opens_nothing():
    person = a_member(Role.UNIT_CLERK).person
    own = visitor()
    with override_settings(SESSION_COOKIE_SECURE=True):
        assert opens(own, person.username)
    mark = own.cookies["known_browser"]
    assert (mark["httponly"], mark["secure"], mark["samesite"], mark["path"]) == (True, True, "Lax", "/")
    assert str(person.username) not in mark.value
    thief = visitor()
    thief.cookies["known_browser"] = mark.value
    assert thief.get(reverse("desk:home")).status_code == 302


def test_the_session_of_before_is_another_after_signing_in():
    person = a_member(Role.UNIT_CLERK).person
    client = visitor()
    client.session.save()
    before = client.session.session_key
    assert opens(client, person.username)
    assert client.session.session_key != before


def test_a_new_password_given_by_an_administrator_ends_the_wait():
    province = a_province()
    administrator = actor_for(a_member(Role.ADMINISTRATOR, unit=province))
    person = locked()
    password = actions.give_password(by=administrator, person=person)
    assert opens(visitor(), person.username, password)


def test_the_page_of_a_person_says_that_the_name_waits(client_of):
    person = locked()
    page = client_of(Role.ADMINISTRATOR).get(reverse("accounts:person", args=[person.pk])).content.decode()
    assert "wrong passwords: waits until" in page


def test_who_must_wait_is_told_how_long_and_the_same_whether_the_name_exists():
    person = locked()
    for _guess in range(5):
        attempt(visitor(), "nobody")
    said = []
    for name in (person.username, "nobody"):
        with translation.override("vi"):
            client = Client(REMOTE_ADDR=OFFICE)
            answer = client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
        said.append((answer.status_code, *answer.context["form"].non_field_errors()))
    assert said[0] == said[1]
    assert said[0] == (
        429,
        "Sai mật khẩu quá nhiều lần. Hãy chờ 1 phút rồi thử lại; hoặc nhờ quản trị viên của đơn vị cấp mật khẩu mới, "
        "khi đó không phải chờ.",
    )


@override_settings(PASSWORD_HASHERS=["tests.accounts.hashing.Counting"])
def test_an_unknown_name_costs_as_many_hashes_as_a_known_one_and_who_waits_costs_none():
    from tests.accounts.hashing import Counting

    known = a_member(Role.UNIT_CLERK).person.username
    costs = []
    for name in (known, "nobody"):
        for _guess in range(6):
            before = Counting.hashed
            attempt(visitor(), name)
            costs.append(Counting.hashed - before)
    assert costs == [*[1] * 5, 0, *[1] * 5, 0]


def test_an_unknown_name_asks_the_database_as_often_as_a_known_one():
    known = a_member(Role.UNIT_CLERK).person.username
    attempt(visitor(), known), attempt(visitor(), "nobody")
    asked = []
    for name in (known, "nobody"):
        with CaptureQueriesContext(connection) as statements:
            attempt(visitor(), name)
        asked.append([statement["sql"].split()[0] for statement in statements])
    assert asked[0] == asked[1]


def test_the_same_name_in_other_letters_is_the_same_name():
    person = locked()
    assert not opens(visitor(), f" {person.username.upper()} ")


def test_a_name_that_somebody_is_given_does_not_inherit_the_wait_of_strangers():
    for _guess in range(5):
        attempt(visitor(), "cv.moi")
    assert opens(visitor(), a_member(Role.UNIT_CLERK, username="cv.moi").person.username)


def test_what_was_typed_as_a_name_stands_nowhere_in_the_table():
    attempt(visitor(), "mat-khau-go-nham")
    assert not Failures.objects.filter(name__contains="mat").exists()
    assert {len(row.name + row.place) for row in Failures.objects.all()} == {32, 64}


# the own password


def test_guessing_the_present_password_in_an_open_session_is_stopped():
    person = a_member(Role.UNIT_CLERK).person
    client = visitor()
    client.force_login(person)
    new = "chim-xanh-vì-đâu-rừng"
    for _guess in range(5):
        client.post(reverse("accounts:own_password"), {"old": "wrong", "new": new, "again": new})
    answer = client.post(reverse("accounts:own_password"), {"old": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 422
    assert "Wait 1 minute" in str(answer.context["form"].errors["old"])
    assert Person.objects.get(pk=person.pk).check_password(PASSWORD)


def test_changing_the_own_password_ends_the_other_sessions_and_keeps_this_one():
    person = a_member(Role.UNIT_CLERK).person
    here, there = visitor(), visitor()
    assert opens(here, person.username)
    assert opens(there, person.username)
    new = "chim-xanh-vì-đâu-rừng"
    here.post(reverse("accounts:own_password"), {"old": PASSWORD, "new": new, "again": new})
    assert here.get(reverse("desk:home")).status_code == 200
    assert there.get(reverse("desk:home")).status_code == 302


def test_a_password_given_by_an_administrator_ends_every_session():
    province = a_province()
    administrator = actor_for(a_member(Role.ADMINISTRATOR, unit=province))
    person = a_member(Role.UNIT_CLERK, unit=province).person
    client = visitor()
    assert opens(client, person.username)
    actions.give_password(by=administrator, person=person)
    assert client.get(reverse("desk:home")).status_code == 302


# several processes

QUICK = """
import django; django.setup()
from django.test.utils import override_settings
override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]).enable()
"""
MEMBERS = f"""
{QUICK}
from cchc.access.permissions import Role
from tests.builders import a_member
a_member(Role.UNIT_CLERK, username="one"), a_member(Role.UNIT_CLERK, username="other")
"""
GUESS = f"""
{QUICK}
from concurrent.futures import ThreadPoolExecutor
from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import RequestFactory
def said(name, address, password="wrong"):
    request = RequestFactory().post("/dang-nhap/", REMOTE_ADDR=address, HTTP_HOST="localhost")
    try:
        return "right" if get_adapter().authenticate(request, username=name, password=password) else "wrong"
    except ValidationError:
        return "early"
    finally:
        connections.close_all()
def guess(number):
    return "one=" + said("one", "192.0.2.1"), "other=" + said("other", "192.0.2.%d" % number)
"""
AT_ONCE = """
print("ready", flush=True)
input()
with ThreadPoolExecutor(5) as pool:
    print(*[answer for both in pool.map(guess, range(FIRST, FIRST + 5)) for answer in both])
"""
AFTERWARDS = """
from django.utils import timezone
from cchc.accounts.actions.attempts import LIMITS, Kind, digest_of
from cchc.accounts.models import Failures
row = Failures.objects.get(kind="name", name=digest_of("other"))
print(LIMITS[Kind.NAME].failures(row.clears - timezone.now()), said("one", "192.0.2.1", PASSWORD))
"""


def test_what_two_processes_try_at_once_is_counted_and_a_restart_forgets_nothing(installation: Installation):
    installation.say(MEMBERS)
    guessers = [installation.start("-c", f"{GUESS}\nFIRST = {first}\n{AT_ONCE}") for first in (10, 20)]
    for guesser in guessers:
        assert guesser.stdout.readline() == "ready\n"
    for guesser in guessers:
        print(file=guesser.stdin, flush=True)
    answers = [guesser.communicate(timeout=PATIENCE) for guesser in guessers]
    assert [complaint for _said, complaint in answers] == ["", ""]
    said = sorted(" ".join(said for said, _complaint in answers).split())
    assert said == [*["one=early"] * 5, *["one=wrong"] * 5, *["other=wrong"] * 10]
    assert installation.say(f"{GUESS}\nPASSWORD = {PASSWORD!r}\n{AFTERWARDS}") == "10 early"
