"""The pages of the cycle: whole, in part, refused, invalid."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.cycles import actions, queries
from cchc.cycles.models import Cycle
from tests.builders import SCORED, a_cycle, a_published_set, a_running_cycle, a_unit, a_version, an_actor
from tests.markup import source

pytestmark = pytest.mark.django_db

Browser = Callable[[Role], Client]


@pytest.fixture
def office(client_of: Browser) -> Client:
    return client_of(Role.COORDINATOR)


def at(name: str, *args: int) -> str:
    return reverse(f"cycles:{name}", args=args)


def test_every_page_opens(office: Client) -> None:
    cycle = a_running_cycle(3)
    attached = cycle.sets.get()
    pages = [at("list"), at("new")]
    pages += [at(name, cycle.pk) for name in ("detail", "phases", "set", "participants")]
    pages += [
        at(name, cycle.pk, attached.pk)
        for name in ("participants_add", "applicability", "applicability_many")
    ]
    assert [office.get(address).status_code for address in pages] == [200] * len(pages)


def test_an_empty_list_says_who_prepares_the_first_cycle(office: Client) -> None:
    assert "No cycle yet" in source(office.get(at("list")))


def test_a_reader_opens_the_pages_without_forms_only(client_of: Browser) -> None:
    leader, cycle = client_of(Role.LEADER), a_running_cycle(1)
    attached = cycle.sets.get()
    for address in (at("list"), at("detail", cycle.pk), at("participants", cycle.pk)):
        assert leader.get(address).status_code == 200
    assert leader.get(at("applicability", cycle.pk, attached.pk)).status_code == 200
    for address in (at("new"), at("phases", cycle.pk), at("set", cycle.pk)):
        assert leader.get(address).status_code == 404
    for name in ("open", "close", "participants_group", "participants_remove"):
        assert leader.post(at(name, cycle.pk)).status_code == 404
    assert leader.post(at("applicability_change", cycle.pk, attached.pk)).status_code == 404


def test_a_cycle_is_prepared_and_taken_over(office: Client) -> None:
    last = a_running_cycle(2, year=2025)
    typed = {"province": last.province.pk, "year": "2026", "name": "Năm 2026", "copy_from": last.pk}
    response = office.post(at("new"), typed)
    cycle = Cycle.objects.get(year=2026)
    assert (response["Location"], cycle.participants.count()) == (at("detail", cycle.pk), 2)
    assert office.post(at("new"), typed).status_code == 422


def test_the_phases_are_set_and_a_phase_without_days_is_left_out(office: Client) -> None:
    cycle = a_cycle()
    typed = {
        "plan_name": "Kế hoạch năm",
        "plan_starts": "2026-01-05",
        "plan_ends": "2026-02-28",
        "survey_name": "XHH",
    }
    assert office.post(at("phases", cycle.pk), typed).status_code == 302
    assert [(p.kind, p.name, p.ends) for p in queries.phases(cycle)] == [
        ("plan", "Kế hoạch năm", date(2026, 2, 28))
    ]
    for wrong in ({"plan_starts": "2026-01-05"}, {"plan_starts": "2026-02-05", "plan_ends": "2026-01-05"}):
        assert office.post(at("phases", cycle.pk), wrong).status_code == 422
    assert len(queries.phases(cycle)) == 1


def test_a_set_is_put_in_force_and_taken_out(office: Client) -> None:
    cycle, version = a_cycle(), a_version()
    typed = {"version": version.pk, "kinds": ["department"], "peer_group": "Các sở"}
    typed |= {"scored_by": "file", "survey_by": "file"}
    assert office.post(at("set", cycle.pk), typed).status_code == 302
    attached = cycle.sets.get()
    assert (
        office.get(at("set", cycle.pk), {"set": attached.pk}).context["form"].initial["peer_group"]
        == "Các sở"
    )
    office.post(at("set_detach", cycle.pk, attached.pk))
    assert cycle.sets.count() == 0


def test_the_ticked_units_join(office: Client) -> None:
    cycle = a_running_cycle(1)
    new = [a_unit(name, parent=cycle.province) for name in ("Sở mới A", "Sở mới B")]
    address = at("participants_add", cycle.pk, cycle.sets.get().pk)
    assert office.post(address, {"peer_group": "Khối 1"}).status_code == 422
    assert office.post(address, {"units": [new[1].pk], "peer_group": "Khối 1"}).status_code == 302
    assert [(row.name, row.peer_group) for row in cycle.participants.filter(place=2)] == [
        ("Sở mới B", "Khối 1")
    ]


def test_the_ticked_units_change_their_group_and_leave(office: Client) -> None:
    cycle = a_running_cycle(3)
    one, two, three = (row.pk for row in cycle.participants.order_by("place"))
    office.post(at("participants_group", cycle.pk), {"participants": [one, two], "peer_group": "Khối 2"})
    assert [(group.name, group.count) for group in queries.peer_groups(cycle)] == [
        ("Các sở, ban, ngành", 1),
        ("Khối 2", 2),
    ]
    office.post(at("participants_remove", cycle.pk), {"participants": [three]})
    office.post(at("participants_remove", cycle.pk), {})
    assert cycle.participants.count() == 2
    text = source(office.get(at("participants", cycle.pk), {"q": "so so 2", "group": "Khối 2"}))
    assert re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', text) == ["Sở số 2"]


def test_an_unprepared_cycle_is_not_opened(office: Client) -> None:
    cycle = a_cycle()
    response = office.post(at("open", cycle.pk), follow=True)
    cycle.refresh_from_db()
    assert (cycle.state, "needs phases" in source(response)) == ("preparing", True)


def test_a_closed_cycle_offers_no_change(office: Client) -> None:
    cycle = a_running_cycle(1)
    actions.close_cycle(by=an_actor(), cycle=cycle)
    text = source(office.get(at("detail", cycle.pk)))
    main = text[text.index("<main") :]
    assert ("<form" in main, "read-only" in main) == (False, True)
    assert office.post(at("phases", cycle.pk), {"plan_name": "x"}).status_code == 422


def test_the_matrix_costs_the_same_number_of_queries_however_many_units(office: Client) -> None:
    cycle = a_running_cycle(2)
    attached, counts = cycle.sets.get(), []
    for start in (0, 40):
        units = [a_unit(f"Sở thêm {n}", parent=cycle.province) for n in range(start, start + 40)]
        actions.add_participants(by=an_actor(), cycle_set=attached, units=units)
        for name in ("applicability", "participants_add"):
            with CaptureQueriesContext(connection) as made:
                assert office.get(at(name, cycle.pk, attached.pk)).status_code == 200
            counts.append(len(made))
    assert counts[:2] == counts[2:]


def test_the_strip_shows_the_year_of_the_cycle_on_the_page(office: Client) -> None:
    running = a_running_cycle(1)
    later = a_cycle(running.province, year=2027)
    assert office.get(at("detail", later.pk)).context["strip_cycle"] == later
    assert office.get(at("detail", running.pk)).context["strip_cycle"] == running


def test_a_set_of_other_years_is_warned_of_where_it_is_in_force(office: Client) -> None:
    cycle = a_running_cycle(1)
    assert "The set is meant" not in source(office.get(at("detail", cycle.pk)))
    later = a_published_set(
        SCORED.replace('version = "1"', 'version = "1"\nfirst_year = "2027"\nlast_year = "2030"', 1)
    )
    actions.attach_set(by=an_actor(), cycle=cycle, version=later, kinds=["commune"], peer_group="Các xã")
    text = source(office.get(at("detail", cycle.pk)))
    assert "The set is meant for the years 2027 to 2030, not for 2026" in text
