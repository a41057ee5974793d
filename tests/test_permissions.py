"""Every address declares who may open it; the table of addresses and roles is the one printed in the guide.

Run as a program (`make permissions`), this file writes the table anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide" / "permissions.md"
HEAD = """# Ai được mở trang nào

Bảng này do `make permissions` in ra từ chính các trang; bài kiểm tra so lại mỗi lần chạy.
`●` được mở · `–` không thấy trang (404) · **mọi người**: không cần đăng nhập · **đã đăng nhập**: không cần
vai trò. Trang mở được chưa phải là mọi đơn vị: ai làm với đơn vị nào, do **phạm vi** của vai trò quyết định
([hướng dẫn](quan-tri-vien.md#vai-trò-và-phạm-vi)).

"""
DOORS = {"public": "mọi người", "signed_in": "đã đăng nhập"}
WORDS = {
    ("administrator", "province"): "Quản trị viên, toàn tỉnh",
    ("administrator", "own_tree"): "Quản trị viên, đơn vị mình và cấp dưới",
    ("coordinator", "province"): "Cán bộ đầu mối, toàn tỉnh",
    ("unit_head", "own_unit"): "Thủ trưởng đơn vị",
    ("unit_clerk", "own_unit"): "Chuyên viên đơn vị",
    ("leader", "province"): "Lãnh đạo, toàn tỉnh",
    ("leader", "own_tree"): "Lãnh đạo, đơn vị mình và cấp dưới",
    ("appraiser", "province"): "Thẩm định viên",
    ("appraisal_lead", "province"): "Phụ trách thẩm định",
    ("council_member", "province"): "Thành viên Hội đồng",
    ("council_secretary", "province"): "Tổ Thư ký",
    ("auditor", "province"): "Kiểm toán, giám sát",
    ("survey_staff", "province"): "Cán bộ điều tra",
    ("enumerator", "own_unit"): "Điều tra viên",
    ("survey_supervisor", "own_unit"): "Người giám sát điều tra",
    ("link_keeper", "province"): "Người giữ bảng nối phiếu",
}


def addresses() -> list[tuple[str, Any]]:
    """Every address of the URL map with its view, in order of the address."""
    from django.urls import get_resolver

    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda pair: pair[0])


def _walk(patterns: list[Any], before: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, here)
        else:
            yield here, pattern.callback


def table() -> str:
    """The guide's table: one row per address, one column per role with its scope."""
    from cchc.access.permissions import GRANTS

    rows = [
        f"| Địa chỉ | Quyền | {' | '.join(WORDS[role.value, scope.value] for role, scope in GRANTS)} |",
        f"|---|---|{'---|' * len(GRANTS)}",
    ]
    for address, view in addresses():
        asked = view.permission
        if isinstance(asked, tuple):
            words = ", ".join(f"`{permission.value}`" for permission in asked)
            marks = ["●" if granted.issuperset(asked) else "–" for granted in GRANTS.values()]
        else:
            words, marks = DOORS[asked.value], ["●"] * len(GRANTS)
        rows.append(f"| `/{address}` | {words} | {' | '.join(marks)} |")
    return HEAD + "\n".join(rows) + "\n"


def test_every_address_declares_who_may_open_it():
    assert [address for address, view in addresses() if not hasattr(view, "permission")] == []


def test_the_printed_table_is_the_real_one():
    assert GUIDE.read_text(encoding="utf-8") == table()


def test_reverse_acts_of_cycles_scores_and_sheets_have_permissions_of_their_own():
    from cchc.access.permissions import Permission

    asked: dict[Any, set[str]] = {}
    for address, view in addresses():
        for permission in view.permission if isinstance(view.permission, tuple) else ():
            asked.setdefault(permission, set()).add(address)
    points = "ket-qua/<slug:province>/<int:year>/"
    assert {
        one: asked[one]
        for one in (
            Permission.CYCLE_REOPEN,
            Permission.PHASE_REOPEN,
            Permission.SCORE_TAKE_BACK,
            Permission.SHEET_RETURN,
        )
    } == {
        Permission.CYCLE_REOPEN: {"ky-danh-gia/<int:pk>/mo-lai/"},
        Permission.PHASE_REOPEN: {"ky-danh-gia/<int:pk>/giai-doan/<slug:phase>/mo-lai/<int:unit>/"},
        Permission.SCORE_TAKE_BACK: {
            f"{points}nhap-diem/hoan-tac/",
            f"{points}don-vi/<int:unit_id>/<str:leaf>/lich-su/<int:pk>/hoan-tac/",
        },
        Permission.SHEET_RETURN: {"tu-cham/<int:year>/<int:unit>/lan-chot/<int:number>/tra-lai/"},
    }


@pytest.mark.django_db
def test_nobody_signed_in_sees_only_the_public_pages(client):
    from django.urls import reverse

    from cchc.access.decorators import Audience

    closed = [
        address
        for address, view in addresses()
        if view.permission is not Audience.PUBLIC and "<" not in address
    ]
    answers = {address: client.get(f"/{address}") for address in closed}
    sent = {address: response.url for address, response in answers.items() if response.status_code == 302}
    assert sent == {address: f"{reverse('account_login')}?next=/{address}" for address in closed}


@pytest.mark.django_db
def test_a_role_sees_exactly_the_pages_that_the_table_grants_it(client_of):
    from cchc.access.permissions import GRANTS

    asked = {address: view.permission for address, view in addresses() if isinstance(view.permission, tuple)}
    plain = {address: permissions for address, permissions in asked.items() if "<" not in address}
    for (role, scope), granted in GRANTS.items():
        client = client_of(role, scope)
        hidden = {address for address in plain if client.get(f"/{address}").status_code == 404}
        ungranted = {address for address, needed in plain.items() if not granted.issuperset(needed)}
        assert hidden == ungranted, (role, scope)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cchc.config.settings_test")
    django.setup()
    GUIDE.parent.mkdir(parents=True, exist_ok=True)
    GUIDE.write_text(table(), encoding="utf-8")
