"""The addresses to which files are sent: a form that needs no script, own unit only, and refusals that say all."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.documents.actions.uploading import store_whole
from cchc.documents.models import OfficialDocument, StoredFile, Upload
from tests.builders import a_member, a_unit, actor_for
from tests.files.papers import pdf

pytestmark = pytest.mark.django_db

PROGRAM = b"MZ" + bytes(60)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk() -> Client:
    """A browser of a clerk, in English."""
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_member(Role.UNIT_CLERK).person)
    return client


@pytest.fixture
def stranger() -> Client:
    """A browser of a clerk of another unit."""
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_member(Role.UNIT_CLERK, unit=a_unit("Sở Y tế")).person)
    return client


def brought(client: Client, *files: tuple[str, bytes], **more: Any) -> Any:
    """The answer to the form without a script."""
    chosen = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(reverse("documents:upload"), {"file": chosen, **more})


def begun(client: Client, data: bytes, **more: Any) -> Any:
    form = {"name": "a.pdf", "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), **more}
    return client.post(reverse("documents:upload_begin"), form)


def test_the_form_without_a_script_leads_back_with_what_was_stored(clerk: Client) -> None:
    answer = brought(clerk, ("a.pdf", pdf("a")), ("b.PDF", pdf("b")), next="/ke-hoach/?trang=2")
    first, second = StoredFile.objects.order_by("pk")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/ke-hoach/?trang=2&tep={first.pk}&tep={second.pk}"
    assert brought(clerk, ("c.pdf", pdf("c")), next="https://elsewhere.example/").status_code == 200


def test_the_form_says_of_each_file_what_became_of_it(clerk: Client) -> None:
    answer = brought(clerk, ("a.pdf", pdf()), ("b.pdf", PROGRAM), next="/ke-hoach/")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert [one.name for one in StoredFile.objects.all()] == ["a.pdf"]
    assert "<strong>b.pdf</strong>" in page
    assert "The file is a program" in page
    assert ".pdf, .docx, .xlsx" in page
    assert 'href="/ke-hoach/"' in page
    assert brought(clerk).status_code == 422


def test_files_of_one_document_are_stored_all_or_none_and_only_for_the_own_unit(
    clerk: Client, stranger: Client
) -> None:
    unit = a_member(Role.UNIT_CLERK).unit
    document = OfficialDocument.objects.create(unit_id=unit.pk)
    files = [("a.pdf", pdf()), ("b.pdf", PROGRAM)]
    assert brought(clerk, *files, document=document.pk).status_code == 422
    assert StoredFile.objects.count() == 0
    assert brought(stranger, files[0], document=document.pk).status_code == 404
    assert begun(stranger, pdf(), document=document.pk).status_code == 404
    assert brought(clerk, files[0], document=document.pk).status_code == 200
    assert brought(clerk, files[0], document=10**9).status_code == 404


def test_the_upload_of_another_unit_is_not_there(clerk: Client, stranger: Client) -> None:
    upload = begun(clerk, pdf()).json()["id"]
    tries = [
        stranger.put(reverse("documents:upload_part", args=[upload, 0]), pdf()),
        stranger.post(reverse("documents:upload_finish"), {"id": upload}),
        stranger.post(reverse("documents:upload_give_up", args=[upload])),
    ]
    assert [answer.status_code for answer in tries] == [404, 404, 404]
    assert Upload.objects.filter(pk=upload, stored=None).exists()


def test_who_acts_for_another_unit_meanwhile_is_told_and_no_file_goes_astray(clerk: Client) -> None:
    other = a_unit("Sở Y tế")
    for answer in (begun(clerk, pdf(), unit=other.pk), brought(clerk, ("a.pdf", pdf()), unit=other.pk)):
        assert answer.status_code == 422
        assert "another unit" in answer.content.decode()
    assert (StoredFile.objects.count(), Upload.objects.count()) == (0, 0)


def test_what_the_script_asks_is_answered_with_what_to_do(clerk: Client) -> None:
    data = pdf()
    sha256 = hashlib.sha256(data).hexdigest()
    whole = reverse("documents:upload_whole") + "?name=a.pdf&sha256="
    cut = clerk.put(whole + sha256, data[:-1])
    assert (cut.status_code, cut.json()["refused"][0]["file"]) == (409, "a.pdf")
    refused = clerk.put(whole + hashlib.sha256(PROGRAM).hexdigest(), PROGRAM)
    assert refused.status_code == 422
    assert refused.json()["refused"][0].keys() == {"file", "why", "expected"}
    upload = begun(clerk, data).json()
    assert (upload["missing"], upload["stored"]) == ([0], None)
    assert clerk.post(reverse("documents:upload_finish"), {"id": upload["id"]}).status_code == 409
    last = clerk.put(reverse("documents:upload_part", args=[upload["id"], 0]) + "?last", data)
    stored = last.json()["stored"][0]
    assert (stored["name"], stored["type"]) == ("a.pdf", "pdf")
    assert (
        begun(clerk, data).json()["stored"] == stored == clerk.put(whole + sha256, data).json()["stored"][0]
    )


class _Watched:
    """A body that notes how deep in transactions it is read."""

    def __init__(self, data: bytes) -> None:
        self.pieces, self.depths = [b"", data], set[int]()

    def read(self, _size: int, /) -> bytes:
        """All of it, then nothing."""
        self.depths.add(len(connection.atomic_blocks))
        return self.pieces.pop()


def test_a_body_is_read_outside_any_transaction_so_that_who_breaks_off_leaves_none_open() -> None:
    body = _Watched(pdf())
    store_whole(by=actor_for(a_member(Role.UNIT_CLERK)), files=[("a.pdf", body)])
    assert body.depths == {len(connection.atomic_blocks)}  # that of the test itself
