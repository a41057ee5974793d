"""Whatever acts of a round are played in a practice, in whatever order, every row that stood before stands byte-equal
after, and no page that counts shows another byte."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cchc.access.permissions import Role
from cchc.access.practising import practising
from cchc.audit.models import Entry
from cchc.cycles.actions.practice import begin_practice, throw_practice_away
from cchc.cycles.models import Cycle
from cchc.notices.models import PersonalNotice
from cchc.results.actions import recompute_marked
from cchc.scores.models import Score
from tests.appraisal.test_second_half_machine import TheSecondHalf
from tests.builders import a_filled_sheet, a_whole_round, an_actor, submitted
from tests.cycles.worlds import bodies, browsers, changed, pages

pytestmark = pytest.mark.django_db

BEGUN = date(2026, 12, 5)
DAYS = 20  # of each phase: who justifies begins 40 days later
ACTS = 10
Rows = dict[str, dict[Any, tuple[Any, ...]]]


def every_row() -> Rows:
    """Every row of every table, by table and key."""
    return {
        model._meta.label: {
            row[0]: row for row in model._base_manager.order_by("pk").values_list("pk", *names)
        }
        for model in apps.get_models()
        if (names := [one.attname for one in model._meta.concrete_fields])
    }


def touched(before: Rows, after: Rows) -> dict[str, list[Any]]:
    """The keys of rows that are another now, or gone, by table."""
    found = {
        table: [key for key, row in rows.items() if after[table].get(key) != row]
        for table, rows in before.items()
    }
    return {table: keys for table, keys in found.items() if keys}


@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000))
def test_no_act_of_a_practice_touches_a_row_or_a_page_that_counts(seed: int) -> None:
    with transaction.atomic():
        real = a_whole_round()
        submitted(a_filled_sheet(real, unit="Sở Nội vụ"))
        recompute_marked()
        by = an_actor(Role.COORDINATOR)
        readers, addresses = browsers(real)[:1], pages(real)  # whoever acts for the province sees the most
        stood, notices = every_row(), PersonalNotice.objects.count()
        practice = begin_practice(by=by, source=real, days=DAYS, today=BEGUN)
        shown = bodies(readers, addresses)
        entries, chance = Entry.objects.count(), Random(seed)
        with practising():
            played = TheSecondHalf(practice, datetime.combine(BEGUN, datetime.min.time()).astimezone())
            for _act in range(ACTS):
                played.play(chance, looks=False)
            played.time_passes(timedelta(days=2 * DAYS + 1))
            for _act in range(ACTS):
                played.play(chance, looks=False)
            recompute_marked()
            assert Score.objects.filter(participant__cycle=practice).exists()
        assert Entry.objects.count() > entries
        assert touched(stood, every_row()) == {}
        assert changed(shown, bodies(readers, addresses)) == {}
        assert PersonalNotice.objects.count() == notices
        throw_practice_away(by=by, cycle=practice)
        assert touched(stood, every_row()) == {}
        assert Cycle.objects.get() == real
        transaction.set_rollback(True)
