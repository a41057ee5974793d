"""Signs of life of the worker, and the tasks that a dead worker has left behind, which are marked as failed."""

from __future__ import annotations

import logging

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cchc.documents.queries.background import pulse_of, tasks_left_behind

logger = logging.getLogger(__name__)


class WorkerGone(Exception):
    """The worker that ran a task shows no sign of life any more."""


def show_life(worker: str) -> None:
    """Touch the file that shows that the worker with this id lives."""
    pulse = pulse_of(worker)
    pulse.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pulse.touch(mode=0o600)


def leave(worker: str) -> None:
    """Remove the sign of life of the worker with this id, which has ended."""
    pulse_of(worker).unlink(missing_ok=True)


def give_up_the_left_behind() -> int:
    """Mark tasks of dead workers as failed; returns their number. Pages that wait for such a task offer to begin
    anew.

    A task that has ended meanwhile, because its worker was only held up, keeps its result.
    """
    count = 0
    for task in tasks_left_behind():
        with transaction.atomic():
            same = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING)
            held = same.filter(worker_ids=task.worker_ids).select_for_update().first()
            if held is not None:
                held.set_failed(WorkerGone(f"the worker {held.worker_ids[-1:]} is gone"))
                logger.warning("The worker of %s is gone: it is marked as failed", held.task_path)
                count += 1
    return count
