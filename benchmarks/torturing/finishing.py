"""kill -9 in the act that makes points final, and in the one that undoes it, again and again, at any moment of it: each
has happened wholly, scores, index and log, or not at all; and what said that it was done is there.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator

from benchmarks.torturing.service import PostgreSQL, Service
from benchmarks.torturing.storm import Figures, on_both_databases

from tests.installation import Installation

UNITS = 40
LONGEST = 3.0  # seconds after its beginning in which the act is killed; a whole one takes less
A_ROUND = """
from tests.builders import a_whole_round
from cchc.appraisal.models import UnitAppraisal
from cchc.criteria.queries import criteria_of
from cchc.scores.models import Score
cycle = a_whole_round([f"Sở thứ {{place:03}}" for place in range({units})])
units = list(cycle.participants.select_related("cycle_set__version"))
leaves = criteria_of(units[0].cycle_set.version).leaves
Score.objects.bulk_create(
    Score(cycle=cycle, participant=unit, leaf=leaf, points="1", origin="appraised",
          stage="decided" if leaf == "2.2" else "first_appraisal")
    for unit in units for leaf in leaves
)
UnitAppraisal.objects.bulk_create(
    UnitAppraisal(participant=unit, stage="first_appraisal", state="sent", submission=1) for unit in units
)
"""
ACT = """
from cchc.access.permissions import Role
from cchc.council.actions.finishing import final_content, final_seal, make_final, undo_final
from cchc.council.queries.final import final_cells, standing_final
from cchc.cycles.models import Cycle
from tests.builders import an_actor
by, cycle = an_actor(Role.COUNCIL_SECRETARY), Cycle.objects.get()
if standing_final(cycle):
    print("begins", flush=True)
    undo_final(by=by, cycle=cycle, reason="Rà soát")
else:
    seen = final_seal(final_content(final_cells(cycle)))
    print("begins", flush=True)
    make_final(by=by, cycle=cycle, seen=seen)
print("done", flush=True)
"""
STANDS = """
import json
from cchc.audit.models import Entry
from cchc.council.models import FinalPoints, FinalUndoing
from cchc.results.models import IndexRun
from cchc.scores.models import Score
made, undone = FinalPoints.objects.count(), FinalUndoing.objects.count()
told = Entry.objects.filter(verb__startswith="council.").count()
runs = IndexRun.objects.filter(cause="final").count()
print(json.dumps([made, undone, told, runs, Score.objects.filter(origin="council").exclude(points="").count()]))
"""


def torture(seconds: float) -> Iterator[tuple[str, Figures, bool]]:
    """For each database: its name, the figures, and whether every act was whole."""
    yield from on_both_databases(seconds, storm)


def storm(
    installation: Installation, service: Service, server: PostgreSQL | None, seconds: float
) -> tuple[Figures, bool]:
    """Make points final and undo it, killed each time after a random while, for `seconds`."""
    installation.say(A_ROUND.format(units=UNITS))
    until, drawn = time.monotonic() + seconds, random.Random(7)
    killed = done = torn = lost = acts = 0
    while time.monotonic() < until or not done:
        spared = killed > 2 * done  # every third one comes to its end, so that both acts are killed in turn
        said = act_killed_after(installation, None if spared else drawn.uniform(0, LONGEST))
        made, undone, told, runs, scores = json.loads(installation.say(STANDS))
        stands = made - undone
        whole = stands in (0, 1) and scores == stands * UNITS * 5 and told == runs == made + undone
        torn += not whole
        lost += said and made + undone == acts
        killed, done, acts = killed + (not said), done + said, made + undone
    figures = [
        ("acts killed before they said that they were done", str(killed)),
        ("acts done", str(done)),
        ("half done", str(torn)),
        ("done and lost", str(lost)),
    ]
    return figures, not (torn or lost) and killed > 0


def act_killed_after(installation: Installation, wait: float | None) -> bool:
    """Begin the act in a process of its own and kill it after so many seconds (None: never); whether it said that it
    was done."""
    process = installation.start("-c", f"import django; django.setup()\n{ACT}")
    assert process.stdout is not None
    begun = process.stdout.readline()
    assert begun.strip() == "begins", begun
    if wait is not None:
        time.sleep(wait)
        process.kill()
    said, _complaint = process.communicate(timeout=300)
    return "done" in said
