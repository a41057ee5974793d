"""A backup in one folder: dated copies of the database, and beside them the files, to which files are only added.

The database is copied first: a file that it names is then among the files. Every copy is read again before it counts.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from cchc.core.words.messages import Message
from cchc.documents.models import StoredFile
from cchc.documents.queries.astray import kept_paths
from cchc.fieldwork.queries.opening import opening_key_file
from cchc.releases.queries.signing import key_file

BEGINS = "cchc-"
PART = ".part"  # a copy that is not whole yet


class NotKept(Exception):
    """The backup could not be made; older copies are unchanged."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True, slots=True)
class Backup:
    """The result of a backup: the new copy of the database, the number of files kept and of those that are new, and
    the names of files that the database knows and the disk lacks."""

    database: Path
    files: int
    new: int
    missing: tuple[str, ...]


def make_backup(folder: Path, at: datetime, keep: int) -> Backup:
    """Copy database, files and keys into `folder`, and delete all but the latest `keep` copies of the database.

    Raises NotKept when a copy cannot be made or does not hold what it should.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = _copied_database(folder, at)
        new = sum(_copied_file(path, folder) for path in kept_paths())
        for key in (settings.VAR / "secret_key", key_file(), opening_key_file()):
            if key.exists():
                _copy(key, folder / key.name, "")
    except OSError as error:
        why = Message(
            "{path}: {reason}", path=error.filename or str(folder), reason=error.strerror or str(error)
        )
        raise NotKept(why) from error
    for old in sorted(folder.glob(f"{BEGINS}*{database.suffix}"))[:-keep]:
        old.unlink()
    named = StoredFile.objects.order_by("pk").values_list("sha256", "name")
    missing = tuple(name for sha256, name in named if not _place(folder, sha256).exists())
    return Backup(database, sum(1 for _ in (folder / "files").glob("*/*")), new, missing)


def _copied_database(folder: Path, at: datetime) -> Path:
    """Make the copy of the database under another name, read it again, and put it in its place; returns the place."""
    copy, ending = (
        (_copy_sqlite, ".sqlite3") if connection.vendor == "sqlite" else (_copy_postgresql, ".dump")
    )
    place = folder / f"{BEGINS}{at:%Y%m%d-%H%M%S}{ending}"
    part = place.with_name(place.name + PART)
    part.unlink(missing_ok=True)
    try:
        copy(part)
        _to_the_disk(part)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return place


def _copy_sqlite(part: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(part)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
        found = target.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise NotKept(Message("The copy of the database is damaged: {reason}", reason=found))


def _copy_postgresql(part: Path) -> None:
    from psycopg import conninfo, pq

    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    theirs: dict[str, Any] = {
        name: value for name, value in connection.get_connection_params().items() if name in known
    }
    environment = {
        **os.environ,
        "PGPASSWORD": str(theirs.pop("password", "")),
    }  # not for the list of processes
    _run(environment, "pg_dump", "--format=custom", f"--file={part}", conninfo.make_conninfo(**theirs))
    _run(environment, "pg_restore", f"--file={os.devnull}", str(part))  # reads all of it


def _run(environment: dict[str, str], *words: str) -> None:
    """Run a program of PostgreSQL. Raises NotKept with its error message."""
    program = shutil.which(words[0])
    if program is None:
        raise NotKept(Message("{program} is missing: install the client of PostgreSQL.", program=words[0]))
    done = subprocess.run(  # noqa: S603 - the program that the system has under this name, no shell
        [program, *words[1:]], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotKept(Message("{program} broke off: {reason}", program=words[0], reason=done.stderr.strip()))


def _copied_file(path: Path, folder: Path) -> bool:
    """Copy the stored file `path` into `folder` unless it is there already; returns whether it was copied.

    Its name is the hash that its bytes must have. Raises NotKept otherwise.
    """
    place = _place(folder, path.name)
    if place.exists() and place.stat().st_size == path.stat().st_size:
        return False
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _copy(path, place, path.name)
    return True


def _copy(path: Path, place: Path, sha256: str) -> None:
    """Copy a file whole or not at all. Raises NotKept when its bytes have another hash than `sha256`, if one is
    given."""
    part = place.with_name(place.name + PART)
    shutil.copyfile(path, part)
    part.chmod(0o600)
    if sha256 and _hash_of(part) != sha256:
        part.unlink()
        raise NotKept(Message("The stored file {name} was changed on the disk.", name=path.name))
    _to_the_disk(part)
    part.replace(place)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place(folder: Path, sha256: str) -> Path:
    return folder / "files" / sha256[:2] / sha256


def _to_the_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
