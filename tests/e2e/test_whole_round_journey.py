"""The whole round of one department and one commune: clerks declare, heads hand in, a lead shares out, appraisers
judge, the units explain, somebody judges a second time, the council votes, the points become final and equal what one
computes by hand. Whoever appraises has nothing of the own unit before them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.cycles import actions as cycle_actions
from cchc.cycles.actions.phases import PhaseDates
from cchc.cycles.models import Cycle, ScoredBy
from cchc.units.models import Kind, Unit
from tests import builders
from tests.e2e.fitting import faults_of
from tests.e2e.following import follow
from tests.e2e.rounds import MONTH, a_file, cell, saved

DEPARTMENT = "Sở Văn hóa, Thể thao và Du lịch"
COMMUNE = "Xã Nguyễn Bỉnh Khiêm Đông"
PHASES = {
    "self_scoring": "Tự chấm điểm",
    "appraisal": "Thẩm định",
    "justification": "Giải trình",
    "second_appraisal": "Thẩm định lần hai",
    "council": "Hội đồng",
}
SET = """\
[set]
id = "{kind}"
title = "Bộ tiêu chí {kind}"
version = "1"
unit_kind = "{kind}"
total = "10"

[[node]]
number = "1"
name = "Cải cách thủ tục hành chính"
maximum = "10"

[[node]]
number = "1.1"
parent = "1"
name = "Mức độ hoàn thành kế hoạch"
maximum = "4"
inputs = ["done: count | Số nhiệm vụ hoàn thành", "planned: count | Số nhiệm vụ trong kế hoạch"]
rule = "ratio done / planned; when planned = 0: not applicable"

[[node]]
number = "1.2"
parent = "1"
name = "Báo cáo định kỳ"
maximum = "3"

[[node]]
number = "1.3"
parent = "1"
name = "Mức độ hài lòng của người dân"
maximum = "3"
part = "survey"
"""

# By hand, of 10 points each. 1.1 is 4 × done / planned, 1.2 is given by people, 1.3 comes from the survey.
#                        1.1                 1.2                        1.3   sum
# Department  declared   4 × 8 / 10 = 3.2    3                          -     6.2
#             first      accepted     3.2    lowered to 2               2.1   7.3
#             second     -            3.2    explained, 2 stays         2.1   7.3
#             council    -            3.2    what the unit declared, 3  2.1   8.3
# Commune     declared   4 × 9 / 10 = 3.6    2.5                        -     6.1
#             first      4 × 7 / 10 = 2.8    lowered to 2, accepted     2.4   7.2
#             second     4 × 8 / 10 = 3.2    -                          2.4   7.6
#             council    not voted on 3.2    -                          2.4   7.6
FINAL = {DEPARTMENT: ("8,30", "83,00"), COMMUNE: ("7,60", "76,00")}


@pytest.fixture
def cycle(database: None) -> Cycle:
    """A cycle in preparation whose phases have all begun, with a department and a commune in sets of their own."""
    by, cycle, today = builders.an_actor(), builders.a_cycle(), timezone.localdate()
    for kind, name, group in (
        (Kind.DEPARTMENT, DEPARTMENT, "Các sở, ban, ngành"),
        (Kind.COMMUNE, COMMUNE, "Các xã, phường"),
    ):
        attached = cycle_actions.attach_set(
            by=by,
            cycle=cycle,
            version=builders.a_published_set(SET.format(kind=kind.value)),
            kinds=[kind],
            peer_group=group,
            scored_by=ScoredBy.ROUND,
        )
        unit = builders.a_unit(name, kind, parent=cycle.province)
        cycle_actions.add_participants(by=by, cycle_set=attached, units=[unit])
    days = today - MONTH, today + MONTH
    phases = [PhaseDates(kind, name, *days) for kind, name in PHASES.items()]
    cycle_actions.change_phases(by=by, cycle=cycle, phases=phases)
    return cycle


def judged(page: Page, leaf: str, typed: str, says: str) -> None:
    """Correct a figure or set points of a leaf of the unit that is open, for the second reason, by keys alone."""
    row = page.locator(f'tr[data-cell][id="muc-{leaf}"]')
    while "is-chosen" not in (row.get_attribute("class") or ""):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#beside h2")).to_contain_text(leaf)
    expect(page.locator("#beside form.appraisal-form")).to_be_visible()
    page.keyboard.press("F2")
    page.keyboard.type(typed)
    page.keyboard.press("Alt+2")
    page.keyboard.press("Control+Enter")
    expect(row.locator(".given")).to_contain_text(says)


def grave(page: Page, link: str, button: str = "") -> None:
    """Open the page of a grave act by its link, and do it."""
    follow(page.get_by_role("link", name=link).first)
    follow(page.get_by_role("button", name=button or link, exact=True))


def test_a_round_of_a_department_and_a_commune_ends_in_the_points_computed_by_hand(
    cycle, window, axe, picture
):
    department, commune = (Unit.objects.get(name=name) for name in (DEPARTMENT, COMMUNE))
    where = f"/tham-dinh/{cycle.year}"

    def sits(role: Role, unit: Unit) -> Page:
        return window(builders.a_member(role, unit=unit))

    def looked_at(page: Page, what: str) -> None:
        page.evaluate("scrollTo(0, 0)")
        assert axe(page) == [], what
        picture(page, f"vong-{what}")
        assert faults_of(page, (390, 1366)) == [], what

    office = sits(Role.COORDINATOR, cycle.province)
    office.goto(f"/ky-danh-gia/{cycle.pk}/")
    grave(office, "Mở kỳ đánh giá")

    # The clerks declare, the heads hand in.
    clerks, heads = {}, {}
    for unit, done, reports in ((department, "8", "3"), (commune, "9", "2,5")):
        clerk = clerks[unit] = sits(Role.UNIT_CLERK, unit)
        head = heads[unit] = sits(Role.UNIT_HEAD, unit)
        declare(clerk, done, reports)
        head.goto("/tu-cham/")
        follow(head.get_by_role("link", name="Chốt phiếu"))
        head.get_by_label("Tôi đã xem phiếu").check()
        follow(head.get_by_role("button", name="Chốt phiếu"))
        expect(head.get_by_text("Đã chốt lần 1")).to_be_visible()

    # The lead shares out: somebody of the department itself is named, so somebody must stand in for that unit.
    near = builders.a_member(Role.APPRAISER, unit=department)
    substitute = builders.an_appraiser()
    lead = sits(Role.APPRAISAL_LEAD, builders.a_unit("Văn phòng Ủy ban nhân dân"))
    share_out(lead, f"{where}/phan-cong/", near.person_id)
    expect(lead.locator("main")).to_contain_text(f"Chưa ai được thẩm định: {DEPARTMENT}")
    share_out(lead, f"{where}/phan-cong/", near.person_id, substitute.person_id)
    expect(lead.locator("main")).not_to_contain_text("Chưa ai được thẩm định")
    looked_at(lead, "phan-cong")
    grave(lead, "Công khai phân công")
    lead.goto(f"{where}/")
    looked_at(lead, "phu-trach")

    # Who is of the department has the commune alone: no list names the department, no address of it answers.
    own = window(near)
    own.goto("/viec-cua-toi/")
    expect(own.get_by_role("region", name="Đang chờ tôi")).not_to_contain_text(DEPARTMENT)
    for address in (f"{where}/", f"{where}/don-vi/"):
        own.goto(address)
        expect(own.locator("main table")).not_to_contain_text(DEPARTMENT)
    expect(own.locator("main table")).to_contain_text(COMMUNE)
    set_of_departments = department.participations.get().cycle_set_id
    for address in (
        f"{department.pk}/",
        f"{department.pk}/muc/1.2/",
        f"{department.pk}/ket-qua/",
        f"tieu-chi/{set_of_departments}/1.2/",
    ):
        answer = own.goto(f"{where}/{address}")
        assert answer is not None
        assert DEPARTMENT not in own.locator("main").inner_text(), address
        assert answer.status == 404, address
    looked_at(own, "khong-duoc-xem")
    own.goto(f"{where}/{commune.pk}/")
    judged(own, "1.1", "7", "2,8")
    judged(own, "1.2", "2", "2")
    expect(own.locator("[data-left]")).to_have_text("0")

    # The substitute judges the department: one accepted by a key, one lowered.
    other = window(substitute)
    other.goto(f"{where}/{department.pk}/")
    other.keyboard.press("ArrowDown")
    expect(other.locator("#beside h2")).to_contain_text("1.1")
    other.keyboard.press("Enter")
    expect(other.locator("[data-left]")).to_have_text("1")
    judged(other, "1.2", "2", "2")
    expect(other.locator("[data-left]")).to_have_text("0")
    other.goto(f"{where}/tieu-chi/{set_of_departments}/1.1/")
    expect(other.locator("tr[data-cell]")).to_have_attribute("data-state", "given")
    looked_at(other, "tham-dinh-mot-tieu-chi")

    # The lead sends both results; each unit explains one criterion and hands that in.
    send_results(lead, f"{where}/tien-do/")
    for unit, leaf in ((department, "1.2"), (commune, "1.1")):
        clerks[unit].goto(f"{where}/{unit.pk}/giai-trinh/")
        follow(clerks[unit].get_by_role("link", name=f"Giải trình {leaf}"))
        clerks[unit].get_by_label("Nội dung giải trình").fill("Đã hoàn thành trước ngày 31/12.")
        follow(clerks[unit].get_by_role("button", name="Lưu giải trình"))
        heads[unit].goto(f"{where}/{unit.pk}/giai-trinh/")
        if unit == commune:
            follow(heads[unit].get_by_role("button", name="Chấp nhận 1.2"))
            looked_at(heads[unit], "giai-trinh")
        grave(heads[unit], "Chốt giải trình")

    # Somebody else judges what was explained a second time: the commune gets a part back, the department nothing.
    second = builders.an_appraiser("Sở Công Thương")
    share_out(lead, f"{where}/lan-hai/phan-cong/", second.person_id)
    grave(lead, "Công khai phân công")
    judge = window(second)
    judge.goto(f"{where}/lan-hai/{commune.pk}/")
    judged(judge, "1.1", "8", "3,2")
    judge.goto(f"{where}/lan-hai/{department.pk}/")
    judged(judge, "1.2", "2", "2")
    looked_at(judge, "tham-dinh-lan-hai")
    send_results(lead, f"{where}/lan-hai/tien-do/")

    # The coordinator brings the points of the survey.
    for place, (name, points) in enumerate(((DEPARTMENT, "2,1"), (COMMUNE, "2,4"))):
        office.goto(f"/ket-qua/{cycle.province_id}/{cycle.year}/nhap-diem/")
        office.locator("[name=cycle_set]").select_option(index=place)
        survey = f"đơn vị;1.3\n{name};{points}\n"
        office.set_input_files("input[type=file]", a_file(f"khao-sat-{place}.csv", survey.encode()))
        follow(office.get_by_role("button", name="Xem những gì sẽ thay đổi"))
        follow(office.get_by_role("button", name="Ghi 1 điểm"))

    council_night(window, looked_at, cycle)

    # What is final is what one computes by hand, in the ranking and on the page of each unit, stage by stage.
    auditor = sits(Role.AUDITOR, builders.a_unit("Thanh tra tỉnh"))
    results = f"/ket-qua/{cycle.province_id}/{cycle.year}/"
    for unit, leaf, stages in (
        (department, "1.2", ["3,00", "2,00", "2,00", "3,00"]),
        (commune, "1.1", ["3,60", "2,80", "3,20", "3,20"]),
    ):
        points, index = FINAL[unit.name]
        office.goto(results)
        follow(office.get_by_role("link", name=unit.participations.get().peer_group))
        row = office.locator(".ranking tbody tr").filter(has_text=unit.name)
        expect(row).to_contain_text(index)
        auditor.goto(f"{results}don-vi/{unit.pk}/")
        expect(auditor.locator(".unit-index")).to_contain_text(index)
        expect(auditor.locator("main")).to_contain_text(f"{points} điểm trên 10 điểm áp dụng")
        auditor.locator("details", has_text="Điểm qua các giai đoạn").locator("summary").click()
        cells = auditor.locator(".stacked tbody tr").filter(has_text=leaf).locator("td.num")
        assert [text.strip() for text in cells.all_inner_texts()][1:5] == stages
    looked_at(auditor, "don-vi-qua-cac-giai-doan")


def declare(clerk: Page, done: str, reports: str) -> None:
    """Fill in the sheet of the own unit: how many of ten tasks are done, and the points of the reports."""
    clerk.goto("/tu-cham/")
    cell(clerk, "1.1", "figure-done").fill(done)
    clerk.keyboard.press("Enter")
    clerk.keyboard.type("10")
    clerk.keyboard.press("Enter")
    cell(clerk, "1.2", "reason").fill("Đủ báo cáo trong năm")
    clerk.keyboard.press("Tab")
    clerk.keyboard.type(reports)
    clerk.keyboard.press("Enter")
    saved(clerk)


def share_out(lead: Page, address: str, person: int, substitute: int | None = None) -> None:
    """Give the one domain of each set to a person, with somebody who stands in."""
    lead.goto(address)
    for choice in lead.get_by_label("Người thẩm định 1 ").all():
        choice.select_option(str(person))
    if substitute is not None:
        for choice in lead.get_by_label("Người làm thay đối với 1 ").all():
            choice.select_option(str(substitute))
    follow(lead.get_by_role("button", name="Lưu", exact=True))


def send_results(lead: Page, address: str) -> None:
    """Send the result of each of the two units from the page of how far the appraisal is."""
    for _unit in range(2):
        lead.goto(address)
        grave(lead, "Gửi kết quả")


def council_night(window: Callable[..., Page], looked_at: Callable[[Page, str], None], cycle: Cycle) -> None:
    """A session of three: what the department still disputes is voted on and carried, then the points are final."""
    people = builders.a_council(3)
    desk = window(people[-1])
    desk.goto(f"/hoi-dong/{cycle.year}/")
    follow(desk.get_by_role("link", name="Chuẩn bị phiên họp"))
    desk.get_by_label("Ngày họp").fill(f"{timezone.localdate():%d/%m/%Y}")
    desk.get_by_label("Địa điểm").fill("Phòng họp A")
    for person, role in zip(people, ("chair", "member", "member", "secretary"), strict=True):
        desk.locator(f"[name=role-{person.person_id}]").select_option(role)
    follow(desk.get_by_role("button", name="Lưu"))
    follow(desk.get_by_role("button", name="Tính chương trình"))
    follow(desk.get_by_role("link", name="Khai mạc"))
    for box in desk.locator("input[type=checkbox]").all():
        box.check()
    follow(desk.get_by_role("button", name="Khai mạc"))
    agenda = desk.locator(".agenda tbody tr")
    expect(agenda.locator("th")).to_contain_text(
        [DEPARTMENT, "1.2 Báo cáo định kỳ", COMMUNE, "1.1 Mức độ hoàn thành kế hoạch"]
    )
    looked_at(desk, "phien-hop")
    follow(agenda.get_by_role("link", name="1.2 Báo cáo định kỳ"))
    expect(desk.locator(".both-sides")).to_contain_text("quá hạn")
    desk.get_by_label("Theo đề nghị của đơn vị").check()
    desk.get_by_label("Lý do (ghi vào biên bản)").fill("Báo cáo nộp đúng hạn")
    follow(desk.get_by_role("button", name="Đưa ra biểu quyết"))
    member = window(people[1])
    member.goto(desk.url)
    member.get_by_label("Tán thành", exact=True).check()
    follow(member.get_by_role("button", name="Gửi phiếu của tôi"))
    looked_at(member, "noi-dung-bieu-quyet")
    desk.reload()
    follow(desk.get_by_role("button", name="Tất cả người có mặt tán thành"))
    desk.goto(f"/hoi-dong/{cycle.year}/phien/1/")
    grave(desk, "Bế mạc phiên họp")
    desk.goto(f"/hoi-dong/{cycle.year}/")
    grave(desk, "Xác nhận điểm chính thức")
    expect(desk.locator(".head")).to_contain_text("6 mục điểm")
