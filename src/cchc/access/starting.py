"""Starting Django for a verb of the command line, and saying why it cannot start: each reason is an exception that the
command line turns into a sentence with what to do."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module


class CannotStart(Exception):
    """The verb cannot do its work on this installation; nothing was done."""


class SettingRefused(CannotStart):
    """A setting of the environment cannot be understood; its text says which."""


class FolderRefused(CannotStart):
    """The data folder, or what is in it, may not be read or written by this user; its text is the path."""


class DatabaseBehind(CannotStart):
    """The database has not had every migration of this version; its text says which database."""


def start_django() -> None:
    """Make models usable in this process. Raises SettingRefused or FolderRefused."""
    import django
    from environs import EnvError

    try:
        import_module(os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cchc.config.settings"))
    except OSError as error:
        raise FolderRefused(error.filename or "") from error
    except (ValueError, EnvError) as error:
        raise SettingRefused(str(error)) from error
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
