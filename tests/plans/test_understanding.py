"""What texts mean is worked out while nobody waits for it, and written only if what it rests on still holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from cchc.core.words.names import spelling_key
from cchc.plans.actions.findings import accept_finding
from cchc.plans.actions.measures import add_measure, change_measure
from cchc.plans.actions.plans import change_head, copy_plan, head_of
from cchc.plans.models import Measure, Plan
from cchc.plans.queries.findings import findings_of
from tests.builders import a_measure, a_plan, a_read_plan, an_actor

PAPER = """\
KẾ HOẠCH
Cải cách hành chính năm 2026
STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian thực hiện
1\tRà soát\tBáo cáo\tSở Tư pháp\tCác sở liên quan\tQuý II/2026
"""
LOOKED_UP = "units_agencygroup"
"""A table that is read when agencies are looked up, and at no other time of writing into a plan."""


@contextmanager
def whenever_agencies_are_looked_up(do: Callable[[], object]) -> Iterator[None]:
    """Do something each time that the units are asked for which agencies are looked up among."""

    def noticed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if LOOKED_UP in sql:
            do()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noticed):
        yield


@pytest.mark.django_db
def test_agencies_are_looked_up_while_nothing_is_locked() -> None:
    plan = a_plan()
    measure = a_measure(plan, "Rà soát", lead="Sở A")
    outside = len(connection.savepoint_ids)
    inside: list[int] = []
    with whenever_agencies_are_looked_up(lambda: inside.append(len(connection.savepoint_ids) - outside)):
        add_measure(by=an_actor(), section=plan.sections.get(), texts={"task": "Mở lớp", "lead": "Sở B"})
        change_measure(by=an_actor(), measure=measure, version=1, texts={"lead": "Sở C"})
        copy_plan(by=an_actor(), original=plan, unit=plan.unit, title="Bản sau", year=plan.year + 1)
        a_read_plan(PAPER)
        finding = findings_of(plan)[0].fingerprint
        accept_finding(by=an_actor(), plan=plan, fingerprint=finding, reason="Đúng như văn bản.")
    assert len(inside) >= 5
    assert set(inside) == {0}


@pytest.mark.django_db
def test_what_was_understood_for_another_year_is_understood_anew() -> None:
    plan = a_plan(year=2026)
    measure = a_measure(plan, "Rà soát")

    def another_year() -> None:
        Plan.objects.filter(pk=plan.pk).update(year=2027)

    with whenever_agencies_are_looked_up(another_year):
        change_measure(
            by=an_actor(), measure=measure, version=1, texts={"lead": "Sở A", "deadline": "Quý IV"}
        )
    changed = Measure.objects.get(pk=measure.pk)
    assert [one.on for one in changed.dues.all()] == [date(2027, 12, 31)]
    assert [part.agency.text for part in changed.parts.all()] == ["Sở A"]


@pytest.mark.django_db
def test_a_plan_that_changes_all_the_time_is_left_as_it_is() -> None:
    plan = a_plan(year=2026)
    measure = a_measure(plan, "Rà soát")

    def another_year() -> None:
        Plan.objects.filter(pk=plan.pk).update(year=Plan.objects.get(pk=plan.pk).year + 1)

    with (
        whenever_agencies_are_looked_up(another_year),
        pytest.raises(ValidationError, match="Others are changing"),
    ):
        change_measure(by=an_actor(), measure=measure, version=1, texts={"lead": "Sở A"})
    kept = Measure.objects.get(pk=measure.pk)
    assert (kept.lead, kept.version) == ("", 1)


@pytest.mark.django_db
def test_an_agency_that_others_dropped_meanwhile_is_named_again() -> None:
    plan = a_plan(year=2026)
    other = a_measure(plan, "Rà soát", lead="Sở A")
    measure = a_measure(plan, "Mở lớp")

    def dropped() -> None:
        other.parts.all().delete()
        plan.agencies.all().delete()

    with whenever_agencies_are_looked_up(dropped):
        change_measure(by=an_actor(), measure=measure, version=1, texts={"lead": "Sở A; Sở B"})
    parts = Measure.objects.get(pk=measure.pk).parts.order_by("place")
    assert [part.agency.spelling for part in parts] == [spelling_key("Sở A"), spelling_key("Sở B")]


@pytest.mark.django_db
def test_a_day_of_the_document_set_meanwhile_counts() -> None:
    plan = a_plan(year=2026)
    a_measure(plan, "Rà soát", lead="Sở A", deadline="Quý II")
    head = head_of(plan)
    changed = change_head(
        by=an_actor(), plan=plan, head=head.__class__(title="Khác", kind=head.kind, year=2027)
    )
    assert changed.year == 2027
    assert [one.on for one in Measure.objects.get().dues.all()] == [date(2027, 6, 30)]
