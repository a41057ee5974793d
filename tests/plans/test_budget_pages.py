"""What measures cost stands on the table of their plan, in the Excel file and on the page of a measure."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.plans.exchange.sheet_in import read_sheet
from cchc.plans.models import Plan
from cchc.plans.queries.sheets import sheet_content
from tests.builders import a_measure, a_plan
from tests.markup import source

pytestmark = pytest.mark.django_db

Browser = Callable[[Role], Client]


def page(browser: Browser, plan: Plan, rest: str = "", **asked: str) -> str:
    """The text of a page of `plan` as an administrator reads it."""
    answer = browser(Role.ADMINISTRATOR).get(f"/ke-hoach/{plan.pk}/{rest}", asked)
    return " ".join(re.sub("<[^>]*>", " ", unescape(source(answer))).split())


def a_costly_plan() -> Plan:
    """Four measures in two sections: one that costs, one that says no amount, one left empty, one that costs."""
    plan = a_plan()
    a_measure(plan, "Mở lớp", budget="500 triệu đồng", budget_source="Ngân sách tỉnh")
    a_measure(plan, "Mua máy", budget="Theo dự toán")
    a_measure(plan, "Rà soát")
    a_measure(plan, "Kiểm tra", heading="Thủ tục", budget="1,2 tỷ đồng")
    return plan


def test_the_table_shows_the_sum_of_each_section_and_of_the_plan_and_what_is_no_amount(
    client_of: Browser,
) -> None:
    plan = a_costly_plan()
    table = page(client_of, plan)
    assert "below: 1.700 million đồng, 1 row without an amount, 1 row left empty" in table
    assert "budget 500 million đồng, 1 row without an amount, 1 row left empty" in table
    assert "budget 1.200 million đồng" in table


def test_a_filtered_table_sums_what_it_shows(client_of: Browser) -> None:
    table = page(client_of, a_costly_plan(), q="mua may")
    assert "below: 1 row without an amount" in table
    assert "million" not in table


def test_a_plan_without_budgets_says_nothing_of_them(client_of: Browser) -> None:
    plan = a_plan()
    a_measure(plan)
    assert "budget" not in page(client_of, plan).lower()


def test_the_page_of_a_measure_says_how_its_budget_counts(client_of: Browser) -> None:
    plan = a_costly_plan()
    first, second, *_rest = plan.sections.get(heading="Thể chế").measures.all()
    costly, vague = (page(client_of, plan, f"nhiem-vu/{one.pk}/") for one in (first, second))
    assert "Ngân sách tỉnh" in costly
    assert "Counted as 500 million đồng" in costly
    assert "Not counted: No number is written here." in vague


def test_the_excel_file_has_the_sums_on_a_sheet_of_their_own_and_comes_back_unchanged() -> None:
    plan = a_costly_plan()
    plan.refresh_from_db()
    content = sheet_content({"plan": plan.pk, "version": plan.version})
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(content))["Kinh phí"].iter_rows()]
    assert rows[1:] == [
        ["Thể chế", 1, 500_000_000, 1, 1],
        ["Thủ tục", 1, 1_200_000_000, 0, 0],
        ["Cả kế hoạch", 2, 1_700_000_000, 1, 1],
    ]
    back = read_sheet(content, "a.xlsx")
    assert [row.text("budget") for section in back.sections for row in section.rows] == [
        "500 triệu đồng", "Theo dự toán", "", "1,2 tỷ đồng",
    ]  # fmt: skip
