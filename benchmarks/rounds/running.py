"""An installation that is filled and serves, on each of the two databases."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.torturing.service import PostgreSQL, Service
from benchmarks.torturing.storm import free_port, wait_for

from tests.installation import Installation, installed

DATABASES = ("sqlite", "postgresql")


@contextmanager
def running(filling: str, *words: int) -> Iterator[tuple[Installation, Service, dict[str, Any]]]:
    """An installation with its service, filled by a module of this folder that is run with `words`, and what that said
    of what is in it."""
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder, installed(Path(folder)) as installation:
        environment = installation.environment | {"DJANGO_SETTINGS_MODULE": "benchmarks.rounds.settings"}
        installation = Installation(installation.folder, environment)
        process = installation.start("-m", f"benchmarks.rounds.{filling}", *map(str, words))
        said, complaint = process.communicate(timeout=600)
        if process.returncode:
            raise RuntimeError(complaint)
        service = Service(installation, free_port())
        try:
            wait_for(service)
            yield installation, service, json.loads(said.splitlines()[-1])
        finally:
            service.end()


def on_databases(measured: Callable[[Callable[[], float]], bool], only: str | None) -> int:
    """Measure on SQLite, then on a PostgreSQL of our own, or on one of them; returns 0 where every aim is kept, else 1.

    `measured` is given what tells the processor seconds of a database that is a server of its own.
    """
    held = True
    if only != "postgresql":
        print("SQLite")
        held = measured(lambda: 0)
    if only != "sqlite":
        print("PostgreSQL")
        server = PostgreSQL()
        os.environ["DATABASE_URL"] = server.address
        try:
            held = measured(server.processor_seconds) and held
        finally:
            del os.environ["DATABASE_URL"]
            server.end()
    return 0 if held else 1
