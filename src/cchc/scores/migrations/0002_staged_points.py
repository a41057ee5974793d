"""The imports of scores become staged files of the kind `points`, under the same numbers: the log names them by these."""

from django.db import migrations


def stage(apps, schema_editor):
    """Copy every import as it is; what it would change, or changed, stays letter for letter."""
    staged = apps.get_model("intake", "StagedFile")
    for one in apps.get_model("scores", "ScoreImport").objects.order_by("pk").iterator(chunk_size=50):
        state = "undone" if one.undone_at else "applied" if one.applied_at else "read"
        staged.objects.create(
            pk=one.pk,
            kind="points",
            about=f"cycles.set:{one.cycle_set_id}",
            file_id=one.file_id,
            state=state,
            options={"sheet": one.sheet, "decimal": one.decimal},
            difference=one.difference,
            counts=one.counts,
            person_id=one.person_id,
            person=one.person,
            unit=one.unit,
            applied_at=one.applied_at,
            undone_at=one.undone_at,
            undone_by=one.undone_by,
            for_good=True,
        )
        staged.objects.filter(pk=one.pk).update(at=one.at)


class Migration(migrations.Migration):
    """First half of a pair; the second is `scores.0003`, which leads the scores to the new rows."""

    dependencies = [("scores", "0001_initial"), ("intake", "0001_initial")]

    operations = [migrations.RunPython(stage, migrations.RunPython.noop)]
