"""Verbs of the whole installation: bring the database up to date, serve the pages."""

from __future__ import annotations

import argparse
import os
import sys


def start_django() -> None:
    """Make models usable in this process."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cchc.config.settings")
    django.setup()


def migrate_arguments(parser: argparse.ArgumentParser) -> None:
    """`cchc migrate` takes no arguments."""


def migrate(args: argparse.Namespace) -> int:
    """Bring the database up to date."""
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=1)
    return 0


def serve_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--bind", default="127.0.0.1:8000")
    parser.add_argument("--workers", type=int, default=2)


def serve(args: argparse.Namespace) -> int:
    """Bring the database and the static files up to date, then hand this process over to the web server."""
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"http://{args.bind}/", flush=True)
    server = [sys.executable, "-m", "gunicorn", "cchc.config.wsgi", "--bind", args.bind]
    os.execv(  # noqa: S606 - our own interpreter, no shell
        sys.executable, [*server, "--workers", str(args.workers), "--threads", "4", "--log-level", "warning"]
    )
