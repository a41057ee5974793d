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
    """Some settings of the environment cannot be understood; carries a fault for each of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.place.file}={fault.found}" for fault in faults))
        self.faults = tuple(faults)


class FolderRefused(CannotStart):
    """This user may not read or write the data folder or something in it; the text of the error is the path."""


class DatabaseBehind(CannotStart):
    """The database lacks a migration of this version; the text of the error names the database."""


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
    """Make models usable on a database that is up to date.

    Raises any of `CannotStart`, and the error of a database that does not answer, which `is_no_answer` recognises.
    """
    start_django()
    from django.db import connection

    if not is_up_to_date():
        raise DatabaseBehind(str(connection.settings_dict["NAME"]))


def is_up_to_date() -> bool:
    """Whether the database has every migration in the code: the last one of each room and library."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    applied = MigrationRecorder(connection).applied_migrations()
    return _last_migrations().issubset(applied)


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    """Return room and name of the last migration of each room and library; the code does not change while a process
    runs."""
    from django.db.migrations.loader import MigrationLoader

    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def is_not_allowed(error: BaseException) -> bool:
    """Whether `error` says that only the owner of the tables may do what this database role tried."""
    inner = error.__cause__ or error.__context__
    return getattr(error, "sqlstate", "") == "42501" or (inner is not None and is_not_allowed(inner))


def is_no_answer(error: BaseException) -> bool:
    """Whether `error` says that the database is missing, refuses connections, stays locked, or is no database file."""
    known = sys.modules.get("django.db")  # an error of this library exists only where the library is loaded
    if known is None:
        return False
    silent = (known.OperationalError, known.InterfaceError)
    return isinstance(error, silent) or type(error) is known.DatabaseError


def why_not_ready(error: BaseException) -> Message | None:
    """Return what to do when a verb stopped with `error` because the installation is not ready.

    None for any other error, and for an error that carries faults of its own.
    """
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
