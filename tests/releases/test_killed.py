"""Real processes: the worker is killed while it makes a release public. Either all of it is there: the release, its
bundle, the year that is released, the record; or nothing of it is, the portal shows nothing, and it is begun anew."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from benchmarks.torturing.browser import Browser, Tally
from django.db import transaction

from cchc.access.permissions import Role
from cchc.documents.models import StoredFile
from cchc.documents.queries import path_of
from cchc.documents.queries.astray import YOUNG, files_without_row
from cchc.releases.actions.releasing import publish_release
from cchc.releases.models import Release
from tests.builders import an_actor
from tests.builders.releases import RELEASE_DAY, a_draft_release, a_final_cycle
from tests.documents.sending import Server, serving
from tests.installation import PATIENCE, Installation, copied, until

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals"),
]

DRAFTS = """
import json
from django.core.management import call_command
from django.test import Client
from tests.acts.releasing import COORDINATOR, a_drafted_year
from tests.acts.table import someone

call_command("collectstatic", interactive=False, verbosity=0)  # pages name their styles by content
year = a_drafted_year().year
client = Client()
client.force_login(someone(COORDINATOR))
print(json.dumps({"year": year, "session": client.cookies["sessionid"].value}))
"""
STANDS = """
SELECT release.state, release.published_at IS NOT NULL, cycle.released_at IS NOT NULL,
    (SELECT count(*) FROM audit_entry WHERE verb = 'releases.published' AND subject_id = %s)
FROM releases_release AS release JOIN cycles_cycle AS cycle ON cycle.id = release.cycle_id WHERE release.year = %s
"""
NOT_YET, RELEASED = ("draft", False, False, 0), ("published", True, True, 1)
Execute = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def server(untouched: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("killed-release")
    with copied(untouched, folder) as installation, serving(installation) as server:
        yield server


def stands(execute: Execute, year: int) -> tuple[Any, ...]:
    """The state of the release of a year, whether release and year have their moment, how many records there are."""
    ((cycle,),) = execute("SELECT cycle_id FROM releases_release WHERE year = %s", [year])
    ((state, *moments, records),) = execute(STANDS, [str(cycle), year])
    return (state, *map(bool, moments), records)


def bytes_of(server: Server, execute: Execute, year: int) -> bytes:
    """The bytes that are at the place of the bundle of a year."""
    ((sha256,),) = execute("SELECT sha256 FROM releases_release WHERE year = %s", [year])
    data = (server.installation.folder / "files" / sha256[:2] / sha256).read_bytes()
    assert hashlib.sha256(data).hexdigest() == sha256
    return data


def kept_in(folder: Path) -> set[Path]:
    """What is at places of stored files."""
    return {path for path in folder.glob("files/??/*") if len(path.name) == 64}


def test_a_release_is_public_whole_or_not_at_all_when_the_worker_is_killed(server: Server) -> None:
    told = json.loads(server.installation.say(DRAFTS))
    folder, year = server.installation.folder, told["year"]
    browser = Browser(server.port, told["session"], Tally())
    before = kept_in(folder)
    worker = server.installation.cchc("work")
    try:
        assert browser.send(f"/cong-bo/{year}/du-thao/cong-bo/", {}, None, threading.Event())
        deadline = time.monotonic() + PATIENCE
        while kept_in(folder) == before and time.monotonic() < deadline:
            time.sleep(0.001)
        worker.kill()  # its bundle has just come to its place
        worker.communicate()
        with server.installation.connected() as execute:
            killed = stands(execute, year)
            assert killed in (NOT_YET, RELEASED)
            bytes_of(server, execute, year)
        if killed == NOT_YET:
            assert browser.ask("GET", f"/cong-khai/{year}/goi-du-lieu.zip")[0] == 404
        worker = server.installation.cchc("work")
        progress = f"/cong-bo/{year}/lan-1/tien-do/"
        if killed == NOT_YET:
            until(lambda: "Việc này bị ngắt giữa chừng" in browser.ask("GET", progress)[1])
            assert browser.send(progress, {}, None, threading.Event())
        with server.installation.connected() as execute:
            until(lambda: stands(execute, year) == RELEASED)
            assert bytes_of(server, execute, year)[:2] == b"PK"
        until(
            lambda: browser.ask("GET", f"/cong-khai/{year}/")[0] == 200
        )  # the portal looks every two seconds
    finally:
        worker.kill()
        worker.communicate()
    verified = server.installation.cchc("verify")
    said, complaint = verified.communicate(timeout=PATIENCE)
    assert verified.returncode == 0, said + complaint


def test_a_bundle_that_was_left_over_is_found_by_night_and_is_the_one_that_the_same_release_keeps() -> None:
    draft = a_draft_release(a_final_cycle())
    publish = partial(
        publish_release,
        by=an_actor(Role.COORDINATOR),
        release=draft,
        seen=draft.sha256,
        now=RELEASE_DAY,
    )
    with transaction.atomic():
        left = publish().sha256
        transaction.set_rollback(True)  # as when the process ends here
    assert not StoredFile.objects.filter(sha256=left).exists()
    assert list(map(str, files_without_row())) == []  # its row may still come
    long_ago = time.time() - YOUNG - 60
    os.utime(path_of(left), (long_ago, long_ago))
    assert [str(one) for one in files_without_row()] == [
        f"The file {left} belongs to nothing that the database knows."
    ]
    assert publish().sha256 == left
    assert list(files_without_row()) == []
    assert Release.objects.get().sha256 == left
