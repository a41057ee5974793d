"""The coordinator makes points final, prepares a release, sees exactly what the public will see and publishes it; two
people correct a score; the correction is released: what changed, and why, is read by everybody, the first release stays
and still verifies, and the log tells it all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect

from cchc.access.permissions import Role
from cchc.config.cli import main
from cchc.cycles.models import Cycle
from cchc.units.models import Unit
from tests.builders import a_member, a_scored_cycle, imported
from tests.builders.releases import COMPLETE
from tests.e2e.following import follow

ROOM = "/cong-bo/2026"
PORTAL = "/cong-khai/2026"
REASON = "Sở Y tế: nhập sai điểm báo cáo định kỳ"


def agree(page: Page) -> None:
    """Press the button of the act, at the end of its page."""
    follow(page, ".form-end .button >> nth=0")


def release(page: Page, look: Callable[[str], None]) -> None:
    """From the draft: look at what the public will see, come back, and make it public."""
    expect(page.get_by_text("chưa có gì công khai").first).to_be_visible()
    look("ban-thao")
    follow(page.get_by_role("link", name="Xem như người dân sẽ thấy"))
    expect(page.get_by_text("Bản xem trước")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Sở Y tế")).to_be_visible()
    look("xem-truoc")
    page.goto(f"{ROOM}/du-thao/")
    follow(page.get_by_role("link", name="Công bố kết quả", exact=True))
    look("truoc-khi-cong-bo")
    agree(page)


def correct(page: Page, second: Page, cycle: Cycle) -> None:
    """One person asks for other points of a released unit, another approves."""
    unit = Unit.objects.get(name="Sở Y tế")
    page.goto(f"/ket-qua/{cycle.province_id}/2026/don-vi/{unit.pk}/1.2/sua/")
    page.fill("[name=points]", "1,5")
    page.get_by_label("Lý do").fill(REASON)
    page.get_by_label("Số, ký hiệu văn bản").fill("31/BB-HĐTĐ")
    follow(page.get_by_role("button", name="Xem trước thay đổi"))
    follow(page.get_by_role("button", name="Gửi đề nghị sửa điểm"))
    second.goto("/viec-cua-toi/")
    follow(second.get_by_role("link", name="Duyệt hoặc từ chối đề nghị sửa điểm của Sở Y tế"))
    follow(second.get_by_role("button", name="Duyệt thay đổi"))


def taken(page: Page, number: int, folder: Path) -> Path:
    """The bundle of a release, as any visitor downloads it."""
    file = folder / f"lan-{number}.zip"
    file.write_bytes(page.request.get(f"{PORTAL}/lan-{number}/goi-du-lieu.zip").body())
    return file


def test_results_are_released_and_corrected_in_public(database, window, axe, picture, tmp_path: Path, capsys):
    cycle = a_scored_cycle()
    imported(cycle, COMPLETE)
    members = [
        a_member(Role.COORDINATOR, unit=unit) for unit in (cycle.province, Unit.objects.get(name="Sở Nội vụ"))
    ]
    page, second = map(window, members)
    today = f"{timezone.localdate():%d/%m/%Y}"

    def look(name: str) -> None:
        assert axe(page) == []
        picture(page, f"cong-bo-{name}")

    page.goto(f"{ROOM}/")
    expect(page.get_by_text("Chưa công bố được. Việc còn phải làm:")).to_be_visible()
    look("chua-chot")
    follow(page.get_by_role("link", name="Xác nhận điểm nhập từ tệp"))
    look("chot-diem")
    page.get_by_label(re.compile("ố, ký hiệu văn bản")).fill("12/QĐ-UBND")
    page.get_by_label(re.compile("Ngày văn bản")).fill(today)
    agree(page)
    follow(page.get_by_role("link", name="Soạn bản công bố"))
    page.get_by_label("Đầy đủ đến từng tiêu chí").check()
    page.get_by_label(re.compile("Quyết định: số")).fill("15/QĐ-UBND")
    page.get_by_label("Ngày ban hành quyết định").fill(today)
    page.get_by_label("Người ký").fill("Chủ tịch UBND tỉnh")
    follow(page.get_by_role("button", name="Soạn dự thảo"))
    release(page, lambda name: None)

    public = window()
    public.goto(f"{PORTAL}/")
    expect(public.get_by_role("rowheader", name="Sở Y tế")).to_be_visible()
    first = taken(public, 1, tmp_path)
    correct(page, second, cycle)

    page.goto(f"{ROOM}/")
    expect(page.get_by_text("1 điểm đã được sửa sau lần công bố này")).to_be_visible()
    follow(page.get_by_role("link", name="Soạn bản đính chính"))
    page.get_by_label(re.compile("Quyết định: số")).fill("22/QĐ-UBND")
    page.get_by_label("Ngày ban hành quyết định").fill(today)
    page.get_by_label("Lý do đính chính").fill(REASON)
    look("soan-dinh-chinh")
    follow(page.get_by_role("button", name="Soạn dự thảo"))
    expect(page.get_by_role("row").filter(has_text="1.2")).to_contain_text("1,5")
    release(page, look)
    look("lan-2")

    public.goto(f"{PORTAL}/")
    follow(public.get_by_role("link", name="Đính chính").first)
    expect(public.get_by_text(REASON).first).to_be_visible()
    assert axe(public) == []
    picture(public, "cong-bo-dinh-chinh")
    public.goto(f"{PORTAL}/lan-1/don-vi/so-y-te/")
    assert axe(public) == []
    picture(public, "cong-bo-lan-cu")

    latest = taken(public, 2, tmp_path)
    assert taken(public, 1, tmp_path).read_bytes() == first.read_bytes()
    for file in (first, latest):
        assert main(["release", "verify", str(file)]) == 0
    capsys.readouterr()
    assert main(["release", "verify", "--compare", str(first), str(latest)]) == 0
    assert "1.2" in capsys.readouterr().out
    page.goto("/nhat-ky/?room=releases")
    expect(page.get_by_text("15/QĐ-UBND").first).to_be_visible()
    expect(page.get_by_text(REASON).first).to_be_visible()
