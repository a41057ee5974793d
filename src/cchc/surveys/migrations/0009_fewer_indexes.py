import django.db.models.deletion
from django.db import migrations, models

from cchc.audit.overwriting import OverwritingMigration


class Migration(OverwritingMigration):
    dependencies = [
        ("surveys", "0008_no_rows_of_answers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="response",
            name="survey",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="responses",
                to="surveys.survey",
            ),
        ),
    ]
