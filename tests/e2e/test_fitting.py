"""The detector of what does not fit finds each kind of fault, and nothing on a page where all fits."""

from __future__ import annotations

import pytest

from tests.e2e.fitting import faults_of

FAULTS = {
    "<div style='width:1500px;height:9px'></div>": "the page is",
    "<div style='width:90px;overflow:hidden;white-space:nowrap'>Thẩm định lần thứ hai</div>": "cut",
    "<div style='height:20px;overflow:hidden'>Một<br>Hai</div>": "cut",
    "<div style='width:90px;overflow:auto'><div style='width:300px'>Bảng</div></div>": "scrolls",
    "<div style='height:50px;overflow:auto'><div style='height:300px'>Bảng</div></div>": "scrolls",
    "<div style='margin-left:-40px'>Đơn vị</div>": "beyond the edge",
    "<svg width='80' height='20'><text x='40' y='15'>Sở Nội vụ</text></svg>": "cut text",
    "<a href='/a' style='font-size:12px'>a</a> <a href='/b' style='font-size:12px'>b</a>": "small",
    "<input type='checkbox'><br><input type='checkbox'>": "small",
}
FITS = """
<table class="ledger"><tr><td>Sở Nội vụ</td><td style="white-space:normal">Cải cách hành chính</td></tr></table>
<p>Đọc <a href="/a">hướng dẫn</a> và <a href="/b">bảng</a>.</p>
<button style="height:24px;min-width:24px">x</button><button style="height:24px;min-width:24px">y</button>
<span style="position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden">đọc to</span>
<div class="ledger-frame" style="overflow:auto;width:90px">
<table class="ledger-matrix" width="400"><tr><td>a</table></div>
"""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_at_the_width_of_an_office_computer(browser, fault: str) -> None:
    page = browser.new_page()
    page.set_content(f"<!doctype html><body style='margin:8px'>{fault}</body>")
    found = faults_of(page, (1366,))
    page.close()
    assert any(FAULTS[fault] in one for one in found), found


def test_nothing_is_found_where_all_fits(browser) -> None:
    page = browser.new_page()
    page.set_content(f"<!doctype html><meta name=viewport content='width=device-width'><body>{FITS}</body>")
    assert faults_of(page) == []
    page.close()
