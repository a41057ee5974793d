"""Verbs of the whole installation: bring the database up to date, serve the pages, work in the background."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from cchc.access.starting import open_database, start_django
from cchc.core.words.messages import Faults, Message
from cchc.files.faults import fault_text, printable
from cchc.texts.speaking import speaker

if TYPE_CHECKING:
    from cchc.config.vulnerabilities import Vulnerability


def migrate_arguments(parser: argparse.ArgumentParser) -> None:
    """`cchc migrate` takes no arguments."""


def migrate(args: argparse.Namespace) -> int:
    """Bring the database up to date, and cut releases for the public pages."""
    start_django()
    from cchc.portal.queries.readying import make_ready

    count = _migrate()
    done = Message("The database is up to date: {count} changes were made to its tables.", count=count)
    print(speaker("config")(done if count else Message("The database was up to date already.")), flush=True)
    releases = make_ready()
    if releases:
        print(speaker("config")(Message("The public pages are ready: {count} releases.", count=releases)))
    return 0


def _migrate() -> int:
    """Bring the database up to date, and freeze the frozen tables again even when that fails.

    Returns the number of changes to its tables.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from cchc.audit.frozen import freeze

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    try:
        call_command("migrate", verbosity=0)
    except BaseException:
        freeze()
        raise
    return len(waiting)


def serve_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `cchc serve`: the address, the number of processes, and whether the worker runs
    elsewhere."""
    parser.add_argument("--bind", default="127.0.0.1:8000")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-worker", action="store_true")


def serve(args: argparse.Namespace) -> int:
    """Bring the database and the static files up to date, then run the web server and the background worker.

    They run until the web server ends or a signal ends both. A worker that dies is followed by another.
    """
    start_django()
    from django.core.management import call_command
    from django.db import connections

    from cchc.config.supervisor import run_together
    from cchc.demo.loading import is_loaded
    from cchc.demo.people import closing_box

    _migrate()
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"http://{args.bind}/", flush=True)
    if is_loaded():
        print(closing_box(f"http://{args.bind}/"), flush=True)
    connections.close_all()
    pages = [sys.executable, "-m", "gunicorn", "--config", "python:cchc.config.gunicorn"]
    pages += ["--bind", args.bind, "--workers", str(args.workers)]
    if args.no_worker:
        os.execv(sys.executable, pages)  # noqa: S606 - our own interpreter, no shell
    return run_together([pages], revived=[[sys.executable, "-m", "cchc.config.cli", "work", "--silent"]])


def work_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `cchc work`: whether it says nothing when it begins."""
    parser.add_argument("--silent", action="store_true")


def work(args: argparse.Namespace) -> int:
    """Run background work until a signal ends it."""
    open_database()
    from cchc.config.background import work_until_told

    words = Message(
        "Background work runs: files are read as they come, the log is sealed each minute, what is out of date is "
        "thrown away each day."
    )
    if not args.silent:
        print(speaker("config")(words), flush=True)
    work_until_told()
    return 0


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `cchc backup`: the folder, and the number of copies of the database that stay in it."""
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=int, choices=range(1, 1000), default=14, metavar="COPIES")


def backup(args: argparse.Namespace) -> int:
    """Copy database and files into a folder and read the copies again; returns 1 when something is missing."""
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


def vulnerabilities_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `cchc vulnerabilities`: the zips of records; without one nothing is checked, and the
    verb says so."""
    parser.add_argument("zip", nargs="*", type=Path)


def vulnerabilities(args: argparse.Namespace) -> int:
    """Print the known vulnerabilities of the locked packages; returns 0 for none, 1 for some, 2 when not everything
    could be checked."""
    from cchc.config.vulnerabilities import locked_packages, read_records
    from cchc.files.sandbox import run

    say = speaker("config")
    code = Path(__file__).resolve().parents[3]
    try:
        packages = locked_packages(code)
    except OSError:
        words = Message("The lock of the packages is not in {path}: nothing was checked.", path=str(code))
        print(say(words), file=sys.stderr)
        return 2
    try:
        brought = [run(read_records, path, path.name, packages) for path in args.zip]
    except Faults as faults:
        print(fault_text(faults.faults, say), file=sys.stderr)
        print(say(Message("Nothing was checked.")), file=sys.stderr)
        return 2
    known = [one for records in brought for one in records.found]
    for path, records in zip(args.zip, brought, strict=True):
        day = f"{records.newest:%d/%m/%Y}"
        words = Message(
            "{file}: {count} records, the newest of {day}.", file=path.name, count=records.count, day=day
        )
        print(say(words))
    for one in known:
        print("\n".join(_told(one, say)))
    covered = {name for records in brought for name in records.ecosystems}
    for ecosystem, names in groupby(packages, lambda package: package.ecosystem):
        count = len(list(names))
        if ecosystem not in covered:
            words = Message(
                "{ecosystem}: {count} packages were NOT checked, because no records of {ecosystem} were brought. Fetch "
                "{address} and give it to this command.",
                ecosystem=ecosystem,
                count=count,
                address=f"https://osv-vulnerabilities.storage.googleapis.com/{ecosystem}/all.zip",
            )
            print(say(words), file=sys.stderr)
            continue
        words = Message(
            "{ecosystem}: {count} packages checked, something is known against {against}.",
            ecosystem=ecosystem,
            count=count,
            against=len({one.package for one in known if one.package.ecosystem == ecosystem}),
        )
        print(say(words))
    if known:
        return 1
    return 0 if covered.issuperset(package.ecosystem for package in packages) else 2


def _told(one: Vulnerability, say: Callable[[Message], str]) -> Iterator[str]:
    """Yield the one to four printed lines of one vulnerability."""
    yield f"{one.package.name} {one.package.version}: {printable(', '.join(one.names))}"
    if one.summary:
        yield f"    {printable(one.summary)}"
    if not one.certain:
        yield "    " + say(Message("The record does not say for certain whether this version is affected."))
    if one.mended:
        yield "    " + say(Message("Mended in {version}.", version=printable(one.mended)))
