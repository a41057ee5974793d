"""The pages on which a year that counts is told, as its readers see them, to be compared byte by byte."""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import Any

from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.cycles.models import Cycle
from cchc.cycles.queries import address_of
from cchc.documents.models import OfficialDocument
from tests import builders

Bodies = dict[tuple[int, str], tuple[int, str]]


def browsers(cycle: Cycle) -> list[Client]:
    """Whoever acts for the province, a head, a clerk and an appraiser."""
    own = cycle.participants.get(name="Sở Y tế").unit
    members = (
        builders.a_member(Role.COORDINATOR, unit=cycle.province, username="dieu-phoi"),
        builders.a_member(Role.UNIT_HEAD, unit=own, username="truong-so"),
        builders.a_member(Role.UNIT_CLERK, unit=own, username="can-bo"),
        builders.a_member(Role.APPRAISER, unit=cycle.province, username="tham-dinh"),
    )
    return [browser_of(one) for one in members]


def browser_of(member: Membership) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(member.person)
    return client


def pages(cycle: Cycle) -> list[str]:
    """The pages on which a year that counts is told."""
    where, year = address_of(cycle), cycle.year
    names: list[tuple[str, list[Any]]] = [
        ("desk:home", []),
        ("cycles:list", []),
        ("cycles:detail", [cycle.pk]),
        ("cycles:participants", [cycle.pk]),
        ("cycles:requests", [cycle.pk]),
        ("results:ranking", []),
        ("results:cycle_ranking", [*where]),
        ("self_scoring:own", []),
        ("self_scoring:progress", [year]),
        ("appraisal:current", []),
        ("documents:list", []),
        ("notices:list", []),
    ]
    for row in cycle.participants.all():
        names += [
            ("results:unit", [*where, row.unit_id]),
            ("self_scoring:sheet", [year, row.unit_id]),
            ("self_scoring:submissions", [year, row.unit_id]),
        ]
    documents = OfficialDocument.objects.order_by("pk").values_list("pk", flat=True)
    names += [("documents:detail", [pk]) for pk in documents]
    return [reverse(name, args=args) for name, args in names]


def bodies(readers: list[Client], addresses: list[str]) -> Bodies:
    """What each reader is shown, without what is new on every request."""
    found = {}
    for number, reader in enumerate(readers):
        for address in addresses:
            answer = reader.get(address)
            text = (
                answer.content.decode() if answer.status_code == 200 else answer.headers.get("Location", "")
            )
            found[number, address] = (answer.status_code, _CHANGING.sub("", text))
    return found


def changed(before: Bodies, after: Bodies) -> dict[tuple[int, str], list[str]]:
    """The lines that differ, by reader and address."""
    found = {}
    for key, (status, text) in before.items():
        now, then = after[key][1].splitlines(), text.splitlines()
        lines = [one for one in unified_diff(then, now, lineterm="", n=0) if not one.startswith("@@")]
        if lines or status != after[key][0]:
            found[key] = lines[2:]
    return found


_CHANGING = re.compile(
    r'(?:name="(?:csrfmiddlewaretoken|once)"\s+value="[^"]*")|"X-CSRFToken": "[^"]*"|\d\d:\d\d(?: \d\d/\d\d/\d{4})?'
)
