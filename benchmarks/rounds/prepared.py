# ruff: noqa: E402 - Django is set up before anything of ours is imported
"""Fill an installation: communes that score themselves by a set of a hundred leaves, and clerks who are signed in.

Run as `python -m benchmarks.rounds.prepared COMMUNES CLERKS`; prints what the browsers need, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import django

django.setup()

from benchmarks.measuring.hundred import criteria_text, leaf_numbers
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cchc.access.permissions import Role, Scope
from cchc.accounts.models import Membership, Person
from cchc.cycles import actions as cycles
from cchc.cycles.actions import PhaseDates
from cchc.cycles.models import Cycle, ScoredBy
from cchc.self_scoring.actions.sheets import fit_sheets
from cchc.self_scoring.models import Answer, UnitSheet
from cchc.units.models import Kind, Unit
from tests.builders import a_cycle, a_published_set, a_unit, an_actor

PHASES = {"self_scoring": "Tự chấm điểm"}


def round_of(communes: int, phases: Mapping[str, str] = MappingProxyType(PHASES)) -> Cycle:
    """A running cycle in the middle of self-scoring, or of these phases by kind and name."""
    today = timezone.localdate()
    cycle = a_cycle(year=today.year)
    for number in range(communes):
        a_unit(f"Xã số {number}", Kind.COMMUNE, parent=cycle.province)
    units = list(Unit.objects.filter(kind=Kind.COMMUNE))
    days = today - timedelta(days=5), today + timedelta(days=5)
    dated = [PhaseDates(kind, name, *days) for kind, name in phases.items()]
    cycles.change_phases(by=an_actor(), cycle=cycle, phases=dated)
    attached = cycles.attach_set(
        by=an_actor(),
        cycle=cycle,
        version=a_published_set(criteria_text()),
        kinds=[Kind.COMMUNE],
        peer_group="Xã",
        scored_by=ScoredBy.ROUND,
    )
    cycles.add_participants(by=an_actor(), cycle_set=attached, units=units)
    cycle = cycles.open_cycle(by=an_actor(), cycle=cycle)
    fit_sheets(cycle=cycle)
    return cycle


def clerks(units: list[Unit], count: int) -> list[dict[str, Any]]:
    """Clerks of these units, one unit after the other, each with a session; nobody of them has a password."""
    found = []
    for number in range(count):
        unit = units[number % len(units)]
        person = Person.objects.create(username=f"can-bo-{unit.pk}-{number}", name=f"Cán bộ số {number}")
        Membership.objects.create(
            person=person, unit=unit, role=Role.UNIT_CLERK, scope=Scope.OWN_UNIT, valid_from=date(2020, 1, 1)
        )
        found.append({"session": session_of(person), "unit": unit.pk, "place": number // len(units)})
    return found


def session_of(person: Person) -> str:
    """The key of a session in which somebody is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def ready_for_pages() -> None:
    """The table of the page with one INSERT, and the files that pages name by content."""
    with connection.cursor() as cursor:
        number = "SERIAL" if connection.vendor == "postgresql" else "INTEGER"
        cursor.execute(f"CREATE TABLE bench_row (id {number} PRIMARY KEY, text TEXT NOT NULL)")
    call_command("collectstatic", interactive=False, verbosity=0)


def queries_of(address: str, session: str) -> int:
    """How many queries a page takes."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["sessionid"] = session
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


def statements_of_acts(year: int, clerk: dict[str, Any], leaf: str) -> dict[str, int]:
    """How many messages to the database the first save of a cell takes, the second, and the page with one INSERT, all
    with those that begin and end its transaction; PostgreSQL gets several statements in one."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["sessionid"] = clerk["session"]
    cell = f"/tu-cham/{year}/{clerk['unit']}/muc/{leaf}/luu/"
    sent = {"field": "figure-done", "age": "0"}
    acts = {
        "insert": ("/do/ghi/", {"value": "1"}),
        "first": (cell, sent | {"value": "1", "version": "0"}),
        "again": (cell, sent | {"value": "2", "version": "1"}),
    }
    found = {}
    for name, (address, fields) in acts.items():
        with CaptureQueriesContext(connection) as asked:
            assert client.post(address, fields).status_code == 200, address
        found[name] = len(asked)
    return found


def fill(unit: int) -> None:
    """Answer every leaf of a sheet."""
    sheet = UnitSheet.objects.get(participant__unit=unit)
    at = timezone.now()
    Answer.objects.bulk_create(
        Answer(
            sheet=sheet, leaf=leaf, figures={"done": "9", "total": "10"}, points="0.9", version=1, at=at,
            person_id=0, person="Cán bộ", unit="Xã",
        )
        for leaf in leaf_numbers()
    )  # fmt: skip


def main(communes: int, count: int) -> None:
    """Fill the database, and say what is in it; in one commune more than asked for, the statements are counted."""
    with transaction.atomic():
        cycle = round_of(communes + 1)
        units = list(Unit.objects.filter(kind=Kind.COMMUNE).order_by("pk"))
        people, (counted,) = clerks(units[:-1], count), clerks(units[-1:], 1)
    ready_for_pages()
    last = people[-1]
    address = f"/tu-cham/{cycle.year}/{last['unit']}/"
    empty = queries_of(address, last["session"])
    fill(last["unit"])
    queries = {"no": empty, "a hundred": queries_of(address, last["session"])}
    told = {"year": cycle.year, "clerks": people, "leaves": leaf_numbers(), "queries": queries}
    print(json.dumps(told | {"statements": statements_of_acts(cycle.year, counted, leaf_numbers()[0])}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
