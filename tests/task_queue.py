"""The queue of the worker as a test leaves it: tasks that wait or run, workers that live or are gone."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cchc.documents.actions.background import show_life
from cchc.documents.queries.background import GONE, pulse_of


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue of the database."""

    def left(self, task: Any, about: int) -> DBTaskResult:
        """A task that waits."""
        return DBTaskResult.objects.create(
            task_path=task.module_path,
            args_kwargs={"args": [about], "kwargs": {}},
            backend_name="default",
            run_after=timezone.now(),
        )

    def running(self, task: Any, about: int, *, worker: str) -> DBTaskResult:
        """A task that a worker has taken."""
        left = self.left(task, about)
        left.claim(worker)
        return left

    def a_worker_lives(self) -> str:
        """The id of a worker that has just shown that it lives."""
        worker = uuid4().hex
        show_life(worker)
        return worker

    def a_worker_is_gone(self, worker: str) -> None:
        """The worker was last heard of a moment too long ago."""
        then = time.time() - GONE - 1
        os.utime(pulse_of(worker), (then, then))

    def ends_the_first(self) -> None:
        """The task that was left first has ended well."""
        DBTaskResult.objects.earliest("enqueued_at").set_successful(None)

    def take_all(self, *, worker: str) -> None:
        """A worker has taken every task."""
        for one in DBTaskResult.objects.all():
            one.claim(worker)

    def states(self) -> list[TaskResultStatus]:
        """How the tasks stand, in their order."""
        return [
            TaskResultStatus[one]
            for one in DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True)
        ]
