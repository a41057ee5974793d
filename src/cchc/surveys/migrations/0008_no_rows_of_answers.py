from django.db import migrations

from cchc.audit.overwriting import OverwritingMigration


class Migration(OverwritingMigration):
    dependencies = [("surveys", "0007_answers_stand_on_the_form")]

    operations = [migrations.DeleteModel(name="ItemAnswer")]
