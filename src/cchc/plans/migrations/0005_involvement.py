"""An agency's part in a measure is called involvement; its table keeps its name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_submissions")]

    operations = [
        migrations.AlterModelTable("part", "plans_part"),
        migrations.RenameModel("Part", "Involvement"),
    ]
