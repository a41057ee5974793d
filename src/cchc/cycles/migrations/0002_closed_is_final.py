"""A closed cycle stays as it was: its own row, its phases, its sets, its participants, what did not apply."""

from django.db import migrations

from cchc.audit.immutable import Immutable

CLOSED = "(SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed'"
OF_A_PARTICIPANT = (
    "(SELECT state FROM cycles_cycle WHERE id = "
    "(SELECT cycle_id FROM cycles_participant WHERE id = OLD.participant_id)) = 'closed'"
)


class Migration(migrations.Migration):
    """Triggers of the room."""

    dependencies = [("cycles", "0001_initial")]

    operations = [
        Immutable("cycles_cycle", when="OLD.state = 'closed'"),
        Immutable("cycles_phase", when=CLOSED, insert=True),
        Immutable("cycles_cycleset", when=CLOSED, insert=True),
        Immutable("cycles_participant", when=CLOSED, insert=True),
        Immutable("cycles_notapplicable", when=OF_A_PARTICIPANT, insert=True),
    ]
