"""A plan says which staged file it was read from."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """First of three; the next one moves the rows, the last takes the table of readings away."""

    dependencies = [("plans", "0006_staged_sheets"), ("intake", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="reading",
            name="plan",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="former_reading",
                to="plans.plan",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="reading",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plan",
                to="intake.stagedfile",
            ),
        ),
    ]
