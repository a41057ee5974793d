"""The scores of a closed cycle stay as they were."""

from django.db import migrations

from cchc.audit.immutable import Immutable


class Migration(migrations.Migration):
    """Triggers of the room."""

    dependencies = [("results", "0002_immutable"), ("cycles", "0002_closed_is_final")]

    operations = [
        Immutable(
            "results_score",
            when="(SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed'",
            insert=True,
        ),
    ]
