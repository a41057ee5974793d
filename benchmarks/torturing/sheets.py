"""kill -9 of the web server, the worker, the database and one connection of it in turn, while clerks fill sheets in and
bring documents in parts, and heads hand in what coordinators give back: what was acknowledged is there, and nothing is
there by half.

A cell is acknowledged by its new version, a file by the number under which it is stored, Chốt by the page of the
submission. Afterwards the whole installation is asked too: `cchc verify` (the chain, the log played against the rows,
sums against answers, submissions against their hashes, files against theirs) and the nightly look for what does not
belong together.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import urlencode

from benchmarks.torturing.browser import PAUSE, URLENCODED, Browser, Tally
from benchmarks.torturing.service import PostgreSQL, Service
from benchmarks.torturing.storm import Figures, killed, on_both_databases, open_transactions, rage

from tests.files.papers import pdf
from tests.installation import Installation

CLERKS, HEADS, BRINGERS = 3, 2, 2
FIRST = 100  # the first figure that a clerk types
LARGE = 9_000_000  # bytes: two parts
STUCK, SETTLING = 60, 600  # seconds in which the worker must read one more file, and all of them, in the end
OCTETS, UPLOADS = "application/octet-stream", "/tai-lieu/tai-len/"
PEOPLE = f"""
import json
from django.test import Client
from django.utils import timezone
from cchc.access.permissions import Role
from cchc.units.models import Kind
from tests import builders
from tests.acts.sheets import an_open_sheet, the_province

def session(role, unit, number):
    client = Client()
    client.force_login(builders.a_member(role, unit=unit, username=f"thu-{{role.value}}-{{number}}").person)
    return client.cookies["sessionid"].value

told = []
for number in range({CLERKS + HEADS}):
    unit = builders.a_unit(f"Sở thử {{number}}", Kind.DEPARTMENT, parent=the_province())
    cycle = an_open_sheet(unit).participant.cycle
    sheet = builders.a_filled_sheet(cycle, now=timezone.now())
    told.append({{
        "address": f"/tu-cham/{{cycle.year}}/{{unit.pk}}/",
        "pk": sheet.pk,
        "version": sheet.answers.get(leaf="1.1").version,
        "clerk": session(Role.UNIT_CLERK, unit, number),
        "head": session(Role.UNIT_HEAD, unit, number),
        "coordinator": session(Role.COORDINATOR, the_province(), number),
    }})
builders.files_behind_documents()
print(json.dumps(told))
"""
STANDS = """
import json, os, time
from collections import Counter
from django.conf import settings
from django_tasks_db.models import DBTaskResult
from cchc.audit.models import Entry
from cchc.config.kept import NIGHTLY
from cchc.documents.actions.astray import look_for_the_astray
from cchc.documents.actions.uploading import throw_away_unfinished
from cchc.documents.models import FileReading, IncomingFile, StoredFile, Upload
from cchc.documents.queries import missing_or_altered
from cchc.documents.queries.astray import found_last_night
from cchc.scores.models import Score
from cchc.self_scoring.models import SheetReturn, UnitSheet
from cchc.self_scoring.queries.submissions import is_intact

def acts(verb, sheet):
    return Entry.objects.filter(verb=verb, subject_id=str(sheet.pk)).count()

def of(sheet):
    answer = sheet.answers.get(leaf="1.1")
    submissions = list(sheet.submissions.order_by("number"))
    scores = Score.objects.filter(participant=sheet.participant_id, stage="self_score")
    return {
        "figure": int(answer.figures["planned"]),
        "version": answer.version,
        "state": sheet.state,
        "submissions": len(submissions),
        "whole": all(is_intact(one) for one in submissions) and [one.number for one in submissions]
            == list(range(1, len(submissions) + 1)),
        "submitted": acts("self_scoring.submitted", sheet),
        "returns": SheetReturn.objects.filter(submission__sheet=sheet).count(),
        "returned": acts("self_scoring.returned", sheet),
        "scores": sum(bool(one.points or one.figures) for one in scores),
        "leaves": sheet.leaves,
    }

uploads = Upload.objects.filter(stored__isnull=False)
old = time.time() - 3 * 60 * 60
for folder, _folders, names in os.walk(settings.MEDIA_ROOT):
    for name in names:
        os.utime(os.path.join(folder, name), (old, old))  # as the night finds them
throw_away_unfinished()
look_for_the_astray(checks=NIGHTLY)
print(json.dumps({
    "sheets": {sheet.pk: of(sheet) for sheet in UnitSheet.objects.all()},
    "files": {one.stored_id: [one.sha256, one.stored.sha256] for one in uploads.select_related("stored")},
    "doubled": [sha for sha, many in Counter(uploads.values_list("sha256", flat=True)).items() if many > 1],
    "acts": list(Entry.objects.filter(verb="documents.evidence_stored").values_list("subject_id", flat=True)),
    "rows": list(StoredFile.objects.filter(type="pdf").values_list("pk", flat=True)),
    "astray": len([*found_last_night(), *missing_or_altered()]),
    "waiting": list(IncomingFile.objects.values_list("file_id", flat=True)),
    "readings": Counter(FileReading.objects.values_list("state", flat=True)),
    "tasks": Counter(DBTaskResult.objects.values_list("status", flat=True)),
}))
"""
TASKS = """
import json
from collections import Counter
from django_tasks_db.models import DBTaskResult
from cchc.documents.models import FileReading
tasks = Counter(DBTaskResult.objects.values_list("status", flat=True))
print(json.dumps([tasks, FileReading.objects.filter(state="waiting").count()]))
"""


@dataclass(frozen=True, slots=True)
class SheetOfUnit:
    """A filled sheet: its page, its id, the version of the answer that a clerk changes, and the sessions of the
    people."""

    address: str
    pk: int
    version: int
    clerk: str
    head: str
    coordinator: str


@dataclass
class Acknowledged:
    """What browsers were told is done, by the id of the sheet or of the stored file."""

    figures: dict[int, int] = field(default_factory=dict)
    submissions: dict[int, set[int]] = field(default_factory=dict)
    returns: dict[int, set[int]] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)


def torture(seconds: float) -> Iterator[tuple[str, Figures, bool]]:
    """For each database: its name, the figures, and whether all that was acknowledged is there and nothing by half."""
    yield from on_both_databases(seconds, storm)


def storm(
    installation: Installation, service: Service, server: PostgreSQL | None, seconds: float
) -> tuple[Figures, bool]:
    """Clerks, heads and coordinators work and something is killed, for `seconds`; then what stands is looked at."""
    sheets = [SheetOfUnit(**one) for one in json.loads(installation.say(PEOPLE))]
    tally, told = Tally(), Acknowledged()

    def browser(session: str) -> Browser:
        return Browser(service.port, session, tally)

    writers = [partial(fill, browser(sheet.clerk), sheet, told) for sheet in sheets[:CLERKS]]
    writers += [
        partial(hand_in, browser(sheet.head), browser(sheet.coordinator), sheet, told)
        for sheet in sheets[CLERKS:]
    ]
    bringers = [browser(sheet.clerk) for sheet in sheets[:BRINGERS]]
    writers += [partial(bring, one, number, told) for number, one in enumerate(bringers)]
    kills = rage(service, server, seconds, writers)
    settle(installation, bringers)
    transactions = open_transactions(installation)
    stands = json.loads(installation.say(STANDS))
    verified = installation.cchc("verify").wait(180)
    figures = [
        killed(kills),
        ("cells acknowledged", str(sum(figure - FIRST + 1 for figure in told.figures.values()))),
        ("files acknowledged", f"{len(told.files)}, of which {len(told.waiting)} are left to be confirmed"),
        ("Chốt and returns acknowledged", f"{many(told.submissions)}, {many(told.returns)}"),
        ("tasks of the worker", _listed(stands["tasks"])),
        ("requests without an answer", str(tally.unanswered)),
        ("answers", _listed(tally.statuses)),
        ("longest answer", f"{tally.longest:.1f} s"),
    ]
    faults = {
        "cells lost or half saved": [
            one.pk for one in sheets[:CLERKS] if not is_cell_there(one, told, stands)
        ],
        "sheets lost or half handed in": [
            one.pk for one in sheets[CLERKS:] if not is_whole(one, told, stands)
        ],
        "files lost, doubled or half stored": files_in_disorder(told, stands),
        "files that wait and were lost": told.waiting - set(stands["waiting"]),
        "found by the nightly look": stands["astray"],
        "files that nobody reads": stands["readings"].get("waiting", 0),
        "tasks that nobody runs": stands["tasks"].get("RUNNING", 0) + stands["tasks"].get("READY", 0),
        "open transactions": transactions,
        "broken answers": tally.statuses[500],
        "cells and files refused": tally.refused,
        "exit code of cchc verify": verified,
    }
    figures += [(what, str(found or 0)) for what, found in faults.items()]
    return figures, not any(faults.values())


# what people do


def fill(browser: Browser, sheet: SheetOfUnit, told: Acknowledged, ended: threading.Event) -> None:
    """Type one figure after the other into one cell; each is sent until it is answered."""
    version = sheet.version
    for figure in count(FIRST):
        typed = {"field": "figure-planned", "value": str(figure), "version": str(version), "age": "0"}
        answer = browser.insist(f"{sheet.address}muc/1.1/luu/", typed, ended)
        if answer is None:
            return
        told.figures[sheet.pk], version = figure, answer["version"]


def bring(browser: Browser, number: int, told: Acknowledged, ended: threading.Event) -> None:
    """Bring one document after the other, each third of two parts, and let each second wait to be confirmed."""
    for turn in count():
        content = pdf(f"So {number} {turn}") + (b"% " + b"x" * LARGE if turn % 3 == 0 else b"")
        stored = in_parts(browser, f"van-ban-{number}-{turn}.pdf", content, ended)
        if stored is None:
            return
        told.files[stored] = hashlib.sha256(content).hexdigest()
        if turn % 2:
            continue
        named = urlencode({"file": stored}).encode()
        if browser.ask("POST", "/tai-lieu/moi/nhan/", named, URLENCODED)[0] == 302:
            told.waiting.add(stored)


def in_parts(browser: Browser, name: str, content: bytes, ended: threading.Event) -> int | None:
    """Send a file part by part, and go on with it until it is stored; returns the number under which it is."""
    facts = {"name": name, "size": str(len(content)), "sha256": hashlib.sha256(content).hexdigest()}
    while (begun := browser.insist(f"{UPLOADS}bat-dau/", facts, ended)) is not None:
        if begun["stored"]:
            return int(begun["stored"]["id"])
        part, missing = begun["part"], begun["missing"]
        steps = [
            (
                "PUT",
                f"{begun['id']}/phan/{place}/{'?last' if place == missing[-1] else ''}",
                content[place * part : (place + 1) * part],
            )
            for place in missing
        ] or [("POST", "xong/", urlencode({"id": begun["id"]}).encode())]
        for method, path, body in steps:
            status, text = browser.ask(
                method, UPLOADS + path, body, OCTETS if method == "PUT" else URLENCODED
            )
            if status != 200:
                time.sleep(PAUSE)
                break
            if stored := json.loads(text).get("stored"):
                return int(stored[0]["id"])
    return None


def hand_in(
    head: Browser, coordinator: Browser, sheet: SheetOfUnit, told: Acknowledged, ended: threading.Event
) -> None:
    """Hand the sheet in, give it back, hand it in again: each until it is seen to be done."""
    submissions, returns = (
        told.submissions.setdefault(sheet.pk, set()),
        told.returns.setdefault(sheet.pk, set()),
    )
    for number in count(1):
        while not is_page(head, f"{sheet.address}lan-chot/{number}/"):
            if ended.is_set():
                return
            if head.send(f"{sheet.address}chot/", {"confirmed": "on"}, None, ended):
                submissions.add(number)
        while not is_page(head, f"{sheet.address}chot/"):
            if ended.is_set():
                return
            again = f"{sheet.address}lan-chot/{number}/tra-lai/"
            if coordinator.send(again, {"reason": "Thiếu tài liệu"}, None, ended):
                returns.add(number)


def is_page(browser: Browser, path: str) -> bool:
    """Whether there is a page to be seen at this address."""
    status, _text = browser.ask("GET", path)
    if status in (0, 503):
        time.sleep(PAUSE)
    return status == 200


# what stands afterwards


def settle(installation: Installation, bringers: list[Browser]) -> None:
    """Let the worker read what waits, as it is told by whoever opens the page; wait until it has done all, or does no
    more."""
    fewest, since, began = None, time.monotonic(), time.monotonic()
    while time.monotonic() - since < STUCK and time.monotonic() - began < SETTLING:
        for browser in bringers:
            browser.ask("POST", "/tai-lieu/moi/nhan/", b"", URLENCODED)
        tasks, waiting = json.loads(installation.say(TASKS))
        if not (waiting or tasks.keys() & {"READY", "RUNNING"}):
            return
        if fewest is None or waiting < fewest:
            fewest, since = waiting, time.monotonic()
        time.sleep(2)


def is_cell_there(sheet: SheetOfUnit, told: Acknowledged, stands: dict[str, Any]) -> bool:
    """Whether the cell holds what was acknowledged last or the one figure that was sent behind it, and its version
    counts every saving once."""
    found, last = stands["sheets"][str(sheet.pk)], told.figures.get(sheet.pk, FIRST - 1)
    if sheet.pk not in told.figures and found["version"] == sheet.version:
        return True
    return (
        found["figure"] - last in (0, 1) and found["version"] - sheet.version == found["figure"] - FIRST + 1
    )


def is_whole(sheet: SheetOfUnit, told: Acknowledged, stands: dict[str, Any]) -> bool:
    """Whether every submission and return that was acknowledged is there, each with its record, its hash and the
    self-score that counts."""
    found = stands["sheets"][str(sheet.pk)]
    numbers, given_back = set(range(1, found["submissions"] + 1)), set(range(1, found["returns"] + 1))
    standing = found["submissions"] - found["returns"]
    return (
        told.submissions.get(sheet.pk, set()) <= numbers
        and told.returns.get(sheet.pk, set()) <= given_back
        and found["whole"]
        and (found["submitted"], found["returned"]) == (found["submissions"], found["returns"])
        and (found["state"], found["scores"])
        == (("submitted", found["leaves"]) if standing else ("filling", 0))
        and standing in (0, 1)
    )


def files_in_disorder(told: Acknowledged, stands: dict[str, Any]) -> list[str]:
    """Return the hashes of files that were acknowledged and are not there, that came twice, or whose row, upload and
    record are not all there."""
    there = {int(pk): sent for pk, (sent, stored) in stands["files"].items() if sent == stored}
    lost = [sha256 for pk, sha256 in told.files.items() if there.get(pk) != sha256]
    rows, acts = set(stands["rows"]), {int(pk) for pk in stands["acts"]}
    return [*lost, *stands["doubled"], *map(str, (rows ^ acts) | (rows ^ there.keys()))]


def many(acknowledged: dict[int, set[int]]) -> int:
    """Return how many acts were acknowledged on all sheets."""
    return sum(map(len, acknowledged.values()))


def _listed(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{what}: {times}" for what, times in sorted(counts.items()))
