"""Real processes: the server is killed while clerks save and while heads hand in. What was acknowledged is there, and
nothing is there by half."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from benchmarks.torturing.browser import URLENCODED, Browser, Tally

from tests.documents.sending import Server, serving
from tests.installation import PATIENCE, Installation, copied, until

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals"),
]

CLERKS, HEADS = 2, 3
TIMES = 2  # that the server is killed while clerks save
SHEETS = f"""
import json
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from cchc.access.permissions import Role
from cchc.units.models import Kind
from tests import builders
from tests.acts.sheets import an_open_sheet, the_province

def session(role, unit, number):
    client = Client()
    client.force_login(builders.a_member(role, unit=unit, username=f"thu-{{role.value}}-{{number}}").person)
    return client.cookies["sessionid"].value

call_command("collectstatic", interactive=False, verbosity=0)  # pages name their styles by content
told = []
for number in range({CLERKS + HEADS}):
    unit = builders.a_unit(f"Sở thử {{number}}", Kind.DEPARTMENT, parent=the_province())
    cycle = an_open_sheet(unit).participant.cycle
    sheet = builders.a_filled_sheet(cycle, now=timezone.now())
    told.append({{
        "address": f"/tu-cham/{{cycle.year}}/{{unit.pk}}/",
        "pk": sheet.pk,
        "participant": sheet.participant_id,
        "clerk": session(Role.UNIT_CLERK, unit, number),
        "head": session(Role.UNIT_HEAD, unit, number),
    }})
builders.files_behind_documents()
print(json.dumps(told))
"""
STANDS = """
SELECT state,
    (SELECT count(*) FROM self_scoring_sheetsubmission WHERE sheet_id = sheet.id),
    (SELECT count(*) FROM scores_score WHERE participant_id = sheet.participant_id AND stage = 'self_score'),
    (SELECT count(*) FROM audit_entry WHERE verb = 'self_scoring.submitted' AND subject_id = %s)
FROM self_scoring_unitsheet AS sheet WHERE id = %s
"""
NOT_YET, HANDED_IN = ("filling", 0, 0, 0), ("submitted", 1, 5, 1)
Execute = Callable[..., list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled sheet: its page, its id and that of its participant, the sessions of its clerk and of its head."""

    address: str
    pk: int
    participant: int
    clerk: str
    head: str

    def stands(self, execute: Execute) -> tuple[Any, ...]:
        """Its state, and how many submissions, self-scores and records of handing in there are."""
        (row,) = execute(STANDS, [str(self.pk), self.pk])
        return row


@pytest.fixture(scope="module")
def server(untouched: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("killed")
    with copied(untouched, folder) as installation, serving(installation) as server:
        yield server


@pytest.fixture(scope="module")
def sheets(server: Server) -> list[Filled]:
    return [Filled(**one) for one in json.loads(server.installation.say(SHEETS))]


def planned(execute: Execute, sheet: Filled) -> tuple[int, int]:
    """The figure that a clerk types, as it is stored, and the version of its answer."""
    query = "SELECT figures, version FROM self_scoring_answer WHERE sheet_id = %s AND leaf = '1.1'"
    ((figures, version),) = execute(query, [sheet.pk])
    told = json.loads(figures) if isinstance(figures, str) else figures
    return int(told["planned"]), version


def test_every_saved_cell_is_there_when_the_server_was_killed(server: Server, sheets: list[Filled]) -> None:
    acknowledged: dict[str, int] = {}
    ended = threading.Event()

    def fill(sheet: Filled, version: int) -> int:
        """Type one figure after the other; each is sent until it is answered. How often no answer came."""
        clerk, figure, unanswered = replace(server, session=sheet.clerk), 100, 0
        while not ended.is_set():
            typed = {"field": "figure-planned", "value": str(figure), "version": version, "age": 0}
            try:
                told = clerk.ask(
                    "POST", f"{sheet.address}muc/1.1/luu/", urlencode(typed).encode(), URLENCODED
                )
            except OSError:
                unanswered += 1
                time.sleep(0.1)
            else:
                acknowledged[sheet.address], version = figure, told["version"]
                figure += 1
        return unanswered

    with server.installation.connected() as execute:
        begun = {sheet: planned(execute, sheet)[1] for sheet in sheets[:CLERKS]}
    with ThreadPoolExecutor(CLERKS) as pool:
        filling = [pool.submit(fill, *one) for one in begun.items()]
        try:
            for turn in range(1, TIMES + 1):
                while min(acknowledged.get(sheet.address, 0) for sheet in begun) < 100 + 5 * turn:
                    assert not any(one.done() for one in filling)
                    time.sleep(0.02)
                server.kill()
                told = dict(acknowledged)
                with server.installation.connected() as execute:
                    for sheet in begun:
                        stored, _version = planned(execute, sheet)
                        # what was sent last may be there without its answer
                        assert stored - told[sheet.address] in (0, 1)
                server.start()
        finally:
            ended.set()
    assert sum(one.result() for one in filling) > 0
    with server.installation.connected() as execute:
        for sheet, version in begun.items():
            figure, now = planned(execute, sheet)
            assert (figure, now - version) == (acknowledged[sheet.address], figure - 99)


def test_a_sheet_is_handed_in_once_and_whole_or_not_at_all(server: Server, sheets: list[Filled]) -> None:
    for number, sheet in enumerate(sheets[CLERKS:]):
        head = Browser(server.port, sheet.head, Tally())
        form = (f"{sheet.address}chot/", {"confirmed": "on"}, None, threading.Event())
        with ThreadPoolExecutor(1) as pool:
            handed_in = pool.submit(head.send, *form)
            until(partial(head.tally.statuses.get, 200, 0))
            time.sleep(0.06 * number)  # before the act, in it, or behind it
            server.kill()
            with server.installation.connected() as execute:
                assert sheet.stands(execute) in (NOT_YET, HANDED_IN)
            server.start()
            acknowledged = handed_in.result()
        with server.installation.connected() as execute:
            assert sheet.stands(execute) in ((HANDED_IN,) if acknowledged else (NOT_YET, HANDED_IN))
            if sheet.stands(execute) == NOT_YET:  # the same form is not taken twice; the head opens it again
                assert head.send(*form)
            assert sheet.stands(execute) == HANDED_IN
    verified = server.installation.cchc("verify")
    said, complaint = verified.communicate(timeout=PATIENCE)
    assert verified.returncode == 0, said + complaint
