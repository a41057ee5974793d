"""Commands that run as one begin and end together, and so do the pages and the worker of `cchc serve`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.config import chores
from tests.installation import PATIENCE, ROOT, Installation, until

RUN = """
import sys
from cchc.config.together import run_together
sys.exit(run_together([["sh", "-c", command] for command in sys.argv[1:]]))
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


def test_told_again_it_passes_on_that_it_hurries():
    process = together(HURRY)
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "told\n"
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "hurry\n"
    assert process.wait(PATIENCE) == 0


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
        served.terminate()
        said = served.communicate(timeout=PATIENCE)
    finally:
        served.terminate()
    assert (served.returncode, said[1]) == (0, "")
    assert said[0].startswith(f"http://127.0.0.1:{port}/\nĐang xử lý nền")
    assert not answers(port)
