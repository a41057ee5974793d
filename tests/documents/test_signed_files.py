"""Signatures of stored files: checked by the worker once for the authorities that are loaded, shown wherever a file is
shown; authorities loaded and removed by the administrator alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.accounts.models import Person
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.words.messages import say
from cchc.documents.actions.signatures import (
    LOADED,
    REMOVED,
    keep_signatures,
    load_anchors,
    remove_anchor,
)
from cchc.documents.models import SignatureCheck, StoredFile, TrustAnchor
from cchc.documents.queries import path_of
from cchc.documents.queries.signatures import FileSignatures, SignatureStanding, mark_of, signatures_of
from cchc.documents.tasks import check_waiting_signatures
from cchc.files.certificates import read_anchors
from cchc.files.kinds import FileKind
from cchc.files.signed_pdf import read_signatures
from tests import builders
from tests.files.pdf_paper import PaperPage, pdf_bytes
from tests.files.signed_papers import (
    Holder,
    a_holder,
    a_plain_paper,
    changed_after,
    signed_by,
    the_root,
    the_signer,
    with_altered_byte,
)
from tests.libraries import a_clerk, a_document, a_stored_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def browser_of(actor: Any) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


def an_administrator() -> Any:
    province = builders.a_province()
    return builders.actor_for(builders.a_member(Role.ADMINISTRATOR, unit=province, username="quan-tri"))


def loaded(*holders: Holder) -> list[TrustAnchor]:
    data = b"".join(one.pem for one in holders or (the_root(),))
    return load_anchors(by=builders.an_actor(), certificates=read_anchors(data, "ca.pem"), file="ca.pem")


def signs(file: StoredFile) -> FileSignatures:
    return signatures_of([file])[file.pk]


def check_all() -> int:
    return sum(iter(check_waiting_signatures, 0))


def test_a_file_is_checked_once_and_a_signed_one_again_when_other_authorities_are_loaded() -> None:
    by = a_clerk()
    signed = a_stored_file(by, "a.pdf", signed_by(the_signer()))
    a_stored_file(by, "ban-sao.pdf", path_of(signed.sha256).read_bytes())
    plain = a_stored_file(by, "b.pdf", a_plain_paper())
    word = a_stored_file(by)
    assert signs(signed).standing is SignatureStanding.WAITING
    assert (check_all(), check_all()) == (2, 0)
    assert signs(signed).standing is SignatureStanding.NOT_CHECKED
    assert signs(plain).standing is SignatureStanding.UNSIGNED
    assert signatures_of([word]) == {}

    (root,) = loaded()
    assert signs(signed).is_old
    assert (check_all(), check_all()) == (1, 0)
    assert signs(signed).standing is SignatureStanding.HOLDS
    assert signs(signed).count == 1

    remove_anchor(by=builders.an_actor(), anchor=root, reason="Thu hồi")
    assert check_all() == 1
    assert signs(signed).standing is SignatureStanding.NOT_CHECKED


def test_the_worst_signature_counts_and_what_cannot_be_read_says_so() -> None:
    by, mark = a_clerk(), mark_of([one.sha256 for one in loaded()])
    stranger = a_holder("Phạm Văn Dũng", a_holder("CA lạ", authority=True))
    papers = {
        signed_by(the_signer()): SignatureStanding.HOLDS,
        signed_by(stranger, signed_by(the_signer())): SignatureStanding.DOUBTFUL,
        changed_after(signed_by(the_signer())): SignatureStanding.BROKEN,
        with_altered_byte(signed_by(the_signer())): SignatureStanding.BROKEN,
        a_plain_paper() + b"% /ByteRange": SignatureStanding.UNREAD,
    }
    for paper, standing in papers.items():
        file = a_stored_file(by, "a.pdf", paper)
        found = read_signatures(paper, "a.pdf", (the_root().der,))
        keep_signatures(sha256=file.sha256, mark=mark, found=found)
        assert signs(file).standing is standing

    gone = a_stored_file(by, "e.pdf", pdf_bytes([PaperPage(texts=[(9, 9, 9, "Mat")])]))
    path_of(gone.sha256).unlink()
    check_all()
    why = signs(gone).why
    assert why is not None
    assert "no longer on the disk" in say(why)


def test_only_an_administrator_of_the_province_loads_and_removes_authorities_with_a_reason() -> None:
    (root,) = loaded()
    found = read_anchors(a_holder("CA", authority=True).der, "ca.cer")
    for role in (Role.COORDINATOR, Role.UNIT_HEAD, Role.APPRAISAL_LEAD):
        with pytest.raises(NotPermitted):
            load_anchors(by=builders.an_actor(role), certificates=found, file="ca.cer")
        with pytest.raises(NotPermitted):
            remove_anchor(by=builders.an_actor(role), anchor=root, reason="Không cần")
    with pytest.raises(ValidationError):
        loaded()
    with pytest.raises(ValidationError):
        remove_anchor(by=builders.an_actor(), anchor=root, reason="  ")
    remove_anchor(by=builders.an_actor(), anchor=root, reason="Hết hạn")
    with pytest.raises(ValidationError):
        remove_anchor(by=builders.an_actor(), anchor=root, reason="Hết hạn")
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [LOADED, REMOVED]
    assert play().differences == []

    loaded()  # once more, as a new row
    TrustAnchor.objects.filter(removed_at=None).update(content="MIIB")
    assert len(play().differences) == 1


def test_the_page_of_authorities_shows_loads_and_removes_them() -> None:
    browser = browser_of(an_administrator())
    page = reverse("documents:anchors")
    assert "No certificate of an authority has been loaded" in browser.get(page).content.decode()
    for data, words in (
        (b"", "This file is empty"),
        (b"<html>", "holds no certificate"),
        (the_root().pem + the_root().secret, "private key"),
        (the_root().pem + the_signer().pem, "not of an authority"),
    ):
        answer = browser.post(page, {"file": SimpleUploadedFile("ca.pem", data)})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not TrustAnchor.objects.exists()

    done = browser.post(page, {"file": SimpleUploadedFile("ca.pem", the_root().pem)}, follow=True)
    root = TrustAnchor.objects.get()
    for words in ("Loaded 1 certificate.", "CA gốc, Ban Cơ yếu", root.sha256, "01/01/2020", "itself"):
        assert words in done.content.decode()
    again = browser.post(page, {"file": SimpleUploadedFile("ca.pem", the_root().pem)})
    assert "loaded already" in again.content.decode()

    remove = reverse("documents:anchor_remove", args=[root.pk])
    shown = browser.post(remove, {"reason": "Thay bằng CA mới"})
    assert "no longer a known signer" in shown.content.decode()
    agreed = shown.context["grave"].seal
    gone = browser.post(remove, {"reason": "Thay bằng CA mới", "agreed": agreed}, follow=True)
    assert "Thay bằng CA mới" in gone.content.decode()
    assert browser.get(remove).status_code == 404


def test_the_four_answers_stand_beside_the_file_and_one_word_in_the_library() -> None:
    by = a_clerk()
    document = a_document(by, file=a_stored_file(by, "a.pdf", signed_by(the_signer())))
    browser = browser_of(by)
    library, detail = reverse("documents:list"), reverse("documents:detail", args=[document.pk])
    assert "signatures not checked yet" in browser.get(library).content.decode()
    check_all()
    assert "signed, signer not checked" in browser.get(library).content.decode()
    for answer in (browser.get(detail), browser.get(detail, headers={"HX-Request": "true"})):
        body = " ".join(answer.content.decode().split())
        for words in (
            "Trần Thị Bình",
            "Sở Nội vụ",
            "Content intact",
            "signer not checked",
            "Certificate valid at signing",
            "Changed after signing",
        ):
            assert words in body
        assert "invalid" not in body
    loaded()
    assert "being checked anew" in browser.get(detail).content.decode()
    check_all()
    assert "signed, signer known" in browser.get(library).content.decode()
    assert SignatureCheck.objects.count() == 1
    assert StoredFile.objects.get().type == FileKind.PDF
