"""Enumerators fill forms on the telephone for days without a network: each answer reaches the server exactly once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, BrowserType, Error, Page, expect

from cchc.access.permissions import Role
from cchc.config.cli import main
from cchc.fieldwork.actions.sealed_exports import installation_opening_key
from cchc.fieldwork.actions.sending_back import send_back
from cchc.fieldwork.models import FieldAssignment, FormSubmission
from cchc.fieldwork.views import shell
from cchc.surveys.models import Response
from tests import builders
from tests.builders.devices import InTheField, a_field
from tests.e2e.conftest import PATIENCE, TELEPHONE
from tests.e2e.fitting import session_of
from tests.e2e.following import follow
from tests.e2e.serving import CHROMIUM, FLAGS
from tests.e2e.weak_line import Line, WeakLine, weak_line

NARROW = {"width": 320, "height": 640}
SHELL = "/thuc-dia/ung-dung/may/"
# The worker has taken the page over: what the page loads from now on, it loads without a network too.
CONTROLLED = """() => new Promise(done => {
  if (navigator.serviceWorker.controller) done();
  else navigator.serviceWorker.addEventListener("controllerchange", () => done(), {once: true});
})"""


@pytest.fixture
def line(browser: Browser, server: str, database: None, tmp_path: Path) -> Iterator[WeakLine]:
    before, settings.VAR = settings.VAR, tmp_path
    with weak_line(server) as line:
        yield line
    settings.VAR = before


@pytest.fixture
def field(browser: Browser, database: None) -> InTheField:
    return a_field(each=4)


class Telephone:
    """A browser with storage of its own on the disk, that can be killed and started again."""

    def __init__(self, kind: BrowserType, folder: Path, line: WeakLine) -> None:
        self.kind, self.folder, self.line = kind, folder, line
        self.faults: list[str] = []
        self.start()

    def start(self) -> Page:
        """Switch it on."""
        self.context: BrowserContext = self.kind.launch_persistent_context(
            str(self.folder),
            executable_path=CHROMIUM,
            args=FLAGS,
            base_url=self.line.address,
            locale="vi-VN",
            viewport=TELEPHONE,
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.faults.append(said.text) if "Content Security" in said.text else None,
        )
        return self.page

    def stop(self) -> None:
        """Switch it off."""
        self.context.close()

    def killed_and_started(self) -> Page:
        """The process of the browser ends without a word, and another begins."""
        with suppress(Error):  # the browser is gone before it can answer
            self.context.new_cdp_session(self.page).send("Browser.crash")
        for lock in self.folder.glob("Singleton*"):
            lock.unlink(missing_ok=True)
        return self.start()


@pytest.fixture
def telephone(browser: Browser, line: WeakLine, tmp_path: Path) -> Iterator[Telephone]:
    telephone = Telephone(browser.browser_type, tmp_path / "telephone", line)
    yield telephone
    telephone.stop()
    assert telephone.faults == []


def connected(telephone: Telephone, field: InTheField) -> Page:
    """The telephone is connected by its enumerator; its application stands there with the forms."""
    page, name = telephone.page, settings.SESSION_COOKIE_NAME
    session = session_of(field.enumerator.person.username)
    telephone.context.add_cookies([{"name": name, "value": session, "url": telephone.line.address}])
    page.goto("/thuc-dia/ung-dung/")
    follow(page.locator(".form-sheet .button-primary"))
    expect(page.locator(".app-row")).to_have_count(len(field.forms))
    page.evaluate(CONTROLLED)
    telephone.context.clear_cookies()  # it works without a sign-in from now on
    assert "ket-noi" not in page.url
    return page


def fill(page: Page, number: int, level: str = "Hài lòng", *, until: int = 5) -> None:
    """Fill the form at that place of the list, up to a question."""
    page.locator(".app-row").nth(number).click()
    page.locator(".app-steps .button-primary").click()
    for at in range(until):
        if at < 2:
            page.get_by_label(level, exact=True).check()
        follow_question(page)
    if until == 5:
        page.locator(".app-steps .button-primary").click()
        expect(page.locator(".app-forms")).to_be_visible()


def follow_question(page: Page) -> None:
    before = page.locator("#screen").inner_text()
    page.locator(".app-question [type=submit]").click()
    expect(page.locator("#screen")).not_to_have_text(before, use_inner_text=True)


def states(page: Page) -> list[str]:
    """What each form has become; whether one that waits was tried already is left open."""
    found = [
        str(one.get_attribute("data-state")).removeprefix("state_") for one in page.locator(".app-row").all()
    ]
    return ["waiting" if one in ("ready", "frozen") else one for one in found]


def reach(page: Page) -> None:
    """Press the button, and wait until the application has tried."""
    expect(page.locator(".app-standing")).to_be_visible()
    page.evaluate("document.querySelector('.app-standing').dataset.before = 1")
    page.wait_for_load_state("networkidle")  # an earlier try has ended
    page.locator(".app-steps > button").first.click()
    page.wait_for_selector(".app-standing:not([data-before])")


def each_once(field: InTheField, count: int) -> None:
    """So many forms are stored, each once, each with its receipt."""
    assert Response.objects.count() == count
    assert FormSubmission.objects.count() == count
    assert FormSubmission.objects.values("assignment").distinct().count() == count
    assert Response.objects.filter(answers__has_key="q1").count() == count


def test_two_days_of_forms_without_a_network_arrive_once_each(telephone, field, line, axe, picture):
    page = connected(telephone, field)
    picture(page, "dien-thoai-danh-sach")
    line.now = Line.CUT
    fill(page, 0)
    fill(page, 1, "Bình thường", until=1)  # the page is closed in the middle of a form
    page.close()
    page = telephone.page = telephone.context.new_page()
    page.goto(SHELL)  # from what the telephone keeps
    expect(page.locator(".app-row")).to_have_count(4)
    assert states(page) == ["waiting", "filling", "open", "open"]
    page.locator(".app-row").nth(1).click()
    expect(page.locator("legend")).to_contain_text("Thời gian giải quyết")  # where it was left
    page.get_by_label("Bình thường", exact=True).check()
    for _question in range(4):
        follow_question(page)
    page.locator(".app-steps .button-primary").click()
    reach(page)
    expect(page.get_by_role("status").filter(has_text="Chưa kết nối được máy chủ")).to_be_visible()
    assert not FormSubmission.objects.exists()
    fill(page, 2, "Rất hài lòng")
    for state in (Line.DEAF, Line.CUT, Line.DEAF):  # the answer is lost after the server has stored
        line.now = state
        reach(page)
    assert line.reached >= 2
    assert set(states(page)) == {"waiting", "open"}
    each_once(field, 3)
    line.now = Line.WHOLE
    reach(page)
    assert states(page) == ["received", "received", "received", "open"]
    each_once(field, 3)
    assert sorted(one.answers["q1"] for one in Response.objects.all()) == ["3", "4", "5"]


def test_every_screen_can_be_read_by_everybody_at_320_pixels(telephone, field, line, axe, picture):
    page = connected(telephone, field)

    def is_sound(name: str) -> None:
        picture(page, f"dien-thoai-{name}")
        for size in (NARROW, TELEPHONE):
            page.set_viewport_size(size)
            assert axe(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, size)
        page.set_viewport_size(TELEPHONE)

    is_sound("danh-sach")
    page.locator(".app-row").first.click()
    is_sound("dong-y")
    page.locator(".app-steps .button-primary").click()
    is_sound("thang-do")
    page.locator(".app-question [type=submit]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    is_sound("thieu-tra-loi")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("legend")).to_contain_text("Thời gian giải quyết")
    page.get_by_label("Hài lòng", exact=True).check()
    follow_question(page)
    is_sound("nhieu-lua-chon")
    follow_question(page)
    is_sound("con-so")
    page.locator(".app-question input").fill("99")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("50")
    page.locator(".app-question input").fill("3")
    follow_question(page)
    is_sound("y-kien")
    page.locator(".app-question textarea").fill("<script>alert(1)</script>")
    follow_question(page)
    is_sound("xong")
    page.locator(".app-steps .button-primary").click()
    reach(page)
    page.locator(".app-row").first.click()
    is_sound("bien-nhan")
    expect(page.locator(".app-answers")).to_contain_text("<script>alert(1)</script>")


def test_a_browser_that_is_killed_loses_nothing(telephone, field, line):
    page = connected(telephone, field)
    line.now = Line.CUT
    fill(page, 0)
    fill(page, 1, until=2)
    page = telephone.killed_and_started()
    page.goto(SHELL)
    expect(page.locator(".app-row")).to_have_count(4)
    assert states(page) == ["waiting", "filling", "open", "open"]
    expect(page.get_by_role("status").filter(has_text="Chưa kết nối được máy chủ")).to_be_visible()
    line.now = Line.WHOLE
    reach(page)
    assert states(page)[0] == "received"
    each_once(field, 1)


def test_a_newer_application_is_taken_when_asked_for_and_the_queue_stays(telephone, field, line, monkeypatch):
    page = connected(telephone, field)
    line.now = Line.CUT
    for at in range(4):
        fill(page, at)
    line.now = Line.WHOLE
    monkeypatch.setattr(shell, "_hash_of_files", lambda: "another version")
    line.now = Line.CUT
    page.goto(SHELL)
    expect(page.locator(".app-row")).to_have_count(4)
    assert states(page) == ["waiting"] * 4
    line.now = Line.WHOLE
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    with page.expect_navigation():
        page.get_by_role("button", name="Dùng phiên bản mới").click()
    expect(page.locator(".app-row")).to_have_count(4)
    reach(page)
    assert states(page) == ["received"] * 4
    each_once(field, 4)


def test_a_form_that_is_sent_back_is_corrected_where_it_was_filled(telephone, field, line, picture):
    page = connected(telephone, field)
    fill(page, 0)
    reach(page)
    send_back(
        by=builders.an_actor(Role.SURVEY_STAFF),
        assignment=FieldAssignment.objects.first(),
        reason="Xem lại câu 1",
    )
    reach(page)
    assert states(page)[0] == "filling"
    page.locator(".app-row").first.click()
    page.locator(".app-steps .button").last.click()  # back into the last question
    for _question in range(4):
        page.get_by_role("button", name="Câu trước").click()
    page.get_by_label("Không hài lòng", exact=True).check()
    for _question in range(5):
        follow_question(page)
    page.locator(".app-steps .button-primary").click()
    reach(page)
    assert states(page)[0] == "received"
    assert Response.objects.count() == 1
    assert Response.objects.get().answers["q1"] == "2"
    assert list(FormSubmission.objects.values_list("version", flat=True)) == [1, 2]


def test_what_the_server_refuses_stays_with_its_reason_and_leaves_the_telephone_sealed(
    telephone, field, line, tmp_path, capsys
):
    installation_opening_key()
    page = connected(telephone, field)
    line.now = Line.CUT
    fill(page, 0)
    fill(page, 1)
    builders.fieldwork.an_answered_form(field.forms[0])
    line.now = Line.WHOLE
    reach(page)
    assert states(page)[:2] == ["refused", "received"]
    page.locator(".app-row").first.click()
    expect(page.get_by_role("alert")).to_contain_text("mỗi phiếu chỉ trả lời một lần")
    page.get_by_role("button", name="Về danh sách").click()
    page.locator(".app-machine summary").click()
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Xuất phiếu ra tệp niêm kín").click()
    export = tmp_path / "phieu.cchc"
    downloading.value.save_as(export)
    assert json.loads(export.read_text(encoding="utf-8")).keys() == {
        "format",
        "ephemeral",
        "salt",
        "iv",
        "data",
    }
    assert main(["fieldwork", "take", str(export)]) == 1  # one of the two is refused still
    assert re.search("0 phiếu đã nhận, 1 phiếu có từ trước, 1", capsys.readouterr().out)


def test_who_refuses_is_noted_without_a_network_and_told_once(telephone, field, line, axe, picture):
    page = connected(telephone, field)
    line.now = Line.CUT
    page.locator(".app-row").first.click()
    page.get_by_role("button", name="Người trả lời từ chối").click()
    picture(page, "dien-thoai-tu-choi")
    page.set_viewport_size(NARROW)
    assert axe(page) == []
    page.get_by_role("button", name="Ghi lại").click()
    expect(page.get_by_role("alert")).to_contain_text("Chọn một lý do")
    page.get_by_label("Không muốn trả lời").check()
    page.get_by_role("button", name="Ghi lại").click()
    expect(page.locator(".app-forms")).to_be_visible()
    page.locator(".app-row").nth(1).click()
    page.get_by_role("button", name="Không gặp được người trả lời").click()
    page.get_by_label("Lý do khác").fill("Nhà khóa cửa")
    page.get_by_role("button", name="Ghi lại").click()
    expect(page.locator(".app-forms")).to_be_visible()
    assert states(page)[:2] == ["say_refused", "say_not_reached"]
    line.now = Line.DEAF  # the answer is lost after the server has noted
    reach(page)
    line.now = Line.WHOLE
    reach(page)
    assert states(page)[:2] == ["declined", "not_reached"]
    noted = [(one.state, one.reason) for one in FieldAssignment.objects.order_by("pk")[:2]]
    assert noted == [("refused", "Không muốn trả lời"), ("not_reached", "Nhà khóa cửa")]
    assert axe(page) == []
    page.locator(".app-row").nth(1).click()
    page.get_by_role("button", name="Vẫn hỏi người trả lời").click()
    page.locator(".app-steps .button-primary").click()
    for at in range(5):
        if at < 2:
            page.get_by_label("Hài lòng", exact=True).check()
        follow_question(page)
    page.locator(".app-steps .button-primary").click()
    expect(page.locator(".app-forms")).to_be_visible()
    reach(page)
    assert states(page)[1] == "received"
    row = FormSubmission.objects.get()
    assert row.begun_at is not None
    assert row.begun_at <= row.ended_at
    assert len(row.machine) == 64
