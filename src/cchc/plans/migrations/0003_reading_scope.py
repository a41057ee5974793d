"""A reading goes on in the name of who handed it in, and that has a scope now: what the role meant when it had none."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def give_scopes(apps: Any, schema_editor: Any) -> None:
    """Who worked on the plans of all units acted for the province; the others have "own_unit" at first."""
    readings = apps.get_model("plans", "Reading").objects
    readings.filter(role__in=["administrator", "coordinator"]).update(scope="province")


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0002_lengths"),
    ]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="scope",
            field=models.CharField(default="own_unit", max_length=20),
            preserve_default=False,
        ),
        migrations.RunPython(give_scopes, migrations.RunPython.noop),
    ]
