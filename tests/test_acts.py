"""The table of acts is whole, and what it says is right."""

from __future__ import annotations

import pytest

from cchc.access.permissions import Role
from tests import acts
from tests.acts import MAKERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", MAKERS)
def test_a_form_that_is_filled_in_rightly_is_done(client_of, name):
    client = client_of(Role.ADMINISTRATOR)
    one = MAKERS[name]()
    before = acts.now_in_the_log()
    answer = client.post(one.address, acts.posted(one.data))
    done = acts.recorded(before)
    assert (answer.status_code < 400, done.count(one.once)) == (True, 1 if one.once else 0), (
        answer.status_code,
        done,
    )
