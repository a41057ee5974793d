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
        cell = f"{change.participant}/{change.leaf}"
        if cell in left:
            continue
        what = (change.new if entry.verb == APPLIED else change.old).as_decided()
        version = 1 + max((scores.get(f"{cell}/{stage}") or {"version": 0})["version"] for stage in Stage)
        told[f"{cell}/{Stage.DECIDED.value}"] = {
            "stage": Stage.DECIDED.value,
            "points": what.points,
            "figures": what.figures or None,
            "version": version,
        }
    return told


def _with_stage(key: str) -> str:
    """Return a key of a score with its stage: entries from when there was one stage leave it out."""
    return key if key.rpartition("/")[2] in Stage.values else f"{key}/{Stage.DECIDED.value}"


PLAYED = (
    Played(
        code="results.score",
        words=Message("Score"),
        model=Score,
        fields=("stage", "points", "figures", "version"),
        key=("participant_id", "leaf", "stage"),
        key_now=_with_stage,
        values_by=_imported,
    ),
    Played(
        code="results.correction",
        words=Message("Correction"),
        model=Correction,
        fields=("participant_id", "kind", "state", "cells", "reason"),
    ),
)
