# ruff: noqa: E402 - Django is set up before anything of ours is imported
"""Fill an installation: communes that handed in sheets of a hundred leaves, and appraisers who are signed in and share
the leaves among themselves.

Run as `python -m benchmarks.rounds.appraised COMMUNES APPRAISERS`; prints what the browsers need, as JSON. `stands`
tells afterwards what is there.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

import django

django.setup()

from benchmarks.measuring.hundred import leaf_numbers
from benchmarks.rounds.prepared import PHASES, clerks, ready_for_pages, round_of, session_of
from django.db import transaction

from cchc.appraisal.actions.appraising import APPRAISED, add_up
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.queries.held import WITH_SET, held_appraisal
from cchc.audit.models import Entry
from cchc.scores.models import Score, Stage
from tests.builders import a_work_plan, all_handed_in, an_appraiser

FIGURES = {"figures": {"done": "9", "total": "10"}}
SUMS = ("points", "taken", "pending", "given", "provisional", "leaves")


def units_with_wrong_sums() -> list[int]:
    """The units whose running sums are not those that follow from their appraisals; they are put right."""
    wrong = []
    for row in UnitAppraisal.objects.select_related(*WITH_SET):
        before = [getattr(row, name) for name in SUMS]
        add_up(held_appraisal(row))
        if before != [getattr(row, name) for name in SUMS]:
            wrong.append(row.participant.unit_id)
    return wrong


def stands() -> dict[str, Any]:
    """What is there: by unit and leaf the figure or points that were given, its version, how many acts on it are in the
    log, and whether its score says the same; and the units whose sums are wrong."""
    acts = Counter(
        (row, facts["leaf"])
        for row, facts in Entry.objects.filter(verb=APPRAISED).values_list("subject_id", "facts")
    )
    first = Score.objects.filter(stage=Stage.FIRST_APPRAISAL)
    scores = {(one.participant_id, one.leaf): (one.points, one.figures) for one in first}
    cells = {}
    for one in Appraisal.objects.select_related("of__participant"):
        participant, figures = one.of.participant, one.figures or {}
        of_score = ("", figures) if figures else (one.points, None)
        cells[f"{participant.unit_id}/{one.leaf}"] = [
            figures.get("done") or one.points,
            one.version,
            acts[str(one.of_id), one.leaf],
            scores.get((participant.pk, one.leaf)) == of_score,
        ]
    return {"cells": cells, "wrong sums": units_with_wrong_sums()}


def main(communes: int, count: int) -> None:
    """Fill the database, and say what is in it."""
    with transaction.atomic():
        cycle = round_of(communes, PHASES | {"appraisal": "Thẩm định"})
        all_handed_in(cycle, dict.fromkeys(leaf_numbers(), FIGURES))
        members = [an_appraiser(f"Cơ quan thẩm định số {number}") for number in range(count)]
        a_work_plan(cycle, *members, nodes=tuple(leaf_numbers()))
        units_with_wrong_sums()  # counts their leaves
        one = cycle.participants.order_by("place")[0].unit
        (clerk,) = clerks([one], 1)
    ready_for_pages()
    people = [
        {"session": session_of(member.person), "own": leaf_numbers()[place::count]}
        for place, member in enumerate(members)
    ]
    units = list(cycle.participants.order_by("place").values_list("unit_id", flat=True))
    told = {"year": cycle.year, "set": cycle.sets.get().pk, "units": units, "people": people}
    print(json.dumps(told | {"clerk": clerk["session"]}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
