"""The end of a round of 170 units × 100 leaves in a database: results by a stage, the agenda, the final act.

Every leaf was handed in and appraised, one in six of them lower than claimed. Pages are asked by Django's test client;
judged are ratios to the page of the stored ranking, and the seconds of what a person waits for once. Run by
`make bench`, or `.venv/bin/python benchmarks/whole_round.py [UNITS]`.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.appraising import FIGURES, a_round, looking, signed_in
from benchmarks.measuring.aims import judge
from benchmarks.measuring.databases import INSIDE, page_time, run_on_both
from benchmarks.measuring.hundred import leaf_numbers
from django.core.management import call_command
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext, override_settings

from cchc.access.permissions import Role
from cchc.appraisal.models import UnitAppraisal
from cchc.council.actions.agenda import compute_agenda
from cchc.council.actions.finishing import final_content, final_seal, make_final
from cchc.council.actions.sitting import close_session
from cchc.council.models import CouncilSession
from cchc.council.queries.final import final_cells
from cchc.council.queries.minutes import minutes_content, minutes_seal
from cchc.cycles.models import Cycle
from cchc.cycles.queries import address_of
from cchc.results.actions import recompute_for_scores
from cchc.scores.consequences import Occasion
from cchc.scores.models import Origin, Score, Stage
from tests.builders import a_council, a_member, a_sitting_session, all_handed_in, an_actor, secretary_of

ROUNDS = 5
OF_A_RANKING = 3  # times the page of the stored ranking, once it was computed
MOST_SECONDS = 10.0


def appraised(cycle: Cycle) -> None:
    """Every leaf of every unit of a cycle is handed in, appraised, and its result sent: rows in bulk."""
    all_handed_in(cycle, dict.fromkeys(leaf_numbers(), FIGURES))
    UnitAppraisal.objects.update(state=UnitAppraisal.State.SENT)
    chance = random.Random(170)  # made-up figures, the same in every run; nothing secret
    rows = []
    for participant in cycle.participants.all():
        for leaf in leaf_numbers():
            claimed = chance.randint(60, 100)
            given = claimed - (chance.randint(1, 30) if chance.random() < 1 / 6 else 0)
            for stage, done in ((Stage.SELF_SCORE, claimed), (Stage.FIRST_APPRAISAL, given)):
                figures = {"done": str(done), "total": "100"}
                origin = Origin.SELF_SCORED if stage == Stage.SELF_SCORE else Origin.APPRAISED
                rows.append(
                    Score(
                        cycle=cycle,
                        participant=participant,
                        leaf=leaf,
                        stage=stage,
                        figures=figures,
                        origin=origin,
                    )
                )
    Score.objects.bulk_create(rows, batch_size=2000)
    recompute_for_scores(cycle=cycle, occasion=Occasion.IMPORT)


def taken(what: str, act: Callable[[], object]) -> float:
    """Do something once; returns its processor seconds in this process, and prints them with the time that passed."""
    reset_queries()  # else the log of statements, which has an end, is full before
    started, passed = time.process_time(), time.monotonic()
    with CaptureQueriesContext(connection) as asked:
        act()
    seconds, waited = time.process_time() - started, time.monotonic() - passed
    inside = sum(float(one["time"]) for one in asked)
    print(
        f"  {what}: {seconds:.1f} s ({waited:.1f} s passed), {len(asked)} statements, {inside:.1f} s in them"
    )
    return seconds


def main(size: int) -> bool:
    """Fill a database of its own and measure; whether all aims are kept."""
    call_command("migrate", verbosity=0)
    cycle = a_round(size, date.today().year)
    appraised(cycle)
    at = "/ket-qua/" + "/".join(map(str, address_of(cycle)))
    reader = signed_in(a_member(Role.AUDITOR))
    print(f"as of {date.today():%d/%m/%Y}, {connection.vendor}, {size} units × {len(leaf_numbers())} leaves")
    stored = page_time(looking(reader, f"{at}/"), ROUNDS)
    asked = {
        "ranking by the self-scores": f"{at}/?giai_doan=self_score",
        "unit by the self-scores": f"{at}/don-vi/{cycle.participants.all()[0].unit_id}/?giai_doan=self_score",
        "gap": f"{at}/chenh-lech/",
    }
    print(f"  the stored ranking {stored:.0f} ms")
    kept = []
    for what, address in asked.items():
        taken(f"{what}, the first time", looking(reader, address))
        kept.append(
            judge(
                f"{what}, times the stored ranking",
                page_time(looking(reader, address), ROUNDS) / stored,
                OF_A_RANKING,
            )
        )
    session = a_sitting_session(cycle, a_council())
    by = secretary_of(session)
    kept.append(
        judge("agenda", taken("agenda", lambda: compute_agenda(by=by, session=session)), MOST_SECONDS, " s")
    )
    page = f"/hoi-dong/{cycle.year}/phien/{session.number}/"
    print(
        f"  page of a session with {session.items.count()} items: {page_time(looking(reader, page), ROUNDS):.0f} ms"
    )
    session = CouncilSession.objects.select_related("cycle__province").get(pk=session.pk)
    closing = taken(
        "closing the session with its minutes",
        lambda: close_session(by=by, session=session, seen=minutes_seal(minutes_content(session))),
    )
    kept.append(judge("closing the session with its minutes", closing, MOST_SECONDS, " s"))
    seen = final_seal(final_content(final_cells(cycle)))
    act = taken("final act", lambda: make_final(by=an_actor(Role.COUNCIL_SECRETARY), cycle=cycle, seen=seen))
    return all([*kept, judge("final act", act, MOST_SECONDS, " s")])


if __name__ == "__main__":
    if INSIDE not in sys.argv:
        sys.exit(run_on_both(*sys.argv))
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    with override_settings(ROOT_URLCONF="benchmarks.rounds.urls"):
        sys.exit(0 if main(*(numbers or [170])) else 1)
