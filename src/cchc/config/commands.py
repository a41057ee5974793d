"""Verbs of the whole installation: bring the database up to date, serve the pages, work in the background."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from cchc.access.starting import open_database, start_django
from cchc.core.messages import Message
from cchc.files.catalogue import speaker


def migrate_arguments(parser: argparse.ArgumentParser) -> None:
    """`cchc migrate` takes no arguments."""


def migrate(args: argparse.Namespace) -> int:
    """Bring the database up to date."""
    start_django()
    _migrate(verbosity=1)
    return 0


def _migrate(verbosity: int) -> None:
    """Bring the database up to date; where that fails, what is frozen is frozen again all the same."""
    from django.core.management import call_command

    from cchc.audit.frozen import freeze

    try:
        call_command("migrate", verbosity=verbosity)
    except BaseException:
        freeze()
        raise


def serve_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, with how many processes, and whether background work is somebody else's."""
    parser.add_argument("--bind", default="127.0.0.1:8000")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-worker", action="store_true")


def serve(args: argparse.Namespace) -> int:
    """Bring the database and the static files up to date, then run the web server and the background worker until
    one of them ends or both are told to."""
    start_django()
    from django.core.management import call_command
    from django.db import connections

    from cchc.config.together import run_together

    _migrate(verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()
    print(f"http://{args.bind}/", flush=True)
    pages = [sys.executable, "-m", "gunicorn", "cchc.config.wsgi", "--bind", args.bind, "--threads", "4"]
    pages += ["--workers", str(args.workers), "--log-level", "warning", "--no-control-socket"]
    if args.no_worker:
        os.execv(sys.executable, pages)  # noqa: S606 - our own interpreter, no shell
    return run_together([pages, [sys.executable, "-m", "cchc.config.cli", "work"]])


def work_arguments(parser: argparse.ArgumentParser) -> None:
    """`cchc work` takes no arguments."""


def work(args: argparse.Namespace) -> int:
    """Run background work until told to end."""
    open_database()
    from cchc.config.background import work_until_told

    words = Message(
        "Background work runs: files are read as they come, the log is sealed each minute, what is out of date is "
        "thrown away each day."
    )
    print(speaker("config")(words), flush=True)
    work_until_told()
    return 0


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder of the backups, and how many copies of the database stay in it."""
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=int, choices=range(1, 1000), default=14, metavar="COPIES")


def backup(args: argparse.Namespace) -> int:
    """Copy database and files into a folder and read the copies again; 1 when something is missing."""
    open_database()
    from django.utils import timezone

    from cchc.config.backup import NotKept, make_backup

    say = speaker("config")
    try:
        made = make_backup(args.folder, timezone.localtime(), args.keep)
    except NotKept as error:
        print(say(Message("No backup was made. {why}", why=error.why)), file=sys.stderr)
        return 1
    print(say(Message("Database: {path}", path=str(made.database))))
    print(say(Message("Files: {files}, of which {new} new.", files=made.files, new=made.new)))
    for name in made.missing:
        print(say(Message("Missing on the disk: {name}", name=name)), file=sys.stderr)
    return 1 if made.missing else 0
