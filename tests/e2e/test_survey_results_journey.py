"""The coordinator takes the results of a survey into the index, sees how sure the ranks are, and takes them back."""

from __future__ import annotations

from playwright.sync_api import expect

from cchc.access.permissions import Role
from tests.builders import a_member, imported
from tests.builders.releases import COMPLETE
from tests.builders.surveyed import FOUND, Found, a_survey, a_surveyed_cycle, an_estimate
from tests.e2e.following import follow

WITHOUT = "\n".join(line.rpartition(";")[0] for line in COMPLETE.splitlines()) + "\n"


def test_results_of_a_survey_become_points_with_their_bands_and_are_taken_back(sign_in, axe, picture):
    cycle = a_surveyed_cycle()
    imported(cycle, WITHOUT)
    an_estimate(a_survey(), {**FOUND, "Sở Y tế": Found("60", "20", "90", 3, 4)})
    page = sign_in(a_member(Role.COORDINATOR, unit=cycle.province))
    ranking = f"/ket-qua/{cycle.province_id}/2026/"
    page.goto(ranking)
    follow(page.get_by_role("link", name="Kết quả điều tra"))
    expect(page.get_by_text("Sở Y tế: 2.2")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Sở Nội vụ")).to_contain_text("– → 2,7")
    assert axe(page) == []
    picture(page, "lay-ket-qua-dieu-tra")
    follow(page.get_by_role("button", name="Lấy kết quả điều tra"))
    expect(page.get_by_text("Đã lấy 2 điểm điều tra của 2 đơn vị")).to_be_visible()

    page.goto(f"{ranking}?khoang=dieu-tra")
    expect(page.get_by_text("Số ghi dưới hạng (“3–6”) là khoảng hạng")).to_be_visible()
    assert axe(page) == []
    picture(page, "khoang-hang")

    page.goto(f"/dieu-tra/lay-ket-qua/{cycle.province_id}/2026/")
    follow(page.get_by_role("link", name="Hoàn tác"))
    page.get_by_label("Lý do").fill("Còn phiếu chưa nhập")
    assert axe(page) == []
    follow(page.get_by_role("button", name="Hoàn tác việc lấy kết quả"))
    expect(page.get_by_text("Đã hoàn tác; mọi điểm trở lại như trước khi lấy kết quả.")).to_be_visible()
