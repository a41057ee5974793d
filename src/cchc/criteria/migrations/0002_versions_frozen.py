"""What lists show of a version; a published version refuses every change and its removal."""

import django.db.models.deletion
from django.db import migrations, models

from cchc.audit.immutable import Immutable


class Migration(migrations.Migration):
    dependencies = [
        ("criteria", "0001_initial"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="criteriaversion",
            name="basis",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="criteriaversion",
            name="first_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="criteriaversion",
            name="last_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="criteriaversion",
            name="leaves",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="criteriaversion",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="criteria_versions",
                to="documents.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="criteriaversion",
            name="total",
            field=models.CharField(default="0", max_length=60),
        ),
        migrations.AlterField(
            model_name="criteriaversion",
            name="unit_kind",
            field=models.CharField(
                choices=[
                    ("province", "Provinces"),
                    ("department", "Departments and agencies of the province"),
                    ("district", "Districts"),
                    ("commune", "Communes, wards and special zones"),
                    ("division", "Divisions"),
                    ("centre", "Centres"),
                    ("central_agency", "Central agencies in the province"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "published"])), name="criteria_version_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="criteriaversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "draft"), ("published_at__isnull", False), _connector="OR"),
                name="criteria_version_published_on_a_day",
            ),
        ),
        Immutable("criteria_criteriaversion", when="OLD.state = 'published'"),
    ]
