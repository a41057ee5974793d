"""The review of a plan is read once: what is cut from it says what the database says, and asks it nothing more."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.core.papers.answers import Confidence
from cchc.plans.models import Agency, Involvement, Measure, Plan
from cchc.plans.queries.findings import findings_of
from cchc.plans.queries.obstacles import obstacles, unchecked_measures, unconfirmed_agencies
from cchc.plans.queries.review import Review, RowFilter
from cchc.plans.queries.texts import measures_of
from tests.builders import a_member, a_read_plan

pytestmark = pytest.mark.django_db

MOST_FOR_A_CELL = 45  # 53 before the review was read once; a practice under way and annexes ask once each
MOST_FOR_A_PAGE = (
    30  # 36 before; bell, nearest day, practice, files of the document and annexes ask once each
)


def a_plan_of(rows: int, seed: int = 1) -> Plan:
    """A plan read from a table, of whose rows some are in doubt, some are checked, some say nothing."""
    chance = random.Random(seed)
    lines = [
        f"{at}\tRà soát {at}\tBáo cáo\tSở Lạ Lùng\tCác sở\t{chance.choice(['Quý II/2026', 'sớm'])}"
        for at in range(1, rows + 1)
    ]
    table = ["STT\tNhiệm vụ\tSản phẩm\tChủ trì\tPhối hợp\tThời gian", *lines]
    plan = a_read_plan("\n".join(["KẾ HOẠCH", "Cải cách hành chính năm 2026", *table]))
    for measure in measures_of(plan):
        measure.confidence = chance.choice(list(Confidence)).value
        measure.checked = chance.random() < 0.3
        measure.task = "" if chance.random() < 0.1 else measure.task
        measure.save()
    return plan


@pytest.mark.parametrize("seed", range(4))
def test_what_is_left_and_which_rows_are_wanted_is_what_the_database_answers(seed: int) -> None:
    plan = a_plan_of(30, seed)
    Agency.objects.filter(plan=plan, text="Các sở").update(confirmed=bool(seed % 2))
    assert Review(plan).left == obstacles(plan)
    measures, open_ones = measures_of(plan), [one for one in findings_of(plan) if one.acceptance is None]
    waiting = Involvement.objects.filter(agency__in=unconfirmed_agencies(plan))
    wanted = {
        None: measures,
        RowFilter.UNCHECKED: unchecked_measures(measures),
        RowFilter.FINDINGS: measures.filter(pk__in={one.measure_id for one in open_ones}),
        RowFilter.AGENCIES: measures.filter(pk__in=waiting.values("measure")),
    }
    for one, expected in wanted.items():
        assert [measure.pk for measure in Review(plan, wanted=one).page] == [row.pk for row in expected], one
    assert [one for one in Review(plan).found if one.acceptance is None] == open_ones


def test_a_row_alone_is_the_row_of_the_page() -> None:
    plan = a_plan_of(12)
    for row in (row for section in Review(plan).sections for row in section.rows):
        assert Review(plan, row=row.measure.pk).row == row


def asked(client: Client, plan: Plan) -> tuple[int, int]:
    """How many queries the review page takes, and one saved cell of it."""
    row = Measure.objects.filter(section__plan=plan).order_by("pk").last()
    assert row is not None
    with CaptureQueriesContext(connection) as of_page:
        client.get(reverse("plans:review", args=[plan.pk]))
    typed = {"deadline": "Quý III/2026", "version": str(row.version)}
    address = reverse("plans:row", args=[plan.pk, row.pk])
    with CaptureQueriesContext(connection) as of_cell:
        assert client.post(address, typed, headers={"HX-Request": "true"}).status_code == 200
    return len(of_page), len(of_cell)


def test_a_page_and_a_saved_cell_ask_no_more_of_a_long_plan_than_of_a_short_one(client: Client) -> None:
    client.force_login(a_member(Role.ADMINISTRATOR).person)
    client.get("/")  # what is asked once in a session
    short, long = asked(client, a_plan_of(2)), asked(client, a_plan_of(48))
    assert short == long
    assert (short[0] <= MOST_FOR_A_PAGE, short[1] <= MOST_FOR_A_CELL) == (True, True), short
