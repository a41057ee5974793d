"""Scores and their imports are taken in from the room `results` as they stand, and each score has its stage."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def take_names_over(apps, schema_editor):
    """What Django itself keeps of the two models follows them, under the same ids."""
    kinds = apps.get_model("contenttypes", "ContentType").objects.using(schema_editor.connection.alias)
    kinds.filter(app_label="results", model__in=["score", "scoreimport"]).update(app_label="scores")


class Migration(migrations.Migration):
    """Second half of a pair; the first is `results.0004_scores_move_out`, which gives the tables their new names."""

    initial = True

    dependencies = [
        ("results", "0004_scores_move_out"),
        ("cycles", "0003_holidays"),
        ("documents", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ScoreImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sheet", models.CharField(blank=True, max_length=100)),
                        ("decimal", models.CharField(blank=True, max_length=1)),
                        ("person_id", models.BigIntegerField()),
                        ("person", models.CharField(max_length=250)),
                        ("unit", models.CharField(max_length=250)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("counts", models.JSONField(default=dict)),
                        ("difference", models.JSONField(default=list)),
                        ("applied_at", models.DateTimeField(null=True)),
                        ("undone_at", models.DateTimeField(null=True)),
                        ("undone_by", models.CharField(blank=True, max_length=250)),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="score_imports",
                                to="cycles.cycle",
                            ),
                        ),
                        (
                            "cycle_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="score_imports",
                                to="cycles.cycleset",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=Q(
                                    ("undone_at__isnull", True),
                                    ("applied_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="results_import_undone_after_applied",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Score",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("leaf", models.CharField(max_length=30)),
                        ("points", models.CharField(blank=True, max_length=100)),
                        ("figures", models.JSONField(null=True)),
                        (
                            "origin",
                            models.CharField(
                                choices=[("imported", "From a points file"), ("decided", "Decided by hand")],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="cycles.cycle",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="cycles.participant",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="scores.scoreimport",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["participant", "leaf"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("participant", "leaf"), name="results_score_once"
                            ),
                            models.CheckConstraint(
                                condition=Q(("points", ""), ("figures__isnull", True), _connector="OR"),
                                name="results_score_points_or_figures",
                            ),
                            models.CheckConstraint(
                                condition=Q(("origin__in", ["imported", "decided"])),
                                name="results_score_origin_known",
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name="score",
            name="stage",
            field=models.CharField(choices=[("decided", "Decided")], default="decided", max_length=10),
        ),
        migrations.AlterModelOptions(name="score", options={"ordering": ["participant", "leaf", "stage"]}),
        migrations.RemoveConstraint(model_name="score", name="results_score_once"),
        migrations.RemoveConstraint(model_name="score", name="results_score_points_or_figures"),
        migrations.RemoveConstraint(model_name="score", name="results_score_origin_known"),
        migrations.RemoveConstraint(model_name="scoreimport", name="results_import_undone_after_applied"),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(
                fields=("participant", "leaf", "stage"), name="scores_score_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=Q(("points", ""), ("figures__isnull", True), _connector="OR"),
                name="scores_score_points_or_figures",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=Q(("origin__in", ["imported", "decided"])), name="scores_score_origin_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=Q(("stage__in", ["decided"])), name="scores_score_stage_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="scoreimport",
            constraint=models.CheckConstraint(
                condition=Q(("undone_at__isnull", True), ("applied_at__isnull", False), _connector="OR"),
                name="scores_import_undone_after_applied",
            ),
        ),
        migrations.RunPython(take_names_over, migrations.RunPython.noop),
    ]
