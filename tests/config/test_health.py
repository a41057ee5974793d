"""What whoever watches over the installation is told, and what the log of the service says of the disk."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.config.background import warn_of_the_disk
from cchc.config.kept import NIGHTLY
from cchc.documents.actions import store
from cchc.documents.actions.astray import look_for_the_astray
from cchc.documents.actions.background import leave, show_life
from cchc.documents.queries import path_of
from cchc.notices.exchange import MailServer, Security
from cchc.notices.models import Outgoing
from tests.builders import a_member, an_actor

pytestmark = pytest.mark.django_db
ENORMOUS = 10**9  # gigabytes


@pytest.fixture(autouse=True)
def worker() -> Iterator[str]:
    """A worker that has just shown that it lives."""
    show_life("a-worker")
    yield "a-worker"
    leave("a-worker")


def asked(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/healthz")
    return answer.status_code, answer.json()


def test_it_answers_everybody_and_costs_two_queries_at_most(client: Client, django_assert_max_num_queries):
    asked(client)
    with django_assert_max_num_queries(2):
        assert asked(client) == (200, {"database": "ok", "worker": "ok", "disk": "ok", "files": "ok"})


def test_a_migration_that_is_missing_is_told(client: Client):
    last = MigrationRecorder.Migration.objects.filter(app="audit").latest("name")
    last.delete()
    assert asked(client) == (503, {"database": "behind", "worker": "ok", "disk": "ok", "files": "ok"})


def test_a_database_that_does_not_answer_is_told_without_what_it_said(client: Client):
    def refuse(*_: object) -> None:
        raise OperationalError("could not connect to secret-host")

    with connection.execute_wrapper(refuse):
        assert asked(client) == (503, {"database": "silent", "worker": "ok", "disk": "ok", "files": "ok"})


def test_a_worker_that_is_gone_is_told(client: Client, worker: str):
    leave(worker)
    assert asked(client) == (503, {"database": "ok", "worker": "silent", "disk": "ok", "files": "ok"})


def test_a_disk_that_is_nearly_full_is_told_and_logged(client: Client, settings, caplog):
    settings.LEAST_FREE = ENORMOUS
    assert asked(client) == (503, {"database": "ok", "worker": "ok", "disk": "low", "files": "ok"})
    with caplog.at_level(logging.WARNING):
        warn_of_the_disk()
    assert f"The disk of {settings.VAR} is nearly full" in caplog.text


def test_a_disk_with_room_is_not_logged(caplog):
    warn_of_the_disk()
    assert caplog.text == ""


def test_behind_https_it_still_answers_on_the_server_itself(client: Client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert asked(client)[0] == 200
    assert client.get(reverse("account_login")).status_code == 301


@pytest.mark.parametrize(
    ("role", "told"), [(Role.ADMINISTRATOR, True), (Role.COORDINATOR, False), (Role.UNIT_CLERK, False)]
)
def test_an_administrator_reads_of_a_full_disk_on_the_desk(client_of, settings, role: Role, told: bool):
    client = client_of(role)
    home = reverse("desk:home")
    assert "nearly full" not in client.get(home).content.decode()
    settings.LEAST_FREE = ENORMOUS
    assert ("nearly full" in client.get(home).content.decode()) is told


def test_letters_that_do_not_go_out_are_told_where_there_is_a_mail_server(client: Client, settings):
    member = a_member(Role.UNIT_CLERK)
    now = timezone.now()
    letter = Outgoing.objects.create(person=member.person, queued_at=now, next_try=now, tries=3)
    assert "letters" not in asked(client)[1]
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9, "", "", "cchc@tinh.example", Security.NONE)
    assert asked(client)[1]["letters"] == "ok"
    letter.queued_at = now - timedelta(hours=2)
    letter.save()
    assert (asked(client)[0], asked(client)[1]["letters"]) == (503, "waiting")
    letter.state, letter.ended_at = Outgoing.State.GIVEN_UP, now
    letter.save()
    assert asked(client)[1]["letters"] == "given up"


@pytest.mark.parametrize(("role", "told"), [(Role.ADMINISTRATOR, True), (Role.UNIT_HEAD, False)])
def test_an_administrator_reads_of_letters_that_do_not_go_out_on_the_desk(client_of, settings, role, told):
    client = client_of(role)
    then = timezone.now() - timedelta(hours=2)
    Outgoing.objects.create(
        person=a_member(Role.UNIT_CLERK).person, queued_at=then, next_try=then, tries=3, fault="no route"
    )
    assert "no route" not in client.get(reverse("desk:home")).content.decode()
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9, "", "", "cchc@tinh.example", Security.NONE)
    assert ("no route" in client.get(reverse("desk:home")).content.decode()) is told


@pytest.mark.parametrize(("role", "told"), [(Role.ADMINISTRATOR, True), (Role.UNIT_CLERK, False)])
def test_what_was_found_astray_last_night_is_told_by_name_to_who_looks_after_the_installation(
    client_of, client: Client, role: Role, told: bool, settings, tmp_path
):
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "files", tmp_path
    show_life("a-worker")
    browser = client_of(role)
    stored = store(by=an_actor(), name="quyết định.csv", data=b"a;b")
    look_for_the_astray(checks=NIGHTLY)
    assert asked(client)[1]["files"] == "ok"
    path_of(stored.sha256).unlink()
    look_for_the_astray(checks=NIGHTLY)
    assert (asked(client)[0], asked(client)[1]["files"]) == (503, "astray")
    assert ("quyết định.csv is missing" in browser.get(reverse("desk:home")).content.decode()) is told
