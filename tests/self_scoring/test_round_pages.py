"""Chốt and what follows as pages: gaps, submission, return, comparison, shared work, progress and reminders."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.notices.models import PersonalNotice
from cchc.self_scoring.models import EvidenceLink, SheetSubmission, UnitSheet
from tests import builders
from tests.acts.sheets import a_filled_file, a_submitted_sheet, an_open_sheet, at
from tests.acts.table import a_department
from tests.markup import source

pytestmark = pytest.mark.django_db


def client_for(sheet: UnitSheet, role: Role = Role.UNIT_HEAD) -> Client:
    """A browser of somebody of the sheet's unit."""
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(builders.a_member(role, unit=sheet.participant.unit).person)
    return client


def page(client: Client, name: str, *args: Any) -> str:
    """The page under this name of an address."""
    return source(client.get(reverse(f"self_scoring:{name}", args=args)))


def agree(client: Client, name: str, args: list[Any], **data: Any) -> Any:
    """What is answered to a grave act that is agreed to as its page shows it."""
    address = reverse(f"self_scoring:{name}", args=args)
    shown = client.post(address, data)
    seal = re.search(r'name="agreed"\s+value="(\w+)"', shown.content.decode())
    assert seal is not None, shown.status_code
    return client.post(address, {**data, "agreed": seal[1]}, follow=True)


def test_every_gap_leads_to_its_criterion_and_the_head_confirms_them_by_handing_in():
    sheet = an_open_sheet()
    head = client_for(sheet)
    shown = page(head, "submit", *at(sheet))
    leaves = re.findall(rf'href="/tu-cham/{sheet.participant.cycle.year}/\d+/muc/([\d.]+)/"', shown)
    assert leaves == ["1.1", "1.2", "1.3", "2.1", "2.3"]
    done = agree(head, "submit", at(sheet), confirmed="on")
    assert "Submission 1 handed in: 0.00 of 9 points." in source(done)
    submission = SheetSubmission.objects.get()
    assert [gap["leaf"] for gap in submission.content["gaps"]] == leaves
    assert submission.sha256 in source(done)


def test_a_sheet_is_not_handed_in_while_figures_contradict_each_other():
    sheet = an_open_sheet()
    head = client_for(sheet)
    form = {"version": 0, "figure-done": "9", "figure-planned": "8", "provisional": "", "note": ""}
    head.post(reverse("self_scoring:leaf", args=[*at(sheet), "1.1"]), form)
    shown = page(head, "submit", *at(sheet))
    assert ("cannot be submitted yet" in shown, 'name="agreed"' in shown) == (True, False)
    head.post(reverse("self_scoring:submit", args=at(sheet)), {"confirmed": "on"})
    assert not SheetSubmission.objects.exists()


def test_what_changed_after_it_was_seen_is_seen_again_before_it_is_handed_in():
    sheet = an_open_sheet()
    head, address = client_for(sheet), reverse("self_scoring:submit", args=at(sheet))
    seal = re.search(r'name="agreed" value="(\w+)"', source(head.get(address)))
    assert seal is not None
    form = {"version": 0, "points": "1", "reason": "Báo cáo", "provisional": "", "note": ""}
    head.post(reverse("self_scoring:leaf", args=[*at(sheet), "1.2"]), form)
    again = head.post(address, {"confirmed": "on", "agreed": seal[1]})
    assert (again.status_code, SheetSubmission.objects.count()) == (409, 0)


def test_a_clerk_fills_in_and_does_not_hand_in():
    sheet = an_open_sheet()
    clerk = client_for(sheet, Role.UNIT_CLERK)
    assert clerk.get(reverse("self_scoring:submit", args=at(sheet))).status_code == 404
    assert "Submit the sheet" not in page(clerk, "sheet", *at(sheet))


def test_a_returned_sheet_is_handed_in_again_and_the_two_submissions_compare(client_of):
    sheet = a_submitted_sheet()
    head, coordinator = client_for(sheet), client_of(Role.COORDINATOR)
    assert "KAD" not in page(coordinator, "submission", *at(sheet), 1)
    told = agree(coordinator, "return", [*at(sheet), 1], reason="Thiếu báo cáo quý IV")
    assert "Submission 1 of" in source(told)
    assert "Thiếu báo cáo quý IV" in page(head, "submissions", *at(sheet))
    form = {"version": 0, "points": "1.5", "reason": "Đủ bốn báo cáo", "provisional": "", "note": ""}
    head.post(reverse("self_scoring:leaf", args=[*at(sheet), "1.2"]), form)
    agree(head, "submit", at(sheet), confirmed="on")
    compared = page(head, "compare", *at(sheet))
    row = compared[compared.index("1.2. Báo cáo định kỳ") :]
    assert re.search(r"Points of the self-score.*?–.*?1\.5", row, re.DOTALL)
    word = head.get(reverse("self_scoring:word", args=[*at(sheet), 2]))
    assert (word.status_code, word.content[:2]) == (200, b"PK")


def test_a_document_is_linked_beside_the_leaf_and_taken_away_again():
    sheet = an_open_sheet()
    clerk = client_for(sheet, Role.UNIT_CLERK)
    document = builders.a_document(sheet.participant.unit)
    args = [*at(sheet), "1.1"]
    clerk.post(reverse("self_scoring:link", args=args), {"document": document.pk, "page": "3", "passage": ""})
    assert f"/tai-lieu/{document.pk}/?trang=3" in page(clerk, "leaf", *args)
    link = EvidenceLink.objects.get()
    clerk.post(reverse("self_scoring:unlink", args=[*args, link.pk]))
    assert not EvidenceLink.objects.exists()
    other = builders.a_document(a_department())
    refused = clerk.post(
        reverse("self_scoring:link", args=args), {"document": other.pk, "page": "", "passage": ""}
    )
    assert (refused.status_code, EvidenceLink.objects.count()) == (422, 0)


def test_work_that_is_shared_out_stands_under_mine_for_its_person():
    sheet = an_open_sheet()
    head = client_for(sheet)
    clerk = builders.a_member(Role.UNIT_CLERK, unit=sheet.participant.unit)
    head.post(reverse("self_scoring:share", args=at(sheet)), {"node-1": clerk.person_id, "node-2.1": ""})
    browser = Client()
    browser.force_login(clerk.person)
    mine = source(browser.get(reverse("self_scoring:sheet", args=at(sheet)), {"xem": "cua-toi"}))
    assert re.findall(r'<tr[^>]*data-leaf="([\d.]+)"', mine) == ["1.1", "1.2", "1.3"]


def test_the_coordinator_sees_how_far_the_units_are_and_nothing_of_what_they_answer(client_of):
    sheet = an_open_sheet(a_department())
    builders.a_member(Role.UNIT_CLERK, unit=sheet.participant.unit)
    clerk = client_for(sheet, Role.UNIT_CLERK)
    form = {"version": 0, "points": "1.37", "reason": "Báo cáo số 12", "provisional": "", "note": ""}
    clerk.post(reverse("self_scoring:leaf", args=[*at(sheet), "1.2"]), form)
    coordinator, year = client_of(Role.COORDINATOR), sheet.participant.cycle.year
    shown = page(coordinator, "progress", year)
    assert ("1/5" in shown, "1.37" in shown, "Báo cáo số 12" in shown) == (True, False, False)
    assert clerk.get(reverse("self_scoring:progress", args=[year])).status_code == 404


def test_units_that_have_not_handed_in_are_reminded_once_a_day(client_of):
    sheet = an_open_sheet(a_department())
    builders.a_member(Role.UNIT_CLERK, unit=sheet.participant.unit)
    coordinator, year = client_of(Role.COORDINATOR), sheet.participant.cycle.year
    address = reverse("self_scoring:remind", args=[year])
    assert "1 unit reminded." in source(coordinator.post(address, follow=True))
    assert "reminded today already" in source(coordinator.post(address, follow=True))
    notice = PersonalNotice.objects.get(kind="self_scoring.sheet_waited_for")
    assert notice.href == reverse("self_scoring:sheet", args=at(sheet))


def test_the_lock_is_said_with_who_can_lift_it_and_no_cell_is_left_to_type_in(client_of, settings):
    builders.a_member(Role.COORDINATOR, username="dieu-phoi-khoa")
    sheet = an_open_sheet(a_department())
    clerk = client_for(sheet, Role.UNIT_CLERK)
    phase = sheet.participant.cycle.phases.get()
    today = timezone.localdate()
    phase.ends = today.replace(year=today.year - 1)
    phase.starts = phase.ends
    phase.save()
    shown = page(clerk, "sheet", *at(sheet))
    assert ("is locked since the end of" in shown, "data-field" in shown) == (True, False)
    sent = {"field": "note", "value": "muộn", "version": 0, "age": 0}
    refused = clerk.post(reverse("self_scoring:cell", args=[*at(sheet), "1.1"]), sent)
    assert (refused.status_code, "is locked since" in refused.json()["faults"][0]) == (423, True)


def test_an_excel_file_shows_every_cell_before_it_is_written_and_is_taken_back():
    sheet = an_open_sheet()
    clerk = client_for(sheet, Role.UNIT_CLERK)
    out = clerk.get(reverse("self_scoring:excel_out", args=at(sheet)))
    assert out.content[:2] == b"PK"
    file = SimpleUploadedFile("phieu.xlsx", a_filled_file(sheet))
    shown = source(clerk.post(reverse("self_scoring:excel", args=at(sheet)), {"file": file}, follow=True))
    assert re.search(r"Điểm tự chấm.*?1\.5", shown, re.DOTALL)
    apply = re.search(r'action="([^"]*ap-dung/)"', shown)
    assert apply is not None
    assert "1 criterion answered." in source(clerk.post(apply[1], follow=True))
    assert sheet.answers.get(leaf="1.2").points == "1.5"
    undone = clerk.post(reverse("self_scoring:excel_undo", args=at(sheet)), follow=True)
    assert ("was taken back" in source(undone), sheet.answers.get(leaf="1.2").points) == (True, "")
