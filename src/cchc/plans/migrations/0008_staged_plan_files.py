"""The files of plans become staged files of the kind `plan_file`; what the worker is still to read it reads from there."""

from django.db import migrations

STATES = {"waiting": "waiting", "running": "running", "refused": "refused", "read": "applied"}
TASK_BEFORE, TASK = "cchc.plans.tasks.read_plan_file", "cchc.intake.tasks.read_staged_file"


def stage(apps, schema_editor):
    """Copy every reading; its number of now stays as the former one."""
    staged, plans = apps.get_model("intake", "StagedFile"), apps.get_model("plans", "Plan")
    numbers = {}
    for one in apps.get_model("plans", "Reading").objects.order_by("pk").iterator(chunk_size=20):
        row = staged.objects.create(
            kind="plan_file",
            about=str(one.unit_id),
            file_id=one.file_id,
            state=STATES[one.state],
            options={"year": one.year},
            read={"blocks": one.blocks, "body": one.body, "quotas": one.quotas, "drawn": one.drawn},
            faults=one.faults,
            done=one.done,
            total=one.total,
            started_at=one.started_at,
            person_id=one.person_id,
            person=one.person,
            unit=one.person_unit,
            unit_id=one.person_unit_id,
            role=one.role,
            scope=one.scope,
            applied_at=(one.started_at or one.at) if one.state == "read" else None,
            former=one.pk,
        )
        staged.objects.filter(pk=row.pk).update(at=one.at)
        plans.objects.filter(pk=one.plan_id).update(reading=row)
        numbers[one.pk] = row.pk
    for task in apps.get_model("django_tasks_database", "DBTaskResult").objects.filter(task_path=TASK_BEFORE):
        (number,) = task.args_kwargs["args"]
        if number in numbers:
            task.task_path = TASK
            task.args_kwargs = {**task.args_kwargs, "args": [numbers[number]]}
            task.save(update_fields=["task_path", "args_kwargs"])


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0007_plan_reading"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [migrations.RunPython(stage, migrations.RunPython.noop)]
