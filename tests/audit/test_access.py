"""The log of access: what is recorded, what is kept, who reads it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.audit import actions
from cchc.audit.middleware import files_leave_a_record
from cchc.audit.models import AccessRecord
from cchc.audit.queries import access_records
from cchc.documents.actions import store
from cchc.documents.queries import stored_file_response
from tests.builders import PASSWORD, a_member, a_version, an_actor

pytestmark = pytest.mark.django_db

HOUSE = Path(__file__).resolve().parents[2] / "src" / "cchc"
Kind = AccessRecord.Kind
DOOR = {"REMOTE_ADDR": "203.0.113.9"}


def recorded() -> list[tuple[str, str, str]]:
    """Every record: what, whose, from where."""
    return list(AccessRecord.objects.order_by("pk").values_list("kind", "person", "address"))


def signs_in(client: Client, name: str, password: str = PASSWORD) -> None:
    client.post(reverse("account_login"), {"login": name, "password": password})


def a_record(days_ago: int = 0, kind: Kind = Kind.SIGNED_IN) -> AccessRecord:
    at = timezone.now() - timedelta(days=days_ago)
    return actions.record_access(kind=kind, at=at, address="203.0.113.9", by=an_actor())


def test_coming_failing_waiting_and_leaving_are_recorded_with_name_and_address():
    person = a_member(Role.UNIT_CLERK).person
    client = Client(**DOOR)
    for _guess in range(5):
        signs_in(client, person.username, "wrong")
    signs_in(client, person.username)
    signs_in(Client(REMOTE_ADDR="198.51.100.4"), person.username)
    expected = [*[Kind.FAILED] * 5, Kind.LOCKED]
    assert recorded() == [
        *((kind, person.name, "203.0.113.9") for kind in expected),
        (Kind.SIGNED_IN, person.name, "198.51.100.4"),
    ]


def test_who_signs_out_or_changes_the_password_is_recorded_with_unit_and_role():
    membership = a_member(Role.UNIT_CLERK)
    client = Client(**DOOR)
    signs_in(client, membership.person.username)
    new = "chim xanh hót rừng già"
    client.post(reverse("accounts:own_password"), {"old": "wrong", "new": new, "again": new})
    client.post(reverse("accounts:own_password"), {"old": PASSWORD, "new": new, "again": new})
    client.post(reverse("account_logout"))
    kinds = list(AccessRecord.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [Kind.SIGNED_IN, Kind.WRONG_OWN, Kind.PASSWORD_CHANGED, Kind.SIGNED_OUT]
    by_actor = AccessRecord.objects.exclude(kind=Kind.WRONG_OWN)
    as_whom = {(membership.unit.name, "unit_clerk", "own_unit")}
    assert set(by_actor.values_list("unit", "role", "scope")) == as_whom


def test_a_password_typed_as_a_name_is_kept_nowhere():
    signs_in(Client(**DOOR), "mat-khau-go-nham", "x")
    record = AccessRecord.objects.get()
    assert (record.kind, record.person_id, record.person) == (Kind.FAILED, None, "")
    assert "nham" not in str(list(AccessRecord.objects.values_list()))


def test_failures_of_strangers_are_recorded_up_to_a_number_a_day_and_those_of_people_always():
    now = timezone.now()
    strangers = [
        AccessRecord(kind=Kind.FAILED, at=now, kept_until=now + timedelta(days=1))
        for _number in range(actions.MOST_STRANGERS - 1)
    ]
    AccessRecord.objects.bulk_create(strangers, batch_size=500)
    of_nobody = [
        actions.record_failure(at=now, address="", person_id=None, person="") is not None for _n in range(2)
    ]
    of_somebody = actions.record_failure(at=now, address="", person_id=7, person="Chuyên viên")
    tomorrow = actions.record_failure(
        at=now + timedelta(days=1, seconds=1), address="", person_id=None, person=""
    )
    assert (of_nobody, of_somebody is not None, tomorrow is not None) == ([True, False], True, True)


# files


def test_every_file_that_leaves_is_recorded(client_of):
    client = client_of(Role.COORDINATOR)
    version = a_version()
    pages = {
        reverse("units:export"): "danh-sach-don-vi.xlsx",
        reverse("criteria:toml", args=[version.pk]): "bo-tieu-chi-so-1.toml",
        reverse("criteria:excel", args=[version.pk]): "bo-tieu-chi-so-1.xlsx",
        reverse("scores:points_form_of_set", args=[version.pk]): "mau-nhap-diem-so-1.xlsx",
    }
    for page in pages:
        assert client.get(page, **DOOR).status_code == 200
    records = AccessRecord.objects.order_by("pk")
    assert {record.page: record.subject for record in records} == pages
    assert {(record.kind, record.role, record.address) for record in records} == {
        (Kind.EXPORTED, "coordinator", "203.0.113.9")
    }


def test_a_stored_file_is_told_from_what_is_written_for_one_answer():
    stored = store(by=an_actor(), name="điểm.csv", data=b"a;b\n1;2\n")
    request = RequestFactory().get("/tep/", **DOOR)
    request.actor = an_actor()
    files_leave_a_record(lambda asked: stored_file_response(stored, asked))(request)
    assert [(record.kind, record.subject) for record in AccessRecord.objects.all()] == [
        (Kind.DOWNLOADED, "điểm.csv")
    ]


def test_a_page_is_not_recorded_and_an_answer_without_content_neither(client_of):
    client = client_of(Role.COORDINATOR)
    client.get(reverse("units:list"))
    client.head(reverse("units:export"))
    assert not AccessRecord.objects.exists()


def test_nothing_leaves_when_the_record_cannot_be_written():
    def page(_request):
        return HttpResponse(b"secret", headers={"Content-Disposition": "attachment; filename=a.txt"})

    request = RequestFactory().get("/tep/", **DOOR)
    request.actor = an_actor()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_accessrecord RENAME TO elsewhere")
    with pytest.raises(DatabaseError), transaction.atomic():
        files_leave_a_record(page)(request)


def test_no_page_hands_out_bytes_without_saying_that_they_are_a_file():
    """A response with a content type of a file and no disposition would pass by the record. What is public is handed
    to anybody, and to nobody whom the house knows; programs gather the calendar of a person every hour by a secret
    address, which stands in no record. The application of enumerators holds nothing about anybody."""
    silent = [
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if "content_type=" in (text := path.read_text(encoding="utf-8"))
        and not re.search(r"Content-Disposition|attachment", text)
    ]
    public = ["fieldwork/views/shell.py", "following/views/calendar.py", "portal/views/answering.py"]
    assert sorted(silent) == public
    streaming = {
        path.relative_to(HOUSE).parts[0]
        for path in HOUSE.rglob("*.py")
        if "FileResponse" in path.read_text(encoding="utf-8")
    }
    assert streaming == {"documents"}


# keeping


@pytest.mark.parametrize(
    "change", ["UPDATE audit_accessrecord SET person = 'x'", "DELETE FROM audit_accessrecord"]
)
def test_a_record_can_neither_be_changed_nor_removed_while_it_is_kept(change):
    a_record(days_ago=729)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_after_two_years_a_record_is_thrown_away_and_only_then():
    a_record(days_ago=731)
    kept = a_record(days_ago=729)
    assert actions.forget_access(now=timezone.now()) == 1
    assert list(AccessRecord.objects.all()) == [kept]


# reading


def test_a_unit_clerk_reads_nothing_of_the_log_of_access():
    a_record()
    assert list(access_records(an_actor(Role.UNIT_CLERK))) == []


def test_the_log_of_access_is_found_by_person_kind_and_day():
    old, new = a_record(days_ago=10), a_record(kind=Kind.EXPORTED)
    today = timezone.localdate()
    reader = an_actor(Role.COORDINATOR)
    found = [
        access_records(reader, text="noi vu"),
        access_records(reader, text="203.0.113"),
        access_records(reader, kind=Kind.EXPORTED),
        access_records(reader, since=today),
        access_records(reader, until=today - timedelta(days=1)),
        access_records(reader, text="so y te"),
    ]
    assert [list(records) for records in found] == [[new, old], [new, old], [new], [new], [old], []]


def test_the_page_shows_the_newest_first_and_is_refused_to_others(client_of):
    a_record()
    a_record(kind=Kind.EXPORTED)
    page = reverse("audit:access_log")
    text = client_of(Role.COORDINATOR).get(page).content.decode()
    assert text.index("exported a file") < text.rindex("signed in")
    assert client_of(Role.UNIT_CLERK).get(page).status_code == 404


@pytest.mark.parametrize("until", ["31/12/9999", "yesterday", ""])
def test_any_day_that_is_typed_is_answered(client_of, until):
    assert client_of(Role.COORDINATOR).get(reverse("audit:access_log"), {"until": until}).status_code == 200


def test_the_page_asks_the_database_equally_often_for_one_record_and_for_many(
    client_of, django_assert_max_num_queries
):
    client = client_of(Role.COORDINATOR)
    for _time in range(160):
        a_record()
    with django_assert_max_num_queries(9):  # one asks for a practice under way, which the bar names
        assert len(client.get(reverse("audit:access_log")).context["rows"].object_list) == 150


def test_retention_spans_two_years():
    record = a_record()
    assert record.kept_until.date() - record.at.date() >= date(2028, 1, 1) - date(2026, 1, 1)
