"""The background worker: it runs the tasks that pages leave behind, and beside that seals the log each minute and
each day throws away what nobody needs any more."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker

from cchc.accounts.middleware import forget_sent_forms
from cchc.audit.actions import seal
from cchc.documents.queries import disk_is_low, free_gigabytes

logger = logging.getLogger(__name__)

POLL = 1  # seconds between two looks for a task
PAUSE = 5  # seconds before a database that does not answer is asked again
MINUTE = 60
ROUNDS_AN_HOUR = 60
ROUNDS_A_DAY = 24 * 60
RESULTS_KEPT = 14  # days


def work_until_told() -> None:
    """Run tasks and keep up the database until this process is told to end by SIGTERM or Ctrl+C."""
    worker = Worker()
    worker.configure_signals()
    ended = threading.Event()
    beside = threading.Thread(target=keep_up, args=(ended,), name="upkeep", daemon=True)
    beside.start()
    try:
        worker.run()
    finally:
        ended.set()
        beside.join(timeout=PAUSE)  # a round that waits for the database is simply given up
        connections.close_all()


class Worker(db_worker.Worker):
    """The library's worker, one task after the other, made patient: with a database that does not answer for a
    while, and with the task at hand when it is told to end."""

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
        """Run tasks until told to end."""
        while self.running:
            try:
                super().run()
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database does not answer: %s", error)
                time.sleep(PAUSE)


def keep_up(ended: threading.Event) -> None:
    """Seal the log now and each minute, look at the disk now and each hour, throw old things away now and each day,
    until `ended` is set."""
    rounds = 0
    while True:
        _attempt(seal)
        if rounds % ROUNDS_AN_HOUR == 0:
            _attempt(warn_of_the_disk)
        if rounds % ROUNDS_A_DAY == 0:
            _attempt(throw_away)
        connections.close_all()  # this thread's own
        rounds += 1
        if ended.wait(MINUTE):
            return


def throw_away() -> None:
    """Delete the results of tasks that ended some time ago, sessions that are over, and the keys of old forms."""
    call_command("prune_db_task_results", queue_name="*", min_age_days=RESULTS_KEPT, verbosity=0)
    call_command("clearsessions", verbosity=0)
    forget_sent_forms()


def warn_of_the_disk() -> None:
    """Write a line to the service's log while the disk is nearly full."""
    if disk_is_low():
        logger.warning("The disk of %s is nearly full: %.1f GB left", settings.VAR, free_gigabytes())


def _attempt(duty: Callable[[], Any]) -> None:
    """Do `duty`; what goes wrong is written to the service's log, and the next round tries again."""
    try:
        duty()
    except OperationalError as error:
        logger.warning("%s waits for the next round: %s", duty.__name__, error)
    except Exception:
        logger.exception("%s failed", duty.__name__)
