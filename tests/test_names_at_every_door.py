"""The same wording means the same units, as surely and for the same reason, at every door that takes names: points
files, the form they are filled in on, names typed into a form, plans, scripts. A door only decides what it takes
without asking."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cchc.core.papers.wordings import split
from cchc.core.plans.columns import KEYS
from cchc.core.scoring.criteria.document import document_of
from cchc.core.scoring.index import UnitScores
from cchc.core.words.messages import Faults
from cchc.core.words.names import search_key, sort_key, spelling_key
from cchc.criteria.exchange.reading import read_known_set
from cchc.criteria.exchange.toml import write_toml
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.queries import named_participants
from cchc.plans.actions.understanding import spelling_of, understand
from cchc.scores.exchange.asides import aside_of
from cchc.scores.exchange.form import points_form, read_form_units
from cchc.scores.exchange.points import read_points_file
from cchc.scores.queries.comparison import preview_of
from cchc.scoring import score
from cchc.units import actions as unit_actions
from cchc.units.forms.choosing import UnitsField
from cchc.units.models import Alias, Lineage, Unit
from cchc.units.queries import DayUnits
from tests.builders import SCORED, a_group, a_plan, a_scored_cycle, an_actor
from tests.wordings import (
    GROUPS,
    REMEMBERED,
    Expected,
    answer_of,
    known_units,
    successions,
    wordings,
)

YEARS = sorted({one.year for one in wordings()})


class Stored:
    """The province of the table in the database."""

    def __init__(self) -> None:
        self.units: dict[str, Unit] = {}
        for unit in known_units():
            self.units[unit.id] = Unit.objects.create(
                name=unit.name,
                spelling=spelling_key(unit.name),
                search_key=search_key(unit.name),
                sort_key=sort_key(unit.name),
                kind=unit.kind,
                code=unit.code,
                parent=self.units.get(unit.parent),
                valid_from=unit.valid_from,
                valid_until=unit.valid_until,
            )
            for alias in unit.aliases:
                Alias.objects.create(unit=self.units[unit.id], name=alias, spelling=spelling_key(alias))
        self.ids = {str(stored.pk): unit for unit, stored in self.units.items()}
        for step in successions():
            Lineage.objects.create(
                kind=Lineage.Kind.MERGE,
                predecessor=self.units[step.predecessor],
                successor=self.units[step.successor],
                on=step.on,
            )
        for name, members in GROUPS.items():
            a_group(name, [self.units[one] for one in members])
        for text, meant in REMEMBERED.items():
            unit_actions.remember_wording(by=an_actor(), text=text, units=[self.units[one] for one in meant])

    def cycle(self, year: int) -> Cycle:
        """A cycle in which all units of the end of a year take part, whatever their kind."""
        cycle = a_scored_cycle(("Sở Nội vụ",), year=year, province=self.units["tinh"])
        there = [unit for unit in known_units() if unit.is_valid(date(year, 12, 31)) and unit.id != "nv"]
        Participant.objects.bulk_create(
            Participant(
                cycle=cycle,
                unit=self.units[unit.id],
                cycle_set=cycle.sets.get(),
                peer_group="Các sở",
                name=unit.name,
                code=unit.code,
                place=place,
            )
            for place, unit in enumerate(there, start=2)
        )
        return cycle


@pytest.fixture
def stored(db: None) -> Stored:
    return Stored()


def of_year(year: int) -> list[Expected]:
    return [one for one in wordings() if one.year == year]


def expected_of(year: int) -> dict[str, object]:
    return {one.wording: one.answer for one in of_year(year)}


@pytest.mark.django_db
@pytest.mark.parametrize("year", YEARS)
def test_a_points_file_understands_the_table(stored: Stored, year: int) -> None:
    cycle = stored.cycle(year)
    named = named_participants(cycle, cycle.participants.all())
    found = {one.wording: answer_of(named.match(one.wording), stored.ids) for one in of_year(year)}
    assert found == expected_of(year)


@pytest.mark.django_db
@pytest.mark.parametrize("year", YEARS)
def test_a_points_file_takes_over_what_is_sure_and_names_without_marks_and_refuses_all_else(
    stored: Stored, year: int
) -> None:
    cycle = stored.cycle(year)
    units = {row.pk: stored.ids[str(row.unit_id)] for row in cycle.participants.all()}
    taken = [one for one in of_year(year) if one.taken]
    for rows in _each_unit_once(taken):
        preview = preview_of(cycle.sets.get(), _points(cycle, rows))
        assert [units[change.participant] for change in preview.changes] == [one.taken for one in rows]
    others = [one for one in of_year(year) if not one.taken]
    with pytest.raises(Faults) as refused:
        preview_of(cycle.sets.get(), _points(cycle, others))
    assert [fault.found for fault in refused.value.faults] == [one.wording for one in others]


def _each_unit_once(rows: Iterable[Expected]) -> list[list[Expected]]:
    """The rows in as many lists as are needed for no unit to stand twice in one."""
    lists: dict[int, list[Expected]] = defaultdict(list)
    seen: dict[str | None, int] = defaultdict(int)
    for row in rows:
        lists[seen[row.taken]].append(row)
        seen[row.taken] += 1
    return list(lists.values())


def _table(wordings: Iterable[str], heading: str, cell: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(
        [["đơn vị", heading], *([wording, cell] for wording in wordings)]
    )
    return text.getvalue().encode()


def _points(cycle: Cycle, rows: Sequence[Expected]):
    data = _table((row.wording for row in rows), "1.2", "1")
    return read_points_file(data, "diem.csv", cycle.sets.get().version.text)


@pytest.mark.django_db
@pytest.mark.parametrize("year", YEARS)
def test_the_form_of_points_hands_every_wording_on_as_it_was_written(stored: Stored, year: int) -> None:
    cycle = stored.cycle(year)
    criteria = read_known_set(cycle.sets.get().version.text)
    units = [one.wording for one in of_year(year) if aside_of(one.wording, has_values=False) is None]
    written = list({spelling_key(wording): wording for wording in units}.values())
    set_text = write_toml(document_of(criteria))
    listed = read_form_units(_table(written, "1.2", ""), "don-vi.csv", set_text)
    filled = read_points_file(points_form(criteria, listed, str), "diem.xlsx", set_text)
    named = named_participants(cycle, cycle.participants.all())
    found = {unit.name: answer_of(named.match(unit.name), stored.ids) for unit in filled.units}
    assert found == {wording: expected_of(year)[wording] for wording in written}


@pytest.mark.django_db
@pytest.mark.parametrize("year", YEARS)
def test_names_typed_into_a_form_are_understood_alike(stored: Stored, year: int) -> None:
    among = DayUnits(date(year, 12, 31))
    found = {one.wording: answer_of(among.match(one.wording), stored.ids) for one in of_year(year)}
    assert found == expected_of(year)


@pytest.mark.django_db
@pytest.mark.parametrize("year", YEARS)
def test_a_form_takes_over_what_is_sure_and_names_without_marks_and_refuses_all_else(
    stored: Stored, year: int
) -> None:
    field = UnitsField(among=DayUnits(date(year, 12, 31)))

    def taken(wording: str) -> str | None:
        try:
            (unit,) = field.clean(wording)
        except ValidationError:
            return None
        return stored.ids[str(unit.pk)]

    assert {one.wording: taken(one.wording) for one in of_year(year)} == {
        one.wording: one.taken for one in of_year(year)
    }


@pytest.mark.django_db
@pytest.mark.parametrize("year", YEARS)
def test_a_plan_understands_the_table(stored: Stored, year: int) -> None:
    found = {}
    for own in ("tinh", "hcm"):
        plan = a_plan(stored.units[own], year=year)
        asked = [one for one in of_year(year) if (one.units == {"hcm"}) == (own == "hcm")]
        rows = [{**dict.fromkeys(KEYS, ""), "lead": one.wording} for one in asked]
        matches = understand(plan, rows).matches
        for one in asked:
            (agency,) = split(one.wording)
            found[one.wording] = answer_of(matches[spelling_of(agency.text)], stored.ids)
    assert found == expected_of(year)


def test_a_script_that_asks_for_a_unit_of_its_ranking_is_understood_alike() -> None:
    day = date(2025, 12, 31)
    there = [unit for unit in known_units() if unit.is_valid(day)]
    ranking = score(
        read_known_set(SCORED), [UnitScores(unit.name, {}, unit.code) for unit in there], year=2025
    )

    def asked(wording: str) -> str | None:
        try:
            return ranking.explain(wording, "1.2").unit
        except LookupError:
            return None

    names = {unit.id: unit.name for unit in there}
    by_name = ("name", "code", "title", "abbreviation", "unaccented", "misread", "unknown")
    kind_decides = "Xã Bình Minh"  # a points file does not say that Bình Minh is a ward
    rows = [one for one in of_year(2025) if one.reason in by_name and one.wording != kind_decides]
    assert {one.wording: asked(one.wording) for one in rows} == {
        one.wording: names[min(one.units)] if one.confidence == "sure" else None for one in rows
    }
