"""Real processes: many browsers send one file at the same moment, and the server is killed while files come."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from tests.documents.sending import Sending, Server, serving
from tests.files.papers import pdf
from tests.installation import Installation, copied

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals"),
]

ROWS = "SELECT id, sha256 FROM documents_storedfile ORDER BY id"
TIMES = 2  # that the server is killed


def large(mark: int) -> bytes:
    """A document of two parts."""
    return pdf(f"So {mark}") + b"% " + bytes([mark % 256]) * 9_000_000


@pytest.fixture(scope="module")
def server(untouched: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("sending")
    with copied(untouched, folder) as installation, serving(installation) as server:
        yield server


def kept(server: Server, sha256: str) -> Path:
    return server.installation.folder / "files" / sha256[:2] / sha256


def test_browsers_that_send_one_file_at_once_whole_and_in_parts_store_it_once(server: Server) -> None:
    content = large(1)
    sendings = [Sending(server, f"{number}.pdf", content) for number in range(8)]
    start = threading.Barrier(len(sendings))

    def send(number: int) -> None:
        start.wait()
        if number % 2:
            sendings[number].whole()
        else:
            sendings[number].in_parts(backwards=number % 4 == 0)

    with ThreadPoolExecutor(len(sendings)) as pool:
        list(pool.map(send, range(len(sendings))))
    with server.installation.connected() as execute:
        rows = [row for row in execute(ROWS) if row[1] == sendings[0].sha256]
        uploads = execute("SELECT stored_id FROM documents_upload WHERE sha256 = %s", [sendings[0].sha256])
    assert rows == [(sendings[0].stored, sendings[0].sha256)]
    assert uploads == [(sendings[0].stored,)]
    assert {one.stored for one in sendings} == {sendings[0].stored}
    assert kept(server, sendings[0].sha256).read_bytes() == content
    assert os.listdir(server.installation.folder / "files" / "uploads") == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory a process has")
def test_a_large_file_takes_no_memory_of_the_web_process(server: Server) -> None:
    Sending(server, "a.pdf", pdf() + os.urandom(1_000_000)).whole()  # which brings what is loaded once
    before = server.memory(anew=True)
    for send in (Sending.whole, Sending.in_parts):
        send(Sending(server, "a.pdf", pdf() + os.urandom(40_000_000)))
    assert server.memory() - before < 12_000_000


def test_whatever_was_called_saved_is_there_when_the_server_was_killed_and_the_rest_goes_on(
    server: Server,
) -> None:
    """Files come in parts and whole, one after the other, while the server is killed and begins anew."""
    acknowledged: list[Sending] = []
    broken: list[Sending] = []
    ended = threading.Event()

    def send(mark: int) -> None:
        while not ended.is_set():
            mark += 2
            one = Sending(server, f"{mark}.pdf", large(mark) if mark % 2 else pdf(f"So {mark}"))
            try:
                one.in_parts() if mark % 2 else one.whole()
            except OSError:
                broken.append(one)
                time.sleep(0.2)
            else:
                acknowledged.append(one)

    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(send, mark) for mark in (0, 1)]
        for _time in range(TIMES):
            so_far = len(acknowledged)
            while len(acknowledged) < so_far + 5:
                time.sleep(0.03)
            server.kill()
            with server.installation.connected() as execute:
                rows = dict(execute(ROWS))
            assert {one.stored: one.sha256 for one in list(acknowledged)}.items() <= rows.items()
            server.start()
        ended.set()
    for future in futures:
        future.result()

    for one in broken:
        with suppress(OSError):
            one.in_parts()
    assert [one.name for one in broken if not one.stored] == []
    every = [*acknowledged, *broken]
    with server.installation.connected() as execute:
        theirs = {one.sha256 for one in every}
        rows = [row for row in execute(ROWS) if row[1] in theirs]
    assert sorted(rows) == sorted({(one.stored, one.sha256) for one in every})
    assert all(kept(server, one.sha256).read_bytes() == one.content for one in every)
    assert broken
