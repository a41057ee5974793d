"""The state of background work: the live workers, and how a task stands for which somebody waits.

A worker shows that it lives by touching a file of its own every `BEAT` seconds. It is a file, and not a row, because
a database that is locked for a while says nothing about the worker, and because it costs no write of the database.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Avg, F, QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

BEAT = 1  # seconds between two signs of life of a worker
GONE = 6  # seconds without a sign of life, after which a worker counts as dead
LATEST = 50
USUAL = 30  # seconds that a task is expected to take, as long as none has ended


class TaskStanding(StrEnum):
    """The standing of a task for which somebody waits."""

    WAITING = "waiting"
    UNATTENDED = "unattended"  # the task waits, and no worker lives
    RUNNING = "running"
    INTERRUPTED = "interrupted"  # the worker of the task is dead, or the queue does not know the task


def pulse_of(worker: str) -> Path:
    """Return the file that a worker touches as long as it lives."""
    return pulses() / worker


def pulses() -> Path:
    """Return the folder of the workers' signs of life."""
    return Path(settings.VAR) / "workers"


def live_workers() -> frozenset[str]:
    """Return the ids of the workers with a recent sign of life."""
    since = time.time() - GONE
    return frozenset(file.name for file in _files() if _touched(file) > since)


def is_worker_alive() -> bool:
    """Whether any worker has a recent sign of life."""
    return bool(live_workers())


def _files() -> list[Path]:
    return list(pulses().iterdir()) if pulses().is_dir() else []


def _touched(file: Path) -> float:
    """Return the time of a worker's last sign of life; 0 for a worker that has left meanwhile."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def active_tasks() -> QuerySet[DBTaskResult[..., Any]]:
    """Return the tasks that wait or are marked as running, whether their worker lives or not."""
    return DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])


def task_standing(task_path: str, about: int) -> TaskStanding:
    """Return the standing of the task `task_path` about the row with the id `about`."""
    return task_standings(task_path, [about])[about]


def task_standings(task_path: str, about: Iterable[int]) -> dict[int, TaskStanding]:
    """Return the standings of the task `task_path` about several rows, by their ids; one query."""
    live = live_workers()
    found = dict.fromkeys(about, TaskStanding.INTERRUPTED)
    rows = active_tasks().filter(task_path=task_path).values_list("args_kwargs", "status", "worker_ids")
    for told, status, workers in rows:
        (pk,) = told["args"]
        now = _standing(status, workers, live)
        if pk in found and now is not TaskStanding.INTERRUPTED:
            found[pk] = now
    return found


def _standing(status: str, workers: list[str], live: frozenset[str]) -> TaskStanding:
    if status == TaskResultStatus.READY:
        return TaskStanding.WAITING if live else TaskStanding.UNATTENDED
    return TaskStanding.RUNNING if workers[-1:] and workers[-1] in live else TaskStanding.INTERRUPTED


def tasks_left_behind() -> list[DBTaskResult[..., Any]]:
    """Return the tasks that are marked as running and whose worker is dead."""
    live = live_workers()
    running = active_tasks().filter(status=TaskResultStatus.RUNNING)
    return [one for one in running if _standing(one.status, one.worker_ids, live) is TaskStanding.INTERRUPTED]


def tasks_ahead(task_path: str, about: int) -> int:
    """Return the number of tasks, of all people, before the one that waits; 0 when it does not wait."""
    own = active_tasks().filter(
        task_path=task_path, status=TaskResultStatus.READY, args_kwargs__args__0=about
    )
    since = own.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    if since is None:
        return 0
    gone = {one.pk for one in tasks_left_behind()}
    return active_tasks().filter(enqueued_at__lt=since).exclude(pk__in=gone).count()


def usual_seconds() -> float:
    """Return the mean duration of the latest tasks in seconds."""
    latest = DBTaskResult.objects.successful().order_by("-finished_at").values("pk")[:LATEST]
    took = DBTaskResult.objects.filter(pk__in=list(latest.values_list("pk", flat=True)))
    mean = took.aggregate(mean=Avg(F("finished_at") - F("started_at")))["mean"]
    return float(mean.total_seconds()) if mean is not None else float(USUAL)
