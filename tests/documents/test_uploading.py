"""Files are brought part by part or whole: each once, stored when all of it is on the disk and is what was sent."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.core.words.messages import Faults, say
from cchc.documents import policies
from cchc.documents.actions import uploading
from cchc.documents.actions.uploading import (
    NotWhole,
    begin_upload,
    finish_uploads,
    give_up_upload,
    store_whole,
    take_part,
    throw_away_unfinished,
)
from cchc.documents.models import OfficialDocument, StoredFile, Upload
from cchc.documents.queries import content, path_of
from cchc.documents.queries import uploads as upload_queries
from cchc.documents.queries.astray import files_without_row, rows_without_file
from cchc.documents.queries.uploads import missing_parts, part_sizes, parts_of, uploads_folder, uploads_of
from cchc.files import evidence
from cchc.files.kinds import FileKind
from tests.builders import an_actor
from tests.files.papers import PAPERS

pytestmark = pytest.mark.django_db

CLERK = replace(an_actor(Role.UNIT_CLERK), unit_id=7, person_id=1)
COLLEAGUE = replace(CLERK, person_id=2)
STRANGER = replace(CLERK, unit_id=8, person_id=3)
PAPER = rb"{\rtf1 " + b"Ke hoach cai cach hanh chinh" + b"}"
PART = 8


@pytest.fixture(autouse=True)
def _small_parts(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(upload_queries, "PART", PART)


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def begun(by: Actor = CLERK, data: bytes = PAPER, name: str = "a.rtf", **about: Any) -> Upload:
    return begin_upload(by=by, name=name, size=len(data), sha256=hash_of(data), **about)


def send(upload: Upload, data: bytes = PAPER, by: Actor = CLERK, but: int | None = None) -> None:
    """Every part of it, except one."""
    for number in range(len(part_sizes(len(data)))):
        if number != but:
            piece = data[number * PART : (number + 1) * PART]
            take_part(by=by, upload=upload, number=number, content=io.BytesIO(piece))


def whys(refused: pytest.ExceptionInfo[Faults]) -> list[str]:
    return [say(fault.why) for fault in refused.value.faults]


def kept_files() -> list[Path]:
    root = uploads_folder().parent
    return [path for path in root.rglob("*") if path.is_file() and path.parent != uploads_folder()]


def test_a_file_in_parts_is_stored_as_it_was_sent_with_one_row_and_one_entry() -> None:
    upload = begun()
    send(upload)
    (stored,) = finish_uploads(by=CLERK, uploads=[upload])
    assert (stored.sha256, stored.size, stored.type, stored.name) == (
        hash_of(PAPER),
        len(PAPER),
        "rtf",
        "a.rtf",
    )
    assert content(stored) == PAPER
    assert list(Entry.objects.values_list("verb", "subject_id")) == [
        ("documents.evidence_stored", str(stored.pk))
    ]
    assert list(uploads_folder().iterdir()) == []


Step = tuple[str, Actor, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["begin", "part", "part", "part", "damaged", "short", "finish", "whole", "give up"]),
        st.sampled_from([CLERK, COLLEAGUE]),
        st.integers(0, len(PAPER) // PART),
    ),
    max_size=25,
)


def _step(what: str, by: Actor, number: int) -> StoredFile | None:
    """What one browser does next; the stored file that it was told of."""
    if what == "whole":
        return store_whole(by=by, files=[("b.rtf", io.BytesIO(PAPER))], sha256=hash_of(PAPER))[0]
    upload = begun(by)
    piece = PAPER[number * PART : (number + 1) * PART]
    came = {"part": piece, "damaged": bytes(len(piece)), "short": piece[:-1]}
    if what in came and (
        what != "damaged" or number
    ):  # a damaged first part is refused as no document at once
        take_part(by=by, upload=upload, number=number, content=io.BytesIO(came[what]))
    if what == "give up":
        give_up_upload(by=by, upload=upload)
    if what == "finish":
        return finish_uploads(by=by, uploads=[upload])[0]
    return upload.stored


@given(steps=STEPS)
@settings(suppress_health_check=list(HealthCheck), max_examples=60)
def test_in_whatever_order_two_browsers_send_a_file_it_is_stored_once_and_whole(steps: list[Step]) -> None:
    with transaction.atomic():
        told = []
        for what, by, number in [*steps, ("whole", CLERK, 0), ("begin", COLLEAGUE, 0), ("finish", CLERK, 0)]:
            with suppress(NotWhole):  # it is sent again
                told += [stored] if (stored := _step(what, by, number)) else []
            assert all(content(one) == PAPER for one in told)
        assert len({one.pk for one in told}) == StoredFile.objects.count() == 1
        assert Upload.objects.count() == 1
        assert [path.name for path in kept_files()] == [hash_of(PAPER)]
        transaction.set_rollback(True)
    for path in kept_files():
        path.unlink()


def test_a_broken_upload_goes_on_with_what_is_missing() -> None:
    send(begun(), but=1)
    assert missing_parts(begun()) == [1]
    with pytest.raises(NotWhole):
        finish_uploads(by=CLERK, uploads=[begun()])
    send(begun())
    assert missing_parts(begun()) == []
    assert finish_uploads(by=CLERK, uploads=[begun()])[0].sha256 == hash_of(PAPER)
    assert (missing_parts(begun()), begun().stored) == ([], StoredFile.objects.get())


def test_what_came_otherwise_than_it_was_sent_is_never_stored_and_begins_anew() -> None:
    upload = begun()
    send(upload, but=2)
    take_part(by=CLERK, upload=upload, number=2, content=io.BytesIO(b"x" * PART))
    with pytest.raises(NotWhole) as refused:
        finish_uploads(by=CLERK, uploads=[upload])
    assert whys(refused) == [say(uploading.CHANGED_ON_THE_WAY)]
    assert (kept_files(), StoredFile.objects.count()) == ([], 0)
    assert missing_parts(upload) == list(range(5))
    with pytest.raises(NotWhole):
        store_whole(by=CLERK, files=[("a.rtf", io.BytesIO(PAPER[:-1]))], sha256=hash_of(PAPER))


@pytest.mark.parametrize("change", [lambda piece: piece[:-1], lambda piece: piece + b"x", lambda piece: b""])
def test_a_part_that_is_cut_or_too_long_counts_as_not_come(change: Callable[[bytes], bytes]) -> None:
    upload = begun()
    send(upload, but=1)
    with pytest.raises(NotWhole):
        take_part(by=CLERK, upload=upload, number=1, content=io.BytesIO(change(PAPER[PART : 2 * PART])))
    assert missing_parts(upload) == [1]
    send(upload)
    assert finish_uploads(by=CLERK, uploads=[upload])[0].size == len(PAPER)


def test_the_same_bytes_for_another_unit_or_document_are_another_file_of_equal_bytes() -> None:
    documents = [OfficialDocument.objects.create(unit_id=7) for _ in range(2)]
    for by, document in ((CLERK, None), (STRANGER, None), (CLERK, documents[0]), (CLERK, documents[1])):
        for name in ("a.rtf", "b.rtf"):
            store_whole(by=by, files=[(name, io.BytesIO(PAPER))], document=document)
    assert (StoredFile.objects.count(), len(kept_files())) == (4, 1)


def test_what_another_unit_has_stored_must_be_sent_all_the_same() -> None:
    """Who only knows a hash gets nothing by it."""
    store_whole(by=CLERK, files=[("a.rtf", io.BytesIO(PAPER))])
    assert missing_parts(begun(STRANGER)) == list(range(5))


def test_nobody_touches_the_upload_of_another_unit_or_adds_to_its_document() -> None:
    upload = begun()
    theirs, nobodys = OfficialDocument.objects.create(unit_id=7), OfficialDocument.objects.create()
    reader = replace(CLERK, role=Role.LEADER)
    tries: list[Callable[[Actor], Any]] = [
        lambda by: take_part(by=by, upload=upload, number=0, content=io.BytesIO(PAPER[:PART])),
        lambda by: finish_uploads(by=by, uploads=[upload]),
        lambda by: give_up_upload(by=by, upload=upload),
        lambda by: begun(by, document=theirs),
        lambda by: store_whole(by=by, files=[("a.rtf", io.BytesIO(PAPER))], document=theirs),
    ]
    for by in (STRANGER, reader):
        for attempt in tries:
            with pytest.raises(NotPermitted):
                attempt(by)
    with pytest.raises(NotPermitted):
        begun(document=nobodys)
    assert [list(uploads_of(by)) for by in (CLERK, COLLEAGUE, STRANGER, an_actor())] == [
        [upload],
        [upload],
        [],
        [],
    ]


def test_the_files_of_one_act_are_stored_all_or_none_and_every_fault_is_named() -> None:
    good, archive = PAPERS[FileKind.PDF], b"Rar!\x1a\x07\x01\x00"
    files = [("a.pdf", good), ("b.rar", archive), ("c.pdf", b""), ("d.rtf", PAPER)]
    with pytest.raises(Faults) as refused:
        store_whole(by=CLERK, files=[(name, io.BytesIO(data)) for name, data in files])
    assert not isinstance(refused.value, NotWhole)
    assert [(fault.place.file, fault.why) for fault in refused.value.faults] == [
        ("b.rar", evidence.ARCHIVE),
        ("c.pdf", evidence.EMPTY),
    ]
    uploads = [begun(data=PAPER, name="a.rtf"), begun(data=PAPER + b" ", name="b.rtf")]
    send(uploads[0])
    with pytest.raises(NotWhole):
        finish_uploads(by=CLERK, uploads=uploads)
    assert (StoredFile.objects.count(), kept_files()) == (0, [])
    send(uploads[1], PAPER + b" ")
    assert [one.name for one in finish_uploads(by=CLERK, uploads=uploads)] == ["a.rtf", "b.rtf"]


def test_equal_bytes_in_one_act_are_one_stored_file() -> None:
    """A form with two equal photographs was refused elsewhere."""
    first, second = store_whole(by=CLERK, files=[(name, io.BytesIO(PAPER)) for name in ("a.rtf", "b.rtf")])
    assert first == second


def test_the_name_tells_the_kind_that_the_content_has() -> None:
    stored = store_whole(
        by=CLERK,
        files=[("Quyết định 12.doc", io.BytesIO(PAPER)), ("B.PDF", io.BytesIO(PAPERS[FileKind.PDF]))],
    )
    assert [(one.name, one.type) for one in stored] == [("Quyết định 12.rtf", "rtf"), ("B.PDF", "pdf")]


def test_what_can_never_be_taken_is_refused_before_the_rest_is_sent() -> None:
    program = b"MZ" + bytes(30)
    upload = begun(data=program, name="a.pdf")
    with pytest.raises(Faults) as refused:
        take_part(by=CLERK, upload=upload, number=0, content=io.BytesIO(program[:PART]))
    assert whys(refused) == [say(evidence.EXECUTABLE)]
    for size, sha256, why in (
        (0, hash_of(b""), evidence.EMPTY),
        (policies.MOST_BYTES + 1, hash_of(b"a"), uploading.TOO_LARGE),
        (5, "", uploading.NO_HASH),
        (5, "G" * 64, uploading.NO_HASH),
    ):
        with pytest.raises(Faults) as refused:
            begin_upload(by=CLERK, name="a.pdf", size=size, sha256=sha256)
        assert whys(refused) == [say(why)]


def test_what_is_on_the_way_has_an_end_for_one_person_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def why(by: Actor, size: int) -> str:
        with pytest.raises(Faults) as refused:
            begin_upload(by=by, name="a.pdf", size=size, sha256=hash_of(b"%d" % size))
        return whys(refused)[0]

    monkeypatch.setattr(uploading, "MOST_UNFINISHED_OF_A_PERSON", 100)
    monkeypatch.setattr(uploading, "MOST_UNFINISHED", 150)
    for by in (CLERK, COLLEAGUE):
        begin_upload(
            by=by, name="a.pdf", size=70 + by.person_id, sha256=hash_of(by.person.encode() * by.person_id)
        )
    assert why(CLERK, 60) == say(uploading.TOO_MUCH_OF_YOURS)
    assert why(STRANGER, 60) == say(uploading.TOO_MUCH)


def test_unfinished_files_are_kept_seven_days_and_then_thrown_away_with_their_parts() -> None:
    old, young = begun(data=PAPER + b"old"), begun(data=PAPER + b"young")
    send(old, PAPER + b"old", but=0)
    send(young, PAPER + b"young", but=0)
    (stored,) = store_whole(by=CLERK, files=[("a.rtf", io.BytesIO(PAPER))])
    for days, left in ((6, 3), (8, 2)):
        at = timezone.now() - timedelta(days=days)
        Upload.objects.exclude(pk=young.pk).update(at=at)
        os.utime(parts_of(old), (at.timestamp(), at.timestamp()))
        throw_away_unfinished()
        assert Upload.objects.count() == left
    assert list(uploads_folder().iterdir()) == [parts_of(young)]
    assert content(stored) == PAPER


def test_bytes_that_a_killed_process_put_in_place_without_a_row_go_with_what_it_left() -> None:
    (stored,) = store_whole(by=CLERK, files=[("a.rtf", io.BytesIO(PAPER))])
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for data in (PAPER, PAPER + b"killed"):
        left = uploads_folder() / f"tmp{len(data)}"
        path_of(hash_of(data)).parent.mkdir(exist_ok=True)
        path_of(hash_of(data)).unlink(missing_ok=True)
        path_of(hash_of(data)).write_bytes(data)
        os.link(path_of(hash_of(data)), left)
        os.utime(left, (long_ago, long_ago))
    throw_away_unfinished()
    assert (list(uploads_folder().iterdir()), kept_files()) == ([], [path_of(stored.sha256)])


def test_a_row_without_its_bytes_and_bytes_without_a_row_are_named() -> None:
    lost, kept = (
        store_whole(by=CLERK, files=[(name, io.BytesIO(PAPER + name.encode()))])[0]
        for name in ("a.rtf", "b.rtf")
    )
    orphan = path_of(hash_of(b"orphan"))
    for path in (path_of(lost.sha256), path_of(kept.sha256)):
        os.utime(path, (0, 0))
    assert list(rows_without_file()) + list(files_without_row()) == []
    path_of(lost.sha256).unlink()
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"orphan")
    assert list(files_without_row()) == []  # its row may be on its way
    os.utime(orphan, (0, 0))
    assert [one.gaps[0][1] for one in rows_without_file()] == ["a.rtf"]
    assert [one.gaps[0][1] for one in files_without_row()] == [hash_of(b"orphan")]


class _Flood:
    """A body of many megabytes, of which nothing exists before it is read."""

    def __init__(self, head: bytes, size: int) -> None:
        self.pieces = self._made(head, size)

    def _made(self, head: bytes, size: int) -> Iterator[bytes]:
        yield head
        yield from (bytes(1 << 16) for _ in range(size >> 16))

    def read(self, size: int, /) -> bytes:
        return next(self.pieces, b"")


def test_a_file_is_never_held_whole_in_memory() -> None:
    import tracemalloc

    tracemalloc.start()
    (stored,) = store_whole(by=CLERK, files=[("a.pdf", _Flood(PAPERS[FileKind.PDF], 30_000_000))])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (stored.size > 29_000_000, peak < 8_000_000) == (True, True), peak
