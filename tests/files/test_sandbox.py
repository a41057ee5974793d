"""A reading ends within its limits, whatever the file does, and says why."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest

from cchc.core.words.messages import Faults, say
from cchc.files.documents import Paragraph, TextDocument, read_document
from cchc.files.sandbox import LIMITS, Limits, run
from tests.files import unruly

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps to the clock only")

BROKE_OFF = (
    "Reading the file broke off: save it again in the program it comes from, or give it in another format."
)


def why(reader, data: bytes = b"", **kept) -> str:
    """The reason for which a reading was stopped."""
    with pytest.raises(Faults) as refusal:
        run(reader, data, "a.pdf", **kept)
    (fault,) = refusal.value.faults
    assert fault.place.file == fault.found == "a.pdf"
    return say(fault.why)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_reader_is_called_with_its_arguments_and_tells_its_progress():
    told = []
    read = run(unruly.obedient, b"data", "a.txt", Fraction(1, 3), progress=lambda *pages: told.append(pages))
    assert read == (b"data", "a.txt", Fraction(1, 3))
    assert told == [(1, 2), (2, 2)]


def test_a_document_comes_back_as_it_was_read():
    data = "KẾ HOẠCH\nCải cách hành chính\n1\tRà soát\tSở Nội vụ".encode()
    document = run(read_document, data, "a.txt")
    assert isinstance(document, TextDocument)
    assert isinstance(document.blocks[0], Paragraph)
    assert document == read_document(data, "a.txt")


def test_the_faults_of_a_reader_come_back_as_they_were():
    with pytest.raises(Faults) as here:
        read_document(b"%PDF-1.7 and nothing", "a.pdf")
    with pytest.raises(Faults) as there:
        run(read_document, b"%PDF-1.7 and nothing", "a.pdf")
    assert there.value.faults == here.value.faults


def test_the_limits_are_those_that_are_stated():
    assert Limits(memory=1_500_000_000, computing=300, clock=600) == LIMITS


def test_a_reading_that_needs_too_much_memory_is_stopped():
    assert why(unruly.greedy, limits=Limits(memory=200_000_000)) == (
        "Reading the file needs more than 200 megabytes of memory and was stopped: split it, or give the original "
        "instead of a PDF."
    )


def test_a_reading_never_holds_more_memory_than_its_limit():
    assert run(unruly.greedy_in_secret, b"", "a.pdf", limits=Limits(memory=200_000_000)) < 200_000_000


def test_a_reading_that_computes_too_long_is_stopped():
    assert why(unruly.computing_for_ever, limits=Limits(computing=1)) == (
        "Reading the file takes longer than 1 seconds and was stopped: split it, or give the original "
        "instead of a PDF."
    )


def test_a_reading_that_only_waits_is_stopped_by_the_clock_and_is_gone():
    told = []
    reason = why(
        unruly.waiting_for_ever, limits=Limits(clock=1), progress=lambda process, _: told.append(process)
    )
    assert "longer than 1 seconds" in reason
    assert not any(map(is_alive, told))
    assert len(told) == 1


def test_a_reading_that_falls_dead_or_fails_by_our_mistake_says_what_to_do():
    assert why(unruly.falling_dead) == BROKE_OFF
    assert why(unruly.faulty) == BROKE_OFF


def test_a_mistake_of_ours_is_noted_with_its_trace(caplog):
    why(unruly.faulty)
    assert "KeyError: 'a mistake of ours'" in caplog.text


def test_an_answer_too_large_to_take_is_refused():
    assert why(unruly.talkative) == "The file holds more text than is read: split it."


def test_a_reading_ends_when_its_progress_can_not_be_noted():
    told = []

    def note(process: int, _: int) -> None:
        told.append(process)
        raise LookupError

    with pytest.raises(LookupError):
        run(unruly.waiting_for_ever, b"", "a.pdf", progress=note)
    assert not any(map(is_alive, told))
    assert len(told) == 1


def test_a_reading_ends_by_itself_when_its_parent_dies():
    program = (
        "from cchc.files.sandbox import Limits, run; from tests.files import unruly; "
        "run(unruly.waiting_for_ever, b'', 'a', limits=Limits(clock=2), progress=lambda one, _: print(one, flush=True))"
    )
    paths = os.pathsep.join(sys.path)
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": paths}
    ) as parent:
        reading = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while is_alive(reading) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(reading)


def test_a_reading_opens_no_connection():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        assert why(unruly.opening_a_connection, str(server.getsockname()[1]).encode()) == BROKE_OFF
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_reading_starts_no_program_and_writes_into_no_file(tmp_path: Path):
    path = tmp_path / "written"
    assert why(unruly.starting_a_program) == BROKE_OFF
    assert why(unruly.writing_a_file, os.fsencode(path)) == BROKE_OFF
    assert path.read_bytes() == b""


def test_a_reading_knows_none_of_the_secrets_of_its_parent(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    assert "DATABASE_URL" not in run(unruly.environment, b"", "a.pdf")


def test_an_answer_that_would_do_something_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert why(unruly.setting_a_trap) == BROKE_OFF
    assert list(tmp_path.iterdir()) == []
