from django.db import migrations


def stage(apps, schema_editor):
    """Put what waits or was applied into the one table of staged files; its number of now stays as the former one."""
    staged = apps.get_model("intake", "StagedFile")
    for sheet in apps.get_model("plans", "SheetImport").objects.order_by("pk"):
        row = staged.objects.create(
            kind="plan_sheet",
            about=str(sheet.plan_id),
            file_id=sheet.file_id,
            state="applied" if sheet.applied_at else "read",
            difference=sheet.difference,
            seen=str(sheet.version),
            person_id=sheet.person_id,
            person=sheet.person,
            unit=sheet.unit,
            applied_at=sheet.applied_at,
            former=sheet.pk,
        )
        staged.objects.filter(pk=row.pk).update(at=sheet.at)


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_involvement"), ("intake", "0001_initial")]

    operations = [
        migrations.RunPython(stage, migrations.RunPython.noop, elidable=False),
        migrations.DeleteModel(name="SheetImport"),
    ]
