"""What the demonstration shows of its surveys, as values to compare."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from cchc.accounts.models import Person
from cchc.cycles.models import Cycle
from cchc.cycles.queries import address_of
from cchc.surveys.models import Survey, SurveyTaking

RATE_WITH_INTERVAL = re.compile(
    r"\d+(,\d+)? % \(khoảng tin cậy 95 %: \d+(,\d+)?–\d+(,\d+)? %\), \d+ câu trả lời"
)
BAND = re.compile(r'class="band"[^>]*>\s*(\d+)–(\d+)')


def states() -> dict[int, str]:
    """The state of the survey of each year."""
    return dict(Survey.objects.values_list("year", "state"))


def taken(cycle: Cycle) -> tuple[int, int]:
    """How many units got how many scores of survey leaves from what surveys found."""
    taking = SurveyTaking.objects.get(cycle=cycle)
    return taking.units, taking.leaves


def shown(cycle: Cycle, code: str) -> tuple[int, bool]:
    """How many rates with their intervals stand on the page of a unit, and whether the ranking shows rank bands wider
    than one place."""
    client = Client()
    client.force_login(Person.objects.get(username="dieu-phoi"))
    unit = cycle.participants.get(code=code).unit_id
    page = client.get(reverse("results:unit", args=[*address_of(cycle), unit])).content.decode()
    ranking = client.get(reverse("results:cycle_ranking", args=address_of(cycle)), {"khoang": "dieu-tra"})
    bands = BAND.findall(ranking.content.decode())
    return len(RATE_WITH_INTERVAL.findall(page)), any(int(high) < int(low) for high, low in bands)
