"""What of this room can never change: the scores of a closed cycle, every index run, and what an applied import
changed. And what is played against the log."""

from __future__ import annotations

from cchc.audit.frozen import Frozen
from cchc.audit.models import Entry
from cchc.audit.played import Played, States, Unplayable
from cchc.core.messages import Message
from cchc.cycles.kept import CLOSED
from cchc.results.actions import APPLIED, UNDONE, difference_hash
from cchc.results.models import Score, ScoreImport
from cchc.results.queries.imports import changes_of

OF_A_RUN = (
    "(SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM results_indexrun WHERE id = {row}.run_id)) "
    "= 'closed'"
)
OF_A_UNIT = (
    "(SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM results_indexrun WHERE id = "
    "(SELECT run_id FROM results_unitindex WHERE id = {row}.unit_index_id))) = 'closed'"
)

FROZEN = (
    Frozen("results_score", when=CLOSED, insert=CLOSED),
    Frozen("results_indexrun", insert=CLOSED),
    Frozen("results_unitindex", free=("participant_id", "cycle_set_id"), insert=OF_A_RUN),
    Frozen("results_domainindex", insert=OF_A_UNIT),
    Frozen(
        "results_scoreimport",
        when="{row}.applied_at IS NOT NULL",
        free=("undone_at", "undone_by"),
    ),
)


def _imported(entry: Entry, scores: States) -> States:
    """What an import, applied or taken back, made of the scores. The entry holds the hash of its stored difference."""
    if entry.verb not in (APPLIED, UNDONE):
        return {}
    number = entry.facts["import"]
    score_import = ScoreImport.objects.filter(pk=number).first()
    if score_import is None:
        raise Unplayable(
            Message("Import {number}: the log tells of it, the tables do not hold it.", number=number)
        )
    if difference_hash(score_import) != entry.facts["difference"]:
        raise Unplayable(
            Message("Import {number}: its cells are not those that the log tells of.", number=number)
        )
    told: States = {}
    for change in changes_of(score_import):
        key = f"{change.participant}/{change.leaf}"
        what = change.new if entry.verb == APPLIED else change.old
        version = (scores.get(key) or {"version": 0})["version"] + 1
        told[key] = {"points": what.points, "figures": what.figures or None, "version": version}
    return told


PLAYED = (
    Played(
        code="results.score",
        words=Message("Score"),
        model=Score,
        fields=("points", "figures", "version"),
        key=("participant_id", "leaf"),
        told=_imported,
    ),
)
