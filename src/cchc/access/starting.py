"""Starting Django for a verb of the command line, or for the web server, and saying why it cannot start."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from cchc.core.words.messages import Fault, Faults, Message


class CannotStart(Exception):
    """The verb cannot do its work on this installation; nothing was done."""


class SettingsRefused(CannotStart):
    """Settings of the environment cannot be understood; carries a fault for each."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.place.file}={fault.found}" for fault in faults))
        self.faults = tuple(faults)


class FolderRefused(CannotStart):
    """The data folder, or what is in it, may not be read or written by this user; its text is the path."""


class DatabaseBehind(CannotStart):
    """The database has not had every migration of this version; its text says which database."""


def start_django() -> None:
    """Make models usable in this process. Raises SettingsRefused or FolderRefused."""
    import django

    try:
        import_module(os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cchc.config.settings"))
    except OSError as error:
        raise FolderRefused(error.filename or "") from error
    except Faults as error:
        raise SettingsRefused(error.faults) from error
    django.setup()


def open_database() -> None:
    """Make models usable on a database that is up to date. Raises any of `CannotStart`, and what the database raises
    when it does not answer, which `is_no_answer` knows."""
    start_django()
    from django.db import connection

    if not is_up_to_date():
        raise DatabaseBehind(str(connection.settings_dict["NAME"]))


def is_up_to_date() -> bool:
    """Whether the database has had every migration that the code knows: the last of each room and library."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    applied = MigrationRecorder(connection).applied_migrations()
    return _last_migrations().issubset(applied)


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each room and library; the code does not change while a process runs."""
    from django.db.migrations.loader import MigrationLoader

    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def is_not_allowed(error: BaseException) -> bool:
    """Whether `error` is a database that refuses this role what only the owner of the tables may do."""
    inner = error.__cause__ or error.__context__
    return getattr(error, "sqlstate", "") == "42501" or (inner is not None and is_not_allowed(inner))


def is_no_answer(error: BaseException) -> bool:
    """Whether `error` is a database that is not there, refuses, stays locked, or is a file that is no database."""
    known = sys.modules.get("django.db")  # who has not loaded it has no such error
    if known is None:
        return False
    silent = (known.OperationalError, known.InterfaceError)
    return isinstance(error, silent) or type(error) is known.DatabaseError


def why_not_ready(error: BaseException) -> Message | None:
    """What to do about an installation on which a verb stopped with `error`; None when it is something else, or has
    faults of its own to tell."""
    said = " ".join(str(error).split())
    if isinstance(error, DatabaseBehind):
        return Message(
            "The database {name} is not up to date: run cchc migrate first. If this is not the database of the "
            "service, the command runs without the settings of the service (CCHC_VAR, DATABASE_URL).",
            name=said,
        )
    if isinstance(error, FolderRefused):
        return Message(
            "This user may not use {path}: run the command as the user of the service and with its settings "
            "(CCHC_VAR).",
            path=said,
        )
    if is_not_allowed(error):
        return Message(
            "The role of DATABASE_URL may not change tables: run cchc migrate as the role that owns them. ({reason})",
            reason=said.rstrip("."),
        )
    if is_no_answer(error):
        return Message(
            "The database does not answer: {reason}. Check that it runs, and DATABASE_URL or CCHC_VAR.",
            reason=said.rstrip(".?"),
        )
    return None
