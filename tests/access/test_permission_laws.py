"""What the list of permissions promises: each is asked for and granted, whoever reaches less far may not do more,
reading changes nothing, and a page opens exactly to those who hold all that it needs."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from hypothesis import given, settings
from hypothesis import strategies as st

import cchc
from cchc.access.actor import Actor, NotPermitted
from cchc.access.decorators import Audience, needs, public, repeatable, signed_in
from cchc.access.permissions import (
    GRANTS,
    Capacity,
    Permission,
    Role,
    Scope,
    giveable_capacities,
    scopes_of,
)
from cchc.access.starting import CannotStart, is_no_answer, is_not_allowed
from tests.builders import an_actor
from tests.test_permissions import addresses

HOUSE = Path(str(cchc.__path__[0]))
ROOMS = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
SCOPES = tuple(Scope)  # the narrowest first

permissions = st.sets(st.sampled_from(Permission), min_size=1, max_size=4)
capacities = st.builds(Capacity, st.sampled_from(Role), st.sampled_from(Scope))
drawn = settings(max_examples=60)


def asked_by_views() -> dict[str, tuple[Permission, ...]]:
    """What each address needs, of those that need a permission."""
    return {address: view.permission for address, view in addresses() if isinstance(view.permission, tuple)}


# --- the list ------------------------------------------------------------------------------------------------


def test_a_permission_names_its_room_and_the_list_is_in_order_of_the_names():
    names = [one.value for one in Permission]
    assert [name for name in names if not re.fullmatch(r"[a-z_]+:[a-z]+:[a-z_]+", name)] == []
    assert {name.partition(":")[0] for name in names} <= ROOMS
    assert [one.name for one in Permission] == sorted(one.name for one in Permission)


def test_no_permission_is_in_the_list_that_nothing_asks_for():
    source = "".join(
        path.read_text(encoding="utf-8") for path in HOUSE.rglob("*.py") if path.name != "permissions.py"
    )
    asked = {name for name in Permission.__members__ if re.search(rf"Permission\.{name}\b", source)}
    assert set(Permission.__members__) - asked == set()


def test_whatever_a_page_needs_is_granted_to_somebody():
    closed = {
        address: needed
        for address, needed in asked_by_views().items()
        if not any(granted.issuperset(needed) for granted in GRANTS.values())
    }
    assert asked_by_views()
    assert closed == {}


def test_every_permission_is_granted_to_somebody_for_the_whole_province_or_the_own_unit():
    granted = frozenset[Permission]().union(*GRANTS.values())
    assert granted == set(Permission)


# --- who may less --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_whoever_reaches_less_far_in_a_role_may_not_do_more(role: Role):
    by_reach = [GRANTS.get(Capacity(role, scope), frozenset()) for scope in SCOPES]
    designed = [granted for granted in by_reach if granted]
    assert designed
    assert [narrow - wide for narrow, wide in pairwise(designed) if narrow - wide] == []


def test_a_clerk_may_no_more_than_the_head_and_a_leader_only_reads():
    own = {role: GRANTS[Capacity(role, Scope.OWN_UNIT)] for role in (Role.UNIT_HEAD, Role.UNIT_CLERK)}
    assert own[Role.UNIT_CLERK] < own[Role.UNIT_HEAD]
    for scope in scopes_of(Role.LEADER):
        assert {one for one in GRANTS[Capacity(Role.LEADER, scope)] if not one.endswith(":read")} == set()


def test_everybody_has_a_desk():
    assert [capacity for capacity, granted in GRANTS.items() if Permission.HOME_READ not in granted] == []


@pytest.mark.parametrize("scope", Scope)
def test_only_who_acts_for_the_province_gives_what_reaches_over_it(scope: Scope):
    wide = {one for one in giveable_capacities(scope) if one.scope is Scope.PROVINCE}
    assert bool(wide) is (scope is Scope.PROVINCE)
    assert set(giveable_capacities(scope)) <= GRANTS.keys()


def test_the_scopes_of_a_role_are_the_designed_ones_the_widest_first():
    for role in Role:
        scopes = scopes_of(role)
        assert {Capacity(role, scope) for scope in scopes} == {one for one in GRANTS if one.role is role}
        assert list(scopes) == sorted(scopes, key=SCOPES.index, reverse=True)


# --- the Actor -----------------------------------------------------------------------------------------------


@drawn
@given(capacity=capacities, permission=st.sampled_from(Permission))
def test_an_actor_may_what_is_granted_and_is_refused_everything_else_by_name(capacity, permission):
    actor = an_actor(capacity.role, capacity.scope)
    granted = permission in GRANTS.get(capacity, ())
    assert actor.may(permission) is granted
    assert actor.everywhere is (capacity.scope is Scope.PROVINCE)
    if granted:
        actor.require(permission)
        return
    with pytest.raises(NotPermitted) as refused:
        actor.require(permission)
    assert refused.value.permission is permission


def test_nobody_becomes_another_within_a_request():
    actor = an_actor()
    for one in fields(Actor):
        with pytest.raises(FrozenInstanceError):
            setattr(actor, one.name, getattr(actor, one.name))


# --- pages ---------------------------------------------------------------------------------------------------


def asked(view: Any, actor: Actor | None) -> str:
    """What a view answers to somebody."""
    try:
        return view(type("Request", (), {"actor": actor})())
    except Http404:
        return "not found"


@drawn
@given(needed=permissions, capacity=capacities)
def test_a_page_opens_exactly_to_those_who_hold_all_that_it_needs(needed, capacity):
    view = needs(*needed)(lambda request: "opened")
    opens = GRANTS.get(capacity, frozenset()).issuperset(needed)
    assert asked(view, an_actor(capacity.role, capacity.scope)) == ("opened" if opens else "not found")
    assert asked(view, None) == "not found"


@drawn
@given(inside=st.sampled_from(Permission), capacity=capacities)
def test_what_an_action_refuses_inside_a_page_is_not_found_either(inside, capacity):
    def view(request: Any) -> str:
        request.actor.require(inside)
        return "done"

    answer = asked(needs(Permission.HOME_READ)(view), an_actor(capacity.role, capacity.scope))
    granted = GRANTS.get(capacity, frozenset())
    assert answer == ("done" if {Permission.HOME_READ, inside} <= granted else "not found")


def test_an_error_of_ours_inside_a_page_is_not_hidden():
    def broken(request: Any) -> str:
        raise LookupError("ours")

    with pytest.raises(LookupError, match="ours"):
        asked(needs(Permission.HOME_READ)(broken), an_actor())


@drawn
@given(needed=permissions, again=st.booleans())
def test_a_declaration_is_read_from_the_view_whatever_is_put_around_it(needed, again):
    def view(request: Any) -> None:
        """Shown to somebody."""

    wrapped = repeatable(needs(*needed)(view)) if again else needs(*needed)(view)
    assert set(wrapped.permission) == needed
    assert wrapped.login_required is True
    assert getattr(wrapped, "repeatable", False) is again
    assert (wrapped.__name__, wrapped.__doc__) == (view.__name__, view.__doc__)


@pytest.mark.parametrize(("declared", "signed"), [(public, False), (signed_in, True)])
def test_a_page_without_a_permission_says_whether_one_must_have_signed_in(declared, signed):
    view = declared(lambda request: "opened")
    assert (isinstance(view.permission, Audience), view.login_required) == (True, signed)
    assert asked(view, None) == "opened"


# --- what a database says ------------------------------------------------------------------------------------


class Refused(Exception):
    """As PostgreSQL refuses what only an owner may do."""

    sqlstate = "42501"


@drawn
@given(
    around=st.lists(st.sampled_from([ValueError, KeyError, RuntimeError]), max_size=4), refused=st.booleans()
)
def test_a_refusal_of_the_database_is_known_however_deep_it_is_wrapped(around, refused):
    error: BaseException = Refused() if refused else LookupError("no database")
    for wrapper in around:
        outer = wrapper("outside")
        outer.__cause__ = error
        error = outer
    assert is_not_allowed(error) is refused


def test_only_a_database_that_does_not_answer_is_taken_for_one():
    from django import db

    answers = {
        kind: is_no_answer(kind("said"))
        for kind in (
            db.OperationalError,
            db.InterfaceError,
            db.DatabaseError,
            db.IntegrityError,
            db.DataError,
            OSError,
        )
    }
    silent = {kind for kind, silent in answers.items() if silent}
    assert silent == {db.OperationalError, db.InterfaceError, db.DatabaseError}


def test_each_reason_for_not_starting_is_a_kind_of_its_own_with_its_words():
    kinds = CannotStart.__subclasses__()
    assert len(kinds) > 2
    assert [kind for kind in kinds if not (kind.__doc__ or "").endswith(".")] == []
