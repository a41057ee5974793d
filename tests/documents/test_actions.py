"""A file is kept once, under a safe name, when it is what it says."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.test import RequestFactory

from cchc.audit.models import Entry
from cchc.documents import actions, policies, queries
from cchc.documents.models import StoredFile
from cchc.documents.queries import downloads
from cchc.files.archives import MOST_MEMBERS
from tests.builders import an_actor

CSV = "đơn vị,1.1\nSở Nội vụ,1\n".encode()


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def zipped(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return written.getvalue()


@pytest.mark.django_db
def test_a_file_is_kept_by_its_hash_with_who_brought_it(tmp_path: Path) -> None:
    stored = actions.store(by=an_actor(), name="điểm.csv", data=CSV)
    digest = hashlib.sha256(CSV).hexdigest()
    assert (stored.sha256, stored.name, stored.size, stored.type) == (digest, "điểm.csv", len(CSV), "csv")
    assert (stored.person, stored.unit) == ("Chuyên viên Sở Nội vụ", "Sở Nội vụ")
    assert (tmp_path / digest[:2] / digest).read_bytes() == CSV
    assert queries.content(stored) == CSV
    assert list(Entry.objects.values_list("verb", "subject")) == [("documents.stored", "điểm.csv")]


@pytest.mark.django_db
def test_equal_bytes_are_kept_once_and_each_upload_has_its_row(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        actions.store(by=an_actor(), name=name, data=CSV)
    assert StoredFile.objects.count() == 2
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        (r"C:\Users\x\điểm số.xlsx", "điểm số.xlsx"),
        ("a\u202excod.exe.csv", "axcod.exe.csv"),
        ('a"b;c\r\nX: y.csv', "a_b;cX_ y.csv"),
        ("  .hidden.csv", "hidden.csv"),
        ("NUL.csv", "_NUL.csv"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_a_hostile_name_is_cleaned(name: str, kept: str) -> None:
    assert actions.cleaned_name(name) == kept


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.exe", b"MZ"),
        ("a", b"x"),
        ("a.csv", b""),
        ("a.csv", b"PK\x03\x04"),
        ("a.csv", b"a\x00b"),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.xlsx", zipped("word/document.xml")),
        ("a.docx", zipped("xl/workbook.xml")),
        ("a.pdf", b"<html>"),
        ("a.pdf", b" " * 1020 + b"%PDF-1.7"),
        ("a.tsv", b"%PDF-1.7"),
        ("a.toml", b"\xff\xfe"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(ValidationError):
        actions.checked_type(name, data)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.XLSX", zipped("xl/workbook.xml"), "xlsx"),
        ("a.docx", zipped("word/document.xml"), "docx"),
        ("a.pdf", b"%PDF-1.7", "pdf"),
        ("a.pdf", b"\xef\xbb\xbf\r\n".ljust(1019) + b"%PDF-1.7", "pdf"),
        ("a.tsv", "TT\tNhiệm vụ\n".encode(), "tsv"),
        ("a.toml", b"a = 1", "toml"),
        ("a.toml", b"= =, which its reader refuses: here nothing is parsed", "toml"),
        ("a.toml", b".".join([b"a"] * 30_000) + b" = 1", "toml"),
        ("a.csv", CSV, "csv"),
    ],
)
def test_the_types_taken(name: str, data: bytes, kind: str) -> None:
    assert actions.checked_type(name, data) == kind


def stated(data: bytes, count: int) -> bytes:
    """A zip archive that says of itself that it has `count` members."""
    end = data.rindex(b"PK\x05\x06")
    return data[: end + 8] + count.to_bytes(2, "little") * 2 + data[end + 12 :]


@pytest.mark.parametrize("count", [1, MOST_MEMBERS + 1, 0xFFFF])
def test_an_archive_with_more_members_than_are_read_is_not_opened_whatever_it_says(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = zipped("word/document.xml", *(f"word/{at}.xml" for at in range(MOST_MEMBERS)))
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(ValidationError, match=r"The content of a\.docx is not what its ending says\."):
        actions.checked_type("a.docx", stated(many, count))


def test_an_archive_with_as_many_members_as_are_read_is_taken() -> None:
    many = zipped("word/document.xml", *(f"word/{at}.xml" for at in range(MOST_MEMBERS - 1)))
    assert actions.checked_type("a.docx", many) == "docx"


def test_every_type_taken_has_a_type_of_content() -> None:
    """And what the house makes itself: archives of letters and bundles, open data of a draft."""
    assert downloads.CONTENT_TYPES.keys() - {"zip", "json", "jsonld"} == set(policies.TYPES)


def test_a_file_above_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_BYTES", 10)
    with pytest.raises(ValidationError):
        actions.checked_type("a.csv", b"x" * 11)
    assert policies.MOST_BYTES == 50_000_000


@pytest.mark.django_db
def test_a_file_is_served_as_a_download_that_is_not_guessed_at() -> None:
    stored = actions.store(by=an_actor(), name="điểm.csv", data=CSV)
    response = queries.stored_file_response(stored, RequestFactory().get("/"))
    assert isinstance(response, FileResponse)
    assert b"".join(response.streaming_content) == CSV
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''%C4%91i%E1%BB%83m.csv"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.django_db
def test_the_web_server_may_send_the_bytes_itself(settings: Any) -> None:
    settings.ACCEL_PREFIX = "/private/"
    stored = actions.store(by=an_actor(), name="a.csv", data=CSV)
    response = queries.stored_file_response(stored, RequestFactory().get("/"))
    assert response.headers["X-Accel-Redirect"] == f"/private/{stored.sha256[:2]}/{stored.sha256}"
