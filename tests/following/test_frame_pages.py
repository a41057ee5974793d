"""Pages of report frames: models for a new installation, rows edited, a file that replaces a draft, taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.core.plans.reports.content import frame_document_of, text_of_frame_document
from cchc.core.words.messages import Fault
from cchc.following.exchange.frame_workbook import read_frame_workbook
from cchc.following.models import FrameVersion
from cchc.following.queries.frames import frame_in
from cchc.intake.models import StagedFile
from tests.builders.frames import a_frame_draft, an_issued_frame, report_frame_file
from tests.core.report_frames import ROWS, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.COORDINATOR)


def codes(version: FrameVersion) -> list[str]:
    version.refresh_from_db()
    return [row.code for row in frame_in(version).rows]


def brought(client: Client, version: FrameVersion, data: bytes):
    file = SimpleUploadedFile("khung.xlsx", data)
    return client.post(reverse("following:frame_files", args=[version.pk]), {"file": file})


def test_a_new_installation_takes_the_models_over_by_one_button(office: Client):
    empty = office.get(reverse("following:frames"))
    assert "No report frame yet" in empty.content.decode()
    office.post(reverse("following:frame_models"))
    shown = office.get(reverse("following:frames")).content.decode()
    assert FrameVersion.objects.filter(state="published").count() == 3
    assert "Use the model frames" not in shown


def test_an_issued_frame_is_read_by_units_and_changed_by_nobody(client_of: Callable[..., Client]):
    version = an_issued_frame()
    clerk = client_of(Role.UNIT_CLERK)
    shown = clerk.get(reverse("following:frame", args=[version.pk]))
    assert shown.status_code == 200
    assert "(2) / (1)" in shown.content.decode()
    assert clerk.get(reverse("following:frame_row", args=[version.pk, "row", "nhan"])).status_code == 404
    draft = a_frame_draft("so")
    assert clerk.get(reverse("following:frame", args=[draft.pk])).status_code == 404


def test_a_fault_stands_beside_its_field(office: Client):
    draft = a_frame_draft()
    address = reverse("following:frame_row", args=[draft.pk, "row", "ty_le"])
    form = {"seen": draft.version, **ROWS[3], "formula": "dung_han / khong_co", "after": "="}
    answer = office.post(address, form)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["formula"]
    assert office.post(address, {**form, "formula": "dung_han / nhan"}).status_code == 302


def test_two_people_who_save_one_row_are_told_of_each_other(office: Client):
    draft = a_frame_draft()
    address = reverse("following:frame_row", args=[draft.pk, "row", "nhan"])
    form = {"seen": draft.version, **ROWS[0], "wording": "Của người thứ nhất", "after": "="}
    assert office.post(address, form).status_code == 302
    late = office.post(address, {**form, "wording": "Của người thứ hai"})
    assert late.status_code == 409
    shown = late.content.decode()
    assert "Của người thứ nhất" in shown
    assert "Của người thứ hai" in shown


def test_what_is_downloaded_and_brought_back_changes_nothing(office: Client):
    draft = a_frame_draft()
    file = office.get(reverse("following:frame_excel", args=[draft.pk])).content
    faults: list[Fault] = []
    read_back = read_frame_workbook(file, "khung.xlsx", faults)
    assert faults == []
    assert text_of_frame_document(read_back) == text_of_frame_document(frame_document_of(draft.content))
    shown = office.get(brought(office, draft, file)["Location"]).content.decode()
    assert "Nothing is different." in shown


def test_a_file_replaces_a_draft_after_it_was_looked_at_and_is_taken_back(office: Client):
    draft = a_frame_draft()
    before = draft.content
    location = brought(office, draft, report_frame_file("xa", *ROWS[:5], counted("moi", "7")))["Location"]
    shown = office.get(location).content.decode()
    assert "Row added" in shown
    assert "Row taken out" in shown
    assert codes(draft)[-1] == "dan_so"
    staged = StagedFile.objects.get()
    office.post(reverse("following:frame_file_apply", args=[draft.pk, staged.pk]))
    assert codes(draft)[-1] == "moi"
    office.post(reverse("following:frame_file_undo", args=[draft.pk, staged.pk]))
    draft.refresh_from_db()
    assert draft.content == before


def test_a_file_is_not_taken_back_once_the_draft_was_saved(office: Client):
    draft = a_frame_draft()
    brought(office, draft, report_frame_file("xa", *ROWS, counted("moi", "7")))
    staged = StagedFile.objects.get()
    office.post(reverse("following:frame_file_apply", args=[draft.pk, staged.pk]))
    draft.refresh_from_db()
    form = {"seen": draft.version, **counted("moi"), "wording": "Sửa sau", "after": "="}
    office.post(reverse("following:frame_row", args=[draft.pk, "row", "moi"]), form)
    answer = office.post(reverse("following:frame_file_undo", args=[draft.pk, staged.pk]))
    assert answer.status_code == 409
    assert codes(draft)[-1] == "moi"


def test_a_file_with_faults_names_each_with_its_cell(office: Client):
    draft = a_frame_draft()
    answer = brought(office, draft, report_frame_file("xa", *ROWS, counted("x", formula="nhan + dan_so")))
    assert answer.status_code == 422
    (fault,) = answer.context["faults"]
    assert (fault.place.sheet, fault.place.row, fault.place.column) == ("Chỉ tiêu", 8, "I")
    assert StagedFile.objects.count() == 0


def test_a_given_up_file_changes_nothing(office: Client):
    draft = a_frame_draft()
    brought(office, draft, report_frame_file("xa", *ROWS, counted("moi", "7")))
    staged = StagedFile.objects.get()
    office.post(reverse("following:frame_file_give_up", args=[draft.pk, staged.pk]))
    assert codes(draft)[-1] == "dan_so"


def test_a_file_of_another_frame_is_refused(office: Client):
    draft = a_frame_draft()
    answer = brought(office, draft, report_frame_file("so"))
    assert answer.status_code == 422
    assert "“so”" in answer.content.decode()
