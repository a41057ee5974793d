"""The accounts of the demonstration, named by their roles; one known password for all of them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import override

from cchc.access.actor import Actor
from cchc.access.permissions import Capacity, Role, Scope
from cchc.accounts.actions import add_person, change_own_password
from cchc.accounts.models import Membership, capacity_label
from cchc.accounts.queries import actor_of
from cchc.core.words.messages import Message
from cchc.texts.speaking import language, speaker
from cchc.units.models import Unit

PASSWORD = "an-lac-2026"  # noqa: S105 - of the demonstration only, printed when it is served
SINCE = date(2025, 7, 1)


class Account(NamedTuple):
    """An account of the demonstration: its sign-in name, its printed name, the code of its unit (its name, where it has
    none), its role and scope, and its telephone number."""

    username: str
    name: str
    unit: str
    role: Role
    scope: Scope
    telephone: str = ""


ACCOUNTS = (
    Account("quan-tri", "Quản trị hệ thống", "AL", Role.ADMINISTRATOR, Scope.PROVINCE),
    Account("dieu-phoi", "Chuyên viên Sở Nội vụ", "SNV", Role.COORDINATOR, Scope.PROVINCE),
    Account("lanh-dao", "Lãnh đạo UBND tỉnh", "AL", Role.LEADER, Scope.PROVINCE),
    Account("truong-so", "Giám đốc Sở Xây dựng", "SXD", Role.UNIT_HEAD, Scope.OWN_UNIT),
    Account("can-bo-so", "Chuyên viên Sở Xây dựng", "SXD", Role.UNIT_CLERK, Scope.OWN_UNIT),
    Account("truong-so-2", "Giám đốc Sở Tài chính", "STC", Role.UNIT_HEAD, Scope.OWN_UNIT),
    Account("can-bo-so-2", "Chuyên viên Sở Tài chính", "STC", Role.UNIT_CLERK, Scope.OWN_UNIT),
    Account("tham-dinh", "Chuyên viên Sở Tư pháp", "STP", Role.APPRAISER, Scope.PROVINCE),
    Account("tham-dinh-2", "Chuyên viên Sở Khoa học và Công nghệ", "SKHCN", Role.APPRAISER, Scope.PROVINCE),
    Account("phu-trach", "Trưởng phòng Cải cách hành chính", "SNV", Role.APPRAISAL_LEAD, Scope.PROVINCE),
    Account("phu-trach-2", "Phó Chánh Văn phòng UBND tỉnh", "VPUB", Role.APPRAISAL_LEAD, Scope.PROVINCE),
    Account("hoi-dong", "Phó Giám đốc Sở Tài chính", "STC", Role.COUNCIL_MEMBER, Scope.PROVINCE),
    Account("hoi-dong-2", "Phó Giám đốc Sở Tư pháp", "STP", Role.COUNCIL_MEMBER, Scope.PROVINCE),
    Account("hoi-dong-3", "Chánh Văn phòng UBND tỉnh", "VPUB", Role.COUNCIL_MEMBER, Scope.PROVINCE),
    Account("thu-ky", "Thư ký Hội đồng thẩm định", "SNV", Role.COUNCIL_SECRETARY, Scope.PROVINCE),
    Account("giam-sat", "Kiểm toán viên", "AL", Role.AUDITOR, Scope.PROVINCE),
    Account("quan-tri-xa", "Quản trị xã Tân Phước Khánh Trung", "90241", Role.ADMINISTRATOR, Scope.OWN_TREE),
    Account("chu-tich-xa", "Chủ tịch UBND xã Tân Phước Khánh Trung", "90241", Role.UNIT_HEAD, Scope.OWN_UNIT),
    Account("can-bo-xa", "Công chức xã Tân Phước Khánh Trung", "90241", Role.UNIT_CLERK, Scope.OWN_UNIT),
    Account("dieu-tra", "Cán bộ điều tra Sở Nội vụ", "SNV", Role.SURVEY_STAFF, Scope.PROVINCE),
    Account("buu-ta", "Bưu tá số 1", "Bưu điện tỉnh", Role.ENUMERATOR, Scope.OWN_UNIT, "0900 000 001"),
    Account("buu-ta-2", "Bưu tá số 2", "Bưu điện tỉnh", Role.ENUMERATOR, Scope.OWN_UNIT, "0900 000 002"),
    Account("buu-ta-3", "Bưu tá số 3", "Bưu điện tỉnh", Role.ENUMERATOR, Scope.OWN_UNIT, "0900 000 003"),
    Account(
        "mat-tran",
        "Giám sát viên Mặt trận Tổ quốc tỉnh",
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
        Role.SURVEY_SUPERVISOR,
        Scope.OWN_UNIT,
    ),
    Account("giu-bang-noi", "Chuyên viên Văn phòng UBND tỉnh", "VPUB", Role.LINK_KEEPER, Scope.PROVINCE),
)


def system(province: Unit | None = None) -> Actor:
    """Return the actor that loads the rows needed before anybody has an account."""
    unit_id, unit = (province.pk, province.name) if province else (None, "")
    return Actor(0, "Nạp dữ liệu mẫu", unit_id, unit, Role.ADMINISTRATOR, Scope.PROVINCE)


def load_people(province: Unit) -> dict[Role, Actor]:
    """Open every account with its membership and password; returns who acts in each role for the province."""
    by = system(province)
    units = {unit.code or unit.name: unit for unit in Unit.objects.filter(valid_until=None)}
    actors: dict[Role, Actor] = {}
    for account in ACCOUNTS:
        unit = units[account.unit]
        person, _given = add_person(
            by=by,
            username=account.username,
            name=account.name,
            unit=unit,
            role=account.role,
            scope=account.scope,
            valid_from=SINCE,
            telephone=account.telephone,
        )
        own = actor_of(Membership.objects.select_related("person", "unit").get(person=person))
        change_own_password(by=own, person=person, password=PASSWORD)
        if account.scope is Scope.PROVINCE:
            actors.setdefault(account.role, own)
    return actors


def somebody_of(unit_id: int, unit: str, role: Role = Role.UNIT_CLERK) -> Actor:
    """Return who acts for a unit: whoever has an account in this role, else a clerk or head without one."""
    held = Membership.objects.filter(unit=unit_id, role=role, scope=Scope.OWN_UNIT)
    found = held.select_related("person", "unit").first()
    if found is not None:
        return actor_of(found)
    title = "Lãnh đạo" if role is Role.UNIT_HEAD else "Cán bộ đầu mối"
    return Actor(0, f"{title} {unit}", unit_id, unit, role, Scope.OWN_UNIT)


def closing_box(address: str) -> str:
    """Return what a newcomer needs to look at the demonstration, in a frame: where, who may sign in, how to stop."""
    say = speaker("demo")
    with override(language()):
        rows = [
            (one.username, str(capacity_label(Capacity(one.role, one.scope))), one.name) for one in ACCOUNTS
        ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    accounts = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows]
    lines = [
        say(Message("The demonstration runs at {address}", address=address)),
        "",
        say(Message("Accounts; the password of each is {password}", password=PASSWORD)),
        *(f"  {line}" for line in accounts),
        "",
        say(Message("To stop it: Ctrl+C in this window. What was done stays and is there the next time.")),
    ]
    inside = max(map(len, lines))
    frame = "─" * (inside + 2)
    return "\n".join([f"┌{frame}┐", *(f"│ {line.ljust(inside)} │" for line in lines), f"└{frame}┘"])
