"""What of this room can never change: scores and corrections of a closed cycle, corrections that were made or decided.
And what is played against the log."""

from __future__ import annotations

from cchc.audit.frozen import Frozen
from cchc.audit.models import Entry
from cchc.audit.played import Played, States, Unplayable
from cchc.core.words.messages import Message
from cchc.cycles.kept import CLOSED, OF_A_PARTICIPANT
from cchc.intake.models import StagedFile
from cchc.scores.actions import APPLIED, POINTS, UNDONE, difference_hash
from cchc.scores.models import Correction, Score, Stage
from cchc.scores.queries.imports import changes_of

FROZEN = (
    Frozen("scores_score", when=CLOSED, insert=CLOSED, formerly=("results_score",)),
    Frozen(
        "scores_correction",
        when=f"{OF_A_PARTICIPANT} OR {{row}}.effect IS NOT NULL OR {{row}}.state NOT IN ('waiting', 'made')",
        insert=OF_A_PARTICIPANT,
    ),
)


def _imported(entry: Entry, scores: States) -> States:
    """What an import, applied or taken back, made of the scores. The entry holds the hash of its stored difference."""
    if entry.verb not in (APPLIED, UNDONE):
        return {}
    number = entry.facts["import"]
    score_import = StagedFile.objects.filter(pk=number, kind=POINTS).first()
    if score_import is None:
        raise Unplayable(
            Message("Import {number}: the log tells of it, the tables do not hold it.", number=number)
        )
    if difference_hash(score_import) != entry.facts["difference"]:
        raise Unplayable(
            Message("Import {number}: its cells are not those that the log tells of.", number=number)
        )
    told: States = {}
    left = set(
        entry.facts.get("left", ())
    )  # what waits for a second person is told by the entry of that person
    for change in changes_of(score_import):
        key = f"{change.participant}/{change.leaf}"
        if key in left:
            continue
        what = change.new if entry.verb == APPLIED else change.old
        version = (scores.get(key) or {"version": 0})["version"] + 1
        told[key] = {
            "stage": Stage.DECIDED.value,
            "points": what.points,
            "figures": what.figures or None,
            "version": version,
        }
    return told


# A score is known by its unit and leaf while there is one stage: entries name it so.
PLAYED = (
    Played(
        code="results.score",
        words=Message("Score"),
        model=Score,
        fields=("stage", "points", "figures", "version"),
        key=("participant_id", "leaf"),
        values_by=_imported,
    ),
    Played(
        code="results.correction",
        words=Message("Correction"),
        model=Correction,
        fields=("participant_id", "kind", "state", "cells", "reason"),
    ),
)
