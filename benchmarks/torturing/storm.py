"""A storm: browsers write while the processes under them are killed in turn, on both databases."""

from __future__ import annotations

import os
import socket
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path

from benchmarks.torturing.service import PostgreSQL, Service

from tests.installation import Installation, installed

SHARE = 2  # of the time asked for: a storm runs once on each database
PERIOD = 5  # seconds between the service's answering again and the next kill
VICTIMS = ("web", "worker", "database", "backend")
Figures = list[tuple[str, str]]
Write = Callable[[threading.Event], None]
"""A browser that writes until the event is set."""
Storm = Callable[[Installation, Service, PostgreSQL | None, float], tuple[Figures, bool]]


def on_both_databases(seconds: float, storm: Storm) -> Iterator[tuple[str, Figures, bool]]:
    """For each database: its name, the figures of one storm, and whether nothing was lost, doubled or broken."""
    yield "SQLite", *_on_a_database(seconds / SHARE, None, storm)
    server = PostgreSQL()
    os.environ["DATABASE_URL"] = server.address
    try:
        yield "PostgreSQL", *_on_a_database(seconds / SHARE, server, storm)
    finally:
        del os.environ["DATABASE_URL"]
        server.end()


def _on_a_database(seconds: float, server: PostgreSQL | None, storm: Storm) -> tuple[Figures, bool]:
    with (
        tempfile.TemporaryDirectory(prefix="cchc-torture-") as folder,
        installed(Path(folder)) as installation,
    ):
        service = Service(installation, free_port())
        try:
            figures, held = storm(installation, service, server, seconds)
            return [*figures, *service.memory(), *(server.memory() if server else ())], held
        finally:
            service.end()


def rage(
    service: Service, server: PostgreSQL | None, seconds: float, writers: Sequence[Write]
) -> Counter[str]:
    """Let `writers` write and kill something in turn, for `seconds`; returns how often what was killed."""
    wait_for(service)
    ended = threading.Event()
    threads = [threading.Thread(target=write, args=(ended,)) for write in writers]
    for thread in threads:
        thread.start()
    try:
        return kill_in_turn(service, server, time.monotonic() + seconds)
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def kill_in_turn(service: Service, server: PostgreSQL | None, until: float) -> Counter[str]:
    """Kill web server, worker, database and one backend of it in turn until the time has come; returns how often each
    was killed.

    SQLite's database is a file: in its turn both processes that have it open are killed at once, and it has no
    backends. What is killed is begun again at once, as systemd would.
    """
    kills: Counter[str] = Counter()
    for victim in victims(server):
        time.sleep(PERIOD)
        if time.monotonic() > until:
            break
        strike(service, server, victim)
        kills[victim] += 1
        wait_for(service)
    return kills


def victims(server: PostgreSQL | None) -> Iterator[str]:
    """What is killed, in turn, for ever; SQLite has no connection that is a process."""
    return (victim for victim in cycle(VICTIMS) if victim != "backend" or server is not None)


def strike(service: Service, server: PostgreSQL | None, victim: str) -> None:
    """Kill one of them, and begin it again at once."""
    if victim in ("web", "worker"):
        service.kill(victim)
    elif server is None:
        service.kill("web", "worker")
    elif victim == "backend":
        server.kill_backend()
    else:
        server.kill()


def killed(kills: Counter[str]) -> tuple[str, str]:
    """Return the figure that says how often what was killed."""
    return f"kill -9 of {', '.join(VICTIMS)}", ", ".join(str(kills[victim]) for victim in VICTIMS)


def open_transactions(installation: Installation) -> int:
    """Return how many transactions nobody ends: on SQLite, whether there is one that keeps others from writing."""
    with installation.connected() as execute:
        if installation.environment["DATABASE_URL"]:
            idle = "SELECT count(*) FROM pg_stat_activity WHERE starts_with(state, 'idle in transaction')"
            prepared = "SELECT count(*) FROM pg_prepared_xacts"
            return int(execute(idle)[0][0]) + int(execute(prepared)[0][0])
        try:
            execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return 1
        execute("ROLLBACK")
        return 0


def wait_for(service: Service) -> None:
    """Until the pages are there and the database answers."""
    deadline = time.monotonic() + 120
    while not service.answers():
        if time.monotonic() > deadline:
            raise TimeoutError("the service does not come back")
        time.sleep(0.2)


def free_port() -> int:
    """A port of the loopback that nobody has."""
    with socket.socket() as any_socket:
        any_socket.bind(("127.0.0.1", 0))
        return int(any_socket.getsockname()[1])
