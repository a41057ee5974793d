"""From lost points to a plan: the losses of units are taken up, chosen, written and drafted; the plan is printed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from cchc.access.permissions import Role
from cchc.plans.models import Plan
from cchc.plans.queries.printed import printed_sections
from tests.builders import a_member, a_remedy, a_scored_cycle, a_unit, imported
from tests.documents.decree30 import paper_faults
from tests.e2e.following import follow
from tests.plans.printed_plans import again, cells_of


def test_lost_points_become_a_plan_that_is_printed(sign_in, axe, picture) -> None:
    cycle = a_scored_cycle(year=2025)
    imported(cycle)
    a_remedy(
        "Mức độ hoàn thành kế hoạch", code="ratio", task="Giao ban tiến độ hằng tháng", output="Biên bản"
    )
    a_remedy("", code="stated", task="Làm rõ nguyên nhân mất điểm")
    home = a_unit("Văn phòng Sở Nội vụ", parent=cycle.province)
    page = sign_in(a_member(Role.COORDINATOR, unit=home))

    page.goto(f"/phan-tich/{cycle.province_id}/2025/diem-mat/")
    follow(page.get_by_role("link", name="Kế hoạch khắc phục"))
    expect(page.get_by_text("Chưa có kế hoạch khắc phục")).to_be_visible()
    assert axe(page) == []
    follow(page.get_by_role("link", name="Lập từ điểm mất"))
    assert axe(page) == []
    picture(page, "khac-phuc-chon")
    follow(page.get_by_role("link", name="Các sở"))
    page.get_by_label("Sở Y tế").uncheck()
    page.get_by_label("Tên kế hoạch").fill("Khắc phục tồn tại, hạn chế năm 2025")
    page.get_by_label("Thời hạn chung của các việc").fill("6 tháng cuối năm 2026")
    assert axe(page) == []
    picture(page, "khac-phuc-moi")
    follow(page.get_by_role("button", name="Đề xuất các việc"))

    figures = page.locator(".remedy-figures")
    expect(figures).to_contain_text("2,40/2,40")  # 0,3 + 0,6 of one, 0,5 + 1 of the other
    rows = page.locator(".remedy-table tbody tr:not(.group)")
    expect(rows).to_have_count(4)
    assert axe(page) == []
    picture(page, "khac-phuc")
    lacking = page.locator(".remedy-table tr.lacks")
    expect(lacking).to_have_count(1)
    follow(lacking.get_by_role("link", name="Ghi giải pháp"))
    page.locator("[name=task]").fill("Hỗ trợ người dân nộp hồ sơ trực tuyến")
    assert axe(page) == []
    picture(page, "khac-phuc-viec")
    follow(page.get_by_role("button", name="Lưu việc này"))

    page.locator(".remedy-table input[type=checkbox]").nth(1).uncheck()
    follow(page.get_by_role("button", name="Lưu lựa chọn"))
    expect(figures).to_contain_text("1,90/2,40")
    follow(page.get_by_role("button", name="Lập dự thảo kế hoạch từ các việc đã chọn"))
    plan = Plan.objects.get()
    expect(page).to_have_url(f"{page.url.split('/ke-hoach/')[0]}/ke-hoach/{plan.pk}/soan/")
    expect(page.locator("textarea").filter(has_text="Giao ban tiến độ hằng tháng")).to_have_count(1)
    assert axe(page) == []
    page.goto("/phan-tich/khac-phuc/")
    follow(page.get_by_role("link", name="Khắc phục tồn tại, hạn chế năm 2025"))
    assert axe(page) == []
    follow(page.get_by_role("link", name="Mở kế hoạch"))
    page.click("summary:has-text('Khác')")
    follow(page, "text=Bản Word, PDF")
    with page.expect_download() as download:
        page.click("text=Tải bản Word")
    data = Path(download.value.path()).read_bytes()
    assert paper_faults(data) == []
    assert cells_of(again(data)) == cells_of(printed_sections(plan))

    page.goto("/phan-tich/ket-qua/moi/")
    page.get_by_label("Tên kết quả").fill("Chỉ số PAR INDEX năm 2025")
    page.get_by_label("Bảng điểm").fill("1|Thể chế|10|11")
    follow(page.get_by_role("button", name="Lưu và đi tiếp"))
    expect(page.get_by_text("11 điểm cao hơn điểm tối đa 10")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Bảng điểm").fill("1|Thể chế|10|8,695")
    follow(page.get_by_role("button", name="Lưu và đi tiếp"))
    expect(page.get_by_role("button", name="Đề xuất các việc")).to_be_visible()

    page.goto("/phan-tich/giai-phap/")
    expect(page.get_by_text("Làm rõ nguyên nhân mất điểm")).to_be_visible()
    assert axe(page) == []
    picture(page, "giai-phap")
