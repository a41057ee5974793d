"""What units see of each other before a cycle is released becomes a setting of the cycle."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_open_what_is_read_today(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Open the running cycles: their readers have seen everything so far, and nobody has decided otherwise."""
    cycles = apps.get_model("cycles", "Cycle")._base_manager.using(schema_editor.connection.alias)
    cycles.filter(state="open").update(open_to_units=True)


class Migration(migrations.Migration):
    """The column, and its value in the cycles that run."""

    dependencies = [
        ("cycles", "0003_holidays"),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="open_to_units",
            field=models.BooleanField(default=False, verbose_name="open to units"),
        ),
        migrations.RunPython(keep_open_what_is_read_today, migrations.RunPython.noop),
    ]
