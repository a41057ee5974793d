"""The bytes of a certificate as Base64: a text is written the same way on both databases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0013_signatures")]

    operations = [
        migrations.RemoveField(model_name="trustanchor", name="der"),
        migrations.AddField(
            model_name="trustanchor",
            name="content",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
    ]
