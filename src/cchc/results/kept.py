"""What of this room can never change: the scores of a closed cycle, every index run, and what an applied import
changed. And what is played against the log."""

from __future__ import annotations

import hashlib
import json

from cchc.audit.frozen import Frozen
from cchc.audit.models import Entry
from cchc.audit.played import Played, States, Unplayable, Values
from cchc.core.words.messages import Message
from cchc.cycles.kept import CLOSED
from cchc.results.actions import APPLIED, UNDONE, difference_hash
from cchc.results.models import DomainIndex, IndexRun, Score, ScoreImport, UnitIndex
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


FIGURES = ("points", "maximum", "bonus", "pending", "survey", "waiting", "losses")
OF_UNITS = (
    "id",
    "name",
    "code",
    "peer_group",
    "place",
    "penalty",
    "exact",
    "printed",
    "rank",
    "grade",
    *FIGURES,
)
OF_DOMAINS = ("id", "unit_index_id", "place", "number", "name", "block", "loss", *FIGURES)


def _computed(run: IndexRun) -> Values:
    """The hash of all that a run computed: every unit and its domains, in order. The columns are named, so that one
    that comes later leaves older hashes as they are."""
    units = UnitIndex.objects.filter(run=run).order_by("pk").values_list(*OF_UNITS)
    domains = DomainIndex.objects.filter(unit_index__run=run).order_by("pk").values_list(*OF_DOMAINS)
    told = hashlib.sha256()
    for row in (*units, *domains):
        told.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return {"computed": told.hexdigest()}


PLAYED = (
    Played(
        code="results.run",
        words=Message("Index run"),
        model=IndexRun,
        fields=("cycle_id", "cause", "populations"),
        holds=_computed,
    ),
    Played(
        code="results.score",
        words=Message("Score"),
        model=Score,
        fields=("points", "figures", "version"),
        key=("participant_id", "leaf"),
        told=_imported,
    ),
)
