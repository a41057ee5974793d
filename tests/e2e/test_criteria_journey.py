"""A criteria set comes into the house: a faulty file, a good one, publication, and a rule tried by a reader."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from cchc.access.permissions import Role
from cchc.criteria.models import CriteriaVersion, VersionState
from tests.builders import RULES, a_member, a_published_set
from tests.e2e.following import follow

FAULTY = RULES.replace("-> 1.35", "-> 1.34").replace('maximum = "6"', 'maximum = "7"')


def test_a_set_is_uploaded_corrected_and_published(sign_in, axe, picture, tmp_path: Path) -> None:
    faulty, good = tmp_path / "sai.toml", tmp_path / "dung.toml"
    faulty.write_text(FAULTY, encoding="utf-8")
    good.write_text(RULES, encoding="utf-8")
    page = sign_in(a_member(Role.COORDINATOR))

    page.goto("/bo-tieu-chi/")
    assert page.locator(".nothing h2").inner_text() == "Chưa có bộ tiêu chí"
    assert axe(page) == []
    follow(page, ".head-actions a")

    page.set_input_files("[name=file]", faulty)
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        follow(page, ".form-end button")
    assert answer.value.status == 422
    places = page.locator(".upload-faults tbody th").all_inner_texts()
    assert places == ["Dòng 7", "Dòng 31", "Dòng 51"]
    assert CriteriaVersion.objects.count() == 0
    assert axe(page) == []
    picture(page, "criteria-faults")

    page.set_input_files("[name=file]", good)
    follow(page, ".form-end button")
    assert page.locator("h1").inner_text() == "Bộ tiêu chí của các quy tắc"
    assert page.locator(".figures dd").all_inner_texts() == ["10 điểm", "6", "5", "3"]
    assert axe(page) == []
    picture(page, "criteria-draft")

    follow(page, "text=Ban hành")
    assert page.locator(".what-happens li").count() == 3
    assert axe(page) == []
    picture(page, "criteria-publish")
    page.fill("[name=basis_number]", "12/QĐ-UBND")
    page.fill("[name=basis_date]", "12/01/2026")
    follow(page, ".form-end button")
    assert page.locator(".head .mark").inner_text() == "đã ban hành"
    version = CriteriaVersion.objects.get()
    assert (version.state, version.basis) == (VersionState.PUBLISHED, "12/QĐ-UBND, 12/01/2026")
    assert page.locator(".head-actions a").count() == 0


def test_a_reader_finds_a_criterion_and_tries_its_rule(sign_in, axe, picture) -> None:
    version = a_published_set(RULES)
    page = sign_in(a_member(Role.UNIT_CLERK))
    page.goto(f"/bo-tieu-chi/{version.pk}/")

    page.fill("#tree-q", "ke hoach")
    page.wait_for_selector("#tree .found")
    assert page.locator("#tree .leaf .tree-number").all_inner_texts() == ["1.1", "1.2"]
    page.click("#tree .leaf >> nth=0")
    page.wait_for_selector(".leaf-number")
    assert page.url.endswith("?leaf=1.1")
    assert page.locator(".leaf[aria-current] .tree-number").all_inner_texts() == ["1.1"]
    assert axe(page) == []
    picture(page, "criteria-leaf")

    page.fill("[name=f-done]", "chín")
    page.click("#attempt button")
    page.wait_for_selector(".field-fault")
    expect(page.locator("[name=f-done]")).to_be_focused()
    assert axe(page) == []

    page.fill("[name=f-done]", "9")
    page.fill("[name=f-planned]", "10")
    page.keyboard.press("Enter")
    page.wait_for_selector(".trial-points")
    assert page.locator(".trial-points").inner_text() == "1,35 trên 1,5 điểm"
    assert page.locator(".derivation-expression").all_inner_texts() == ["9 ÷ 10", "90 % × 1,5"]
    assert axe(page) == []
    picture(page, "criteria-tried")

    page.reload()
    assert page.locator(".trial-points").inner_text() == "1,35 trên 1,5 điểm"
    page.click(".menu summary >> nth=0")
    follow(page, "button[value=en]")
    assert page.locator(".trial-points").inner_text() == "1.35 of 1.5 points"
    assert axe(page) == []
    picture(page, "criteria-tried-english")


def test_the_set_can_be_read_and_tried_without_scripts(browser, server, database) -> None:
    version = a_published_set(RULES)
    reader = a_member(Role.LEADER)
    context = browser.new_context(java_script_enabled=False, base_url=server, locale="vi-VN")
    page = context.new_page()
    page.goto("/dang-nhap/")
    page.fill("[name=login]", reader.person.username)
    page.fill("[name=password]", "long-enough-2026")
    follow(page, ".door-sheet .button-primary")
    page.goto(f"/bo-tieu-chi/{version.pk}/")
    page.click("#tree summary >> nth=0")
    follow(page, "#tree .leaf")
    page.click("text=Xem cách tính >> nth=0")
    assert page.locator(".trial-points").inner_text() == "1,35 trên 1,5 điểm"
    context.close()
