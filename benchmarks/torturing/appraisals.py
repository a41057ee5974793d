"""kill -9 of the web server, the worker, the database and one connection of it in turn, while appraisers save: every
appraisal that was acknowledged is there, once in the log, and its score and the sums of its unit are those of it.

Three appraisers have a leaf each and go from unit to unit, so that they wait for each other; an appraisal is
acknowledged by its new version. Afterwards the whole installation is asked too (`cchc verify`).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

from benchmarks.torturing.browser import Browser, Tally
from benchmarks.torturing.service import PostgreSQL, Service
from benchmarks.torturing.storm import Figures, killed, on_both_databases, open_transactions, rage

from tests.installation import Installation

LEAVES = ("1.1", "1.2", "2.3")
UNITS = 4
ROUND = f"""
import json
from django.test import Client
from django.utils import timezone
from tests import builders

def session(member):
    client = Client()
    client.force_login(member.person)
    return client.cookies["sessionid"].value

names = [f"Sở thứ {{place}}" for place in range({UNITS})]
now = timezone.now()
cycle = builders.a_whole_round(names, around=timezone.localdate())
people = [builders.an_appraiser(f"Cơ quan thẩm định {{place}}") for place in range({len(LEAVES)})]
builders.a_work_plan(cycle, *people, nodes={LEAVES!r})
rows = [builders.to_appraise(builders.a_filled_sheet(cycle, unit=name, now=now), now=now) for name in names]
builders.files_behind_documents()
print(json.dumps({{
    "year": cycle.year,
    "units": [row.participant.unit_id for row in rows],
    "sessions": [session(one) for one in people],
}}))
"""
STANDS = "import json; from benchmarks.rounds.appraised import stands; print(json.dumps(stands()))"


@dataclass
class Given:
    """What an appraiser gave, by the address of the cell: what stands there by what the browser was told, with its
    version, and what was sent and not answered, if anything."""

    acknowledged: dict[str, tuple[str, int]] = field(default_factory=dict)
    sent: tuple[str, str] | None = None

    def allows(self, cell: str, stored: tuple[str, int]) -> bool:
        """Whether what is stored is what was acknowledged, or what was sent behind it."""
        known = self.acknowledged.get(cell, ("", 0))
        further = self.sent is not None and self.sent[0] == cell and stored == (self.sent[1], known[1] + 1)
        return stored == known or further


def torture(seconds: float) -> Iterator[tuple[str, Figures, bool]]:
    """For each database: its name, the figures, and whether all that was acknowledged is there and nothing by half."""
    yield from on_both_databases(seconds, storm)


def storm(
    installation: Installation, service: Service, server: PostgreSQL | None, seconds: float
) -> tuple[Figures, bool]:
    """Appraisers save and something is killed, for `seconds`; then what stands is looked at."""
    prepared, tally = json.loads(installation.say(ROUND)), Tally()
    given = {leaf: Given() for leaf in LEAVES}
    writers = [
        partial(appraise, Browser(service.port, session, tally), leaf, prepared, given[leaf])
        for leaf, session in zip(LEAVES, prepared["sessions"], strict=True)
    ]
    kills = rage(service, server, seconds, writers)
    transactions = open_transactions(installation)
    stands = json.loads(installation.say(STANDS))
    faults = {
        **disorder(given, stands),
        "open transactions": transactions,
        "broken answers": tally.statuses[500],
        "appraisals refused": tally.refused,
        "exit code of cchc verify": installation.cchc("verify").wait(180),
    }
    figures = [
        killed(kills),
        ("appraisals acknowledged", str(sum(version for _cell, version in cells_of(given)))),
        ("requests without an answer", str(tally.unanswered)),
        ("answers", ", ".join(f"{status}: {times}" for status, times in sorted(tally.statuses.items()))),
        ("longest answer", f"{tally.longest:.1f} s"),
        *((what, str(found or 0)) for what, found in faults.items()),
    ]
    return figures, not any(faults.values()) and len(cells_of(given)) > 0


def appraise(
    browser: Browser, leaf: str, prepared: dict[str, Any], given: Given, ended: threading.Event
) -> None:
    """Give one unit after the other less than it claims, round after round; each is sent until it is answered."""
    units = prepared["units"]
    for number in count():
        cell = f"{units[number % len(units)]}/{leaf}"
        value, fields = typed(leaf, number // len(units))
        version = given.acknowledged.get(cell, ("", 0))[1]
        given.sent = (cell, value)
        address = f"/tham-dinh/{prepared['year']}/{cell.replace('/', '/muc/')}/luu/"
        answer = browser.insist(
            address, fields | {"reason-late": "on", "version": str(version), "do": "save"}, ended
        )
        if answer is None:
            return
        given.acknowledged[cell], given.sent = (value, answer["version"]), None


def typed(leaf: str, turn: int) -> tuple[str, dict[str, str]]:
    """What is given in a turn, as it is stored, and the fields that say so: another thing than in the turn before."""
    if leaf == LEAVES[0]:
        done = str(1 + turn % 8)
        return done, {"figure-done": done, "figure-planned": "10"}
    points = ("0.25", "0.5", "0.75")[turn % 3]
    return points, {"points": points.replace(".", ",")}


def cells_of(given: dict[str, Given]) -> list[tuple[str, int]]:
    """Return every cell of which something was acknowledged, with its version."""
    return [(cell, version) for one in given.values() for cell, (_value, version) in one.acknowledged.items()]


def disorder(given: dict[str, Given], stands: dict[str, Any]) -> dict[str, list[Any]]:
    """Return by kind of fault the cells and units in which `stands` is not what was acknowledged, wholly and once."""
    stored = {
        cell: (value, version, acts, same) for cell, (value, version, acts, same) in stands["cells"].items()
    }
    acknowledged = {cell for cell, _version in cells_of(given)}
    return {
        "appraisals lost": sorted(acknowledged - stored.keys()),
        "appraisals half saved or doubled": [
            cell for cell, one in stored.items() if not given[cell.partition("/")[2]].allows(cell, one[:2])
        ],
        "appraisals not once in the log": [cell for cell, one in stored.items() if one[1] != one[2]],
        "scores that say something else": [cell for cell, one in stored.items() if not one[3]],
        "units with wrong sums": stands["wrong sums"],
    }
