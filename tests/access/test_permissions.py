"""What a role may do, asked of the Actor; declarations on views."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cchc.access.actor import NotPermitted
from cchc.access.decorators import Door, needs, public, signed_in
from cchc.access.permissions import GRANTS, Permission, Role
from tests.builders import an_actor


def test_an_administrator_may_do_everything():
    assert GRANTS[Role.ADMINISTRATOR] == frozenset(Permission)


def test_every_role_is_granted_something():
    assert {role for role in Role if not GRANTS.get(role)} == set()


def test_an_actor_who_may_not_is_refused_with_the_permission():
    with pytest.raises(NotPermitted) as refused:
        an_actor(Role.LEADER).require(Permission.SCORE_CORRECT)
    assert refused.value.permission is Permission.SCORE_CORRECT


def test_a_view_carries_its_declaration():
    def view(request: object) -> None:
        """Shown to somebody."""

    assert needs(Permission.UNIT_READ)(view).permission == (Permission.UNIT_READ,)
    assert public(view).permission is Door.PUBLIC
    assert signed_in(view).permission is Door.SIGNED_IN


def test_access_is_importable_without_django():
    code = "import sys, cchc.access.decorators, cchc.access.actor; print('django' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )
