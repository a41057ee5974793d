"""A change of units is undone as long as nothing was built on it, and leaves then no trace but in the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role, Scope
from cchc.accounts.queries import actor_of
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.audit.queries import sentence
from cchc.core.papers.basis import LegalBasis
from cchc.units import actions
from cchc.units.actions import NewUnit, latest_change, undo_change
from cchc.units.models import Alias, Kind, Lineage, Unit
from cchc.units.queries import tree_on
from tests import builders
from tests.builders import a_member, a_province, a_unit, an_actor
from tests.markup import source

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)
INTO = [NewUnit("Sở Một", Kind.DEPARTMENT, "M1"), NewUnit("Sở Hai", Kind.DEPARTMENT)]


@pytest.fixture
def units() -> dict[str, Unit]:
    """A province with three departments, the first with an office and another name."""
    province = Unit.objects.filter(kind=Kind.PROVINCE).first() or a_province()
    one = a_unit("Sở Nội vụ", parent=province, code="SNV", aliases=["SNV"])
    return {
        "province": province,
        "one": one,
        "two": a_unit("Sở Tài chính", parent=province),
        "three": a_unit("Sở Y tế", parent=province),
        "office": a_unit("Phòng Một cửa", Kind.DIVISION, parent=one),
    }


def everything() -> list[Any]:
    return [list(table.objects.order_by("pk").values()) for table in (Unit, Lineage, Alias)]


Act = Callable[[dict[str, Unit]], Unit]

ACTS: dict[str, Act] = {
    "renamed": lambda at: actions.rename_unit(by=an_actor(), unit=at["one"], name="Sở Nội vụ mới", on=DAY),
    "moved": lambda at: actions.move_unit(by=an_actor(), unit=at["one"], to=at["two"], on=DAY),
    "merged": lambda at: actions.merge_units(
        by=an_actor(),
        units=[at["one"], at["two"]],
        into=NewUnit("Sở Hợp nhất", Kind.DEPARTMENT, "SNV"),
        on=DAY,
    ),
    "taken in": lambda at: actions.merge_units(
        by=an_actor(), units=[at["one"], at["two"]], into=at["two"], on=DAY
    ),
    "split": lambda at: actions.split_unit(
        by=an_actor(), unit=at["one"], into=INTO, on=DAY, children={at["office"].pk: 1}
    )[0],
    "ended": lambda at: actions.close_unit(by=an_actor(), unit=at["three"], on=DAY),
}

BUILT: dict[str, tuple[Callable[[Unit], Any], str]] = {
    "a role": (lambda unit: a_member(Role.UNIT_CLERK, unit=unit), "1 role of a person"),
    "a plan": (lambda unit: builders.a_plan(unit), "1 plan"),
    "a unit below": (
        lambda unit: a_unit("Phòng Mới", Kind.DIVISION, parent=unit, since=date(2026, 4, 1)),
        "1 unit below",
    ),
    "a later change": (
        lambda unit: actions.rename_unit(by=an_actor(), unit=unit, name="Sở Sau", on=date(2026, 5, 1)),
        "1 later change of the unit",
    ),
    "a group": (lambda unit: builders.a_group("Các sở", [unit]), "1 agency group"),
    "a wording": (
        lambda unit: actions.remember_wording(by=an_actor(), text="Cơ quan ấy", units=[unit]),
        "1 remembered wording",
    ),
    "a part in a cycle": (
        lambda unit: builders.a_scored_cycle([unit.name], year=2026),
        "1 participation in a cycle",
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_undoing_restores_everything_and_the_log_plays_it(units: dict[str, Unit], act: Act) -> None:
    before = everything()
    entry = latest_change(act(units))
    assert entry is not None
    undo_change(by=an_actor(), entry=entry, reason="Nhầm ngày")
    assert everything() == before
    assert list(play().differences) == []
    with pytest.raises(ValidationError, match="undone already"):
        undo_change(by=an_actor(), entry=entry, reason="Nhầm ngày")


@pytest.mark.parametrize("act", ["renamed", "moved", "merged", "taken in", "split"])
@pytest.mark.parametrize(("build", "words"), BUILT.values(), ids=BUILT)
def test_what_was_built_since_keeps_a_change_from_being_undone(
    units: dict[str, Unit], act: str, build: Callable[[Unit], Any], words: str
) -> None:
    follows = ACTS[act](units)
    entry = latest_change(follows)
    assert entry is not None
    build(follows)
    before = everything()
    with pytest.raises(ValidationError, match=words):
        undo_change(by=an_actor(), entry=entry, reason="Nhầm")
    assert everything() == before


def test_what_referred_to_the_unit_that_lives_on_before_it_took_others_in_does_not_count(
    units: dict[str, Unit],
) -> None:
    for build, _words in (BUILT["a role"], BUILT["a plan"], BUILT["a group"]):
        build(units["two"])
    before = everything()
    entry = latest_change(ACTS["taken in"](units))
    assert entry is not None
    undo_change(by=an_actor(), entry=entry, reason="Nhầm")
    assert everything() == before


def test_changes_are_undone_one_after_the_other_from_the_last(units: dict[str, Unit]) -> None:
    before = everything()
    renamed = ACTS["renamed"](units)
    merged = actions.merge_units(
        by=an_actor(),
        units=[renamed, units["two"]],
        into=NewUnit("Sở Hợp nhất", Kind.DEPARTMENT),
        on=date(2026, 5, 1),
    )
    for page in (merged, renamed):
        entry = latest_change(page)
        assert entry is not None
        undo_change(by=an_actor(), entry=entry, reason="Nhầm")
    assert (everything(), latest_change(units["one"])) == (before, None)


def test_a_name_that_another_unit_took_meanwhile_refuses_the_undoing(units: dict[str, Unit]) -> None:
    entry = latest_change(ACTS["ended"](units))
    a_unit("Sở Y tế", parent=units["province"], since=date(2026, 4, 1))
    assert entry is not None
    with pytest.raises(ValidationError, match="same name"):
        undo_change(by=an_actor(), entry=entry, reason="Nhầm")


@pytest.mark.parametrize("parted", [False, True], ids=["ended", "split"])
def test_a_unit_whose_superior_ended_meanwhile_is_not_brought_back_without_a_place(
    units: dict[str, Unit], parted: bool
) -> None:
    actions.close_unit(by=an_actor(), unit=units["office"], on=DAY)
    entry = latest_change(units["office"])
    assert entry is not None
    later = date(2026, 4, 1)
    if parted:
        actions.split_unit(by=an_actor(), unit=units["one"], into=INTO, on=later)
    else:
        actions.close_unit(by=an_actor(), unit=units["one"], on=later)
    before = everything()
    with pytest.raises(ValidationError, match="“Sở Nội vụ”, to which “Phòng Một cửa” belonged, ended since"):
        undo_change(by=an_actor(), entry=entry, reason="Nhầm")
    assert everything() == before


def test_a_unit_whose_superior_was_renamed_meanwhile_comes_back_below_it(units: dict[str, Unit]) -> None:
    actions.close_unit(by=an_actor(), unit=units["office"], on=DAY)
    entry = latest_change(units["office"])
    assert entry is not None
    new = actions.rename_unit(by=an_actor(), unit=units["one"], name="Sở Mới", on=date(2026, 4, 1))
    (back,) = undo_change(by=an_actor(), entry=entry, reason="Nhầm")
    assert tree_on(date(2026, 5, 1)).parent(back) == new


def test_an_administrator_below_the_province_undoes_only_below_the_own_unit(units: dict[str, Unit]) -> None:
    by = actor_of(a_member(Role.ADMINISTRATOR, unit=units["one"], scope=Scope.OWN_TREE))
    before = everything()
    inside = latest_change(actions.rename_unit(by=by, unit=units["office"], name="Phòng Hai cửa", on=DAY))
    assert inside is not None
    undo_change(by=by, entry=inside, reason="Nhầm")
    assert everything() == before
    outside = latest_change(ACTS["ended"](units))
    assert outside is not None
    with pytest.raises(NotPermitted):
        undo_change(by=by, entry=outside, reason="Nhầm")


# Pages


@pytest.fixture
def office(client_of: Callable[[Role], Client]) -> Client:
    return client_of(Role.COORDINATOR)


def agreed(office: Client, name: str, unit: Unit, typed: dict[str, Any]) -> Any:
    """What is answered to a change that was looked at; nothing is written by looking."""
    address = reverse(f"units:{name}", args=[unit.pk])
    before = everything(), Entry.objects.count()
    grave = office.post(address, typed).context["grave"]
    assert (everything(), Entry.objects.count()) == before
    return grave, office.post(address, typed | {"agreed": grave.seal})


def test_a_merger_says_first_what_ends_what_goes_on_and_what_keeps_the_old_name(
    office: Client, units: dict[str, Unit]
) -> None:
    a_member(Role.UNIT_CLERK, unit=units["one"], username="can-bo-noi-vu")
    builders.a_plan(units["two"])
    typed = {
        "units": [units["two"].pk],
        "into": "new",
        "name": "Sở Hợp nhất",
        "kind": "department",
        "on": "01/03/2026",
    }
    basis = {"basis_number": "12/NQ-HĐND", "basis_date": "25/02/2026"}
    grave, answer = agreed(office, "merge", units["one"], typed | basis)
    assert list(grave.happens) == [
        "On 01/03/2026 2 units end: “Sở Nội vụ” and “Sở Tài chính”.",
        "“Sở Hợp nhất” opens on that day and follows them all.",
        "1 unit below goes along.",
        "1 role of a person goes on in the unit that follows.",
    ]
    assert grave.beside == ("Under the old names remain: 1 plan.",)
    assert answer["Location"] == reverse("units:detail", args=[Unit.objects.get(name="Sở Hợp nhất").pk])
    entry = Entry.objects.get(verb="units.merged")
    assert sentence(entry).endswith("; legal basis: 12/NQ-HĐND, 25/02/2026")
    assert "legal basis: 12/NQ-HĐND, 25/02/2026" in source(office.get(answer["Location"]))


def test_people_of_a_unit_that_nothing_follows_are_named(office: Client, units: dict[str, Unit]) -> None:
    a_member(Role.UNIT_CLERK, unit=units["three"])
    grave, answer = agreed(office, "close", units["three"], {"on": "01/03/2026"})
    [roles] = grave.unfinished
    assert (roles.sentence, roles.names) == (
        "1 role of a person has no unit afterwards and is to be given anew.",
        ("Chuyên viên Sở Y tế: Unit clerk, Sở Y tế",),
    )
    assert answer.status_code == 302


def test_what_refuses_a_change_is_said_before_anybody_agrees(office: Client, units: dict[str, Unit]) -> None:
    address = reverse("units:close", args=[units["one"].pk])
    answer = office.post(address, {"on": "01/03/2026"})
    assert (answer.status_code, answer.context["grave"]) == (422, None)
    assert "1 units still belong to it" in source(answer)


def test_a_change_is_undone_on_the_page_of_the_unit_with_a_reason(
    office: Client, units: dict[str, Unit]
) -> None:
    before = everything()
    renamed = ACTS["renamed"](units)
    for page in (renamed, units["one"]):
        assert reverse("units:undo", args=[page.pk]) in source(
            office.get(reverse("units:detail", args=[page.pk]))
        )
    address = reverse("units:undo", args=[renamed.pk])
    grave = office.get(address).context["grave"]
    assert list(grave.happens) == [
        "1 unit lives on as before: “Sở Nội vụ”.",
        "1 unit that the change opened goes: “Sở Nội vụ mới”.",
    ]
    assert office.post(address, {"agreed": grave.seal}).status_code == 422
    basis = {"basis_number": "15/QĐ-UBND"}
    answer = office.post(address, {"agreed": grave.seal, "reason": "Nhầm tên", **basis})
    assert (answer["Location"], everything()) == (reverse("units:detail", args=[units["one"].pk]), before)
    entry = Entry.objects.get(verb="units.change_undone")
    assert LegalBasis("15/QĐ-UBND").facts().items() <= entry.facts.items()
    assert office.get(reverse("units:undo", args=[units["one"].pk])).status_code == 404


def test_the_page_says_what_was_built_instead_of_a_form(office: Client, units: dict[str, Unit]) -> None:
    renamed = ACTS["renamed"](units)
    builders.a_plan(renamed)
    answer = office.get(reverse("units:undo", args=[renamed.pk]))
    text = source(answer)
    assert (answer.status_code, "1 plan were built on it" in text, 'name="reason"' in text) == (
        422,
        True,
        False,
    )
