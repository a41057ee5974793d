"""A release of points that came from a survey: rate, interval and answers are in its bundle and on public pages."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.core.surveys.questionnaires.reading import questionnaire_of
from cchc.releases.actions.keys import give_keys
from cchc.releases.exchange.content import Level, PublicEstimate
from cchc.releases.queries.content import public_content
from cchc.releases.queries.survey_estimates import survey_differences
from cchc.surveys.actions.estimating import make_estimate
from cchc.surveys.actions.taking import take_results
from cchc.surveys.models import Survey
from cchc.surveys.queries.takings import taking_plan
from tests.builders import an_actor, imported
from tests.builders.answered import a_collecting_survey, answered
from tests.builders.releases import COMPLETE
from tests.builders.surveyed import a_survey, a_surveyed_cycle, an_estimate
from tests.core.questionnaires import FIVE, SECTIONS, SETTINGS, document
from tests.releases.contents import a_head

pytestmark = pytest.mark.django_db

WITHOUT = "\n".join(line.rpartition(";")[0] for line in COMPLETE.splitlines()) + "\n"


def estimates_in(level: Level) -> dict[str, tuple[PublicEstimate, ...]]:
    """The estimates of leaf 2.2 by the name of the unit, in the content of a release at this level."""
    cycle = a_surveyed_cycle()
    imported(cycle, WITHOUT)
    an_estimate(a_survey())
    take_results(by=an_actor(Role.COORDINATOR), cycle=cycle, seen=taking_plan(cycle).seal)
    give_keys(cycle=cycle)
    content = public_content(cycle, a_head(level))
    return {unit.name: unit.leaves["2.2"].estimates for unit in content.units if unit.leaves}


def test_each_unit_has_its_rate_with_interval_and_answers_as_the_figure_is_declared() -> None:
    found = estimates_in(Level.LEAVES)
    (money,) = found["Sở Tài chính"]
    assert (money.value, money.low, money.high) == (
        Fraction("0.83125"), Fraction("0.7625"), Fraction("0.885"),
    )  # fmt: skip
    assert (money.answers, money.base, money.survey) == (160, 170, "Điều tra hài lòng năm 2026")
    assert (money.questionnaire, len(money.sha256)) == ("Phiếu khảo sát sự hài lòng", 64)
    assert {name: len(some) for name, some in found.items()} == dict.fromkeys(found, 1)


def test_a_level_without_leaves_has_no_estimates() -> None:
    assert estimates_in(Level.CRITERIA) == {}


def test_the_answers_in_the_installation_give_what_the_release_says_until_one_changes() -> None:
    """What `cchc survey verify` says of a bundle."""
    cycle = a_surveyed_cycle()
    imported(cycle, WITHOUT)
    scale = {"code": "muc", "options": FIVE}
    item = {
        "section": "chung",
        "code": "q1",
        "kind": "scale",
        "scale": "muc",
        "text": "Chung?",
        "factors": "chung",
    }
    questions = questionnaire_of(
        document(
            [item],
            SECTIONS[:1],
            [scale],
            [{"code": "chung", "name": "Hài lòng chung"}],
            {**SETTINGS, "code": "hai_long"},
        )
    )
    survey = a_collecting_survey(questions, number=2)
    for number in range(30):
        unit = cycle.participants.order_by("pk")[number % 3].unit
        answered(survey.forms.get(), f"p{number}", unit, {"q1": [(str(1 + number % 7 % 5), "")]})
    Survey.objects.filter(pk=survey.pk).update(state="closed", closed_at=timezone.now())
    make_estimate(by=an_actor(Role.COORDINATOR), survey=survey)
    take_results(by=an_actor(Role.COORDINATOR), cycle=cycle, seen=taking_plan(cycle).seal)
    give_keys(cycle=cycle)
    content = public_content(cycle, a_head(Level.LEAVES))
    assert sum(len(leaf.estimates) for unit in content.units for leaf in unit.leaves.values()) == 3
    assert list(survey_differences(content)) == []
    changed = next(one for one in survey.responses.all() if one.answers == {"q1": "1"})
    changed.answers = {"q1": "5"}
    changed.save(update_fields=["answers"])
    told = [one.text for one in survey_differences(content)]
    assert told == [
        "{survey}: the answers are others than those that were counted ({sha256}).",
        "{unit}, {criterion}: the answers do not give {value}.",
    ]
