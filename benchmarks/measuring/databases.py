"""Running a measurement on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from benchmarks.torturing.service import PostgreSQL, processor_seconds
from django.db import connection

INSIDE = "--inside"  # the word by which a program knows that its database is chosen


def run_on_both(program: str, *words: str) -> int:
    """Run a program on SQLite, then on a PostgreSQL of its own, each time in a process of its own; returns 0 where both
    end with 0, else 1."""
    server = PostgreSQL()
    try:
        codes = [
            subprocess.run(
                [sys.executable, program, *words, INSIDE],
                env={**os.environ, "DATABASE_URL": address},
                check=False,
            ).returncode
            for address in ("", server.address)
        ]
    finally:
        server.end()
    return int(any(codes))


def page_time(ask: Callable[[], object], rounds: int) -> float:
    """Processor time of a page in milliseconds, after a first time that does not count: the median of this process, and
    the mean of the process of PostgreSQL that answers it, whose clock is too coarse for a median."""
    ask()
    times, before = [], _database_seconds()
    for _round in range(rounds):
        started = time.process_time()
        ask()
        times.append(time.process_time() - started)
    return (median(times) + (_database_seconds() - before) / rounds) * 1000


def _database_seconds() -> float:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return processor_seconds(cursor.fetchall()[0])
