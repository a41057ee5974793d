"""What the demonstration shows of its surveys, as values to compare."""

from __future__ import annotations

import re
from collections import Counter

from django.db.models import Count
from django.test import Client
from django.urls import reverse

from cchc.accounts.models import Membership, Person
from cchc.accounts.queries import actor_of
from cchc.core.surveys.questionnaires.content import questions_of
from cchc.cycles.models import Cycle
from cchc.cycles.queries import address_of
from cchc.fieldwork.models import FieldAssignment
from cchc.releases.exchange.bundle import read_bundle
from cchc.releases.queries.survey_estimates import survey_differences
from cchc.surveys.models import Response, Survey, SurveyEstimate, SurveyTaking
from cchc.surveys.queries.report import report_of

RATE_WITH_INTERVAL = re.compile(
    r"\d+(,\d+)? % \(khoảng tin cậy 95 %: \d+(,\d+)?–\d+(,\d+)? %\), \d+ câu trả lời"
)
STATES = [
    *[(2025, "closed", 2025)] * 2,
    *[(2026, state, None) for state in ("designing", "designing", "collecting")],
]
FORMS = {"prepared": 12, "sent": 107, "returned": 125, "refused": 4, "not_reached": 3, "void": 1}
BAND = re.compile(r'class="band"[^>]*>\s*(\d+)–(\d+)')


def states() -> list[tuple[int, str, int | None]]:
    """The year and the state of each survey, and the year in which it was closed."""
    return list(Survey.objects.order_by("pk").values_list("year", "state", "closed_at__year"))


def came_by_unit(group: str) -> set[int]:
    """How many forms of a group about one unit count, over all units."""
    rows = Response.objects.filter(form__respondent_group=group, state="accepted", survey__year=2025)
    units = rows.filter(survey__rated__unit__kind__in=("commune", "ward", "special_zone")).distinct()
    return set(Counter(units.values_list("unit", flat=True)).values())


def in_the_field() -> dict[str, int]:
    """How many forms of the survey that collects stand in which state."""
    forms = FieldAssignment.objects.filter(survey__state="collecting").order_by()
    return dict(forms.values_list("state").annotate(count=Count("pk")))


def taken(cycle: Cycle) -> tuple[int, int]:
    """How many units got how many scores of survey leaves from what surveys found."""
    taking = SurveyTaking.objects.get(cycle=cycle)
    return taking.units, taking.leaves


def reported(year: int) -> list[tuple[int, ...]]:
    """What the reports of the surveys of a year say of their forms: wanted, received, accepted, rejected, void."""
    actor = actor_of(Membership.objects.get(person__username="dieu-phoi"))
    found: list[tuple[int, ...]] = []
    for estimate in SurveyEstimate.objects.filter(survey__year=year).order_by("survey"):
        version = estimate.survey.forms.order_by("pk")[0].version
        questions = questions_of(version.content)
        about = version.questionnaire
        forms = report_of(actor, estimate.survey, estimate, about, questions, estimate.at.date()).forms
        found.append((forms.wanted, forms.received, forms.accepted, forms.rejected, forms.void))
    return found


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
