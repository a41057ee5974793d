"""Figures of units per year: typed, by Excel and as sources of declared figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role, Scope
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.scoring.criteria.attributes import FIGURES
from cchc.core.scoring.criteria.feeding import FedInput
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import NUMERIC, FigureKind
from cchc.core.scoring.sources import ATTRIBUTES, SourceName, read_source
from cchc.core.words.messages import Faults, say
from cchc.units import actions as units
from cchc.units.actions.figures import import_figures, set_figures
from cchc.units.actions.reading_figures import figures_from_json, figures_preview, rows_of_figures
from cchc.units.exchange.figures import HEADINGS, FiguresRow, figures_workbook, read_figures
from cchc.units.models import Unit, UnitFigure
from cchc.units.queries.figures import figures_of_units
from tests.builders import a_member, a_province, a_unit, actor_for, an_actor
from tests.core.documents import criteria, node

# --- the table file -----------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["Xã Tân An", "Phường Trần Phú", "Đặc khu Vân Đồn"])
VALUES = {
    name: st.integers(0, 10**9).map(str)
    if variable.kind is FigureKind.COUNT
    else st.integers(0, 10**6).map(lambda amount: f"{amount}.25")
    if variable.kind in NUMERIC
    else st.sampled_from(["Miền núi", "Đồng bằng", "12"])
    for name, variable in FIGURES.items()
}
ROWS = st.builds(
    FiguresRow,
    row=st.just(0),
    code=st.sampled_from(["", "01.2", "TA"]),
    name=NAMES,
    year=st.integers(1990, 2100),
    values=st.fixed_dictionaries({}, optional=VALUES),
    source=st.sampled_from(["", "Niên giám thống kê 2025"]),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(ROWS, max_size=4))
def test_figures_written_to_excel_are_read_again(rows: list[FiguresRow]) -> None:
    read = read_figures(figures_workbook(rows), "so-lieu.xlsx")
    facts = [(one.code, one.name, one.year, dict(one.values), one.source) for one in rows]
    assert [(one.code, one.name, one.year, dict(one.values), one.source) for one in read.rows] == facts
    kept = figures_from_json(rows_of_figures(read), "so-lieu.xlsx")
    assert [(one.code, one.name, one.year, dict(one.values), one.source) for one in kept.rows] == facts


def test_every_attribute_has_its_column() -> None:
    assert (
        set(HEADINGS) - {"code", "name", "year", "source"} == {one.name for one in ATTRIBUTES} == set(FIGURES)
    )


def test_every_fault_of_a_table_is_named_at_once_with_its_cell() -> None:
    table = (
        "Tên đơn vị;Năm;Dân số (người);Diện tích tự nhiên (km²)\n"
        "Xã Tân An;2025;-5;12,5\n"
        ";2025;10;\n"
        "Xã Tân Bình;năm nay;đông;\n"
    )
    with pytest.raises(Faults) as refused:
        read_figures(table.encode(), "so-lieu.csv")
    assert [(one.place.row, one.place.column, one.found) for one in refused.value.faults] == [
        (2, "C", "-5"), (3, "A", ""), (4, "C", "đông"), (4, "B", "năm nay"),
    ]  # fmt: skip
    with pytest.raises(Faults) as unknown:
        read_figures("Tên đơn vị;Dân cư\nXã A;1\n".encode(), "so-lieu.csv")
    assert [one.found for one in unknown.value.faults] == ["Dân cư", ""]


def test_thousands_of_people_are_a_whole_number() -> None:
    read = read_figures("Tên đơn vị;Năm;Dân số (người)\nXã A;2025;12.345\n".encode(), "so-lieu.csv")
    assert read.rows[0].values == {"population": "12345"}


# --- written, and fed ---------------------------------------------------------------------------------------------


def an_input(unit: Unit, attribute: str, inputs: str = "a: count | A") -> FedInput:
    leaf: Node = criteria(node("1", "1", inputs=inputs, rule="tiers a { < 9 = zero, >= 9 = full }")).leaves[
        "1"
    ]
    return FedInput(unit.pk, unit.pk, leaf, leaf.variables[0], read_source(f"unit.{attribute}"))


def fed(unit: Unit, attribute: str = "population", year: int = 2026) -> list[tuple[str, date, str]]:
    found = figures_of_units(year=year, inputs=[an_input(unit, attribute)])
    return [(one.value, one.day, say(one.origin)) for one in found]


def known(unit: Unit, year: int, source: str = "", **values: str) -> None:
    set_figures(by=an_actor(), unit=unit, year=year, values=values, source=source)


@pytest.mark.django_db
def test_the_latest_known_year_up_to_that_of_the_cycle_is_fed_with_its_origin() -> None:
    commune = a_unit("Xã Tân An", "commune", parent=a_province())
    assert fed(commune) == []
    known(commune, 2024, population="100")
    known(commune, 2025, "Niên giám thống kê", population="120", households="30")
    known(commune, 2027, population="999")
    assert fed(commune) == [("120", date(2025, 12, 31), "population of 2025 (Niên giám thống kê)")]
    assert fed(commune, year=2024) == [("100", date(2024, 12, 31), "population of 2024")]
    assert (fed(commune, "households"), fed(commune, "posts")) == (
        [("30", date(2025, 12, 31), "number of households of 2025 (Niên giám thống kê)")],
        [],
    )
    known(commune, 2025, population="")
    assert [value for value, _day, _origin in fed(commune)] == ["100"]


@pytest.mark.django_db
def test_what_was_known_of_another_whole_is_not_fed() -> None:
    province = a_province()
    first, second, third = (a_unit(f"Xã {name}", "commune", parent=province) for name in "ABC")
    for unit in (first, second, third):
        known(unit, 2024, population="100")
    renamed = units.rename_unit(by=an_actor(), unit=third, name="Xã D", on=date(2025, 7, 1))
    units.merge_units(by=an_actor(), units=[first, second], into=first, on=date(2025, 7, 1))
    assert (fed(first), [value for value, _day, _origin in fed(renamed)]) == ([], ["100"])
    known(first, 2025, population="200")
    assert [value for value, _day, _origin in fed(first)] == ["200"]


@pytest.mark.django_db
def test_what_the_figure_cannot_hold_is_not_fed() -> None:
    commune = a_unit("Xã Tân An", "commune", parent=a_province())
    known(commune, 2025, region="Hải đảo", population="5")
    choice = 'a: one of "Đồng bằng", "Miền núi" | Vùng'
    leaf = criteria(
        node("1", "1", inputs=choice, rule='choose a { "Đồng bằng" = full, "Miền núi" = zero }')
    ).leaves["1"]
    one = FedInput(1, commune.pk, leaf, leaf.variables[0], SourceName("unit", ("region",)))
    assert figures_of_units(year=2026, inputs=[one]) == []
    assert figures_of_units(year=2026, inputs=[an_input(commune, "population", "a: count, from 6 | A")]) == []


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_units() -> None:
    province = a_province()
    communes = [a_unit(f"Xã số {number}", "commune", parent=province) for number in range(12)]
    for one in communes:
        known(one, 2025, population="7")
    asked = []
    for many in (communes[:1], communes):
        with CaptureQueriesContext(connection) as queries:
            assert len(
                figures_of_units(year=2026, inputs=[an_input(one, "population") for one in many])
            ) == len(many)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 3


@pytest.mark.django_db
def test_a_file_is_shown_cell_by_cell_written_once_and_told_by_the_log() -> None:
    province = a_province()
    a_unit("Xã Tân An", "commune", parent=province, code="TA")
    commune = a_unit("Xã Tân Bình", "commune", parent=province)
    known(commune, 2025, population="80", households="20")
    table = "Mã đơn vị;Tên đơn vị;Năm;Dân số (người);Số hộ\nTA;;2025;50;\n;Tân Bình;2025;81;20\n"
    preview = figures_preview(read_figures(table.encode(), "so-lieu.csv"))
    assert [(one.name, one.attribute, one.old, one.new) for one in preview.cells] == [
        ("Xã Tân An", "population", "", "50"), ("Xã Tân Bình", "population", "80", "81"),
    ]  # fmt: skip
    assert (preview.counts, preview.faults) == ({"new": 1, "changed": 1, "unchanged": 1}, ())
    import_figures(by=an_actor(), cells=preview.cells, file="so-lieu.csv", sha256="0" * 64)
    assert sorted(UnitFigure.objects.values_list("value", flat=True)) == ["20", "50", "81"]
    assert figures_preview(read_figures(table.encode(), "so-lieu.csv")).cells == ()
    entry = Entry.objects.get(verb="units.figures_imported")
    assert (entry.facts["count"], list(play().differences)) == (2, [])


@pytest.mark.django_db
def test_rows_that_mean_nobody_several_or_the_same_unit_twice_are_faults() -> None:
    province = a_province()
    a_unit("Xã Tân An", "commune", parent=province)
    table = "Tên đơn vị;Năm;Số hộ\nXã Tân An;2025;1\nXã Tân An;2025;2\nXã Không Có;2025;3\n"
    faults = figures_preview(read_figures(table.encode(), "so-lieu.csv")).faults
    assert [(one.place.row, one.found) for one in faults] == [(3, "Xã Tân An"), (4, "Xã Không Có")]


def values_of(entry: Entry) -> Mapping[str, object]:
    changes: Mapping[str, object] = entry.facts["changes"]
    return changes


@pytest.mark.django_db
def test_what_is_so_already_is_not_written_again_and_what_is_emptied_goes() -> None:
    commune = a_unit("Xã Tân An", "commune", parent=a_province())
    known(commune, 2025, population="80")
    known(commune, 2025, population="80", posts="")
    assert Entry.objects.filter(verb="units.figures_set").count() == 1
    known(commune, 2025, population="")
    assert values_of(Entry.objects.filter(verb="units.figures_set").latest("pk")) == {
        "population": ["80", None]
    }
    assert (UnitFigure.objects.count(), list(play().differences)) == (0, [])


@pytest.mark.django_db
def test_only_the_scope_of_the_province_writes_figures() -> None:
    province = a_province()
    commune = a_unit("Xã Tân An", "commune", parent=province)
    own = actor_for(a_member(Role.ADMINISTRATOR, scope=Scope.OWN_TREE, unit=commune))
    for by in (own, an_actor(Role.LEADER), an_actor(Role.UNIT_CLERK)):
        with pytest.raises(NotPermitted):
            set_figures(by=by, unit=commune, year=2025, values={"population": "1"})
    set_figures(by=an_actor(Role.COORDINATOR), unit=commune, year=2025, values={"population": "1"})
