"""What a form answers stands on the form itself, one text for each item, and no more in forty rows of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from django.db import migrations, models

from cchc.audit.overwriting import OverwritingMigration

AT_ONCE = 500
ANSWER_FILES = "survey_answers"  # the kind of staged files that hold answers


def texts_of(rows: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The answers of a form, from rows of item, level and text: several options are parted by `;`."""
    told: dict[str, list[str]] = {}
    for item, level, text in rows:
        if level or text:
            told.setdefault(item, []).append(level or text)
    return {item: ";".join(parts) for item, parts in told.items()}


def put_on_forms(apps: Any, _editor: Any) -> None:
    """Write the answers that were stored by rows onto their forms."""
    response = apps.get_model("surveys", "Response")
    rows = apps.get_model("surveys", "ItemAnswer").objects.order_by("response", "pk")
    told = rows.values_list("response", "item", "level", "text").iterator()
    forms: Iterator[Any] = (
        response(pk=pk, answers=texts_of(row[1:] for row in of_it))
        for pk, of_it in groupby(told, lambda row: row[0])
    )
    while some := list(islice(forms, AT_ONCE)):
        response.objects.bulk_update(some, ["answers"])


def put_into_staged(apps: Any, _editor: Any) -> None:
    """Write what files tell that wait to be taken in the same way."""
    files = apps.get_model("intake", "StagedFile").objects
    for pk in list(files.filter(kind=ANSWER_FILES).values_list("pk", flat=True)):  # each may hold many forms
        staged = files.only("read").get(pk=pk)
        forms = staged.read.get("forms", [])
        if any(isinstance(one.get("answers"), list) for one in forms):
            for one in forms:
                one["answers"] = texts_of(one["answers"])
            staged.save(update_fields=["read"])


class Migration(OverwritingMigration):
    dependencies = [("intake", "0001_initial"), ("surveys", "0006_open_links")]

    operations = [
        migrations.AlterField(
            model_name="itemanswer",
            name="response",
            field=models.ForeignKey("surveys.Response", models.CASCADE, related_name="+"),
        ),
        migrations.AddField(model_name="response", name="answers", field=models.JSONField(default=dict)),
        migrations.RunPython(put_on_forms, migrations.RunPython.noop),
        migrations.RunPython(put_into_staged, migrations.RunPython.noop),
    ]
