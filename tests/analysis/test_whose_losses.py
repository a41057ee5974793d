"""Whose losses stand in a plan, and which table of a published result."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.analysis.actions.published import write_published
from cchc.analysis.actions.remediation import propose_from_cycle, propose_from_published
from cchc.analysis.models import PublishedResult, RemediationPlan
from cchc.core.words.messages import Faults
from tests.builders import a_published_result, a_scored_cycle, an_actor, imported

pytestmark = pytest.mark.django_db


def test_the_plan_of_a_unit_holds_no_losses_of_others_which_its_people_would_read() -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    several = list(cycle.participants.all())
    told = {"by": an_actor(), "year": 2027, "title": "Khắc phục", "deadline": "2027", "cycle": cycle}
    with pytest.raises(ValidationError, match="its own losses"):
        propose_from_cycle(unit=several[0].unit, participants=several, **told)
    assert not RemediationPlan.objects.exists()
    assert propose_from_cycle(unit=several[0].unit, participants=several[:1], **told).pk
    assert propose_from_cycle(unit=cycle.province, participants=several, **told).pk


def test_proposals_stand_on_the_table_as_it_is_now() -> None:
    result = a_published_result()
    seen = PublishedResult.objects.get(pk=result.pk)
    told = {"unit": result.of_unit, "title": result.title, "year": result.year, "document": ""}
    write_published(by=an_actor(), lines="1\tA\t10\t9", result=result, version=result.version, **told)
    made = propose_from_published(
        by=an_actor(), unit=result.of_unit, year=2026, title="K", deadline="2026", published=seen
    )
    assert [one.number for one in made.proposals.all()] == ["1"]


@pytest.mark.parametrize(
    "lines",
    [
        f"{'1' * 40}\tThể chế\t10\t8",
        f"1\t{'x' * 600}\t10\t8",
        "1\tThể chế\t10\t8\n\tTổng cộng\t100\t84,25\t15,75",
    ],
)
def test_what_no_plan_could_hold_and_a_total_of_other_lines_are_refused(lines: str) -> None:
    with pytest.raises(Faults):
        a_published_result(lines=lines)


@pytest.mark.parametrize(
    "lines",
    [
        "1\tThể chế\t10\t8\n1.1\tTổng hợp báo cáo\t1\t0,5",
        "1\tThể chế\t10\t8\nTổng cộng\t10\t8\t2",
        "1\tThể chế\t10\t8\n\tTổng mục 1\t4\t3\n2\tTài chính\t5\t4\n\tTổng\t15\t12\t3",
    ],
)
def test_a_criterion_that_begins_like_a_total_and_a_total_in_one_cell_are_understood(lines: str) -> None:
    assert a_published_result(lines=lines).pk


def test_a_total_that_is_right_and_one_without_figures_are_left_out() -> None:
    kept = a_published_result(lines="1\tThể chế\t10\t8\n1.1\tRà soát\t4\t3\n\tTổng\t10\t8\t2\nTổng cộng")
    assert kept.pk


def test_what_remedies_won_is_shown_once_the_plan_is_in_force(client_of: Callable[..., Client]) -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    told = {"by": an_actor(), "year": 2027, "title": "Khắc phục", "deadline": "2027", "cycle": cycle}
    made = propose_from_cycle(unit=cycle.province, participants=list(cycle.participants.all()), **told)
    page = client_of(Role.COORDINATOR).get(reverse("analysis:remediation", args=[made.pk]))
    assert page.context["next"] is None
