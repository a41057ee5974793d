"""The round under load, on both databases: saving a cell, the sheet of a hundred leaves, and the hour before the
deadline.

Pages are measured beside the least page of their kind, signed in through the same middleware, in the same run and in
turns; what is read are the ratios. Loopback only, in temporary folders; the browsers run on the same processors as the
server.
Run by `make bench`, or `.venv/bin/python benchmarks/deadline.py [--seconds 60] [--clerks 300] [--only hour]`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.rounds.clients import Clerk, Waits, ratio, statuses_of, together
from benchmarks.torturing.service import PostgreSQL, Service
from benchmarks.torturing.storm import free_port, wait_for

from tests.installation import Installation, installed

COMMUNES = 100
TURNS = 3
PAUSE = 20  # seconds: the longest between two acts of a clerk, half of it on average
SIZE = 200_000  # bytes of a document
STANDS = """
import json
from cchc.documents.models import StoredFile
from cchc.self_scoring.models import Answer
answers = Answer.objects.values_list("sheet__participant__unit", "leaf", "figures", "version")
found = {f"{unit}/{leaf}": [(figures or {}).get("done"), version] for unit, leaf, figures, version in answers}
print(json.dumps([found, list(StoredFile.objects.values_list("sha256", flat=True))]))
"""


@contextmanager
def running(clerks: int) -> Iterator[tuple[Installation, list[Clerk], dict[str, Any]]]:
    """An installation with its service, the clerks at their browsers, and what was said of what is in it."""
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder, installed(Path(folder)) as installation:
        environment = installation.environment | {"DJANGO_SETTINGS_MODULE": "benchmarks.rounds.settings"}
        installation = Installation(installation.folder, environment)
        process = installation.start("-m", "benchmarks.rounds.prepared", str(COMMUNES), str(clerks))
        said, complaint = process.communicate(timeout=600)
        if process.returncode:
            raise RuntimeError(complaint)
        prepared = json.loads(said.splitlines()[-1])
        service = Service(installation, free_port())
        try:
            wait_for(service)
            yield installation, list(at_browsers(prepared, service.port)), prepared
        finally:
            service.end()


def at_browsers(prepared: dict[str, Any], port: int) -> Iterator[Clerk]:
    """Each clerk; those of one unit share its leaves among themselves."""
    people = prepared["clerks"]
    most = max(one["place"] for one in people) + 1
    for one in people:
        own = prepared["leaves"][one["place"] :: most]
        clerk = Clerk(port, one["session"], one["unit"], prepared["year"], own)
        if one["unit"] == people[-1]["unit"]:  # its sheet is answered already
            clerk.kept = dict.fromkeys(own, ("9", 1))
        yield clerk


def in_turns(
    clerks: list[Clerk], one: Callable[[Clerk], bool], other: Callable[[Clerk], bool], times: int
) -> tuple[Waits, Waits]:
    """Measure two acts in turns, after one of each that does not count."""
    for act in (one, other):
        together(clerks, act, 1)
    found: tuple[list[Waits], list[Waits]] = ([], [])
    for _turn in range(TURNS):
        for waits, act in zip(found, (one, other), strict=True):
            waits.append(together(clerks, act, times))
    first, second = (
        Waits([wait for one in each for wait in one.milliseconds], sum(one.refused for one in each))
        for each in found
    )
    return first, second


def said(what: str, one: Waits, other: Waits) -> None:
    """Print what an act costs beside its least page."""
    print(f"  {what:<44} {ratio(one, other)} times the least page", flush=True)
    print(f"  {'':<44} {one}", flush=True)
    print(f"  {'':<44} least: {other}", flush=True)


def save_cells(clerks: list[Clerk]) -> None:
    """Saving a cell beside one INSERT, by few and by many at once."""
    for many, times in ((4, 40), (50, 6)):
        said(f"saving a cell, {many} at once", *in_turns(clerks[:many], Clerk.save, Clerk.insert, times))


def open_sheets(clerks: list[Clerk], prepared: dict[str, Any]) -> None:
    """The sheet of a hundred answered leaves beside an empty page."""
    last = clerks[-1:]
    said("the sheet of a hundred leaves, one at a time", *in_turns(last, Clerk.read, Clerk.read_empty, 15))
    queries = prepared["queries"]
    print(
        f"  {'queries of the sheet':<44} {queries['no']} with no answer, {queries['a hundred']} with a hundred"
    )


def hour(clerks: list[Clerk], seconds: float) -> Waits:
    """Clerks who save, read and bring documents as people do, each pausing between two acts."""
    until = time.monotonic() + seconds
    waits, refused = list[float](), list[int]()

    def work(clerk: Clerk, number: int) -> None:
        chance = random.Random(number)
        time.sleep(chance.uniform(0, PAUSE))
        while time.monotonic() < until:
            act = chance.choices((Clerk.save, Clerk.read, lambda one: one.upload(SIZE)), (70, 20, 10))[0]
            began = time.perf_counter()
            done = act(clerk)
            waits.append((time.perf_counter() - began) * 1000)
            if not done:
                refused.append(1)
            time.sleep(chance.uniform(0, PAUSE))

    threads = [Thread(target=work, args=pair) for pair in zip(clerks, range(len(clerks)), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Waits(waits, len(refused))


def whole(installation: Installation, clerks: list[Clerk]) -> bool:
    """Whether all that was acknowledged stands, once: each answer as it was saved last, each file as one."""
    answers, files = json.loads(installation.say(STANDS))
    lost = doubled = 0
    for clerk in clerks:
        for leaf, (text, times) in clerk.kept.items():
            stored, version = answers.get(f"{clerk.unit}/{leaf}", (None, 0))
            if leaf not in clerk.open:
                lost += stored != text
                doubled += version != times
    sent = [digest for clerk in clerks for digest in clerk.stored]
    lost += sum(digest not in files for digest in sent)
    doubled += sum(files.count(digest) > 1 for digest in sent)
    saved = sum(clerk.saved for clerk in clerks)
    print(f"  {'acknowledged':<44} {saved} cells, {len(sent)} documents; lost {lost}, doubled {doubled}")
    return not (lost or doubled)


def measured(only: str, seconds: float, count: int) -> bool:
    """Measure on the database of the environment; whether nothing was lost or doubled."""
    with running(count) as (installation, clerks, prepared):
        if only in ("", "cells"):
            save_cells(clerks)
        if only in ("", "sheet"):
            open_sheets(clerks, prepared)
        if only in ("", "hour"):
            waits = hour(clerks, seconds)
            print(f"  {f'the hour before: {count} clerks, {seconds:.0f} s':<44} {waits}")
        print(f"  {'answers by status':<44} {statuses_of(clerks)}")
        return whole(installation, clerks)


def main() -> int:
    """Measure on SQLite, then on a PostgreSQL of our own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clerks", type=int, default=300)
    parser.add_argument("--only", choices=("cells", "sheet", "hour"), default="")
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    asked = parser.parse_args()
    held = True
    if asked.database != "postgresql":
        print("SQLite")
        held = measured(asked.only, asked.seconds, asked.clerks)
    if asked.database != "sqlite":
        print("PostgreSQL")
        server = PostgreSQL()
        os.environ["DATABASE_URL"] = server.address
        try:
            held = measured(asked.only, asked.seconds, asked.clerks) and held
        finally:
            del os.environ["DATABASE_URL"]
            server.end()
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
