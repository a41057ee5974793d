"""A document has files in order, where it had one."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def move(apps: Any, schema_editor: Any) -> None:
    """Give each document the one file that it has as its first."""
    documents = apps.get_model("documents", "OfficialDocument").objects.exclude(file=None).order_by("pk")
    part = apps.get_model("documents", "DocumentFile")
    rows = [
        part(document_id=document, place=1, file_id=file)
        for document, file in documents.values_list("pk", "file_id")
    ]
    part.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_upload_of_a_day")]

    operations = [
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="documents.officialdocument",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["document", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "place"), name="documents_file_at_its_place"),
                    models.UniqueConstraint(fields=("document", "file"), name="documents_file_once"),
                ],
            },
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
