"""Whether background work goes on: which workers live, and how a task that somebody waits for stands.

A worker shows that it lives by touching a file of its own every `BEAT` seconds. A file, and not a row, because a
database that is locked for a while says nothing about the worker, and because it costs no write of the database.
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
GONE = 6  # seconds without one, after which a worker counts as gone
LATEST = 50
USUAL = 30  # seconds that a task takes, as long as none has ended


class TaskStanding(StrEnum):
    """How a task stands that somebody waits for."""

    WAITING = "waiting"
    UNATTENDED = "unattended"  # it waits, and no worker lives
    RUNNING = "running"
    INTERRUPTED = "interrupted"  # its worker is gone, or the queue knows nothing of it


def pulse_of(worker: str) -> Path:
    """The file that a worker touches as long as it lives."""
    return pulses() / worker


def pulses() -> Path:
    """Where the workers show that they live."""
    return Path(settings.VAR) / "workers"


def live_workers() -> frozenset[str]:
    """The ids of the workers that have lately shown that they live."""
    since = time.time() - GONE
    return frozenset(file.name for file in _files() if _touched(file) > since)


def a_worker_lives() -> bool:
    """Whether background work is being done at all."""
    return bool(live_workers())


def _files() -> list[Path]:
    return list(pulses().iterdir()) if pulses().is_dir() else []


def _touched(file: Path) -> float:
    """When a worker showed that it lives; 0 for one that has left meanwhile."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def active_tasks() -> QuerySet[DBTaskResult[..., Any]]:
    """The tasks that wait or are marked as running, be their worker alive or gone."""
    return DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])


def task_standing(task_path: str, about: int) -> TaskStanding:
    """How the task `task_path` about the row with the id `about` stands."""
    return task_standings(task_path, [about])[about]


def task_standings(task_path: str, about: Iterable[int]) -> dict[int, TaskStanding]:
    """The same for several rows; one query."""
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
    """The tasks that are marked as running and whose worker is gone."""
    live = live_workers()
    running = active_tasks().filter(status=TaskResultStatus.RUNNING)
    return [one for one in running if _standing(one.status, one.worker_ids, live) is TaskStanding.INTERRUPTED]


def ahead_of(task_path: str, about: int) -> int:
    """How many tasks, whosoever they are, come before the one that waits; 0 when it does not wait."""
    own = active_tasks().filter(
        task_path=task_path, status=TaskResultStatus.READY, args_kwargs__args__0=about
    )
    since = own.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    if since is None:
        return 0
    gone = {one.pk for one in tasks_left_behind()}
    return active_tasks().filter(enqueued_at__lt=since).exclude(pk__in=gone).count()


def usual_seconds() -> float:
    """How long a task takes, on the mean of the latest ones."""
    latest = DBTaskResult.objects.successful().order_by("-finished_at").values("pk")[:LATEST]
    took = DBTaskResult.objects.filter(pk__in=list(latest.values_list("pk", flat=True)))
    mean = took.aggregate(mean=Avg(F("finished_at") - F("started_at")))["mean"]
    return float(mean.total_seconds()) if mean is not None else float(USUAL)
