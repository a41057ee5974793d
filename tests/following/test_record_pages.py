"""One record on its page: reported with all faults at once, beside others, closed, returned, confirmed."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.core.plans.following.states import ProgressState
from cchc.files.kinds import FileKind
from cchc.following.models import CooperationNote, ProgressRecord, ProgressReport, Through
from tests.builders import a_followed_plan, a_member, a_province, a_unit, clerk_of, reported, the_record
from tests.files.papers import PAPERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(settings: Any, tmp_path: Any) -> ProgressRecord:
    settings.MEDIA_ROOT = tmp_path
    province = a_province()
    office = a_unit("Sở Nội vụ", parent=province)
    a_unit("Sở Y tế", parent=province)
    plan = a_followed_plan(
        province,
        [
            {
                "number": "1",
                "task": "Bồi dưỡng nghiệp vụ",
                "output": "Mở 05 lớp bồi dưỡng",
                "lead": "Sở Nội vụ",
                "cooperating": "Sở Y tế",
                "deadline": "30/6/2026",
            }
        ],
    )
    return the_record(plan, office)


def browser(record: ProgressRecord, role: Role = Role.UNIT_CLERK, unit: Any = None) -> Client:
    """Somebody of a unit, of the one that leads unless another is named."""
    client = Client()
    member = a_member(role, unit=unit or record.unit, username=f"{role.value}-{(unit or record.unit).pk}")
    client.force_login(member.person)
    return client


def sent(client: Client, record: ProgressRecord, name: str = "report", **data: Any) -> Any:
    held = ProgressRecord.objects.get(pk=record.pk)
    given = {
        "version": held.version,
        "state": "under_way",
        "percent": "",
        "text": "",
        "reason": "",
        "document_number": "",
    }
    return client.post(reverse(f"following:{name}", args=[record.pk]), given | data)


def test_a_report_says_every_fault_at_once_and_nothing_is_saved(record: ProgressRecord) -> None:
    answer = sent(browser(record), record, state="not_done", percent="140", **{"figure-0": "năm"})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {"percent", "reason", "figure-0"}
    assert not ProgressReport.objects.exists()


def test_a_report_is_held_by_the_record_with_figures_as_wanted_and_achieved(record: ProgressRecord) -> None:
    client = browser(record)
    page = client.get(reverse("following:record", args=[record.pk])).content.decode()
    assert "Đạt được: lớp bồi dưỡng" in page
    answer = sent(client, record, percent="60", text="Đã mở ba lớp", **{"figure-0": "3"})
    assert answer.status_code == 302
    (report,) = ProgressReport.objects.all()
    assert (report.state, report.percent, report.through) == ("under_way", 60, Through.PAGE)
    assert report.figures == [{"name": "lớp bồi dưỡng", "target": "5", "achieved": "3"}]
    page = client.get(reverse("following:record", args=[record.pk])).content.decode()
    assert "Đã mở ba lớp" in page
    assert 'value="3"' in page


def test_what_somebody_else_reported_meanwhile_is_shown_beside_what_was_typed(record: ProgressRecord) -> None:
    client, seen = browser(record), record.version
    reported(record, ProgressState.UNDER_WAY, percent=20, by=clerk_of(record.unit))
    answer = sent(client, record, version=seen, percent="60", text="Của tôi")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert clerk_of(record.unit).person in page
    assert "Đã báo cáo" in page
    assert "Của tôi" in page
    assert ProgressReport.objects.count() == 1
    again = answer.context["form"]["version"].value()
    assert sent(client, record, version=again, percent="60", text="Của tôi").status_code == 302
    assert ProgressRecord.objects.get(pk=record.pk).text == "Của tôi"


def test_the_owner_of_the_plan_closes_or_returns_with_a_reason_on_the_same_page(
    record: ProgressRecord,
) -> None:
    owner = browser(record, Role.COORDINATOR, record.measure.section.plan.unit)
    reported(record)
    page = owner.get(reverse("following:record", args=[record.pk])).content.decode()
    assert 'name="return"' in page
    assert 'id="bao-cao"' not in page
    without = sent(owner, record, "close", **{"return": "1"})
    assert without.status_code == 422
    assert sent(owner, record, "close", reason="Thiếu danh sách lớp", **{"return": "1"}).status_code == 302
    clerk = browser(record)
    assert "Thiếu danh sách lớp" in clerk.get(reverse("following:record", args=[record.pk])).content.decode()
    reported(record)
    assert sent(owner, record, "close", close="1").status_code == 302
    record.refresh_from_db()
    assert record.closed_at is not None
    assert sent(clerk, record, percent="10").status_code == 422


def test_a_cooperating_unit_confirms_or_adds_and_another_sees_nothing(record: ProgressRecord) -> None:
    health = record.measure.parts.get(role="cooperating").agency.units.get()
    joint = browser(record, unit=health)
    address = reverse("following:record", args=[record.pk])
    assert 'id="phoi-hop"' in joint.get(address).content.decode()
    assert sent(joint, record, "note", confirms="on").status_code == 422  # nothing was reported yet
    assert sent(joint, record, "note", text="").status_code == 422
    reported(record, ProgressState.UNDER_WAY, percent=50)
    assert sent(joint, record, "note", confirms="on", text="Đã cử giảng viên").status_code == 302
    (note,) = CooperationNote.objects.all()
    assert (note.of_unit, note.confirms, note.text) == (health, True, "Đã cử giảng viên")
    assert sent(joint, record).status_code == 404
    page = browser(record).get(address).content.decode()
    assert "Đã cử giảng viên" in page
    stranger = browser(record, unit=a_unit("Sở Xây dựng", parent=health.parent))
    assert stranger.get(address).status_code == 404


def test_done_with_a_photo_is_one_form_and_the_photo_one_document_of_the_library(
    record: ProgressRecord,
) -> None:
    client = browser(record)
    photo = PAPERS[FileKind.PNG]

    def pressed() -> Any:
        return sent(
            client, record, "done_with_file", not_secret="1", file=SimpleUploadedFile("anh.png", photo)
        )

    assert pressed().status_code == 302
    record.refresh_from_db()
    assert (record.state, record.percent, record.done_on) == ("done", 100, timezone.localdate())
    (product,) = record.products.all()
    assert (product.document.unit_id, product.document.title) == (record.unit_id, "Mở 05 lớp bồi dưỡng")
    assert record.reports.get().through == Through.PHONE
    assert pressed().status_code == 302
    assert [one.document for one in record.products.all()] == [product.document]
    assert sent(client, record, "done_with_file", not_secret="1").status_code == 422
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"documents.registered", "following.reported"} <= verbs


def test_the_warning_of_less_than_the_plan_asks_for_comes_by_the_phone_too(record: ProgressRecord) -> None:
    client = browser(record)
    assert sent(client, record, percent="60", **{"figure-0": "3"}).status_code == 302
    photo = SimpleUploadedFile("anh.png", PAPERS[FileKind.PNG])
    record.refresh_from_db()
    answer = sent(client, record, "done_with_file", not_secret="1", file=photo)
    assert answer.status_code == 302
    (warned,) = (one for one in get_messages(answer.wsgi_request) if one.level_tag == "warning")
    assert "lớp bồi dưỡng: 3, kế hoạch giao 5" in str(warned)
