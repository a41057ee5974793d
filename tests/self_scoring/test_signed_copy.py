"""A signed copy at Chốt: told by its content, kept with its submission, seen by whoever sees that, named in no log."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import AccessRecord, Entry
from cchc.audit.played import play
from cchc.audit.queries import sentence
from cchc.documents.actions.aside import set_aside
from cchc.documents.models import StoredFile
from cchc.documents.queries import content
from cchc.files.kinds import FileKind
from cchc.self_scoring.actions.submitting import submit_sheet
from cchc.self_scoring.models import SheetSubmission, UnitSheet
from tests import builders
from tests.acts.sheets import an_open_sheet, at
from tests.acts.table import a_department
from tests.files.papers import PAPERS, pdf
from tests.markup import source

pytestmark = pytest.mark.django_db

SCRIPTED = pdf() + b"9 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj"
OTHERS = {
    "a Word file": ("phieu.docx", PAPERS[FileKind.DOCX]),
    "a Word file that is called a PDF": ("phieu.pdf", PAPERS[FileKind.DOCX]),
    "a picture": ("phieu.png", PAPERS[FileKind.PNG]),
    "a page of the web that is called a PDF": ("phieu.pdf", b"<html><script>alert(1)</script>"),
    "a program that is called a PDF": ("phieu.pdf", b"MZ" + b"\0" * 200),
    "a PDF with a script": ("phieu.pdf", SCRIPTED),
}


@pytest.fixture
def sheet(settings: Any, tmp_path: Path) -> UnitSheet:
    settings.MEDIA_ROOT = tmp_path
    return an_open_sheet(a_department())


def client_for(sheet: UnitSheet, role: Role = Role.UNIT_HEAD) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(builders.a_member(role, unit=sheet.participant.unit).person)
    return client


def handed_in(client: Client, sheet: UnitSheet, name: str = "", data: bytes = b"", **more: str) -> Any:
    """What is answered when the head hands in what the page shows, with this file."""
    address = reverse("self_scoring:submit", args=at(sheet))
    seal = re.search(r'name="agreed" value="(\w+)"', source(client.get(address)))
    assert seal is not None
    form: dict[str, Any] = {"confirmed": "on", "agreed": seal[1]} | more
    return client.post(address, form | ({"signed": SimpleUploadedFile(name, data)} if name else {}))


def signed_copy(client: Client, sheet: UnitSheet, number: int = 1) -> Any:
    return client.get(reverse("self_scoring:signed", args=[*at(sheet), number]))


def kept(settings: Any) -> tuple[set[str], int]:
    """The files on the disk, and how many rows of stored files there are."""
    files = {str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    return files, StoredFile.objects.count()


def test_only_a_pdf_by_its_content_is_taken_and_nothing_is_handed_in_with_another_file(
    sheet: UnitSheet, settings: Any
) -> None:
    before, head = kept(settings), client_for(sheet)
    for what, other in OTHERS.items():
        answer = handed_in(head, sheet, *other)
        assert (answer.status_code, "bring that file" in source(answer)) == (422, True), what
        assert (SheetSubmission.objects.count(), kept(settings)) == (0, before), what


def test_a_pdf_is_a_signed_copy_whatever_its_name_says(sheet: UnitSheet) -> None:
    answer = handed_in(client_for(sheet), sheet, "Phiếu đã ký, bản quét", pdf("Da ky"))
    submission = SheetSubmission.objects.get()
    assert (answer.status_code, submission.signed.name, submission.signed.type) == (
        302,
        "Phiếu đã ký, bản quét.pdf",
        "pdf",
    )
    assert content(submission.signed) == pdf("Da ky")


@pytest.mark.parametrize("why", ["changed", "locked", "not agreed"])
def test_a_refused_chot_leaves_nothing_of_the_signed_copy(sheet: UnitSheet, settings: Any, why: str) -> None:
    before = kept(settings)
    if why == "not agreed":
        answer = handed_in(client_for(sheet), sheet, "phieu.pdf", pdf(), agreed="0" * 32)
        assert answer.status_code == 409
    else:
        head = builders.of_unit(sheet, Role.UNIT_HEAD)
        seal = "0" * 32
        if why == "locked":
            sheet.participant.cycle.phases.update(starts="2020-01-01", ends="2020-01-02")
        with set_aside(name="phieu.pdf", data=pdf(), kinds=[FileKind.PDF]) as aside:
            assert len(kept(settings)[0] - before[0]) == 1
            with pytest.raises((Changed, ValidationError)):
                submit_sheet(by=head, sheet=sheet, seen=seal, signed=aside)
    assert (SheetSubmission.objects.count(), kept(settings)) == (0, before)


def test_the_signed_copy_stands_with_its_submission_on_its_pages_and_in_print(sheet: UnitSheet) -> None:
    head = client_for(sheet)
    handed_in(head, sheet, "phieu.pdf", pdf("Da ky"))
    submission = SheetSubmission.objects.get()
    digest, address = submission.signed.sha256, reverse("self_scoring:signed", args=[*at(sheet), 1])
    one = source(head.get(reverse("self_scoring:submission", args=[*at(sheet), 1])))
    every = source(head.get(reverse("self_scoring:submissions", args=at(sheet))))
    assert (f'href="{address}"' in one, f"phieu.pdf, hash {digest}" in one) == (True, True)
    assert f'href="{address}"' in every
    word = head.get(reverse("self_scoring:word", args=[*at(sheet), 1]))
    assert digest[:16] in "\n".join(line.text for line in Document(io.BytesIO(word.content)).paragraphs)
    entry = Entry.objects.get(verb="self_scoring.submitted")
    assert entry.facts["signed"] == digest
    assert [str(one) for one in play().differences if "Submission" in str(one)] == []


def test_whoever_sees_the_submission_sees_its_signed_copy_and_nobody_else(
    sheet: UnitSheet, client_of: Any
) -> None:
    handed_in(client_for(sheet), sheet, "phieu.pdf", pdf("Da ky"))
    coordinator, auditor = client_of(Role.COORDINATOR), client_of(Role.AUDITOR)
    clerk, neighbour = client_for(sheet, Role.UNIT_CLERK), Client()
    neighbour.force_login(builders.a_member(Role.UNIT_HEAD, unit=a_department(), username="ben-canh").person)
    answers = [signed_copy(one, sheet) for one in (clerk, coordinator, auditor, neighbour, Client())]
    assert [one.status_code for one in answers] == [200, 200, 200, 404, 302]
    assert b"".join(answers[1]) == pdf("Da ky")
    assert answers[1].headers["Content-Disposition"].startswith("attachment")
    assert signed_copy(clerk, sheet, 2).status_code == 404


def test_a_second_submission_has_its_own_copy_or_none_and_the_first_keeps_its(
    sheet: UnitSheet, client_of: Any
) -> None:
    head, coordinator = client_for(sheet), client_of(Role.COORDINATOR)
    handed_in(head, sheet, "lan-1.pdf", pdf("Lan 1"))
    address = reverse("self_scoring:return", args=[*at(sheet), 1])
    shown = coordinator.post(address, {"reason": "Thiếu báo cáo"})
    seal = re.search(r'name="agreed"\s+value="(\w+)"', shown.content.decode())
    assert seal is not None
    coordinator.post(address, {"reason": "Thiếu báo cáo", "agreed": seal[1]})
    assert [signed_copy(one, sheet).status_code for one in (head, coordinator)] == [200, 404]  # its own again
    handed_in(head, sheet)
    assert [signed_copy(coordinator, sheet, number).status_code for number in (1, 2)] == [200, 404]
    assert b"".join(signed_copy(head, sheet, 1)) == pdf("Lan 1")


def test_no_log_names_a_file_of_the_sheet(sheet: UnitSheet, client_of: Any) -> None:
    """Whoever reads the logs may read what the head calls the copy before the sheet may be seen, or never."""
    head, clerk = client_for(sheet), client_for(sheet, Role.UNIT_CLERK)
    excel = reverse("self_scoring:excel_out", args=at(sheet))
    filled = SimpleUploadedFile("kin-so-lieu.xlsx", clerk.get(excel).content)
    brought = clerk.post(reverse("self_scoring:excel", args=at(sheet)), {"file": filled})
    assert brought.status_code == 302
    assert clerk.get(f"{brought.headers['Location']}tep/").status_code == 200
    assert clerk.post(f"{brought.headers['Location']}bo/").status_code == 302
    handed_in(head, sheet, "kin-chu-ky.pdf", pdf("Da ky"))
    assert signed_copy(head, sheet).status_code == 200
    taken = AccessRecord.objects.filter(kind=AccessRecord.Kind.DOWNLOADED)
    assert taken.count() == 2
    acts = Entry.objects.filter(verb__regex=r"^(documents|self_scoring)\.")
    assert {"documents.evidence_stored", "self_scoring.file_given_up"} <= set(
        acts.values_list("verb", flat=True)
    )
    told = [f"{one.subject} {one.search}" for one in taken]
    told += [f"{one.subject} {one.search} {one.facts} {sentence(one)}" for one in acts]
    assert [one for one in told if "kin-" in one or "kin " in one] == []
