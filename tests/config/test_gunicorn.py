"""The web processes of `cchc serve`: one that a request made large ends behind it, and none grows without an end."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest
from gunicorn.app.wsgiapp import WSGIApplication

from cchc.config import gunicorn, memory


def test_the_settings_are_those_that_gunicorn_reads(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "argv", ["gunicorn", "--config", "python:cchc.config.gunicorn"])
    read = WSGIApplication().cfg
    assert (read.max_requests, read.max_requests_jitter, read.threads) == (20_000, 5_000, 4)
    assert (read.post_request, read.post_fork) == (gunicorn.post_request, gunicorn.post_fork)
    assert (read.control_socket_disable, read.wsgi_app) == (True, "cchc.config.wsgi")


@pytest.mark.parametrize(("held", "goes_on"), [(gunicorn.MOST_KEPT, True), (gunicorn.MOST_KEPT + 1, False)])
def test_a_process_that_a_request_made_large_takes_no_other(
    monkeypatch: pytest.MonkeyPatch, held: int, goes_on: bool
):
    monkeypatch.setattr(gunicorn, "resident_bytes", lambda: held)
    log = SimpleNamespace(warning=lambda *_words: None)
    worker = SimpleNamespace(alive=True, log=log)
    gunicorn.post_request(worker, None, None, None)
    assert worker.alive is goes_on


GROW = """
from cchc.config.memory import hold_below, resident_bytes
before = resident_bytes()
kept = bytearray(50_000_000)
assert 45_000_000 < resident_bytes() - before < 60_000_000
hold_below(300_000_000)
try:
    bytearray(400_000_000)
except MemoryError:
    print("refused")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory a process has")
def test_memory_is_measured_and_has_an_end():
    said = subprocess.run([sys.executable, "-c", GROW], capture_output=True, text=True, check=True)
    assert said.stdout == "refused\n"
    assert memory.resident_bytes() > 10 * memory.MEGABYTE
