"""kill -9 of the web server, the worker, the database and one connection of it, at any moment of the act that makes
points final and of the one that undoes it: each has happened wholly, scores, index and log, or not at all; and what the
secretary was told is done is done, once.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from benchmarks.torturing.browser import Browser, Tally
from benchmarks.torturing.service import PostgreSQL, Service
from benchmarks.torturing.storm import (
    Figures,
    killed,
    on_both_databases,
    open_transactions,
    strike,
    victims,
    wait_for,
)

from tests.installation import Installation

UNITS = 12
OF_A_UNIT = 6  # leaves
A_ROUND = """
from django.test import Client
from django.utils import timezone
from cchc.access.permissions import Role
from tests import builders
cycle = builders.a_whole_round([f"Sở thứ {{place}}" for place in range({units})], around=timezone.localdate())
builders.all_appraised(cycle, now=timezone.now())
builders.files_behind_documents()
client = Client()
client.force_login(builders.a_member(Role.COUNCIL_SECRETARY, unit=builders.a_unit("Văn phòng Hội đồng")).person)
print(cycle.year, client.cookies["sessionid"].value)
"""
STANDS = """
SELECT (SELECT count(*) FROM council_finalpoints), (SELECT count(*) FROM council_finalundoing),
    (SELECT count(*) FROM audit_entry WHERE verb = 'council.made_final'),
    (SELECT count(*) FROM audit_entry WHERE verb = 'council.final_undone'),
    (SELECT count(*) FROM results_indexrun WHERE cause = 'final'),
    (SELECT count(*) FROM scores_score WHERE origin = 'council' AND (points <> '' OR figures IS NOT NULL))
"""


class Stands(NamedTuple):
    """How many acts made points final and undid it, as they are stored and as the log has them; index runs because of
    them; and the scores that are final."""

    made: int
    undone: int
    told_made: int
    told_undone: int
    runs: int
    scores: int

    @property
    def acts(self) -> int:
        """All acts."""
        return self.made + self.undone

    @property
    def is_final(self) -> bool:
        """Whether the points are final."""
        return self.made > self.undone

    def is_whole(self, units: int) -> bool:
        """Whether every act has its entry in the log and its index run, and the scores are final wholly or not at all.

        What is final since a points file decided it stays as the file wrote it: one leaf of each unit.
        """
        return (
            self.made - self.undone in (0, 1)
            and (self.told_made, self.told_undone) == (self.made, self.undone)
            and self.runs == self.acts
            and self.scores == (units * (OF_A_UNIT - 1) if self.is_final else 0)
        )


def look(installation: Installation) -> Stands:
    """Return what stands in the database."""
    with installation.connected() as execute:
        (row,) = execute(STANDS)
        return Stands(*row)


def send_next(browser: Browser, year: str, stands: Stands) -> bool:
    """Make the points final, or no longer, whichever is next; whether the secretary was told that it is done."""
    address = f"/hoi-dong/{year}/ket-qua-cuoi-cung/"
    if stands.is_final:
        return browser.send(f"{address}thu-hoi/", {"reason": "Rà soát"}, None, threading.Event())
    return browser.send(address, {}, None, threading.Event())


def torture(seconds: float) -> Iterator[tuple[str, Figures, bool]]:
    """For each database: its name, the figures, and whether every act was whole."""
    yield from on_both_databases(seconds, storm)


def storm(
    installation: Installation, service: Service, server: PostgreSQL | None, seconds: float
) -> tuple[Figures, bool]:
    """Make points final and undo it, something killed each time after a random while, for `seconds`."""
    year, session = installation.say(A_ROUND.format(units=UNITS)).split()
    wait_for(service)
    browser, drawn, kills = Browser(service.port, session, Tally()), random.Random(7), Counter[str]()
    for _turn in range(3):  # made, undone, made again: the first time is longer than any after it
        began = time.monotonic()
        assert send_next(browser, year, look(installation)), "it cannot be done though nothing was killed"
        longest = time.monotonic() - began
    until, stands = time.monotonic() + seconds, look(installation)
    torn = [stands] if not stands.is_whole(UNITS) else []
    told, lost, silent, within = 3, 0, 0, 0
    for victim in victims(server):
        if time.monotonic() > until and kills:
            break
        opened = browser.tally.statuses[200]
        with ThreadPoolExecutor(1) as pool:
            acting = pool.submit(send_next, browser, year, stands)
            while browser.tally.statuses[200] == opened and not acting.done():
                time.sleep(0.005)
            time.sleep(drawn.uniform(0, longest))
            within += not acting.done()
            strike(service, server, victim)
            kills[victim] += 1
            wait_for(service)
            done = acting.result()
        before, stands = stands, look(installation)
        torn += [] if stands.is_whole(UNITS) else [stands]
        told += done
        lost += done and stands.acts != before.acts + 1
        silent += not done and stands.acts != before.acts
    faults = {
        "half done": torn,
        "done and lost, or doubled": lost,
        "open transactions": open_transactions(installation),
        "broken answers": browser.tally.statuses[500],
        "exit code of cchc verify": installation.cchc("verify").wait(180),
    }
    figures = [
        killed(kills),
        ("of these while the act was at work", str(within)),
        ("acts acknowledged", str(told)),
        ("done though no answer came", str(silent)),
        ("requests without an answer", str(browser.tally.unanswered)),
        (
            "answers",
            ", ".join(f"{status}: {times}" for status, times in sorted(browser.tally.statuses.items())),
        ),
        ("an act that nothing disturbs, with its page", f"{longest:.1f} s"),
        *((what, str(found or 0)) for what, found in faults.items()),
    ]
    return figures, not any(faults.values())
