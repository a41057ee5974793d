from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("surveys", "0007_answers_stand_on_the_form")]

    operations = [migrations.DeleteModel(name="ItemAnswer")]
