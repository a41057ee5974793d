"""The round under load, on both databases: saving a cell, the sheet of a hundred leaves, and the hour before the
deadline.

Pages are measured beside the least page of their kind, signed in through the same middleware, in the same run and in
turns; what is read are the ratios. Loopback only, in temporary folders; the browsers run on the same processors as the
server. The time of the sheet is the processor time of web server and database, which other work of the machine makes
little longer. In the hour some clerks break off in the middle of a save or an upload; no transaction may stay open.
Run by `make bench`, or `.venv/bin/python benchmarks/deadline.py [--seconds 60] [--clerks 300] [--only hour]`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge
from benchmarks.rounds.clients import BREAKS, Clerk, Waits, at_work, ratio, statuses_of, together
from benchmarks.rounds.running import DATABASES, on_databases, running

from tests.installation import Installation

COMMUNES = 100
TURNS = 3
BROKEN_OFF = 0.1  # of the acts: before it the same clerk begins another and breaks off
PAUSE = 20  # seconds: the longest between two acts of a clerk, half of it on average
SIZE = 200_000  # bytes of a document
MOST_TIMES = 3  # the least page, for saving a cell
MOST_OF_A_SHEET = 150  # milliseconds of the server
AT_ONCE = 5  # seconds within which what is broken off has ended
STANDS = """
import json
from cchc.documents.models import StoredFile
from cchc.self_scoring.models import Answer
answers = Answer.objects.values_list("sheet__participant__unit", "leaf", "figures", "version")
found = {f"{unit}/{leaf}": [(figures or {}).get("done"), version] for unit, leaf, figures, version in answers}
print(json.dumps([found, list(StoredFile.objects.values_list("sha256", flat=True))]))
"""
OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE %s"


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


def worked(
    what: str, act: Callable[[], Waits], least: Callable[[], Waits], busy: Callable[[], float]
) -> float:
    """Print how long the server works on an act and on its least page; returns the milliseconds of the first."""
    found = []
    for each in (act, least):
        before = busy()
        answers = len(each().milliseconds)
        found.append((busy() - before) / answers * 1000)
    print(
        f"  {what:<44} {found[0] / found[1]:.2f} times; {found[0]:.1f} ms and {found[1]:.1f} ms", flush=True
    )
    return found[0]


def save_cells(clerks: list[Clerk], prepared: dict[str, Any], busy: Callable[[], float]) -> Iterator[bool]:
    """Saving a cell beside one INSERT, by few and by many at once; `busy` are the processor seconds of the server."""
    counted = prepared["statements"]
    print(
        f"  {'messages to the database, BEGIN, COMMIT':<44} {counted['first']} for a first save, "
        f"{counted['again']} for another; {counted['insert']} for the least page"
    )
    for many, times in ((4, 40), (50, 6)):
        some = clerks[:many]
        saving, least = in_turns(some, Clerk.save, Clerk.insert, times)
        said(f"saving a cell, {many} at once", saving, least)
        worked(
            "the same in processor time",
            lambda some=some, times=times: together(some, Clerk.save, times),
            lambda some=some, times=times: together(some, Clerk.insert, times),
            busy,
        )
        yield judge(f"saving a cell, {many} at once", saving.middle / least.middle, MOST_TIMES, " times")


def open_sheets(clerks: list[Clerk], prepared: dict[str, Any], busy: Callable[[], float]) -> Iterator[bool]:
    """The sheet of a hundred answered leaves beside an empty page; `busy` are the processor seconds of the server."""
    last, times = clerks[-1:], 15
    said("the sheet of a hundred leaves, one at a time", *in_turns(last, Clerk.read, Clerk.read_empty, times))
    sheet = worked(
        "the same in processor time",
        lambda: together(last, Clerk.read, times),
        lambda: together(last, Clerk.read_empty, times),
        busy,
    )
    yield judge("server time of the sheet of a hundred leaves", sheet, MOST_OF_A_SHEET, " ms")
    queries = prepared["queries"]
    print(
        f"  {'queries of the sheet':<44} {queries['no']} with no answer, {queries['a hundred']} with a hundred"
    )
    more = queries["a hundred"] - queries["no"]
    yield judge("queries that a hundred answers add to the sheet", more, 0)


def hour(clerks: list[Clerk], seconds: float) -> Waits:
    """Clerks who save, read and bring documents as people do, each pausing between two acts."""

    def choose(clerk: Clerk, chance: random.Random) -> Callable[[Clerk], bool]:
        acts = (Clerk.save, Clerk.read, lambda one: one.upload(SIZE))
        if chance.random() < BROKEN_OFF:
            clerk.break_off(chance.choice(BREAKS), SIZE)
        return chance.choices(acts, (70, 20, 10))[0]

    return at_work(clerks, choose, seconds=seconds, pause=PAUSE)


def whole(installation: Installation, clerks: list[Clerk]) -> Iterator[bool]:
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
    print(f"  {'acknowledged':<44} {saved} cells, {len(sent)} documents")
    yield judge("acknowledged and lost", lost, 0)
    yield judge("acknowledged and doubled", doubled, 0)


def nothing_open(installation: Installation, clerks: list[Clerk]) -> Iterator[bool]:
    """Whether clients that broke off left no transaction open, and a writer gets in at once."""
    broken = sum(clerk.broken_off for clerk in clerks)
    print(f"  {'broken off in the middle':<44} {broken} saves and uploads")
    with installation.connected() as execute:
        until, left = time.monotonic() + AT_ONCE, 1
        while left and time.monotonic() < until:
            left = (
                execute(OPEN, ["idle in transaction%"])[0][0]
                if installation.environment["DATABASE_URL"]
                else 0
            )
        yield judge("transactions left open by who broke off", left, 0)
        began = time.perf_counter()
        execute("INSERT INTO bench_row (text) VALUES (%s)", ["x"])
        yield judge("a writer gets in after", time.perf_counter() - began, 1, " s")


def measured(only: str, seconds: float, count: int, busy_elsewhere: Callable[[], float]) -> bool:
    """Measure on the database of the environment; whether every aim is kept. `busy_elsewhere` are the processor seconds
    of a database that is a server of its own."""
    with running("prepared", COMMUNES, count) as (installation, service, prepared):
        clerks, found = list(at_browsers(prepared, service.port)), list[bool]()

        def busy() -> float:
            return service.processor_seconds("web") + busy_elsewhere()

        if only in ("", "cells"):
            found += save_cells(clerks, prepared, busy)
        if only in ("", "sheet"):
            found += open_sheets(clerks, prepared, busy)
        if only in ("", "hour"):
            waits = hour(clerks, seconds)
            print(f"  {f'the hour before: {count} clerks, {seconds:.0f} s':<44} {waits}")
            found.append(judge("answers refused in the hour", waits.refused, 0))
            found += nothing_open(installation, clerks)
        print(f"  {'answers by status':<44} {statuses_of(clerks)}")
        found += whole(installation, clerks)
        return all(found)


def main() -> int:
    """Measure on SQLite, then on a PostgreSQL of our own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clerks", type=int, default=300)
    parser.add_argument("--only", choices=("cells", "sheet", "hour"), default="")
    parser.add_argument("--database", choices=DATABASES)
    asked = parser.parse_args()
    return on_databases(partial(measured, asked.only, asked.seconds, asked.clerks), asked.database)


if __name__ == "__main__":
    sys.exit(main())
