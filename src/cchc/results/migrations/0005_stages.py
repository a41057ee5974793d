"""A run names the furthest stage of its scores: until now there was one, the decided."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column, filled for the runs of until now."""

    dependencies = [
        ("cycles", "0004_open_to_units"),
        ("results", "0004_scores_move_out"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="indexrun",
            name="results_run_cause_known",
        ),
        migrations.AddField(
            model_name="indexrun",
            name="stage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("self_score", "Self-score"),
                    ("first_appraisal", "First appraisal"),
                    ("second_appraisal", "Second appraisal"),
                    ("decided", "Decided"),
                ],
                default="decided",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="indexrun",
            name="cause",
            field=models.CharField(
                choices=[
                    ("import", "Import of scores"),
                    ("correction", "Correction of a score"),
                    ("undo", "Import undone"),
                    ("submission", "Scores of a unit handed in or returned"),
                    ("cycle", "Change of what applies or who takes part"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="indexrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("cause__in", ["import", "correction", "undo", "submission", "cycle"])),
                name="results_run_cause_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indexrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", ""),
                    ("stage__in", ["self_score", "first_appraisal", "second_appraisal", "decided"]),
                    _connector="OR",
                ),
                name="results_run_stage_known",
            ),
        ),
    ]
