"""A score may be of an earlier stage than the decision, and come from the unit itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The names of all stages and origins."""

    dependencies = [
        ("cycles", "0004_open_to_units"),
        ("intake", "0001_initial"),
        ("scores", "0004_corrections"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="score",
            name="scores_score_origin_known",
        ),
        migrations.RemoveConstraint(
            model_name="score",
            name="scores_score_stage_known",
        ),
        migrations.AlterField(
            model_name="score",
            name="origin",
            field=models.CharField(
                choices=[
                    ("self_scored", "Self-scored by the unit"),
                    ("appraised", "Appraised"),
                    ("imported", "From a points file"),
                    ("decided", "Decided by hand"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="score",
            name="stage",
            field=models.CharField(
                choices=[
                    ("self_score", "Self-score"),
                    ("first_appraisal", "First appraisal"),
                    ("second_appraisal", "Second appraisal"),
                    ("decided", "Decided"),
                ],
                default="decided",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["self_scored", "appraised", "imported", "decided"])),
                name="scores_score_origin_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage__in", ["self_score", "first_appraisal", "second_appraisal", "decided"])
                ),
                name="scores_score_stage_known",
            ),
        ),
    ]
