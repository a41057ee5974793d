"""The files of a document stand in one place: a step of its own, for PostgreSQL changes no table of which rows wait."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0010_files_of_a_document")]

    operations = [migrations.RemoveField("officialdocument", "file")]
