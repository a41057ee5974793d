"""Twenty appraisers at once for a minute, on both databases: how long they wait, what is refused, and whether each
appraisal that was acknowledged is there, in the log and in the scores, once.

A hundred communes handed in a hundred leaves each; every appraiser has five of these leaves, and all begin with the
same commune, so that they wait for each other's sums. An appraisal is measured alone beside the least page that saves
something, then at once with the others, in the same run. Loopback only, in temporary folders; the browsers run on the
same processors as the server. Run by `make bench`, or
`.venv/bin/python benchmarks/appraisers.py [--seconds 60] [--appraisers 20] [--database sqlite]`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge
from benchmarks.rounds.clients import Appraiser, Person, Waits, at_work, statuses_of, together
from benchmarks.rounds.running import DATABASES, on_databases, running

from tests.installation import Installation

COMMUNES = 100
PAUSE = 4  # seconds: the longest between two acts of an appraiser who works by keyboard
ALONE = 40  # times that one appraiser saves while nobody else does anything
ACTS = (Appraiser.save, Appraiser.correct, Appraiser.read_criterion, Appraiser.read_unit)
SHARES = (60, 20, 10, 10)  # of a hundred acts
MOST_WAIT = 1000  # milliseconds within which 95 of 100 answers come
STANDS = "import json; from benchmarks.rounds.appraised import stands; print(json.dumps(stands()))"


def choose(_appraiser: Appraiser, chance: random.Random) -> Callable[[Appraiser], bool]:
    """What an appraiser does next."""
    return chance.choices(ACTS, SHARES)[0]


def at_browsers(prepared: dict[str, Any], port: int) -> list[Appraiser]:
    """Each appraiser."""
    where = prepared["year"], prepared["set"], prepared["units"]
    return [Appraiser(port, one["session"], *where, one["own"]) for one in prepared["people"]]


def whole(installation: Installation, appraisers: list[Appraiser]) -> Iterator[bool]:
    """Whether all that was acknowledged stands, once."""
    found = json.loads(installation.say(STANDS))
    kept = {f"{unit}/{leaf}": what for one in appraisers for (unit, leaf), what in one.kept.items()}
    stored = {cell: found["cells"].get(cell, (None, 0, 0, False)) for cell in kept}
    differ = [cell for cell, (_figure, _version, _acts, same) in stored.items() if not same]
    print(f"  {'acknowledged':<44} {sum(one.saved for one in appraisers)} appraisals of {len(kept)} cells")
    yield judge("acknowledged and lost", sum(stored[one][0] != kept[one][0] for one in kept), 0)
    yield judge("acknowledged and doubled", sum(stored[one][1] != kept[one][1] for one in kept), 0)
    yield judge("not once in the log", sum(stored[one][2] != kept[one][1] for one in kept), 0)
    yield judge("appraised though nobody was told so", len(found["cells"].keys() - kept), 0)
    yield judge("scores that say something else", len(differ), 0)
    yield judge("units whose sums are wrong", len(found["wrong sums"]), 0)


def alone(appraiser: Appraiser, clerk: Person) -> tuple[Waits, Waits]:
    """An appraisal saved while nobody else does anything, and the least page that saves something."""
    for one, act in ((appraiser, Appraiser.save), (clerk, Person.insert)):
        together([one], act, 1)
    return together([appraiser], Appraiser.save, ALONE), together([clerk], Person.insert, ALONE)


def measured(seconds: float, count: int, busy_elsewhere: Callable[[], float]) -> bool:
    """Measure on the database of the environment; whether every aim is kept. `busy_elsewhere` are the processor seconds
    of a database that is a server of its own."""
    with running("appraised", COMMUNES, count) as (installation, service, prepared):
        appraisers = at_browsers(prepared, service.port)
        saving, least = alone(appraisers[-1], Person(service.port, prepared["clerk"]))
        print(
            f"  {'an appraisal, nobody else at work':<44} {saving.middle / least.middle:.2f} times the least"
        )
        print(f"  {'':<44} {saving}\n  {'':<44} least: {least}", flush=True)
        before = service.processor_seconds("web") + busy_elsewhere()
        waits = at_work(appraisers, choose, seconds=seconds, pause=PAUSE)
        busy = service.processor_seconds("web") + busy_elsewhere() - before
        print(f"  {f'{count} appraisers at once, {seconds:.0f} s':<44} {waits}")
        p95 = waits.percentile(95)
        print(f"  {'p95, beside an appraisal alone':<44} {p95 / saving.middle:.2f} times")
        print(f"  {'processor time of an answer':<44} {busy / len(waits.milliseconds) * 1000:.0f} ms")
        print(f"  {'answers by status':<44} {statuses_of(appraisers)}")
        for what, memory in service.memory():
            print(f"  {what:<44} {memory}")
        return all(
            [
                judge("answers refused", waits.refused + saving.refused, 0),
                judge("p95 of an answer", p95, MOST_WAIT, " ms"),
                *whole(installation, appraisers),
            ]
        )


def main() -> int:
    """Measure on SQLite, then on a PostgreSQL of our own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--appraisers", type=int, default=20)
    parser.add_argument("--database", choices=DATABASES)
    asked = parser.parse_args()
    return on_databases(partial(measured, asked.seconds, asked.appraisers), asked.database)


if __name__ == "__main__":
    sys.exit(main())
