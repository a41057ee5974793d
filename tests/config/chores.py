"""Tasks for the tests of the worker. Each leaves a mark in the folder of its installation."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django_tasks import task


def mark(number: int, what: str = "done") -> Path:
    """The file by which a task shows how far it has come."""
    return Path(os.environ["CCHC_VAR"]) / f"chore-{number}-{what}"


@task()
def be_quick(number: int) -> None:
    """Leave the mark."""
    mark(number).touch()


@task()
def take_long(number: int) -> None:
    """Leave a mark, take two seconds, leave the other mark."""
    mark(number, "begun").touch()
    time.sleep(2)
    mark(number).touch()


@task()
def fall_over(number: int) -> None:
    """Fail."""
    raise ValueError(f"chore {number} fell over")


KEPT: list[bytearray] = []


@task()
def grow_large(number: int) -> None:
    """Keep more memory than a worker may keep."""
    KEPT.append(bytearray(450_000_000))
