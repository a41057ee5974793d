"""A form that comes back changes a row of few indexes, none of which holds what changes."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def leave_room_for_the_next_state(_apps: Any, editor: Any) -> None:
    """Have PostgreSQL leave room beside each row that is handed out: its next state then costs no index an entry."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE fieldwork_fieldassignment SET (fillfactor = 70)")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_telephone"),
        ("fieldwork", "0008_how_forms_were_filled"),
        ("surveys", "0009_fewer_indexes"),
        ("units", "0004_figures"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="fieldassignment",
            name="fieldwork_assignment_of_person",
        ),
        migrations.AlterField(
            model_name="answerlink",
            name="form_key",
            field=models.CharField(max_length=250),
        ),
        migrations.AlterField(
            model_name="fieldassignment",
            name="survey",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="surveys.survey",
            ),
        ),
        migrations.AddIndex(
            model_name="fieldassignment",
            index=models.Index(fields=["survey", "enumerator"], name="fieldwork_assignment_of_person"),
        ),
        migrations.AddConstraint(
            model_name="answerlink",
            constraint=models.UniqueConstraint(fields=("form_key",), name="fieldwork_link_key_once"),
        ),
        migrations.RunPython(leave_room_for_the_next_state, migrations.RunPython.noop),
    ]
