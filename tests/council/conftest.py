"""A round before the council, made once for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from cchc.cycles.models import Cycle
from tests.builders import a_whole_round, all_appraised

UNITS = ("Sở Công Thương", "Sở Nội vụ", "Sở Y tế")  # in this order, the first is ahead


@pytest.fixture(scope="module")
def appraised_round(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The id of a round of which every unit is appraised, once for all tests of a module; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        cycle = a_whole_round(UNITS)
        all_appraised(cycle)
        yield cycle.pk
        transaction.set_rollback(True)


@pytest.fixture
def cycle(appraised_round: int, db: None) -> Cycle:
    """The round as it was made, for one test, which leaves nothing in it."""
    return Cycle.objects.select_related("province").get(pk=appraised_round)
