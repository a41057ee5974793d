"""A survey from its template to quotas, to a file of answers, to its closing, to points of the index."""

from __future__ import annotations

import csv
import io
from datetime import date

from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.cycles.actions import PhaseDates, add_participants, attach_set, change_phases, open_cycle
from cchc.cycles.models import Cycle, SurveyedBy
from cchc.scores.models import Score
from cchc.surveys.actions.estimating import estimate_closed_surveys
from cchc.surveys.models import Survey
from cchc.units.models import Kind, Unit
from tests.builders import a_cycle, a_member, a_province, a_published_set, a_unit, an_actor
from tests.builders.collecting import a_published_version, some_questions
from tests.builders.surveyed import SURVEYED
from tests.e2e.asking import agree

PEOPLE = "Cá nhân, tổ chức đã giải quyết thủ tục hành chính tại Bộ phận một cửa cấp xã"
OTHERS = (
    "Đại biểu HĐND huyện",
    "Lãnh đạo UBND huyện",
    "Lãnh đạo Ủy ban MTTQ huyện",
    "Lãnh đạo các cơ quan chuyên môn thuộc huyện",
)


SAID = (("Hài lòng", "4"), ("Rất hài lòng", "5"), ("Bình thường", "4"), ("Hài lòng", "2"), ("Hài lòng", "5"))


def answers(units: list[str]) -> bytes:
    """What another system gives out: the wordings of the questions as headings, one value outside the scale."""
    text = io.StringIO()
    rows = [
        [f"P{unit}-{at}", unit, PEOPLE, words, level, "=1+1"]
        for unit in units
        for at, (words, level) in enumerate(SAID, 1)
    ]
    headings = ["Mã phiếu", "Đơn vị được đánh giá", "Đối tượng", "Thái độ phục vụ công chức"]
    csv.writer(text).writerows([[*headings, "2. Thời gian giải quyết hồ sơ", "Góp ý"], *rows])
    return text.getvalue().encode("utf-8-sig")


def a_year_of_communes(province: Unit) -> Cycle:
    """A running cycle of all communes, whose survey leaf is fed by the factor of the questionnaire."""
    text = SURVEYED.replace('unit_kind = "department"', 'unit_kind = "commune"')
    version = a_published_set(text.replace("surveys.hai_long.chung", "surveys.sipas.f1"))
    cycle = a_cycle(province, 2026)
    phase = PhaseDates("self_scoring", "Tự chấm điểm", date(2026, 12, 1), date(2027, 1, 10))
    change_phases(by=an_actor(), cycle=cycle, phases=[phase])
    attached = attach_set(
        by=an_actor(),
        cycle=cycle,
        version=version,
        kinds=[Kind.COMMUNE],
        peer_group="Các xã",
        survey_by=SurveyedBy.SURVEY,
    )
    units = list(Unit.objects.filter(kind=Kind.COMMUNE))
    add_participants(by=an_actor(), cycle_set=attached, units=units)
    return open_cycle(by=an_actor(), cycle=cycle)


def ask(page: Page, group: str) -> None:
    page.get_by_label("Đối tượng trả lời").fill(group)
    page.get_by_role("button", name="Giao mẫu phiếu cho nhóm này").click()


def test_a_survey_goes_from_its_template_to_quotas_to_a_file_to_points(sign_in, axe) -> None:
    province = a_province()
    units = [a_unit(f"Xã số {at}", "commune", parent=province).name for at in range(1, 21)]
    a_published_version(some_questions())
    cycle = a_year_of_communes(province)
    page = sign_in(a_member(Role.COORDINATOR, unit=province))
    page.goto("/dieu-tra/")
    assert axe(page) == []
    page.get_by_role("link", name="Lập cuộc điều tra").first.click()
    assert axe(page) == []
    page.get_by_label("Theo mẫu thiết kế").select_option(value="cchc-cap-xa")
    page.get_by_label("Tên").fill("Điều tra cấp xã")
    page.locator("[name=year]").fill("2026")
    page.locator("[name=minimum_answers]").fill("5")
    page.get_by_role("button", name="Lập cuộc điều tra").click()
    survey = Survey.objects.get()

    page.goto(f"/dieu-tra/{survey.pk}/don-vi/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Đánh giá các đơn vị đã chọn").click()
    page.goto(f"/dieu-tra/{survey.pk}/chi-tieu/")
    page.get_by_role("button", name="Lấy chỉ tiêu theo thiết kế").click()
    expect(page.get_by_text("Tổng chỉ tiêu: 1.248 phiếu.")).to_be_visible()
    assert axe(page) == []
    page.goto(f"/dieu-tra/{survey.pk}/doi-tuong/")
    for group in (PEOPLE, *OTHERS):
        ask(page, group)
    assert axe(page) == []
    page.goto(f"/dieu-tra/{survey.pk}/bat-dau/")
    page.get_by_role("button", name="Bắt đầu thu phiếu").click()
    expect(page.get_by_text("Đang thu phiếu").first).to_be_visible()
    assert axe(page) == []

    page.goto(f"/dieu-tra/{survey.pk}/nhap-phieu/")
    page.set_input_files("[name=file]", {"name": "tra-loi.csv", "mimeType": "", "buffer": answers(units)})
    page.get_by_role("button", name="Xem nội dung tệp").click()
    expect(page.get_by_text("có lẽ đúng").first).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Ghi nhớ và đọc tệp").click()
    assert axe(page) == []
    page.get_by_role("button", name="Nhập các phiếu này").click()
    expect(page.get_by_text("Đã nhập 100 phiếu.")).to_be_visible()
    assert axe(page) == []
    page.goto(f"/dieu-tra/{survey.pk}/so-chi-tieu/")
    expect(page.get_by_text("5/60").first).to_be_visible()
    assert axe(page) == []

    page.goto(f"/dieu-tra/{survey.pk}/phieu/")
    page.get_by_role("button", name="Xác nhận tất cả phiếu đang chờ").click()
    agree(page)
    expect(page.get_by_text("Đã xác nhận hợp lệ 100 phiếu.")).to_be_visible()
    page.goto(f"/dieu-tra/{survey.pk}/dong/")
    assert axe(page) == []
    page.get_by_role("button", name="Đóng cuộc điều tra").click()
    expect(page.get_by_text("Đã đóng cuộc điều tra.")).to_be_visible()
    survey.refresh_from_db()
    assert survey.state == "closed"

    assert estimate_closed_surveys() == 1
    page.goto(f"/dieu-tra/{survey.pk}/ket-qua/")
    expect(page.get_by_role("row").filter(has_text="Xã số 7")).to_contain_text("80,0")
    assert axe(page) == []
    page.get_by_role("link", name="Phục vụ").click()
    expect(page.get_by_text("chưa đủ căn cứ").first).to_be_visible()
    assert axe(page) == []
    page.goto(f"/dieu-tra/{survey.pk}/ket-qua/so-sanh/")
    page.get_by_label("Đơn vị thứ nhất").select_option(label="Xã số 1")
    page.get_by_label("Đơn vị thứ hai").select_option(label="Xã số 2")
    page.get_by_role("button", name="So sánh").click()
    expect(page.get_by_text("Xã số 1 so với Xã số 2:")).to_be_visible()
    assert axe(page) == []
    page.goto(f"/dieu-tra/{survey.pk}/ket-qua/y-kien/")
    expect(page.get_by_text("=1+1").first).to_be_visible()
    assert axe(page) == []

    page.goto(f"/dieu-tra/lay-ket-qua/{cycle.province_id}/2026/")
    page.get_by_role("button", name="Lấy kết quả điều tra").click()
    expect(page.get_by_text("Đã lấy 20 điểm điều tra của 20 đơn vị")).to_be_visible()
    declared = Score.objects.filter(leaf="2.2").values_list("figures", flat=True)
    assert [dict(one) for one in declared] == [{"rate": "80"}] * 20
