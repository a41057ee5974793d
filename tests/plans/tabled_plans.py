"""Plans in force and who looks at them, for tests of their pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.plans.actions.enforcing import make_plan
from cchc.plans.models import Plan
from cchc.units.models import Unit
from tests.builders import (
    a_measure,
    a_member,
    a_plan,
    enforcer_of,
)
from tests.markup import source

Browser = Callable[[Role], Client]


def day(ahead: int) -> str:
    """The day so many days ahead of today, as a plan writes it."""
    return f"{timezone.localdate() + timedelta(days=ahead):%d/%m/%Y}"


def browser_of(unit: Unit, role: Role = Role.UNIT_CLERK) -> Client:
    """A browser in which somebody of `unit` is signed in, in English."""
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_member(role, unit=unit).person)
    return client


def a_current_plan(*measures: dict[str, str], unit: Unit | None = None, title: str = "Kế hoạch A") -> Plan:
    """A plan in force for the year of today with `measures`, by the texts of their columns."""
    plan = a_plan(unit, year=timezone.localdate().year, title=title)
    for texts in measures or ({"task": "Rà soát"},):
        a_measure(plan, **texts)
    plan.agencies.update(confirmed=True)
    return make_plan(by=enforcer_of(plan.unit), plan=plan)


def page(client: Client, plan: Plan, rest: str = "", **asked: str) -> str:
    response = client.get(f"/ke-hoach/{plan.pk}/{rest}", asked)
    assert response.status_code == 200, response.status_code
    return unescape(source(response))


def groups(text: str) -> list[str]:
    rows = re.findall(r'<tr class="group"><th[^>]*>(.*?)</th>', text, re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", "", row).split()) for row in rows]


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)
