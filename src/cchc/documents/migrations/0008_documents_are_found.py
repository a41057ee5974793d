"""Documents that were written before there was a search are found too."""

from typing import Any

from django.db import migrations

from cchc.core.words.names import search_key


def fill(apps: Any, schema_editor: Any) -> None:
    """Write the key by which each document is found, as `queries.library.search_text` makes it."""
    rows = apps.get_model("documents", "OfficialDocument").objects.filter(search="").select_related("file")
    changed = []
    for one in rows.iterator(chunk_size=2000):
        day = f"{one.date:%d/%m/%Y}" if one.date else ""
        file = one.file.name if one.file else ""
        one.search = search_key(" ".join((one.kind, one.number, day, one.issuer, one.title, file)))
        changed.append(one)
    rows.model.objects.bulk_update(changed, ["search"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_library")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
