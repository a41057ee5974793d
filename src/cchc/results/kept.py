"""What of this room can never change: every index run. And what is played against the log."""

from __future__ import annotations

import hashlib
import json

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played, Values
from cchc.core.words.messages import Message
from cchc.cycles.kept import CLOSED
from cchc.results.models import DomainIndex, IndexRun, UnitIndex

OF_A_RUN = (
    "(SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM results_indexrun WHERE id = {row}.run_id)) "
    "= 'closed'"
)
OF_A_UNIT = (
    "(SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM results_indexrun WHERE id = "
    "(SELECT run_id FROM results_unitindex WHERE id = {row}.unit_index_id))) = 'closed'"
)

FROZEN = (
    Frozen("results_indexrun", insert=CLOSED),
    Frozen(
        "results_unitindex",
        free=("participant_id", "cycle_set_id"),
        free_to=f"NOT ({OF_A_RUN})",
        insert=OF_A_RUN,
    ),
    Frozen("results_domainindex", insert=OF_A_UNIT),
)

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
        fields=("cycle_id", "cause", "stage", "populations"),
        holds=_computed,
    ),
)
