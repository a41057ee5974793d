"""Runs are only added; what an applied import changed stays as it was."""

from django.db import migrations

from cchc.audit.immutable import Immutable


class Migration(migrations.Migration):
    """Triggers of the room."""

    dependencies = [("results", "0001_initial")]

    operations = [
        Immutable("results_indexrun"),
        Immutable(
            "results_unitindex",
            columns=(
                "run_id",
                "name",
                "code",
                "peer_group",
                "place",
                "points",
                "maximum",
                "exact",
                "printed",
                "rank",
                "grade",
            ),
        ),
        Immutable("results_domainindex"),
        Immutable(
            "results_scoreimport",
            when="OLD.applied_at IS NOT NULL",
            columns=("cycle_set_id", "file_id", "counts", "difference", "applied_at"),
        ),
    ]
