"""What the worker does for plans."""

from django_tasks import task

from cchc.plans.actions.readings import read_file
from cchc.plans.models import Reading


@task()
def read_plan_file(reading_id: int) -> None:
    """Read a file that was handed in; one that was given up meanwhile is let be."""
    reading = Reading.objects.select_related("file").filter(pk=reading_id).first()
    if reading is not None:
        read_file(reading=reading)
