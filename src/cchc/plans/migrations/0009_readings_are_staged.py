from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_staged_plan_files")]

    operations = [migrations.DeleteModel(name="Reading")]
