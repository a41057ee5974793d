"""Whatever an administrator below the province does, the scope never grows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import GRANTS, Role, Scope
from cchc.accounts import actions as account_actions
from cchc.accounts.models import Membership, Person
from cchc.accounts.policies import manageable_people
from cchc.accounts.queries import actor_of, memberships_of, today
from cchc.units import actions
from cchc.units.actions import NewUnit, UnitChange
from cchc.units.models import Kind, Unit
from cchc.units.queries import ids_in_reach, ids_under
from tests.builders import a_member, a_province, a_unit, an_actor

ANY = st.integers(0, 30)
DAYS = st.sampled_from(
    [date(1990, 1, 1), date(2020, 1, 1), date(2026, 1, 1), date(2026, 6, 1), date(2035, 1, 1)]
)
KINDS = st.sampled_from([Kind.DIVISION, Kind.CENTRE, Kind.COMMUNE, Kind.PROVINCE])
OWN = "quan-tri-xa"
LATER = date(2040, 1, 1)


def prepared() -> None:
    """A province with communes, one of them merged of others, with units below them and people everywhere."""
    province = a_province(since=date(1990, 1, 1))
    department = a_unit("Sở Nội vụ", parent=province)
    old = [a_unit(f"Xã {name}", Kind.COMMUNE, parent=province) for name in ("Một", "Hai", "Ba")]
    for commune in old:
        a_unit("Phòng Văn hóa", Kind.DIVISION, parent=commune)
        a_member(Role.UNIT_CLERK, unit=commune)
    own = actions.merge_units(
        by=an_actor(), units=old[:2], into=NewUnit("Xã Mới", Kind.COMMUNE), on=date(2025, 7, 1)
    )
    below = a_unit("Phòng Kinh tế", Kind.DIVISION, parent=own, since=date(2025, 7, 1))
    a_member(Role.ADMINISTRATOR, unit=province)
    a_member(Role.COORDINATOR, unit=department)
    a_member(Role.UNIT_HEAD, unit=old[2])
    a_member(Role.COORDINATOR, unit=below)
    for unit in (own, below):
        a_member(Role.UNIT_CLERK, unit=unit)
    two = a_member(Role.UNIT_CLERK, unit=below)
    account_actions.give_membership(
        by=an_actor(),
        person=two.person,
        unit=department,
        role=Role.UNIT_CLERK,
        scope=Scope.OWN_UNIT,
        valid_from=date(2026, 1, 1),
    )
    a_member(Role.ADMINISTRATOR, scope=Scope.OWN_TREE, unit=own, username=OWN)


class LowerAdministrator(RuleBasedStateMachine):
    """Plays acts of the administrator of a commune, in and outside the own tree, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.names = 0
        self.made: set[int] = set()
        self.added: set[int] = set()

    @initialize()
    def begin(self) -> None:
        self.undone.__enter__()
        self.person = Person.objects.get(username=OWN)
        self.tree, self.known = ids_in_reach(self.actor), self.everybody()
        self.outside = self.written()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # What there is

    @property
    def actor(self) -> Actor:
        """Who acts, as a request of today would find it."""
        return actor_of(memberships_of(self.person, today())[0])

    def everybody(self) -> set[int]:
        """The people whom the actor may manage."""
        return set(manageable_people(self.actor).values_list("pk", flat=True))

    def written(self) -> list[list[dict[str, Any]]]:
        """All that is written down about units, people and memberships outside the tree as it was."""
        fields = ("pk", "username", "name", "password", "is_active")
        return [
            list(Unit.objects.exclude(pk__in=self.tree | self.made).order_by("pk").values()),
            list(Person.objects.exclude(pk__in=self.known | self.added).order_by("pk").values(*fields)),
            list(Membership.objects.exclude(person__in=self.known | self.added).order_by("pk").values()),
        ]

    def unit(self, number: int) -> Unit:
        """One of all the units; those of the own tree as often as the others together."""
        of_tree = list(Unit.objects.filter(pk__in=ids_in_reach(self.actor)).order_by("pk"))
        units = of_tree if number % 2 else list(Unit.objects.order_by("pk"))
        return units[number // 2 % len(units)]

    def anybody(self, number: int) -> Person:
        people = Person.objects.order_by("pk")
        return people[number % len(people)]

    def named(self, word: str) -> str:
        self.names += 1
        return f"{word} {self.names}"

    def tried(self, act: Callable[[], Any]) -> None:
        """Do it, or have it refused with nothing written; what is new belongs to what was made."""
        units, people = set(Unit.objects.values_list("pk", flat=True)), set(_people())
        try:
            with transaction.atomic():
                act()
        except (NotPermitted, ValidationError) as refused:
            event(type(refused).__name__)
            return
        event("done")
        self.made |= set(Unit.objects.values_list("pk", flat=True)) - units
        self.added |= set(_people()) - people

    # What is done

    @rule(place=ANY, kind=KINDS, day=DAYS, top=st.booleans())
    def add(self, place: int, kind: Kind, day: date, top: bool) -> None:
        parent = None if top and place % 3 == 0 else self.unit(place)
        name = self.named("Đơn vị")
        self.tried(
            lambda: actions.add_unit(by=self.actor, name=name, kind=kind, valid_from=day, parent=parent)
        )

    @rule(which=ANY, place=ANY, kind=KINDS, day=DAYS, until=st.one_of(st.none(), DAYS), top=st.booleans())
    def correct(self, which: int, place: int, kind: Kind, day: date, until: date | None, top: bool) -> None:
        unit, parent = self.unit(which), None if top else self.unit(place)
        self.tried(
            lambda: actions.change_unit(
                by=self.actor,
                unit=unit,
                name=unit.name,
                kind=kind,
                code="",
                parent=parent,
                valid_from=day,
                valid_until=until,
                aliases=[self.named("Tên khác")],
            )
        )

    @rule(which=ANY, day=DAYS)
    def rename(self, which: int, day: date) -> None:
        name = self.named("Tên mới")
        self.tried(lambda: actions.rename_unit(by=self.actor, unit=self.unit(which), name=name, on=day))

    @rule(which=ANY, place=ANY, day=DAYS, top=st.booleans())
    def move(self, which: int, place: int, day: date, top: bool) -> None:
        to = None if top and place % 3 == 0 else self.unit(place)
        self.tried(lambda: actions.move_unit(by=self.actor, unit=self.unit(which), to=to, on=day))

    @rule(one=ANY, other=ANY, place=ANY, day=DAYS, survives=st.booleans())
    def merge(self, one: int, other: int, place: int, day: date, survives: bool) -> None:
        into: NewUnit | Unit = self.unit(other)
        if not survives:
            parent = self.unit(place) if place % 3 else None
            into = NewUnit(self.named("Hợp nhất"), Kind.DIVISION, parent=parent)
        units = [self.unit(one), self.unit(other)]
        self.tried(lambda: actions.merge_units(by=self.actor, units=units, into=into, on=day))

    @rule(which=ANY, place=ANY, day=DAYS)
    def split(self, which: int, place: int, day: date) -> None:
        parent = self.unit(place) if place % 3 else None
        into = [NewUnit(self.named("Phần"), Kind.DIVISION, parent=parent) for _part in range(2)]
        unit = self.unit(which)
        children = dict.fromkeys(Unit.objects.filter(parent=unit).values_list("pk", flat=True), 0)
        self.tried(lambda: actions.split_unit(by=self.actor, unit=unit, into=into, on=day, children=children))

    @rule(which=ANY, day=DAYS)
    def close(self, which: int, day: date) -> None:
        self.tried(lambda: actions.close_unit(by=self.actor, unit=self.unit(which), on=day))

    @rule(which=ANY, place=ANY, kind=KINDS, day=DAYS)
    def bring(self, which: int, place: int, kind: Kind, day: date) -> None:
        unit, parent = self.unit(which), self.unit(place)
        new = UnitChange(None, self.named("Từ tệp"), kind, day, parent=parent)
        below = UnitChange(None, self.named("Từ tệp"), Kind.DIVISION, day, parent=0)
        old = UnitChange(unit, unit.name, kind, unit.valid_from, unit.valid_until, unit.code, parent)
        changes = [new, below, old] if which % 3 else [new, below]
        outcomes = actions.try_import(by=self.actor, changes=changes)
        if not any(isinstance(one, ValidationError) for one in outcomes):
            self.tried(
                lambda: actions.import_units(by=self.actor, changes=changes, file="t.csv", sha256="0" * 64)
            )

    @rule(place=ANY, capacity=st.sampled_from(list(GRANTS)), day=DAYS)
    def add_person(self, place: int, capacity: Any, day: date) -> None:
        name = self.named("nguoi").replace(" ", "-")
        self.tried(
            lambda: account_actions.add_person(
                by=self.actor,
                username=name,
                name=name,
                unit=self.unit(place),
                role=capacity.role,
                scope=capacity.scope,
                valid_from=day,
            )
        )

    @rule(who=ANY, place=ANY, capacity=st.sampled_from(list(GRANTS)), day=DAYS)
    def give(self, who: int, place: int, capacity: Any, day: date) -> None:
        person, unit = self.anybody(who), self.unit(place)
        if person.memberships.filter(unit=unit, role=capacity.role.value, valid_until=None).exists():
            return
        self.tried(
            lambda: account_actions.give_membership(
                by=self.actor,
                person=person,
                unit=unit,
                role=capacity.role,
                scope=capacity.scope,
                valid_from=day,
            )
        )

    @rule(who=ANY, day=DAYS)
    def end(self, who: int, day: date) -> None:
        person = self.anybody(who)
        if person == self.person:
            return
        membership = person.memberships.order_by("pk")[who % person.memberships.count()]
        self.tried(lambda: account_actions.end_membership(by=self.actor, membership=membership, day=day))

    @rule(who=ANY)
    def manage(self, who: int) -> None:
        person, name = self.anybody(who), self.named("ten").replace(" ", "-")
        self.tried(lambda: account_actions.give_password(by=self.actor, person=person))
        self.tried(
            lambda: account_actions.change_person(by=self.actor, person=person, username=name, name=name)
        )
        self.tried(lambda: account_actions.close_person(by=self.actor, person=person))

    # What holds

    @invariant()
    def reaches_no_more_units(self) -> None:
        assert ids_in_reach(self.actor) <= self.tree | self.made
        assert ids_under(self.actor.unit_id or 0, LATER) <= self.tree | self.made

    @invariant()
    def reaches_no_more_people(self) -> None:
        assert self.everybody() <= self.known | self.added

    @invariant()
    def gave_no_role_outside_or_for_the_province(self) -> None:
        theirs = Membership.objects.filter(person__in=self.known | self.added)
        assert not theirs.filter(scope=Scope.PROVINCE.value).exists()
        assert not theirs.exclude(unit__in=self.tree | self.made).exists()

    @invariant()
    def made_nothing_outside(self) -> None:
        assert self.made <= ids_in_reach(self.actor)
        assert self.written() == self.outside


def _people() -> list[int]:
    return list(Person.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_no_sequence_of_acts_of_a_lower_administrator_widens_the_scope() -> None:
    prepared()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        LowerAdministrator,
        settings=settings(
            max_examples=20,
            stateful_step_count=15,
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
