"""Fed figures of a cycle: last year's figure where it is the same figure of the same unit, sealed when it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.core.scoring.criteria.feeding import FedFigure, canonical_figures, hash_of_figures
from cchc.core.words.messages import say
from cchc.cycles import actions
from cchc.cycles.actions.feeding import fed_cells
from cchc.cycles.models import Cycle, FedSeal
from cchc.scores.models import Score
from cchc.units import actions as unit_actions
from cchc.units.actions.units import NewUnit
from cchc.units.models import Unit
from tests.builders import SCORED, a_published_set, a_scored_cycle, an_actor, imported

pytestmark = pytest.mark.django_db

TEXT = SCORED.replace(
    '"total: count, from 1 | Số nhiệm vụ trong kế hoạch"',
    '"total: count, from 1, fed by last_year | Số nhiệm vụ trong kế hoạch"',
)
UNITS = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế")


@pytest.fixture
def last() -> Cycle:
    """The cycle of 2025, its scores imported: 10, 10 and 3 tasks in the plans."""
    cycle = a_scored_cycle(year=2025, text=TEXT)
    imported(cycle)
    return cycle


def next_cycle(text: str = TEXT, units: tuple[str, ...] = UNITS) -> Cycle:
    """The cycle of 2026 of the same province, by this set."""
    version = None if text == TEXT else a_published_set(text.replace('version = "1"', 'version = "2"'))
    return a_scored_cycle(units, text=text, version=version)


def fed_by_unit(cycle: Cycle) -> dict[str, str]:
    """The fed number of tasks of each unit that has one."""
    names = dict(cycle.participants.values_list("pk", "name"))
    cells = fed_cells(cycle)
    assert {(key.leaf, key.figure) for key in cells} <= {("1.1", "total")}
    return {names[key.participant]: one.value for key, one in cells.items()}


def test_last_years_figure_is_offered_with_its_day_and_origin(last: Cycle) -> None:
    cycle = next_cycle()
    assert fed_by_unit(cycle) == {"Sở Nội vụ": "10", "Sở Tài chính": "10", "Sở Y tế": "3"}
    one = next(iter(fed_cells(cycle).values()))
    assert (one.day, say(one.origin)) == (date(2025, 12, 31), "figure of 2025 of Sở Nội vụ, provisional")
    actions.close_cycle(by=an_actor(), cycle=last)
    assert say(next(iter(fed_cells(cycle).values())).origin) == "figure of 2025 of Sở Nội vụ"


def test_where_nothing_was_declared_nothing_is_offered(last: Cycle) -> None:
    Score.objects.filter(participant__name="Sở Y tế", leaf="1.1").update(figures=None)
    Score.objects.filter(participant__name="Sở Nội vụ", leaf="1.1").update(figures={"done": "0"})
    assert fed_by_unit(next_cycle()) == {"Sở Tài chính": "10"}


def test_a_set_that_names_no_source_asks_nobody(last: Cycle) -> None:
    cycle = next_cycle(SCORED)
    assert fed_cells(cycle) == {}
    actions.close_cycle(by=an_actor(), cycle=cycle)
    assert not FedSeal.objects.exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('rule = "ratio done / total"', 'rule = "ratio done / total; zero below 50%"'),
        ("| Số nhiệm vụ trong kế hoạch", "| Số nhiệm vụ được giao"),
        ('name = "Mức độ hoàn thành', 'name = "Tỷ lệ hoàn thành'),
    ],
)
def test_nothing_is_carried_across_a_change_of_formula(last: Cycle, old: str, new: str) -> None:
    changed = TEXT.replace(old, new)
    assert changed != TEXT
    assert fed_by_unit(next_cycle(changed)) == {}


def test_another_version_with_the_same_figure_is_fed(last: Cycle) -> None:
    assert len(fed_by_unit(next_cycle(TEXT.replace("from 1, fed", "from 2, fed")))) == 3


def test_a_renamed_unit_keeps_its_figure_and_a_merged_one_has_none(last: Cycle) -> None:
    health, home, money = (Unit.objects.get(name=f"Sở {one}") for one in ("Y tế", "Nội vụ", "Tài chính"))
    unit_actions.rename_unit(by=an_actor(), unit=health, name="Sở Y tế và Dân số", on=date(2026, 3, 1))
    unit_actions.merge_units(
        by=an_actor(),
        units=[home, money],
        into=NewUnit("Sở Nội vụ và Tài chính", "department"),
        on=date(2026, 3, 1),
    )
    cycle = next_cycle(units=("Sở Y tế và Dân số", "Sở Nội vụ và Tài chính"))
    assert fed_by_unit(cycle) == {"Sở Y tế và Dân số": "3"}
    assert "Sở Y tế" in say(next(iter(fed_cells(cycle).values())).origin)


def test_a_unit_that_took_in_another_since_has_no_figure_of_its_own(last: Cycle) -> None:
    home, money = (Unit.objects.get(name=f"Sở {one}") for one in ("Nội vụ", "Tài chính"))
    unit_actions.merge_units(by=an_actor(), units=[home, money], into=home, on=date(2026, 3, 1))
    assert fed_by_unit(next_cycle(units=("Sở Nội vụ", "Sở Y tế"))) == {"Sở Y tế": "3"}


def test_the_queries_do_not_grow_with_units_or_inputs(last: Cycle) -> None:
    cycle = next_cycle()
    first = cycle.participants.order_by("place").values_list("pk", flat=True)[:1]
    asked = []
    for participants in (list(first), None):
        with CaptureQueriesContext(connection) as queries:
            fed_cells(cycle, participants)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8


def figures(cycle: Cycle) -> Iterator[FedFigure]:
    yield from fed_cells(cycle).values()


def test_a_closed_cycle_keeps_what_was_fed_to_it_by_hash(last: Cycle) -> None:
    cycle = next_cycle()
    text = canonical_figures(figures(cycle))
    closed = actions.close_cycle(by=an_actor(), cycle=cycle)
    seal = FedSeal.objects.get()
    assert (seal.number, seal.content, seal.sha256) == (1, text, hash_of_figures(text))
    entry = Entry.objects.get(verb="cycles.closed", subject_id=str(cycle.pk))
    assert entry.facts["fed_figures"] == seal.sha256

    Score.objects.filter(participant__cycle=last, leaf="1.1").update(figures={"done": "1", "total": "7"})
    assert canonical_figures(figures(closed)) == text
    reopened = actions.reopen_cycle(
        by=an_actor(Role.COORDINATOR), cycle=closed, reason="Số liệu năm trước sai"
    )
    assert set(fed_by_unit(reopened).values()) == {"7"}
    actions.close_cycle(by=an_actor(), cycle=reopened)
    assert [one.number for one in FedSeal.objects.all()] == [1, 2]
    for change in (FedSeal.objects.all().delete, lambda: FedSeal.objects.update(content="[]")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_participant_is_told_its_own_figures_alone_before_and_after_closing(last: Cycle) -> None:
    cycle = next_cycle()
    one = cycle.participants.get(name="Sở Y tế")
    running = fed_cells(cycle, [one.pk])
    assert {key.participant for key in running} == {one.pk}
    assert fed_cells(actions.close_cycle(by=an_actor(), cycle=cycle), [one.pk]) == running
