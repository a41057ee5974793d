"""What a search promises: whatever bears a name is found under it however it is typed, nothing else is, each hit opens,
and what one may not see is not found."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.access.actor import Actor
from cchc.access.permissions import GRANTS, Capacity, Role, Scope
from cchc.core.words.names import search_key
from cchc.desk.queries.search import MOST_HITS, Hits, search_hits
from cchc.plans.actions.enforcing import make_plan
from cchc.units.models import Kind, Unit
from tests import builders

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 20)
SYLLABLES = (
    "hòa",
    "thuỷ",
    "đông",
    "Đà",
    "nẵng",
    "xã",
    "phường",
    "nguyễn",
    "ngưỡng",
    "ghềnh",
    "quảng",
    "oanh",
)
PLAIN = st.sampled_from([str.lower, str.upper, str.title, str.swapcase, str])
FORMS = st.sampled_from(["NFC", "NFD"])


def without_marks(letter: str) -> str:
    """A letter as who types without marks writes it."""
    bare = letter.replace("đ", "d").replace("Đ", "D")
    return "".join(one for one in unicodedata.normalize("NFD", bare) if not unicodedata.combining(one))


@st.composite
def typed(draw: st.DrawFn, name: str) -> str:
    """The name as somebody may type it: some letters without marks, in any case, composed or not."""
    letters = [
        without_marks(letter) if draw(st.booleans()) else letter
        for letter in unicodedata.normalize("NFC", name)
    ]
    return unicodedata.normalize(draw(FORMS), draw(PLAIN)("".join(letters)))


@st.composite
def a_part(draw: st.DrawFn, name: str) -> str:
    """Some words of a name that follow each other."""
    words = name.split()
    first = draw(st.integers(0, len(words) - 1))
    return " ".join(words[first : draw(st.integers(first + 1, len(words)))])


def reader() -> Actor:
    """Somebody who may read what everybody reads."""
    return builders.an_actor(Role.LEADER)


def names_of(hits: list[Hits], label: str) -> list[str]:
    """The texts of the hits of one kind."""
    return [hit.text for kind in hits if kind.label == label for hit in kind.hits]


def test_a_unit_is_found_under_its_name_however_it_is_typed() -> None:
    builders.a_unit("Ban quản lý các khu công nghiệp")

    @settings(max_examples=15)
    @given(words=st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=5), data=st.data())
    def named(words: list[str], data: st.DataObject) -> None:
        with transaction.atomic():
            name = " ".join(words).capitalize()
            unit = builders.a_unit(name)
            for text in (data.draw(typed(name)), data.draw(typed(data.draw(a_part(name))))):
                assert unit.name in names_of(search_hits(reader(), text, DAY), "Units")
            transaction.set_rollback(True)

    named()


@pytest.fixture
def everything() -> dict[str, str]:
    """One thing of each kind, with the kind under which it is found."""
    cycle = builders.a_scored_cycle()
    plan = builders.a_plan(cycle.province, title="Kế hoạch thuỷ lợi Đông Hoà")
    builders.a_measure(plan, "Rà soát quỹ đất ưu tiên", lead="Sở Nội vụ")
    make_plan(by=builders.an_actor(Role.COORDINATOR), plan=plan)
    return {
        "Units": "Sở Tài chính",
        "Criteria": "Mức độ hoàn thành kế hoạch",
        "Cycles": "Kỳ đánh giá năm 2026",
        "Plans": "Kế hoạch thuỷ lợi Đông Hoà",
        "Measures": "Rà soát quỹ đất ưu tiên",
    }


def test_a_thing_of_any_kind_is_found_under_any_words_of_its_name(everything: dict[str, str]) -> None:
    @settings(max_examples=25)
    @given(kind=st.sampled_from(sorted(everything)), data=st.data())
    def named(kind: str, data: st.DataObject) -> None:
        text = data.draw(typed(data.draw(a_part(everything[kind]))))
        assert any(everything[kind] in found for found in names_of(search_hits(reader(), text, DAY), kind))

    named()


@pytest.mark.parametrize("sign", ["%", "_", "\\", "*", "?", "'", '"'])
def test_a_sign_that_means_something_to_a_database_means_only_itself(
    everything: dict[str, str], sign: str
) -> None:
    assert search_hits(reader(), f"S{sign}n", DAY) == []
    builders.a_unit(f"Trung tâm S{sign}n")
    assert names_of(search_hits(reader(), f"s{sign}n", DAY), "Units") == [f"Trung tâm S{sign}n"]


def test_nothing_is_found_that_does_not_bear_the_words(everything: dict[str, str]) -> None:
    words = st.sampled_from(
        sorted({word for name in everything.values() for word in name.split()} | {*SYLLABLES})
    )

    @settings(max_examples=25)
    @given(text=st.lists(words, min_size=1, max_size=3).map(" ".join))
    def looked_for(text: str) -> None:
        for kind in search_hits(reader(), text, DAY):
            for hit in kind.hits:
                assert search_key(text) in search_key(hit.found if hit.why else hit.text)
                marked = [one.text for one in (*hit.pieces, *hit.found_pieces) if one.is_hit]
                assert {search_key(one) for one in marked} == {search_key(text)}

    looked_for()


@pytest.mark.parametrize(
    "capacity",
    [Capacity(Role.UNIT_CLERK, Scope.OWN_UNIT), Capacity(Role.ADMINISTRATOR, Scope.OWN_TREE)],
    ids="-".join,
)
def test_every_hit_opens_for_whom_it_was_found(everything: dict[str, str], capacity: Capacity) -> None:
    member = builders.a_member(capacity.role, scope=capacity.scope)
    browser = Client()
    browser.force_login(member.person)
    for name in everything.values():
        for kind in search_hits(builders.actor_for(member), name, DAY):
            assert [hit.href for hit in kind.hits if browser.get(hit.href).status_code != 200] == []


def test_what_the_list_of_permissions_does_not_grant_is_not_found(everything: dict[str, str]) -> None:
    shown = {"Units": "unit", "Criteria": "set", "Cycles": "cycle", "Plans": "plan", "Measures": "plan"}
    for capacity, granted in GRANTS.items():
        read = {one.split(":")[1] for one in granted if one.endswith(":read")}
        actor = builders.an_actor(capacity.role, capacity.scope)
        found = {kind for kind, name in everything.items() if names_of(search_hits(actor, name, DAY), kind)}
        assert found == {kind for kind, thing in shown.items() if thing in read}, capacity


def test_a_draft_is_found_by_those_who_write_it_alone(everything: dict[str, str]) -> None:
    unit, other = Unit.objects.get(name="Sở Y tế"), Unit.objects.get(name="Sở Nội vụ")
    builders.a_measure(builders.a_plan(unit, title="Bản nháp của ngành"), "Việc chưa ai biết")
    own, foreign = (builders.actor_for(builders.a_member(Role.UNIT_CLERK, unit=one)) for one in (unit, other))
    assert [names_of(search_hits(one, "ban nhap cua nganh", DAY), "Plans") for one in (own, foreign)] == [
        ["Bản nháp của ngành"],
        [],
    ]
    assert [names_of(search_hits(one, "viec chua ai biet", DAY), "Measures") for one in (own, foreign)] == [
        ["Việc chưa ai biết"],
        [],
    ]


@pytest.mark.parametrize("more", [0, 1])
def test_of_very_many_the_first_are_shown_and_all_are_counted(more: int) -> None:
    for number in range(MOST_HITS + more):
        builders.a_unit(f"Xã Tân Lập {number}", Kind.COMMUNE)
    [units] = search_hits(reader(), "tan lap", DAY)
    assert (len(units.hits), units.count, units.more) == (MOST_HITS, MOST_HITS + more, bool(more))


def test_a_unit_that_has_ended_comes_after_those_that_are_there_and_says_so() -> None:
    builders.a_unit("Xã An Bình", Kind.COMMUNE, until=date(2025, 7, 1))
    builders.a_unit("Xã An Bình Tây", Kind.COMMUNE)
    [units] = search_hits(reader(), "an binh", DAY)
    assert [hit.text for hit in units.hits] == ["Xã An Bình Tây", "Xã An Bình"]
    assert ["until 01/07/2025" in hit.beside for hit in units.hits] == [False, True]
