"""Real processes: the server is killed while appraisers save and while points are made final. What was acknowledged is
there, and nothing is there by half."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from benchmarks.torturing import appraisals, final
from benchmarks.torturing.browser import Browser, Tally

from tests.documents.sending import Server, serving
from tests.installation import PATIENCE, Installation, copied, until

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals"),
]

UNITS = 3
STYLES = """
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)  # pages name their styles by content
"""


@pytest.fixture
def server(untouched: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("killed")
    with copied(untouched, folder) as installation, serving(installation) as server:
        yield server


def complaints(installation: Installation) -> str:
    """What the log, played against all rows, finds."""
    verified = installation.cchc("verify")
    said, complaint = verified.communicate(timeout=PATIENCE)
    return said + complaint if verified.returncode else ""


def test_every_acknowledged_appraisal_is_there_when_the_server_was_killed(server: Server) -> None:
    prepared, tally, ended = json.loads(server.installation.say(appraisals.ROUND)), Tally(), threading.Event()
    given = {leaf: appraisals.Given() for leaf in appraisals.LEAVES}
    with ThreadPoolExecutor(len(given)) as pool:
        works = [
            pool.submit(
                appraisals.appraise, Browser(server.port, session, tally), leaf, prepared, given[leaf], ended
            )
            for leaf, session in zip(given, prepared["sessions"], strict=True)
        ]
        try:
            until(lambda: len(appraisals.cells_of(given)) >= 3)
            server.kill()
            told = len(appraisals.cells_of(given))
            server.start()
            until(lambda: len(appraisals.cells_of(given)) >= max(told, 8))
        finally:
            ended.set()
        for one in works:
            one.result()
    assert (tally.unanswered > 0, tally.refused) == (True, [])
    stands = json.loads(server.installation.say(appraisals.STANDS))
    assert not any(appraisals.disorder(given, stands).values())
    assert complaints(server.installation) == ""


def test_points_are_made_final_and_undone_wholly_or_not_at_all(server: Server) -> None:
    year, session = server.installation.say(STYLES + final.A_ROUND.format(units=UNITS)).split()
    stands = final.look(server.installation)
    for number in range(2):
        secretary = Browser(server.port, session, Tally())
        with ThreadPoolExecutor(1) as pool:
            acting = pool.submit(final.send_next, secretary, year, stands)
            until(lambda one=secretary: one.tally.statuses[200] > 0)  # the form is open
            time.sleep(0.08 * number)  # in the act, or behind it
            server.kill()
            killed = final.look(server.installation)
            assert killed.is_whole(UNITS)
            server.start()
            acknowledged = acting.result()
        before, stands = stands, final.look(server.installation)
        assert stands.is_whole(UNITS)
        assert stands.acts - before.acts in ((1,) if acknowledged else (0, 1))
    assert final.send_next(Browser(server.port, session, Tally()), year, stands)
    assert complaints(server.installation) == ""
