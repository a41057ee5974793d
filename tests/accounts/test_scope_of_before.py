"""Memberships from before roles had scopes: each gets the scope that its role meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.installation import PATIENCE_TO_MIGRATE, ROOT, Installation, loaded

pytestmark = pytest.mark.django_db


# Installations that were there before roles had scopes


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Installation]:
    """An installation with people of 2026 whose roles have no scope. What they are given is worked out in Python; the
    same update of PostgreSQL is looked at by `tests/audit/test_frozen.py`."""
    if connection.vendor != "sqlite":
        pytest.skip("worked out in Python, the same on both databases")
    with loaded(tmp_path, ROOT / "tests" / "data" / "older-sqlite.sql") as installation:
        yield installation


def given(older: Installation, *memberships: tuple[int, str, int]) -> dict[int, str]:
    """The scopes after the migration, by id, where these memberships (id, role, unit id) were there besides."""
    with older.connected() as execute:
        for pk, role, unit_id in memberships:
            execute(
                "INSERT INTO accounts_person (id, password, username, name, name_key, search, is_active,"
                " must_change_password) VALUES (%s, '', %s, '', '', '', true, false)",
                [pk, f"nguoi-{pk}"],
            )
            execute(
                "INSERT INTO accounts_membership (id, role, valid_from, person_id, unit_id)"
                " VALUES (%s, %s, %s, %s, %s)",
                [pk, role, f"20{pk}-01-01", pk, unit_id],
            )
    migrating = older.cchc("migrate")
    _said, complaint = migrating.communicate(timeout=PATIENCE_TO_MIGRATE)
    assert migrating.returncode == 0, complaint
    with older.connected() as execute:
        return dict(execute("SELECT id, scope FROM accounts_membership"))


PROVINCE, DEPARTMENT, DIVISION = 1, 3, 7


def test_memberships_of_before_get_the_scope_that_their_role_meant(older: Installation) -> None:
    scopes = given(
        older,
        (10, "administrator", DEPARTMENT),
        (11, "coordinator", DEPARTMENT),
        (12, "leader", DEPARTMENT),
        (13, "leader", PROVINCE),
        (14, "unit_head", DEPARTMENT),
    )
    assert scopes == {
        1: "province",
        2: "own_unit",
        3: "province",
        10: "own_tree",
        11: "province",
        12: "own_tree",
        13: "province",
        14: "own_unit",
    }


def test_where_no_administrator_stood_at_the_top_the_nearest_one_is_one_of_the_province(
    older: Installation,
) -> None:
    with older.connected() as execute:
        execute("UPDATE accounts_person SET is_active = false WHERE id = 1")
    scopes = given(
        older,
        (10, "administrator", DIVISION),
        (12, "administrator", DEPARTMENT),
        (11, "administrator", DEPARTMENT),
    )
    assert {pk: scopes[pk] for pk in (10, 11, 12)} == {10: "own_tree", 11: "province", 12: "own_tree"}


AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.core.exceptions import ValidationError
from django.db import connections
from cchc.access.permissions import Role
from cchc.accounts.actions import close_person, end_membership
from cchc.accounts.models import Membership
from cchc.accounts.queries import today
from tests.builders import a_member, a_province, an_actor
province = a_province()
kept = []
for _round in range(5):
    both = [a_member(Role.ADMINISTRATOR, unit=province) for _each in range(2)]
    others = Membership.objects.exclude(pk__in=[one.pk for one in both])
    others.update(valid_until="2026-01-01")
    start = Barrier(2)
    def lose(number):
        start.wait()
        try:
            if number:
                end_membership(by=an_actor(), membership=both[1], day=today())
            else:
                close_person(by=an_actor(), person=both[0].person)
        except ValidationError:
            return False
        finally:
            connections.close_all()
        return True
    with ThreadPoolExecutor(2) as pool:
        kept.append(sorted(pool.map(lose, range(2))))
print(kept)
"""


def test_of_two_last_administrators_who_are_lost_at_once_one_is_left(installation: Installation) -> None:
    assert installation.say(AT_ONCE) == str([[False, True]] * 5)
