"""Scores and their imports move into the room `scores`, below the rooms that will fill them: their tables take its name."""

from django.db import migrations


class Migration(migrations.Migration):
    """First half of a pair; the second is `scores.0001_initial`, which takes the models in. No row is touched."""

    dependencies = [("results", "0003_closed_is_final")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable("scoreimport", "scores_scoreimport"),
                migrations.AlterModelTable("score", "scores_score"),
            ],
            state_operations=[
                migrations.DeleteModel("Score"),
                migrations.DeleteModel("ScoreImport"),
            ],
        ),
    ]
