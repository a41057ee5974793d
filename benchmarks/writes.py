"""What it costs that every acknowledged act is on the disk: acts a second with SQLite's synchronous=NORMAL and FULL,
without and with the triggers of frozen tables, in one process in a folder of its own."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date

ACTS, ROUNDS = 150, 3


def acts_a_second() -> float:
    """How many units a person could open in a second."""
    from cchc.units.actions import add_unit
    from cchc.units.models import Unit
    from tests.builders import an_actor

    number = Unit.objects.count()
    started = time.perf_counter()
    for at in range(number, number + ACTS):
        add_unit(by=an_actor(), name=f"Sở {at}", kind="department", valid_from=date(2020, 1, 1))
    return ACTS / (time.perf_counter() - started)


def measured() -> Iterator[tuple[str, float]]:
    """Each way with its acts a second, the rounds taken in turn."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from cchc.audit.frozen import freeze, thaw

    call_command("migrate", verbosity=0)
    found: dict[str, list[float]] = {}
    for _round in range(ROUNDS):
        for level in ("NORMAL", "FULL"):
            for name, prepare in (("without triggers", thaw), ("with triggers", freeze)):
                prepare()
                with connection.cursor() as cursor:
                    cursor.execute(f"PRAGMA synchronous = {level}")
                found.setdefault(f"{level}, {name}", []).append(acts_a_second())
    return iter([(name, statistics.median(rounds)) for name, rounds in found.items()])


if __name__ == "__main__":
    if os.environ.get("CCHC_VAR") is None:
        with tempfile.TemporaryDirectory(dir=".") as folder:
            environment = {**os.environ, "CCHC_VAR": folder, "DJANGO_SETTINGS_MODULE": "cchc.config.settings"}
            sys.exit(
                subprocess.run(
                    [sys.executable, __file__], env={**environment, "PYTHONPATH": "."}, check=False
                ).returncode
            )
    rows = list(measured())
    first = rows[0][1]
    for name, speed in rows:
        print(f"{name:<26} {speed:7.0f} acts a second, {speed / first:.2f} of the first")
