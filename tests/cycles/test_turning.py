"""A cycle is closed and opened again: what the pages say, what the log keeps, what the database lets through."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from cchc.access.actor import NotPermitted
from cchc.access.events import table
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.audit.queries import sentence
from cchc.core.papers.basis import LegalBasis
from cchc.criteria.consequences import known_sources
from cchc.cycles.actions import (
    PhaseDates,
    add_participants,
    attach_set,
    change_phases,
    close_cycle,
    open_cycle,
    reopen_cycle,
)
from cchc.cycles.models import Cycle
from cchc.scores.models import Score
from cchc.units.actions.figures import set_figures
from cchc.units.models import Unit
from tests.builders import (
    POINTS,
    SCORED,
    a_cycle,
    a_published_set,
    a_running_cycle,
    a_scored_cycle,
    a_unit,
    an_actor,
    imported,
    staged,
)
from tests.markup import source
from tests.pressing import press
from tests.scores.asking import ask, member_of

pytestmark = pytest.mark.django_db

BASIS = LegalBasis("12/QĐ-UBND", date(2026, 1, 5))


@pytest.fixture
def office(client_of: Callable[[Role], Client]) -> Client:
    return client_of(Role.COORDINATOR)


def at(name: str, cycle: Cycle) -> str:
    return reverse(f"cycles:{name}", args=[cycle.pk])


def done(office: Client, name: str, cycle: Cycle, **typed: str) -> Any:
    """What is answered to the act of a page that was looked at."""
    grave = office.get(at(name, cycle)).context["grave"]
    return office.post(at(name, cycle), {**typed, "agreed": grave.seal})


def state(cycle: Cycle) -> str:
    return Cycle.objects.get(pk=cycle.pk).state


def test_closing_says_how_many_units_are_not_scored_and_which(office: Client) -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    staged(cycle, POINTS.replace("2,25", "3"), name="diem-bo-sung.csv")
    grave = office.get(at("close", cycle)).context["grave"]
    assert [(one.sentence, one.names) for one in grave.unfinished] == [
        ("1 unit is not fully scored: it has no index and no rank.", ("Sở Y tế (1 criterion)",)),
        (
            "1 points file waits to be applied; afterwards it cannot be applied any more.",
            ("diem-bo-sung.csv",),
        ),
        ("1 phase has not ended yet.", ("Tự chấm điểm: until 10/01/2027",)),
    ]
    assert "scores of 3 units can no longer be changed" in grave.happens[0]


def test_closing_names_the_changes_that_wait_for_a_second_person(office: Client) -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    asked = ask(member_of("Sở Nội vụ"), cycle)
    sentence = "1 change of scores waits for a second person; afterwards nobody can approve it."
    unfinished = office.get(at("close", cycle)).context["grave"].unfinished
    assert (sentence, (f"Sở Nội vụ ({asked.person})",)) in [(one.sentence, one.names) for one in unfinished]


def test_many_unscored_units_are_folded_and_few_stand_open(office: Client) -> None:
    many, few = a_running_cycle(9), a_scored_cycle(year=2027)
    folded = source(office.get(at("close", many)))
    assert ("<details>" in folded[folded.index("<main") :], "Sở số 9 (3 criteria)" in folded) == (True, True)
    assert re.search(
        r"<summary>\s*9 units are not fully scored: they have no index and no rank.\s*</summary>", folded
    )
    open_ = source(office.get(at("close", few)))
    assert "<details>" not in open_[open_.index("<main") :]


def test_a_cycle_is_closed_with_its_legal_basis_which_the_log_and_the_page_say(office: Client) -> None:
    cycle = a_running_cycle(1)
    answer = done(office, "close", cycle, basis_number="12/QĐ-UBND", basis_date="05/01/2026")
    assert (answer["Location"], state(cycle)) == (at("detail", cycle), "closed")
    entry = Entry.objects.get(verb="cycles.closed")
    assert entry.facts == {"basis": {"number": "12/QĐ-UBND", "on": "2026-01-05"}}
    assert sentence(entry).endswith("; legal basis: 12/QĐ-UBND, 05/01/2026")
    assert "legal basis: 12/QĐ-UBND, 05/01/2026" in source(office.get(at("detail", cycle)))


def test_a_date_without_its_document_and_one_that_is_still_to_come_are_refused(office: Client) -> None:
    cycle = a_running_cycle(1)
    grave = office.get(at("close", cycle)).context["grave"]
    answer = office.post(at("close", cycle), {"basis_date": "05/01/2099", "agreed": grave.seal})
    assert (answer.status_code, sorted(answer.context["form"].errors), state(cycle)) == (
        422,
        ["basis_date", "basis_number"],
        "open",
    )


def test_nothing_is_closed_before_it_was_seen_nor_when_it_is_no_longer_what_was_seen(office: Client) -> None:
    cycle = a_scored_cycle()
    assert (office.post(at("close", cycle), {}).status_code, state(cycle)) == (200, "open")
    seen = office.get(at("close", cycle)).context["grave"].seal
    imported(cycle)
    again = office.post(at("close", cycle), {"agreed": seen, "basis_number": "12/QĐ-UBND"})
    assert (again.status_code, state(cycle)) == (409, "open")
    assert 'value="12/QĐ-UBND"' in source(again)
    closed = office.post(at("close", cycle), {"agreed": again.context["grave"].seal})
    assert (closed.status_code, state(cycle)) == (302, "closed")


def test_a_closed_cycle_is_opened_again_with_a_reason(office: Client) -> None:
    cycle = a_running_cycle(1)
    close_cycle(by=an_actor(), cycle=cycle)
    assert office.get(at("close", cycle)).status_code == 404
    assert done(office, "reopen", cycle).status_code == 422
    assert done(office, "reopen", cycle, reason="Theo kết luận kiểm tra").status_code == 302
    assert state(cycle) == "open"
    assert "again: Theo kết luận kiểm tra" in source(office.get(at("detail", cycle)))
    assert office.get(at("reopen", cycle)).status_code == 404


def test_only_the_coordinator_opens_a_closed_one_again(client_of: Callable[[Role], Client]) -> None:
    cycle = a_running_cycle(1)
    close_cycle(by=an_actor(), cycle=cycle)
    for role in (Role.ADMINISTRATOR, Role.LEADER, Role.UNIT_HEAD):
        assert client_of(role).get(at("reopen", cycle)).status_code == 404
        with pytest.raises(NotPermitted):
            reopen_cycle(by=an_actor(role), cycle=cycle, reason="x")


def test_a_cycle_that_is_not_closed_is_not_opened_again_and_none_without_a_reason() -> None:
    cycle = a_running_cycle(1)
    with pytest.raises(ValidationError):
        reopen_cycle(by=an_actor(Role.COORDINATOR), cycle=cycle, reason="x")
    close_cycle(by=an_actor(), cycle=cycle)
    with pytest.raises(ValidationError) as refused:
        reopen_cycle(by=an_actor(Role.COORDINATOR), cycle=cycle, reason="  ")
    assert (list(refused.value.message_dict), state(cycle)) == (["reason"], "closed")


def test_the_database_lets_the_state_alone_of_a_closed_cycle_become_open_and_then_its_rows_change() -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    close_cycle(by=an_actor(), cycle=cycle)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        Score.objects.update(points="9", figures=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cycles_cycle SET state = 'open'")
    assert Score.objects.update(points="1", figures=None) == Score.objects.count()


def test_the_log_plays_a_cycle_that_was_opened_again_and_scored_and_closed_anew() -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    close_cycle(by=an_actor(), cycle=cycle, basis=BASIS)
    reopen_cycle(by=an_actor(Role.COORDINATOR), cycle=cycle, reason="Theo kết luận kiểm tra")
    imported(cycle, POINTS.replace("2,25", "3"), name="diem-bo-sung.csv")
    close_cycle(by=an_actor(), cycle=cycle)
    assert list(play().differences) == []
    Cycle.objects.filter(pk=cycle.pk).update(state="open")
    assert len(list(play().differences)) == 1


def test_a_cycle_whose_set_names_a_source_that_is_gone_is_not_opened(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    text = SCORED.replace('"total: count, from 1 |', '"total: count, from 1, fed by last_year |')
    cycle = a_cycle()
    days = PhaseDates("self_scoring", "Tự chấm điểm", date(2026, 12, 1), date(2027, 1, 10))
    change_phases(by=an_actor(), cycle=cycle, phases=[days])
    version = a_published_set(text)
    attached = attach_set(
        by=an_actor(), cycle=cycle, version=version, kinds=["department"], peer_group="Các sở"
    )
    add_participants(by=an_actor(), cycle_set=attached, units=[a_unit("Sở Nội vụ", parent=cycle.province)])
    lines = [*table().items(), (known_sources, ())]  # the rooms that gave it are gone
    answers = [event.answered_by(*given) for event, given in dict(lines).items()]
    monkeypatch.setitem(sys.modules, "tests_no_sources", SimpleNamespace(ANSWERS=answers))
    settings.CONSEQUENCES = "tests_no_sources"
    with pytest.raises(ValidationError, match="fed by last_year") as refused:
        open_cycle(by=an_actor(), cycle=cycle)
    assert refused.value.messages[0].startswith("Bộ tiêu chí chấm thử: criterion 1.1, figure")
    assert state(cycle) == "preparing"


def test_the_page_of_the_opening_says_what_happens_and_which_figures_are_not_known(office: Client) -> None:
    text = SCORED.replace("from 1 |", "from 1, fed by unit.posts |")
    running = a_scored_cycle(text=text)
    Cycle.objects.filter(pk=running.pk).update(state="preparing")
    set_figures(by=an_actor(), unit=Unit.objects.get(name="Sở Y tế"), year=2025, values={"posts": "60"})
    page = source(office.get(reverse("cycles:open", args=[running.pk])))
    assert "3 units are assessed" in page
    assert "Of 2 units not every figure that is to be fetched is known yet" in page
    assert "number of posts allotted (" in page
    assert press(office, reverse("cycles:detail", args=[running.pk]), "Open the cycle").status_code == 200
    running.refresh_from_db()
    assert running.state == "open"
    assert office.get(reverse("cycles:open", args=[running.pk])).status_code == 404
