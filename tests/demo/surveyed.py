"""What the demonstration shows of its surveys, as values to compare."""

from __future__ import annotations

import re
from collections import Counter

from django.test import Client
from django.urls import reverse

from cchc.accounts.models import Membership, Person
from cchc.accounts.queries import actor_of
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.cycles.models import Cycle
from cchc.cycles.queries import address_of
from cchc.releases.exchange.bundle import read_bundle
from cchc.releases.queries.survey_estimates import survey_differences
from cchc.surveys.models import Response, Survey, SurveyEstimate, SurveyTaking
from cchc.surveys.queries.report import report_of

RATE_WITH_INTERVAL = re.compile(
    r"\d+(,\d+)? % \(khoảng tin cậy 95 %: \d+(,\d+)?–\d+(,\d+)? %\), \d+ câu trả lời"
)
BAND = re.compile(r'class="band"[^>]*>\s*(\d+)–(\d+)')


def states() -> list[tuple[int, str]]:
    """The year and the state of each survey, and no others."""
    return list(Survey.objects.order_by("pk").values_list("year", "state"))


def days(year: int) -> set[tuple[int, int, int]]:
    """The years in which the surveys of a year were closed, estimated and taken."""
    rows = SurveyEstimate.objects.filter(survey__year=year).select_related("survey")
    taken_at = SurveyTaking.objects.get(cycle__year=year).at
    return {(one.survey.closed_at.year, one.at.year, taken_at.year) for one in rows if one.survey.closed_at}


def came_by_unit(group: str) -> set[int]:
    """How many forms of a group about one unit count, over all units."""
    rows = Response.objects.filter(form__respondent_group=group, state="accepted", survey__year=2025)
    units = rows.filter(survey__rated__unit__kind__in=("commune", "ward", "special_zone")).distinct()
    return set(Counter(units.values_list("unit", flat=True)).values())


def taken(cycle: Cycle) -> tuple[int, int]:
    """How many units got how many scores of survey leaves from what surveys found."""
    taking = SurveyTaking.objects.get(cycle=cycle)
    return taking.units, taking.leaves


def reported(year: int, place: int = 0) -> tuple[int, ...]:
    """What the report of a survey of a year, by its place, says of its forms: wanted, received, accepted, rejected,
    void."""
    estimate = SurveyEstimate.objects.filter(survey__year=year).order_by("survey")[place]
    version = estimate.survey.forms.order_by("pk")[0].version
    actor = actor_of(Membership.objects.get(person__username="dieu-phoi"))
    questions = questions_of(version.content)
    report = report_of(actor, estimate.survey, estimate, version.questionnaire, questions, estimate.at.date())
    forms = report.forms
    return forms.wanted, forms.received, forms.accepted, forms.rejected, forms.void


def differing(archives: list[bytes]) -> list[str]:
    """What the answers do not give of what releases say that surveys found; units that were renamed since their first
    release among them."""
    contents = [read_bundle(one).content for one in archives]
    return [str(one) for content in contents for one in survey_differences(content)]


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
