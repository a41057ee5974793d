"""The background worker: it runs the tasks that pages enqueue, and keeps the database in order beside them.

It shows that it lives, gives up the tasks that a dead worker has left behind, seals the log each minute, and each day
deletes rows and files that are no longer needed. Phases whose last day is over are locked in the same minute.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from cchc.access.practising import practising
from cchc.accounts.actions import attempts
from cchc.accounts.middleware import forget_sent_forms
from cchc.audit.actions import forget_access, seal
from cchc.audit.heads import keep_head
from cchc.audit.stamps import stamp_when_due
from cchc.config.kept import NIGHTLY
from cchc.config.memory import MEGABYTE, hold_below, resident_bytes
from cchc.cycles.actions import lock_due_phases
from cchc.desk.actions import remind_everybody, send_letters
from cchc.documents.actions.astray import look_for_the_astray
from cchc.documents.actions.background import give_up_the_left_behind, leave, show_life
from cchc.documents.actions.errands import forget_ended_errands
from cchc.documents.actions.prepared import throw_away_prepared
from cchc.documents.actions.uploading import throw_away_unfinished
from cchc.documents.queries import free_gigabytes, is_disk_low
from cchc.documents.queries.background import BEAT
from cchc.documents.tasks import check_waiting_signatures
from cchc.fieldwork.actions.answering import forget_door
from cchc.fieldwork.actions.letters import send_code_letters
from cchc.fieldwork.actions.retention import delete_people_past_keeping
from cchc.following.actions.settling import settle_plans
from cchc.notices.actions.letters import forget_letters
from cchc.portal.actions.feedback import erase_contacts
from cchc.portal.queries.readying import make_ready
from cchc.results.actions import recompute_marked
from cchc.surveys.actions.estimating import estimate_closed_surveys

logger = logging.getLogger(__name__)

POLL = 1  # seconds between two looks for a task
PAUSE = 5  # seconds before a database that does not answer is asked again
ROUND = 10  # seconds
MINUTE = 60  # seconds
ROUNDS_A_MINUTE = 60 // ROUND
ROUNDS_AN_HOUR = 60 * ROUNDS_A_MINUTE
ROUNDS_A_DAY = 24 * ROUNDS_AN_HOUR
RESULTS_KEPT = 14  # days
MOST_KEPT = 400 * MEGABYTE  # with which the worker takes another task
MOST = 1_500 * MEGABYTE  # that a task may ask for at all


def work_until_told() -> None:
    """Run tasks and keep the database in order until SIGTERM or Ctrl+C ends this process."""
    hold_below(MOST)
    worker = TaskWorker()
    worker.configure_signals()
    ended = threading.Event()
    show_life(worker.worker_id)  # before it takes a task
    beside = [
        threading.Thread(target=beat, args=(ended, worker), name="pulse", daemon=True),
        threading.Thread(target=keep_up, args=(ended,), name="upkeep", daemon=True),
        threading.Thread(target=keep_signatures_checked, args=(ended,), name="signatures", daemon=True),
        threading.Thread(target=keep_people_told, args=(ended,), name="notices", daemon=True),
        threading.Thread(target=keep_public_pages_ready, args=(ended,), name="public pages", daemon=True),
    ]
    for thread in beside:
        thread.start()
    try:
        worker.run()
    finally:
        ended.set()
        for thread in beside:
            thread.join(timeout=PAUSE)  # a round that waits for the database is simply given up
        leave(worker.worker_id)
        connections.close_all()


class TaskWorker(db_worker.Worker):
    """The library's worker, one task after the other, made patient.

    It waits for a database that does not answer for a while, and finishes the task at hand on a signal to end. It
    ends by itself behind a task that made the process too large.
    """

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            interval=POLL,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End after the task at hand; a second Ctrl+C ends that too, and it counts as failed."""
        if signum == signal.SIGINT and not self.running:
            raise KeyboardInterrupt
        self.running = False

    def run(self) -> None:
        """Run tasks until a signal to end.

        When the database fails, the end of a task may be lost: then the task is left behind under the id that the
        worker had, and is given up like one of a dead worker.
        """
        while self.running:
            try:
                super().run()
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database does not answer: %s", error)
                gone, self.worker_id = self.worker_id, get_random_string(32)
                show_life(self.worker_id)
                leave(gone)
                time.sleep(PAUSE)

    def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
        """Run one task; end behind it when this process has become too large, so that another begins small."""
        super().run_task(db_task_result)
        if self.running and resident_bytes() > MOST_KEPT:
            logger.warning("The worker grew to %d MB and ends", resident_bytes() // MEGABYTE)
            self.running = False


def beat(ended: threading.Event, worker: TaskWorker) -> None:
    """Show every second that the worker lives, until `ended` is set; in a thread that waits for nothing else."""
    while not ended.wait(BEAT):
        _attempt(partial(show_life, worker.worker_id), "the sign of life")


def keep_up(ended: threading.Event) -> None:
    """Keep the database in order until `ended` is set.

    Tasks left behind are given up now and every ten seconds; phases that are over are locked, the index of cycles
    whose scores changed is computed, the records of plans are settled, the log is sealed and wrong passwords are
    forgotten now and each minute; the disk is checked now and each hour; old things are deleted now and each day.
    """
    rounds = 0
    while True:
        _attempt(give_up_the_left_behind, "giving up what was left behind")
        if rounds % ROUNDS_A_MINUTE == 0:
            _attempt(lock_phases, "locking what is over")
            _attempt(recompute_marked, "computing the index anew")
            _attempt(settle_plans, "settling the records of plans")
            _attempt(estimate_closed_surveys, "estimating what surveys found")
            _attempt(recompute_practised, "computing the index of a practice cycle anew")
            _attempt(seal, "sealing the log")
            _attempt(keep_head, "keeping the head of the chain")
            _attempt(forget_wrong_passwords, "forgetting wrong passwords")
        if rounds % ROUNDS_AN_HOUR == 0:
            _attempt(stamp_when_due, "having the log stamped")
            _attempt(warn_of_the_disk, "looking at the disk")
        if rounds % ROUNDS_A_DAY == 0:
            _attempt(throw_away, "throwing old things away")
            _attempt(
                partial(look_for_the_astray, checks=NIGHTLY), "looking for what does not belong together"
            )
        connections.close_all()  # this thread's own
        rounds += 1
        if ended.wait(ROUND):
            return


def keep_people_told(ended: threading.Event) -> None:
    """Remind people of what is due soon and send the letters that are due, each minute anew until `ended` is set; in a
    thread of its own, for asking all rooms what waits for everybody takes a while, and so may a mail server."""
    while True:
        _attempt(lambda: remind_everybody(now=timezone.now()), "reminding people")
        _attempt(lambda: send_letters(now=timezone.now()), "sending letters")
        _attempt(lambda: send_code_letters(now=timezone.now()), "sending codes to respondents")
        connections.close_all()  # this thread's own
        if ended.wait(MINUTE):
            return


def keep_public_pages_ready(ended: threading.Event) -> None:
    """Cut releases for the public pages now and each minute anew until `ended` is set; in a thread of its own, for
    the bundle of a release takes seconds to read."""
    while True:
        _attempt(make_ready, "making public pages ready")
        connections.close_all()  # this thread's own
        if ended.wait(MINUTE):
            return


def keep_signatures_checked(ended: threading.Event) -> None:
    """Check the signatures of files that wait for it, every ten seconds until `ended` is set; in a thread of its own,
    for one file may take a minute and nothing else should wait for it."""
    while True:
        _attempt(partial(check_waiting_signatures, is_ended=ended.is_set), "checking signatures")
        connections.close_all()  # this thread's own
        if ended.wait(ROUND):
            return


def recompute_practised() -> None:
    """Compute the index of a practice cycle whose scores changed; its phases lock by the clock alone."""
    with practising():
        recompute_marked()


def lock_phases() -> None:
    """Freeze what units left unfinished in phases that are over, and tell it; the lock itself holds by the clock."""
    lock_due_phases(timezone.now())


def forget_wrong_passwords() -> None:
    """Delete the expired counts of wrong passwords, and those that a flood of made-up names left."""
    attempts.forget(now=timezone.now())


def throw_away() -> None:
    """Delete old results of tasks, expired sessions, the keys of old forms, records of access whose time is over,
    prepared files of some days ago, uploads that were never finished and forms that respondents left; erase contacts of
    citizens and personal data of surveys whose time is over."""
    call_command("prune_db_task_results", queue_name="*", min_age_days=RESULTS_KEPT, verbosity=0)
    call_command("clearsessions", verbosity=0)
    forget_sent_forms()
    forget_access(now=timezone.now())
    throw_away_prepared()
    throw_away_unfinished()
    forget_ended_errands()
    forget_letters(now=timezone.now())
    erase_contacts(now=timezone.now())
    forget_door(now=timezone.now())
    delete_people_past_keeping()


def warn_of_the_disk() -> None:
    """Write a line to the service's log while the disk is nearly full."""
    if is_disk_low():
        logger.warning("The disk of %s is nearly full: %.1f GB left", settings.VAR, free_gigabytes())


def _attempt(duty: Callable[[], Any], name: str) -> None:
    """Do `duty`; a failure is written to the service's log, and the next round tries again."""
    try:
        duty()
    except OperationalError as error:
        logger.warning("%s waits for the next round: %s", name, error)
    except Exception:
        logger.exception("%s failed", name)
