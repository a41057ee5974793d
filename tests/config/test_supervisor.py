"""Commands that run as one begin and end together, and so do the pages and the worker of `cchc serve`; a worker that is
killed is followed by another."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.config.supervisor import LASTED, LONGEST_PAUSE, SHORTEST_PAUSE, Child
from tests.config import chores
from tests.installation import PATIENCE, ROOT, Installation, until

RUN = """
import sys
from cchc.config.supervisor import run_together
sys.exit(run_together([["sh", "-c", command] for command in sys.argv[1:]]))
"""
REVIVE = """
import sys
from cchc.config.supervisor import run_together
sys.exit(run_together([["sh", "-c", sys.argv[1]]], revived=[["sh", "-c", sys.argv[2]]]))
"""
SLEEP = "echo $$; exec sleep 60"
HURRY = "trap 'echo told' TERM; trap 'echo hurry; exit 0' INT; echo ready; while :; do sleep 0.1; done"


def together(*commands: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", RUN, *commands], stdout=subprocess.PIPE, text=True)


def is_gone(process: int) -> bool:
    """Whether no process has this number any more."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_when_one_ends_the_other_ends_too_and_the_exit_code_is_kept():
    process = together(SLEEP, "sleep 0.5; exit 3")
    other = int(process.stdout.readline())
    assert process.wait(PATIENCE) == 3
    assert is_gone(other)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_end_it_leaves_no_orphan(told: signal.Signals):
    process = together(SLEEP, SLEEP)
    children = [int(process.stdout.readline()) for _child in range(2)]
    process.send_signal(told)
    assert process.wait(PATIENCE) == 128 + signal.SIGTERM
    assert [is_gone(child) for child in children] == [True, True]


def test_of_what_is_revived_another_begins_when_one_is_killed_and_the_rest_goes_on():
    words = [sys.executable, "-c", REVIVE, "exec sleep 60", SLEEP]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    first = int(process.stdout.readline())
    os.kill(first, signal.SIGKILL)
    second = int(process.stdout.readline())
    assert (is_gone(first), second != first, process.poll()) == (True, True, None)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 128 + signal.SIGTERM
    assert is_gone(second)
    assert "ended (-9); another begins in 2 seconds" in process.stderr.read()


def test_what_waits_to_be_revived_is_not_waited_for_in_the_end():
    words = [sys.executable, "-c", REVIVE, "sleep 0.5; exit 3", "exit 1"]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    assert process.wait(PATIENCE) == 3


def test_told_again_it_passes_on_that_it_hurries():
    process = together(HURRY)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "told\n"
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "hurry\n"
    assert process.wait(PATIENCE) == 0


@settings(max_examples=40)
@given(
    lifetimes=st.lists(st.sampled_from([0.1, 5.0, LASTED - 1, LASTED + 1, 3600.0]), min_size=1, max_size=12)
)
def test_who_dies_again_and_again_begins_later_and_later_and_who_lasted_begins_soon(lifetimes: list[float]):
    child = Child(["work"], revived=True)
    for lasted in lifetimes:
        now, before = time.monotonic(), child.pause
        child.began = now - lasted
        child.mourn()
        if lasted > LASTED:
            assert child.pause == SHORTEST_PAUSE
        else:
            assert before < child.pause <= before * 2 or before == child.pause == LONGEST_PAUSE
        assert now + child.pause <= child.next <= time.monotonic() + child.pause


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def answers(port: int) -> bool:
    """Whether the page of signing in opens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, TimeoutError):
        return False


def kill_the_worker(served: subprocess.Popen[str]) -> None:
    """Kill the background worker among the processes that were begun by `cchc serve`."""
    children = Path(f"/proc/{served.pid}/task/{served.pid}/children").read_text().split()
    (worker,) = (int(one) for one in children if b"\0work" in Path(f"/proc/{one}/cmdline").read_bytes())
    os.kill(worker, signal.SIGKILL)


@pytest.mark.skipif(not (ROOT / "node_modules").is_dir(), reason="what the pages look like is not installed")
def test_one_command_serves_the_pages_and_works_in_the_background(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CCHC_VAR", str(tmp_path))
    installation.say("from tests.config.chores import be_quick; be_quick.enqueue(1)")
    port = free_port()
    served = installation.cchc("serve", "--bind", f"127.0.0.1:{port}", "--workers", "1")
    try:
        until(lambda: answers(port))
        until(chores.mark(1).exists)
        assert served.stdout.readline() == f"http://127.0.0.1:{port}/\n"
        kill_the_worker(served)
        installation.say("from tests.config.chores import be_quick; be_quick.enqueue(2)")
        until(chores.mark(2).exists)  # by the next one
        assert answers(port)
        served.terminate()
        said = served.communicate(timeout=PATIENCE)
    finally:
        served.terminate()
    assert served.returncode == 0
    assert said[1].splitlines() == ["work ended (-9); another begins in 2 seconds"]
    assert not answers(port)
