"""A viewer or a broken download gets the range of bytes that it asks for, and what is shown can do nothing."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from cchc.access.actor import Actor
from cchc.audit.actions import record_access
from cchc.audit.middleware import files_leave_a_record
from cchc.audit.models import AccessRecord
from cchc.config.headers import CompressedPages
from cchc.documents.actions import store
from cchc.documents.models import StoredFile
from cchc.documents.queries import stored_file_response
from cchc.documents.queries.ranges import requested_range
from tests.builders import an_actor
from tests.files.papers import pdf

PAPER = pdf() + b"%" + b"x" * 200_000


@given(size=st.integers(1, 10**9), header=st.one_of(st.text(), st.from_regex(r"bytes=\d{0,20}-\d{0,20}")))
@example(1, "bytes=0-0,2-3")
@example(1, "bytes=²-")
def test_a_range_lies_in_the_file_or_is_empty_or_is_none(size: int, header: str) -> None:
    wanted = requested_range(header, size)
    if wanted is not None:
        assert wanted.first >= 0
        assert wanted.last < size
        assert wanted.count == len(range(wanted.first, wanted.last + 1))


@given(size=st.integers(1, 50), first=st.integers(0, 60), last=st.integers(0, 60))
def test_a_range_is_what_python_cuts_from_the_bytes(size: int, first: int, last: int) -> None:
    data = bytes(range(size))
    for header, meant in (
        (f"bytes={first}-", data[first:]),
        (f"bytes=-{last}", data[-last:] if last else b""),
        (f"bytes={first}-{first + last}", data[first : first + last + 1]),
    ):
        wanted = requested_range(header, size)
        assert wanted is not None
        assert data[wanted.first : wanted.first + wanted.count] == meant


@pytest.fixture
def stored(db: None, settings: Any, tmp_path: Any) -> StoredFile:
    settings.MEDIA_ROOT = tmp_path
    return store(by=an_actor(), name="văn bản.pdf", data=PAPER)


def answered(stored: StoredFile, *, inline: bool = True, by: Actor | None = None, **headers: str) -> Any:
    """The answer as it leaves the platform."""
    request: Any = RequestFactory().get("/", headers={"Accept-Encoding": "gzip", **headers})
    request.actor = by or an_actor()
    shown = files_leave_a_record(lambda asked: stored_file_response(stored, asked, inline=inline))
    return CompressedPages(shown)(request)


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize(
    ("asked", "status", "stated", "body"),
    [
        ("bytes=0-9", 206, f"bytes 0-9/{len(PAPER)}", PAPER[:10]),
        ("bytes=100000-", 206, f"bytes 100000-{len(PAPER) - 1}/{len(PAPER)}", PAPER[100_000:]),
        ("bytes=-7", 206, f"bytes {len(PAPER) - 7}-{len(PAPER) - 1}/{len(PAPER)}", PAPER[-7:]),
        (f"bytes={len(PAPER)}-", 416, f"bytes */{len(PAPER)}", b""),
        ("bytes=0-1,5-6", 200, None, PAPER),
        ("pages=1-2", 200, None, PAPER),
    ],
)
def test_one_range_is_sent_uncompressed_with_its_place(
    stored: StoredFile, inline: bool, asked: str, status: int, stated: str | None, body: bytes
) -> None:
    answer = answered(stored, inline=inline, Range=asked)
    assert (answer.status_code, answer.headers.get("Content-Range")) == (status, stated)
    assert (b"".join(answer) if isinstance(answer, StreamingHttpResponse) else answer.content) == body
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "Content-Encoding" not in answer.headers
    assert int(answer.headers.get("Content-Length", 0)) == len(body)


def test_a_range_of_another_state_is_the_whole_file(stored: StoredFile) -> None:
    tag = answered(stored).headers["ETag"]
    for mark, status in ((tag, 206), ('"another"', 200), ("Sun, 29 Nov 2026 07:00:00 GMT", 200)):
        answer = answered(stored, Range="bytes=5-", **{"If-Range": mark})
        assert answer.status_code == status
        answer.close()


def test_what_is_shown_may_do_nothing_and_only_what_a_viewer_shows_is_shown(stored: StoredFile) -> None:
    headers = answered(stored).headers
    assert re.match("inline; ", headers["Content-Disposition"])
    assert {"default-src 'none'", " sandbox"} <= set(headers["Content-Security-Policy"].split(";"))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    table = store(by=an_actor(), name="a.csv", data=io.BytesIO(b"a;b").read())
    assert answered(table).headers["Content-Disposition"].startswith("attachment; ")


def test_the_web_server_sends_downloads_and_never_what_is_shown(stored: StoredFile, settings: Any) -> None:
    """The headers that bind what is shown do not pass through such a redirect of nginx."""
    settings.ACCEL_PREFIX = "/private"
    assert "X-Accel-Redirect" in answered(stored, inline=False, Range="bytes=0-9").headers
    shown = answered(stored, Range="bytes=0-9")
    assert (shown.status_code, "X-Accel-Redirect" in shown.headers) == (206, False)


@pytest.mark.parametrize("inline", [True, False], ids=["viewed", "downloaded"])
@pytest.mark.parametrize("prefix", ["", "/private"], ids=["sent from here", "sent by the web server"])
def test_a_file_in_ranges_is_recorded_once_a_day_and_person_whichever_range_comes_first(
    stored: StoredFile, inline: bool, prefix: str, settings: Any
) -> None:
    settings.ACCEL_PREFIX = prefix
    yesterday = timezone.localtime().replace(hour=0, minute=0, second=0) - timedelta(seconds=2)
    record_access(
        kind=AccessRecord.Kind.DOWNLOADED, at=yesterday, address="", by=an_actor(), subject="cũ", page="/"
    )

    def records_after(**how: Any) -> int:
        answered(stored, inline=inline, **how).close()
        assert {one.subject for one in AccessRecord.objects.all()} == {"cũ", stored.name}
        return AccessRecord.objects.count() - 1

    in_ranges = [records_after(Range=f"bytes={asked}") for asked in ("1-99", "0-99", "200-", "-5")]
    another = [records_after(by=replace(an_actor(), person_id=77), Range=f"bytes={asked}-") for asked in "12"]
    whole = [records_after() for _time in range(2)]
    assert (in_ranges, another, whole) == ([1, 1, 1, 1], [2, 2], [3, 4])


def test_who_asks_for_bytes_behind_the_end_gets_none_and_leaves_no_record(stored: StoredFile) -> None:
    for inline in (True, False):
        answered(stored, inline=inline, Range=f"bytes={len(PAPER)}-").close()
    assert not AccessRecord.objects.exists()
