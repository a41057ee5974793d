"""Reading the units: days, trees, searches, lineages, in a constant number of queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.access.permissions import Role
from cchc.units import actions, queries
from cchc.units.models import Kind, Unit
from tests.builders import a_province, a_unit, an_actor

pytestmark = pytest.mark.django_db

DAY = date(2025, 7, 1)


def test_a_unit_is_valid_from_its_first_day_up_to_but_not_on_its_last() -> None:
    a_unit(since=date(2024, 1, 1), until=DAY)
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2025, 6, 30), DAY]
    assert [queries.valid_on(day).count() for day in days] == [0, 1, 1, 0]


def test_the_tree_reads_from_top_to_bottom_in_vietnamese_order() -> None:
    province = a_province()
    district = a_unit("Huyện Đoan Hùng", Kind.DISTRICT, parent=province)
    a_unit("Huyện Cẩm Khê", Kind.DISTRICT, parent=province)
    a_unit("Xã Phú Lâm", Kind.COMMUNE, parent=district)
    read = [(b.unit.name, b.depth, b.children) for b in queries.tree_on(DAY).branches()]
    assert read == [
        ("Phú Thọ", 0, 2),
        ("Huyện Cẩm Khê", 1, 0),
        ("Huyện Đoan Hùng", 1, 1),
        ("Xã Phú Lâm", 2, 0),
    ]


def test_the_path_of_a_unit_starts_at_the_top() -> None:
    province = a_province()
    district = a_unit("Huyện A", Kind.DISTRICT, parent=province)
    commune = a_unit("Xã B", Kind.COMMUNE, parent=district)
    assert queries.tree_on(DAY).path(commune) == [province, district]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dong", ["Sở Xây Đông"]),
        ("ĐÔNG", ["Sở Xây Đông"]),
        ("snv", ["Sở Nội vụ"]),
        ("h01", ["Sở Nội vụ"]),
        ("", ["Sở Nội vụ", "Sở Xây Đông"]),
        ("thuế", []),
    ],
)
def test_a_search_ignores_diacritics_and_knows_codes_and_other_names(text: str, found: list[str]) -> None:
    a_unit("Sở Nội vụ", code="H01", aliases=["SNV"])
    a_unit("Sở Xây Đông")
    assert [unit.name for unit in queries.units_matching(text, Unit.objects.all())] == found


def test_a_lineage_is_walked_to_its_beginning_and_to_its_end() -> None:
    first = a_unit("A")
    second = actions.rename_unit(by=an_actor(), unit=first, name="B", on=date(2022, 1, 1))
    third = actions.rename_unit(by=an_actor(), unit=second, name="C", on=date(2023, 1, 1))
    back = [(step.before.name, step.distance) for step in queries.predecessors(third)]
    ahead = [(step.after.name, step.distance) for step in queries.successors(first)]
    assert (back, ahead) == ([("B", 1), ("A", 2)], [("B", 1), ("C", 2)])
    assert queries.predecessors(first) == ()


def test_the_lineages_of_many_units_cost_as_many_queries_as_one() -> None:
    news = [
        actions.rename_unit(by=an_actor(), unit=a_unit(f"Sở {n}"), name=f"Sở mới {n}", on=DAY).pk
        for n in range(12)
    ]
    counts = []
    for asked in (news[:1], news):
        with CaptureQueriesContext(connection) as made:
            queries.predecessors_of(asked)
        counts.append(len(made))
    assert counts == [2, 2]


def test_the_tree_costs_three_queries() -> None:
    province = a_province()
    for n in range(20):
        a_unit(f"Xã {n}", Kind.COMMUNE, parent=province)
    with CaptureQueriesContext(connection) as made:
        assert len(queries.subtree(province, DAY)) == 20
    assert len(made) == 3


def test_every_role_sees_the_units_but_who_only_collects_answers() -> None:
    a_unit()
    blind = {role for role in Role if not queries.visible_to(an_actor(role)).exists()}
    assert blind == {Role.ENUMERATOR, Role.SURVEY_SUPERVISOR, Role.LINK_KEEPER}


def test_a_unit_merges_with_its_own_kind_under_the_same_parent() -> None:
    province = a_province()
    ward = a_unit("Phường 1", Kind.WARD, parent=province)
    commune = a_unit("Xã A", Kind.COMMUNE, parent=province)
    department = a_unit("Sở A", parent=province)
    a_unit("Xã B", Kind.COMMUNE, parent=province, until=date(2030, 1, 1))
    a_unit("Xã C", Kind.COMMUNE, parent=a_province("Bắc Ninh"))
    assert (queries.merge_candidates(ward, DAY), queries.merge_candidates(department, DAY)) == ([commune], [])


def test_the_tree_shows_departments_before_communes() -> None:
    province = a_province()
    for name, kind in (("Xã A", Kind.COMMUNE), ("Thanh tra", Kind.DEPARTMENT), ("Phường B", Kind.WARD)):
        a_unit(name, kind, parent=province)
    assert [unit.name for unit in queries.subtree(province, DAY)] == ["Thanh tra", "Xã A", "Phường B"]


def test_a_tree_of_any_depth_is_walked() -> None:
    bottom = _nested(1_200)
    tree = queries.tree_on(DAY)
    assert [branch.depth for branch in tree.branches()] == list(range(1_201))
    assert len(tree.path(bottom)) == 1_200
    assert len(queries.lines(bottom.valid_from)) == 1_201


def _nested(levels: int) -> Unit:
    """The lowest of units that each belong to the one before, as a database of before may hold them."""
    above = a_province()
    first = above.pk + 100_000  # numbers that the database itself will not give
    Unit.objects.bulk_create(
        Unit(
            pk=pk,
            name=f"Phòng {pk}",
            kind=Kind.DIVISION,
            parent_id=pk - 1 if pk > first else above.pk,
            valid_from=above.valid_from,
        )
        for pk in range(first, first + levels)
    )
    return Unit.objects.get(pk=first + levels - 1)


def test_units_stand_on_twelve_levels_at_most() -> None:
    lowest = _nested(10)
    last = actions.add_unit(by=an_actor(), name="Tổ", kind=Kind.DIVISION, parent=lowest, valid_from=DAY)
    with pytest.raises(ValidationError, match="12"):
        actions.add_unit(by=an_actor(), name="Nhóm", kind=Kind.DIVISION, parent=last, valid_from=DAY)
    with pytest.raises(ValidationError, match="itself"):
        actions.change_unit(
            by=an_actor(),
            unit=lowest,
            name=lowest.name,
            kind=lowest.kind,
            code="",
            parent=last,
            valid_from=lowest.valid_from,
            valid_until=None,
            aliases=(),
        )
