"""Filled forms that come from 4 and from 300 clients at once, on both databases, beside what the store commits.

Each client is a thread that sends one form of 39 answers after the other through `receive_form`, as every door does,
and waits for its receipt. Beside it, in the same run and before and after, stands the store's own rate: one row and its
commit, from one client or from as many as there are (50 at most, for each holds a connection), whichever is more.
Everything is on the disk before it is answered: SQLite with `synchronous=FULL`, PostgreSQL with `fsync`. What was
acknowledged is counted in the end: no form may be lost or there twice. The time of pages and networks is not in it.
A line more says how quickly the same rows are written by whoever judges nothing; no aim is set against it.
Run by `make bench`, or `.venv/bin/python benchmarks/intake.py [--seconds 5]`.
"""
# ruff: noqa: E402 - Django is set up on a folder of its own before anything of ours is imported

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import quantiles
from threading import Barrier, Lock, Thread
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory(prefix="cchc-bench-", dir=".")  # on the disk, not in memory
os.environ["CCHC_VAR"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "cchc.config.settings"

from benchmarks.measuring.aims import judge, judge_least
from benchmarks.measuring.databases import INSIDE, run_on_both

CLIENTS = (4, 300)
MOST_CONNECTIONS = 50
UNITS, ITEMS = 100, 39
FORMS_A_SECOND = 90  # of each unit: more than any machine here has stored
MOST_TOGETHER = 100  # forms in one transaction, as in the product
LEAST_SHARE = 0.5


class Sent:
    """What the clients were told: how long each answer took, in seconds, and what went wrong."""

    def __init__(self) -> None:
        self.waits, self.errors = list[float](), list[str]()
        self._lock = Lock()

    def note(self, wait: float, error: str = "") -> None:
        with self._lock:
            self.waits.append(wait)
            if error:
                self.errors.append(error)


def together(clients: int, seconds: float, act: Callable[[], None]) -> tuple[float, Sent]:
    """Let so many clients do one thing after the other for so long; returns how often a second, and what they saw."""
    from django.db import connections

    sent, ready = Sent(), Barrier(clients + 1)
    until = [0.0]

    def client() -> None:
        ready.wait()
        while time.monotonic() < until[0]:
            began = time.perf_counter()
            try:
                act()
            except Exception as stopped:
                sent.note(time.perf_counter() - began, repr(stopped))
            else:
                sent.note(time.perf_counter() - began)
        connections.close_all()

    threads = [Thread(target=client) for _client in range(clients)]
    for one in threads:
        one.start()
    until[0] = time.monotonic() + seconds
    began = time.perf_counter()
    ready.wait()
    for one in threads:
        one.join()
    return len(sent.waits) / (time.perf_counter() - began), sent


def commit_one() -> None:
    """Store one row and commit it: the least that a store can be asked to keep."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_row (text) VALUES (%s)", ["x"])


def store_rate(clients: int, seconds: float) -> float:
    """How many rows a second the store commits, each alone, for one client or for many."""
    return max(together(many, seconds, commit_one)[0] for many in (1, min(clients, MOST_CONNECTIONS)))


def plain_rate(turn: Iterator[Any], texts: Mapping[str, str], together: int, seconds: float) -> float:
    """How many forms a second somebody writes who judges nothing and asks nothing: the same rows in the same tables
    without their entry of the log, so many forms in one transaction, by one connection."""
    from django.db import connection, transaction
    from django.utils import timezone

    from cchc.fieldwork.actions.intake_statements import LINK, SUBMISSION
    from cchc.surveys.actions.collecting import RESPONSE

    def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        gaps = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({gaps})", rows)

    at = connection.ops.adapt_datetimefield_value(timezone.now())
    answers = json.dumps(texts)
    written, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        some = [(next(turn), str(uuid4())) for _form in range(together)]
        with transaction.atomic(), connection.cursor() as cursor:
            insert("fieldwork_answerlink", LINK, [(one.pk, key) for one, key in some])
            insert(
                "surveys_response",
                RESPONSE,
                [
                    (
                        *(one.survey_id, one.form_id, key, key, one.unit_id, "", "", "", "1"),
                        *(answers, "received", "", False, False, False, at, None),
                    )
                    for one, key in some
                ],
            )
            insert(
                "fieldwork_formsubmission",
                SUBMISSION,
                [
                    (
                        *(key, 1, one.pk, "online", None, "0" * 64, answers, "accepted", ""),
                        *(None, None, False, "", at),
                    )
                    for one, key in some
                ],
            )
            cursor.executemany(
                "UPDATE fieldwork_fieldassignment SET state = 'returned', returned_on = %s, version = version + 1 "
                "WHERE id = %s",
                [(str(timezone.localdate()), one.pk) for one, _key in some],
            )
        written += together
    return written / (time.perf_counter() - began)


def measured(seconds: float) -> bool:
    """Measure on the database of the environment; whether every aim is kept."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER SYSTEM SET fsync = on")
            cursor.execute("SELECT pg_reload_conf()")
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        kind = "serial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(f"CREATE TABLE bench_row (id {kind} PRIMARY KEY, text varchar(10))")
    from cchc.access.permissions import Role
    from cchc.core.surveys.questionnaires.values import (
        AnswerScale,
        ItemKind,
        Option,
        QuestionSection,
        QuestionSet,
        SurveyItem,
    )
    from cchc.fieldwork.actions.receiving import SubmittedForm, receive_form
    from cchc.fieldwork.models import CollectingMode, SubmissionSource
    from cchc.surveys.actions.states import start_collecting
    from cchc.surveys.actions.surveys import CellOf, ask_group, choose_units, set_quotas
    from cchc.surveys.models import Response
    from tests import builders
    from tests.builders.collecting import PEOPLE, a_published_version, a_survey
    from tests.builders.fieldwork import some_assignments

    levels = tuple(Option(str(at), f"Mức {at}", satisfied=at > 3) for at in range(1, 6))
    items = tuple(
        SurveyItem(f"q{at}", "a", str(at), f"Câu {at}", ItemKind.SCALE, levels, "muc")
        for at in range(1, ITEMS + 1)
    )
    asked = QuestionSet(
        "do", "Phiếu", items, (QuestionSection("a", "I", "A"),), (AnswerScale("muc", "Mức", levels),)
    )
    by, survey = builders.an_actor(Role.SURVEY_STAFF), a_survey("Đo")
    units = [builders.a_unit(f"Xã {at}", "commune") for at in range(UNITS)]
    choose_units(by=by, survey=survey, units=units)
    ask_group(by=by, survey=survey, group=PEOPLE, version=a_published_version(asked))
    set_quotas(by=by, survey=survey, targets={CellOf(one.pk, PEOPLE): 60 for one in units})
    survey = start_collecting(by=by, survey=survey)
    each = round(FORMS_A_SECOND * seconds)
    forms = some_assignments(survey, units, mode=CollectingMode.ONLINE, each=each)
    turn = iter([forms[at * each + place] for place in range(each) for at in range(UNITS)])
    texts = {f"q{at}": str(1 + at % 5) for at in range(1, ITEMS + 1)}
    lock, acknowledged = Lock(), list[str]()

    def send_one(many: int) -> None:
        with lock:
            assignment = next(turn)
        key = str(uuid4())
        sent = SubmittedForm(key, 1, {assignment.unit_id: texts}, SubmissionSource.ONLINE)
        receive_form(by=by, assignment=assignment, sent=sent)
        with lock:
            acknowledged.append(key)
        if many > MOST_CONNECTIONS and connection.vendor == "postgresql":
            connection.close()  # who waits holds none: the server has a hundred

    held = []
    for clients in CLIENTS:
        before = store_rate(clients, seconds)
        rate, sent = together(clients, seconds, partial(send_one, clients))
        store = max(before, store_rate(clients, seconds))
        p50, p99 = (quantiles(sent.waits, n=100)[at] * 1000 for at in (49, 98))
        print(
            f"  {clients} clients: {rate:.0f} forms a second, the store commits {store:.0f} rows a second; "
            f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, {len(sent.waits)} forms",
            flush=True,
        )
        plain = plain_rate(turn, texts, min(clients, MOST_TOGETHER), seconds / 4)
        print(
            f"  the same rows written plainly, {min(clients, MOST_TOGETHER)} together: {plain:.0f} forms a second"
        )
        held.append(judge_least(f"forms beside commits, {clients} clients", rate / store, LEAST_SHARE))
        held.append(judge(f"errors, {clients} clients", len(sent.errors), 0))
        for error in sorted(set(sent.errors))[:3]:
            print(f"    {error}", flush=True)
    stored = list(Response.objects.values_list("key", flat=True))
    held.append(judge("acknowledged and lost", len(set(acknowledged) - set(stored)), 0))
    held.append(judge("stored twice", len(stored) - len(set(stored)), 0))
    held.append(
        judge(
            "answers that are missing",
            sum(ITEMS - len(one) for one in Response.objects.values_list("answers", flat=True)),
            0,
        )
    )
    return all(held)


def main() -> int:
    """Measure on SQLite, then on a PostgreSQL of our own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument(INSIDE, action="store_true")
    asked = parser.parse_args()
    if not asked.inside:
        return run_on_both(__file__, "--seconds", str(asked.seconds))
    print("PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite", flush=True)
    return int(not measured(asked.seconds))


if __name__ == "__main__":
    sys.exit(main())
