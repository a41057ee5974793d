"""What of this room can never change: the scores of a closed cycle, every index run, and what an applied import
changed."""

from cchc.audit.frozen import Frozen
from cchc.cycles.kept import CLOSED

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
