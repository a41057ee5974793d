"""How much a unit brings in a day, and what becomes of it when the disk is nearly full."""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.config.refusals import InWords
from cchc.core.words.messages import Faults, say
from cchc.documents.actions import DISK_LOW, store, uploading
from cchc.documents.actions.aside import set_aside
from cchc.documents.actions.official import write_document
from cchc.documents.actions.uploading import begin_upload, finish_uploads, store_whole, take_part
from cchc.documents.models import OfficialDocument, StoredFile, Upload
from cchc.documents.queries import uploads as upload_queries
from cchc.documents.queries.uploads import missing_parts
from cchc.files.kinds import FileKind
from tests.builders import an_actor
from tests.files.papers import pdf

pytestmark = pytest.mark.django_db

CLERK = replace(an_actor(Role.UNIT_CLERK), unit_id=7, person_id=1)
COLLEAGUE = replace(CLERK, person_id=2)
STRANGER = replace(CLERK, unit_id=8, person_id=3)
PAPER = rb"{\rtf1 Ke hoach}"
PART = 8


@pytest.fixture(autouse=True)
def _small_parts(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(upload_queries, "PART", PART)


def begun(by: Actor, data: bytes) -> Upload:
    return begin_upload(by=by, name="a.rtf", size=len(data), sha256=hashlib.sha256(data).hexdigest())


def send(upload: Upload, number: int) -> None:
    piece = PAPER[number * PART : (number + 1) * PART]
    take_part(by=CLERK, upload=upload, number=number, content=io.BytesIO(piece))


def whys(refused: pytest.ExceptionInfo[Faults]) -> list[str]:
    return [say(fault.why) for fault in refused.value.faults]


def test_a_disk_that_is_nearly_full_takes_no_file_by_any_way_and_keeps_the_parts_that_came(
    settings: Any,
) -> None:
    upload = begun(CLERK, PAPER)
    send(upload, 0)
    least, settings.LEAST_FREE = settings.LEAST_FREE, 1e9
    ways: list[Callable[[], Any]] = [
        lambda: begun(STRANGER, b"{\\rtf1 khac}"),
        lambda: send(upload, 1),
        lambda: store_whole(by=CLERK, files=[("a.rtf", io.BytesIO(PAPER))]),
        lambda: set_aside(name="a.pdf", data=pdf(), kinds=[FileKind.PDF]).__enter__(),
    ]
    for way in ways:
        with pytest.raises(Faults) as refused:
            way()
        assert whys(refused) == [say(DISK_LOW)]
    with pytest.raises(ValidationError, match="too little space"):
        store(by=CLERK, name="a.csv", data=b"a;b")
    settings.LEAST_FREE = least
    assert missing_parts(upload) == [1]
    send(upload, 1)
    assert finish_uploads(by=CLERK, uploads=[upload])[0].size == len(PAPER)


def test_a_unit_brings_so_much_in_a_day_and_less_of_what_it_does_not_confirm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploading, "MOST_UNCONFIRMED_OF_A_DAY", 100)
    monkeypatch.setattr(uploading, "MOST_OF_A_DAY", 150)

    def paper(mark: int, size: int) -> bytes:
        return rb"{\rtf1 %d}" % mark + b" " * (size - 9)

    def bring(data: bytes, by: Actor = CLERK) -> StoredFile:
        (stored,) = store_whole(by=by, files=[("a.rtf", io.BytesIO(data))])
        return stored

    def refused(mark: int, size: int) -> set[str]:
        """By every way."""
        found = []
        for way in (lambda: begun(COLLEAGUE, paper(mark, size)), lambda: bring(paper(mark, size), COLLEAGUE)):
            with pytest.raises(Faults) as why:
                way()
            found += whys(why)
        return set(found)

    first = bring(paper(1, 90))
    assert refused(2, 20) == {say(uploading.TOO_MUCH_UNCONFIRMED)}
    assert bring(paper(1, 90), COLLEAGUE) == first  # what is there is no more
    bring(paper(3, 90), STRANGER)  # another unit
    write_document(OfficialDocument(title="Báo cáo", unit_id=CLERK.unit_id), files=[first])
    bring(paper(2, 20))
    assert refused(4, 50) == {say(uploading.TOO_MUCH_TODAY)}
    Upload.objects.update(at=timezone.now() - timedelta(days=1))
    bring(paper(4, 50))


def test_a_disk_that_is_full_is_told_in_words() -> None:
    request = RequestFactory().get("/")
    request.actor = None
    answer = InWords(lambda _asked: None).process_exception(
        request, OSError(errno.ENOSPC, "No space left on device")
    )
    assert (answer.status_code, "too little space left" in answer.content.decode()) == (507, True)
