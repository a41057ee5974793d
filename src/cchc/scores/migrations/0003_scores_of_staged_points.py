"""Scores say which staged file they come from; the table of imports goes."""

import django.db.models.deletion
from django.db import migrations, models


def drop_functions(apps, schema_editor):
    """Drop what PostgreSQL kept of the triggers of a table that is gone."""
    if schema_editor.connection.vendor == "postgresql":
        for table in ("results_scoreimport", "scores_scoreimport"):
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_frozen()")


def forget_model(apps, schema_editor):
    """Forget what Django itself keeps of the model."""
    kinds = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    kinds.filter(app_label="scores", model="scoreimport").delete()


class Migration(migrations.Migration):
    dependencies = [("scores", "0002_staged_points"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [
        migrations.AlterField(
            model_name="score",
            name="source",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="intake.stagedfile",
            ),
        ),
        migrations.DeleteModel(name="ScoreImport"),
        migrations.RunPython(drop_functions, migrations.RunPython.noop),
        migrations.RunPython(forget_model, migrations.RunPython.noop),
    ]
