"""Before a year is released a unit sees nothing of others, whatever it asks for: every address is asked and read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from cchc.access.permissions import GRANTS, Capacity, Permission, Role, Scope
from cchc.cycles.actions import close_cycle, open_results
from tests import builders, markup
from tests.acts.everywhere import PARAMETER
from tests.planting import SECOND_GROUP, Detector, Planted, detector_of, planted_province, sheets_of, text_of
from tests.test_permissions import addresses

pytestmark = pytest.mark.django_db
SEES_ALL = Capacity(Role.ADMINISTRATOR, Scope.PROVINCE)
UNITS = sorted((one for one in GRANTS if one.scope is not Scope.PROVINCE), key=lambda one: -len(GRANTS[one]))
READER = Capacity(Role.LEADER, Scope.OWN_TREE)
ROOMS = ("/ket-qua/", "/phan-tich/", "/ky-danh-gia/", "/viec-cua-toi/", "/tim-kiem/")
IN_PART = {"HX-Request": "true"}
Answers = dict[str, Any]


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Planted]:
    """The planted province, once for all tests of the module; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield planted_province()
        transaction.set_rollback(True)


def filled(address: str, planted: Planted) -> list[str]:
    """The address with everything of the planted province that may stand in it; none where it has nothing for it."""
    units = [planted.own.pk, planted.child.pk, planted.others[0].pk]
    objects = {
        "bo-tieu-chi": [planted.cycle.sets.get().version_id],
        "don-vi": [planted.own.pk, planted.others[0].pk],
        "ky-danh-gia": [planted.cycle.pk],
        "ke-hoach": [planted.plan.pk],
    }
    room, leaves = address.partition("/")[0], "<str:leaf>" in address
    years = [planted.cycle.year] if leaves else [planted.cycle.year, planted.before.year, planted.after.year]
    values: dict[str, list[Any]] = {
        "pk": objects.get(room, []),
        "province": [planted.cycle.province_id],
        "year": years if room in ("ket-qua", "phan-tich") else [planted.cycle.year],
        "unit_id": [planted.own.pk, planted.others[0].pk] if leaves else units,
        "leaf": ["1.1", "2.1"],
        "set_pk": [planted.cycle.sets.get().pk],
        "measure": [planted.plan.sections.get().measures.get().pk],
        "name": ["don-vi"],
        "stage": ["", "lan-hai/"],
        "section": [planted.plan.sections.get().pk],
    }
    found = [address]
    for name in PARAMETER.findall(address):
        gap = re.compile(rf"<(?:\w+:)?{name}>")
        found = [gap.sub(str(value), one) for one in found for value in values.get(name, [])]
    return [f"/{one}" for one in found]


def admitted(capacity: Capacity, planted: Planted) -> list[str]:
    """Every address that is declared for a capacity, filled in; the health of the service speaks of no results."""
    return [
        one
        for address, view in addresses()
        if not isinstance(view.permission, tuple) or GRANTS[capacity].issuperset(view.permission)
        if address not in ("healthz", "dang-xuat/")
        for one in filled(address, planted)
    ]


def client_for(capacity: Capacity, planted: Planted, when: str = "before") -> Client:
    """Somebody of this capacity: of the own unit, or of the province where the scope is the province."""
    unit = planted.cycle.province if capacity.scope is Scope.PROVINCE else planted.own
    member = builders.a_member(
        capacity.role, unit=unit, scope=capacity.scope, username=f"{capacity.role}-{capacity.scope}-{when}"
    )
    client = Client(raise_request_exception=False)
    client.force_login(member.person)
    return client


def answered(client: Client, to: str, **headers: Any) -> Any:
    with transaction.atomic():
        answer = client.get(to, headers=headers)
        transaction.set_rollback(True)
    return answer


@pytest.fixture(scope="module")
def whole(planted: Planted) -> Answers:
    """What somebody who sees all is answered at every address."""
    client = client_for(SEES_ALL, planted)
    return {to: answered(client, to) for to in admitted(SEES_ALL, planted)}


@pytest.fixture(scope="module")
def linked(planted: Planted, whole: Answers) -> list[str]:
    """One link of each kind that leads from those pages to results or to the cycle, with its parameters."""
    kinds: dict[tuple[Any, ...], str] = {}
    for address, answer in whole.items():
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        tree = markup.read(answer.content.decode())
        for name in ("href", "hx_get"):
            for one in tree.find(**{name: None}):
                to = urlsplit(urljoin(address, one.get(name.replace("_", "-")) or ""))
                try:
                    match = resolve(to.path)
                except Resolver404:
                    continue
                if to.query and not to.netloc and to.path.startswith(ROOMS):
                    whose = match.kwargs.get("unit_id") in (planted.own.pk, planted.child.pk)
                    kinds[match.route, whose, *sorted(parse_qs(to.query))] = f"{to.path}?{to.query}"
    cycle = f"/ket-qua/{planted.cycle.province_id}/{planted.cycle.year}/"
    typed = [
        f"{cycle}?khoi={quote(SECOND_GROUP)}",
        f"{cycle}?q=mat+danh",
        f"{cycle}?xem=linh-vuc&q=mat+danh",
        f"{cycle}?linh_vuc=2",
        f"{cycle}xep-hang.xlsx?khoi={quote(SECOND_GROUP)}",
        f"/ky-danh-gia/{planted.cycle.pk}/don-vi/?q=mat+danh",
        "/tim-kiem/?q=mat+danh",
        "/tim-kiem/?q=so",
    ]
    return [*kinds.values(), *typed]


@pytest.fixture(scope="module")
def seen(planted: Planted, linked: list[str]) -> dict[Capacity, Answers]:
    """What each capacity below the province is answered: behind every kind of link, at each address of results and of
    cycles, and at every other address that none before it was asked at."""
    found: dict[Capacity, Answers] = {}
    asked: set[str] = set()
    for capacity in UNITS:
        client = client_for(capacity, planted)
        new = [to for to in admitted(capacity, planted) if to.startswith(ROOMS) or to not in asked]
        found[capacity] = {to: answered(client, to) for to in [*new, *linked]}
        for to in linked:
            if to.startswith(ROOMS) and capacity == READER:
                found[capacity][f"{to} (in part)"] = answered(client, to, **IN_PART)
        asked.update(new)
    return found


def told(detector: Detector, answers: dict[str, Any]) -> dict[str, list[str]]:
    """What the detector finds, by address."""
    found = {to: sorted(detector.found_in(text_of(answer))) for to, answer in answers.items()}
    return {to: one for to, one in found.items() if one}


def test_the_detector_finds_everything_that_is_planted_on_the_pages_of_who_sees_all(planted, whole):
    """Otherwise the next tests would say nothing."""
    detector = detector_of(planted)
    texts = {to: text_of(answer) for to, answer in whole.items()}
    year = f"/ket-qua/{planted.cycle.province_id}/{planted.cycle.year}/"
    found = {one for to, text in texts.items() if to.startswith(year) for one in detector.found_in(text)}
    assert {*planted.names, *(str(rank) for rank in planted.ranks)} <= found
    said = "\n".join(found)
    assert [one for one in planted.indices if not Detector((), [one], ()).found_in(said)] == []
    for part in ("", "xep-hang.xlsx", "phu-luc.docx", f"don-vi/{planted.others[0].pk}/"):
        assert detector.found_in(texts[year + part]), part


def test_a_unit_reads_no_name_no_figure_and_no_rank_of_others_at_any_address(planted, seen):
    detector = detector_of(planted)
    found = [(capacity, told(detector, answers)) for capacity, answers in seen.items()]
    assert [(capacity, said) for capacity, said in found if said] == []


def test_nor_is_another_unit_named_on_a_page_of_the_year(planted, seen):
    """In the directory of units and in plans every body of the province is named, on the desk with its place in the
    latest year that is open."""
    detector = Detector([unit.name for unit in planted.others], [], [])
    year, cycle = (
        f"/ket-qua/{planted.cycle.province_id}/{planted.cycle.year}/",
        f"/ky-danh-gia/{planted.cycle.pk}/",
    )
    for answers in seen.values():
        of_the_year = {to: one for to, one in answers.items() if to.startswith((year, cycle))}
        assert told(detector, of_the_year) == {}


def test_another_unit_is_answered_like_one_that_does_not_exist(planted, seen):
    year = f"/ket-qua/{planted.cycle.province_id}/{planted.cycle.year}/"
    reader = seen[Capacity(Role.UNIT_CLERK, Scope.OWN_UNIT)]
    assert reader[f"{year}don-vi/{planted.others[0].pk}/"].status_code == 404
    assert reader[f"{year}don-vi/{planted.child.pk}/"].status_code == 404
    assert reader[f"{year}phu-luc.docx"].status_code == 404


def test_a_unit_sees_its_own_results_and_what_the_whole_of_closed_years_was(planted, seen):
    year = f"/ket-qua/{planted.cycle.province_id}/{planted.cycle.year}/"
    own = Detector([], planted.own_figures, [])
    for capacity in UNITS:
        if Permission.RESULT_READ not in GRANTS[capacity]:
            continue
        answers = seen[capacity]
        assert own.found_in(text_of(answers[year])), capacity
        assert own.found_in(text_of(answers[f"{year}don-vi/{planted.own.pk}/"])), capacity
        assert own.found_in(text_of(answers[f"{year}xep-hang.xlsx"])), capacity
        assert own.found_in(text_of(answers["/viec-cua-toi/"])), capacity
        closed = text_of(answers[year.replace(str(planted.cycle.year), str(planted.before.year))])
        assert all(unit.name in closed for unit in planted.others), capacity
    tree = seen[Capacity(Role.LEADER, Scope.OWN_TREE)]
    assert tree[f"{year}don-vi/{planted.child.pk}/"].status_code == 200


def test_every_page_of_results_and_of_the_cycle_was_looked_at(planted, seen):
    """An address that nobody could open would prove nothing."""
    opened: dict[str, set[int]] = defaultdict(set)
    for answers in seen.values():
        for to, answer in answers.items():
            opened[resolve(urlsplit(to.partition(" ")[0]).path).route].add(answer.status_code)
    shut = {route for route, codes in opened.items() if not codes & {200, 302}}
    rooms = (*(room.strip("/") for room in ROOMS), "bo-tieu-chi/")
    reading = {address for address, view in addresses() if GRANTS[READER].issuperset(view.permission)}
    assert [route for route in shut & reading if route.startswith(rooms) and "ngay-nghi" not in route] == []


MARK = "tạm tính"


def test_whatever_shows_an_index_or_a_rank_of_a_year_that_is_not_released_says_that_it_is_provisional(
    planted, whole, seen
):
    """Every page, every sheet, every paper; of who sees all and of the unit itself."""
    detector = Detector([], [*planted.own_figures, *planted.indices], planted.ranks)
    unmarked = []
    for answers in (whole, *seen.values()):
        for to, answer in answers.items():
            if "(in part)" in to or answer.status_code != 200:
                continue
            workbook = to.startswith("/ket-qua/") and ".xlsx" in to
            parts = sheets_of(answer) if workbook else {"": text_of(answer)}
            unmarked += [
                f"{to} {title}"
                for title, text in parts.items()
                if detector.found_in(text) and MARK not in text.lower()
            ]
    assert unmarked == []


def test_the_annex_of_such_a_year_is_headed_as_a_draft(planted, whole):
    year = f"/ket-qua/{planted.cycle.province_id}/{planted.cycle.year}/phu-luc.docx"
    closed = f"/ket-qua/{planted.cycle.province_id}/{planted.before.year}/phu-luc.docx"
    assert ("DỰ THẢO" in text_of(whole[year]), "DỰ THẢO" in text_of(whole[closed])) == (True, False)


def test_no_page_of_a_released_year_alone_is_marked(planted, whole):
    closed = f"/ket-qua/{planted.cycle.province_id}/{planted.before.year}/"
    alike = [f"{closed}{part}" for part in ("", "xep-hang.xlsx", "phu-luc.docx")]
    assert [to for to in alike if MARK in text_of(whole[to]).lower()] == []


@pytest.mark.parametrize("act", ["open", "close"])
def test_opened_to_units_or_released_a_unit_sees_all(planted, act):
    """What was withheld came from the cycle alone."""
    year = f"/ket-qua/{planted.cycle.province_id}/{planted.cycle.year}/"
    with transaction.atomic():
        client = client_for(Capacity(Role.UNIT_CLERK, Scope.OWN_UNIT), planted, act)
        if act == "open":
            open_results(by=builders.an_actor(), cycle=planted.cycle, to_units=True)
        else:
            close_cycle(by=builders.an_actor(), cycle=planted.cycle)
        text = text_of(client.get(year))
        transaction.set_rollback(True)
    shown = detector_of(planted).found_in(text)
    assert planted.names - {"Sở Mật danh Thứ ba"} <= shown
    assert (MARK in text, str(min(planted.ranks)) in shown) == (act == "open", True)
