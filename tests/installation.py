"""An installation of its own, for tests that start real processes: a folder, an empty database, a clean
environment."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

ROOT = Path(__file__).resolve().parent.parent
DECIDING = (
    "src/cchc/*/migrations/*.py",
    "src/cchc/*/models.py",
    "src/cchc/*/models/*.py",
    "src/cchc/*/kept.py",
    "src/cchc/*/apps.py",
    "src/cchc/audit/**/*.py",
    "src/cchc/config/settings.py",
    "requirements/base.txt",
)  # what an empty database is made from: tables, triggers, and what Django writes into it
PATIENCE = (
    180  # seconds; a test that waits longer for a process has failed: it hangs, however slow the machine
)
PATIENCE_TO_MIGRATE = 2 * PATIENCE  # every migration of every room, one after the other


@dataclass(frozen=True, slots=True)
class Installation:
    """Where it lives, and the environment in which its processes run."""

    folder: Path
    environment: dict[str, str]

    def start(self, *words: str) -> subprocess.Popen[str]:
        """A running Python with these arguments; what it writes can be read from it."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, *words], stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=self.environment
        )

    def cchc(self, *words: str) -> subprocess.Popen[str]:
        """A running `cchc`."""
        return self.start("-m", "cchc.config.cli", *words)

    def say(self, code: str) -> str:
        """What Python statements print when they run with Django."""
        process = self.start("-c", f"import django; django.setup()\n{code}")
        said, complaint = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, complaint
        return said.strip()

    @contextmanager
    def connected(self) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
        """A connection of its own to the database, without any setting of the platform: it does one statement after
        the other, each kept unless it is refused, and returns its rows. Gaps for values are written `%s`."""
        address = self.environment["DATABASE_URL"]
        connection: Any = (
            psycopg.connect(address, autocommit=True)
            if address
            else sqlite3.connect(self.folder / "cchc.sqlite3", isolation_level=None)
        )

        def execute(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
            done = connection.execute(sql if address else sql.replace("%s", "?"), values)
            return done.fetchall() if done.description else []

        with closing(connection):
            yield execute


def until(happened: Callable[[], bool]) -> None:
    """Wait for something; fails when it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """An installation in `folder`, its database up to date: a file, or, when the tests run on PostgreSQL, a database
    beside theirs that is dropped in the end."""
    with _database(folder.name) as address:
        installation = Installation(folder, _environment(folder, address))
        assert installation.cchc("migrate").wait(PATIENCE_TO_MIGRATE) == 0
        yield installation


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder, filled by the first of the processes of a run that asks for it; the others wait until it is whole."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            begun = folder.with_suffix(".begun")
            begun.mkdir()
            make(begun)
            begun.rename(folder)
    return folder


def brought_up_to_date(root: Path, name: str, dump: Path | None = None) -> Installation:
    """An installation below `root` whose database is up to date, and was as the text `dump` says before: empty without
    one. It is one for all processes of a run, to be copied. On PostgreSQL it goes with the server of the run."""
    theirs = os.environ.get("DATABASE_URL", "")
    address = urlsplit(theirs)._replace(path=f"/{name}").geturl() if theirs else ""

    def make(folder: Path) -> None:
        if address:
            with psycopg.connect(theirs, autocommit=True) as connection:
                connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        installation = Installation(folder, _environment(folder, address))
        kept = None if address or dump else _kept()
        if kept and kept.exists():
            shutil.copy(kept, folder / "cchc.sqlite3")
            return
        if dump:
            _fill(installation, dump)
        assert installation.cchc("migrate").wait(PATIENCE_TO_MIGRATE) == 0
        if kept:
            _keep(folder / "cchc.sqlite3", kept)

    folder = made_once(root / name, make)
    return Installation(folder, _environment(folder, address))


def _kept() -> Path:
    """Where the empty SQLite database of this state of the schema is kept for later runs: to migrate one takes eight
    seconds of computing, and every run of any test of a room would pay them."""
    state = hashlib.sha256()
    for path in sorted({one for pattern in DECIDING for one in ROOT.glob(pattern)}):
        state.update(str(path.relative_to(ROOT)).encode())
        state.update(path.read_bytes())
    return ROOT / ".pytest_cache" / f"up-to-date-{state.hexdigest()[:16]}.sqlite3"


def _keep(database: Path, kept: Path) -> None:
    """Keep a database for later runs, which see it whole or not at all, instead of those of older states."""
    kept.parent.mkdir(exist_ok=True)
    for older in kept.parent.glob("up-to-date-*"):
        older.unlink(missing_ok=True)
    begun = kept.with_suffix(f".{os.getpid()}")
    shutil.copy(database, begun)
    begun.rename(kept)


@contextmanager
def loaded(folder: Path, dump: Path) -> Iterator[Installation]:
    """An installation in `folder` whose database is as the text `dump` says, in the words of that database."""
    with _database(folder.name) as address:
        installation = Installation(folder, _environment(folder, address))
        _fill(installation, dump)
        yield installation


def _fill(installation: Installation, dump: Path) -> None:
    """Load the text `dump` into the empty database of an installation."""
    text = dump.read_text(encoding="utf-8")
    if address := installation.environment["DATABASE_URL"]:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(text)
    else:
        with closing(sqlite3.connect(installation.folder / "cchc.sqlite3")) as connection:
            connection.executescript(text)


@contextmanager
def copied(model: Installation, folder: Path) -> Iterator[Installation]:
    """An installation in `folder` with a copy of the database of `model`, which must be at rest."""
    with _database(folder.name, urlsplit(model.environment["DATABASE_URL"]).path[1:]) as address:
        if not address:
            shutil.copy(model.folder / "cchc.sqlite3", folder)
        yield Installation(folder, _environment(folder, address))


def _environment(folder: Path, address: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DATABASE_URL")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "cchc.config.settings",
        "CCHC_VAR": str(folder),
        "CCHC_LANGUAGE": "vi",
        "DATABASE_URL": address,
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }


@contextmanager
def _database(name: str, model: str = "template1") -> Iterator[str]:
    """The address of a new database on the PostgreSQL of the tests; empty when they run on SQLite."""
    theirs = os.environ.get("DATABASE_URL", "")
    if not theirs:
        yield ""
        return
    named = f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}-{name}"  # the runs beside this one share the server
    database = Identifier(named)
    with psycopg.connect(theirs, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(database, Identifier(model)))
    try:
        yield urlsplit(theirs)._replace(path=f"/{named}").geturl()
    finally:
        with psycopg.connect(theirs, autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(database))
