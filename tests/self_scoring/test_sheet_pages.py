"""The sheet as a page: what it shows of each leaf, one cell saved at a time, and what others may see of it."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.models import PhaseKind
from cchc.cycles.queries.windows import window_of
from cchc.self_scoring.models import Answer, UnitSheet
from tests import builders
from tests.acts.sheets import an_open_sheet, at
from tests.markup import source

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> UnitSheet:
    """A sheet that is open today."""
    return an_open_sheet()


def client_for(sheet: UnitSheet, role: Role = Role.UNIT_CLERK) -> Client:
    """A browser of somebody of the sheet's unit."""
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(builders.a_member(role, unit=sheet.participant.unit).person)
    return client


def address(sheet: UnitSheet, rest: str = "") -> str:
    """An address below that of the sheet."""
    year, unit = at(sheet)
    return f"/tu-cham/{year}/{unit}/{rest}"


def lock_of(sheet: UnitSheet) -> datetime:
    """The first moment at which a sheet is locked."""
    found = window_of(sheet.participant, PhaseKind.SELF_SCORING)
    assert found is not None
    return found.since


def save(client: Client, sheet: UnitSheet, leaf: str, field: str, value: str, version: int = 0) -> Any:
    """What is answered to one cell."""
    sent = {"field": field, "value": value, "version": version, "age": 0}
    return client.post(address(sheet, f"muc/{leaf}/luu/"), sent)


def test_a_cell_that_is_left_is_saved_and_the_points_follow_at_once(sheet):
    client = client_for(sheet)
    first = save(client, sheet, "1.1", "figure-done", "9").json()
    told = save(client, sheet, "1.1", "figure-planned", "10", first["version"]).json()
    assert (told["version"], re.search(r'data-part="points"[^>]*>\s*1\.8', told["row"]) is not None) == (
        2,
        True,
    )
    assert {number: part["points"] for number, part in told["sums"].items()} == {"1": "1.80"}
    assert re.fullmatch(r"\d\d:\d\d", told["saved"])
    assert Answer.objects.get(leaf="1.1").points == "1.8"


def test_a_figure_that_is_no_number_is_refused_with_what_was_expected_and_nothing_is_stored(sheet):
    answer = save(client_for(sheet), sheet, "1.1", "figure-done", "nhiều")
    assert (answer.status_code, Answer.objects.count()) == (422, 0)
    assert "is not a number" in " ".join(answer.json()["faults"])


def test_who_saves_over_another_is_told_the_other_value_and_name(sheet):
    one, other = client_for(sheet), client_for(sheet)
    save(one, sheet, "1.2", "points", "1")
    answer = save(other, sheet, "1.2", "points", "2")
    told = answer.json()
    assert (answer.status_code, told["now"], told["version"]) == (409, "1", 1)
    assert told["who"].startswith("Chuyên viên")
    assert save(other, sheet, "1.2", "points", "2", told["version"]).status_code == 200


def test_sending_the_same_cell_twice_saves_it_once(sheet):
    client = client_for(sheet)
    first, again = (save(client, sheet, "1.2", "points", "1") for _time in range(2))
    assert (first.status_code, again.status_code, again.json()["version"]) == (200, 200, 1)


def test_what_somebody_else_typed_before_signing_in_is_not_taken(sheet):
    sent = {"field": "note", "value": "x", "version": 0, "age": 0, "person": 0}
    answer = client_for(sheet).post(address(sheet, "muc/1.1/luu/"), sent)
    assert (answer.status_code, Answer.objects.count()) == (403, 0)


def test_a_pasted_block_is_written_whole_or_not_at_all_with_every_fault_in_its_place(sheet):
    client = client_for(sheet)

    def paste(*cells: tuple[str, str, str]) -> Any:
        sent = [{"leaf": leaf, "field": field, "value": value} for leaf, field, value in cells]
        block = {"cells": sent, "versions": dict.fromkeys([leaf for leaf, _field, _value in cells], 0)}
        return client.post(address(sheet, "dan/"), {"cells": json.dumps(block), "age": 0})

    refused = paste(("1.1", "figure-done", "9"), ("1.1", "figure-planned", "x"), ("1.2", "points", "9"))
    faults = refused.json()["faults"]
    assert (refused.status_code, Answer.objects.count()) == (422, 0)
    assert [fault.partition(":")[0] for fault in faults] == ["1.1", "1.2"]
    taken = paste(("1.1", "figure-done", "9"), ("1.1", "figure-planned", "10"), ("1.2", "points", "2"))
    assert (taken.status_code, {told["leaf"] for told in taken.json()["leaves"]}) == (200, {"1.1", "1.2"})


def test_without_script_a_leaf_is_filled_in_on_a_page_of_its_own(sheet):
    client = client_for(sheet)
    form = {
        "version": 0,
        "points": "1.5",
        "reason": "Báo cáo số 12",
        "note": "",
        "provisional": "",
        "done": "on",
    }
    saved = client.post(address(sheet, "muc/1.2/"), form, follow=True)
    assert "1.2 saved at" in source(saved)
    answer = Answer.objects.get(leaf="1.2")
    assert (answer.points, answer.reason, answer.done) == ("1.5", "Báo cáo số 12", True)
    refused = client.post(address(sheet, "muc/1.2/"), form | {"points": "7", "version": 1})
    assert (refused.status_code, "outside 0 to 2" in source(refused)) == (422, True)


def test_a_page_without_script_says_who_changed_the_leaf_meanwhile_and_saves_over_it_when_sent_again(sheet):
    client = client_for(sheet)
    save(client_for(sheet), sheet, "1.2", "points", "1")
    form = {"version": 0, "points": "2", "reason": "", "note": "", "provisional": ""}
    refused = client.post(address(sheet, "muc/1.2/"), form)
    version = re.search(r'name="version"[^>]*value="(\d+)"', source(refused))
    assert (refused.status_code, "has changed this criterion meanwhile" in source(refused)) == (409, True)
    assert version is not None
    again = client.post(address(sheet, "muc/1.2/"), form | {"version": version[1]})
    assert (again.status_code, Answer.objects.get(leaf="1.2").points) == (302, "2")


# --- the lock -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "arrives", "status", "late"),
    [
        (timedelta(minutes=-1), timedelta(seconds=-1), 200, False),
        (timedelta(seconds=-2), timedelta(minutes=2), 200, True),
        (timedelta(hours=-9), timedelta(minutes=4, seconds=50), 200, True),
        (timedelta(seconds=-2), timedelta(minutes=5), 423, None),
        (timedelta(seconds=2), timedelta(minutes=2), 423, None),
        (timedelta(hours=-9), timedelta(days=1), 423, None),
    ],
)
def test_what_was_typed_before_the_lock_and_arrives_within_five_minutes_is_taken_and_marked(
    sheet, turn_clock, typed, arrives, status, late
):
    turn_clock(lock_of(sheet) + arrives)
    client = client_for(sheet)
    age = int((arrives - typed).total_seconds() * 1000)
    sent = {"field": "note", "value": "Theo báo cáo số 12", "version": 0, "age": age}
    answer = client.post(address(sheet, "muc/1.2/luu/"), sent)
    assert answer.status_code == status
    assert [one.late for one in Answer.objects.all()] == ([] if late is None else [late])
    if late:
        assert "arrived after the lock, within five minutes" in answer.json()["row"]
    if late is None:
        assert "is locked since the end of" in " ".join(answer.json()["faults"])


def test_what_arrived_before_the_lock_and_is_sent_again_behind_it_is_not_called_refused(sheet, turn_clock):
    save(client_for(sheet), sheet, "1.2", "points", "1.5")
    turn_clock(lock_of(sheet) + timedelta(hours=1))
    client = client_for(sheet)
    again, other = (save(client, sheet, "1.2", "points", text) for text in ("1.5", "1"))
    assert (again.status_code, again.json()["version"], other.status_code) == (200, 1, 423)
    assert Answer.objects.get().late is False


def test_what_a_clerk_sends_after_the_head_has_handed_in_is_refused_with_the_reason(sheet):
    client = client_for(sheet)
    builders.submitted(sheet, now=timezone.now())
    answer = save(client, sheet, "1.2", "points", "1")
    assert (answer.status_code, answer.json()["faults"]) == (
        423,
        ["The sheet is submitted. It can be changed again once the coordinator returns it."],
    )


@pytest.mark.parametrize("is_submitted", [True, False])
def test_a_sheet_that_takes_nothing_any_more_brings_the_script_that_shows_what_is_kept_to_its_unit_alone(
    sheet, turn_clock, client_of, is_submitted
):
    assert "self_scoring/sheet.js" in source(client_for(sheet).get(address(sheet)))
    if is_submitted:
        builders.submitted(sheet, now=timezone.now())
        assert "self_scoring/kept.js" not in source(client_of(Role.AUDITOR).get(address(sheet)))
    else:
        turn_clock(lock_of(sheet) + timedelta(minutes=1))
    shown = source(client_for(sheet).get(address(sheet)))
    assert ("self_scoring/kept.js" in shown, "self_scoring/sheet.js" in shown) == (True, False)
    assert re.search(r'data-notice="refused"[^>]*hidden', shown)


def test_without_script_what_was_typed_behind_the_lock_stands_on_the_page_to_be_copied(sheet, turn_clock):
    turn_clock(lock_of(sheet) + timedelta(minutes=1))
    client = client_for(sheet)
    form = {"version": 0, "points": "1.5", "reason": "Báo cáo số 12", "note": "", "provisional": ""}
    answer = client.post(address(sheet, "muc/1.2/"), form)
    assert (answer.status_code, answer.context["not_taken"]) == (
        422,
        [("Points", "1.5"), ("Reason of the points", "Báo cáo số 12")],
    )
    assert "Báo cáo số 12" in source(answer)


# --- what is shown ----------------------------------------------------------------------------------------------


def test_the_sheet_shows_every_leaf_with_its_cells_and_the_survey_leaves_without(sheet):
    page = source(client_for(sheet).get(address(sheet)))
    rows = dict(re.findall(r'<tr[^>]*data-leaf="([\d.]+)"(.*?)</tr>', page, re.DOTALL))
    fields = {leaf: re.findall(r'data-field="([\w-]+)"', row) for leaf, row in rows.items()}
    assert fields == {
        "1.1": ["figure-done", "figure-planned", "note"],
        "1.2": ["reason", "points", "note"],
        "1.3": ["figure-issued", "note"],
        "2.1": ["figure-rate", "note"],
        "2.2": [],
        "2.3": ["reason", "points", "note"],
    }
    assert "Scored from the survey" in rows["2.2"]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.AUDITOR, Role.LEADER])
def test_until_it_is_submitted_nobody_but_the_unit_sees_a_sheet(role, sheet, client_of):
    client = client_of(role)
    asked = ("", "muc/1.1/", "muc/1.1/dong/", "phien-ban/")
    assert [client.get(address(sheet, rest)).status_code for rest in asked] == [404] * len(asked)
    assert save(client, sheet, "1.1", "figure-done", "9").status_code == 404


def test_another_unit_sees_no_sheet_of_this_one(sheet):
    stranger = builders.a_member(
        Role.UNIT_HEAD, unit=builders.a_unit("Sở khác", parent=sheet.participant.unit)
    )
    client = Client()
    client.force_login(stranger.person)
    assert client.get(address(sheet)).status_code == 404
    assert save(client, sheet, "1.1", "figure-done", "9").status_code == 404


def test_how_many_queries_a_sheet_costs_does_not_depend_on_what_is_answered(sheet):
    client = client_for(sheet)
    client.get(address(sheet))
    counts = []
    for version, leaf in enumerate(("1.2", "2.3")):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address(sheet))
        counts.append(len(asked))
        assert save(client, sheet, leaf, "points", "1").status_code == 200, version
    assert counts[0] == counts[1] < 30


@pytest.fixture
def fed_sheet() -> UnitSheet:
    """A sheet, open today, of which one figure is known from last year, when it was 10."""
    text = builders.SELF_SCORED.replace("planned: count |", "planned: count, fed by last_year |")
    before = builders.a_round(year=2025, text=text)
    last = builders.a_filled_sheet(before, now=datetime(2025, 12, 20, 9, 0, tzinfo=VIETNAM))
    builders.submitted(last, now=datetime(2025, 12, 21, 9, 0, tzinfo=VIETNAM))
    cycle = builders.a_round(version=before.sets.get().version)
    today = timezone.localdate()
    cycle.phases.update(starts=today - timedelta(days=9), ends=today + timedelta(days=9))
    return builders.a_sheet(cycle)


def test_a_figure_with_a_source_stands_in_its_cell_until_it_is_confirmed_or_another_is_reasoned(fed_sheet):
    client = client_for(fed_sheet)

    def cell_of(row: str) -> str:
        return row[row.index('data-field="figure-planned"') :].partition("</div>")[0]

    proposed = cell_of(source(client.get(address(fed_sheet))))
    assert ('value="10"' in proposed, "data-proposed" in proposed, "Enter confirms" in proposed) == (
        True,
    ) * 3
    confirmed = save(client, fed_sheet, "1.1", "figure-planned", "10").json()
    assert (confirmed["ask"], "data-proposed" in cell_of(confirmed["row"])) == (False, False)
    other = save(client, fed_sheet, "1.1", "figure-planned", "12", confirmed["version"]).json()
    assert (other["ask"], "is not said yet" in other["row"]) == (True, True)
    form = {
        "version": other["version"],
        "figure-done": "9",
        "figure-planned": "12",
        "why-planned": "Điều chỉnh",
    }
    client.post(address(fed_sheet, "muc/1.1/"), form | {"provisional": "", "note": ""})
    assert Answer.objects.get(sheet=fed_sheet, leaf="1.1").fed["planned"]["reason"] == "Điều chỉnh"
    shown = source(client.get(address(fed_sheet, "muc/1.1/")))
    assert "Known already: 10" in shown
    assert shown.count("(optional)") == 3  # why another figure, why provisional, note: no declared figure
