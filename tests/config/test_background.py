"""The background worker as a process: what it does, what it leaves, and how it ends."""

from __future__ import annotations

import inspect
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from cchc.config.background import throw_away
from cchc.documents.actions.background import give_up_the_left_behind, leave
from cchc.documents.queries.background import TaskStanding, is_worker_alive, task_standing, tasks_ahead
from tests.config import chores
from tests.installation import PATIENCE, Installation, until

AN_ENTRY = """
from cchc.accounts.actions import CLOSED
from cchc.audit.actions import record
from tests.builders import an_actor
record(by=an_actor(), verb=CLOSED, subject="x")
"""
SEALS = "from cchc.audit.models import Seal; print(Seal.objects.count())"
RESULTS = """
from django_tasks_db.models import DBTaskResult
print(*DBTaskResult.objects.order_by("enqueued_at").values_list("status", flat=True))
"""


def leave_tasks(*enqueued: str) -> str:
    """Statements that leave tasks behind, for example `take_long.enqueue(1)`."""
    return "\n".join(["from tests.config.chores import *", *enqueued])


@contextmanager
def working(installation: Installation) -> Iterator[subprocess.Popen[str]]:
    """A worker that has said what it does."""
    worker = installation.cchc("work")
    try:
        assert worker.stdout.readline().startswith("Đang xử lý nền")
        yield worker
    finally:
        worker.kill()
        worker.communicate()


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The marks of the tasks are looked for where they are left."""
    monkeypatch.setenv("CCHC_VAR", str(tmp_path))


@pytest.mark.django_db
def test_it_runs_what_was_left_seals_the_log_keeps_its_head_and_ends_on_sigterm(
    installation: Installation, tmp_path: Path
):
    installation.say(leave_tasks("be_quick.enqueue(1)") + AN_ENTRY)
    installation.environment["SEAL_FILE"] = str(tmp_path / "heads")
    with working(installation) as worker:
        until(chores.mark(1).exists)
        until(lambda: installation.say(SEALS) == "1")
        until(lambda: (tmp_path / "heads").exists() and (tmp_path / "heads").read_text().startswith("1:"))
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
        assert worker.stderr.read() == ""


def test_told_to_end_however_often_it_finishes_the_task_at_hand_and_begins_no_other(
    installation: Installation,
):
    installation.say(leave_tasks("take_long.enqueue(1)", "take_long.enqueue(2)"))
    with working(installation) as worker:
        until(chores.mark(1, "begun").exists)
        worker.terminate()
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
    assert installation.say(RESULTS) == "SUCCESSFUL READY"


def test_a_second_ctrl_c_ends_the_task_at_hand_as_failed(installation: Installation):
    installation.say(leave_tasks("take_long.enqueue(1)"))
    with working(installation) as worker:
        until(chores.mark(1, "begun").exists)
        worker.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(0.5)
        worker.send_signal(signal.SIGINT)
        assert worker.wait(PATIENCE) == 0
    assert installation.say(RESULTS) == "FAILED"
    assert not chores.mark(1).exists()


def test_a_task_that_fails_leaves_its_traceback_on_stderr_and_the_next_one_runs(installation: Installation):
    installation.say(leave_tasks("fall_over.enqueue(1)", "be_quick.enqueue(2)"))
    with working(installation) as worker:
        until(chores.mark(2).exists)
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
        complaint = worker.stderr.read()
    assert "path=tests.config.chores.fall_over state=FAILED\nTraceback" in complaint
    assert complaint.endswith("ValueError: chore 1 fell over\n")


def test_a_task_whose_worker_was_killed_is_not_run_again(installation: Installation):
    installation.say(leave_tasks("take_long.enqueue(1)"))
    with working(installation):
        until(chores.mark(1, "begun").exists)
    chores.mark(1, "begun").unlink()
    installation.say(leave_tasks("be_quick.enqueue(2)"))
    with working(installation):
        until(chores.mark(2).exists)
    # The second worker may have given it up by then: it does so once the first has shown no life for a while.
    assert installation.say(RESULTS) in {"RUNNING SUCCESSFUL", "FAILED SUCCESSFUL"}
    assert not chores.mark(1, "begun").exists()


def a_result(status: TaskResultStatus, *, days_ago: int) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path=chores.be_quick.module_path,
        backend_name="default",
        finished_at=timezone.now() - timedelta(days=days_ago),
    )


@pytest.mark.django_db
def test_what_the_dead_left_behind_is_given_up_and_what_the_living_do_is_let_be(queue, caplog):
    alive, dead = queue.a_worker_lives(), queue.a_worker_lives()
    queue.running(chores.be_quick, 1, worker=dead)
    queue.running(chores.be_quick, 2, worker=alive)
    queue.left(chores.be_quick, 3)
    assert give_up_the_left_behind() == 0
    queue.a_worker_is_gone(dead)
    assert (give_up_the_left_behind(), give_up_the_left_behind()) == (1, 0)
    assert queue.states() == ["FAILED", "RUNNING", "READY"]
    assert "The worker of tests.config.chores.be_quick is gone" in caplog.text


@pytest.mark.django_db
def test_a_worker_that_left_is_not_waited_for(queue):
    worker = queue.a_worker_lives()
    queue.running(chores.be_quick, 1, worker=worker)
    assert (is_worker_alive(), task_standing(chores.be_quick.module_path, 1)) == (True, TaskStanding.RUNNING)
    leave(worker)
    assert (is_worker_alive(), task_standing(chores.be_quick.module_path, 1)) == (
        False,
        TaskStanding.INTERRUPTED,
    )


@pytest.mark.django_db
def test_a_task_begun_anew_counts_and_not_the_one_that_was_interrupted(queue):
    queue.running(chores.be_quick, 1, worker="gone")
    again = queue.left(chores.be_quick, 1)
    path = chores.be_quick.module_path
    assert task_standing(path, 1) == TaskStanding.UNATTENDED
    worker = queue.a_worker_lives()
    assert (task_standing(path, 1), tasks_ahead(path, 1)) == (TaskStanding.WAITING, 0)
    again.claim(worker)
    assert task_standing(path, 1) == TaskStanding.RUNNING


def test_a_worker_that_a_task_made_large_ends_behind_it_and_the_next_task_waits(installation: Installation):
    installation.say(leave_tasks("grow_large.enqueue(1)", "be_quick.enqueue(2)"))
    with working(installation) as worker:
        assert worker.wait(PATIENCE) == 0
    assert installation.say(RESULTS) == "SUCCESSFUL READY"


@pytest.mark.django_db
def test_results_of_long_ago_and_sessions_that_are_over_are_thrown_away(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
        a_result(status, days_ago=15)
    kept = {
        a_result(status, days_ago=13) for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    }
    kept.add(DBTaskResult.objects.create(args_kwargs={}, task_path="x", backend_name="default"))
    Session.objects.create(session_key="over", expire_date=timezone.now() - timedelta(hours=1))
    Session.objects.create(session_key="open", expire_date=timezone.now() + timedelta(hours=1))
    throw_away()
    assert set(DBTaskResult.objects.all()) == kept
    assert [session.session_key for session in Session.objects.all()] == ["open"]


def test_a_task_of_a_room_is_told_ids_and_nothing_else():
    """What a task is told is stored in the open, so it must not be more than numbers of rows."""
    names = [f"cchc.{room}.tasks" for room in django_settings.ROOMS]
    modules = [import_module(name) for name in names if find_spec(name)]
    tasks = [task for module in modules for task in vars(module).values() if isinstance(task, Task)]
    told = {
        f"{task.module_path}: {parameter}"
        for task in tasks
        for parameter in inspect.signature(task.func).parameters.values()
        if parameter.annotation not in (int, "int")
    }
    assert told == set()
