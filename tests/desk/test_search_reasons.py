"""Why something was found where its name does not say so, and what is suggested while one types."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cchc.access.permissions import Role, Scope
from cchc.desk.queries.search import MOST_SUGGESTIONS, Hit, search_hits, suggestions
from cchc.plans.actions.enforcing import make_plan
from cchc.units.actions import merge_units
from cchc.units.models import Unit
from tests import builders
from tests.markup import source

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 20)
IN_HTMX = {"HTTP_HX_REQUEST": "true"}


def hits(text: str, *, role: Role = Role.LEADER) -> list[Hit]:
    """All hits of a text for somebody in a role."""
    return [hit for kind in search_hits(builders.an_actor(role), text, DAY) for hit in kind.hits]


def reasons(text: str) -> dict[str, tuple[str, str]]:
    """Why each thing was found, by its name."""
    return {hit.text: (hit.why, hit.found) for hit in hits(text)}


def test_a_unit_is_found_under_the_name_it_had_before_its_merger() -> None:
    province = builders.a_province()
    olds = [builders.a_unit(name, parent=province) for name in ("Sở Kế hoạch và Đầu tư", "Sở Tài chính")]
    merge_units(by=builders.an_actor(), units=olds, into=olds[1], on=date(2025, 3, 1))
    assert reasons("ke hoach va dau tu") == {
        "Sở Tài chính": ("formerly", "Sở Kế hoạch và Đầu tư"),
        "Sở Kế hoạch và Đầu tư": ("", ""),
    }
    new, old = hits("ke hoach va dau tu")
    assert (new.text, old.beside.endswith("until 01/03/2025")) == ("Sở Tài chính", True)


def test_a_unit_is_found_under_its_code_and_other_names_without_diacritics() -> None:
    builders.a_unit("Sở Nội vụ", code="H01", aliases=["Cơ quan thường trực"])
    assert reasons("h01") == {"Sở Nội vụ": ("code", "H01")}
    assert reasons("co quan thuong truc") == {"Sở Nội vụ": ("also called", "Cơ quan thường trực")}


def test_a_leaf_is_found_under_its_number_and_the_words_of_its_figures() -> None:
    builders.a_scored_cycle()
    assert reasons("2.2") == {"2.2 Mức độ hài lòng": ("", "")}
    assert list(reasons("1.")) == ["1.1 Mức độ hoàn thành kế hoạch", "1.2 Báo cáo định kỳ"]
    assert reasons("so nhiem vu hoan thanh") == {
        "1.1 Mức độ hoàn thành kế hoạch": ("figure", "Số nhiệm vụ hoàn thành")
    }


def test_a_measure_says_in_which_column_the_words_stand() -> None:
    builders.a_unit("Sở Nội vụ", parent=builders.a_province())
    plan = builders.a_plan(title="Kế hoạch của tỉnh")
    builders.a_measure(plan, "Rà soát văn bản", output="Báo cáo kết quả rà soát quý", lead="Sở Nội vụ")
    make_plan(by=builders.enforcer_of(plan.unit), plan=plan)
    [(name, (why, found))] = reasons("ket qua ra soat").items()
    assert (name, why, found) == ("Rà soát văn bản", "Output", "Báo cáo kết quả rà soát quý")


def test_people_are_found_by_those_who_look_after_them_alone() -> None:
    unit = builders.a_unit("Sở Nội vụ")
    builders.a_member(Role.UNIT_CLERK, unit=unit, username="tim.toi")
    found = {role: [hit.why for hit in hits("tim.toi", role=role)] for role in Role}
    assert {role for role, why in found.items() if why} == {Role.ADMINISTRATOR}


def test_the_number_of_queries_does_not_grow_with_what_there_is() -> None:
    builders.a_scored_cycle()
    clerk = builders.an_actor(Role.UNIT_CLERK, Scope.OWN_UNIT)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            suggestions(clerk, "so", DAY)
        return len(queries)

    before = asked()
    for number in range(12):
        builders.a_unit(f"Sở thứ {number}")
        builders.a_measure(builders.a_plan(), f"Sổ {number}")
    assert asked() == before


def test_suggestions_are_the_first_hits_of_each_kind_with_what_was_typed_marked() -> None:
    for number in range(MOST_SUGGESTIONS + 2):
        builders.a_unit(f"Sở Nội vụ {number}")
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(builders.a_member(Role.LEADER, unit=Unit.objects.all()[0]).person)
    address = reverse("desk:suggestions")
    part = source(client.get(address, {"q": "noi vu"}, **IN_HTMX))
    assert part.count('role="option"') == MOST_SUGGESTIONS + 1
    assert part.count("<mark>Nội vụ</mark>") == MOST_SUGGESTIONS
    assert "<html" not in part
    assert "Nothing found" in source(client.get(address, {"q": "zzz"}, **IN_HTMX))
    assert 'role="option"' not in source(client.get(address, {"q": "n"}, **IN_HTMX))
    whole = client.get(address, {"q": "noi vu"})
    assert (whole.status_code, whole.headers["Location"]) == (302, "/tim-kiem/?q=noi+vu")
