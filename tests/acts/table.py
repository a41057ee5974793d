"""The table into which acts are entered, and what they are made of: the province, units, people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count, cycle, islice
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.accounts.models import Person
from cchc.audit.models import Entry
from cchc.cycles.models import Cycle
from cchc.units.models import Kind, Unit
from tests import builders

Data = dict[str, Any]
NUMBERS, HOLIDAY_YEARS = count(1), count(2027)
FREE_YEARS = (*range(2027, 2101), *range(2001, 2026))  # what a cycle may be of, but the year of the tests
ALL_YEARS = len(FREE_YEARS)
YEARS = cycle(FREE_YEARS)  # by turns, so that an act made later takes none that an earlier one means to open
DAY = "15/06/2026"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file chosen in a form."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Act:
    """A form that is filled in rightly. `once` is what stands in the log when it was done; empty: nothing does. `role`:
    who may send it, an administrator of the province or whoever puts its plans in force."""

    name: str
    address: str
    data: Data = field(default_factory=dict)
    once: str = ""
    role: Role = Role.ADMINISTRATOR


Maker = Callable[[], Act]
MAKERS: dict[str, Maker] = {}
REPEATED: list[
    str
] = []  # acts of which two equal ones may be wanted: sent anew without their key they are done anew
REPEATABLE: list[str] = []  # what leaves nothing in the log


def act(
    name: str,
    once: str = "",
    *,
    repeats: bool = False,
    also: str = "",
    role: Role = Role.ADMINISTRATOR,
) -> Callable[[Callable[[], tuple[list[Any], Data]]], Callable[[], tuple[list[Any], Data]]]:
    """Enter what a function prepares (the arguments of the address, and the form) into the table; `also` tells several
    acts of one address apart. `once` and `repeats` as in `Act` and `REPEATED`."""

    def entered(prepare: Callable[[], tuple[list[Any], Data]]) -> Callable[[], tuple[list[Any], Data]]:
        def make() -> Act:
            args, data = prepare()
            query = data.pop("?", "")
            return Act(name, reverse(name, args=args) + query, data, once, role)

        entry = f"{name} {also}".strip()
        MAKERS[entry] = make
        REPEATED.extend([entry] if once and repeats else [])
        REPEATABLE.extend([] if once else [entry])
        return prepare

    return entered


def named(words: str) -> str:
    """A name that nothing else has."""
    return f"{words} {next(NUMBERS)}"


def the_province() -> Unit:
    """The province in which everything happens."""
    return Unit.objects.filter(kind=Kind.PROVINCE, name="Phú Thọ").first() or builders.a_province()


def a_department() -> Unit:
    """A department of the province that nothing else uses."""
    return builders.a_unit(named("Sở số"), parent=the_province(), since=date(2020, 1, 1))


def a_person() -> Person:
    """Somebody with an account in the province."""
    member = builders.a_member(Role.UNIT_CLERK, unit=the_province(), username=f"can-bo-{next(NUMBERS)}")
    return member.person


def someone(role: Role) -> Person:
    """Whoever sends the forms of a role: somebody of the province, always the same."""
    name = f"gui-bieu-mau-{role.value}"
    known = Person.objects.filter(username=name).first()
    return known or builders.a_member(role, unit=the_province(), username=name).person


def sent(name: str, args: list[Any], data: Data, role: Role = Role.ADMINISTRATOR) -> Any:
    """What is answered when somebody of the province in this role sends a form."""
    client = Client()
    client.force_login(someone(role))
    return client.post(reverse(name, args=args), posted(data))


def agreed(name: str, args: list[Any], data: Data, role: Role = Role.ADMINISTRATOR) -> tuple[list[Any], Data]:
    """The form of a grave act, agreed to as its page shows what will happen."""
    return args, {**data, "agreed": _seal_on(sent(name, args, data, role))}


def _seal_on(answer: Any) -> str:
    """The seal of what a page of a grave act says; read from the page, for a program has no contexts of templates."""
    found = re.search(r'name="agreed"\s+value="(\w+)"', answer.content.decode())
    assert found is not None, answer.status_code
    return found[1]


def seen_and_sent(client: Client, address: str, data: Data) -> Any:
    """What is finally answered to a form: that of a grave act is agreed to as `client` sees it."""
    answer = client.post(address, posted(data), follow=True)
    if answer.status_code != 409:
        return answer
    return client.post(address, posted({**data, "agreed": _seal_on(answer)}), follow=True)


def recorded(since: int) -> list[str]:
    """What stands in the log after the entry `since`, except that files were stored."""
    later = Entry.objects.filter(pk__gt=since).exclude(
        verb__in=["documents.stored", "documents.evidence_stored"]
    )
    return list(later.order_by("pk").values_list("verb", flat=True))


def now_in_the_log() -> int:
    """The id of the last entry."""
    last = Entry.objects.order_by("-pk").first()
    return last.pk if last else 0


def posted(data: Data) -> Data:
    """The form as the test client sends it; each file can be read once."""
    return {
        name: SimpleUploadedFile(value.name, value.content) if isinstance(value, Upload) else value
        for name, value in data.items()
    }


def a_year() -> int:
    """A year in which nothing else has a cycle; fails, rather than looking for ever, once all are taken."""
    taken = set(Cycle.objects.values_list("year", flat=True))
    return next(year for year in islice(YEARS, ALL_YEARS) if year not in taken)
